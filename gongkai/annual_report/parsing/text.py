"""Texts: flat, each line a paragraph (what a copied table leaves is placed by its labels), or with
tables drawn by pipes or tabs, as in Markdown.
"""

import re
from collections.abc import Iterator, Sequence

from gongkai.translation import _

from ..report import Place
from . import pipes
from .decoding import decoded
from .document import Block, Document, Paragraph, Unreadable

_MOST_LINES = 200_000
_MARKS = re.compile(r"^\s{0,3}#{1,6}\s+|\*\*|^\s{0,3}>\s?")
_FENCE = re.compile(r"\s*```")


def read(data: bytes) -> Document:
    """Part a text into lines and tables.

    Raises Unreadable for bytes that are no text, and for far too many lines.
    """
    lines = decoded(data).splitlines()
    if len(lines) > _MOST_LINES:
        raise Unreadable(_("文件有{count}行，不像年度报告").format(count=len(lines)))
    return Document("text", tuple(_blocks(lines)))


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    rows: list[list[str]] = []
    first = tables = 0
    for number, line in enumerate((*lines, ""), start=1):
        cells = pipes.cells_of(line)
        if cells is not None:
            first = first if rows else number
            if cells:
                rows.append(cells)
            continue
        if rows:
            tables += 1
            yield from _table(tables, rows, first)
            rows = []
        text = _MARKS.sub("", line).strip()
        if text and not _FENCE.match(line):
            yield Paragraph(text, Place(line=number))


def _table(number: int, rows: Sequence[Sequence[str]], first: int) -> Iterator[Block]:
    """A table; a single line with a pipe or tab in it is a line."""
    if len(rows) > 1:
        yield pipes.grid(number, rows)
    else:
        yield Paragraph(" ".join(cell for cell in rows[0] if cell), Place(line=first))
