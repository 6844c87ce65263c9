"""Plans, their points, the tasks made of them, what was done, and what proves it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ...disclosure.models import Item
from ...disclosure.question_models import Question
from ...organs.models import Gathering, Organ

LONGEST_TEXT = 2000
_USER = settings.AUTH_USER_MODEL


class WorkPlanQuerySet(models.QuerySet["WorkPlan"]):
    def issued(self) -> Self:
        return self.filter(issued_at__isnull=False)


class WorkPlan(models.Model):
    """工作要点 of an organ for a year; ``maker`` is the superior where its text was taken over from one.

    ``above``: the superior's plan in this system that it carries out and adds to.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="work_plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("标题"), max_length=150)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    dated_on = models.DateField(_("成文日期"), null=True, blank=True)
    maker = models.CharField(_("承接自"), max_length=100, blank=True)
    source = models.CharField(_("来源"), max_length=300, blank=True)
    above = models.ForeignKey(
        "self",
        verbose_name=_("上级要点"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below",
    )
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("录入时间"))
    issued_at = models.DateTimeField(_("下达时间"), null=True, blank=True)

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工作要点")
        default_permissions = ()
        ordering = ["-year", "-pk"]
        constraints = [models.UniqueConstraint(fields=["organ", "year", "title"], name="work_plan_once")]

    def __str__(self) -> str:
        return self.title


