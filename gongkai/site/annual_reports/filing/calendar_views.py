"""Pages of the competent office over all organs below: who has filed, by which day, urging."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, chosen, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Kind, Organ
from ..filing_models import Submission
from . import due, urging
from .forms import DueForm, StateFilter, UrgeForm
from .offices import RECEIVE, governments
from .standing import awaited, narrowed, standings, told
from .tables import STANDINGS

TILES = 400
"""Of a page; a province narrows by state first."""


@require_safe
def start(request: OfficeRequest) -> HttpResponse:
    """报送情况: of the first government that one receives for, on last year."""
    on = today.today()
    first = governments(request.user, on).first()
    if first is None:
        raise permissions.Forbidden(RECEIVE)
    return redirect("annual_reports:filing", first.slug, max(on.year - 1, due.FIRST_YEAR))


@reads_and_exports
def grid(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """报送情况: every organ below a tile, and a row of the list."""
    government = _government(request, slug, year, RECEIVE)
    on = today.today()
    every = standings(awaited(government, year, on), year, on)
    form = StateFilter(request.GET)
    found = narrowed(every, chosen(form).get("state", ""))
    listing = Gathered(STANDINGS, request, found, subject=Submission)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "government": government,
        "year": year,
        "years": range(due.FIRST_YEAR, on.year),
        "governments": governments(request.user, on),
        "told": told(every),
        "filed": sum(one.is_filed for one in every),
        "all": len(every),
        "late": sum(one.is_overdue for one in every),
        "tiles": found[:TILES],
        "more": max(len(found) - TILES, 0),
        "form": form,
        "list": listing,
    }
    return render(request, "annual_reports/filing/grid.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """报送日历: the last days of each kind of organ, what they rest on; a POST sets one."""
    act = "annual_reports.due_days" if request.method == "POST" else RECEIVE
    government = _government(request, slug, year, act)
    calendar = due.calendar(government, year)
    kind = request.GET.get("kind", "")
    wanted = next((one for one in calendar if one.kind == kind), None)
    initial: dict[str, Any] = {}
    if wanted:
        initial = {"kind": kind, "submit_on": wanted.submit_on, "publish_on": wanted.publish_on}
    form = DueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            due.set_due(government, year, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("报送期限已设定"))
            return redirect("annual_reports:filing_days", slug, year)
    context = {
        "government": government,
        "year": year,
        "calendar": [(str(Kind(one.kind).label), one) for one in calendar],
        "form": form,
        "shows_form": bool(wanted) or request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/filing/days.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """催报 one late organ, or all."""
    government = _government(request, slug, year, "annual_reports.urge")
    late = urging.late(government, year, today.now())
    asked = [request.GET["organ"]] if "organ" in request.GET else [one.organ.slug for one in late]
    form = UrgeForm(request.POST or None, late=late, initial={"organs": asked})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = urging.urge(
                government, year, data["organs"], data["note"], user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已催报{count}家").format(count=len(made)))
            return redirect("annual_reports:filing", slug, year)
    context = {"government": government, "year": year, "form": form, "late": late}
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/filing/urge.html", context, status=status)


def _government(request: OfficeRequest, slug: str, year: int, act: str) -> Organ:
    """The government at an address; 403 where the person may not, 404 for another organ or year."""
    on = today.today()
    found: Organ = get_object_or_404(Organ.objects.named(on), slug=slug, kind=Kind.GOVERNMENT)
    permissions.require(request.user, act, found, on=on)
    if not due.FIRST_YEAR <= year <= on.year:
        raise Http404
    return found
