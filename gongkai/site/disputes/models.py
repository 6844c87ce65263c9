"""行政复议、行政诉讼 about disclosure: a case against the organ, its instances, who brought it, its files.

What is derived (body, number, outcome, days) is written by ``terms.refresh`` alone, from the dated
facts; it finds and sorts rows, and decides nothing.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.disputes.counting import UNITS, Rule, Unit
from gongkai.law.disputes.outcomes import APPEALS, OUTCOMES, PROCEEDINGS, Proceeding

from ..applications.models import ApplicantKind, Application
from ..organs.models import Organ

RESULTS = {code: one.label for way in Proceeding for code, one in OUTCOMES[way].items()}
_MARKS = {Proceeding.REVIEW: "复", Proceeding.SUIT: "诉"}


class Procedure(models.TextChoices):
    """审理程序; the simplified one is open to reviews on disclosure since 2024 (Art. 53)."""

    ORDINARY = "ordinary", _("普通程序")
    SIMPLIFIED = "simplified", _("简易程序")


class Level(models.TextChoices):
    """审级: a review has one."""

    REVIEW = "review", _("复议")
    FIRST = "first", _("一审")
    SECOND = "second", _("二审")
    RETRIAL = "retrial", _("再审")


class State(models.TextChoices):
    """How far a dispute has come; never stored."""

    ANSWERING = "answering", _("待答复或答辩")
    PENDING = "pending", _("审理中")
    CONCLUDED = "concluded", _("已审结")
    VOID = "void", _("已作废")


_VALID = Q(voided_on__isnull=True)
_OPEN = _VALID & Q(concluded_on__isnull=True)
_STATES: dict[str, Q] = {
    State.ANSWERING: _OPEN & Q(notified_on__isnull=False, replied_on__isnull=True),
    State.PENDING: _OPEN & (Q(notified_on__isnull=True) | Q(replied_on__isnull=False)),
    State.CONCLUDED: _VALID & Q(concluded_on__isnull=False),
    State.VOID: Q(voided_on__isnull=False),
}


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def in_state(self, state: str) -> Self:
        return self.filter(_STATES[state])

    def valid(self) -> Self:
        """Without those registered by mistake."""
        return self.filter(_VALID)

    def reviews_of(self, organ: Organ) -> Self:
        """Those a suit may follow."""
        return self.valid().filter(organ=organ, proceeding=Proceeding.REVIEW)


class Dispute(models.Model):
    """A review or a suit with ``organ`` as respondent 被申请人 or defendant 被告."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="disputes")
    year = models.PositiveSmallIntegerField(_("年度"))
    proceeding = models.CharField(_("种类"), max_length=6, choices=PROCEEDINGS.items())
    application = models.ForeignKey(
        Application,
        verbose_name=_("所涉申请"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="disputes",
    )
    title = models.CharField(_("所涉事项"), max_length=100, blank=True)
    claimant_kind = models.CharField(_("申请人类别"), max_length=16, choices=ApplicantKind.choices)
    procedure = models.CharField(
        _("审理程序"), max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY
    )
    filed_on = models.DateField(_("申请或起诉日期"))
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    extended_by = models.PositiveSmallIntegerField(_("审理期限延长（日）"), null=True, blank=True)
    notified_on = models.DateField(_("收到副本日期"), null=True, blank=True)
    replied_on = models.DateField(_("答复或答辩日期"), null=True, blank=True)
    follows = models.ForeignKey(
        "self",
        verbose_name=_("先行的复议"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
    )
    reviewed_on = models.DateField(_("复议审结或期满日期"), null=True, blank=True)
    redo = models.OneToOneField(
        Application,
        verbose_name=_("重新办理"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ordered_by",
    )
    voided_on = models.DateField(_("作废日期"), null=True, blank=True)
    void_reason = models.CharField(_("作废理由"), max_length=200, blank=True)
    registered_at = models.DateTimeField(_("登记时间"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)
    """Counts the acts: a form that was opened before somebody else acted is refused."""

    body = models.CharField(_("审理机关"), max_length=100)
    case_number = models.CharField(_("案号"), max_length=60, blank=True)
    outcome = models.CharField(_("结果"), max_length=20, blank=True, choices=RESULTS.items())
    concluded_on = models.DateField(_("审结日期"), null=True, blank=True)
    due_on = models.DateField(_("答复或答辩期限"), null=True, blank=True)

    objects = DisputeQuerySet.as_manager()

    if TYPE_CHECKING:
        organ_name: str  # set by the register
        reason: str  # set by the list of what table four does not count

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼")
        default_permissions = ()
        indexes = [
            models.Index(fields=["organ", "-filed_on"], name="dispute_organ_filed"),
            models.Index(fields=["organ", "concluded_on"], name="dispute_organ_concluded"),
            models.Index(fields=["organ", "due_on"], name="dispute_organ_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=False) | ~Q(title=""), name="dispute_has_a_matter"
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(notified_on__isnull=False), name="dispute_replied"
            ),
        ]

    def __str__(self) -> str:
        """Its number only: this is what a line of the ledger says."""
        return self.number

    @property
    def number(self) -> str:
        """登记编号: 复 or 诉, the year it was filed in, and its row."""
        return f"{_MARKS[self.way]}{self.year}{self.pk:06}"

    @property
    def way(self) -> Proceeding:
        return Proceeding(self.proceeding)

    @property
    def is_review(self) -> bool:
        return self.way is Proceeding.REVIEW

    @property
    def matter(self) -> str:
        """What it is about; ask for ``application`` together with the dispute."""
        return self.application.title if self.application else self.title

    @property
    def result(self) -> str:
        return OUTCOMES[self.way][self.outcome].label if self.outcome else ""

    @property
    def state(self) -> State:
        if self.voided_on:
            return State.VOID
        if self.concluded_on:
            return State.CONCLUDED
        return State.ANSWERING if self.notified_on and not self.replied_on else State.PENDING


class Instance(models.Model):
    """审级: the case before one body, from filing to outcome."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="instances")
    level = models.CharField(_("审级"), max_length=8, choices=Level.choices)
    body = models.CharField(_("审理机关"), max_length=100)
    case_number = models.CharField(_("案号"), max_length=60, blank=True)
    filed_on = models.DateField(_("提出日期"))
    hearing_on = models.DateField(_("开庭或听证日期"), null=True, blank=True)
    outcome = models.CharField(
        _("结果"),
        max_length=20,
        blank=True,
        choices=[*RESULTS.items(), *((code, label) for code, (label, _article) in APPEALS.items())],
    )
    concluded_on = models.DateField(_("审结日期"), null=True, blank=True)
    received_on = models.DateField(_("收到裁决日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审级")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", concluded_on__isnull=True)
                | (~Q(outcome="") & Q(concluded_on__gte=models.F("filed_on"))),
                name="instance_concluded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dispute} {self.get_level_display()}"

    @property
    def result(self) -> str:
        if self.outcome in APPEALS:
            return APPEALS[self.outcome][0]
        return OUTCOMES[self.dispute.way][self.outcome].label if self.outcome else ""


class Claimant(models.Model):
    """申请人、原告: sealed in one text for this dispute alone."""

    dispute = models.OneToOneField(
        Dispute, on_delete=models.CASCADE, primary_key=True, related_name="claimant"
    )
    sealed = models.TextField(blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("复议申请人、原告")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.dispute)


class DisputeFile(models.Model):
    """案卷材料 of a dispute, sealed on disk; ``digest`` is of what was sealed."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("受理、应诉通知")
        CLAIM = "claim", _("复议申请书、起诉状")
        REPLY = "reply", _("答复书、答辩状")
        EVIDENCE = "evidence", _("证据和依据")
        DECISION = "decision", _("决定书、裁判文书")
        OTHER = "other", _("其他")

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("文件名"), max_length=120)
    file = models.FileField(upload_to="disputes/%Y/%m/")
    suffix = models.CharField(max_length=5)
    size = models.PositiveIntegerField(_("大小"))
    digest = models.CharField(_("校验值"), max_length=64)
    added_at = models.DateTimeField(_("添加时间"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼材料")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.dispute} {self.get_kind_display()}"


class CountingQuerySet(models.QuerySet["Counting"]):
    def holding(self, organ: Organ, year: int) -> "Counting | None":
        """The rule for an organ's table of a year: its own, else that of the nearest organ above."""
        rows = self.filter(organ__path__in=organ.paths_above, since_year__lte=year)
        return rows.order_by("-organ__depth", "-since_year", "-pk").first()


class Counting(models.Model):
    """计数口径 of an organ and those below it, from the report on a year on; later rows prevail."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="countings")
    since_year = models.PositiveSmallIntegerField(_("从哪一年度起"))
    unit = models.CharField(_("件数"), max_length=8, choices=UNITS.items(), default=Unit.CASE.value)
    carried_over = models.BooleanField(_("上年未审结的，本年再计"), default=True)
    basis = models.CharField(_("依据"), max_length=200)
    set_at = models.DateTimeField(_("设置时间"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CountingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("复议诉讼计数口径")
        default_permissions = ()
        ordering = ["-since_year", "-pk"]

    def __str__(self) -> str:
        return f"{self.since_year}"

    @property
    def rule(self) -> Rule:
        return Rule(Unit(self.unit), self.carried_over)
