"""Pages of what a total is made of: the organs behind a cell, and whether it agrees with them."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Cell

from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, reads_and_exports
from ..total_models import Total
from . import figures, gathering
from .figures import Summand
from .tables import SUMMANDS
from .views import members_of, organ_of, readable


@reads_and_exports
def cell_page(request: OfficeRequest, slug: str, year: int, cell: str) -> HttpResponseBase:
    """The organs whose numbers make up a cell; those right below, or with ``every`` all that report."""
    organ = organ_of(request, slug)
    members = members_of(organ, year)
    total = Total.objects.filter(organ=organ, year=year).first()
    found = _cell(year, cell)
    every = request.GET.get("every") == "on"
    rows = figures.summands(members, found, every=every)
    listing = Gathered(SUMMANDS, request, rows, subject=Total)
    if listing.wanted:
        return listing.export(request.user)
    seen = readable(request)
    sums = total.sums if total else None
    context = {
        "organ": organ,
        "year": year,
        "cell": found,
        "number": sums.number(cell) if sums else None,
        "blank": sum(sums.cells[cell][2:4]) if sums and cell in sums.cells else 0,
        "unread": sums.cells[cell][4] if sums and cell in sums.cells else 0,
        "every": every,
        "list": listing,
        "rows": [(one, _address(one, year, cell, seen)) for one in listing.page.object_list],
        "has_inner": bool(members.inner - {organ.pk}),
    }
    return render(request, "annual_reports/totals/cell.html", context)


@require_safe
def check(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """核对: own and lower against the total, and the government's published report against both."""
    organ = organ_of(request, slug)
    members = members_of(organ, year)
    context = {
        "organ": organ,
        "year": year,
        "members": members,
        "balances": figures.balances(organ, members),
        "published": figures.published(organ, year, gathering.lower_sums(organ, year)),
    }
    return render(request, "annual_reports/totals/check.html", context)


def _cell(year: int, id: str) -> Cell:
    """A cell of the year's form, as any variant prints it; 404 for none."""
    edition = formats.for_year(year).id
    for form in formats.every():
        if form.id == edition and id in form.cells:
            return form.cells[id]
    raise Http404


def _address(one: Summand, year: int, cell: str, seen: set[int]) -> str:
    """Where a number leads: of a sum to its own summands, of a report to the cell in it."""
    if one.pk not in seen:
        return ""
    if one.inner:
        return reverse("annual_reports:total_cell", args=[one.member.slug, year, cell])
    if one.member.version is None:
        return ""
    return f"{reverse('annual_reports:version', args=[one.member.version])}#{cell}"
