"""The page of an official document 版面 (GB/T 9704-2012): paper, margins, pitches, type sizes, column widths.

For the kinds of file that are printed: DOCX and PDF. Lengths are millimetres, type sizes points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ..formats.grid import Printed, PrintedCell
from .layout import width as characters

PAPER = (210.0, 297.0)
TOP, LEFT, RIGHT = 37.0, 28.0, 26.0
BOTTOM = 34.92
"""35, less the tenth of a millimetre that the 22nd line of 29 points needs."""
TEXT_WIDTH = PAPER[0] - LEFT - RIGHT

LINE_PITCH = 29.0
"""Setting 行距: 22 lines a page; departments also print 28 or 30."""
CHARACTER_PITCH = 15.75
"""28 characters a line of 156 mm: 16 point type set a quarter of a point closer."""

TITLE = 22.0
"""二号."""
BODY = 16.0
"""三号."""
PAGE_NUMBER = 14.0
"""四号."""
TITLE_PITCH = 36.0
NUMBER_BELOW = 7.0
"""From the text down to the page number."""


@dataclass(frozen=True)
class TableType:
    """Type size, line pitch and least row height in a table, in points; free space beside a text."""

    size: float
    pitch: float
    row: float
    padding: float


WIDE = TableType(10.5, 14.0, 22.0, 2.2)
"""五号, for tables of few columns."""
NARROW = TableType(9.0, 12.0, 17.5, 0.8)
"""小五: the largest size at which the applications table stands on one page, no label broken badly."""
STUB_INDENT = 0.7
"""More free space left of a stub, whose text begins at the line."""
TABLE_PADDING = 1.5
"""Points free above and below the text in a table."""
AROUND_TABLE = 8.0
"""Points between a table and the text above and below."""

_POINTS_PER_MM = 72 / 25.4
_UNBROKEN = re.compile(r"[!-~]+")
_FIGURE_WIDTH = 0.56
"""Of a figure or a Latin letter, in its size, in the widest of the typefaces."""
_SMALLEST = 5.0

_STUBS = {"disclosure": (45.0,), "applications": (12.0, 18.5, 48.5)}
_STUB = 40.0


def table_type(printed: Printed) -> TableType:
    return WIDE if printed.width <= 6 else NARROW


def columns(printed: Printed) -> tuple[float, ...]:
    """Widths of the grid columns; together they are as wide as the text.

    Value columns share what the stubs leave. Labels of narrow columns are made of words of two
    characters, and break between them in a column with room for two; a column under a label of
    three (自然人) is wider, so that it does not break.
    """
    stubs = _stubs(printed)
    weights = [1.06 if odd else 1.0 for odd in _odd_labels(printed)]
    left = TEXT_WIDTH - sum(stubs)
    return (*stubs, *(left * weight / sum(weights) for weight in weights))


def span(columns: Sequence[float], cell: PrintedCell) -> float:
    """Width of a cell that may cover several columns."""
    return sum(columns[cell.column : cell.column + cell.colspan])


def fitting(text: str, width: float, type: TableType) -> float:
    """Type size at which the longest figure or Latin word of ``text`` fits into ``width``."""
    longest = max((len(word) for word in _UNBROKEN.findall(text)), default=0)
    room = (width - 2 * type.padding) * _POINTS_PER_MM
    fits = room / (longest * _FIGURE_WIDTH) if longest else type.size
    return max(_SMALLEST, min(type.size, int(2 * fits) / 2))


def title_indent(text: str) -> float:
    """Millimetres free at each side of a title, so that its lines become about equally long."""
    room = TEXT_WIDTH * _POINTS_PER_MM / TITLE
    lines = ceil(characters(text) / room)
    return (room - ceil(characters(text) / lines)) * TITLE / 2 / _POINTS_PER_MM if lines > 1 else 0.0


def _stubs(printed: Printed) -> tuple[float, ...]:
    """Stub widths; a stub split by a variant gives its width, and a third more, to its parts."""
    count = printed.table.stub_columns
    known = _STUBS.get(printed.table.id, (_STUB,))
    if len(known) == count or not count:
        return known[:count]
    return (sum(known) * 4 / 3 / count,) * count


def _odd_labels(printed: Printed) -> list[bool]:
    """For each value column, whether its lowest label has three characters."""
    odd = [False] * (printed.width - printed.table.stub_columns)
    for cell in (cell for row in printed.blocks[0].head for cell in row):
        if cell.kind == "head" and cell.colspan == 1 and len(cell.text) == 3:
            odd[cell.column - printed.table.stub_columns] = True
    return odd
