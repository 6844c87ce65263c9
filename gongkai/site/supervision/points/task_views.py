"""Pages of tasks: the list, one task with its records, assigning, splitting, judging, urging."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import access, showing, tasks
from .forms import (
    OPEN,
    OVERDUE,
    AssignForm,
    DayForm,
    DoneForm,
    JudgeForm,
    ProgressForm,
    ReasonForm,
    TaskFilter,
    UrgeForm,
)
from .gaps import judged, with_proof
from .models import State, Task, TaskQuerySet, WorkPoint
from .plans import PLAN
from .tables import TASKS

_BOTH = ["GET", "HEAD", "POST"]


@reads_and_exports
def task_list(request: OfficeRequest) -> HttpResponseBase:
    """要点任务: of one's organs, and those that they gave."""
    on = today.today()
    if not permissions.may_anywhere(request.user, access.VIEW, on=on):
        raise permissions.Forbidden(access.VIEW)
    form = TaskFilter(request.GET)
    rows = access.tasks(request.user, on, permissions.roles_in(request, on=on))
    rows = _narrowed(rows, chosen(form), on).select_related("point__plan", "organ", "giver")

    def complete(batch: list[Task]) -> None:
        showing.marked(batch, showing.named(batch, on), on)

    listing = Listing(TASKS, request, rows, complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "supervision/points/tasks.html", {"list": listing, "form": form})


def _narrowed(rows: TaskQuerySet, narrow: dict[str, Any], on: date) -> TaskQuerySet:
    state = narrow.get("state", "")
    if state == OVERDUE:
        rows = rows.overdue(on)
    elif state == OPEN:
        rows = rows.open()
    elif state:
        rows = rows.filter(state=state)
    if "organ" in narrow:
        named = Organ.objects.named(on).filter(name__contains=narrow["organ"])
        rows = rows.filter(organ__in=named.values("pk"))
    for name, field in (("year", "point__plan__year"), ("plan", "point__plan"), ("point", "point")):
        if name in narrow:
            rows = rows.filter(**{field: narrow[name]})
    return rows


@require_safe
def task(request: OfficeRequest, pk: int) -> HttpResponse:
    """A task: what counts as done, what was done, what proves it, what it lacks."""
    found = _found(pk)
    access.require_task(request.user, found, today.today())
    return _shown(request, found)


@require_http_methods(_BOTH)
def assign(request: OfficeRequest, pk: int) -> HttpResponse:
    """下达任务 under a point, to many organs at once."""
    point = get_object_or_404(WorkPoint.objects.select_related("plan__organ"), pk=pk)
    permissions.require(request.user, PLAN, point.plan.organ, on=today.today())
    return _assigned(request, point, point.plan.organ, None)


@require_http_methods(_BOTH)
def split(request: OfficeRequest, pk: int) -> HttpResponse:
    """分解、转下达: a received task goes on to sections and organs below."""
    parent = _found(pk)
    permissions.require(request.user, PLAN, parent.organ, on=today.today())
    return _assigned(request, parent.point, parent.organ, parent)


