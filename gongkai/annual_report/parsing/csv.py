"""Our own CSV: one line per cell, as ``rendering.csv`` writes it; also as a spreadsheet saves it again."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from io import StringIO

from gongkai.translation import _

from .. import formats
from ..formats.relations import Number
from ..report import NOTE, Report
from . import values
from .decoding import decoded
from .document import Unreadable

_COLUMNS = 10
_ORGAN, _YEAR, _FORMAT, _VARIANT, _CELL, _VALUE, _MARK = 0, 1, 2, 3, 4, 8, 9
_UNREAD = "未读出"
_MOST_LINES = 2000
_FORMULA = ("'=", "'+", "'-", "'@")


def read(data: bytes) -> Report:
    """The report the lines tell of. Raises Unreadable for lines that contradict each other or the form."""
    try:
        lines = list(csv.reader(StringIO(decoded(data)), strict=True))[1 : _MOST_LINES + 1]
        lines = [line for line in lines if any(line)]
        if not lines:
            raise ValueError("no lines")
        return _report(lines)
    except (ValueError, LookupError, csv.Error, InvalidOperation) as error:
        raise Unreadable(_("这个CSV文件不是年度报告，或内容不合约定")) from error


def _report(lines: Sequence[Sequence[str]]) -> Report:
    first = [_text(field) for field in lines[0]]
    form = formats.load(first[_FORMAT], first[_VARIANT] or None)
    cells: dict[str, Number | None] = {}
    marks: dict[str, str] = {}
    seen: set[str] = set()
    for line in lines:
        fields = [_text(field) for field in line]
        if len(fields) != _COLUMNS or fields[:_CELL] != first[:_CELL] or fields[_CELL] in seen:
            raise ValueError("lines of two reports, or a cell twice")
        seen.add(fields[_CELL])
        _put(fields, form.cells[fields[_CELL]].column.whole, cells, marks)
    report = Report(
        organ=first[_ORGAN] or None,
        year=int(first[_YEAR]) if first[_YEAR] else None,
        format=form.id,
        variant=form.variant,
        cells={id: cells[id] for id in form.cells if id in cells},
        marks=marks,
    )
    _refuse_contradiction(report, marks)
    # What a person sees in the file must make a report that ``from_dict`` would take, too.
    return replace(Report.from_dict(report.as_dict()), cells=report.cells)


def _put(fields: Sequence[str], whole: bool, cells: dict[str, Number | None], marks: dict[str, str]) -> None:
    id, value, mark = fields[_CELL], fields[_VALUE], fields[_MARK]
    if mark == _UNREAD:
        return
    number = Decimal(value) if value else None
    if number is not None and not number.is_finite():
        raise ValueError(value)
    cells[id] = (
        int(number) if whole and number is not None and number == number.to_integral_value() else number
    )
    if mark:
        marks[id] = mark
    elif number is None:
        marks[id] = "blank"


def _text(field: str) -> str:
    """A field without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return field[1:] if field.startswith(_FORMULA) else field


def _refuse_contradiction(report: Report, marks: Mapping[str, str]) -> None:
    form = report.form
    for id, mark in marks.items():
        if mark.startswith(NOTE) and form:
            printed = values.read(mark.removeprefix(NOTE), form.cells[id].column)
            if printed.number != report.cells[id]:
                raise ValueError(f"{id}: {mark}")
