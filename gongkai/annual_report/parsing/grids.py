"""Numbers of a table placed by its labels: the row by the labels at its left, the column by
the labels above it. Position alone never decides; what the labels do not settle is left out.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from gongkai.translation import _

from ..formats.form import Block, Column, Format, Row, Table
from ..report import UNREAD, Place
from . import columns, labels, values
from .document import Grid, GridCell
from .placed import Placed

Path = tuple[str, ...]


def place(grid: Grid, placed: Placed) -> bool:
    """Put what ``grid`` holds of the form's cells into ``placed``; False if it held nothing of it."""
    before = len(placed.cells) + len(placed.unread)
    _Reading(grid, placed).run()
    return len(placed.cells) + len(placed.unread) > before


def vocabulary(grid: Grid) -> set[str]:
    """The keys of all its texts: by these the edition of the form is told."""
    return {labels.amount(cell.text)[0] for cell in grid.cells} | {
        labels.key(cell.text) for cell in grid.cells
    }


class _Reading:
    """One walk down a grid, holding for every grid column the labels above."""

    def __init__(self, grid: Grid, placed: Placed) -> None:
        self.grid, self.placed = grid, placed
        self.rows = _stubs(placed.form)
        self.beside = [t for t in placed.form.tables if t.side_by_side]
        self.above: dict[int, list[GridCell]] = {}
        self.in_body = False

    def run(self) -> None:
        for number, cells in enumerate(self.grid.rows()):
            self._row(number, cells)

    def _row(self, number: int, cells: Sequence[GridCell]) -> None:
        stub = self._stub(cells)
        if stub:
            table, block, row, width = stub
            self._read(number, cells[width:], table, block, row)
        elif self._is_numbers(cells) and self._heads_side_by_side(cells):
            self._read_side_by_side(number, cells)
        elif any(_is_figure(cell.text) for cell in cells if cell.row == number):
            self._refuse(number, cells)
        else:
            self._label(number, cells)

    def _label(self, number: int, cells: Sequence[GridCell]) -> None:
        """A row of labels: below numbers it opens a new heading, else it adds to the one begun."""
        if self.in_body:
            self.above, self.in_body = {}, False
        for cell in cells:
            if cell.row == number and labels.key(cell.text):
                for column in range(cell.column, cell.column + cell.colspan):
                    self.above.setdefault(column, []).append(cell)

    def _stub(self, cells: Sequence[GridCell]) -> tuple[Table, Block, Row, int] | None:
        """The form's row that the labels at the left name, and how many cells they take."""
        taken: list[str] = []
        found = None
        for width, cell in enumerate(cells, start=1):
            if _is_figure(cell.text) or width > 4:
                break
            if labels.key(cell.text):
                taken.append(labels.key(cell.text))
                if tuple(taken) in self.rows:
                    found = (*self.rows[tuple(taken)], width)
        return found

    def _read(self, number: int, cells: Sequence[GridCell], table: Table, block: Block, row: Row) -> None:
        self.in_body = True
        named: dict[str, list[tuple[GridCell, Column, str | None]]] = {}
        for cell in cells:
            column = self._column(cell, block)
            if column:
                named.setdefault(column[0].id, []).append((cell, *column))
            elif labels.key(cell.text) or _is_figure(cell.text):
                reason = _("“{row}”一行的这一格，表头不能确定是哪一列").format(row=row.label)
                self.placed.refuse(cell.text, reason, self._place(number, cell))
        for found in named.values():
            self._put(number, found, f"{table.id}.{row.id}", row)

    def _put(
        self, number: int, found: list[tuple[GridCell, Column, str | None]], row_id: str, row: Row
    ) -> None:
        if len(found) > 1:
            text = " ".join(cell.text for cell, *_rest in found)
            reason = _("“{row}”一行有两格都在“{column}”之下").format(row=row.label, column=found[0][1].label)
            self.placed.refuse(text, reason, self._place(number, found[0][0]))
            return
        cell, column, unit = found[0]
        if cell.text != UNREAD:
            self.placed.put(f"{row_id}.{column.id}", column, cell.text, unit, self._place(number, cell))

    def _column(self, cell: GridCell, block: Block) -> tuple[Column, str | None] | None:
        """The column above ``cell``; a cell over several grid columns must have one heading."""
        found = set()
        for column in range(cell.column, cell.column + cell.colspan):
            path = tuple(head.text for head in self.above.get(column, ()))
            found.add(columns.named(block, path) if path else None)
        return found.pop() if len(found) == 1 else None

    def _is_numbers(self, cells: Sequence[GridCell]) -> bool:
        """True for a row of numbers without a label; texts may stand among the numbers."""
        own = [cell for cell in cells if cell.colspan == 1]
        return len(own) > len(cells) // 2 and not any(
            labels.key(cell.text) in _heading_keys(table) for table in self.beside for cell in cells
        )

    def _heads_side_by_side(self, cells: Sequence[GridCell]) -> bool:
        """True where at least one cell stands under a heading of a table printed in one row."""
        return any(self._side_by_side(cell) for cell in cells)

    def _side_by_side(self, cell: GridCell) -> tuple[Table, Row, Column] | None:
        path = tuple(labels.key(head.text) for head in self.above.get(cell.column, ()))
        for table in self.beside:
            for row, column, keys in _headings(table):
                if path[-len(keys) :] == keys:
                    return table, row, column
        return None

    def _read_side_by_side(self, number: int, cells: Sequence[GridCell]) -> None:
        self.in_body = True
        named: dict[str, list[tuple[GridCell, Column, str | None]]] = {}
        rows: dict[str, tuple[str, Row]] = {}
        for cell in cells:
            found = self._side_by_side(cell)
            if found:
                table, row, column = found
                named.setdefault(f"{row.id}.{column.id}", []).append((cell, column, None))
                rows[f"{row.id}.{column.id}"] = (f"{table.id}.{row.id}", row)
            elif labels.key(cell.text) or _is_figure(cell.text):
                self.placed.refuse(cell.text, _("表头不能确定是哪一列"), self._place(number, cell))
        for id, found_cells in named.items():
            self._put(number, found_cells, *rows[id])

    def _refuse(self, number: int, cells: Sequence[GridCell]) -> None:
        """A row with numbers that the form does not have."""
        self.in_body = True
        text = " ".join(cell.text for cell in cells if cell.text)
        self.placed.refuse(text, _("表格中没有这一行的名称"), self._place(number))

    def _place(self, number: int, cell: GridCell | None = None) -> Place:
        return Place(table=self.grid.number, row=number + 1, column=cell.column + 1 if cell else None)


def _is_figure(text: str) -> bool:
    return values.is_value(text) or text == UNREAD


@cache
def _stubs(form: Format) -> dict[Path, tuple[Table, Block, Row]]:
    """Label keys at the left of a row → the row; the groups above the innermost may be missing
    (a page cut them off) as long as one row is meant.
    """
    found: dict[Path, list[tuple[Table, Block, Row]]] = {}
    for table in form.tables:
        for block in () if table.side_by_side else table.blocks:
            for row in block.rows:
                for tail in _tails(tuple(labels.key(label) for label in row.path)):
                    found.setdefault(tail, []).append((table, block, row))
    return {path: rows[0] for path, rows in found.items() if len(rows) == 1}


def _tails(path: Path) -> Iterator[Path]:
    return (path[start:] for start in range(len(path)))


@cache
def _headings(table: Table) -> list[tuple[Row, Column, Path]]:
    return [
        (row, column, tuple(labels.key(label) for label in (*row.path, *column.path)))
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    ]


@cache
def _heading_keys(table: Table) -> frozenset[str]:
    return frozenset(key for _row, _column, path in _headings(table) for key in path)
