"""工作日历: what an administrator says of days beside the notices on file, and what it moved.

Rows hold for their organ and every organ below it. None is deleted: it is ended, by whom, when and
why, or by the row that corrects it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law.working_days import Day
from gongkai.law.working_days.notice import Notice, of_dict

_SATURDAY = 5


LIVE = Q(ended_on=None)
"""Rows that hold: not ended."""


class Said(models.Model):
    """What is said of days, by whom, and the document it rests on."""

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(
        _("依据的文件"), max_length=200, help_text=_("文件名称和文号；写进每一步计算的理由")
    )
    added_on = models.DateField(_("录入日期"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.CharField(_("撤销原因"), max_length=200, blank=True)

    class Meta:
        abstract = True


class HolidayNotice(Said):
    """节假日安排 of a year, loaded before a release has it; whole, with what it leaves as it was."""

    year = models.PositiveSmallIntegerField(_("年度"))
    holidays = models.JSONField(_("安排"))
    """As ``Notice.as_dict``."""

    class Meta:
        verbose_name = verbose_name_plural = _("节假日安排")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return _("{year}年节假日安排").format(year=self.year)

    @property
    def notice(self) -> Notice:
        return of_dict(self.holidays)


class LocalDay(Said):
    """A day as it is for an organ and every organ below it, whatever the notices say."""

    class Kind(models.TextChoices):
        LOCAL = "local", _("地方节假日（放假办法第四条）")
        CORRECTION = "correction", _("更正")

    on = models.DateField(_("日期"))
    works = models.BooleanField(_("上班"))
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("事由"), max_length=60)
    corrected_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrects"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("本地工作日")
        default_permissions = ()
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "on"], condition=LIVE, name="local_day_once"),
        ]

    def __str__(self) -> str:
        return _("{day}{state}").format(day=self.on, state=_("上班") if self.works else _("放假"))

    @property
    def day(self) -> Day:
        """As the law counts it."""
        words = _("{name}上班（{document}）") if self.works else _("{name}放假（{document}）")
        ground = words.format(name=self.name, document=self.document)
        return Day(self.on, self.works, ground, made_up=self.works and self.on.weekday() >= _SATURDAY)


class CalendarEdition(models.Model):
    """Which edition of the rows above holds: one row, locked by every act on them.

    A name and not a number, so that what is kept under it is never taken for that of an act which
    was rolled back.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    name = models.CharField(max_length=32, default="")

    class Meta:
        verbose_name = verbose_name_plural = _("工作日历版次")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class CalendarChange(models.Model):
    """日历变动: an act on the calendar of an organ and those below, after which terms were computed again."""

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="calendar_changes")
    what = models.CharField(_("变动"), max_length=300)
    on = models.DateField(_("日期"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """None: the system, after an upgrade or in the night."""

    class Meta:
        verbose_name = verbose_name_plural = _("日历变动")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.what


class MovedDay(models.Model):
    """期限变动: a last day that a change of the calendar moved. ``subject`` is a number, never a person."""

    change = models.ForeignKey(CalendarChange, on_delete=models.PROTECT, related_name="moved")
    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(_("事项"), max_length=120)
    old = models.DateField(_("原到期日"), null=True, blank=True)
    new = models.DateField(_("新到期日"), null=True, blank=True)

    organ_name: str
    """Set by the page that lists them."""

    class Meta:
        verbose_name = verbose_name_plural = _("期限变动")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject
