"""Numbers of a table placed by its labels: the row by the labels at its left, the column by
the labels above it. Position alone never decides; what the labels do not settle is left out.

A label that is not quite the form's (misprinted, cut by a page break) is repaired only where its
neighbours leave one place for it and it still resembles the label that belongs there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from gongkai.translation import _

from ..formats.form import Block, Column, Format, Row, Table
from ..report import UNREAD, LocalRow, Place
from . import columns, labels, values
from .document import Grid, GridCell
from .placed import Placed

Path = tuple[str, ...]
_WIDEST_STUB = 4


def place(pieces: Sequence[Grid], placed: Placed, table: Table | None = None) -> bool:
    """Put what ``pieces`` hold of the form's cells into ``placed``; False if they held nothing of it.

    ``pieces`` follow each other with nothing but page breaks between: a heading speaks for the
    rows of the next piece, too. With ``table`` only cells of that table are believed: a grid in
    another table's section is another report's, or another year's.
    """
    reading = _Reading(placed, table)
    for grid in pieces:
        reading.walk(grid)
    return reading.finish()


def vocabulary(grid: Grid) -> set[str]:
    """The keys of all its texts: by these the edition of the form is told."""
    texts = {cell.text for cell in grid.cells}
    return {labels.amount(text)[0] for text in texts} | {labels.key(text) for text in texts}


_Heading = dict[int, list[GridCell]]
_Named = tuple[str, GridCell, Column, str | None]  # cell id, where, which column, its unit


@dataclass(frozen=True)
class _RowForm:
    """A row of the form: where it stands, ``at`` counted within its table."""

    table: Table
    block: Block
    row: Row
    at: int


@dataclass
class _Line:
    """A row of the grid that holds numbers (or blanks where numbers belong)."""

    grid: Grid
    number: int
    cells: Sequence[GridCell]
    above: _Heading
    shift: int
    width: int
    """How many cells at the left are its labels."""
    labels: Path = ()
    form: _RowForm | None = None
    repair: str = ""
    has_figures: bool = True

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells if cell.text)

    @property
    def name(self) -> str:
        """Its innermost label as printed."""
        return next((cell.text for cell in reversed(self.cells[: self.width]) if cell.text), "")

    def place(self, cell: GridCell | None = None) -> Place:
        return self.grid.at(self.number, cell)


@dataclass
class _Sought:
    """What is looked for: rows by their labels, tables whose rows stand side by side."""

    rows: dict[Path, _RowForm] = field(default_factory=dict)
    beside: list[Table] = field(default_factory=list)


class _Reading:
    """One walk down the pieces of a table, holding for every grid column the labels above.

    A row is believed whole or not at all: its right edge must be its heading's, each column of
    the form must stand above exactly one of its cells, and no cell may reach into another row.
    One cell too few or too many would shift the rest.
    """

    def __init__(self, placed: Placed, table: Table | None) -> None:
        self.placed = placed
        self.sought = _sought(placed.form, table)
        self.above: _Heading = {}
        self.headings = [self.above]  # kept, so that no two have one id
        self.known: dict[tuple[int, int, str], tuple[Column, str | None] | None] = {}
        self.in_body = False
        self.shift = 0
        self.lines: list[_Line] = []

    def walk(self, grid: Grid) -> None:
        self.shift = self._shift(grid)
        if self.above and not self.in_body and self._width(grid) != max(self.above) + 1:
            self.above = {}  # a caption left alone at the foot of a page, of another width
            self.headings.append(self.above)
        for number, cells in grid.rows():
            self._row(grid, number, cells)

    def finish(self) -> bool:
        """Settle the rows whose labels are not the form's, then put every row in its place.

        False, and nothing told, where no row is the form's: it is some other table.
        """
        if not any(line.form or self._is_beside(line) for line in self.lines):
            return False
        _repair(self.lines)
        for line in self.lines:
            self._put_line(line)
        return True

    def _shift(self, grid: Grid) -> int:
        """How far a piece without a heading stands left of the one it continues (its stub is narrower)."""
        heading, width = max(self.above, default=-1) + 1, self._width(grid)
        return max(0, heading - width) if self.in_body and heading - width <= 1 else 0

    @staticmethod
    def _width(grid: Grid) -> int:
        return max((cell.column + cell.colspan for cell in grid.cells), default=0)

    def _row(self, grid: Grid, number: int, cells: Sequence[GridCell]) -> None:
        line = self._stub(_Line(grid, number, cells, self.above, self.shift, 0))
        has_figures = any(_is_figure(cell.text) for cell in cells if cell.row == number)
        if line.form or has_figures or self._is_beside(line):
            self._body(line)
        elif self.in_body and _is_blank_row(number, cells):
            line.has_figures = False
            self._body(line)
        else:
            self._label(number, cells)

    def _body(self, line: _Line) -> None:
        self.in_body = True
        self.lines.append(line)

    def _label(self, number: int, cells: Sequence[GridCell]) -> None:
        """A row of labels: below numbers it opens a new heading, else it adds to the one begun."""
        own = [cell for cell in cells if cell.row == number and labels.key(cell.text)]
        if own and self.in_body:
            self.above, self.in_body, self.shift = {}, False, 0
            self.headings.append(self.above)
        for cell in own:
            for column in range(cell.column, cell.column + cell.colspan):
                self.above.setdefault(column, []).append(cell)

    def _stub(self, line: _Line) -> _Line:
        """The form's row that the labels at the left name, and how many cells they take."""
        taken: list[str] = []
        for width, cell in enumerate(line.cells, start=1):
            if _is_figure(cell.text) or width > _WIDEST_STUB:
                break
            key = labels.key(cell.text)
            if key:
                taken.append(key)
                line.labels, line.width = tuple(taken), width
                found = self.sought.rows.get(line.labels)
                if found:
                    line.form = found
        if line.form:  # what is right of the row's own label is a value, be it a text
            line.width, line.labels = self._own_width(line)
        elif line.labels:
            self._by_leaf(line)
        return line

    def _own_width(self, line: _Line) -> tuple[int, Path]:
        """The cells up to the row's own label."""
        taken: list[str] = []
        found = (line.width, line.labels)
        for width, cell in enumerate(line.cells[: line.width], start=1):
            key = labels.key(cell.text)
            if key:
                taken.append(key)
                if self.sought.rows.get(tuple(taken)) is line.form:
                    found = (width, tuple(taken))
        return found

    def _by_leaf(self, line: _Line) -> None:
        """The row by its own label, where the groups at its left are pieces of the form's groups."""
        found = self.sought.rows.get(line.labels[-1:])
        if found is None:
            return
        groups = tuple(labels.key(label) for label in found.row.path[:-1])
        if all(any(_is_piece(seen, group) for group in groups) for seen in line.labels[:-1]):
            line.form = found
            line.repair = _("左侧的组名被截断，按本行名称确定")

    def _put_line(self, line: _Line) -> None:
        if line.form is not None:
            self._put_row(line, line.form)
        elif self._is_beside(line):
            self._put_beside(line)
        elif line.has_figures:
            self._put_local(line)

    def _put_row(self, line: _Line, form: _RowForm) -> None:
        named, repair = self._named(line, form)
        if named is None:
            self._refuse(line, repair)
            return
        self._put(line, named, {f"{form.table.id}.{form.row.id}.{c.id}" for c in form.block.columns}, repair)

    def _named(self, line: _Line, form: _RowForm) -> tuple[list[_Named] | None, str]:
        """The row's cells with their columns; None and the reason where a heading does not tell."""
        value_cells = self._value_cells(line, form.block)
        found = [self._column(cell, line, form.block) for cell in value_cells]
        repair = ""
        missing = next((at for at, one in enumerate(found) if one is None), None)
        if missing is not None:
            repaired = self._repaired_columns(value_cells, found, line, form.block)
            if repaired is None:
                reason = _("“{row}”一行的第{at}格，表头不能确定是哪一列，整行未读").format(
                    row=form.row.label, at=value_cells[missing].column + 1
                )
                return None, reason
            found, repair = repaired
        prefix = f"{form.table.id}.{form.row.id}."
        named = [
            (prefix + one[0].id, cell, *one) for cell, one in zip(value_cells, found, strict=True) if one
        ]
        return named, repair

    def _value_cells(self, line: _Line, block: Block) -> Sequence[GridCell]:
        """What is right of the labels, without blanks that belong to the labels (merged cells of a text)."""
        cells = line.cells[line.width :]
        while len(cells) > len(block.columns) and not cells[0].text:
            if self._column(cells[0], line, block) is not None:
                break
            cells = cells[1:]
        return cells

    def _repaired_columns(
        self,
        cells: Sequence[GridCell],
        found: Sequence[tuple[Column, str | None] | None],
        line: _Line,
        block: Block,
    ) -> tuple[list[tuple[Column, str | None] | None], str] | None:
        """Columns with a misprinted heading: all others in their places, and the label alike."""
        if len(cells) != len(block.columns):
            return None
        settled: list[tuple[Column, str | None] | None] = []
        said = ""
        for cell, one, column in zip(cells, found, block.columns, strict=True):
            if one is None:
                heads = line.above.get(cell.column + line.shift, ())
                printed = heads[-1].text if heads else ""
                # The unit of a misprinted amount is not known: it could be either.
                if column.unit or not labels.is_misprint(printed, column.label):
                    return None
                said = _("表头“{printed}”与格式不同，按次序和相邻各列确定为“{label}”").format(
                    printed=printed, label=column.label
                )
                settled.append((column, None))
            elif one[0] is column:
                settled.append(one)
            else:
                return None
        return settled, said

    def _put(self, line: _Line, named: Sequence[_Named], expected: set[str], repair: str) -> None:
        """Believe the row if its shape is the form's, else refuse it whole."""
        heading = max(line.above, default=-1) + 1
        ids = [id for id, *_rest in named]
        fits = (
            max(cell.column + cell.colspan for cell in line.cells) + line.shift == heading
            and all(cell.rowspan == 1 and cell.row == line.number for _id, cell, *_rest in named)
            and sorted(ids) == sorted(expected)
        )
        if not fits:
            name = line.form.row.label if line.form else self.sought.beside[0].title
            self._refuse(line, _("“{row}”一行的格数与表头对不上，整行未读").format(row=name))
            return
        repairs = "；".join(part for part in (line.repair, repair) if part)
        for id, cell, column, unit in named:
            if cell.text != UNREAD:
                self.placed.put(id, column, cell.text, unit, line.place(cell), repairs)

    def _column(self, cell: GridCell, line: _Line, block: Block) -> tuple[Column, str | None] | None:
        """The column above ``cell``; a cell over several grid columns must have one heading."""
        first = cell.column + line.shift
        if cell.colspan == 1:
            return self._named_at(first, line.above, block)
        found = {self._named_at(column, line.above, block) for column in range(first, first + cell.colspan)}
        return found.pop() if len(found) == 1 else None

    def _named_at(self, column: int, above: _Heading, block: Block) -> tuple[Column, str | None] | None:
        """The column of ``block`` that the labels above a grid column name; kept for the next row."""
        place = (id(above), column, block.id)
        if place not in self.known:
            path = tuple(head.text for head in above.get(column, ()))
            self.known[place] = columns.named(block, path) if path else None
        return self.known[place]

    def _is_numbers(self, cells: Sequence[GridCell]) -> bool:
        """True for a row of numbers without a label; texts may stand among the numbers."""
        own = [cell for cell in cells if cell.colspan == 1]
        return len(own) > len(cells) // 2 and not any(
            labels.key(cell.text) in _heading_keys(table) for table in self.sought.beside for cell in cells
        )

    def _is_beside(self, line: _Line) -> bool:
        """True for a row of numbers below the headings of a table without labels at its left."""
        if not self.sought.beside or not self._is_numbers(line.cells):
            return False
        return any(self._side_by_side(cell, line) for cell in line.cells) or self._in_order(line) is not None

    def _side_by_side(self, cell: GridCell, line: _Line) -> tuple[Table, Row, Column] | None:
        path = tuple(labels.key(head.text) for head in line.above.get(cell.column + line.shift, ()))
        for table in self.sought.beside:
            for row, column, keys in _headings(table):
                if path[-len(keys) :] == keys:
                    return table, row, column
        return None

    def _in_order(self, line: _Line) -> list[tuple[Table, Row, Column]] | None:
        """The columns of a table whose innermost headings are exactly the form's, in its order.

        Merged headings that a text has lost leave only these; groups that are there must agree.
        """
        heads = [line.above.get(cell.column + line.shift, ()) for cell in line.cells]
        found = tuple(labels.key(head[-1].text) if head else "" for head in heads)
        for table in self.sought.beside:
            expected = _headings(table)
            if found != tuple(keys[-1] for _row, _column, keys in expected):
                continue
            if all(
                labels.key(cell.text) in keys or cell.colspan >= len(expected)  # a caption over all
                for head, (_row, _column, keys) in zip(heads, expected, strict=True)
                for cell in head
            ):
                return [(table, row, column) for row, column, _keys in expected]
        return None

    def _put_beside(self, line: _Line) -> None:
        found = [self._side_by_side(cell, line) for cell in line.cells]
        repair = ""
        if None in found:
            ordered = self._in_order(line)
            if ordered is None:
                self._refuse(line, _("表头不能确定各格是哪一列，整行未读"))
                return
            found, repair = list(ordered), _("上一层表头不全，各列名称的次序与格式一致，按次序确定")
        named = [
            (f"{one[0].id}.{one[1].id}.{one[2].id}", cell, one[2], None)
            for cell, one in zip(line.cells, found, strict=True)
            if one
        ]
        table = next(t for t in self.sought.beside if named[0][0] in t.cells)
        self._put(line, named, set(table.cells), repair)

    def _put_local(self, line: _Line) -> None:
        """A row of numbers that the form does not have: told, with its numbers where it has any."""
        around = _around(self.lines, line)
        if around is None or not line.labels:
            self._refuse(line, _("表格中没有这一行的名称"))
            return
        named, _repair_word = self._named(line, around)
        if named and len(named) == len(around.block.columns):
            numbers = {
                column.id: values.read(cell.text, column, unit).number for _id, cell, column, unit in named
            }
            self.placed.local_rows.append(LocalRow(around.table.id, line.name, numbers, line.place()))
        self._refuse(line, _("统一格式没有“{row}”这一行，未计入表格").format(row=line.name))

    def _refuse(self, line: _Line, reason: str) -> None:
        self.placed.refuse(line.text, reason, line.place())


def _repair(lines: Sequence[_Line]) -> None:
    """Find the rows of labels that are not the form's between rows whose labels are.

    As many rows in the grid as the form has between the same two neighbours, and each like the
    one whose place it takes: a local row beside a lost one resembles nothing.
    """
    at = 0
    while at < len(lines):
        if lines[at].form is not None or not lines[at].labels:
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].form is None:
            end += 1
        before = lines[at - 1].form if at else None
        after = lines[end].form if end < len(lines) else None
        _fill([line for line in lines[at:end] if line.labels], before, after)
        at = end


def _fill(lines: Sequence[_Line], before: _RowForm | None, after: _RowForm | None) -> None:
    known = before or after
    if known is None:
        return
    table = known.table
    if before and after and before.table is not after.table:
        return
    rows = [
        row for row in _rows(table) if (not before or row.at > before.at) and (not after or row.at < after.at)
    ]
    lines = _without_groups(lines, table)
    joined = _torn(lines, rows)
    if joined:
        return
    if len(lines) != len(rows):
        lines, rows = _pairs(lines, rows)
    if not all(
        labels.is_misprint(line.labels[-1], row.row.label) for line, row in zip(lines, rows, strict=True)
    ):
        return
    for line, row in zip(lines, rows, strict=True):
        line.form = row
        line.repair = _("行名印作“{printed}”，按次序和相邻各行确定为“{label}”").format(
            printed=line.name, label=row.row.label
        )


