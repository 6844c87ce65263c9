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
_WIDEST_STUB = 4


def place(grid: Grid, placed: Placed, table: Table | None = None) -> bool:
    """Put what ``grid`` holds of the form's cells into ``placed``; False if it held nothing of it.

    With ``table`` only cells of that table are believed: a grid in another table's section is
    another report's, or another year's.
    """
    before = len(placed.cells) + len(placed.unread)
    _Reading(grid, placed, table).run()
    return len(placed.cells) + len(placed.unread) > before


def vocabulary(grid: Grid) -> set[str]:
    """The keys of all its texts: by these the edition of the form is told."""
    texts = {cell.text for cell in grid.cells}
    return {labels.amount(text)[0] for text in texts} | {labels.key(text) for text in texts}


_Named = tuple[str, GridCell, Column, str | None]  # cell id, where, which column, its unit


class _Reading:
    """One walk down a grid, holding for every grid column the labels above.

    A row is believed whole or not at all: its right edge must be its heading's, each column of
    the form must stand above exactly one of its cells, and no cell may reach into another row.
    One cell too few or too many would shift the rest.
    """

    def __init__(self, grid: Grid, placed: Placed, table: Table | None) -> None:
        self.grid, self.placed = grid, placed
        tables = [table] if table else placed.form.tables
        self.rows = {stub: row for stub, row in _stubs(placed.form).items() if row[0] in tables}
        self.beside = [t for t in tables if t.side_by_side]
        self.above: dict[int, list[GridCell]] = {}
        self.known: dict[tuple[str, int], tuple[Column, str | None] | None] = {}
        self.in_body = False

    def run(self) -> None:
        for number, cells in self.grid.rows():
            self._row(number, cells)

    def _row(self, number: int, cells: Sequence[GridCell]) -> None:
        stub = self._stub(cells)
        if stub:
            table, block, row, width = stub
            self._read(number, cells, width, table, block, row)
        elif self._is_numbers(cells) and any(self._side_by_side(cell) for cell in cells):
            self._read_side_by_side(number, cells)
        elif any(_is_figure(cell.text) for cell in cells if cell.row == number):
            self._refuse(number, cells, _("表格中没有这一行的名称"))
        else:
            self._label(number, cells)

    def _label(self, number: int, cells: Sequence[GridCell]) -> None:
        """A row of labels: below numbers it opens a new heading, else it adds to the one begun."""
        self.known.clear()
        own = [cell for cell in cells if cell.row == number and labels.key(cell.text)]
        if own and self.in_body:
            self.above, self.in_body = {}, False
        for cell in own:
            for column in range(cell.column, cell.column + cell.colspan):
                self.above.setdefault(column, []).append(cell)

    def _stub(self, cells: Sequence[GridCell]) -> tuple[Table, Block, Row, int] | None:
        """The form's row that the labels at the left name, and how many cells they take."""
        taken: list[str] = []
        found = None
        for width, cell in enumerate(cells, start=1):
            if _is_figure(cell.text) or width > _WIDEST_STUB:
                break
            if labels.key(cell.text):
                taken.append(labels.key(cell.text))
                if tuple(taken) in self.rows:
                    found = (*self.rows[tuple(taken)], width)
        return found

    def _read(
        self, number: int, cells: Sequence[GridCell], width: int, table: Table, block: Block, row: Row
    ) -> None:
        self.in_body = True
        named: list[_Named] = []
        for cell in cells[width:]:
            column = self._column(cell, block)
            if column is None:
                reason = _("“{row}”一行的第{at}格，表头不能确定是哪一列，整行未读").format(
                    row=row.label, at=cell.column + 1
                )
                self._refuse(number, cells, reason)
                return
            named.append((f"{table.id}.{row.id}.{column[0].id}", cell, *column))
        self._put(number, cells, named, {f"{table.id}.{row.id}.{c.id}" for c in block.columns}, row.label)

    def _put(
        self,
        number: int,
        cells: Sequence[GridCell],
        named: Sequence[_Named],
        expected: set[str],
        label: str,
    ) -> None:
        """Believe the row if its shape is the form's, else refuse it whole."""
        heading = max(self.above, default=-1) + 1
        ids = [id for id, *_rest in named]
        fits = (
            max(cell.column + cell.colspan for cell in cells) == heading
            and all(cell.rowspan == 1 and cell.row == number for _id, cell, *_rest in named)
            and sorted(ids) == sorted(expected)
        )
        if not fits:
            reason = _("“{row}”一行的格数与表头对不上，整行未读").format(row=label)
            self._refuse(number, cells, reason)
            return
        for id, cell, column, unit in named:
            if cell.text != UNREAD:
                self.placed.put(id, column, cell.text, unit, self._place(number, cell))

    def _column(self, cell: GridCell, block: Block) -> tuple[Column, str | None] | None:
        """The column above ``cell``; a cell over several grid columns must have one heading."""
        found = {self._named_at(column, block) for column in range(cell.column, cell.column + cell.colspan)}
        return found.pop() if len(found) == 1 else None

    def _named_at(self, column: int, block: Block) -> tuple[Column, str | None] | None:
        """The column of ``block`` that the labels above a grid column name; kept until they change."""
        place = (block.id, column)
        if place not in self.known:
            path = tuple(head.text for head in self.above.get(column, ()))
            self.known[place] = columns.named(block, path) if path else None
        return self.known[place]

    def _is_numbers(self, cells: Sequence[GridCell]) -> bool:
        """True for a row of numbers without a label; texts may stand among the numbers."""
        own = [cell for cell in cells if cell.colspan == 1]
        return len(own) > len(cells) // 2 and not any(
            labels.key(cell.text) in _heading_keys(table) for table in self.beside for cell in cells
        )

    def _side_by_side(self, cell: GridCell) -> tuple[Table, Row, Column] | None:
        path = tuple(labels.key(head.text) for head in self.above.get(cell.column, ()))
        for table in self.beside:
            for row, column, keys in _headings(table):
                if path[-len(keys) :] == keys:
                    return table, row, column
        return None

    def _read_side_by_side(self, number: int, cells: Sequence[GridCell]) -> None:
        self.in_body = True
        named: list[_Named] = []
        for cell in cells:
            found = self._side_by_side(cell)
            if found is None:
                self._refuse(number, cells, _("表头不能确定各格是哪一列，整行未读"))
                return
            table, row, column = found
            named.append((f"{table.id}.{row.id}.{column.id}", cell, column, None))
        table = next(t for t in self.beside if named[0][0] in t.cells)
        self._put(number, cells, named, set(table.cells), table.title)

    def _refuse(self, number: int, cells: Sequence[GridCell], reason: str) -> None:
        self.in_body = True
        text = " ".join(cell.text for cell in cells if cell.text)
        self.placed.refuse(text, reason, self._place(number))

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
