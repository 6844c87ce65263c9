"""报送: submissions with their receipts, remarks and answers; due days, reminders, urgings."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..organs.models import Kind, Organ

LONGEST_REMARK = 500


class Submission(models.Model):
    """报送: a version handed to an office, with the number of its receipt, until it is returned or accepted.

    ``digest`` is the content as it was handed in. ``before`` is the submission that this one follows.
    ``collected`` 代录: the office entered it for an organ that does not use the system.
    """

    class State(models.TextChoices):
        OPEN = "open", _("已报送")
        RETURNED = "returned", _("退回")
        ACCEPTED = "accepted", _("已接收")
        UNLOCKED = "unlocked", _("已解除锁定")

    report = models.ForeignKey(
        "annual_reports.AnnualReport", on_delete=models.PROTECT, related_name="submissions"
    )
    version = models.ForeignKey(
        "annual_reports.Version", on_delete=models.PROTECT, related_name="submissions"
    )
    office = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("回执年度"))
    serial = models.PositiveIntegerField(_("回执序号"))
    digest = models.CharField(_("摘要"), max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    nil = models.BooleanField(_("零报告"), default=False)
    collected = models.BooleanField(_("代录"), default=False)
    before = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("报送时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(_("办结时间"), null=True)
    again_by = models.DateField(_("重新报送期限"), null=True)
    reason = models.CharField(_("解除锁定的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("年报报送")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "year", "serial"], name="submission_number_once"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="open"), name="submission_open_once"
            ),
        ]
        indexes = [models.Index(fields=["office", "state"], name="submission_office_state")]

    def __str__(self) -> str:
        return _("回执{number}").format(number=self.number)

    @property
    def number(self) -> str:
        """回执号, as it is printed: unique in its office."""
        return f"{self.year}-{self.serial:04d}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def end(self, state: str, *, user: models.Model, at: datetime) -> None:
        """Give it its last state, and who gave it. Saves."""
        self.state, self.ended_by_id, self.ended_at = state, user.pk, at
        self.save()


class Remark(models.Model):
    """审核意见: what the office says of a cell or section, and what the organ answered.

    ``place`` is a cell of the form, ``section.N``, or nothing: the report as a whole.
    """

    class Answer(models.TextChoices):
        CORRECTED = "corrected", _("已更正")
        EXPLAINED = "explained", _("说明")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    place = models.CharField(_("位置"), max_length=80, blank=True)
    text = models.CharField(_("审核意见"), max_length=LONGEST_REMARK)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    answer = models.CharField(_("答复"), max_length=10, choices=Answer.choices, blank=True)
    words = models.CharField(_("答复说明"), max_length=LONGEST_REMARK, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审核意见")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


class DueDay(models.Model):
    """报送期限: the days a government's office sets for the reports of a kind of organ on a year.

    The nearest government above an organ that has set one decides; else the law's day (Art. 49).
    """

    government = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("报告年度"))
    kind = models.CharField(_("机关类别"), max_length=20, choices=Kind.choices)
    submit_on = models.DateField(_("报送期限"))
    publish_on = models.DateField(_("公布期限"))
    source = models.CharField(_("依据"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("报送期限")
        default_permissions = ()
        ordering = ["year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["government", "year", "kind"], name="due_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.government} {self.year} {self.get_kind_display()}"


class FilingReminder(models.Model):
    """报送提醒: that a report comes due was told to somebody, once for each mark of days left."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("报告年度"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("报送期限"))
    mark = models.SmallIntegerField(_("剩余天数"))
    at = models.DateTimeField(_("提醒时间"))
    mailed = models.BooleanField(_("已发邮件"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("报送提醒")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "user", "due_on", "mark"], name="filing_reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.year} {self.mark}"


class Urging(models.Model):
    """催报: the office asks a late organ for its report; ``mailed`` once its people were written to."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("报告年度"))
    note = models.CharField(_("催报内容"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))
    mailed = models.BooleanField(_("已发邮件"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("催报")
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organ", "year"], name="urging_organ_year")]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"


class State(models.TextChoices):
    """报送状态: how far a report is on its way up."""

    NOT_BEGUN = "not_begun", _("未编制")
    DRAFTED = "drafted", _("编制中")
    PUBLISHED = "published", _("已公布未报送")
    SUBMITTED = "submitted", _("已报送")
    RETURNED = "returned", _("退回")
    ACCEPTED = "accepted", _("已接收")


def reached(last: str | None, *, published: bool, drafted: bool) -> State:
    """How far a report has come, by the state of its last submission, else by what there is of it."""
    if last:
        return {
            Submission.State.OPEN: State.SUBMITTED,
            Submission.State.ACCEPTED: State.ACCEPTED,
            Submission.State.RETURNED: State.RETURNED,
            Submission.State.UNLOCKED: State.RETURNED,
        }[Submission.State(last)]
    if published:
        return State.PUBLISHED
    return State.DRAFTED if drafted else State.NOT_BEGUN
