"""统计: a year of applications, by the definitions of the annual report; each cell opens to its cases."""

from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Cell
from gongkai.annual_report.formats.grid import printed
from gongkai.annual_report.rendering import html
from gongkai.annual_report.rendering.layout import FilledTable
from gongkai.law.applications.receipt import CHANNELS, Channel

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Column, Listing, Table, chosen, reads_and_exports
from ..organs import permissions
from ..organs.models import Organ, OrganQuerySet
from . import statistics
from .act_views import register
from .actions import conversion
from .models import RESULTS, Application

FIRST_YEAR = 2019
_TABLE = "applications"
_NEW_FORM = 2021
"""The year from which reports are made on the form of 2021 (国办公开办函〔2021〕30号)."""

BEHIND = Table(
    name=gettext_lazy("统计数所计的申请"),
    columns=(
        Column(gettext_lazy("登记编号"), lambda one: one.number, "number", ("pk",)),
        Column(gettext_lazy("信息名称"), lambda one: one.title, "title", ("title",)),
        Column(gettext_lazy("机关"), lambda one: one.organ_name),
        Column(gettext_lazy("申请人类别"), lambda one: one.get_applicant_kind_display()),
        Column(gettext_lazy("收到日期"), lambda one: one.received_on, "received", ("received_on",)),
        Column(gettext_lazy("办结日期"), lambda one: one.closed_on, "closed", ("closed_on",)),
        Column(gettext_lazy("办理结果"), lambda one: RESULTS.get(one.answer, "")),
    ),
    order=("received_on",),
    filters=("organ", "year", "row", "column"),
)


class YearForm(forms.Form):
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int, required=False)
    organ = forms.ChoiceField(label=gettext_lazy("机关"), required=False)

    def __init__(self, data: Any, organs: Iterable[Organ], last: int) -> None:
        super().__init__(data)
        year, organ = self.fields["year"], self.fields["organ"]
        assert isinstance(year, forms.ChoiceField) and isinstance(organ, forms.ChoiceField)
        year.choices = [(one, _("{year}年").format(year=one)) for one in range(last, FIRST_YEAR - 1, -1)]
        organ.choices = [("", _("全部")), *((one.slug, one.short_name) for one in organs)]


class Links:
    """Each figure but nought leads to the cases it counts."""

    def __init__(self, address: str, cells: statistics.Cells) -> None:
        self.address, self.cells = address, cells

    def classes(self, cell: str) -> str:
        return ""

    def value(self, cell: str, text: str) -> str:
        row, column = cell.removeprefix(f"{_TABLE}.").rsplit(".", 1)
        if not self.cells[f"{row}.{column}"]:
            return escape(text)
        query = urlencode({"row": row, "column": column})
        return f'<a href="{escape(self.address)}&amp;{escape(query)}">{escape(text)}</a>'


@require_safe
def page(request: OfficeRequest) -> HttpResponse:
    """统计 of a year, of an organ or of all that one may see."""
    organs, year, form = _asked(request)
    named = list(organs)
    edition = form_of(year)
    found = statistics.year_of(Organ.objects.filter(pk__in=[one.pk for one in named]), year, edition)
    query = urlencode(
        {name: request.GET[name] for name in ("organ",) if request.GET.get(name)} | {"year": year}
    )
    table = formats.load(edition).table(_TABLE)
    values = {cell: str(found.cells[cell.removeprefix(f"{_TABLE}.")]) for cell in table.cells}
    address = f"{reverse('applications:behind')}?{query}"
    context = {
        "form": form,
        "year": year,
        "found": found,
        "many": len(form.fields["organ"].choices) > 2,  # type: ignore[attr-defined]
        # The writer of the library escapes all it writes, and Links what it adds.
        "table": mark_safe(html.table(FilledTable(printed(table), values), Links(address, found.cells))),
        "figures": _figures(found),
        "channels": [(CHANNELS[Channel(code)], count) for code, count in sorted(found.channels.items())],
        "answers": [(RESULTS[code], count) for code, count in sorted(found.answers.items(), key=_most)],
        "months": list(enumerate(found.by_month, start=1)),
        "one": named[0] if len(named) == 1 else None,
        "breadcrumb": [*register(), {"title": _("统计")}],
    }
    return render(request, "applications/statistics.html", context)


