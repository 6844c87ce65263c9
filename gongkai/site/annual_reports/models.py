"""A report of an organ on a year, its versions, the files they were read from."""

import hashlib
from functools import cached_property
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gongkai.annual_report import drafting, reconciliation
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.live import Binding, Living
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.reconciliation.findings import SEVERITIES
from gongkai.annual_report.report import DOUBTFUL, Report, Section

from ..organs.models import Organ
from . import standing, stored
from .filing_models import DueDay, FilingReminder, Remark, Submission, Urging
from .improvement_models import Improvement, Progress
from .signoff_models import Confirmation, Step, StepRemark
from .total_models import Contribution, Inclusion, Total

# Django finds the models of the room here.
__all__ = [
    "Confirmation",
    "Contribution",
    "DueDay",
    "FilingReminder",
    "Improvement",
    "Inclusion",
    "Progress",
    "Remark",
    "Step",
    "StepRemark",
    "Submission",
    "Total",
    "Urging",
]

LONGEST_VALUE = 200
SECTION = "section."
"""Before the number of a section: what a correction names that is of its text."""
SIGNED_ON = "signed_on"
"""What a correction names that is the day of the report 成文日期."""
COMPILED = "compiled"
"""The kind of a source file that holds facts, and no report."""
GATHERED = "gathered"
"""The kind of one that holds a government's own facts and names the reports below that were added to them."""


def generated_name(_file: models.Model, _name: str) -> str:
    """Files are kept under a name of our own: nothing a person typed becomes a path."""
    return f"annual_reports/{uuid4().hex}"


class SourceFile(models.Model):
    """A file as an officer handed it in, kept whole; served as a download only."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("文件"), upload_to=generated_name, max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("种类"), max_length=10)
    sha256 = models.CharField(_("摘要"), max_length=64)
    size = models.PositiveIntegerField(_("大小"))
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("来源文件")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class AnnualReportQuerySet(models.QuerySet["AnnualReport"]):
    def published(self) -> Self:
        """Those with a version the public can read, the version with them."""
        return self.filter(current__isnull=False).select_related("current")


class AnnualReport(models.Model):
    """One organ's report on one year.

    ``current`` is the version the public reads, ``accepted`` the one that the competent office has
    accepted 接收: what every total counts, and nothing else.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField(_("年度"))
    current = models.OneToOneField(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted = models.OneToOneField(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告")
        default_permissions = ()
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="annual_report_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"


class VersionQuerySet(models.QuerySet["Version"]):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        """Versions not yet published, nor filed by the competent office."""
        return self.filter(published_at__isnull=True, collected_at__isnull=True)

    def collected(self) -> Self:
        """代录: those that the competent office entered and filed."""
        return self.filter(collected_at__isnull=False)

    def newest(self) -> Self:
        """Of each report the version made last."""
        last = self.model.objects.filter(report=models.OuterRef("report")).order_by("-number")
        return self.filter(pk=models.Subquery(last.values("pk")[:1]))


class Version(models.Model):
    """A reading of a report: read from a file, corrected by hand, confirmed, then published.

    ``digest`` covers the file and every cell and word; a confirmation names it, so that any
    change after it leaves the version unconfirmed. A published version is never changed.
    """

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    source = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="+")
    content = models.TextField()
    positions = models.TextField()
    bindings = models.JSONField(_("正文里的数"), default=list, blank=True)
    digest = models.CharField(_("摘要"), max_length=64)
    reason = models.CharField(_("更正原因"), max_length=300, blank=True)
    show_findings = models.BooleanField(_("公布核验意见"), default=False)
    nil = models.BooleanField(_("零报告"), default=False)
    """The organ declares that there was nothing to count: its noughts are data, not a want of records."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("录入时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("公布时间"), null=True)
    from_above = models.BooleanField(_("由主管部门录入"), default=False)
    """The competent office entered it from a file, and not the organ."""
    collected_at = models.DateTimeField(_("代录时间"), null=True)
    """代录: when a second person of the office confirmed it and it was filed, without being published."""

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告版本")
        default_permissions = ()
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_number")]
        indexes = [models.Index(fields=["published_at"], name="report_version_published")]

    def __str__(self) -> str:
        return _("{report} 第{number}版").format(report=self.report, number=self.number)

    @cached_property
    def reading(self) -> Report:
        """The report as data."""
        return stored.restored(self.content, self.positions)

    def hold(self, report: Report, *, signing: bool = False) -> None:
        """Take ``report`` as content and seal it with its digest. Does not save the version.

        Whatever was passed before counts no longer, even where a later change brings the same content
        back. ``signing``: the last step of a sign-off itself adds the day, and voids nothing.
        """
        if self.pk and not signing:
            self.confirmations.filter(passed=True).update(superseded=True)
        self.content, self.positions = stored.content(report), stored.positions(report)
        sealed = f"{self.source.sha256}\n{self.content}"
        self.digest = hashlib.sha256(sealed.encode()).hexdigest()
        for kept in ("reading", "living", "confirmation"):
            self.__dict__.pop(kept, None)

    def store_findings(self, previous: Report | None) -> None:
        """Keep what the checks say of this content, in place of what they said before."""
        self.stored_findings.all().delete()
        StoredFinding.objects.bulk_create(
            StoredFinding(
                version=self,
                number=number,
                code=finding.code,
                severity=finding.severity,
                message=finding.message,
                fingerprint=finding.fingerprint,
            )
            for number, finding in enumerate(self.all_findings(previous), start=1)
        )

    def findings(self, previous: Report | None = None) -> list[Finding]:
        """What the checks say of it, with last year's report where there is one."""
        return reconciliation.check(self.reading, previous)

    def all_findings(self, previous: Report | None = None) -> list[Finding]:
        """The same, and how it stands to its records: for the office."""
        order = list(SEVERITIES)
        found = self.findings(previous)
        if self.frozen is not None:
            derived = standing.counted(self.source.file, self.frozen, self.reading.variant)
            found.extend(standing.findings(self.reading, derived, self.living))
        return sorted(found, key=lambda finding: order.index(finding.severity))

    @cached_property
    def frozen(self) -> Facts | None:
        """The facts it was counted from, as they were then; None for a version read from a file."""
        return standing.read(self.source.file) if self.is_compiled else None

    @cached_property
    def living(self) -> list[Living]:
        """The figures of its text, each with what its cell or count says now."""
        if self.frozen is None:
            return []
        bindings = [Binding(*one) for one in self.bindings]
        organ = self.report.organ
        return standing.living(
            self.reading, bindings, self.frozen, organ=organ, is_published=self.is_published
        )

    def unchecked(self) -> list[str]:
        """Doubtful cells that nobody has compared with the source, nor put right."""
        report = self.reading
        checked = {check.cell: check.printed for check in self.checks.all()}
        return [
            cell
            for cell, grade in report.grades.items()
            if grade == DOUBTFUL and checked.get(cell) != report.printed(cell)[:LONGEST_VALUE]
        ]

    @property
    def is_compiled(self) -> bool:
        """编制: counted from the organ's records; the file beside it holds the facts as they were then."""
        return self.source.kind in (COMPILED, GATHERED)

    @property
    def is_gathered(self) -> bool:
        """汇总编制: the accepted reports below, and the government's own records."""
        return self.source.kind == GATHERED

    def unwritten(self) -> list[Section]:
        """The sections of a compiled version that still ask for something; what a file says is the file's."""
        return drafting.unwritten(self.reading) if self.is_compiled else []

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def last_step(self) -> Step:
        """The step whose passing lets it be published."""
        return Step.SIGNED if self.is_compiled else Step.CHECKED

    @cached_property
    def confirmation(self) -> Confirmation | None:
        """What lets exactly this content be published, if it has been given: 复核, or the last step 签发."""
        return self.passed().get(self.last_step)

    def passed(self) -> dict[int, Confirmation]:
        """The steps that this content has passed; the day of signature is added by the last of them."""
        standing = [one for one in self.confirmations.all() if one.passed and not one.superseded]
        signed = any(one.step == Step.SIGNED and one.digest == self.digest for one in standing)
        return {one.step: one for one in standing if signed or one.digest == self.digest}

    def returned(self) -> Confirmation | None:
        """退回: the last word on it, where that was to send it back."""
        last = max(self.confirmations.all(), key=lambda one: one.pk, default=None)
        return last if last and not last.passed else None


class CellCorrection(models.Model):
    """A cell put right by hand: what stood there, what stands there now, why, by whom."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="corrections")
    cell = models.CharField(_("单元格"), max_length=80)
    old = models.CharField(_("原值"), max_length=200, blank=True)
    new = models.CharField(_("新值"), max_length=200, blank=True)
    reason = models.CharField(_("原因"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("单元格更正")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.cell} {self.old} → {self.new}"


class CellCheck(models.Model):
    """A cell compared with the source: it holds for what was ``printed`` then, and lapses with it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="checks")
    cell = models.CharField(_("单元格"), max_length=80)
    printed = models.CharField(_("核对时的值"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("单元格核对")
        default_permissions = ()
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "cell"], name="cell_check_once")]

    def __str__(self) -> str:
        return f"{self.cell} {self.printed}"


