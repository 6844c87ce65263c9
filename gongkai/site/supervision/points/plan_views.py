"""Pages of plans: all of them, one with its points and tasks, what is typed or pasted, issuing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import access, plans, showing
from .forms import OPEN, OVERDUE, AmendForm, PasteForm, PlanForm, PointForm, StateFilter, YearFilter
from .models import OPEN as OPEN_STATES
from .models import PointAmendment, Task, TaskQuerySet, WorkPlan, WorkPlanQuerySet, WorkPoint
from .parsing import Found, split
from .tables import PLANS

_BOTH = ["GET", "HEAD", "POST"]


@reads_and_exports
def plan_list(request: OfficeRequest) -> HttpResponseBase:
    """工作要点: own plans, and those of superiors that gave tasks."""
    on = today.today()
    if not permissions.may_anywhere(request.user, access.VIEW, on=on):
        raise permissions.Forbidden(access.VIEW)
    roles = permissions.roles_in(request, on=on)
    form = YearFilter(request.GET)
    narrow = chosen(form)
    seen = access.seen(request.user, on, roles).values("pk")
    rows = access.plans(request.user, on, roles).select_related("organ").filter(**narrow)
    mine = Q(points__tasks__organ__in=seen) | Q(points__tasks__giver__in=seen)
    late = Q(points__tasks__state__in=OPEN_STATES, points__tasks__due_on__lt=on)
    rows = rows.annotate(
        tasks=Count("points__tasks", filter=mine), late=Count("points__tasks", filter=mine & late)
    )

    def name(batch: list[WorkPlan]) -> None:
        called = Organ.objects.named(on).in_bulk({plan.organ_id for plan in batch})
        for plan in batch:
            plan.organ = called[plan.organ_id]

    listing = Listing(PLANS, request, rows, complete=name)
    if listing.wanted:
        return listing.export(request.user)
    makes = list(access.plan_organs(request.user, on, roles)[:200])
    offices = [organ for role, organ, *_rest in roles if role in permissions.ACTS[plans.PLAN]]
    context = {
        "list": listing,
        "form": form,
        "makes": [organ for organ in makes if organ.pk in offices or organ.kind == "government"],
        "year": on.year,
        "reports": access.reports_of(request.user, on, roles),
    }
    return render(request, "supervision/points/plans.html", context)


@require_http_methods(_BOTH)
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """建立要点."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, plans.PLAN, organ, on=on)
    above = _above(organ)
    form = PlanForm(request.POST or None, above=above, initial={"year": on.year})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        chosen_above = next((one for one in above if one.pk == data.pop("above", None)), None)
        try:
            made = plans.make(organ, above=chosen_above, **data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("要点已建立，请加入要点内容"))
            return redirect("supervision:points_plan", made.pk)
    context = {"form": form, "organ": organ, "title": _("建立工作要点")}
    return render(request, "supervision/points/plan_form.html", context, status=_status(request))


@require_http_methods(["GET", "HEAD"])
def plan(request: OfficeRequest, pk: int) -> HttpResponse:
    """A plan: its points with their tasks, how far each organ is."""
    on = today.today()
    found, roles = _seen(request, pk)
    organ = found.organ
    form = StateFilter(request.GET)
    every = _tasks(request, found, roles)
    organs = showing.named(every, on)
    marked = showing.marked(every, organs, on)
    narrowed = [task for task in marked if _is_in(task, chosen(form).get("state", ""), on)]
    points = list(found.points.prefetch_related(Prefetch("amendments", PointAmendment.objects.all())))
    of_point: dict[int, list[Task]] = {}
    for task in narrowed:
        of_point.setdefault(task.point_id, []).append(task)
    may = permissions.may(request.user, plans.PLAN, organ, on=on)
    seen = access.seen(request.user, on, roles).named(on)
    below: WorkPlanQuerySet = found.below.filter(organ__in=seen.values("pk"))
    carriers = seen.filter(pk__in={task.organ_id for task in every})
    context = {
        "plan": found,
        "organ": organ,
        "form": form,
        "told": showing.told(every, on),
        "points": [(point, of_point.get(point.pk, [])) for point in points],
        "rows": showing.matrix(narrowed, points, organs, on),
        "all_points": points,
        "may": may,
        "late": may and any(task.is_overdue(on) and task.giver_id == found.organ_id for task in every),
        "below": below.select_related("organ"),
        "carriers": list(carriers[:50]),
        "judges": permissions.is_supervisor(request.user, on=on),
    }
    return render(request, "supervision/points/plan.html", context)


