"""数量登记: a year as one table of fields, from a workbook or typed; changes are shown before and after."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import workbook
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import counts, year_figures
from .forms import YearFiguresForm
from .record_models import Count, YearFigure
from .views import organ_of

_NAME = "{section}|{kind}|{month}"


@dataclass(frozen=True)
class _Cell:
    name: str
    month: int
    text: str
    """As typed, or as held."""
    error: str
    was: Decimal | None
    """What stands in the register, where the field says otherwise."""


@require_http_methods(["GET", "HEAD", "POST"])
def counts_page(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """The year's register; a POST saves it, or puts the numbers of a workbook into its fields."""
    writes = request.method == "POST"
    organ = organ_of(request, slug, "disclosure.draft" if writes else "disclosure.view")
    held = counts.held(organ, year)
    texts = {_name(key): str(value) for key, value in held.items()}
    sections = _sections(held, request.POST.get("section", "") if writes else "")
    errors: dict[str, str] = {}
    refused = ""
    if writes and "file" in request.FILES:
        try:
            found = counts.read(request.FILES["file"].read())  # type: ignore[union-attr]
        except Refused as problem:
            refused = str(problem)
        else:
            sections = _sections({**held, **found}, "")
            texts = {_name(key): str(value) for key, value in found.items()}
    elif writes:
        sections = sorted({*sections, *request.POST.getlist("sections")})
        numbers, texts, errors = _typed(request.POST)
        if not errors and "add" not in request.POST:
            try:
                changed = counts.save(organ, year, numbers, user=request.user, at=today.now())
            except Refused as problem:
                refused = str(problem)
            else:
                messages.success(request, _("已保存，改动{count}处").format(count=len(changed)))
                return redirect("disclosure:counts", slug, year)
    # The register as a cell of a report counts it: these kinds alone, to read and not to save.
    kinds = [kind for kind in Count.Kind if kind in request.GET.getlist("kind")] if not writes else []
    if kinds:
        sections = sorted({section for section, kind, _month in held if kind in kinds}) or sections[:1]
    context = {
        **_table(organ, year, sections, texts, errors, held, kinds or list(Count.Kind)),
        "kinds": kinds,
        "refused": refused or (_("有{count}处不是可以登记的数").format(count=len(errors)) if errors else ""),
        "may": not kinds and permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
        "unsaved": writes,
    }
    return render(request, "disclosure/counts.html", context, status=422 if refused or errors else 200)


@require_POST
def counts_file(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """The year's register as a workbook: a template where it is empty."""
    organ = organ_of(request, slug, "disclosure.view")
    held = counts.held(organ, year)
    data = counts.workbook(year, _sections(held, ""), held)
    name = _("{name}{year}年数量登记").format(name=organ.name, year=year)
    list_ = _("{year}年数量登记").format(year=year)
    return workbook(data, name, list_=list_, of=organ.name, rows=len(held), subject=Count, user=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def year_figures_page(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """年度数: numbers of items and of rules of a year, last year's beside them."""
    writes = request.method == "POST"
    organ = organ_of(request, slug, "disclosure.draft" if writes else "disclosure.view")
    known = year_figures.held(organ, year - 1, year)
    now = {kind: known.get((year, kind)) for kind in YearFigure.Kind.values}
    form = YearFiguresForm(request.POST if writes else None, initial=now)
    if writes and form.is_valid():
        try:
            changed = year_figures.save(organ, year, form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存，改动{count}处").format(count=len(changed)))
            return redirect("disclosure:year_figures", slug, year)
    context = {
        "organ": organ,
        "year": year,
        "form": form,
        "rows": [(kind.label, known.get((year - 1, kind)), now[kind]) for kind in YearFigure.Kind],
        "may": permissions.may(request.user, "disclosure.draft", organ, on=today.today()),
    }
    return render(request, "disclosure/year_figures.html", context, status=422 if writes else 200)


def _sections(numbers: counts.Numbers, more: str) -> list[str]:
    found = {section for section, _kind, _month in numbers}
    if name := more.strip().replace("|", "")[:40]:
        found.add(name)
    return sorted(found) or [_("全机关")]


def _name(key: counts.Key) -> str:
    section, kind, month = key
    return _NAME.format(section=section, kind=kind, month=month)


def _typed(data: QueryDict) -> tuple[dict[counts.Key, Decimal], dict[str, str], dict[str, str]]:
    """Numbers, texts as typed, and what is wrong with which field."""
    numbers: dict[counts.Key, Decimal] = {}
    texts: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name, text in data.items():
        section, _bar, rest = name.rpartition("|")[0].rpartition("|")
        month = name.rpartition("|")[2]
        if not section or rest not in Count.Kind.values or month not in map(str, counts.MONTHS):
            continue
        texts[name] = str(text)
        try:
            value = counts.number(str(text), rest)
        except Refused as refused:
            errors[name] = str(refused)
        else:
            if value is not None:
                numbers[section[:40], rest, int(month)] = value
    return numbers, texts, errors


def _table(
    organ: Organ,
    year: int,
    sections: list[str],
    texts: dict[str, str],
    errors: dict[str, str],
    held: counts.Numbers,
    kinds: list[Count.Kind],
) -> dict[str, Any]:
    def cell(key: counts.Key) -> _Cell:
        name = _name(key)
        text, was = texts.get(name, ""), held.get(key)
        same = text == ("" if was is None else str(was))
        return _Cell(name, key[2], text, errors.get(name, ""), None if same else was)

    rows = [
        (
            section,
            [(kind, [cell((section, kind.value, month)) for month in counts.MONTHS]) for kind in kinds],
        )
        for section in sections
    ]
    totals = counts.totals(organ, year)
    return {
        "organ": organ,
        "year": year,
        "years": range(today.today().year, max(2007, today.today().year - 8), -1),
        "months": list(counts.MONTHS),
        "rows": rows,
        "sections": sections,
        "totals": [(kind.label, totals[kind.value]) for kind in kinds if kind.value in totals],
    }
