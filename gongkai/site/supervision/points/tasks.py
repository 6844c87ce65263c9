"""Acts on tasks: assign, pass on, progress, report, confirm, return, urge. Each one ledger line.

Who gave a task judges it; who carries it out may split it or pass it on to those below.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .models import State, Task, TaskStep, WorkPoint
from .plans import PLAN

if TYPE_CHECKING:
    from ...accounts.models import User

FULFIL = "supervision.fulfil"
ONCE, QUARTERLY, MONTHLY = "once", "quarterly", "monthly"
Kind = TaskStep.Kind


def periods(cycle: str, year: int, due_on: date) -> list[tuple[str, date]]:
    """Name and last day of each period of a year up to ``due_on``; one without a name for ONCE."""
    if cycle == ONCE:
        return [("", due_on)]
    length = 3 if cycle == QUARTERLY else 1
    found = []
    for number in range(1, 12 // length + 1):
        after = date(year + number * length // 12, number * length % 12 + 1, 1)
        last = date.fromordinal(after.toordinal() - 1)
        if last <= due_on:
            name = (
                _("第{number}季度").format(number="一二三四"[number - 1])
                if length > 1
                else _("{number}月").format(number=number)
            )
            found.append((name, last))
    return found


@transaction.atomic
def assign(
    point: WorkPoint,
    organs: Sequence[Organ],
    *,
    done_when: str,
    due_on: date,
    user: "User",
    at: datetime,
    section: str = "",
    note: str = "",
    cycle: str = ONCE,
    parent: Task | None = None,
) -> list[Task]:
    """下达任务 to organs below, or to a section of one's own; ``parent``: the received task that is split.

    Who gives is the organ of the plan, and of a split task the organ that received it. Raises Refused
    for a plan that is not issued, for organs that are not below, and for a day after the parent's.
    """
    giver = parent.organ if parent else point.plan.organ
    permissions.require(user, PLAN, giver, on=localdate(at))
    if parent is not None:
        parent = _fresh(parent)
        if not parent.is_open:
            raise Refused(_("任务已报完成，不能再分解；需要继续办理的，请下达机关先退回"))
        if due_on > parent.due_on:
            raise Refused(_("分解任务的期限不能晚于原任务的{day}").format(day=parent.due_on))
        point = parent.point
    point = WorkPoint.objects.select_related("plan").get(pk=point.pk)
    if point.plan.issued_at is None:
        raise Refused(_("要点还没有下达，请先下达再分解任务"))
    _refuse_assignment(giver, organs, done_when, due_on, section, localdate(at))
    # Nobody is given what is overdue: a period that is over is left out.
    days = [one for one in periods(cycle, point.plan.year, due_on) if one[1] >= localdate(at)]
    if not days:
        raise Refused(_("在所填期限之前没有完整的周期，请改为一次性任务或者推迟期限"))
    made = [
        Task.objects.create(
            point=point,
            parent=parent,
            giver=giver,
            organ=organ,
            section=section.strip(),
            period=name,
            done_when=done_when.strip(),
            due_on=last,
            note=note.strip(),
            given_at=at,
        )
        for organ in organs
        for name, last in days
    ]
    if parent is not None and parent.state == State.NOT_BEGUN:
        parent.state = State.UNDER_WAY
        parent.save(update_fields=["state"])
    ledger.record(
        made[0],
        "tasks_assigned",
        user=user,
        organ=giver.slug,
        to=sorted({organ.slug for organ in organs}),
        section=section.strip(),
        due=due_on,
        tasks=len(made),
        split_from=parent and parent.pk,
    )
    return made


def _refuse_assignment(
    giver: Organ, organs: Sequence[Organ], done_when: str, due_on: date, section: str, on: date
) -> None:
    if not organs:
        raise Refused(_("请选择承担任务的机关"))
    if any(not organ.path.startswith(giver.path) for organ in organs):
        raise Refused(_("任务只能下达给本机关和下级机关"))
    if any(organ.is_dissolved(on) for organ in organs):
        raise Refused(_("所选机关里有已经撤销的，请重新选择"))
    if section.strip() and any(organ.pk != giver.pk for organ in organs):
        raise Refused(_("科室只在任务下达给本机关时填写；下级机关自己分解到科室"))
    if not done_when.strip():
        raise Refused(_("请写明完成标准"))
    if due_on < on:
        raise Refused(_("完成期限不能早于今天"))


@transaction.atomic
def take_back(task: Task, *, reason: str, user: "User", at: datetime) -> None:
    """收回 a task given by mistake; once something was done about it, it stands."""
    task = _held(task, user, at)
    if (
        task.state != State.NOT_BEGUN
        or task.steps.exists()
        or task.evidence.exists()
        or task.children.exists()
    ):
        raise Refused(_("任务已经开始办理，不能收回；可以调整期限"))
    if not reason.strip():
        raise Refused(_("请写明收回的理由"))
    _line(task, "task_taken_back", user, reason=reason.strip(), done_when=task.done_when)
    task.delete()


@transaction.atomic
def move_day(task: Task, due_on: date, *, reason: str, user: "User", at: datetime) -> Task:
    """调整期限, with a reason; the day before it stands in the records of the task."""
    task = _held(task, user, at)
    if not task.is_open:
        raise Refused(_("任务已报完成，不再调整期限"))
    if not reason.strip():
        raise Refused(_("请写明调整期限的理由"))
    if due_on < localdate(at):
        raise Refused(_("完成期限不能早于今天"))
    if due_on == task.due_on:
        raise Refused(_("期限没有改动"))
    if task.parent_id and task.parent and due_on > task.parent.due_on:
        raise Refused(_("分解任务的期限不能晚于原任务的{day}").format(day=task.parent.due_on))
    words = _("完成期限由{old}调整为{new}：{reason}").format(
        old=task.due_on, new=due_on, reason=reason.strip()
    )
    task.due_on = due_on
    task.save(update_fields=["due_on"])
    _step(task, Kind.CHANGED, words, user, at)
    _line(task, "task_day_moved", user, due=due_on, reason=reason.strip())
    return task


@transaction.atomic
def progress(
    task: Task, text: str, *, user: "User", at: datetime, on: date | None = None, percent: int | None = None
) -> TaskStep:
    """记录进展 of a day, in words, with per cent where it is known."""
    task = _carried_out(task, user, at)
    day = on or localdate(at)
    if day > localdate(at):
        raise Refused(_("进展的日期不能在今天之后"))
    if not text.strip():
        raise Refused(_("请写明进展"))
    if percent is not None and not 0 <= percent <= 100:
        raise Refused(_("进度在0到100之间"))
    task.state = State.UNDER_WAY
    if percent is not None:
        task.percent = percent
    task.save(update_fields=["state", "percent"])
    step = _step(task, Kind.PROGRESS, text.strip(), user, at, on=day, percent=percent)
    _line(task, "task_progress", user, percent=percent, text=step.text)
    return step


@transaction.atomic
def report_done(task: Task, text: str, *, user: "User", at: datetime) -> Task:
    """报完成, with what was done; who gave the task looks at it. Split tasks are confirmed before."""
    task = _carried_out(task, user, at)
    if not text.strip():
        raise Refused(_("请写明完成情况"))
    left = task.children.exclude(state=State.CONFIRMED).count()
    if left:
        raise Refused(_("还有{count}项分解任务没有确认完成，请先逐项确认").format(count=left))
    task.state, task.percent = State.REPORTED, 100
    task.reported_on, task.reported_by = localdate(at), user
    task.save(update_fields=["state", "percent", "reported_on", "reported_by"])
    _step(task, Kind.REPORTED, text.strip(), user, at, percent=100)
    _line(task, "task_reported", user, text=text.strip(), evidence=task.evidence.count())
    return task


@transaction.atomic
def confirm(task: Task, *, user: "User", at: datetime, remark: str = "") -> Task:
    """确认完成, by the office that gave the task; never by who reported it."""
    task = _reported(task, user, at)
    task.state, task.confirmed_on = State.CONFIRMED, localdate(at)
    task.save(update_fields=["state", "confirmed_on"])
    _step(task, Kind.CONFIRMED, remark.strip(), user, at)
    _line(task, "task_confirmed", user, remark=remark.strip())
    return task


@transaction.atomic
def give_back(task: Task, *, remark: str, user: "User", at: datetime) -> Task:
    """退回 with what is missing; it counts as not reported."""
    task = _reported(task, user, at)
    if not remark.strip():
        raise Refused(_("请写明退回的意见"))
    task.state, task.reported_on, task.reported_by = State.RETURNED, None, None
    task.save(update_fields=["state", "reported_on", "reported_by"])
    _step(task, Kind.RETURNED, remark.strip(), user, at)
    _line(task, "task_returned", user, remark=remark.strip())
    return task


@transaction.atomic
def urge(giver: Organ, tasks: Collection[int], note: str, *, user: "User", at: datetime) -> list[TaskStep]:
    """催办 overdue tasks that ``giver`` gave; their organs see the note on 今日."""
    on = localdate(at)
    permissions.require(user, PLAN, giver, on=on)
    if not note.strip():
        raise Refused(_("请写催办内容"))
    if not tasks:
        raise Refused(_("请选择要催办的任务"))
    late = list(Task.objects.overdue(on).filter(giver=giver, pk__in=tasks).select_related("organ"))
    if len(late) != len(set(tasks)):
        raise Refused(_("所选任务里有的没有逾期，请刷新页面重新选择"))
    made = TaskStep.objects.bulk_create(
        TaskStep(task=task, kind=Kind.URGED, on=on, text=note.strip(), by=user, at=at) for task in late
    )
    ledger.record(
        Task,
        "tasks_urged",
        user=user,
        organ=giver.slug,
        to=sorted({task.organ.slug for task in late}),
        tasks=sorted(task.pk for task in late),
        note=note.strip(),
    )
    return made


def _fresh(task: Task) -> Task:
    """The task as it is now, held until the end of the transaction."""
    rows = Task.objects.select_for_update(of=("self",))
    return rows.select_related("point__plan__organ", "organ", "giver", "parent").get(pk=task.pk)


def _held(task: Task, user: "User", at: datetime) -> Task:
    """The task for who gave it."""
    permissions.require(user, PLAN, task.giver, on=localdate(at))
    return _fresh(task)


def _carried_out(task: Task, user: "User", at: datetime) -> Task:
    """The task for who carries it out, while there is something to do."""
    permissions.require(user, FULFIL, task.organ, on=localdate(at))
    task = _fresh(task)
    if not task.is_open:
        raise Refused(_("任务现在的状态是“{state}”，请刷新页面").format(state=task.get_state_display()))
    return task


def _reported(task: Task, user: "User", at: datetime) -> Task:
    task = _held(task, user, at)
    if task.state != State.REPORTED:
        raise Refused(_("任务现在的状态是“{state}”，请刷新页面").format(state=task.get_state_display()))
    if task.reported_by_id == user.pk:
        raise Refused(_("报完成的人不能自己确认或退回，请由另一位工作人员处理"))
    return task


def _step(
    task: Task,
    kind: str,
    text: str,
    user: "User",
    at: datetime,
    *,
    on: date | None = None,
    percent: int | None = None,
) -> TaskStep:
    return task.steps.create(kind=kind, on=on or localdate(at), text=text, percent=percent, by=user, at=at)


def _line(task: Task, act: str, user: "User", **detail: object) -> None:
    ledger.record(task, act, user=user, organ=task.organ.slug, task=task.pk, **detail)
