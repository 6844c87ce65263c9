"""Tables from ruling lines 表格线: lines on a page become grids of cells, merged where a line is missing.

Coordinates are points, y downwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SNAP = 2.5
"""Points: lines nearer than this are one line, drawn twice or by two cells."""
_MOST_LINES = 4000
_WIDEST, _TALLEST = 64, 400


@dataclass(frozen=True)
class Line:
    """A ruling line: at ``at`` (y of a horizontal, x of a vertical one), from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Box:
    """A rectangle on the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(frozen=True)
class RuledCell:
    """A cell: its grid place, its spans, and where it is on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True)
class RuledTable:
    box: Box
    cells: tuple[RuledCell, ...]


def tables(horizontal: Iterable[Line], vertical: Iterable[Line]) -> list[RuledTable]:
    """The tables that the lines draw, from the top of the page down."""
    across, down = _merged(horizontal), _merged(vertical)
    found = []
    for part_across, part_down in _apart(across, down):
        table = _table(part_across, part_down)
        if table is not None:
            found.append(table)
    return sorted(found, key=lambda table: (table.box.top, table.box.left))


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Lines at one place that touch or overlap made one."""
    found: list[Line] = []
    for at, group in _clusters(sorted(lines, key=lambda line: line.at)[:_MOST_LINES]):
        spans: list[tuple[float, float]] = []
        for line in sorted(group, key=lambda line: line.start):
            if spans and line.start <= spans[-1][1] + SNAP:
                spans[-1] = (spans[-1][0], max(spans[-1][1], line.end))
            else:
                spans.append((line.start, line.end))
        found += [Line(at, start, end) for start, end in spans if end - start > SNAP]
    return found


def _clusters(lines: Sequence[Line]) -> list[tuple[float, list[Line]]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line.at - groups[-1][0].at <= SNAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(sum(line.at for line in group) / len(group), group) for group in groups]


def _apart(across: list[Line], down: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Groups of lines that cross or touch each other: one for each table."""
    parts: list[tuple[list[Line], list[Line]]] = []
    left = list(down)
    waiting = list(across)
    while waiting:
        group_across, group_down = [waiting.pop()], []
        grew = True
        while grew:
            new_down = [v for v in left if any(_touch(h, v) for h in group_across)]
            left = [v for v in left if not any(v is one for one in new_down)]
            group_down += new_down
            new_across = [h for h in waiting if any(_touch(h, v) for v in new_down)]
            waiting = [h for h in waiting if not any(h is one for one in new_across)]
            group_across += new_across
            grew = bool(new_across)
        parts.append((group_across, group_down))
    return parts


def _touch(across: Line, down: Line) -> bool:
    return (
        across.start - SNAP <= down.at <= across.end + SNAP
        and down.start - SNAP <= across.at <= down.end + SNAP
    )


def _table(across: Sequence[Line], down: Sequence[Line]) -> RuledTable | None:
    """The grid of one group; None where it encloses no cells, or lines leave no rectangles."""
    ys = sorted({line.at for line in across})
    xs = sorted({line.at for line in down})
    if not xs or not ys:
        return None
    # A row that goes on on the next page has no line below it, and none above it there.
    if max(line.end for line in down) > ys[-1] + 2 * SNAP:
        ys.append(max(line.end for line in down))
    if min(line.start for line in down) < ys[0] - 2 * SNAP:
        ys.insert(0, min(line.start for line in down))
    if not (1 < len(ys) <= _TALLEST and 1 < len(xs) <= _WIDEST):
        return None
    owner = _joined_cells(xs, ys, across, down)
    cells = []
    for members in _groups(owner).values():
        rows, columns = {row for row, _ in members}, {column for _, column in members}
        top, first = min(rows), min(columns)
        height, width = max(rows) - top + 1, max(columns) - first + 1
        if len(members) != height * width:
            return None
        box = Box(xs[first], ys[top], xs[first + width], ys[top + height])
        cells.append(RuledCell(top, first, height, width, box))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable(Box(xs[0], ys[0], xs[-1], ys[-1]), tuple(cells))


_Place = tuple[int, int]


def _joined_cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Line], down: Sequence[Line]
) -> dict[_Place, _Place]:
    """Every place of the grid with the first place of the cell it belongs to."""
    owner = {(row, column): (row, column) for row in range(len(ys) - 1) for column in range(len(xs) - 1)}

    def root(place: _Place) -> _Place:
        while owner[place] != place:
            place = owner[place]
        return place

    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 2):
            if not _is_drawn(down, xs[column + 1], middle):
                owner[root((row, column + 1))] = root((row, column))
    for column in range(len(xs) - 1):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(len(ys) - 2):
            if not _is_drawn(across, ys[row + 1], middle):
                one, other = root((row, column)), root((row + 1, column))
                owner[max(one, other)] = min(one, other)
    return {place: root(place) for place in owner}


def _is_drawn(lines: Sequence[Line], at: float, where: float) -> bool:
    return any(abs(line.at - at) < SNAP and line.start <= where <= line.end for line in lines)


def _groups(owner: dict[_Place, _Place]) -> dict[_Place, list[_Place]]:
    found: dict[_Place, list[_Place]] = {}
    for place, first in owner.items():
        found.setdefault(first, []).append(place)
    return found