class WorkPoint(models.Model):
    """要点: one of a plan, in the order of ``serial``; ``number`` as the document prints it."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="points")
    serial = models.PositiveSmallIntegerField(_("序号"))
    number = models.CharField(_("编号"), max_length=20, blank=True)
    heading = models.CharField(_("所在部分"), max_length=200, blank=True)
    text = models.TextField(_("内容"), max_length=LONGEST_TEXT)

    class Meta:
        verbose_name = verbose_name_plural = _("要点")
        default_permissions = ()
        ordering = ["plan", "serial"]
        constraints = [models.UniqueConstraint(fields=["plan", "serial"], name="work_point_serial")]

    def __str__(self) -> str:
        return f"{self.number}{self.text}"


class PointAmendment(models.Model):
    """要点调整: how a point of an issued plan was changed, and why."""

    point = models.ForeignKey(WorkPoint, on_delete=models.PROTECT, related_name="amendments")
    before = models.TextField(_("原来的内容"))
    reason = models.CharField(_("理由"), max_length=300)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("要点调整")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason


class State(models.TextChoices):
    """How far a task is; overdue is no state, it follows from the day."""

    NOT_BEGUN = "todo", _("未开始")
    UNDER_WAY = "under_way", _("推进中")
    REPORTED = "reported", _("已报完成")
    CONFIRMED = "confirmed", _("已确认")
    RETURNED = "returned", _("已退回")


OPEN = (State.NOT_BEGUN, State.UNDER_WAY, State.RETURNED)
"""What its organ has still to do."""


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def overdue(self, on: date) -> Self:
        """Not reported as done on a day after the last one."""
        return self.open().filter(due_on__lt=on)

    def counted(self) -> Self:
        """Once for an organ: not what it split for its own sections."""
        return self.filter(Q(parent__isnull=True) | ~Q(parent__organ=F("organ")))


class Task(models.Model):
    """任务: what ``giver`` asks of ``organ`` under a point; ``parent``: the task it was split from."""

    point = models.ForeignKey(WorkPoint, on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    giver = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="point_tasks_given")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="point_tasks")
    section = models.CharField(_("科室"), max_length=60, blank=True)
    period = models.CharField(_("周期"), max_length=20, blank=True)
    """第一季度; empty for a task that is done once."""
    done_when = models.CharField(_("完成标准"), max_length=500)
    due_on = models.DateField(_("完成期限"))
    note = models.CharField(_("说明"), max_length=300, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.NOT_BEGUN)
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    given_at = models.DateTimeField(_("下达时间"))
    reported_on = models.DateField(_("报完成日期"), null=True, blank=True)
    reported_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_on = models.DateField(_("确认日期"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    if TYPE_CHECKING:  # set by showing
        gaps: list[str]
        late: int
        words: str
        css: str

    class Meta:
        verbose_name = verbose_name_plural = _("要点任务")
        default_permissions = ()
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["organ", "state", "due_on"], name="point_task_of_organ"),
            models.Index(fields=["giver", "state"], name="point_task_of_giver"),
        ]

    def __str__(self) -> str:
        return self.done_when

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def is_overdue(self, on: date) -> bool:
        return self.is_open and self.due_on < on


class TaskStep(models.Model):
    """办理记录 of a task: progress, reports, judgements, urging, in their order."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("进展")
        REPORTED = "reported", _("报完成")
        CONFIRMED = "confirmed", _("确认完成")
        RETURNED = "returned", _("退回")
        URGED = "urged", _("催办")
        CHANGED = "changed", _("调整")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("记录"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("日期"))
    text = models.CharField(_("内容"), max_length=1000, blank=True)
    percent = models.PositiveSmallIntegerField(_("进度"), null=True, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("办理记录")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class TaskEvidence(models.Model):
    """佐证: what shows that a task was done. ``title`` is what it was called when it was added."""

    class Kind(models.TextChoices):
        ITEM = "item", _("公开的信息")
        PAGE = "page", _("网站页面")
        GATHERING = "gathering", _("会议、培训")
        QUESTION = "question", _("答复公众提问")
        FIGURE = "figure", _("系统数据")
        FILE = "file", _("文件")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=250)
    on = models.DateField(_("日期"))
    """Of an item: published; of a figure: as of; else when it happened, or was added."""
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    gathering = models.ForeignKey(
        Gathering, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("网址"), max_length=300, blank=True)
    """Of a page; of a figure: the records it counts."""
    figure = models.CharField(_("数据项"), max_length=40, blank=True)
    file = models.FileField(_("文件"), upload_to="supervision/points/%Y/", blank=True)
    file_kind = models.CharField(_("文件类型"), max_length=4, blank=True)
    sha256 = models.CharField(_("文件摘要"), max_length=64, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("添加时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("佐证")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def item_shown(self) -> Item | None:
        """The item that a reader opens; of a question, its answer."""
        return self.question.item if self.question_id and self.question else self.item

    @property
    def public_address(self) -> str:
        """The page where the public reads it; empty for what only the office has."""
        if (item := self.item_shown) is not None:
            return reverse("portal:item", args=[item.pk])
        return self.address if self.kind == self.Kind.PAGE else ""

    @property
    def opens(self) -> str:
        """The page or file where whoever sees the task looks at it. ``task.organ`` is asked of a meeting."""
        if self.file:
            return reverse("supervision:points_file", args=[self.pk])
        if self.gathering_id:
            return reverse("organs:registers", args=[self.task.organ.slug]) + "#gatherings"
        return self.public_address or self.address

    @property
    def fault(self) -> str:
        """What became of it since; empty while it still shows what it showed."""
        item = self.item_shown
        if item is not None and item.withdrawn_at:
            return _("已于{day}撤下").format(day=localdate(item.withdrawn_at))
        return ""


class SelfCheck(models.Model):
    """要点落实情况自查报告 of an organ on a plan. ``content`` is what was sent to be checked, frozen.

    It is final once ``checked_at``: exactly the content with ``digest`` was looked at by a second person.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="self_checks")
    plan = models.ForeignKey(WorkPlan, on_delete=models.PROTECT, related_name="self_checks")
    content = models.JSONField(_("内容"), null=True, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64, blank=True)
    sent_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("送核时间"), null=True, blank=True)
    checked_by = models.ForeignKey(_USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("定稿时间"), null=True, blank=True)
    remark = models.CharField(_("退回意见"), max_length=300, blank=True)
    item = models.OneToOneField(
        Item,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,  # a draft that is discarded can be made again
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("自查报告")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["organ", "plan"], name="self_check_once")]

    def __str__(self) -> str:
        return str(self.content["title"]) if self.content else str(self.plan)


class SelfCheckText(models.Model):
    """What people write in a self-check report; every saving is a version, and the last one holds."""

    report = models.ForeignKey(SelfCheck, on_delete=models.PROTECT, related_name="texts")
    opening = models.TextField(_("总体情况"), max_length=LONGEST_TEXT, blank=True)
    next_steps = models.TextField(_("下一步安排"), max_length=LONGEST_TEXT, blank=True)
    by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("自查报告的文字")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.next_steps[:40]
