"""依申请公开: an application, who made it (sealed, apart), and the register of both.

``stage``, ``due_on`` and what else is derived is written by ``terms.refresh`` alone, from the dated
facts that stand beside; it finds and sorts rows, and decides nothing.
"""

import re
import unicodedata
from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import OPEN, STAGES, SUBJECTS, Stage, Subject
from gongkai.law.applications.receipt import CHANNELS, CONFIRMED, Channel
from gongkai.law.applications.records import OUTCOMES

from ..organs.models import Organ

LONGEST_WANTED = 2000
RESULTS = {
    **{code: one.label for code, one in ANSWERS.items()},
    **{code.value: one.label for code, one in OUTCOMES.items()},
}
"""办理结果: answers to applications for information, and the ways one about records ends."""
_LISTED = (
    "stage",
    "answer",
    "channel",
    "subject",
    "year",
    "due_on",
    "received_on",
    "applicant_kind",
    "handler",
)
"""What the register is narrowed and sorted by: in its indexes, as the rows themselves are long."""
_WORDS = ("title", "document_number", "tracking_number")
"""In what the register looks for words."""
_FIRST, _LAST = 1990, 2999
"""Years a number may begin with."""


class ApplicantKind(models.TextChoices):
    """Who applies, as the columns of table three."""

    NATURAL_PERSON = "natural_person", _("自然人")
    BUSINESS = "business", _("商业企业")
    RESEARCH = "research", _("科研机构")
    PUBLIC_BENEFIT = "public_benefit", _("社会公益组织")
    LEGAL_SERVICE = "legal_service", _("法律服务机构")
    OTHER_ORG = "other_org", _("其他法人或组织")


class Form(models.TextChoices):
    """申请公开的形式 in what form the information is wanted (Art. 29, 40)."""

    PAPER = "paper", _("纸质")
    ELECTRONIC = "electronic", _("电子数据")
    READING = "reading", _("查阅、抄录")


class Way(models.TextChoices):
    """获取信息的方式, as the applicant wants it (Art. 29)."""

    IN_PERSON = "in_person", _("当面领取")
    POST = "post", _("邮寄")
    ELECTRONIC = "electronic", _("网上查看或电子邮件")


_COUNTED = (
    "applicant_kind",
    "answer",
    "channel",
    "subject",
    "redo_of",
    "split_on",
    "used_days",
    "served_on",
    "due_on",
    "extended_on",
)
"""What the figures of a year are made of: counted from the index alone, whatever there is to count."""


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> Self:
        """Not answered yet 未办结."""
        return self.filter(stage__in=OPEN)

    def counted(self) -> Self:
        """Those the annual report counts: not 重办 on an order, not the shell of a split one, not 更正."""
        # Not "redo_of is null": nearly every row is so, and a database may take its index for a short cut.
        plain = self.alias(anew=Coalesce("redo_of", 0)).filter(anew=0)
        return plain.filter(subject=Subject.INFORMATION, split_on=None, received_on__isnull=False)

    def numbered(self, text: str) -> Self:
        """The application of a number as somebody types it; none where it is no number of ours."""
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
        if not 5 <= len(digits) <= 16 or not _FIRST <= int(digits[:4]) <= _LAST:
            return self.none()
        return self.filter(pk=int(digits[4:]), year=int(digits[:4]))

    def overdue(self, on: date) -> Self:
        """逾期: the organ's turn, and the last day is past."""
        return self.open().filter(due_on__lt=on)

    def due_by(self, on: date, within: timedelta) -> Self:
        return self.open().filter(due_on__lte=on + within)


