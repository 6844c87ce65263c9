"""Numbers of a table copied as flat text, one cell a line, placed by the run of labels.

The form says which labels follow each other. A heading must be there whole before its rows
are believed; a row must have its own label and exactly as many numbers as the form has
columns. Anything else goes to ``unread``: a number too few or too many would shift the rest.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from gongkai.translation import _

from ..formats.form import Block, Column, Row, Table
from ..formats.grid import PrintedBlock, printed
from . import columns, labels, values
from .document import Paragraph
from .placed import Placed

_LONGEST_LABELS = 400


def place(lines: Sequence[Paragraph], table: Table, placed: Placed) -> list[Paragraph]:
    """Put the numbers of ``table`` into ``placed``; return the lines that are prose."""
    return _Reading(table, placed).run(lines)


@dataclass
class _Run:
    """Labels, and the numbers that follow them."""

    labels: list[Paragraph]
    numbers: list[Paragraph]


@dataclass(frozen=True)
class _Expected:
    """A row as flat text has it: its own labels in running keys, and its cells in order."""

    block: Block
    stub: str
    name: str
    cells: tuple[tuple[str, Column], ...]


class _Reading:
    def __init__(self, table: Table, placed: Placed) -> None:
        self.table, self.placed = table, placed
        self.under: Block | None = None
        self.units: dict[str, str | None] = {}
        self.prose: list[Paragraph] = []
        self.begun = False

    def run(self, lines: Sequence[Paragraph]) -> list[Paragraph]:
        for run in _runs(lines):
            if run.numbers:
                self._row(run)
            else:
                self.prose += run.labels
        return self.prose

    def _row(self, run: _Run) -> None:
        row, rest = self._headed(run.labels) or self._following(run.labels) or (None, run.labels)
        if self.begun and rest:
            self._refuse(rest, _("表格中没有这一名称"))
        else:
            self.prose += rest
        self.begun = self.begun or row is not None
        if row is None:
            self._refuse(run.numbers, _("这些数的前面没有表格中的名称，不能确定是哪一行"))
        elif len(run.numbers) != len(row.cells):
            reason = _("“{row}”一行应有{expected}个数，读到{found}个").format(
                row=row.name, expected=len(row.cells), found=len(run.numbers)
            )
            self._refuse(run.numbers, reason)
        else:
            for (id, column), line in zip(row.cells, run.numbers, strict=True):
                self.placed.put(id, column, line.text, self.units.get(column.id), line.place)

    def _headed(self, lines: list[Paragraph]) -> tuple[_Expected, list[Paragraph]] | None:
        """The first row of a block: its whole heading stands before it."""
        for heading, block, rows in _headings(self.table):
            for row in rows:
                match = _ending(heading + re.escape(row.stub), lines)
                if match:
                    found, rest = match
                    self.under = block
                    self.units = _units(block, found)
                    return row, rest
        return None

    def _following(self, lines: list[Paragraph]) -> tuple[_Expected, list[Paragraph]] | None:
        """A further row under a heading already seen."""
        if self.under is None:
            return None
        matches = []
        for row in _expected(self.table):
            match = row.block is self.under and row.stub and _ending(re.escape(row.stub), lines)
            if match:
                matches.append((len(row.stub), row, match[1]))
        longest = max((length for length, *_rest in matches), default=0)
        best = [(row, rest) for length, row, rest in matches if length == longest]
        return best[0] if len({row.name for row, _rest in best}) == 1 else None

    def _refuse(self, lines: Sequence[Paragraph], reason: str) -> None:
        self.placed.refuse("\n".join(line.text for line in lines), reason, lines[0].place)


def _runs(lines: Sequence[Paragraph]) -> Iterator[_Run]:
    run = _Run([], [])
    for line in lines:
        if values.is_value(line.text):
            run.numbers.append(line)
        elif run.numbers:
            yield run
            run = _Run([line], [])
        else:
            run.labels.append(line)
    yield run


def _ending(pattern: str, lines: list[Paragraph]) -> tuple[re.Match[str], list[Paragraph]] | None:
    """The longest match of ``pattern`` with whole lines at the end, and the lines before it."""
    joined, best = "", None
    for start in range(len(lines) - 1, -1, -1):
        joined = labels.key(lines[start].text) + joined
        if len(joined) > _LONGEST_LABELS:
            break
        match = re.fullmatch(pattern, joined)
        if match:
            best = match, lines[:start]
    return best


def _units(block: Block, found: re.Match[str]) -> dict[str, str | None]:
    """The unit a heading adds to an amount, unless the form prints it there anyway."""
    units = {}
    for column in block.columns:
        if column.unit is not None:
            unit = found.groupdict().get(f"unit_{column.id}")
            units[column.id] = None if columns.prints_unit(column) and unit == column.unit else unit
    return units


@cache
def _headings(table: Table) -> list[tuple[str, Block, list[_Expected]]]:
    """For each block the pattern of its heading and the rows that may stand first below it."""
    found = []
    for drawn in printed(table).blocks:
        rows = [row for row in _expected(table) if row.block is drawn.block]
        found.append((_heading(drawn), drawn.block, rows))
    return found


def _heading(drawn: PrintedBlock) -> str:
    """Running keys of a heading; caption and corner may be missing, column labels may not."""
    leaves = {column.label: column for column in drawn.block.columns}
    pattern = ""
    for cell in (cell for row in drawn.head for cell in row):
        if cell.kind in ("caption", "corner"):
            pattern += f"(?:{re.escape(labels.key(cell.text))})?"
        elif cell.text in leaves and leaves[cell.text].unit:
            pattern += columns.pattern(leaves[cell.text])
        else:
            pattern += re.escape(labels.key(cell.text))
    return pattern


@cache
def _expected(table: Table) -> list[_Expected]:
    """Every row with every run of labels that may precede its numbers: groups may be left out."""
    if table.side_by_side:
        block = table.blocks[0]
        cells = tuple((id, cell.column) for id, cell in table.cells.items())
        return [_Expected(block, "", table.title, cells)]
    return [
        expected for block in table.blocks for row in block.rows for expected in _spellings(table, block, row)
    ]


def _spellings(table: Table, block: Block, row: Row) -> Iterator[_Expected]:
    cells = tuple((f"{table.id}.{row.id}.{column.id}", column) for column in block.columns)
    path = tuple(labels.key(label) for label in row.path)
    for start in range(len(path)):
        yield _Expected(block, "".join(path[start:]), row.label, cells)