@require_safe
def often(request: OfficeRequest, slug: str) -> HttpResponse:
    """多次申请公开的信息 of an organ: what might be published for everyone (Art. 44)."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, "applications.view", organ, on=on)
    acts = ["applications.handle", "disclosure.draft"]
    context = {
        "organ": organ,
        "often": conversion.often(organ.pk, date(on.year - 1, 1, 1)),
        "since": date(on.year - 1, 1, 1),
        "may_convert": all(permissions.may_each(request.user, acts, organ, on=on).values()),
        "breadcrumb": [*register(), {"title": _("多次申请公开的信息")}],
    }
    return render(request, "applications/often.html", context)


@reads_and_exports
def behind(request: OfficeRequest) -> HttpResponseBase:
    """The cases a cell counts."""
    organs, year, _form = _asked(request)
    named = {one.pk: one for one in organs}
    row, column = request.GET.get("row", "received_new"), request.GET.get("column", "total")
    cell = _cell(form_of(year), f"{_TABLE}.{row}.{column}")
    if cell is None:
        raise Http404
    found = statistics.of_row(statistics.counted(Organ.objects.filter(pk__in=list(named))), row, year)
    if column != "total":
        found = found.filter(applicant_kind=column)

    def complete(batch: list[Application]) -> None:
        for one in batch:
            one.organ_name = named[one.organ_id].short_name

    listing = Listing(BEHIND, request, found, complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    kept = urlencode({name: request.GET[name] for name in ("year", "organ") if request.GET.get(name)})
    statistics_of = {"title": _("统计"), "url": f"{reverse('applications:statistics')}?{kept}"}
    breadcrumb = [*register(), statistics_of, {"title": _("统计数所计的申请")}]
    context = {"list": listing, "label": cell.label, "year": year, "breadcrumb": breadcrumb}
    return render(request, "applications/behind.html", context)


def _cell(edition: str, id: str) -> Cell | None:
    """A cell of the form, plain or as one of its variants prints it."""
    plain = formats.load(edition)
    forms = (plain, *(formats.load(edition, variant) for variant in plain.variants))
    return next((form.cells[id] for form in forms if id in form.cells), None)


def form_of(year: int) -> str:
    """The edition of the form that a year is reported on."""
    return "2021" if year >= _NEW_FORM else "2019"


def _asked(request: OfficeRequest) -> tuple[OrganQuerySet, int, YearForm]:
    """The organs and the year a page is about; a value that is none of the choices narrows nothing."""
    on = today.today()
    organs = permissions.organs_for(request.user, "applications.view", on=on).named(on)
    form = YearForm(request.GET, organs, on.year)
    if not form.fields["organ"].choices[1:]:  # type: ignore[attr-defined]
        raise permissions.Forbidden("applications.view")
    narrow = chosen(form)
    if slug := narrow.get("organ"):
        organs = organs.filter(slug=slug)
    return organs, narrow.get("year") or on.year, form


def _figures(found: statistics.Year) -> list[tuple[str, Any, str]]:
    """Label, figure, unit."""
    cells = found.cells
    used = "" if found.used is None else f"{found.used:.1f}"
    return [
        (_("本年新收"), cells["received_new.total"], _("件")),
        (_("上年结转"), cells["carried_in.total"], _("件")),
        (_("办结"), cells["handled_total.total"], _("件")),
        (_("结转下年"), cells["carried_out.total"], _("件")),
        (_("平均用时"), used or _("无"), _("工作日") if used else ""),
        (_("延长期限"), found.extended, _("件")),
        (_("逾期答复"), found.late, _("件")),
    ]


def _most(pair: tuple[str, int]) -> int:
    return -pair[1]
