"""PDF with a text layer: ruling lines become grids, the characters in a cell its text, the rest paragraphs.

Only what a person sees is read: no invisible, transparent or white text, nothing outside the page,
and a character drawn twice to look bold is one character.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.translation import _

from ..report import Place
from . import ruling
from .document import Block, Document, Grid, GridCell, Paragraph, Scanned, Unreadable
from .outline import is_heading
from .ruling import Box, Line

LOCK = Lock()  # PDFium must not be entered by two threads
_MOST_PAGES, _MOST_CHARACTERS, _MOST_OBJECTS, _DEEPEST = 100, 300_000, 60_000, 6
_THIN = 3.0
_COUNTER = re.compile(
    r"[-—–－\s]*第?\s*\d{1,3}\s*页?[-—–－\s]*|\d{1,3}\s*/\s*\d{1,3}|第\d{1,3}页[，,\s]*共\d{1,3}页"
)
_EDGE = 0.09
"""Share of the page's height at top and bottom where headers and page numbers stand."""
_WHITE = 250
_INVISIBLE = 3  # text render mode
_FEW = 20
_LARGE_PICTURE = 0.15  # of the page's area


@dataclass
class _Letter:
    """A character: ``box`` is the place it takes in its line, ``x`` and ``y`` the middle of its ink."""

    text: str
    box: Box
    x: float
    y: float

    @property
    def height(self) -> float:
        return self.box.bottom - self.box.top


@dataclass
class _Page:
    """What stands on a page, y downwards."""

    number: int
    width: float
    height: float
    letters: list[_Letter] = field(default_factory=list)
    horizontal: list[Line] = field(default_factory=list)
    vertical: list[Line] = field(default_factory=list)
    pictures: int = 0


@dataclass
class TextLine:
    """A line of running text."""

    text: str
    left: float
    right: float
    top: float
    size: float


def read(data: bytes) -> Document:
    """Part a PDF into paragraphs and grids, one grid a page.

    Raises Scanned where it has no text layer, Unreadable where it cannot be opened.
    """
    with LOCK:
        pages = _pages(data)
    if sum(len(page.letters) for page in pages) < _FEW:
        raise Scanned(_("这份PDF没有文字，是扫描件"))
    return Document("pdf", tuple(_Assembly().blocks(pages)), "", sum(page.pictures for page in pages))


def _pages(data: bytes) -> list[_Page]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise Unreadable(_("这份PDF设了密码，请另存一份不加密的")) from error
        raise Unreadable(_("这份PDF已损坏，打不开")) from error
    try:
        if len(document) > _MOST_PAGES:
            raise Unreadable(_("这份PDF有{count}页，不像年度报告").format(count=len(document)))
        pages = []
        characters = 0
        for number in range(len(document)):
            page = _read_page(document, number)
            characters += len(page.letters)
            if characters > _MOST_CHARACTERS:
                raise Unreadable(_("这份PDF的文字太多，不像年度报告"))
            pages.append(page)
        return pages
    except pypdfium2.PdfiumError as error:
        raise Unreadable(_("这份PDF已损坏，有的页面打不开")) from error
    finally:
        document.close()


def _read_page(document: pypdfium2.PdfDocument, number: int) -> _Page:
    pdf_page = document[number]
    if pdf_page.get_rotation():
        pdf_page.set_rotation(0)
    left, bottom, right, top = (
        pdf_page.get_cropbox() if pdf_page.get_rotation() == 0 else pdf_page.get_mediabox()
    )
    page = _Page(number + 1, right - left, top - bottom)
    try:
        _letters(pdf_page, page, left, top)
        _lines(pdf_page, page, left, top)
    finally:
        pdf_page.close()
    return page


def _letters(pdf_page: pypdfium2.PdfPage, page: _Page, left: float, top: float) -> None:
    text_page = pdf_page.get_textpage()
    try:
        count = min(text_page.count_chars(), _MOST_CHARACTERS + 1)
        raw = text_page.raw
        frame = pdfium.FS_RECTF()
        x0, x1, y0, y1 = (ctypes.c_double() for _one in range(4))
        visible: dict[int, bool] = {}
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(raw, index)
            letter = chr(code) if 0 < code < 0x110000 else ""
            if not letter.strip() or not letter.isprintable():
                continue
            if not pdfium.FPDFText_GetCharBox(raw, index, x0, x1, y0, y1):
                continue
            if not pdfium.FPDFText_GetLooseCharBox(raw, index, frame):
                continue
            if not _is_visible(raw, index, visible):
                continue
            box = Box(frame.left - left, top - frame.top, frame.right - left, top - frame.bottom)
            x, y = (x0.value + x1.value) / 2 - left, top - (y0.value + y1.value) / 2
            found = _Letter(letter, box, x, y)
            if 0 <= found.x <= page.width and 0 <= found.y <= page.height:
                page.letters.append(found)
    finally:
        text_page.close()


