"""What the totals are made of: what each accepted report adds, and the sums of organs with others below."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongkai.annual_report.sums import Part, Sums

from ..organs.models import Organ


class Contribution(models.Model):
    """What the accepted version of an organ's report adds to every total above it, or why it adds nothing.

    ``part`` is kept for all that can be added up, so that a total is told apart again without reading
    a report anew.
    """

    class State(models.TextChoices):
        COUNTED = "counted", _("已计入")
        COMPREHENSIVE = "whole", _("综合报告，不重复计入")
        INCLUDED = "included", _("已并入承继机关，不重复计入")
        OTHER_FORM = "form", _("格式与该年度的不同，不能计入")
        ABSENT = "absent", _("该年度没有这个机关，不能计入")

    # Without a constraint: checking it would lock the organ, which acts on the tree lock before the totals.
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    version = models.ForeignKey("annual_reports.Version", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("计入情况"), max_length=10, choices=State.choices)
    part = models.JSONField(default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("计入汇总的报告")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="contribution_once")]
        indexes = [models.Index(fields=["year"], name="contribution_year")]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"

    @property
    def adds(self) -> Part | None:
        """What it adds; None where it adds nothing."""
        return Part.from_dict(self.part) if self.state == self.State.COUNTED else None


class Total(models.Model):
    """汇总 of an organ and all below it on a year; only where organs stood below it on its last day."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    year = models.PositiveSmallIntegerField(_("年度"))
    reports = models.PositiveIntegerField(_("计入的报告"), default=0)
    held = models.JSONField(default=dict)
    changed_at = models.DateTimeField(_("更新时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("汇总")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="total_once")]
        indexes = [models.Index(fields=["year"], name="total_year")]

    def __str__(self) -> str:
        return f"{self.organ} {self.year}"

    @property
    def sums(self) -> Sums:
        return Sums.from_dict(self.held)

    def hold(self, sums: Sums) -> None:
        """Take over ``sums``. Does not save."""
        self.held, self.reports = (sums.as_dict() if sums.format else {}), sums.count


class Inclusion(models.Model):
    """并入: what a dissolved organ did in its last year stands in the report of the one that took over.

    Its own report is then no longer asked for, and where there is one it is not counted a second time.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    within = models.ForeignKey(Organ, verbose_name=_("承继机关"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    note = models.CharField(_("说明"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("并入承继机关的报告")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="inclusion_once"),
            models.CheckConstraint(condition=~Q(organ=F("within")), name="inclusion_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.year} → {self.within}"