def _without_groups(lines: Sequence[_Line], table: Table) -> list[_Line]:
    """Rows that only print the name of a group, with blanks where numbers would be, are no rows."""
    groups = {labels.key(label) for row in table.rows for label in row.path[:-1]}
    return [line for line in lines if line.has_figures or line.labels[-1] not in groups]


def _torn(lines: Sequence[_Line], rows: Sequence[_RowForm]) -> bool:
    """One label over two rows of the grid (a page ended within it), its numbers in one of them."""
    if len(rows) != 1 or len(lines) != 2:
        return False
    first, second = lines
    if first.has_figures == second.has_figures:
        return False
    whole = labels.key(rows[0].row.label)
    if first.labels[-1] + second.labels[-1] != whole:
        return False
    line = first if first.has_figures else second
    line.form, line.repair = rows[0], _("行名被分页截断，前后两段合起来与格式一致")
    return True


def _pairs(lines: Sequence[_Line], rows: Sequence[_RowForm]) -> tuple[list[_Line], list[_RowForm]]:
    """Lines and rows that belong together where their counts differ: one row alike, in order."""
    found = []
    for line in lines:
        alike = [row for row in rows if labels.is_misprint(line.labels[-1], row.row.label)]
        if len(alike) == 1:
            found.append((line, alike[0]))
    order = [row.at for _line, row in found]
    if order != sorted(set(order)):
        return [], []
    return [line for line, _row in found], [row for _line, row in found]


