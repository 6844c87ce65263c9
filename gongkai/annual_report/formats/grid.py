"""The printed grid of a table 表格: which label or number stands where, merged how.

Drawn once from the form's paths; every writer prints it, and the reader of flat text compares
the order of its labels with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from .form import Block, Column, Row, Table

Kind = Literal["caption", "corner", "head", "stub", "value"]


@dataclass(frozen=True)
class PrintedCell:
    """A cell of the printed table; ``cell`` is set where a number belongs (``kind`` value).

    ``labels`` holds the coordinates of the label cells that speak for it (its headers).
    """

    row: int
    column: int
    text: str
    kind: Kind
    rowspan: int = 1
    colspan: int = 1
    cell: str | None = None
    labels: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class PrintedBlock:
    """A block as printed: its head rows, then its body rows."""

    block: Block
    head: tuple[tuple[PrintedCell, ...], ...]
    body: tuple[tuple[PrintedCell, ...], ...]


@dataclass(frozen=True)
class Printed:
    """A table as printed, ``width`` grid columns wide."""

    table: Table
    width: int
    blocks: tuple[PrintedBlock, ...]

    @property
    def rows(self) -> Iterator[tuple[PrintedCell, ...]]:
        for block in self.blocks:
            yield from block.head
            yield from block.body

    @property
    def height(self) -> int:
        return sum(len(b.head) + len(b.body) for b in self.blocks)


@cache
def printed(table: Table) -> Printed:
    """Lay ``table`` out as the form prints it."""
    blocks, top = [], 0
    for block in table.blocks:
        drawn = _Drawing(table, block, top).drawn()
        blocks.append(drawn)
        top += len(drawn.head) + len(drawn.body)
    return Printed(table, table.grid_columns, tuple(blocks))


@dataclass(frozen=True)
class _Label:
    """A label cell: it starts at line ``at`` and level ``level``, and runs ``along`` and ``across``."""

    at: int
    level: int
    along: int
    across: int
    text: str


def _labels(paths: Sequence[tuple[str, ...]], depth: int) -> list[_Label]:
    """Merged label cells of lines with these paths; equal beginnings share a cell."""
    found = []
    for at, path in enumerate(paths):
        for level, text in enumerate(path):
            shared = path[: level + 1]
            if at and paths[at - 1][: level + 1] == shared:
                continue
            along = 1
            while at + along < len(paths) and paths[at + along][: level + 1] == shared:
                along += 1
            across = depth - level if level == len(path) - 1 else 1
            found.append(_Label(at, level, along, across, text))
    return found


class _Drawing:
    """Draws one block of a table from grid row ``top`` on."""

    def __init__(self, table: Table, block: Block, top: int) -> None:
        self.table, self.block, self.top = table, block, top
        self.lines: list[tuple[tuple[Row, ...], Column, tuple[str, ...]]] = (
            [((row,), column, row.path + column.path) for row in block.rows for column in block.columns]
            if table.side_by_side
            else [(block.rows, column, column.path) for column in block.columns]
        )
        self.stub = 0 if table.side_by_side else table.stub_columns
        self.depth = max(len(path) for _, _, path in self.lines)
        self.head_top = top + (1 if block.caption else 0)
        self.body_top = self.head_top + self.depth

    def drawn(self) -> PrintedBlock:
        head = self._head()
        body = self._body(head)
        return PrintedBlock(self.block, _by_row(head), _by_row(body))

    def _width(self, at: int) -> int:
        """Grid columns of the value column ``at``: the last one takes what is left of the width."""
        last = at == len(self.lines) - 1
        return self.table.grid_columns - self.stub - at if last else 1

    def _head(self) -> list[PrintedCell]:
        cells = []
        if self.block.caption:
            cells.append(
                PrintedCell(self.top, 0, self.block.caption, "caption", colspan=self.table.grid_columns)
            )
        if self.stub:
            cells.append(PrintedCell(self.head_top, 0, self.table.corner, "corner", self.depth, self.stub))
        for label in _labels([path for _, _, path in self.lines], self.depth):
            width = sum(self._width(label.at + i) for i in range(label.along))
            cells.append(
                PrintedCell(
                    self.head_top + label.level,
                    self.stub + label.at,
                    label.text,
                    "head",
                    label.across,
                    width,
                )
            )
        return cells

    def _body(self, head: Sequence[PrintedCell]) -> list[PrintedCell]:
        rows = (None,) if self.table.side_by_side else self.block.rows
        stubs = (
            []
            if self.table.side_by_side
            else [
                PrintedCell(
                    self.body_top + label.at, label.level, label.text, "stub", label.along, label.across
                )
                for label in _labels([row.path for row in self.block.rows], self.stub)
            ]
        )
        cells = list(stubs)
        for down, row in enumerate(rows):
            at_row = self.body_top + down
            beside = [s for s in stubs if s.row <= at_row < s.row + s.rowspan]
            for at, (line_rows, column, _) in enumerate(self.lines):
                at_column = self.stub + at
                above = [
                    h for h in head if h.kind != "corner" and h.column <= at_column < h.column + h.colspan
                ]
                cells.append(
                    PrintedCell(
                        at_row,
                        at_column,
                        "",
                        "value",
                        colspan=self._width(at),
                        cell=f"{self.table.id}.{(row or line_rows[0]).id}.{column.id}",
                        labels=tuple((c.row, c.column) for c in (*above, *beside)),
                    )
                )
        return cells


def _by_row(cells: Sequence[PrintedCell]) -> tuple[tuple[PrintedCell, ...], ...]:
    rows: dict[int, list[PrintedCell]] = {}
    for cell in sorted(cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell)
    return tuple(tuple(row) for row in rows.values())
