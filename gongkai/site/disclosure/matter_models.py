"""公开事项 of an organ's standard catalogue 政务公开标准目录."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongkai.law import time_limits

from ..organs.models import Organ


class Outlet(models.TextChoices):
    """公开渠道和载体, as the standard catalogues list them to be ticked."""

    WEBSITE = "website", _("政府网站")
    GAZETTE = "gazette", _("政府公报")
    NEW_MEDIA = "new_media", _("两微一端")
    HEARING = "hearing", _("发布会/听证会")
    BROADCAST = "broadcast", _("广播电视")
    PAPER = "paper", _("纸质媒体")
    PLACE = "place", _("公开查阅点")
    SERVICE_CENTRE = "centre", _("政务服务中心")
    STATION = "station", _("便民服务站")
    VISIT = "visit", _("入户/现场")
    BOARD = "board", _("社区/企事业单位/村公示栏（电子屏）")
    PUSH = "push", _("精准推送")
    HOTLINE = "hotline", _("12345")
    OTHER = "other", _("其他")


class Audience(models.TextChoices):
    """公开对象."""

    ALL = "all", _("全社会")
    GROUP = "group", _("特定群体")


class Way(models.TextChoices):
    """公开方式."""

    PROACTIVE = "proactive", _("主动")
    ON_REQUEST = "on_request", _("依申请")


class Level(models.TextChoices):
    """公开层级."""

    COUNTY = "county", _("县级")
    TOWN = "town", _("乡级")
    VILLAGE = "village", _("村级")


class MatterQuerySet(models.QuerySet["Matter"]):
    def active(self) -> Self:
        """Matters that are in the catalogue."""
        return self.filter(retired_on__isnull=True)


class Matter(models.Model):
    """公开事项: what an organ has to publish, by when and where; in the catalogue while not retired 停用.

    An item counts for the matters it is bound to; one that is bound to none counts for every
    matter of its column (``coverage.py``).
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="matters")
    position = models.PositiveIntegerField(_("序号"))
    field = models.CharField(_("领域"), max_length=60)
    name = models.CharField(_("一级事项"), max_length=100)
    subname = models.CharField(_("二级事项"), max_length=100, blank=True)
    content = models.TextField(_("公开内容（要素）"))
    basis = models.TextField(_("公开依据"), blank=True)
    time_limit = models.CharField(_("公开时限"), max_length=300, blank=True)
    subject = models.CharField(_("公开主体"), max_length=200, blank=True)
    outlets = models.JSONField(_("公开渠道和载体"), default=list, blank=True)
    audience = models.CharField(_("公开对象"), max_length=10, choices=Audience.choices, default=Audience.ALL)
    way = models.CharField(_("公开方式"), max_length=10, choices=Way.choices, default=Way.PROACTIVE)
    levels = models.JSONField(_("公开层级"), default=list, blank=True)
    section = models.CharField(_("责任科室"), max_length=60, blank=True)
    column = models.ForeignKey(
        "disclosure.Column",
        verbose_name=_("网站栏目"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="matters",
    )
    items = models.ManyToManyField("disclosure.Item", verbose_name=_("信息"), related_name="matters")
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公开事项")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "field", "name", "subname"],
                condition=Q(retired_on__isnull=True),
                name="matter_name",
            ),
        ]
        indexes = [models.Index(fields=["organ", "position"], name="matter_organ_position")]

    def __str__(self) -> str:
        return f"{self.name}·{self.subname}" if self.subname else self.name

    @property
    def limit(self) -> time_limits.TimeLimit:
        """What is understood of the time limit; derived each time, for the text is the catalogue's."""
        return time_limits.read(self.time_limit)

    @property
    def limit_words(self) -> list[str]:
        """The rules that were read, in plain words."""
        return [time_limits.described(rule) for rule in self.limit.rules]

    @property
    def outlet_names(self) -> list[str]:
        return [str(Outlet(code).label) for code in self.outlets]

    @property
    def level_names(self) -> list[str]:
        return [str(Level(code).label) for code in self.levels]
