"""与上年对照: this year's cells beside last year's, and which changes want a word.

A cell is compared where both forms have it: 对外公开总数量 of 2019 is not 现行有效件数 of 2021, and the
rows that only one form has say nothing of the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .formats.form import Cell
from .formats.relations import Number
from .reconciliation.findings import WARNING, Finding
from .report import Report, figure

LARGE_RATE = Decimal("0.3")
LARGE = 10
"""A change wants a word from this part of last year's number on, and by at least so many."""


@dataclass(frozen=True)
class Change:
    """A cell of two years that follow each other."""

    cell: Cell
    now: Number
    before: Number

    @property
    def by(self) -> Number:
        return self.now - self.before

    @property
    def shown(self) -> str:
        """The change with its sign."""
        words = figure(self.by)
        return f"+{words}" if self.by > 0 else words

    @property
    def rate(self) -> str:
        """同比, to a tenth of a per cent; empty on a base of nought."""
        if not self.before:
            return ""
        rate = (Decimal(self.by) * 100 / Decimal(self.before)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{rate:+}%"

    @property
    def large(self) -> bool:
        by = abs(Decimal(self.by))
        return by >= LARGE and by >= abs(Decimal(self.before)) * LARGE_RATE

    @property
    def fingerprint(self) -> str:
        """That of the finding 数据突变 on the cell: a word on the one is a word on the other."""
        return Finding("jump", WARNING, "", "practice", (self.cell.id,), self.now, self.before).fingerprint


def changes(report: Report, previous: Report | None) -> list[Change]:
    """Every cell that both years have a number of, in the order of the form."""
    form = report.form
    if form is None or previous is None or (previous.year or 0) + 1 != report.year:
        return []
    return [
        Change(cell, now, before)
        for id, cell in form.cells.items()
        if (now := report.cells.get(id)) is not None and (before := previous.cells.get(id)) is not None
    ]


def wants_word(change: Change) -> bool:
    """A large change of table two, or of a whole row of the others."""
    return change.large and (change.cell.table.id == "disclosure" or change.cell.column.id == "total")


@dataclass(frozen=True)
class Carried:
    """结转 of a column: what last year carried out and this year carried in."""

    column: str
    out: Number
    into: Number

    @property
    def agrees(self) -> bool:
        return self.out == self.into


def carried(report: Report, previous: Report | None) -> list[Carried]:
    """Each column of table three where both years have the number."""
    known: Mapping[str, Number | None] = previous.cells if previous else {}
    form = report.form
    if form is None or previous is None or (previous.year or 0) + 1 != report.year:
        return []
    columns = form.table("applications").blocks[0].columns
    return [
        Carried(column.label, out, into)
        for column in columns
        if (out := known.get(f"applications.carried_out.{column.id}")) is not None
        if (into := report.cells.get(f"applications.carried_in.{column.id}")) is not None
    ]