def _around(lines: Sequence[_Line], line: _Line) -> _RowForm | None:
    """The row of the form that stands next before a line, or next after it."""
    at = next(number for number, one in enumerate(lines) if one is line)
    before = next((one.form for one in reversed(lines[:at]) if one.form), None)
    return before or next((one.form for one in lines[at + 1 :] if one.form), None)


def _is_blank_row(number: int, cells: Sequence[GridCell]) -> bool:
    """True for labels at the left and nothing but blanks at the right: a row left empty."""
    own = [cell for cell in cells if cell.row == number]
    filled = [bool(cell.text) for cell in own]
    return len(own) > 1 and filled[0] and not filled[-1] and filled == sorted(filled, reverse=True)


def _is_piece(seen: str, group: str) -> bool:
    """True where what is left of a group's label is a piece of it."""
    return seen in group or labels.is_misprint(seen, group)


def _is_figure(text: str) -> bool:
    return values.is_value(text) or text == UNREAD


@cache
def _sought(form: Format, table: Table | None) -> _Sought:
    """Label keys at the left of a row → the row; the groups above the innermost may be missing
    (a page cut them off) as long as one row is meant.
    """
    tables = [table] if table else list(form.tables)
    found: dict[Path, list[_RowForm]] = {}
    for one in form.tables:  # a label that two tables share names no row in either
        for row in () if one.side_by_side else _rows(one):
            for tail in _tails(tuple(labels.key(label) for label in row.row.path)):
                found.setdefault(tail, []).append(row)
    return _Sought(
        {path: rows[0] for path, rows in found.items() if len(rows) == 1 and rows[0].table in tables},
        [one for one in tables if one.side_by_side],
    )


@cache
def _rows(table: Table) -> tuple[_RowForm, ...]:
    pairs = [(block, row) for block in table.blocks for row in block.rows]
    return tuple(_RowForm(table, block, row, at) for at, (block, row) in enumerate(pairs))


def _tails(path: Path) -> Iterable[Path]:
    return (path[start:] for start in range(len(path)))


@cache
def _headings(table: Table) -> list[tuple[Row, Column, Path]]:
    return list(_each_heading(table))


def _each_heading(table: Table) -> Iterator[tuple[Row, Column, Path]]:
    for block in table.blocks:
        for row in block.rows:
            for column in block.columns:
                yield row, column, tuple(labels.key(label) for label in (*row.path, *column.path))


@cache
def _heading_keys(table: Table) -> frozenset[str]:
    return frozenset(key for _row, _column, path in _headings(table) for key in path)