class Application(models.Model):
    """政府信息公开申请. Its name and contact data stand in ``Applicant``, sealed.

    Dates are facts, entered by acts; those of letters are the days on which they were sent.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="applications")
    year = models.PositiveSmallIntegerField(_("年度"))
    subject = models.CharField(
        _("申请事项"), max_length=12, choices=SUBJECTS.items(), default=Subject.INFORMATION.value
    )
    code_hash = models.CharField(_("查询码"), max_length=128, blank=True)
    applicant_kind = models.CharField(_("申请人类别"), max_length=16, choices=ApplicantKind.choices)

    title = models.CharField(_("信息名称"), max_length=100)
    wanted = models.TextField(_("所需信息的描述"))
    corrected = models.TextField(_("补正后的描述"), blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    form = models.CharField(_("公开形式"), max_length=12, choices=Form.choices, default=Form.ELECTRONIC)
    way = models.CharField(_("获取方式"), max_length=12, choices=Way.choices, default=Way.ELECTRONIC)
    help_wanted = models.CharField(_("需要的帮助"), max_length=200, blank=True)

    channel = models.CharField(_("渠道"), max_length=16, choices=CHANNELS.items())
    arrived_on = models.DateField(_("提交或送达日期"))
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)
    confirmed_how = models.CharField(_("确认经过"), max_length=200, blank=True)
    carrier = models.CharField(_("邮递单位"), max_length=40, blank=True)
    tracking_number = models.CharField(_("邮件编号"), max_length=40, blank=True)
    taken_by = models.CharField(_("签收人"), max_length=40, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("承办人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    correction_notified_on = models.DateField(_("补正告知日期"), null=True, blank=True)
    correct_by = models.DateField(_("补正期限"), null=True, blank=True)
    corrected_on = models.DateField(_("收到补正日期"), null=True, blank=True)
    reasons_asked_on = models.DateField(_("要求说明理由日期"), null=True, blank=True)
    reasons_by = models.DateField(_("说明理由期限"), null=True, blank=True)
    reasons_given_on = models.DateField(_("收到理由日期"), null=True, blank=True)
    reasons_sound = models.BooleanField(_("理由合理"), null=True, blank=True)
    reasons_note = models.CharField(_("理由是否合理的根据"), max_length=500, blank=True)
    extended_on = models.DateField(_("延期告知日期"), null=True, blank=True)
    extension = models.PositiveSmallIntegerField(_("延长的工作日"), null=True, blank=True)
    postponed_to = models.DateField(_("延迟答复至"), null=True, blank=True)
    fee_mode = models.CharField(
        _("计收方式"), max_length=6, blank=True, choices=[("items", _("按件")), ("pages", _("按量"))]
    )
    fee_quantity = models.PositiveIntegerField(_("件数或页数"), null=True, blank=True)
    fee_yuan = models.PositiveIntegerField(_("收费金额（元）"), null=True, blank=True)
    fee_notified_on = models.DateField(_("收费通知送达日期"), null=True, blank=True)
    pay_by = models.DateField(_("缴费期限"), null=True, blank=True)
    fee_paid_on = models.DateField(_("缴费日期"), null=True, blank=True)
    public_interest = models.CharField(_("公共利益理由"), max_length=500, blank=True)
    signed_on = models.DateField(_("答复签发日期"), null=True, blank=True)
    served_on = models.DateField(_("答复送达日期"), null=True, blank=True)
    withdrawn_on = models.DateField(_("撤回日期"), null=True, blank=True)
    withdrawn_how = models.CharField(_("怎样撤回"), max_length=200, blank=True)
    split_on = models.DateField(_("拆分日期"), null=True, blank=True)
    merged_on = models.DateField(_("并案日期"), null=True, blank=True)
    archived_on = models.DateField(_("归档日期"), null=True, blank=True)

    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts_of"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    redo_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redone"
    )
    redo_days = models.PositiveSmallIntegerField(_("责令重办的工作日"), null=True, blank=True)

    edition = models.PositiveIntegerField(default=1)
    """Counts the acts: a form that was opened before somebody else acted is refused."""

    stage = models.CharField(_("状态"), max_length=12, choices=STAGES.items())
    received_on = models.DateField(_("收到日期"), null=True, blank=True)
    due_on = models.DateField(_("答复期限"), null=True, blank=True)
    provisional = models.BooleanField(default=False)
    answer = models.CharField(
        _("办理结果"),
        max_length=26,
        blank=True,
        choices=RESULTS.items(),
    )
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)
    used_days = models.PositiveIntegerField(_("用时（工作日）"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    if TYPE_CHECKING:
        organ_name: str  # set by the register
        light: object  # set by the register: how pressing it is

    class Meta:
        verbose_name = verbose_name_plural = _("政府信息公开申请")
        default_permissions = ()
        indexes = [
            # The register reads its pages, and counts, from these three alone.
            models.Index(fields=["organ", "-arrived_on", "-id", *_LISTED], name="application_organ_arrived"),
            models.Index(fields=["-arrived_on", "-id", "organ", *_LISTED], name="application_arrived"),
            models.Index(fields=["organ", "-arrived_on", "-id", *_WORDS], name="application_words"),
            models.Index(fields=["organ", "stage", "due_on"], name="application_organ_due"),
            models.Index(fields=["stage", "due_on"], name="application_due"),
            models.Index(
                fields=["organ", "received_on", "closed_on", *_COUNTED], name="application_received"
            ),
            models.Index(fields=["organ", "closed_on", "received_on", *_COUNTED], name="application_closed"),
            models.Index(fields=["tracking_number"], name="application_tracking"),
            # A fee is paid for few of all.
            models.Index(
                fields=["organ", "fee_paid_on"],
                condition=Q(fee_paid_on__isnull=False),
                name="application_fee_paid",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True) | Q(confirmed_on__gte=models.F("arrived_on")),
                name="application_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(corrected_on__isnull=True) | Q(correction_notified_on__isnull=False),
                name="application_corrected",
            ),
            models.CheckConstraint(
                condition=Q(fee_paid_on__isnull=True) | Q(fee_notified_on__isnull=False),
                name="application_paid",
            ),
        ]

    def __str__(self) -> str:
        """Its number only: this is what a line of the ledger says."""
        return self.number

    @property
    def number(self) -> str:
        """登记编号: the year it came in and its row."""
        return f"{self.year}{self.pk:06}"

    @property
    def wants(self) -> str:
        """What is wanted, as last corrected."""
        return self.corrected or self.wanted

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_answered_with_another(self) -> bool:
        """Merged, and not answered yet: until then nothing is done in it."""
        return self.merged_into_id is not None and self.is_open

    @property
    def needs_confirmation(self) -> bool:
        return Channel(self.channel) in CONFIRMED and self.confirmed_on is None

    @property
    def stage_label(self) -> str:
        return STAGES[Stage(self.stage)]


class Applicant(models.Model):
    """申请人: name, identity, contact, sealed in one text for this application alone.

    The hashes recognise the same person again without naming them; both go when it is destroyed.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="applicant"
    )
    sealed = models.TextField(blank=True)
    name_hash = models.CharField(max_length=64, blank=True)
    identity_hash = models.CharField(max_length=64, blank=True)
    contact_hash = models.CharField(max_length=64, blank=True)
    destroyed_on = models.DateField(_("销毁日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("申请人")
        default_permissions = ()
        indexes = [
            models.Index(fields=["name_hash"], name="applicant_name"),
            models.Index(fields=["identity_hash"], name="applicant_identity"),
            models.Index(fields=["contact_hash"], name="applicant_contact"),
        ]

    def __str__(self) -> str:
        return str(self.application)