def _is_visible(raw: object, index: int, known: dict[int, bool]) -> bool:
    """False for text that is drawn so that nobody sees it."""
    text_object = pdfium.FPDFText_GetTextObject(raw, index)
    address = ctypes.cast(text_object, ctypes.c_void_p).value or 0
    if address not in known:
        known[address] = _is_drawn(raw, index, text_object)
    return known[address]


def _is_drawn(raw: object, index: int, text_object: object) -> bool:
    if text_object and pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _INVISIBLE:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _one in range(4))
    if not pdfium.FPDFText_GetFillColor(raw, index, red, green, blue, alpha):
        return True
    return alpha.value > 0 and not min(red.value, green.value, blue.value) >= _WHITE


def _lines(pdf_page: pypdfium2.PdfPage, page: _Page, left: float, top: float) -> None:
    for count, item in enumerate(pdf_page.get_objects(max_depth=_DEEPEST)):
        if count > _MOST_OBJECTS:
            raise Unreadable(_("这份PDF的图形太多，不像年度报告"))
        if item.type == pdfium.FPDF_PAGEOBJ_PATH:
            x0, y0, x1, y1 = item.get_bounds()
            _line(page, Box(x0 - left, top - y1, x1 - left, top - y0), item)
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = item.get_bounds()
            page.pictures += (x1 - x0) * (y1 - y0) > _LARGE_PICTURE * page.width * page.height


def _line(page: _Page, box: Box, item: pypdfium2.PdfObject) -> None:
    """A thin path is a line, a stroked rectangle four."""
    width, height = box.right - box.left, box.bottom - box.top
    if height <= _THIN < width:
        page.horizontal.append(Line((box.top + box.bottom) / 2, box.left, box.right))
    elif width <= _THIN < height:
        page.vertical.append(Line((box.left + box.right) / 2, box.top, box.bottom))
    elif width > _THIN and height > _THIN and _is_stroked_rectangle(item):
        page.horizontal += [Line(at, box.left, box.right) for at in (box.top, box.bottom)]
        page.vertical += [Line(at, box.top, box.bottom) for at in (box.left, box.right)]


_CORNERS = (4, 5)


