"""通报: a notice to the organs below a government, its passages, who has read it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from ...disclosure.models import Item
from ...organs.models import Organ
from ...spans import Span


class NoticeQuerySet(models.QuerySet["Notice"]):
    def final(self) -> Self:
        return self.filter(final_at__isnull=False)


class Notice(models.Model):
    """通报 of the days from ``first`` to ``last``; with a number once it is final, and the same for ever."""

    government = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="notices")
    title = models.CharField(_("标题"), max_length=100)
    first = models.DateField(_("起始日期"))
    last = models.DateField(_("截止日期"))
    sections = models.JSONField(_("内容"), default=list)
    """Codes of ``parts.SECTIONS``."""
    named_by = models.JSONField(_("点名依据"), default=list)
    """Codes of the figures by which organs are praised and criticised."""
    criticised_from = models.PositiveSmallIntegerField(_("点名批评的问题数"), default=3)
    mark = models.CharField(_("发文字头"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年度"), null=True)
    serial = models.PositiveSmallIntegerField(_("序号"), null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("起草时间"))
    final_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    final_at = models.DateTimeField(_("印发时间"), null=True)
    item = models.ForeignKey(
        Item,
        null=True,
        on_delete=models.SET_NULL,  # a draft that is discarded may be drafted anew
        related_name="+",
    )
    """The item drafted from it, where it is to be public."""

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("通报")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["government", "mark", "year", "serial"], name="notice_number"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """发文字号; empty while it is a draft."""
        if self.serial is None:
            return ""
        return _g("{mark}〔{year}〕{serial}号").format(mark=self.mark, year=self.year, serial=self.serial)

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


class Passage(models.Model):
    """A paragraph or a table of a notice. ``drafted``: what the figures said when they were last asked."""

    class Kind(models.TextChoices):
        HEADING = "heading", _("标题")
        TEXT = "text", _("段落")
        TABLE = "table", _("表")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(_("次序"))
    key = models.CharField(_("内容"), max_length=40)
    kind = models.CharField(_("种类"), max_length=8, choices=Kind.choices)
    text = models.TextField(_("文字"), blank=True)
    drafted = models.TextField(blank=True)
    table = models.JSONField(_("表"), null=True)
    """``head``, ``rows`` of texts, ``note``."""

    class Meta:
        verbose_name = verbose_name_plural = _("通报的段落")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "key"], name="passage_once")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_edited(self) -> bool:
        """True where a person wrote something else than the figures say."""
        return self.text != self.drafted

    def differs(self, text: str, table: dict[str, Any] | None) -> bool:
        """True where the figures say something else now."""
        return (self.drafted, self.table) != (text, table)


class Acknowledgement(models.Model):
    """已阅: an organ that a notice went to, and who read it there."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="readings")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("已阅时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通报已阅")
        default_permissions = ()
        ordering = ["organ__path"]
        constraints = [models.UniqueConstraint(fields=["notice", "organ"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.notice} {self.organ_id}"
