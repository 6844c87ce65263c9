"""Columns 栏目: where items stand, and what the organ asks of them."""

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongkai.law.disclosure import CATEGORIES

from ..organs.models import Organ

_CATEGORIES = [(code, label) for code, (label, _article) in CATEGORIES.items()]


class Part(models.TextChoices):
    """The parts of the column 政府信息公开 that hold items."""

    GUIDE = "guide", _("政府信息公开指南")
    RULES = "rules", _("政府信息公开制度")
    CATALOGUE = "catalogue", _("法定主动公开内容")


class ColumnQuerySet(models.QuerySet["Column"]):
    def tree(self, organ: Organ) -> list["Column"]:
        """The organ's columns, each after the one it stands below."""
        columns = list(self.filter(organ=organ).select_related("parent"))
        return [
            column
            for top in columns
            if top.parent_id is None
            for column in (top, *(one for one in columns if one.parent_id == top.pk))
        ]

    def public_tree(self, organ: Organ) -> list["Column"]:
        """The tree without closed columns in which, and below which, nothing stands."""
        return kept(self.tree(organ))


def kept(columns: list["Column"]) -> list["Column"]:
    """Columns without those closed in which, and below which, nothing stands."""
    held = {one.pk for one in columns if one.count} | {one.parent_id for one in columns if one.count}
    return [one for one in columns if not one.closed_on or one.pk in held]


class Column(models.Model):
    """栏目: where items of an organ stand; two levels below each part. ``listing`` keeps ``count``."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="columns")
    part = models.CharField(_("所属部分"), max_length=10, choices=Part.choices, default=Part.CATALOGUE)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级栏目"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField(_("名称"), max_length=40)
    category = models.CharField(_("法定内容"), max_length=20, blank=True, choices=_CATEGORIES)
    position = models.PositiveSmallIntegerField(_("次序"), default=0)
    count = models.PositiveIntegerField(_("在列条数"), default=0, editable=False)
    section = models.CharField(_("责任科室"), max_length=40, blank=True)
    longest_age = models.PositiveSmallIntegerField(_("更新周期（天）"), null=True, blank=True)
    warning_age = models.PositiveSmallIntegerField(_("预警（天）"), null=True, blank=True)
    fewest_items = models.PositiveSmallIntegerField(_("最少条数"), null=True, blank=True)
    largest_gap = models.PositiveSmallIntegerField(_("最大间隔（天）"), null=True, blank=True)
    exempt_reason = models.CharField(_("豁免理由"), max_length=200, blank=True)
    """Why the column is not judged, whatever is asked of it."""
    closed_on = models.DateField(_("停用日期"), null=True, blank=True)
    closing_reason = models.CharField(_("停用原因"), max_length=200, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("栏目")
        default_permissions = ()
        ordering = ["part", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "part", "parent", "name"], name="column_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def labels(self) -> dict[str, str]:
        """网页标签 of the column's page, all of them mandatory (国办发〔2017〕47号, annex)."""
        kind = str(self.get_category_display() or self.get_part_display())
        words = [word for text in (self.name, kind) for word in text.split("、")]
        return {
            "ColumnName": self.name,
            "ColumnDescription": _now("“{name}”栏目，公开{kind}").format(name=self.name, kind=kind),
            "ColumnKeywords": ",".join(dict.fromkeys(words)),
            "ColumnType": kind,
        }

    @property
    def path_name(self) -> str:
        """Its name after that of the column above."""
        return f"{self.parent.name}·{self.name}" if self.parent else self.name
