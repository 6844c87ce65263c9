"""汇总: the tables of several reports added up, cell by cell.

One form only. Where some print a row split and others whole, the split rows are added into the
whole row. A cell that one report lacks is not made up: it is left out, and named.
"""

from collections.abc import Iterable, Sequence

from gongkai.translation import _

from .formats import load
from .formats.form import Format
from .formats.relations import Number
from .report import BLANK, NOT_APPLICABLE, NOTE, Report, Unread, figure


class DifferentForms(ValueError):
    """Reports of different formats, or without one, cannot be added up."""


def total(reports: Sequence[Report]) -> Report:
    """The sum of ``reports``. Raises DifferentForms for more than one format, or none."""
    ids = {report.format for report in reports}
    if len(ids) != 1 or None in ids:
        raise DifferentForms(", ".join(sorted(str(id) for id in ids)))
    form = _common_form(reports)
    cells: dict[str, Number | None] = {}
    marks: dict[str, str] = {}
    unread = []
    for id, cell in form.cells.items():
        added = _Sum(value_of(report, form, id) for report in reports)
        if added.missing:
            reason = _("有{count}份报告没有读出这一格，未作合计").format(count=added.missing)
            unread.append(Unread(cell.label, reason))
            continue
        cells[id] = added.number
        if added.mark:
            marks[id] = added.mark
    years = {report.year for report in reports}
    return Report(
        organ=_("{count}个机关合计").format(count=len(reports)),
        year=years.pop() if len(years) == 1 else None,
        format=form.id,
        variant=form.variant,
        cells=cells,
        marks=marks,
        unread=tuple(unread),
    )


def _common_form(reports: Iterable[Report]) -> Format:
    """The variant all share; where they differ, the one with the whole rows."""
    forms = {report.form for report in reports}
    found = min((form for form in forms if form), key=lambda form: len(form.cells))
    return found if len(forms) == 1 else whole(found)


def whole(form: Format) -> Format:
    """Among the variants of a format, the one that splits no row the others print whole."""
    variants = [load(form.id, variant) for variant in (None, *form.variants)]
    return min(variants, key=lambda variant: len(variant.cells))


class _Sum:
    """Numbers added up; what is no number is counted, not taken for 0."""

    def __init__(self, values: Iterable[tuple[Number | None, str] | None]) -> None:
        found = list(values)
        self.missing = sum(value is None for value in found)
        known = [value for value in found if value is not None]
        numbers = [number for number, _mark in known if number is not None]
        self.number: Number | None = sum(numbers) if numbers else None
        self.mark = self._mark(known, numbers)

    def _mark(self, known: Sequence[tuple[Number | None, str]], numbers: Sequence[Number]) -> str:
        if self.number is None:
            marks = {mark for _number, mark in known}
            return NOT_APPLICABLE if marks == {NOT_APPLICABLE} else BLANK
        without = len(known) - len(numbers)
        if without:
            remark = _("（{count}份未填）").format(count=without)
            return f"{NOTE}{figure(self.number)}{remark}"
        return ""


def value_of(report: Report, form: Format, id: str) -> tuple[Number | None, str] | None:
    """A report's number and mark for a cell of the common form, its split rows added together."""
    if id in report.cells:
        return report.cells[id], report.marks.get(id, "")
    row, _dot, column = id.rpartition(".")
    parts = [f"{part}.{column}" for part in form.parts.get(row, ())]
    if not parts or any(part not in report.cells for part in parts):
        return None
    added = _Sum((report.cells[part], report.marks.get(part, "")) for part in parts)
    return added.number, added.mark
