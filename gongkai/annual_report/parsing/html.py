"""HTML: tables become grids, everything else paragraphs, in the order of the page."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gongkai.translation import _

from ..report import Place
from .decoding import decoded
from .document import Block, Document, Grid, GridCell, Paragraph, Unreadable

_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BREAKS = frozenset(
    "address article aside blockquote body br center dd div dl dt fieldset figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody td tfoot th thead tr"
    " ul".split()
)
_SILENT = frozenset("script style template noscript head title select option button svg caption".split())
_WIDEST, _TALLEST = 64, 400
_DIGITS_OF_SPAN = 5
_TEXT = "-text"
_CONTAINER = re.compile(
    r"<(/?)(?:div|span|font|table|ul|ol|section|article|blockquote|center|b|i|strong|em|a)\b", re.I
)
_DEEPEST_MARKUP, _DEEPEST = 2000, 300
_TOO_DEEP = _("网页的元素嵌套过深，不像年度报告的页面；请另存为纯文本再试")


def read(data: bytes) -> Document:
    """Part a page into paragraphs and grids.

    Raises Unreadable for bytes that are no text, and for elements nested beyond all measure.
    """
    text = decoded(data)
    _refuse_deep(text)
    page = LexborHTMLParser(text)
    title = page.css_first("title")
    walk = _Walk()
    if page.body is not None:
        walk.into(page.body)
        walk.flush()
    return Document("html", tuple(walk.blocks), _tidy(title.text()) if title else "")


def _refuse_deep(text: str) -> None:
    """A parser needs time that grows with the square of the depth: look before it begins."""
    depth = 0
    for closing in _CONTAINER.findall(text):
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST_MARKUP:
            raise Unreadable(_TOO_DEEP)


class _Walk:
    """Collects paragraphs and grids from an element and what is in it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.part: tuple[str | None, int | None] = (None, None)
        self.lines = 0
        self.tables = 0
        self.depth = 0

    def into(self, element: LexborNode) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise Unreadable(_TOO_DEEP)
        self._children(element)
        self.depth -= 1

    def _children(self, element: LexborNode) -> None:
        for node in element.iter(include_text=True):
            if node.tag == _TEXT:
                self.words.append(node.text(deep=False) or "")
            elif node.tag == "table" and node.css_first("table table") is None:
                self.flush()
                self._table(node)
            elif node.tag in _BREAKS:
                self._block(node)
            elif node.tag not in _SILENT:
                self.into(node)

    def flush(self) -> None:
        """End the paragraph begun."""
        text = _tidy("".join(self.words))
        self.words = []
        if text:
            self.lines += 1
            self.blocks.append(Paragraph(text, Place(line=self.lines), *self.part))

    def _block(self, node: LexborNode) -> None:
        self.flush()
        declared = node.attributes.get("data-gongkai")
        outer = self.part
        if declared:
            no = node.attributes.get("data-no") or ""
            self.part = (declared, int(no) if no.isdigit() else None)
        self.into(node)
        self.flush()
        self.part = outer

    def _table(self, table: LexborNode) -> None:
        cells = tuple(_cells(table))
        if cells:
            self.tables += 1
            self.blocks.append(Grid(self.tables, cells))


def _cells(table: LexborNode) -> Iterator[GridCell]:
    """The cells in their grid places, spans honoured as browsers do (and huge ones cut)."""
    taken: set[tuple[int, int]] = set()
    for row, tr in enumerate(table.css("tr")):
        if row >= _TALLEST:
            return
        column = 0
        for node in tr.iter():
            if node.tag not in ("td", "th"):
                continue
            while (row, column) in taken:
                column += 1
            if column >= _WIDEST:
                break
            spans = node.attributes
            cell = GridCell(
                row,
                column,
                _tidy(node.text(deep=True)),
                _span(spans.get("rowspan"), _TALLEST - row),
                _span(spans.get("colspan"), _WIDEST - column),
            )
            if cell.rowspan > 1:
                taken |= {(row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
            column += cell.colspan
            yield cell


def _span(written: str | None, most: int) -> int:
    text = (written or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_SPAN):
        return 1
    return max(1, min(int(text), most))


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
