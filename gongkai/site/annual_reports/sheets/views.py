"""Pages of the sheets: self-check of a quarter, the website's table of a year, reports collected."""

from collections.abc import Callable, Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.annual_report.formats import UnknownFormat

from ... import spans, today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, Table, chosen, reads_and_exports, workbook
from ...organs import permissions
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from ..models import AnnualReport
from . import collection, figures, self_check, tables, website
from .forms import FIRST_YEAR, RecordsForm, YearForm
from .layout import Sheet
from .workbook import written

VIEW = "annual_reports.view"


@reads_and_exports
def self_checks(request: OfficeRequest) -> HttpResponseBase:
    """自查情况表 of every organ one may see, a line each."""
    organs, on = _seen(request), today.today()
    last_quarter = ((on.month - 1) // 3, on.year) if on.month > 3 else (4, on.year - 1)
    form = _year_form(request, quarters=True)
    narrow = chosen(form)
    year, quarter = narrow.get("year", last_quarter[1]), narrow.get("quarter", last_quarter[0])
    span = _quarter(year, quarter)
    sheet = self_check.of_organs(organs, year, quarter, span)
    kept = YearForm({"year": year, "quarter": quarter}, years=_years(), quarters=True)
    return _shown(request, sheet, form=kept, breadcrumb=[_reports(), {"title": _("自查情况表")}])


@reads_and_exports
def self_check_of(request: OfficeRequest, slug: str, year: int, quarter: int) -> HttpResponseBase:
    """自查情况表 of an organ and a quarter."""
    organ, span = _organ(request, slug, VIEW), _quarter(year, quarter)
    every = {"title": _("自查情况表"), "url": _with(reverse("annual_reports:self_checks"), year, quarter)}
    return _shown(
        request,
        self_check.of_organ(organ, year, quarter, span),
        turns=_quarters_around(organ, year, quarter),
        breadcrumb=[_reports(), every, {"title": organ.short_name}],
    )


@reads_and_exports
def websites(request: OfficeRequest) -> HttpResponseBase:
    """网站年度报表 of every organ one may see, a line each."""
    organs = _seen(request)
    form = _year_form(request, quarters=False)
    year = chosen(form).get("year", today.today().year - 1)
    span = _year(year)
    sheet = website.of_organs(organs, year, span)
    kept = YearForm({"year": year}, years=_years(), quarters=False)
    return _shown(request, sheet, form=kept, breadcrumb=[_reports(), {"title": _("网站年度报表")}])


@reads_and_exports
def website_of(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """网站年度报表 of an organ and a year."""
    organ, span = _organ(request, slug, VIEW), _year(year)
    every = {"title": _("网站年度报表"), "url": f"{reverse('annual_reports:websites')}?year={year}"}
    turns = [
        (_("{year}年").format(year=one), reverse("annual_reports:website", args=[slug, one]))
        for one in (year - 1, year + 1)
        if FIRST_YEAR <= one <= today.today().year
    ]
    sheet = website.of_organ(organ, year, span)
    breadcrumb = [_reports(), every, {"title": organ.short_name}]
    return _shown(request, sheet, turns=turns, breadcrumb=breadcrumb)


@reads_and_exports
def records(request: OfficeRequest, slug: str, figure: str) -> HttpResponseBase:
    """The records that a figure of a sheet counts; their own rooms decide who reads them."""
    found = _KINDS.get(next((kind for kind, names in _NAMES.items() if figure in names), ""))
    form = RecordsForm(request.GET)
    organ = _organ(request, slug, found[0] if found else VIEW)
    if found is None or not form.is_valid():
        raise Http404
    _act, table, of, related = found
    data = form.cleaned_data
    span = Span(data["since"], data["until"], data["running"])
    rows = of(Organ.objects.filter(pk=organ.pk), figure, span).select_related(*related)
    if data["column"] is not None and figure in figures.ITEMS:
        rows = rows.filter(column=data["column"] or None)
    listing = Listing(table, request, rows, of=organ.name)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "organ": organ,
        "kind": next(kind for kind, names in _NAMES.items() if figure in names),
        "span": span,
        "breadcrumb": [_reports(), {"title": _("报表所计的记录")}],
    }
    return render(request, "annual_reports/sheet_records.html", context)


@reads_and_exports
def collection_page(request: OfficeRequest, year: int) -> HttpResponseBase:
    """年报汇编: who is in and who is missing; a POST takes it away as one workbook."""
    organs = _seen(request)
    if not FIRST_YEAR <= year <= today.today().year:
        raise Http404
    refused = ""
    if request.method == "POST":
        of = collection.CURRENT if request.POST.get("of") == collection.CURRENT else collection.ACCEPTED
        try:
            data, count = collection.collected(organs, year, of)
        except UnknownFormat:
            refused = _("{year}年还没有统一格式，不能汇编成一个工作簿").format(year=year)
        else:
            name = _("{year}年政府信息公开年报汇编").format(year=year)
            return workbook(
                data, name, list_=name, of=of, rows=count, subject=AnnualReport, user=request.user
            )
    found = collection.standings(organs, year)
    context = {
        "year": year,
        "refused": refused,
        "found": found,
        "accepted": sum(one.accepted for one in found),
        "published": sum(one.published for one in found),
        "missing": [one for one in found if not one.published],
        "breadcrumb": [_reports(), {"title": _("{year}年年报汇编").format(year=year)}],
    }
    return render(request, "annual_reports/collection.html", context, status=422 if refused else 200)


_NAMES: dict[str, Collection[str]] = {
    "items": figures.ITEMS,
    "applications": figures.APPLICATIONS,
    "questions": figures.QUESTIONS,
    "adoptions": ("adoptions",),
    "channels": ("channels",),
}
_Kind = tuple[str, Table, Callable[[OrganQuerySet, str, Span], Any], tuple[str, ...]]
_KINDS: dict[str, _Kind] = {
    "items": ("disclosure.view", tables.ITEMS, figures.items, ("current", "column")),
    "applications": ("applications.view", tables.APPLICATIONS, figures.applications, ()),
    "questions": ("disclosure.questions", tables.QUESTIONS, figures.questions, ()),
    "adoptions": ("disclosure.view", tables.ADOPTIONS, figures.records, ()),
    "channels": ("disclosure.view", tables.CHANNELS, figures.records, ("item__current",)),
}
"""Kind of records → who may read them, their list, how they are found, what comes with them."""


def _shown(request: OfficeRequest, sheet: Sheet, **context: Any) -> HttpResponseBase:
    """The sheet on screen, or as a workbook."""
    if request.method == "POST":
        name = f"{sheet.organ}{sheet.period}{sheet.title}"
        lines = sum(len(part.lines) for part in sheet.parts)
        data = written(sheet, filled_by=request.user.name, on=today.today())
        return workbook(
            data, name, list_=sheet.title, of=sheet.organ, rows=lines, subject=AnnualReport, user=request.user
        )
    address = request.get_full_path()
    return render(request, "annual_reports/sheet.html", {**context, "sheet": sheet, "address": address})


def _seen(request: OfficeRequest) -> OrganQuerySet:
    """The organs whose reports one may see, named. Raises Forbidden where there is none."""
    on = today.today()
    organs = permissions.organs_for(request.user, VIEW, on=on).named(on)
    if not organs.exists():
        raise permissions.Forbidden(VIEW)
    return organs


def _organ(request: OfficeRequest, slug: str, act: str) -> Organ:
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, act, organ, on=on)
    return organ


