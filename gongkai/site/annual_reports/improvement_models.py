"""改进事项: problems a report tells with what is done about each, and what became of them a year later."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gongkai.annual_report import facts, improvements
from gongkai.annual_report.facts import Commitment
from gongkai.annual_report.rendering.layout import chinese_date

from ..disclosure.models import Item
from ..organs.models import Organ


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def running(self) -> Self:
        """Commitments of which it is open what becomes of them: neither done nor given up, and the
        report that tells of them is not published yet."""
        reports: Any = self.model._meta.get_field("report").related_model  # its module imports this one
        told = reports.objects.filter(
            organ=OuterRef("report__organ"), year=OuterRef("report__year") + 1, current__isnull=False
        )
        ended = (Improvement.State.DONE, Improvement.State.NOT_DONE)
        return self.exclude(state__in=ended).filter(~Exists(told))

    def late(self, on: date) -> Self:
        """逾期: running, and past their last day."""
        return self.running().filter(due__lt=on)


class Improvement(models.Model):
    """A problem of the year of ``report`` and its measure: the next year's commitment 承诺."""

    class State(models.TextChoices):
        DONE = facts.DONE, _("已完成")
        UNDER_WAY = facts.UNDER_WAY, _("正在推进")
        NOT_DONE = facts.NOT_DONE, _("尚未完成")

    report = models.ForeignKey(
        "annual_reports.AnnualReport", on_delete=models.PROTECT, related_name="improvements"
    )
    problem = models.CharField(_("存在的问题"), max_length=300)
    evidence = models.CharField(_("依据、表现"), max_length=300, blank=True)
    measure = models.CharField(_("改进措施"), max_length=300)
    owner = models.CharField(_("责任科室或责任人"), max_length=60, blank=True)
    due = models.DateField(_("完成时限"), null=True, blank=True)
    state = models.CharField(_("落实情况"), max_length=10, choices=State.choices, blank=True)
    note = models.CharField(_("落实说明"), max_length=300, blank=True)
    proof = models.CharField(_("落实的凭据"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("改进事项")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.problem

    @property
    def commitment(self) -> Commitment:
        """As a fact, in words."""
        return Commitment(
            problem=self.problem,
            measure=self.measure,
            evidence=self.evidence,
            owner=self.owner,
            due=chinese_date(self.due) if isinstance(self.due, date) else "",
            state=self.state,
            note=self.note,
            proof=self.proof,
            progress="；".join(one.words.rstrip("。；") for one in self.progress.all()),
        )

    @property
    def sentence(self) -> str:
        """What section five of the next year can say of it; empty while nobody said what became of it."""
        return f"{improvements.kept(self.commitment)}。" if self.state else ""


class Progress(models.Model):
    """进展 on a commitment during the year, with what shows it: an item, a page, a file."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField(_("日期"))
    words = models.CharField(_("做了什么"), max_length=300)
    item = models.ForeignKey(
        Item, verbose_name=_("公开的信息"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.URLField(_("网页"), max_length=300, blank=True)
    file = models.FileField(_("文件"), upload_to="annual_reports/progress", blank=True)
    file_name = models.CharField(_("文件名"), max_length=120, blank=True)
    file_kind = models.CharField(_("类型"), max_length=10, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("改进事项的进展")
        default_permissions = ()
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def proof(self) -> str:
        """What shows it, in words."""
        item = self.item.index_number if self.item else ""
        return "、".join(filter(None, (item, self.file_name, self.address)))


def rows_of(organ: Organ, year: int) -> "models.QuerySet[Improvement]":
    """The rows of the report on ``year``; those of the year before are the commitments of this one."""
    return Improvement.objects.filter(report__organ=organ, report__year=year)


def problems_of(organ: Organ, year: int) -> tuple[Commitment, ...]:
    return tuple(row.commitment for row in rows_of(organ, year).prefetch_related("progress"))


def commitments_of(organ: Organ, year: int) -> tuple[Commitment, ...]:
    return problems_of(organ, year - 1)
