"""What the night found, how long columns were how, and how the nights went."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...disclosure.column_models import Column
from ...disclosure.health import State
from ...disclosure.models import Item
from ...organs.models import Organ

LONGEST_ADDRESS = 500


class Severity(models.TextChoices):
    """How heavily it weighs, the heaviest first."""

    VETO = "veto", _("单项否决")
    DEDUCT = "deduct", _("扣分")
    HINT = "hint", _("提醒")


class HitQuerySet(models.QuerySet["Hit"]):
    def open(self) -> Self:
        """Those that the last look still found."""
        return self.filter(gone_on__isnull=True)

    def standing_in(self, first: date, last: date) -> Self:
        """Those that stood on some day from ``first`` to ``last``."""
        return self.filter(models.Q(gone_on__isnull=True) | models.Q(gone_on__gt=first), found_on__lte=last)


class Hit(models.Model):
    """问题: a check hit one place of an organ, from ``found_on`` until it was gone.

    A place that is hit again after it was gone is a new row, so that what comes back is seen.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="hits")
    check_code = models.CharField(_("检查项"), max_length=30)
    severity = models.CharField(_("程度"), max_length=6, choices=Severity.choices)
    place = models.CharField(_("位置类别"), max_length=12)
    """column, item, file, link, question, organ …"""
    key = models.CharField(_("位置"), max_length=200)
    """Names the place among those of its kind: a number, an address."""
    title = models.CharField(_("位置名称"), max_length=200)
    address = models.CharField(_("网址"), max_length=300, blank=True)
    """The page, within the site, where it is seen or put right."""
    ground = models.CharField(_("问题"), max_length=300)
    """What is wrong, with its numbers."""
    found_on = models.DateField(_("发现日期"))
    seen_on = models.DateField(_("最近一次发现"))
    gone_on = models.DateField(_("消除日期"), null=True, blank=True)

    objects = HitQuerySet.as_manager()

    if TYPE_CHECKING:  # set by lists
        organ_name: str
        check_name: str

    class Meta:
        verbose_name = verbose_name_plural = _("巡检问题")
        default_permissions = ()
        ordering = ["-found_on", "pk"]
        indexes = [
            models.Index(fields=["organ", "check_code", "gone_on"], name="hit_of_organ"),
            models.Index(fields=["place", "key"], name="hit_place"),
        ]

    def __str__(self) -> str:
        return self.title


class Run(models.Model):
    """巡检 of a day: it goes on where it was broken off."""

    on = models.DateField(_("日期"), unique=True)
    begun_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("巡检")
        default_permissions = ()
        ordering = ["-on"]

    def __str__(self) -> str:
        return self.on.isoformat()


class Visit(models.Model):
    """巡检 of one organ in a run."""

    class State(models.TextChoices):
        DONE = "done", _("已完成")
        FAILED = "failed", _("出错")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="visits")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="visits")
    state = models.CharField(_("状态"), max_length=6, choices=State.choices)
    started_at = models.DateTimeField(_("开始时间"))
    ended_at = models.DateTimeField(_("结束时间"))
    standing = models.PositiveIntegerField(_("问题"), default=0)
    found = models.PositiveIntegerField(_("新发现"), default=0)
    gone = models.PositiveIntegerField(_("已消除"), default=0)
    error = models.CharField(_("错误"), max_length=200, blank=True)
    """The kind of error and where in our code; never its text, which may hold what was read."""

    if TYPE_CHECKING:
        organ_name: str  # set by the list

    class Meta:
        verbose_name = verbose_name_plural = _("机关巡检")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["run", "organ"], name="visit_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.run}"

    @property
    def took(self) -> timedelta:
        return self.ended_at - self.started_at


class SpellQuerySet(models.QuerySet["Spell"]):
    def standing_in(self, first: date, last: date) -> Self:
        """Those that lasted on some day from ``first`` to ``last``."""
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gte=first), since__lte=last)


class Spell(models.Model):
    """栏目状态: a column was in one state from ``since`` to ``until``, both included."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="spells")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)

    objects = SpellQuerySet.as_manager()

    if TYPE_CHECKING:
        lasted: int  # set by the list

    class Meta:
        verbose_name = verbose_name_plural = _("栏目状态")
        default_permissions = ()
        ordering = ["-since", "-pk"]
        indexes = [
            models.Index(fields=["organ", "until"], name="spell_of_organ"),
            models.Index(fields=["column", "since"], name="spell_of_column"),
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.get_state_display()}"

    def days(self, on: date) -> int:
        """How long it lasted, or has until ``on``."""
        return ((self.until or on) - self.since).days + 1


class OutsideLink(models.Model):
    """站外链接: an address outside this site that stands in the body of a public item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    host = models.CharField(_("主机"), max_length=100)
    address = models.CharField(_("地址"), max_length=LONGEST_ADDRESS)
    tried_on = models.DateField(_("最近一次检测"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(_("连续失败"), default=0)
    """Nights one after the other on which it did not answer."""

    class Meta:
        verbose_name = verbose_name_plural = _("站外链接")
        default_permissions = ()
        ordering = ["host", "address", "pk"]
        indexes = [models.Index(fields=["organ", "host"], name="outside_link_host")]

    def __str__(self) -> str:
        return self.address


class Reading(models.Model):
    """How far the pages of an organ have been read again for personal data: some every night."""

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="+")
    last = models.PositiveBigIntegerField(_("读到"), default=0)
    """The key of the item that was read last."""

    class Meta:
        verbose_name = verbose_name_plural = _("复查进度")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.organ} {self.last}"
