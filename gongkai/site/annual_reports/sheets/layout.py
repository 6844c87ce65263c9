"""A sheet before it is drawn: parts of lines, each cell a value that may open to its records.

A blank is no nought: ``None`` is a cell for somebody to fill in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = int | Decimal | date | str | None


@dataclass(frozen=True)
class Cell:
    value: Value = None
    address: str = ""
    """Of the records behind it; empty where there are none."""

    @property
    def is_figure(self) -> bool:
        return isinstance(self.value, int | Decimal)

    @property
    def is_text(self) -> bool:
        return isinstance(self.value, str)

    @property
    def is_day(self) -> bool:
        return isinstance(self.value, date)


@dataclass(frozen=True)
class Line:
    """``stubs``: labels at the left, from the outermost inwards."""

    stubs: tuple[str, ...]
    cells: tuple[Cell, ...]
    level: int = 0
    """1 for what stands below the line before."""
    address: str = ""
    """Of the sheet that the line is of."""


@dataclass(frozen=True)
class Part:
    """A table of the sheet: labels above its stubs and cells; ``empty`` is said where it has no lines."""

    title: str
    stub_heads: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    empty: str = ""

    @property
    def headed(self) -> list[tuple[str, bool]]:
        """Each of ``heads``, and whether texts stand below it."""
        columns = zip(*(line.cells for line in self.lines), strict=True)
        texts = [any(isinstance(cell.value, str) for cell in column) for column in columns]
        return list(zip(self.heads, texts, strict=True))

    @property
    def width(self) -> int:
        return len(self.stub_heads) + len(self.heads)


@dataclass(frozen=True)
class Sheet:
    """``period`` in words; ``source`` says where the form is from, and how sure that is."""

    title: str
    organ: str
    period: str
    parts: Sequence[Part]
    source: str = ""
