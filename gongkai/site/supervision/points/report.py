"""要点落实情况自查报告: what it says, built from tasks, their records and evidence.

Every sentence with a number comes from records; what people wrote stands as they wrote it. The result
is plain data: it is frozen as it was checked, and page, DOCX, PDF and item are made from it alone.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from gongkai.annual_report.rendering.layout import chinese_date

from ...organs.models import Organ
from .gaps import judged, with_proof
from .models import SelfCheckText, State, Task, TaskEvidence, TaskStep, WorkPlan

_TOLD = (TaskStep.Kind.PROGRESS, TaskStep.Kind.REPORTED)


def tasks_of(organ: Organ, plan: WorkPlan, on: date) -> list[Task]:
    """The organ's tasks of a plan, then those of its own plans that build on it; with what they lack."""
    wanted = Q(point__plan=plan) | Q(point__plan__above=plan, point__plan__organ=organ)
    rows = Task.objects.counted().filter(wanted, organ=organ).select_related("point__plan", "giver", "organ")
    own = F("point__plan__above").asc(nulls_first=True)
    ordered = rows.order_by(own, "point__plan", "point__serial", "due_on", "pk")
    return judged(with_proof(ordered).prefetch_related("steps"), on)


def built(organ: Organ, plan: WorkPlan, text: SelfCheckText | None, on: date) -> dict[str, Any]:
    """The report as of a day. ``organ`` and the plan's organ are named."""
    tasks = tasks_of(organ, plan, on)
    numbers: dict[int, int] = {}
    evidence = [_evidence(one, numbers, task) for task in tasks for one in _own_proof(task)]
    points = [_point(of_point, numbers) for _key, of_point in groupby(tasks, lambda task: task.point)]
    return {
        "title": _("{organ}{year}年政务公开要点落实情况自查报告").format(organ=organ.name, year=plan.year),
        "organ": organ.name,
        "on": on.isoformat(),
        "opening": text.opening if text else "",
        "overview": _overview(organ, plan, tasks, len(evidence), on),
        "points": points,
        "gaps": list(_gaps(tasks)),
        "next_steps": text.next_steps if text else "",
        "evidence": evidence,
    }


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a report in one fixed form."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _own_proof(task: Task) -> list[TaskEvidence]:
    """Of the task and of what the organ split for its sections; organs below prove their own."""
    split = [
        one
        for child in task.children.all()
        if child.organ_id == task.organ_id
        for one in child.evidence.all()
    ]
    return [*task.evidence.all(), *split]


def _evidence(one: TaskEvidence, numbers: dict[int, int], task: Task) -> dict[str, Any]:
    numbers[one.pk] = len(numbers) + 1
    return {
        "number": numbers[one.pk],
        "id": one.pk,
        "task": task.pk,
        "kind": str(one.get_kind_display()),
        "title": one.title,
        "on": one.on.isoformat(),
        "address": one.public_address,
        "file": bool(one.file),
        "fault": one.fault,
    }


def _overview(organ: Organ, plan: WorkPlan, tasks: list[Task], proofs: int, on: date) -> list[str]:
    said = [_source(organ, plan)]
    count = Counter(task.state for task in tasks)
    own = sum(task.point.plan_id != plan.pk for task in tasks)
    said.append(
        _("本机关承担的要点{points}条，任务{tasks}项{own}。").format(
            points=len({task.point_id for task in tasks}),
            tasks=len(tasks),
            own=_("（其中本机关自行增加{own}项）").format(own=own) if own else "",
        )
    )
    said.append(
        _(
            "截至{day}，已确认完成{confirmed}项，已报完成待确认{reported}项，推进中{under_way}项，"
            "未开始{todo}项，退回{returned}项；逾期未完成{late}项。附佐证材料{proofs}件。"
        ).format(
            day=chinese_date(on),
            **{str(state): count[state] for state in State},
            late=sum(task.is_overdue(on) for task in tasks),
            proofs=proofs,
        )
    )
    return said


def _source(organ: Organ, plan: WorkPlan) -> str:
    number = _("（{number}）").format(number=plan.document_number) if plan.document_number else ""
    maker = "" if plan.organ_id == organ.pk else plan.organ.name
    day = chinese_date(plan.dated_on) if plan.dated_on else ""
    issued = _("，{day}{maker}印发").format(day=day, maker=_("由") + maker if maker else "") if day else ""
    taken = _("，承接{maker}的要点").format(maker=plan.maker) if plan.maker else ""
    return _("本报告所对照的是《{title}》{number}{issued}{taken}。").format(
        title=plan.title, number=number, issued=issued, taken=taken
    )


def _point(of_point: Iterable[Task], numbers: dict[int, int]) -> dict[str, Any]:
    tasks = list(of_point)
    point = tasks[0].point
    return {
        "number": point.number,
        "heading": point.heading,
        "text": point.text,
        "tasks": [_task(task, numbers) for task in tasks],
    }


def _task(task: Task, numbers: dict[int, int]) -> dict[str, Any]:
    asked = _("{period}{done_when}，{day}前完成。").format(
        period=f"{task.period}：" if task.period else "",
        done_when=_bare(task.done_when),
        day=chinese_date(task.due_on),
    )
    steps = [step for step in task.steps.all() if step.kind in _TOLD]
    done = [_("{day}，{text}。").format(day=chinese_date(step.on), text=_bare(step.text)) for step in steps]
    if split := list(task.children.all()):
        confirmed = sum(one.state == State.CONFIRMED for one in split)
        done.append(
            _("分解任务{all}项，已确认完成{confirmed}项。").format(all=len(split), confirmed=confirmed)
        )
    return {
        "id": task.pk,
        "asked": asked,
        "done": done,
        "state": _state(task),
        "evidence": [numbers[one.pk] for one in _own_proof(task)],
        "gaps": list(task.gaps),
    }


def _state(task: Task) -> str:
    if task.state == State.CONFIRMED and task.confirmed_on:
        return _("{day}确认完成").format(day=chinese_date(task.confirmed_on))
    words = str(task.get_state_display())
    return _("{state}，逾期{days}天").format(state=words, days=task.late) if task.late else words


def _gaps(tasks: list[Task]) -> Iterator[dict[str, Any]]:
    for task in tasks:
        if task.gaps:
            period = f"（{task.period}）" if task.period else ""
            what = f"{_bare(task.done_when)}{period}"
            yield {
                "task": task.pk,
                "text": _("“{what}”{gaps}。").format(what=what, gaps="，".join(task.gaps)),
            }


def _bare(text: str) -> str:
    """A sentence without its end, to stand in another; on one line."""
    return " ".join(text.split()).rstrip("。；;，,")
