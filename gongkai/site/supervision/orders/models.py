"""整改: an order of an office to one organ, the problems it names, and everything that came of it.

A problem comes from the night's checks, from a scanner's table, from somebody's look or from a
complaint. What follows (answers, looks, remarks) are lines of one history, ``Event``.
"""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ...disclosure.models import Item
from ...organs.models import Organ
from ..patrol.models import Hit, Severity

LONGEST = 1000
"""Characters of what is typed."""


class Scan(models.Model):
    """扫描表: a table of a scanner as it was handed in, and what became of it."""

    office = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    file = models.FileField(_("文件"), upload_to="supervision/scans")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("上传时间"))
    done_at = models.DateTimeField(_("收入时间"), null=True)
    count = models.PositiveIntegerField(_("收入行数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("扫描表")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ScanRow(models.Model):
    """A row of a scanner's table, placed: its 14 columns, the organ, and the item where there is one."""

    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField(_("行号"))
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64, db_index=True)
    """Of organ, link, words and kind: the same fault in a later table has the same."""
    words = models.CharField(_("错敏词"), max_length=200)
    advice = models.CharField(_("推荐修改"), max_length=200, blank=True)
    note = models.CharField(_("修改说明"), max_length=300, blank=True)
    context = models.CharField(_("上下文"), max_length=1000, blank=True)
    link = models.CharField(_("文章链接"), max_length=500)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    snapshot = models.CharField(_("快照"), max_length=500, blank=True)
    site_name = models.CharField(_("网站名称"), max_length=100, blank=True)
    id_code = models.CharField(_("标识码"), max_length=10, blank=True)
    published = models.CharField(_("发布时间"), max_length=40, blank=True)
    kind = models.CharField(_("问题类型"), max_length=30, blank=True)
    level = models.CharField(_("问题级别"), max_length=30, blank=True)
    content_kind = models.CharField(_("内容类型"), max_length=30, blank=True)
    parent = models.CharField(_("父页面"), max_length=500, blank=True)
    gone_on = models.DateField(_("消除日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("扫描表的行")
        default_permissions = ()
        ordering = ["scan", "line"]
        indexes = [models.Index(fields=["organ", "gone_on"], name="scan_row_of_organ")]

    def __str__(self) -> str:
        return self.words


class State(models.TextChoices):
    ISSUED = "issued", _("待整改")
    ANSWERED = "answered", _("已反馈，待审核")
    RETURNED = "returned", _("已退回，继续整改")
    CLOSED = "closed", _("已销号")
    CANCELLED = "cancelled", _("已撤销")


OWED = (State.ISSUED, State.RETURNED)
"""The organ has to answer."""
OPEN = (*OWED, State.ANSWERED)


class OrderQuerySet(models.QuerySet["Order"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> Self:
        """The last day is past, and the organ has not answered."""
        return self.filter(state__in=OWED, due_on__lt=on)


class Order(models.Model):
    """整改通知: what ``organ`` has to put right by ``due_on``; its number is never given again.

    ``owed_from`` is the day from whose morrow the running term is counted. ``late``: an answer came
    after its last day. ``edition`` counts the acts: what was opened before somebody else acted is refused.
    """

    office = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="orders_issued")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="orders")
    year = models.PositiveSmallIntegerField(_("年度"))
    serial = models.PositiveIntegerField(_("序号"))
    title = models.CharField(_("事由"), max_length=100)
    asked = models.TextField(_("整改要求"))
    severity = models.CharField(_("程度"), max_length=6, choices=Severity.choices)
    """That of its gravest problem."""
    repeated = models.PositiveSmallIntegerField(_("重复发生"), default=0)
    """How many of its problems were ordered before."""
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.ISSUED)
    issued_on = models.DateField(_("下达日期"))
    owed_from = models.DateField(_("起算日期"))
    due_on = models.DateField(_("整改期限"))
    due_reason = models.CharField(_("期限的理由"), max_length=300, blank=True)
    """Where the office set the day; empty: computed."""
    answered_on = models.DateField(_("反馈日期"), null=True)
    late = models.BooleanField(_("逾期反馈"), default=False)
    ended_on = models.DateField(_("销号或撤销日期"), null=True)
    end_reason = models.CharField(_("销号或撤销的说明"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField(default=1)

    objects = OrderQuerySet.as_manager()

    if TYPE_CHECKING:
        organ_name: str  # set by the register
        grounds: str
        words: str

    class Meta:
        verbose_name = verbose_name_plural = _("整改通知")
        default_permissions = ()
        ordering = ["-issued_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["office", "year", "serial"], name="order_number")]
        indexes = [
            models.Index(fields=["organ", "-issued_on"], name="order_of_organ"),
            models.Index(fields=["state", "due_on"], name="order_state_due"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return _now("整改〔{year}〕{serial}号").format(year=self.year, serial=self.serial)

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def days_late(self, on: date) -> int:
        """Days of the calendar since the last day, while the organ has not answered; else nought."""
        return max((on - self.due_on).days, 0) if self.is_owed else 0


class Source(models.TextChoices):
    HIT = "hit", _("夜间巡检")
    SCAN = "scan", _("扫描表")
    HAND = "hand", _("人工检查")
    COMPLAINT = "complaint", _("投诉举报")


class Repeat(models.TextChoices):
    """How a problem was ordered before."""

    NONE = "", _("没有")
    PLACE = "place", _("同一位置")
    KIND = "kind", _("同类问题")


class Finding(models.Model):
    """问题 of an order, with its place as it was that day, and what the last look said of it."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField(_("序号"))
    source = models.CharField(_("来源"), max_length=9, choices=Source.choices)
    hit = models.ForeignKey(Hit, null=True, on_delete=models.PROTECT, related_name="findings")
    row = models.ForeignKey(ScanRow, null=True, on_delete=models.PROTECT, related_name="findings")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("来源编号"), max_length=60, blank=True)
    """Of a complaint: its number."""
    check_code = models.CharField(_("检查项"), max_length=30, blank=True)
    severity = models.CharField(_("程度"), max_length=6, choices=Severity.choices)
    place = models.CharField(_("位置类别"), max_length=12)
    key = models.CharField(_("位置"), max_length=200)
    title = models.CharField(_("位置名称"), max_length=300)
    address = models.CharField(_("网址"), max_length=500, blank=True)
    ground = models.CharField(_("问题"), max_length=LONGEST)
    repeat = models.CharField(_("重复发生"), max_length=5, choices=Repeat.choices, blank=True)
    earlier = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    """The last one before it, where it is repeated."""
    settled = models.BooleanField(_("已认可"), default=False)
    """The office took it as put right when it returned the rest, or closed the order."""
    found = models.BooleanField(_("复核仍有"), null=True)
    """None: not looked at yet, or nobody but a person can tell."""
    looked_on = models.DateField(_("复核日期"), null=True)
    compared = models.CharField(_("复核依据"), max_length=400, blank=True)

    if TYPE_CHECKING:
        remark: str  # set by the page of answers

    class Meta:
        verbose_name = verbose_name_plural = _("整改问题")
        default_permissions = ()
        ordering = ["order", "number"]
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="finding_number")]
        indexes = [models.Index(fields=["check_code", "place", "key"], name="finding_place")]

    def __str__(self) -> str:
        return self.title


class Event(models.Model):
    """整改经过: what happened to an order, or to one problem of it (``finding``); never changed."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("下达")
        DUE = "due", _("改定期限")
        URGED = "urged", _("催办")
        ANSWERED = "answered", _("反馈")
        LOOKED = "looked", _("复核")
        RETURNED = "returned", _("退回")
        CLOSED = "closed", _("销号")
        CANCELLED = "cancelled", _("撤销")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    text = models.CharField(max_length=LONGEST, blank=True)
    proof = models.CharField(_("佐证"), max_length=LONGEST, blank=True)
    items = models.ManyToManyField(Item, related_name="+")
    """Of an answer: the items it shows."""
    found = models.BooleanField(null=True)
    due_on = models.DateField(null=True)
    """The last day that ran then, or runs from then on."""
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """None: the system, in the morning or with an answer."""

    class Meta:
        verbose_name = verbose_name_plural = _("整改经过")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "on"], name="order_event_on")]

    def __str__(self) -> str:
        return self.get_kind_display()


class Proof(models.Model):
    """佐证材料: a file of an answer, cleaned like every attachment."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=10)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("文件"), upload_to="supervision/proofs")

    class Meta:
        verbose_name = verbose_name_plural = _("佐证材料")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
