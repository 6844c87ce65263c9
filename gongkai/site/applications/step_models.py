"""What happens to an application more than once: opinions asked for, searches, parts, sections, files."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.applications.third_parties import OPINIONS, Opinion
from gongkai.law.scope import GROUNDS

from ..organs.models import Organ
from .case_models import Application


class Consulted(models.TextChoices):
    """Whose opinion: silence means something else for each (Art. 32, 34)."""

    THIRD_PARTY = "third_party", _("第三方")
    CO_MAKER = "co_maker", _("共同制作机关")
    ORGAN = "organ", _("协办机关")


SAID = {code.value: label for code, label in OPINIONS.items() if code is not Opinion.SILENT}
"""What may be entered as an opinion; silence follows from the dates."""


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def awaited(self) -> Self:
        """Sent, and no opinion yet; whether its term has run out the law says."""
        return self.filter(sent_on__isnull=False, answered_on=None)


class Consultation(models.Model):
    """征求意见. Name and address are sealed: a third party may be a person.

    ``sent_on`` is the day of the letter, ``delivered_on`` that of its arrival, from which 15 working
    days run; ``opinion_by`` their last.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="consultations")
    kind = models.CharField(_("对象"), max_length=12, choices=Consulted.choices)
    sealed = models.TextField()
    about = models.TextField(_("征求意见的内容"))
    sent_on = models.DateField(_("发出日期"), null=True, blank=True)
    delivered_on = models.DateField(_("送达日期"), null=True, blank=True)
    opinion_by = models.DateField(_("意见期限"), null=True, blank=True)
    answered_on = models.DateField(_("意见收到日期"), null=True, blank=True)
    opinion = models.CharField(_("意见"), max_length=24, blank=True, choices=SAID.items())
    reason = models.TextField(_("意见的理由"), blank=True)
    told_on = models.DateField(_("书面告知第三方日期"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("征求意见")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(sent_on__isnull=False), name="consultation_answered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_kind_display()}"


class Search(models.Model):
    """检索记录: where was searched for the information, by whom, when, with which words."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="searches")
    on = models.DateField(_("检索日期"))
    place = models.CharField(_("检索范围"), max_length=200)
    words = models.CharField(_("检索词和方法"), max_length=200)
    by = models.CharField(_("检索人"), max_length=40)
    found = models.BooleanField(_("是否检索到"))
    result = models.TextField(_("检索结果"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("检索记录")
        default_permissions = ()
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.on}"


class Piece(models.Model):
    """区分处理: a part of the information, given or withheld on a ground (Art. 37)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pieces")
    text = models.CharField(_("内容"), max_length=300)
    given = models.BooleanField(_("予以公开"))
    ground = models.CharField(
        _("不予公开的依据"),
        max_length=20,
        blank=True,
        choices=[(code, label) for code, (label, _article) in GROUNDS.items()],
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("区分处理")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(given=True) | ~Q(ground=""), name="piece_withheld_has_ground")
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.pk}"


class Assignment(models.Model):
    """转办: a section looks or answers by an inner day; 催办 reminds it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    section = models.CharField(_("承办科室"), max_length=40)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    task = models.CharField(_("要求"), max_length=300)
    assigned_on = models.DateField(_("转办日期"))
    due_on = models.DateField(_("内部时限"))
    chased_on = models.DateField(_("最近催办"), null=True, blank=True)
    chased = models.PositiveSmallIntegerField(_("催办次数"), default=0)
    done_on = models.DateField(_("反馈日期"), null=True, blank=True)
    result = models.TextField(_("反馈"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("转办")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="assignment_due")]

    def __str__(self) -> str:
        return f"{self.application} {self.section}"


class CaseFile(models.Model):
    """案卷材料: a file of the case, sealed on disk; ``digest`` is of what was sealed."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("身份证明")
        ENVELOPE = "envelope", _("信封")
        APPLICATION = "application", _("申请材料")
        CORRECTION = "correction", _("补正材料")
        OPINION = "opinion", _("意见")
        EVIDENCE = "evidence", _("依据和证据")
        INFORMATION = "information", _("所公开的信息")
        REDACTED = "redacted", _("区分处理后的信息")
        PROOF = "proof", _("送达证明")
        REMEDY = "remedy", _("复议诉讼材料")
        OTHER = "other", _("其他")

    PERSONAL = frozenset(
        {
            Kind.IDENTITY,
            Kind.ENVELOPE,
            Kind.APPLICATION,
            Kind.CORRECTION,
            Kind.OPINION,
            Kind.PROOF,
            Kind.REMEDY,
        }
    )
    """Kinds that say who somebody is: opened as the applicant's data are, with a line of the ledger."""

    SENT_OUT = frozenset({Kind.INFORMATION, Kind.REDACTED, Kind.OTHER})
    """Kinds that may go out with a letter; what the applicant or others handed in does not."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("文件名"), max_length=120)
    file = models.FileField(upload_to="cases/%Y/%m/")
    suffix = models.CharField(max_length=5)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(_("校验值"), max_length=64)
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(
        "applications.Letter", null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    """The letter it goes out with, or whose service it proves."""
    source = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redactions"
    )
    """What it was made from by withholding parts."""
    note = models.CharField(_("说明"), max_length=500, blank=True)
    """Of a redacted one: why words that stand nowhere in it are no mistake."""
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("案卷材料")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.application} {self.get_kind_display()}"

    @property
    def is_personal(self) -> bool:
        return self.kind in self.PERSONAL


class Destruction(models.Model):
    """销毁证明: which cases were destroyed, by whom, before whom, and the digests of what there was."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="destructions")
    at = models.DateTimeField(_("销毁时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    witness = models.CharField(_("监销人"), max_length=40)
    reason = models.CharField(_("销毁依据"), max_length=200)
    numbers = models.JSONField(_("登记编号"))
    digests = models.JSONField(_("校验值"))

    class Meta:
        verbose_name = verbose_name_plural = _("销毁证明")
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self) -> str:
        return _("销毁证明{number}").format(number=self.pk)


class Reminder(models.Model):
    """提醒: that a case was coming due was told to somebody, once for each mark of days left."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("答复期限"))
    mark = models.SmallIntegerField(_("剩余工作日"))
    """10, 5, 2, 0; or minus the working days it is late."""
    at = models.DateTimeField(_("提醒时间"))
    mailed = models.BooleanField(_("已发邮件"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "user", "due_on", "mark"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.mark}"


class Conversion(models.Model):
    """依申请转主动 (Art. 44): what was asked for becomes an item that is published by itself."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="conversions")
    item = models.ForeignKey(
        "disclosure.Item", null=True, on_delete=models.SET_NULL, related_name="conversions"
    )
    reason = models.CharField(_("理由"), max_length=300)
    proposed_by_applicant = models.BooleanField(_("申请人建议"), default=False)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("依申请转主动")
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.application)


class CalendarFeed(models.Model):
    """日历订阅 of an officer: whoever has its address reads numbers and last days, and nothing else."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("启用时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
