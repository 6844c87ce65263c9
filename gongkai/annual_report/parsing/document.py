"""What every reader makes of a file: paragraphs and grids, in their order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from ..report import Place, clean


class Unreadable(Exception):
    """The file cannot be read as a report; the message says in Chinese why and what to do."""


class Scanned(Unreadable):
    """The file has pages but no text: pictures, to be read by OCR."""


@dataclass(frozen=True)
class Paragraph:
    """A line of text. ``part`` is set where the source itself says what it is (our own HTML):

    organ, title, preface, heading (with ``no``), text, signed_by or signed_on.
    """

    text: str
    place: Place
    part: str | None = None
    no: int | None = None


@dataclass(frozen=True)
class GridCell:
    """A cell of a table; ``row`` and ``column`` count grid places from 0.

    ``place`` is set where the cell stood elsewhere than its grid place says (tables joined over
    a page break).
    """

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    place: Place | None = None


@dataclass(frozen=True)
class Grid:
    """A table; ``number`` counts the tables of the file from 1.

    A reader hands over what stands on one page or sheet as one grid; ``page`` counts from 1.
    """

    number: int
    cells: tuple[GridCell, ...]
    page: int | None = None
    sheet: str | None = None

    @property
    def place(self) -> Place:
        return Place(table=self.number, page=self.page, sheet=self.sheet)

    def at(self, row: int, cell: GridCell | None = None) -> Place:
        """The place of a grid row (counted from 0), or of a cell in it."""
        if cell is not None and cell.place is not None:
            return cell.place
        column = cell.column + 1 if cell else None
        return Place(None, self.number, row + 1, column, self.page, self.sheet)

    def rows(self) -> list[tuple[int, list[GridCell]]]:
        """Every grid row (counted from 0) with the cells that cover it, from left to right."""
        covering: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                covering.setdefault(row, []).append(cell)
        return [(row, sorted(covering[row], key=lambda cell: cell.column)) for row in sorted(covering)]


Block = Paragraph | Grid
_Part = TypeVar("_Part", Paragraph, GridCell)


@dataclass(frozen=True)
class Document:
    """A file as grids and text; ``title`` is what the file calls itself (HTML title).

    ``pictures`` counts images large enough to be a table; where cells are missing they are named.
    """

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""
    pictures: int = 0

    def cleaned(self) -> "Document":
        """The document without characters that are no text: workbooks and pages can hold any."""
        whole = "".join(_texts(self.blocks)) + self.title
        if clean(whole) == whole:
            return self
        return replace(self, blocks=tuple(_cleaned(block) for block in self.blocks), title=clean(self.title))


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for cell in block.cells)


def _cleaned(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _clean_text(block)
    return replace(block, cells=tuple(_clean_text(cell) for cell in block.cells))


def _clean_text(part: _Part) -> _Part:
    return replace(part, text=clean(part.text))