def _quarter(year: int, number: int) -> Span:
    """404 for a quarter that there is none of, or that has not begun."""
    if number not in range(1, 5) or not FIRST_YEAR <= year <= today.today().year:
        raise Http404
    try:
        return spans.quarter(year, number, today.today())
    except ValueError as error:
        raise Http404 from error


def _year(number: int) -> Span:
    if not FIRST_YEAR <= number <= today.today().year:
        raise Http404
    return spans.year(number, today.today())


def _years() -> list[int]:
    return list(range(today.today().year, FIRST_YEAR - 1, -1))


def _year_form(request: HttpRequest, *, quarters: bool) -> YearForm:
    return YearForm(request.GET, years=_years(), quarters=quarters)


def _quarters_around(organ: Organ, year: int, quarter: int) -> list[tuple[str, str]]:
    """The quarter before and the one after, as far as they have begun."""
    turns = []
    for index in (4 * year + quarter - 2, 4 * year + quarter):
        one, number = index // 4, index % 4 + 1
        on = today.today()
        if one >= FIRST_YEAR and (one, number) <= (on.year, (on.month + 2) // 3):
            label = _("{year}年第{quarter}季度").format(year=one, quarter=number)
            turns.append((label, reverse("annual_reports:self_check", args=[organ.slug, one, number])))
    return turns


def _with(address: str, year: int, quarter: int) -> str:
    return f"{address}?year={year}&quarter={quarter}"


def _reports() -> dict[str, str]:
    return {"title": _("年报"), "url": reverse("annual_reports:list")}
