"""HTML: tables become grids, everything else paragraphs, in the order of the page."""

import re
from collections.abc import Iterator, Mapping

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
_WIDE = 300  # pixels; a smaller image is an icon
_DIGITS = re.compile(r"\s*\+?0*(\d+)")
_BESIDE = frozenset({"sup", "sub", "s", "del", "strike", "ins"})
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_MOST_LINES = 200_000
_TEXT = "-text"
_SECTION_NUMBERS = frozenset("123456")
_CONTAINER = re.compile(
    r"<(/?)(?:div|span|font|table|ul|ol|section|article|blockquote|center|b|i|strong|em|a)\b", re.I
)
_DEEPEST_MARKUP, _DEEPEST = 2000, 200
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
    return Document("html", tuple(walk.blocks), _tidy(title.text()) if title else "", _pictures(page))


def _pictures(page: LexborHTMLParser) -> int:
    """Images that are not said to be small: a table may be one of them."""
    return sum(
        _span(node.attributes.get("width"), _WIDE, zero=_WIDE) >= _WIDE for node in page.css("img[width]")
    ) + len(page.css("img:not([width])"))


def _refuse_deep(text: str) -> None:
    """A parser needs time that grows with the square of the depth: look before it begins."""
    if text.count("<") <= _DEEPEST_MARKUP:
        return
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
            elif node.tag == "table" and len(node.css("table")) == 1:  # itself: no table within
                self.flush()
                self._table(node)
            elif node.tag in _BREAKS and not _is_hidden(node):
                self._block(node)
            elif node.tag not in _SILENT and not _is_hidden(node):
                self.into(node)

    def flush(self) -> None:
        """End the paragraph begun."""
        text = _tidy("".join(self.words))
        self.words = []
        if text:
            self.lines += 1
            if self.lines > _MOST_LINES:
                raise Unreadable(_("网页的段落太多，不像年度报告的页面"))
            self.blocks.append(Paragraph(text, Place(line=self.lines), *self.part))

    def _block(self, node: LexborNode) -> None:
        self.flush()
        declared = node.attributes.get("data-gongkai")
        outer = self.part
        if declared:
            no = node.attributes.get("data-no") or ""
            self.part = (declared, int(no) if no in _SECTION_NUMBERS else None)
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
    rows = table.css("tr")[:_TALLEST]
    taken_until = [0] * _WIDEST  # for each grid column the first row that is free
    for row, tr in enumerate(rows):
        column = 0
        for node in tr.iter():
            if node.tag not in ("td", "th"):
                continue
            attributes = node.attributes
            if _hides(attributes):
                continue
            while column < _WIDEST and taken_until[column] > row:
                column += 1
            if column >= _WIDEST:
                break
            child = node.child
            plain = child is None or (child.tag == _TEXT and child.next is None)
            cell = GridCell(
                row,
                column,
                _tidy(node.text() if plain else "".join(_words(node, 0))),
                _span(attributes.get("rowspan"), len(rows) - row, zero=len(rows) - row),
                _span(attributes.get("colspan"), _WIDEST - column, zero=1),
            )
            for covered in range(column, column + cell.colspan):
                taken_until[covered] = row + cell.rowspan
            column += cell.colspan
            yield cell


def _words(element: LexborNode, depth: int) -> Iterator[str]:
    """The text of a cell, with a space wherever two figures would otherwise become one."""
    if depth > _DEEPEST:
        raise Unreadable(_TOO_DEEP)
    for node in element.iter(include_text=True):
        if node.tag == _TEXT:
            yield node.text(deep=False) or ""
        elif node.tag not in _SILENT and not _is_hidden(node):
            apart = " " if node.tag in _BREAKS or node.tag in _BESIDE else ""
            yield apart
            yield from _words(node, depth + 1)
            yield apart


def _is_hidden(node: LexborNode) -> bool:
    return _hides(node.attributes)


def _hides(attributes: Mapping[str, str | None]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style and _HIDDEN.search(style))


def _span(written: str | None, most: int, *, zero: int) -> int:
    if written is None:
        return 1
    found = _DIGITS.match(written)
    if found is None:
        return 1
    count = int(found[1]) if len(found[1]) <= _DIGITS_OF_SPAN else most
    return max(1, min(count or zero, most))


def _tidy(text: str) -> str:
    if text.isalnum():  # most cells: a figure, or a label of one word
        return text
    return _SPACE.sub(" ", text).strip()