class StoredFinding(models.Model):
    """A finding on a version as the checks gave it, kept so that a year can be looked over.

    ``fingerprint`` says what it is about: a verdict is kept by it and expires when the numbers change.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="stored_findings")
    number = models.PositiveSmallIntegerField(_("序号"))
    code = models.CharField(_("代码"), max_length=40)
    severity = models.CharField(_("轻重"), max_length=10)
    message = models.TextField(_("内容"))
    fingerprint = models.CharField(_("指纹"), max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = _("核验意见")
        default_permissions = ()
        ordering = ["version", "number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="finding_number_once")]
        indexes = [models.Index(fields=["fingerprint"], name="finding_fingerprint")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Verdict(models.Model):
    """处理意见: what a person found when they looked into a finding; the last one counts."""

    class Decision(models.TextChoices):
        TO_CORRECT = "to_correct", _("属实，待更正")
        RIGHT = "right", _("已核实，数据无误")
        NOT_APPLICABLE = "not_applicable", _("不适用")

    report = models.ForeignKey(AnnualReport, on_delete=models.PROTECT, related_name="verdicts")
    fingerprint = models.CharField(_("指纹"), max_length=20)
    code = models.CharField(_("代码"), max_length=40)
    message = models.TextField(_("针对的核验意见"))
    decision = models.CharField(_("处理意见"), max_length=16, choices=Decision.choices)
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("处理意见")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["report", "fingerprint"], name="verdict_fingerprint")]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.code}"


class Batch(models.Model):
    """Many files handed in at once; each is read by a job, by and by."""

    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("批量上传")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return _("批量上传{number}").format(number=self.pk)


class BatchFile(models.Model):
    """One file of a batch, and what has become of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待读取")
        DONE = "done", _("已读入")
        PERSON = "person", _("需要人工处理")
        REFUSED = "refused", _("不能读取")
        DROPPED = "dropped", _("已放弃")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("文件名"), max_length=200)
    file = models.FileField(_("文件"), upload_to=generated_name, max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.TextField(_("说明"), blank=True)
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("批量上传的文件")
        default_permissions = ()
        ordering = ["batch", "number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batch_file_once")]
        indexes = [models.Index(fields=["batch", "state"], name="batch_file_state")]

    def __str__(self) -> str:
        return self.name
