"""Pages of 汇总: which there are, a total with its tables, the organs it is made of."""

from dataclasses import dataclass
from datetime import date
from html import escape

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_report.report import Report

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Gathered, Listing, reads_and_exports
from ...organs import permissions
from ...organs.models import Organ
from .. import display
from ..compile_actions import FIRST_YEAR
from ..models import AnnualReport
from ..total_models import Inclusion, Total
from . import duplicates, figures
from .members import Member, Members, Standing
from .tables import CHILDREN, MEMBERS, TOTALS

NAMED = 30
"""Missing organs named on the page of a total; more are in the list."""


@reads_and_exports
def index(request: OfficeRequest) -> HttpResponseBase:
    """汇总: the organs with others below that one may see, for one year."""
    on = today.today()
    seen = permissions.organs_for(request.user, "annual_reports.view", on=on)
    if not seen.exists():
        raise permissions.Forbidden("annual_reports.view")
    year = _asked_year(request, on)
    counted = Total.objects.filter(organ=OuterRef("pk"), year=year).values("reports")[:1]
    organs = seen.filter(numchild__gt=0).named(on).annotate(counted=Subquery(counted))

    def complete(batch: list[Organ]) -> None:
        for organ in batch:
            organ.year = year  # type: ignore[attr-defined]

    listing = Listing(TOTALS, request, organs, of=_("{year}年").format(year=year), complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    context = {"list": listing, "year": year, "years": range(on.year - 1, FIRST_YEAR - 1, -1)}
    return render(request, "annual_reports/totals/index.html", context)


@dataclass(frozen=True)
class Child:
    """An organ right below, with how many of those in and under it are accepted."""

    member: Member
    accepted: int
    asked: int
    inner: bool

    @property
    def name(self) -> str:
        return self.member.name

    @property
    def standing(self) -> Standing:
        return self.member.standing


@reads_and_exports
def total_page(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """A total: progress in words, who is missing, the tables with their sums, the organs right below."""
    organ = organ_of(request, slug)
    members = members_of(organ, year)
    progress = members.progress_of()
    children = [Child(one, *progress[one.pk], inner=one.pk in members.inner) for one in members.right_below()]
    listing = Gathered(CHILDREN, request, children, subject=Total)
    if listing.wanted:
        return listing.export(request.user)
    total = Total.objects.filter(organ=organ, year=year).first()
    report = figures.shown(members.own.name, year, total.sums) if total else None
    wanting = members.wanting
    on = today.today()
    context = {
        "organ": organ,
        "year": year,
        "members": members,
        "wanting": wanting[:NAMED],
        "more": max(0, len(wanting) - NAMED),
        "total": total,
        "reading": report,
        "document": list(display.parts(report, Drill(report, slug, year))) if report else [],
        "list": listing,
        "comprehensive": AnnualReport.objects.filter(organ=organ, year=year).first(),
        "may_gather": year < on.year and permissions.may(request.user, "annual_reports.upload", organ, on=on),
    }
    return render(request, "annual_reports/totals/total.html", context)


class Drill(display.Marks):
    """Each number leads to the organs that it is added up from."""

    def __init__(self, report: Report, slug: str, year: int) -> None:
        super().__init__(report)
        self.place = (slug, year)

    def figure(self, cell: str, text: str) -> str:
        address = reverse("annual_reports:total_cell", args=[*self.place, cell])
        label = escape(_("{cell} {number} 由哪些机关合计").format(cell=self.labels[cell], number=text))
        return f'<a href="{address}" aria-label="{label}">{escape(text) or "&nbsp;"}</a>'


@reads_and_exports
def organ_list(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """应报机关: every organ below with how far its report has come; what stands in a successor's."""
    organ = organ_of(request, slug)
    members = members_of(organ, year)
    asked = request.GET.get("standing", "")
    rows = [one for one in members.below if not asked or one.standing == asked]
    listing = Gathered(MEMBERS, request, rows, subject=Total)
    if listing.wanted:
        return listing.export(request.user)
    context = _organs_context(request, organ, members, listing)
    return render(request, "annual_reports/totals/organs.html", context)


def _organs_context(
    request: OfficeRequest, organ: Organ, members: Members, listing: Gathered
) -> dict[str, object]:
    """What the page of the organs shows."""
    on, year = today.today(), members.year
    seen = readable(request)
    page = listing.page
    return {
        "organ": organ,
        "year": year,
        "members": members,
        "list": listing,
        "rows": [(one, one.version is not None and one.pk in seen) for one in page.object_list],
        "standings": [(one.value, one.label, members.counts[one]) for one in Standing],
        "asked": request.GET.get("standing", ""),
        "may_settle": permissions.may(request.user, "annual_reports.settle", organ, on=on),
        "includable": [
            (one, list(Organ.objects.successors_of(one).named(on)))
            for one in duplicates.includable(organ, year).named(date(year, 12, 31))
        ],
        "inclusions": {
            one.organ_id: one
            for one in Inclusion.objects.filter(year=year, organ__path__startswith=organ.path)
        },
    }


def organ_of(request: OfficeRequest, slug: str, act: str = "annual_reports.view") -> Organ:
    """The organ at an address, named; 403 where the person may not do ``act`` there."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, act, organ, on=on)
    return organ


def members_of(organ: Organ, year: int) -> Members:
    """Those below it; 404 for a year without a form or still to come, or an organ with nobody below."""
    if not FIRST_YEAR <= year <= today.today().year:
        raise Http404
    members = Members(organ, year)
    if not members.below:
        raise Http404
    return members


def readable(request: OfficeRequest) -> set[int]:
    """Keys of the organs whose reports the person may open in the office."""
    seen = permissions.organs_for(request.user, "annual_reports.view", on=today.today())
    return set(seen.order_by().values_list("pk", flat=True))


def _asked_year(request: OfficeRequest, on: date) -> int:
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= on.year else on.year - 1