def _assigned(request: OfficeRequest, point: WorkPoint, giver: Organ, parent: Task | None) -> HttpResponse:
    on = today.today()
    giver.name = giver.name_on(on)
    organs = list(access.below(giver, on))
    initial = {"done_when": parent.done_when, "due_on": parent.due_on} if parent else {}
    form = AssignForm(request.POST or None, organs=organs, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        slugs = data.pop("organs")
        chosen_organs = [one for one in organs if one.slug in slugs]
        try:
            made = tasks.assign(
                point, chosen_organs, **data, parent=parent, user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已下达任务{count}项").format(count=len(made)))
            if parent:
                return redirect("supervision:points_task", parent.pk)
            return redirect("supervision:points_plan", point.plan_id)
    context = {"form": form, "organ": giver, "point": point, "plan": point.plan, "parent": parent}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/points/assign.html", context, status=status)


@require_POST
def progress(request: OfficeRequest, pk: int) -> HttpResponse:
    """记录进展."""
    found, form = _carried(request, pk), ProgressForm(request.POST)
    return _done(
        request, found, form, "progress_form", _("进展已记录"),
        lambda data: tasks.progress(found, **data, user=request.user, at=today.now()),
    )  # fmt: skip


@require_POST
def done(request: OfficeRequest, pk: int) -> HttpResponse:
    """报完成."""
    found, form = _carried(request, pk), DoneForm(request.POST)
    return _done(
        request, found, form, "done_form", _("已报完成，等待下达机关确认"),
        lambda data: tasks.report_done(found, data["text"], user=request.user, at=today.now()),
    )  # fmt: skip


@require_POST
def judge(request: OfficeRequest, pk: int) -> HttpResponse:
    """确认 or 退回, by the button that was pressed."""
    found, form = _given(request, pk), JudgeForm(request.POST)
    back = "return" in request.POST
    act = tasks.give_back if back else tasks.confirm
    words = _("已退回，承担机关可以看到意见") if back else _("已确认完成")
    return _done(
        request, found, form, "judge_form", words,
        lambda data: act(found, remark=data["remark"], user=request.user, at=today.now()),
    )  # fmt: skip


@require_POST
def take_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """收回 a task given by mistake."""
    found, form = _given(request, pk), ReasonForm(request.POST)
    plan = found.point.plan_id
    return _done(
        request, found, form, "reason_form", _("任务已收回"),
        lambda data: tasks.take_back(found, reason=data["reason"], user=request.user, at=today.now()),
        to=lambda: redirect("supervision:points_plan", plan),
    )  # fmt: skip


@require_POST
def move_day(request: OfficeRequest, pk: int) -> HttpResponse:
    """调整期限."""
    found, form = _given(request, pk), DayForm(request.POST)
    return _done(
        request, found, form, "day_form", _("期限已调整"),
        lambda data: tasks.move_day(found, **data, user=request.user, at=today.now()),
    )  # fmt: skip


@require_http_methods(_BOTH)
def urge(request: OfficeRequest, slug: str) -> HttpResponse:
    """催办 the overdue tasks that an organ gave."""
    on = today.today()
    giver: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, PLAN, giver, on=on)
    late = list(Task.objects.overdue(on).filter(giver=giver).select_related("organ").order_by("due_on", "pk"))
    organs = showing.named(late, on)
    choices = [
        (one.pk, f"{organs[one.organ_id].name}　{one.done_when}　{showing.words(one, on)}") for one in late
    ]
    asked = [int(one) for one in request.GET.getlist("task") if one.isdecimal()]
    form = UrgeForm(
        request.POST or None, choices=choices, initial={"tasks": asked or [one.pk for one in late]}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = tasks.urge(giver, data["tasks"], data["note"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已催办{count}项").format(count=len(made)))
            return redirect("supervision:points_plans")
    context = {"form": form, "organ": giver, "late": late}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/points/urge.html", context, status=status)


def _found(pk: int) -> Task:
    rows = Task.objects.select_related("point__plan__organ", "organ", "giver", "parent__organ", "reported_by")
    return get_object_or_404(rows, pk=pk)


def _carried(request: OfficeRequest, pk: int) -> Task:
    """A task, for who carries it out."""
    found = _found(pk)
    permissions.require(request.user, tasks.FULFIL, found.organ, on=today.today())
    return found


def _given(request: OfficeRequest, pk: int) -> Task:
    """A task, for the office that gave it."""
    found = _found(pk)
    permissions.require(request.user, PLAN, found.giver, on=today.today())
    return found


def _done(
    request: OfficeRequest,
    found: Task,
    form: forms.Form,
    name: str,
    words: str,
    act: Callable[[dict[str, Any]], object],
    to: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """The act, and the page of the task again; with what was typed where it was refused."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, words)
            return to() if to else redirect("supervision:points_task", found.pk)
    return _shown(request, _found(found.pk), {name: form, "failed": form}, status=422)


def _shown(
    request: OfficeRequest, found: Task, given: dict[str, forms.Form] | None = None, *, status: int = 200
) -> HttpResponse:
    on = today.today()
    user = request.user
    (found,) = judged(with_proof(Task.objects.filter(pk=found.pk).select_related(
        "point__plan__organ", "organ", "giver", "parent__organ", "reported_by"
    )), on)  # fmt: skip
    children = list(found.children.all())
    organs = showing.named([found, *children], on)
    showing.marked([found, *children], organs, on)
    carries = permissions.may_each(user, [tasks.FULFIL, PLAN, access.VIEW], found.organ, on=on)
    gives = permissions.may(user, PLAN, found.giver, on=on)
    untouched = found.state == State.NOT_BEGUN and not (
        children or found.evidence.all() or found.steps.exists()
    )
    context = {
        "task": found,
        "organ": found.organ,
        "plan": found.point.plan,
        "point": found.point,
        "children": children,
        "steps": found.steps.select_related("by"),
        "left": (found.due_on - on).days,
        "may_fulfil": carries[tasks.FULFIL] and found.is_open,
        "may_prove": carries[tasks.FULFIL] and found.state != State.CONFIRMED,
        "may_split": carries[PLAN] and found.is_open,
        "may_judge": gives and found.state == State.REPORTED and found.reported_by_id != user.pk,
        "may_change": gives and found.is_open,
        "may_take_back": gives and untouched,
        "may_urge": gives and bool(found.late),
        "progress_form": ProgressForm(),
        "done_form": DoneForm(),
        "judge_form": JudgeForm(),
        "day_form": DayForm(initial={"due_on": found.due_on}),
        "reason_form": ReasonForm(),
        **(given or {}),
    }
    return render(request, "supervision/points/task.html", context, status=status)
