"""What of work points waits for a person: tasks that come due, tasks and reports to look at; the door."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.models import Organ
from ...organs.permissions import Held
from ..desk import Pile, Waiting
from ..doors import Door
from . import access
from .models import OPEN, State, Task, TaskQuerySet, TaskStep
from .tasks import FULFIL

if TYPE_CHECKING:
    from ...accounts.models import User

SOON = timedelta(days=30)
_FIRST = 5


def own(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Tasks of the person's organs that are late, came back, or come due within a month."""
    due = _mine(user, on, roles).filter(Q(due_on__lte=on + SOON) | Q(state=State.RETURNED))
    urged = TaskStep.objects.filter(task=OuterRef("pk"), kind=TaskStep.Kind.URGED).order_by("-pk")
    first = list(
        due.annotate(urged=Subquery(urged.values("text")[:1])).order_by("due_on", "pk")[: _FIRST + 1]
    )
    if not first:
        return None
    waiting = [
        Waiting(
            task.done_when,
            reverse("supervision:points_task", args=[task.pk]),
            _meta(task, on),
            task.due_on < on,
        )
        for task in first[:_FIRST]
    ]
    count = due.count() if len(first) > _FIRST else len(first)
    return Pile("points", _("要点任务"), waiting, count, reverse("supervision:points_tasks") + "?state=open")


def to_judge(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Tasks that were reported as done to the person's office, by somebody else."""
    given = Task.objects.filter(access.given_by(roles), state=State.REPORTED).exclude(reported_by=user)
    first = list(given.order_by("reported_on", "pk")[: _FIRST + 1])
    if not first:
        return None
    names = _names([task.organ_id for task in first], on)
    waiting = [
        Waiting(
            task.done_when,
            reverse("supervision:points_task", args=[task.pk]),
            _("{organ}　{day}报完成").format(organ=names[task.organ_id], day=task.reported_on),
        )
        for task in first[:_FIRST]
    ]
    count = given.count() if len(first) > _FIRST else len(first)
    return Pile(
        "points-reported",
        _("要点任务待确认"),
        waiting,
        count,
        reverse("supervision:points_tasks") + "?state=reported",
    )


def to_check(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Self-check reports that wait for a second person."""
    found = access.reports_of(user, on, roles)
    waiting = [
        Waiting(str(one), reverse("supervision:points_check", args=[one.organ.slug, one.plan_id]))
        for one in found[:_FIRST]
    ]
    return Pile(
        "points-reports", _("自查报告待核对"), waiting, len(found), reverse("supervision:points_plans")
    )


def door(user: "User", on: date, roles: list[Held]) -> Door | None:
    tasks = access.tasks(user, on, roles).counted()
    late = Q(state__in=OPEN, due_on__lt=on)
    count = tasks.aggregate(
        all=Count("pk"),
        confirmed=Count("pk", filter=Q(state=State.CONFIRMED)),
        reported=Count("pk", filter=Q(state=State.REPORTED)),
        late=Count("pk", filter=late),
    )
    says = (
        _("任务{all}项，已确认{confirmed}项，待确认{reported}项，逾期{late}项").format(**count)
        if count["all"]
        else _("把年度要点分解成任务，记录进展和佐证，形成自查报告")
    )
    return Door(_("工作要点"), reverse("supervision:points_plans"), says, count["late"])


def days(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """The last days of the tasks that the person carries out."""
    for task in _mine(user, on, permissions.roles_of(user, on=on)).order_by("due_on")[:200]:
        yield f"task-{task.pk}", task.due_on, _("要点任务到期：{what}").format(what=task.done_when[:40])


def _mine(user: "User", on: date, roles: list[Held]) -> TaskQuerySet:
    organs = permissions.organs_for(user, FULFIL, on=on, roles=roles)
    found: TaskQuerySet = Task.objects.open().filter(organ__in=organs)
    return found


def _meta(task: Task, on: date) -> str:
    if task.state == State.RETURNED:
        words = _("已退回，{day}到期").format(day=task.due_on)
    elif task.due_on < on:
        words = _("{day}到期，逾期{days}天").format(day=task.due_on, days=(on - task.due_on).days)
    else:
        words = _("{day}到期，还有{days}天").format(day=task.due_on, days=(task.due_on - on).days)
    note = getattr(task, "urged", None)
    return _("{words}　催办：{note}").format(words=words, note=note) if note else words


def _names(organs: list[int], on: date) -> dict[int, str]:
    return dict(Organ.objects.named(on).filter(pk__in=organs).values_list("pk", "name"))
