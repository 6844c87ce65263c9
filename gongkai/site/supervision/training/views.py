"""Pages of the plan: the sessions one may see, the plan of a year, a session put in or changed."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import planning, reach
from .coming import open_tests, sessions_of
from .forms import TrainingForm, YearFilter
from .models import ROLES, Training
from .reach import TRAIN, VIEW
from .tables import TRAININGS

FIRST_YEAR = 2019
"""The Regulation that asks for training came into force."""


@reads_and_exports
def trainings(request: OfficeRequest) -> HttpResponseBase:
    """培训: what I am asked to, and every session that I may see."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    seen = reach.seen(request.user, on, roles)
    form = YearFilter(request.GET, years=_years(on.year))
    narrow = chosen(form)
    found = Training.objects.filter(pk__in=seen.values("pk"))
    if year := narrow.get("year"):
        found = found.filter(on__year=year)
    if state := narrow.get("state"):
        found = found.filter(state=state)
    found = found.annotate(came=Count("attendances", filter=Q(attendances__came=True)))

    def complete(batch: list[Any]) -> None:
        wanted = {one.organ_id for one in batch}
        names = dict(Organ.objects.named(on).filter(pk__in=wanted).values_list("pk", "short_name"))
        for one in batch:
            one.organ_name = names[one.organ_id]
            one.late = one.is_late(on)

    listing = Listing(TRAININGS, request, found, complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    trains = permissions.organs_for(request.user, TRAIN, on=on, roles=roles).named(on)
    own = {organ for _role, organ, _path, _government in roles}
    context = {
        "list": listing,
        "form": form,
        "coming": list(sessions_of(request.user, on)),
        "tests": list(open_tests(request.user, on)),
        "plans": list(trains.filter(pk__in=own)),
        "year": on.year,
        "on": on,
    }
    return render(request, "supervision/training/trainings.html", context)


@require_safe
def plan(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """培训计划 of a year, by quarter, to print."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, VIEW, organ, on=on)
    if not FIRST_YEAR <= year <= on.year + 1:
        raise Http404
    sessions = Training.objects.filter(organ=organ, on__year=year).annotate(
        came=Count("attendances", filter=Q(attendances__came=True))
    )
    rows = list(sessions.order_by("on", "pk"))
    quarters = [(number, [one for one in rows if one.quarter == number]) for number in range(1, 5)]
    standing = [one for one in rows if one.state != Training.State.CANCELLED]
    context = {
        "organ": organ,
        "year": year,
        "years": _years(on.year),
        "quarters": quarters,
        "count": len(standing),
        "held": sum(one.is_held for one in standing),
        "hours": sum(one.hours for one in standing),
        "may": permissions.may(request.user, TRAIN, organ, on=on),
    }
    return render(request, "supervision/training/plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: OfficeRequest, slug: str) -> HttpResponse:
    """列入计划."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, TRAIN, organ, on=on)
    roles = [role for role, _label in ROLES]
    initial = {"scope": Training.Scope.OWN, "roles": roles, "hours": 2}
    form = TrainingForm(request.POST or None, organs=_choices(request, organ), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.plan(organ, user=request.user, at=today.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已列入计划；请核对后通知参训人员"))
            return redirect("supervision:training", made.pk)
    return _form(request, form, {"organ": organ, "title": _("列入培训计划")})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改 a session that was not held."""
    found = get_object_or_404(Training.objects.select_related("organ"), pk=pk)
    on = today.today()
    permissions.require(request.user, TRAIN, found.organ, on=on)
    found.organ.name = found.organ.name_on(on)
    initial = {name: getattr(found, name) for name in planning.FIELDS}
    initial["organs"] = list(found.organs.values_list("slug", flat=True))
    form = TrainingForm(request.POST or None, organs=_choices(request, found.organ), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            planning.change(found, user=request.user, at=today.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已修改"))
            return redirect("supervision:training", pk)
    return _form(request, form, {"organ": found.organ, "training": found, "title": _("修改培训")})


def _choices(request: OfficeRequest, organ: Organ) -> list[Organ]:
    """The organs that may be chosen: those below that the person may train."""
    on = today.today()
    reached = permissions.organs_for(request.user, TRAIN, on=on).named(on)
    return list(reached.filter(pk__in=reach.below(organ, on).values("pk")).order_by("path"))


def _form(request: OfficeRequest, form: TrainingForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "year": today.today().year, **context}
    return render(request, "supervision/training/form.html", context, status=status)


def _years(year: int) -> list[int]:
    """The newest first, with the one that is planned."""
    return list(range(year + 1, FIRST_YEAR - 1, -1))
