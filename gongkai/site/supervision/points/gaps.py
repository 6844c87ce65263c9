"""What a task still lacks, in words with its days: late, returned, no evidence, evidence withdrawn."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from .models import State, Task, TaskEvidence, TaskQuerySet

_DONE = (State.REPORTED, State.CONFIRMED)


def with_proof(tasks: TaskQuerySet) -> TaskQuerySet:
    """With evidence, and with split tasks and theirs: two levels, in a fixed number of queries."""
    proof = TaskEvidence.objects.select_related("item__current", "question__item__current")
    split = Task.objects.select_related("organ").prefetch_related(Prefetch("evidence", proof))
    return tasks.prefetch_related(Prefetch("evidence", proof), Prefetch("children", split))


def proof_of(task: Task) -> list[TaskEvidence]:
    """Evidence of a task and of those it was split into."""
    return [*task.evidence.all(), *(one for child in task.children.all() for one in child.evidence.all())]


def gaps(task: Task, on: date) -> list[str]:
    """Empty where nothing is missing on a day. ``task`` comes from ``with_proof``."""
    proof = proof_of(task)
    found = []
    if task.is_overdue(on):
        found.append(_("逾期{days}天没有报完成").format(days=(on - task.due_on).days))
    if task.reported_on and task.reported_on > task.due_on:
        found.append(_("晚于期限{days}天报完成").format(days=(task.reported_on - task.due_on).days))
    if task.state == State.RETURNED:
        found.append(_("报完成后被退回，还没有重新报"))
    if not proof and (task.state in _DONE or task.is_overdue(on)):
        found.append(_("没有佐证"))
    found += [
        _("佐证“{title}”{fault}").format(title=one.title, fault=one.fault) for one in proof if one.fault
    ]
    return found


def judged(tasks: Iterable[Task], on: date) -> list[Task]:
    """The same tasks, each with its ``gaps`` and the days it is ``late``."""
    found = list(tasks)
    for task in found:
        task.gaps = gaps(task, on)
        task.late = (on - task.due_on).days if task.is_overdue(on) else 0
    return found
