"""逐格核对: the source beside one cell at a time, doubtful cells first; Enter agrees and goes on."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.annual_report import reading
from gongkai.annual_report.parsing.document import Document, Grid, GridCell, Paragraph, Unreadable
from gongkai.annual_report.report import CERTAIN, DOUBTFUL, READ, Place, Report

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs.actions import Refused
from . import actions, editing, versions
from .forms import ReviewForm, renewed
from .models import Version

GRADES = {
    DOUBTFUL: gettext_lazy("存疑"),
    "": gettext_lazy("未读出"),
    READ: gettext_lazy("已读"),
    CERTAIN: gettext_lazy("可信"),
}
_ORDER = {grade: number for number, grade in enumerate(GRADES)}
_AROUND = 8
"""Lines shown before and after one of running text."""
_KEPT = 3600


@dataclass(frozen=True)
class SourceCell:
    """A cell of a source table for the template."""

    text: str
    rowspan: int
    colspan: int
    marked: bool


@dataclass(frozen=True)
class Source:
    """What of the source stands beside the cell: a table, or lines."""

    rows: list[list[SourceCell]]
    lines: list[tuple[str, bool]]
    where: str


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: OfficeRequest, pk: int) -> HttpResponse:
    """One cell beside its source; what is sent unchanged agrees with it."""
    version = get_object_or_404(Version.objects.select_related("report__organ", "source"), pk=pk)
    on = today.today()
    organ = version.report.organ
    versions.require(request.user, "annual_reports.check", version, on=on)
    organ.name = organ.name_on(on)
    cells = _ordered(version.reading)
    form = ReviewForm(request.POST) if request.method == "POST" else None
    chosen = (request.POST if form else request.GET).get("cell", "")
    cell = chosen if chosen in cells else _first(version, cells)
    if form and form.is_valid() and _acted(request, version, form):
        return redirect(f"{reverse('annual_reports:review', args=[pk])}?cell={_beside(cells, cell, 1)}")
    if form is None and cell:
        printed = version.reading.printed(cell)
        form = ReviewForm(initial={"cell": cell, "printed": printed, "value": printed})
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/review.html", _context(version, cells, cell, form), status=status)


def _acted(request: OfficeRequest, version: Version, form: ReviewForm) -> bool:
    data, at = form.cleaned_data, today.now()
    try:
        if data["value"].strip() == data["printed"].strip() and data["cell"] in version.reading.cells:
            actions.check_cell(version, data["cell"], data["printed"], user=request.user, at=at)
        else:
            actions.correct_cell(
                version,
                data["cell"],
                data["value"],
                reason=data["reason"],
                user=request.user,
                at=at,
                seen=data["printed"],
            )
            messages.success(request, _("已更正，须重新复核"))
    except Refused as refused:
        form.add_error(None, str(refused))
        if isinstance(refused, editing.Overtaken):
            renewed(form, "printed", refused.stands)
        return False
    return True


def _context(version: Version, cells: list[str], cell: str, form: ReviewForm | None) -> dict[str, Any]:
    report = version.reading
    form_of = report.form
    checked = {check.cell: check.printed for check in version.checks.all()}
    unchecked = version.unchecked()
    doubtful = [one for one in cells if report.grades.get(one) == DOUBTFUL]
    listed = [
        {
            "cell": one,
            "label": form_of.cells[one].label if form_of else one,
            "printed": report.printed(one),
            "grade": GRADES[report.grades.get(one, "")],
            "checked": one in report.cells and checked.get(one) == report.printed(one),
            "current": one == cell,
        }
        for one in cells
    ]
    return {
        "version": version,
        "organ": version.report.organ,
        "form": form,
        "cell": cell,
        "label": " · ".join(form_of.cells[cell].row.path) if form_of and cell else "",
        "column": " · ".join(form_of.cells[cell].column.path) if form_of and cell else "",
        "grade": GRADES[report.grades.get(cell, "")] if cell else "",
        "reason": report.reasons.get(cell, ""),
        "source": _source(version, report.places.get(cell)),
        "before": _beside(cells, cell, -1),
        "after": _beside(cells, cell, 1),
        "listed": listed,
        "doubtful": len(doubtful),
        "left": len(unchecked),
        "done": len(doubtful) - len(unchecked),
    }


def _ordered(report: Report) -> list[str]:
    """Every cell of the form: the doubtful first, then the unread, the read, the certain."""
    form = report.form
    ids = list(form.cells) if form else []
    return sorted(ids, key=lambda id: _ORDER[report.grades.get(id, "") if id in report.cells else ""])


def _first(version: Version, cells: list[str]) -> str:
    """Where to begin: the first doubtful cell nobody has looked at."""
    return next(iter(version.unchecked()), cells[0] if cells else "")


def _beside(cells: list[str], cell: str, step: int) -> str:
    at = cells.index(cell) + step if cell in cells else 0
    return cells[at % len(cells)] if cells else ""


def _source(version: Version, place: Place | None) -> Source | None:
    """The table or the lines of the source around a place; None where the source has none."""
    document = _document(version)
    if document is None or place is None:
        return None
    for block in document.blocks:
        if isinstance(block, Grid):
            found = next((cell for cell in block.cells if block.at(cell.row, cell) == place), None)
            if found:
                return Source(_rows(block, found), [], str(place))
    return _lines([block for block in document.blocks if isinstance(block, Paragraph)], place)


def _rows(grid: Grid, marked: GridCell) -> list[list[SourceCell]]:
    rows: dict[int, list[SourceCell]] = {}
    for cell in sorted(grid.cells, key=lambda one: (one.row, one.column)):
        shown = SourceCell(cell.text, cell.rowspan, cell.colspan, cell is marked)
        rows.setdefault(cell.row, []).append(shown)
    return [rows.get(number, []) for number in range(max(rows) + 1)]


def _lines(lines: list[Paragraph], place: Place) -> Source | None:
    at = next((number for number, line in enumerate(lines) if line.place == place), None)
    if at is None:
        return None
    shown = lines[max(0, at - _AROUND) : at + _AROUND + 1]
    return Source([], [(line.text, line is lines[at]) for line in shown], str(place))


def _document(version: Version) -> Document | None:
    """The source as its reader saw it, kept for a while: a scan takes long to read again."""
    key = f"source-document-{version.source.sha256}"
    found: Document | None = cache.get(key)
    if found is None:
        with version.source.file.open() as file:
            try:
                found = reading.document(file.read())
            except Unreadable:
                return None
        cache.set(key, found, _KEPT)
    return found
