"""What the night found."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...organs.models import Organ


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