@require_http_methods(_BOTH)
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改标题、文号、来源."""
    found = _planned(request, pk)
    fields = ("year", "title", "document_number", "dated_on", "maker", "source")
    form = PlanForm(request.POST or None, initial={name: getattr(found, name) for name in fields})
    if request.method == "POST" and _done(
        form, lambda data: plans.edit(found, **data, user=request.user, at=today.now())
    ):
        return redirect("supervision:points_plan", pk)
    context = {"form": form, "organ": found.organ, "plan": found, "title": _("修改工作要点")}
    return render(request, "supervision/points/plan_form.html", context, status=_status(request))


@require_POST
def drop(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除 a plan that was not issued."""
    found = _planned(request, pk)
    try:
        plans.drop(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("supervision:points_plan", pk)
    messages.success(request, _("要点已删除"))
    return redirect("supervision:points_plans")


@require_http_methods(_BOTH)
def paste(request: OfficeRequest, pk: int) -> HttpResponse:
    """粘贴文本: first what it was split into, then those that were ticked are added."""
    found = _planned(request, pk)
    form = PasteForm(request.POST or None)
    pieces = None
    if request.method == "POST" and form.is_valid():
        pieces = split(form.cleaned_data["text"])
        if "confirm" in request.POST:
            kept = {int(number) for number in request.POST.getlist("keep") if number.isdecimal()}
            wanted = [one for number, one in enumerate(pieces.points) if number in kept]
            try:
                made = plans.add_points(found, wanted, user=request.user, at=today.now())
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("已加入要点{count}条").format(count=len(made)))
                return redirect("supervision:points_plan", pk)
        elif not pieces.points:
            form.add_error("text", _("文本里没有找到编号，请逐条录入，或者给每条要点加上编号"))
    context = {"form": form, "organ": found.organ, "plan": found, "pieces": pieces}
    status = 422 if form.errors else 200
    return render(request, "supervision/points/paste.html", context, status=status)


@require_http_methods(_BOTH)
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """录入一条要点."""
    found = _planned(request, pk)
    form = PointForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        plans.add_points(found, [Found(**data)], user=request.user, at=today.now())

    if request.method == "POST" and _done(form, act):
        messages.success(request, _("要点已加入"))
        return redirect("supervision:points_plan", pk)
    context = {"form": form, "organ": found.organ, "plan": found, "title": _("录入要点")}
    return render(request, "supervision/points/point_form.html", context, status=_status(request))


@require_POST
def issue(request: OfficeRequest, pk: int) -> HttpResponse:
    """下达."""
    found = _planned(request, pk)
    try:
        plans.issue(found, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("要点已下达，请逐条分解任务"))
    return redirect("supervision:points_plan", pk)


@require_http_methods(_BOTH)
def point(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改 a point of a draft, 调整 one of an issued plan."""
    one, found = _point(request, pk)
    initial = {"number": one.number, "heading": one.heading, "text": one.text}
    issued = found.issued_at is not None
    form: forms.Form = (AmendForm if issued else PointForm)(request.POST or None, initial=initial)

    def act(data: dict[str, Any]) -> None:
        change = plans.amend if issued else plans.change_point
        change(one, **data, user=request.user, at=today.now())

    if request.method == "POST" and _done(form, act):
        messages.success(request, _("要点已调整，原来的内容保留") if issued else _("要点已修改"))
        return redirect("supervision:points_plan", found.pk)
    context = {
        "form": form,
        "organ": found.organ,
        "plan": found,
        "point": one,
        "title": _("调整要点") if issued else _("修改要点"),
    }
    return render(request, "supervision/points/point_form.html", context, status=_status(request))


@require_POST
def remove(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除要点."""
    one, found = _point(request, pk)
    try:
        plans.remove_point(one, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("要点已删除"))
    return redirect("supervision:points_plan", found.pk)


def _above(organ: Organ) -> list[WorkPlan]:
    """Plans of superiors that gave the organ tasks."""
    given = Task.objects.filter(point__plan=OuterRef("pk"), organ=organ)
    return list(WorkPlan.objects.filter(Exists(given)).exclude(organ=organ))


def _seen(request: OfficeRequest, pk: int) -> tuple[WorkPlan, list[permissions.Held]]:
    on = today.today()
    found = get_object_or_404(WorkPlan.objects.select_related("organ", "above", "made_by"), pk=pk)
    roles = permissions.roles_in(request, on=on)
    access.require_plan(request.user, found, on, roles)
    found.organ.name = found.organ.name_on(on)
    return found, roles


def _planned(request: OfficeRequest, pk: int) -> WorkPlan:
    """A plan, for who makes it."""
    on = today.today()
    found = get_object_or_404(WorkPlan.objects.select_related("organ"), pk=pk)
    permissions.require(request.user, plans.PLAN, found.organ, on=on)
    found.organ.name = found.organ.name_on(on)
    return found


def _point(request: OfficeRequest, pk: int) -> tuple[WorkPoint, WorkPlan]:
    one = get_object_or_404(WorkPoint.objects.select_related("plan__organ"), pk=pk)
    return one, _planned(request, one.plan_id)


def _tasks(request: OfficeRequest, found: WorkPlan, roles: list[permissions.Held]) -> list[Task]:
    """Those of the plan that the person may look at."""
    tasks: TaskQuerySet = access.tasks(request.user, today.today(), roles).filter(point__plan=found)
    return list(tasks.select_related("organ", "giver").order_by("point__serial", "due_on", "pk"))


def _is_in(task: Task, state: str, on: Any) -> bool:
    if state == OVERDUE:
        return task.is_overdue(on)
    return not state or (task.is_open if state == OPEN else task.state == state)


def _done(form: forms.Form, act: Any) -> bool:
    """True where the form is right and the act was done; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _status(request: OfficeRequest) -> int:
    return 422 if request.method == "POST" else 200
