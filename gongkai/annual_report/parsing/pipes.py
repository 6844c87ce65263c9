"""Tables written in a text: Markdown, pipes, tabs. A merged cell leaves empty cells behind it."""

import re
from collections.abc import Sequence

from . import labels, values
from .document import Grid, GridCell

_RULE = re.compile(r"\|?[\s:|+=-]*-[\s:|+=-]*\|?")
_FEWEST_CELLS = 2


def cells_of(line: str) -> list[str] | None:
    """The cells of a row of a table; None for a line that is none. A rule between rows has none: []."""
    stripped = line.strip()
    if "|" in stripped or "｜" in stripped or "│" in stripped:
        if _RULE.fullmatch(stripped):
            return []
        inner = re.sub(r"[｜│]", "|", stripped).removeprefix("|").removesuffix("|")
        found = [_plain(cell) for cell in re.split(r"(?<!\\)\|", inner)]
        return found if len(found) >= _FEWEST_CELLS else None
    if "\t" in line.strip("\t \n"):
        return [cell.strip() for cell in line.rstrip("\n").split("\t")]
    return None


def _plain(cell: str) -> str:
    return re.sub(r"\*\*|__|\\(?=\|)|<br\s*/?>", "", cell).strip()


def grid(number: int, rows: Sequence[Sequence[str]]) -> Grid:
    """The rows as a grid. An empty cell belongs to the cell at its left where one heading stands
    above both, as merged cells leave it; any other is a blank.
    """
    width = max(len(row) for row in rows)
    cells: list[GridCell] = []
    above: dict[int, int] = {}  # column → the heading above it, by its place in ``cells``
    in_body = False
    for at, row in enumerate(rows):
        own = [*row, *[""] * (width - len(row))]
        heading = _is_heading(own)
        if heading and in_body:
            above = {}
        in_body = not heading
        opened: dict[int, int] = {}
        for column, text in enumerate(own):
            merged = column > 0 and not text and above.get(column) == above.get(column - 1)
            if merged and (heading or above.get(column) is not None) and cells[-1].row == at:
                last = cells.pop()
                cells.append(GridCell(at, last.column, last.text, 1, last.colspan + 1))
            else:
                cells.append(GridCell(at, column, text))
            if heading and cells[-1].text:
                opened[column] = len(cells) - 1
        above |= opened
    return Grid(number, tuple(cells))


def _is_heading(row: Sequence[str]) -> bool:
    """True for a row of labels with gaps and no figure: its gaps are merged cells."""
    filled = [text for text in row if text]
    if not filled or any(values.is_value(text) for text in filled):
        return False
    first = next(at for at, text in enumerate(row) if text)
    return len(filled) > 1 or first > 0 or (len(row) > 1 and bool(_CAPTION.fullmatch(labels.key(filled[0]))))


_CAPTION = re.compile(r"第二十条第.{1,2}项|行政复议|行政诉讼|申请人情况")
