"""What an organ keeps beside its items: numbers given, channels, files taken over, adoptions, counts."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..organs.models import Organ


class Settings(models.Model):
    """公开设置 of an organ that chose its own; without a row, the usual."""

    organ = models.OneToOneField(Organ, on_delete=models.PROTECT, related_name="+")
    index_pattern = models.CharField(_("索引号编法"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("公开设置")
        default_permissions = ()

    def __str__(self) -> str:
        return self.index_pattern


class IndexCounter(models.Model):
    """The last serial number an organ has given in a year; numbers are never given again."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("最后序号"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("索引号计数")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="index_counter_once")]

    def __str__(self) -> str:
        return f"{self.organ_id}/{self.year}"


class Channel(models.TextChoices):
    """公开渠道 beside this website, which comes first (Art. 23)."""

    GAZETTE = "gazette", _("政府公报")
    WECHAT = "wechat", _("政务新媒体")
    BOARD = "board", _("公开栏、村务公开栏")
    PLACE = "place", _("查阅场所")
    PRESS = "press", _("报刊、广播、电视")
    BRIEFING = "briefing", _("新闻发布会")
    OTHER = "other", _("其他渠道")


class ChannelRecord(models.Model):
    """渠道记录: an item that is public here was made known on another channel too."""

    item = models.ForeignKey("disclosure.Item", on_delete=models.PROTECT, related_name="channel_records")
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel.choices)
    on = models.DateField(_("日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("渠道记录")
        default_permissions = ()
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.get_channel_display()


class Import(models.Model):
    """收录文件: items an organ published elsewhere, as a file, and what became of it."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="item_imports")
    file = models.FileField(_("文件"), upload_to="disclosure/imports")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("上传时间"))
    done_at = models.DateTimeField(_("收录时间"), null=True)
    count = models.PositiveIntegerField(_("条数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("收录文件")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class OldAddress(models.Model):
    """原网址 of an item on the site it came from: led on to where it stands now."""

    path = models.CharField(_("原网址"), max_length=300, unique=True)
    item = models.ForeignKey("disclosure.Item", on_delete=models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name = verbose_name_plural = _("原网址")
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


class Typed(models.Model):
    """随写随存: the fields of a form as one person typed them and has not sent; ``typed.py`` keeps them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("表单"), max_length=40)
    data = models.JSONField(_("内容"))
    digest = models.CharField(_("摘要"), max_length=64, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("暂存内容")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="typed_once")]
        indexes = [models.Index(fields=["at"], name="typed_at")]

    def __str__(self) -> str:
        return self.key


class Adoption(models.Model):
    """采用: a superior body took over a piece of the organ's; never a disclosure (practice of reports)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="adoptions")
    item = models.ForeignKey(
        "disclosure.Item",
        verbose_name=_("信息"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    title = models.CharField(_("标题"), max_length=300)
    adopter = models.CharField(_("采用单位"), max_length=100)
    on = models.DateField(_("采用日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("采用")
        default_permissions = ()
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organ", "on"], name="adoption_organ_on")]

    def __str__(self) -> str:
        return self.title


class Count(models.Model):
    """数量: what an organ did in bulk in a month, by section; a missing row is a blank, not a zero."""

    class Kind(models.TextChoices):
        LICENCES = "licences", _("行政许可（件）")
        OTHER_SERVICES = "services", _("其他对外管理服务事项（件）")
        INSPECTIONS = "inspection", _("其中分列的行政检查（件）")
        CONFIRMATIONS = "confirmation", _("其中分列的行政确认（件）")
        PENALTIES = "penalties", _("行政处罚（件）")
        COERCION = "coercion", _("行政强制（件）")
        FEES = "fees", _("行政事业性收费（万元）")
        PROCUREMENT = "procurement", _("政府集中采购（项）")
        PROCUREMENT_AMOUNT = "amount", _("政府集中采购（万元）")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="counts")
    year = models.PositiveSmallIntegerField(_("年度"))
    month = models.PositiveSmallIntegerField(_("月份"))
    section = models.CharField(_("科室"), max_length=40)
    kind = models.CharField(_("事项"), max_length=12, choices=Kind.choices)
    value = models.DecimalField(_("数量"), max_digits=14, decimal_places=6)

    class Meta:
        verbose_name = verbose_name_plural = _("数量登记")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "month", "section", "kind"], name="count_once")
        ]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year}-{self.month} {self.kind}"


class YearFigure(models.Model):
    """年度数: what is counted once a year and not month by month; a missing row is a blank, not a zero.

    Items 项目数 as they stand in the list of powers or of fees on December 31; rules 规章 in the year.
    """

    class Kind(models.TextChoices):
        LICENCES = "licences", _("行政许可项目数（年末）")
        OTHER_SERVICES = "services", _("其他对外管理服务事项项目数（年末，没有分列的）")
        INSPECTIONS = "inspections", _("行政检查项目数（年末）")
        CONFIRMATIONS = "confirmations", _("行政确认项目数（年末）")
        PENALTIES = "penalties", _("行政处罚项目数（年末）")
        COERCION = "coercion", _("行政强制项目数（年末）")
        FEES = "fees", _("行政事业性收费项目数（年末）")
        RULES_MADE = "rules_made", _("规章：本年制发件数")
        RULES_DISCLOSED = "rules_disclosed", _("规章：本年新公开件数")
        RULES_ENDED = "rules_ended", _("规章：本年废止件数")
        RULES_IN_FORCE = "rules_in_force", _("规章：年末现行有效件数")

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="year_figures")
    year = models.PositiveSmallIntegerField(_("年度"))
    kind = models.CharField(_("事项"), max_length=16, choices=Kind.choices)
    value = models.PositiveIntegerField(_("数量"))

    class Meta:
        verbose_name = verbose_name_plural = _("年度数")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organ", "year", "kind"], name="year_figure_once")]

    def __str__(self) -> str:
        return f"{self.organ_id} {self.year} {self.kind}"
