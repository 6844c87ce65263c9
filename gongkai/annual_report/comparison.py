"""对照: two reports side by side, cell by cell and section by section."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .report import Report


@dataclass(frozen=True)
class CellChange:
    """A cell that differs; ``old`` and ``new`` are as printed, None where the form lacks it."""

    cell: str
    table: str
    row: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class SectionChange:
    """A section that differs; None where a report lacks it."""

    no: int
    title: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Comparison:
    """What differs between an old and a new report."""

    cells: tuple[CellChange, ...]
    sections: tuple[SectionChange, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.sections)

    def as_dict(self) -> dict[str, Any]:
        """The object of ``gongkai report compare --json``."""
        return {
            "cells": [vars(change) for change in self.cells],
            "sections": [vars(change) for change in self.sections],
        }


def compare(old: Report, new: Report) -> Comparison:
    """The differences from ``old`` to ``new``, in the order of the new form, then the old."""
    return Comparison(tuple(_cells(old, new)), tuple(_sections(old, new)))


def _cells(old: Report, new: Report) -> list[CellChange]:
    forms = [report.form for report in (new, old)]
    every = {id: cell for form in forms if form for id, cell in form.cells.items()}
    if forms[0]:
        every = {**forms[0].cells, **{id: c for id, c in every.items() if id not in forms[0].cells}}
    changes = []
    for id, cell in every.items():
        before, after = (_shown(report, id) for report in (old, new))
        if before != after:
            row = " / ".join(cell.row.path)
            changes.append(CellChange(id, cell.table.title, row, cell.column.label, before, after))
    return changes


def _shown(report: Report, id: str) -> str | None:
    form = report.form
    return report.printed(id) if form and id in form.cells else None


def _sections(old: Report, new: Report) -> list[SectionChange]:
    changes = []
    before, after = (_by_no(report) for report in (old, new))
    for no in sorted({*before, *after}):
        if before.get(no) != after.get(no):
            title = (after.get(no) or before[no])[0]
            changes.append(
                SectionChange(no, title, *(texts.get(no, (None, None))[1] for texts in (before, after)))
            )
    return changes


def _by_no(report: Report) -> Mapping[int, tuple[str, str]]:
    return {section.no: (section.title, section.text) for section in report.sections}
