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
_MOST_LABELS = 120


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
    """A row as flat text has it: its place in the table, its own labels in running keys, its cells."""

    at: int
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
        self.last: _Expected | None = None
        self.begun = False

    def run(self, lines: Sequence[Paragraph]) -> list[Paragraph]:
        for run in _runs(lines):
            if run.numbers:
                self._row(run)
            else:
                self.prose += run.labels
        self._follows(_rows(self.table))
        return self.prose

    def _row(self, run: _Run) -> None:
        tail = _Tail(run.labels)
        row, rest = self._headed(tail) or self._following(tail) or (None, run.labels)
        if self.begun and rest:
            # What stands between two rows may be a heading of something else.
            self._refuse(rest, _("表格中没有这一名称"))
            if row is None:
                self._refuse(run.numbers, _("这些数的前面没有表格中的名称，不能确定是哪一行"))
            else:
                reason = _("“{row}”一行之前有表格中没有的名称，未读").format(row=row.name)
                self._refuse(run.numbers, reason)
                self._follows(row.at)
            if any(labels.key(line.text) in _column_keys(self.table) for line in rest):
                self.under = None
            return
        self.prose += rest
        self.begun = self.begun or row is not None
        if row is None:
            self._refuse(run.numbers, _("这些数的前面没有表格中的名称，不能确定是哪一行"))
            return
        self._follows(row.at)
        if len(run.numbers) != len(row.cells):
            reason = _("“{row}”一行应有{expected}个数，读到{found}个").format(
                row=row.name, expected=len(row.cells), found=len(run.numbers)
            )
            self._refuse(run.numbers, reason)
            return
        self.last = row
        for (id, column), line in zip(row.cells, run.numbers, strict=True):
            self.placed.put(id, column, line.text, self.units.get(column.id), line.place)
            self.placed.in_sequence.add(id)

    def _follows(self, at: int) -> None:
        """Take the row before back unless the row now found is the next one of the form.

        Where lines are lost between two rows, the head of one and the tail of the other may
        have just as many numbers as a row.
        """
        if self.last and at != self.last.at + 1:
            self.placed.take_back(id for id, _column in self.last.cells)
            reason = _("“{row}”一行之后接的不是表格的下一行，可能有缺失，未读").format(row=self.last.name)
            self.placed.refuse(self.last.name, reason, None)
        self.last = None

    def _headed(self, tail: "_Tail") -> tuple[_Expected, list[Paragraph]] | None:
        """The first row of a block: its whole heading stands before it."""
        for heading, block, rows in _headings(self.table):
            for row in rows:
                match = tail.ending(heading, row.stub)
                if match:
                    found, rest = match
                    self.under = block
                    self.units = _units(block, found)
                    return row, rest
        return None

    def _following(self, tail: "_Tail") -> tuple[_Expected, list[Paragraph]] | None:
        """A further row under a heading already seen; the longest labels that fit."""
        if self.under is None:
            return None
        for suffix, start in tail.suffixes:
            row = _by_stub(self.table).get((self.under.id, suffix))
            if row:
                return row, tail.lines[:start]
        return None

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


class _Tail:
    """The last labels of a run, joined: where whole lines begin in them, and what they match."""

    def __init__(self, lines: list[Paragraph]) -> None:
        self.lines = lines
        self.joined = ""
        starts = []
        for at in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_LABELS), -1):
            key = labels.key(lines[at].text)
            if len(self.joined) + len(key) > _LONGEST_LABELS:
                break
            self.joined = key + self.joined
            if key:
                starts.append((len(self.joined), at))
        self.suffixes = [(self.joined[-length:], at) for length, at in reversed(starts)]
        self.lines_at = {len(self.joined) - length: at for length, at in starts}

    def ending(self, heading: str, stub: str) -> tuple[re.Match[str], list[Paragraph]] | None:
        """The longest match of a heading and a row's labels at the end, whole lines only."""
        if not self.joined.endswith(stub):
            return None
        pattern = _compiled(heading, stub)
        for offset in sorted(self.lines_at):
            match = pattern.fullmatch(self.joined, offset)
            if match:
                return match, self.lines[: self.lines_at[offset]]
        return None


@cache
def _compiled(heading: str, stub: str) -> re.Pattern[str]:
    return re.compile(heading + re.escape(stub))


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
        return [_Expected(0, block, "", table.title, cells)]
    rows = [(block, row) for block in table.blocks for row in block.rows]
    return [one for at, (block, row) in enumerate(rows) for one in _spellings(at, table, block, row)]


def _spellings(at: int, table: Table, block: Block, row: Row) -> Iterator[_Expected]:
    cells = tuple((f"{table.id}.{row.id}.{column.id}", column) for column in block.columns)
    path = tuple(labels.key(label) for label in row.path)
    for start in range(len(path)):
        yield _Expected(at, block, "".join(path[start:]), row.label, cells)


@cache
def _by_stub(table: Table) -> dict[tuple[str, str], _Expected]:
    """Block and running labels → the row, where only one is meant."""
    found: dict[tuple[str, str], list[_Expected]] = {}
    for row in _expected(table):
        found.setdefault((row.block.id, row.stub), []).append(row)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1 and key[1]}


def _rows(table: Table) -> int:
    """How many rows flat text has of the table: the place after the last."""
    return _expected(table)[-1].at + 1


@cache
def _column_keys(table: Table) -> frozenset[str]:
    return frozenset(columns.keys(column)[-1] for block in table.blocks for column in block.columns)