def _is_stroked_rectangle(item: pypdfium2.PdfObject) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item.raw, fill, stroke) or not stroke.value:
        return False
    if pdfium.FPDFPath_CountSegments(item.raw) not in _CORNERS:
        return False
    xs, ys = set(), set()
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(pdfium.FPDFPath_CountSegments(item.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(item.raw, index)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            return False
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        xs.add(round(x.value, 1))
        ys.add(round(y.value, 1))
    return len(xs) == len(ys) == 2


class _Assembly:
    """Pages put together: grids in their places, lines joined to paragraphs, page numbers left out."""

    def __init__(self) -> None:
        self.tables = 0
        self.paragraphs = 0
        self.pending: list[TextLine] = []

    def blocks(self, pages: Sequence[_Page]) -> Iterator[Block]:
        repeated = _repeated(pages)
        margins = _margins(pages)
        for page in pages:
            letters = _once(page.letters)
            found = ruling.tables(page.horizontal, page.vertical)
            found = [table for table in found if len(table.cells) > 1]
            grids = [(table.box.top, self._grid(table, letters, page.number)) for table in found]
            outside = [one for one in letters if not any(table.box.holds(one.x, one.y) for table in found)]
            lines = [
                line
                for line in _text_lines(outside)
                if not _is_page_furniture(line, page) and line.text not in repeated
            ]
            pieces: list[tuple[float, Grid | TextLine]] = [*grids, *((line.top, line) for line in lines)]
            for _top, piece in sorted(pieces, key=lambda pair: pair[0]):
                if isinstance(piece, Grid):
                    yield from self._flush()
                    self.tables += 1
                    yield Grid(self.tables, piece.cells, page=page.number)
                else:
                    yield from self._line(piece, margins)
        yield from self._flush()

    def _grid(self, table: ruling.RuledTable, letters: Sequence[_Letter], page: int) -> Grid:
        cells = []
        inside = [one for one in letters if table.box.holds(one.x, one.y)]
        for cell in table.cells:
            own = [one for one in inside if cell.box.holds(one.x, one.y)]
            cells.append(GridCell(cell.row, cell.column, _cell_text(own), cell.rowspan, cell.colspan))
        return Grid(0, tuple(cells), page=page)

    def _line(self, line: TextLine, margins: tuple[float, float]) -> Iterator[Block]:
        if self.pending and not goes_on(self.pending[-1], line, margins):
            yield from self._flush()
        self.pending.append(line)

    def _flush(self) -> Iterator[Block]:
        if self.pending:
            self.paragraphs += 1
            text = ""
            for line in self.pending:
                apart = text[-1:].isascii() and line.text[:1].isascii() and bool(text)
                text += f"{' ' if apart else ''}{line.text}"
            self.pending = []
            yield Paragraph(text, Place(line=self.paragraphs))


def _once(letters: Sequence[_Letter]) -> list[_Letter]:
    """Without letters drawn a second time at the same place (a way to print bold)."""
    seen: dict[tuple[str, int, int], _Letter] = {}
    found = []
    for one in letters:
        cell = (one.text, int(one.x // _BOLD), int(one.y // _BOLD))
        near = (
            seen.get((one.text, cell[1] + right, cell[2] + down))
            for right in (-1, 0, 1)
            for down in (-1, 0, 1)
        )
        if any(other and abs(other.x - one.x) < _BOLD and abs(other.y - one.y) < _BOLD for other in near):
            continue
        seen[cell] = one
        found.append(one)
    return found


_BOLD = 1.2  # points


def _rows_of(letters: Sequence[_Letter]) -> list[list[_Letter]]:
    """Letters in lines, from the top, each from the left."""
    rows: list[list[_Letter]] = []
    for one in sorted(letters, key=lambda letter: letter.box.bottom):
        row = rows[-1] if rows else None
        if row and _same_line(row, one):
            row.append(one)
        else:
            rows.append([one])
    return [sorted(row, key=lambda letter: letter.box.left) for row in rows]


def _same_line(row: Sequence[_Letter], one: _Letter) -> bool:
    top, bottom = min(letter.box.top for letter in row), max(letter.box.bottom for letter in row)
    middle = (top + bottom) / 2
    return one.box.top < middle < one.box.bottom or top < one.y < bottom


def _joined(row: Sequence[_Letter]) -> str:
    """A line's text; a space where two Latin letters or figures do not touch."""
    text = ""
    for before, one in zip([None, *row], row, strict=False):
        if before is not None and before.text.isascii() and one.text.isascii():
            gap = one.box.left - before.box.right
            if gap > _APART * max(before.height, one.height, _LEAST_HEIGHT):
                text += " "
        text += one.text
    return text


_APART, _LEAST_HEIGHT = 0.28, 6.0


def _cell_text(letters: Sequence[_Letter]) -> str:
    """The text of a cell: lines joined, with a space where two figures would otherwise become one."""
    text = ""
    for row in _rows_of(letters):
        line = _joined(row)
        text += f" {line}" if text[-1:].isascii() and text and line[:1].isascii() else line
    return text


def _text_lines(letters: Sequence[_Letter]) -> list[TextLine]:
    found = []
    for row in _rows_of(letters):
        sizes = sorted(letter.height for letter in row)
        found.append(
            TextLine(
                _joined(row),
                row[0].box.left,
                max(letter.box.right for letter in row),
                min(letter.box.top for letter in row),
                max(sizes[len(sizes) // 2], _LEAST_HEIGHT),
            )
        )
    return found


def _margins(pages: Sequence[_Page]) -> tuple[float, float]:
    """Left and right edge of the running text: where most long lines begin and end."""
    lines = [line for page in pages for line in _text_lines(page.letters) if len(line.text) > _LONG_LINE]
    if not lines:
        return 0.0, 1e6
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 10], rights[len(rights) * 3 // 4]


_LONG_LINE = 18


def goes_on(before: TextLine, line: TextLine, margins: tuple[float, float]) -> bool:
    """True where a line continues the paragraph of the line before it."""
    if is_heading(before.text) or is_heading(line.text):
        return False
    left, right = margins
    full = before.right > right - 2.2 * before.size
    indented = line.left > left + 1.2 * line.size
    return full and not indented and abs(before.size - line.size) < 0.4 * line.size


def _is_page_furniture(line: TextLine, page: _Page) -> bool:
    """True for the number of the page at its top or bottom."""
    at_edge = line.top < _EDGE * page.height or line.top > (1 - 2 * _EDGE) * page.height
    return at_edge and bool(_COUNTER.fullmatch(line.text))


def _repeated(pages: Sequence[_Page]) -> set[str]:
    """Texts that stand at the edge of three pages or more: headers and footers."""
    counts: dict[str, int] = {}
    for page in pages:
        texts = {line.text for line in _text_lines(_at_edges(page)) if len(line.text) > 1}
        for text in texts:
            counts[text] = counts.get(text, 0) + 1
    return {text for text, count in counts.items() if count >= _SEVERAL_PAGES}


_SEVERAL_PAGES = 3


def _at_edges(page: _Page) -> list[_Letter]:
    edge = _EDGE * page.height
    return [one for one in page.letters if one.y < edge or one.y > page.height - edge]
