"""What every reader makes of a file: paragraphs and grids, in their order."""

from dataclasses import dataclass

from ..report import Place


class Unreadable(Exception):
    """The file cannot be read as a report; the message says in Chinese why and what to do."""


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
    """A cell of a table; ``row`` and ``column`` count grid places from 0."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Grid:
    """A table; ``number`` counts the tables of the file from 1."""

    number: int
    cells: tuple[GridCell, ...]

    @property
    def place(self) -> Place:
        return Place(table=self.number)

    def rows(self) -> list[tuple[int, list[GridCell]]]:
        """Every grid row (counted from 0) with the cells that cover it, from left to right."""
        covering: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                covering.setdefault(row, []).append(cell)
        return [(row, sorted(covering[row], key=lambda cell: cell.column)) for row in sorted(covering)]


Block = Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A file as grids and text; ``title`` is what the file calls itself (HTML title)."""

    kind: str
    blocks: tuple[Block, ...]
    title: str = ""
