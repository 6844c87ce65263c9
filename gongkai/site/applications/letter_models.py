"""文书: letters of a case, their approval, numbers and templates."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.applications.service import WAYS

from ..organs.models import Organ, Role
from .case_models import RESULTS, Application
from .letters import KINDS
from .step_models import Consultation

_KINDS = [(code, kind.name) for code, kind in KINDS.items()]
LAYERS = (Role.SECTION_HEAD, Role.LEADER, Role.SIGNATORY)


class LetterState(models.TextChoices):
    """Where a letter stands: one column, written by its acts alone."""

    DRAFT = "draft", _("草稿")
    APPROVING = "approving", _("审批中")
    RETURNED = "returned", _("已退回")
    SIGNED = "signed", _("已签发，待送出")
    SENT = "sent", _("已送出")
    SERVED = "served", _("已送达")
    VOID = "void", _("已作废")


class LetterQuerySet(models.QuerySet["Letter"]):
    def under_way(self) -> Self:
        """Drafted or signed, and not sent."""
        return self.exclude(state__in=(LetterState.SENT, LetterState.SERVED, LetterState.VOID))


class Letter(models.Model):
    """A letter from draft to service. ``sealed``: its fields as JSON; ``digest``: of these, what is approved.

    ``docx`` and ``pdf`` are made once, at signing, and kept sealed.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="letters")
    consultation = models.ForeignKey(
        Consultation, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    kind = models.CharField(_("文书"), max_length=32, choices=_KINDS)
    answer = models.CharField(_("办理结果"), max_length=26, blank=True, choices=RESULTS.items())
    """Of a reply: what it answers; "" for every other letter."""
    sealed = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    waits_for = models.CharField(
        _("待审批"), max_length=20, blank=True, choices=[(r.value, r.label) for r in LAYERS]
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    drafted_at = models.DateTimeField(_("起草时间"))
    number = models.CharField(_("文号"), max_length=60, blank=True)
    signed_on = models.DateField(_("签发日期"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    docx = models.FileField(upload_to="letters/%Y/%m/", blank=True)
    pdf = models.FileField(upload_to="letters/%Y/%m/", blank=True)
    docx_digest = models.CharField(max_length=64, blank=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    way = models.CharField(_("送达方式"), max_length=14, blank=True, choices=WAYS.items())
    sent_on = models.DateField(_("送出日期"), null=True, blank=True)
    tracking_number = models.CharField(_("邮件编号"), max_length=40, blank=True)
    delivered_on = models.DateField(_("对方收到日期"), null=True, blank=True)
    served_on = models.DateField(_("法定送达日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)

    objects = LetterQuerySet.as_manager()

    late = ""
    """Of a letter just delivered: why it has no effect any more. Not kept."""

    class Meta:
        verbose_name = verbose_name_plural = _("文书")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "waits_for"], name="letter_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("signed", "sent", "served")) | Q(signed_on__isnull=False),
                name="letter_signed",
            )
        ]

    def __str__(self) -> str:
        return self.number or KINDS[self.kind].name

    @property
    def is_reply(self) -> bool:
        return bool(self.answer)


class Approval(models.Model):
    """审批意见 of one layer on exactly these words."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="approvals")
    role = models.CharField(_("环节"), max_length=20, choices=[(r.value, r.label) for r in LAYERS])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    passed = models.BooleanField(_("同意"))
    opinion = models.CharField(_("意见"), max_length=300, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("审批意见")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.letter} {self.get_role_display()}"


class LetterNumber(models.Model):
    """文号 that was given out: never twice, also where its letter became void."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=32)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="numbering")

    class Meta:
        verbose_name = verbose_name_plural = _("文书编号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organ", "series", "year", "serial"], name="letter_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.series}{self.year}-{self.serial}"


class LetterPattern(models.Model):
    """文号的编法 of an organ for one series of letters, e.g. 望政公开答〔{year}〕{serial}号."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="letter_patterns")
    series = models.CharField(max_length=32)
    pattern = models.CharField(_("编法"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("文号编法")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "series"], name="letter_pattern_series")]

    def __str__(self) -> str:
        return self.pattern


class CaseSettings(models.Model):
    """依申请公开设置 of an organ: what its letters name, what its form asks for."""

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="case_settings")
    review_body = models.CharField(_("行政复议机关"), max_length=100, blank=True)
    court = models.CharField(_("行政诉讼管辖法院"), max_length=100, blank=True)
    pay_to = models.CharField(_("信息处理费缴纳方式"), max_length=300, blank=True)
    wants_identity = models.BooleanField(
        _("网上申请时可以上传身份证明"), default=False, help_text=_("《条例》要求身份证明，不要求原件图片")
    )
    notify_email = models.BooleanField(_("用电子邮件提醒承办人"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("依申请公开设置")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.organ)


class LetterTemplate(models.Model):
    """文书模板 of an organ's own; the newest of a kind is used, earlier ones stay."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="letter_templates")
    kind = models.CharField(_("文书"), max_length=32, choices=_KINDS)
    content = models.BinaryField()
    added_at = models.DateTimeField(_("启用时间"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文书模板")
        default_permissions = ()
        ordering = ["-added_at"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Choice(models.Model):
    """七步 what was chosen at a step, by whom and when: the way to a decision."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    choice = models.CharField(max_length=32)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("七步选择")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.step}"
