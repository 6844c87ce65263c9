"""Scans and pictures by OCR 文字识别 (the ``ocr`` extra): ruling lines from the image, each cell by itself.

Every figure is a guess: placing believes it only where the sums over it agree. One the recogniser
is not sure of is left out.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import numpy
import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError
from rapidocr import RapidOCR

from gongkai.translation import _

from ..report import UNREAD, Place
from . import ruling, values
from .document import Block, Document, Grid, GridCell, Paragraph, Unreadable
from .pdf import LOCK, TextLine, goes_on
from .ruling import Box, Line, RuledTable

_DPI = 200
_POINT = 72 / _DPI
_MOST_PAGES, _MOST_PIXELS, _WIDEST = 30, 40_000_000, 2400
_DARK = 150
_SHORTEST_LINE = 60
"""Pixels in a row that are a ruling line: no stroke of a character is as long."""
_INSIDE = 5
_LEAST_INK, _LEAST_LINE, _PADDING = 8, 6, 12
_SURE = 0.8

Pixels = Any  # numpy.ndarray of uint8, rows by columns


def read(data: bytes) -> Document:
    """Part a scan into paragraphs and grids. Raises Unreadable where it is no picture, or too large."""
    assembly = _Assembly()
    blocks = [
        block for number, page in enumerate(_pages(data), start=1) for block in assembly.page(page, number)
    ]
    return Document("ocr", tuple(blocks))


def _pages(data: bytes) -> Iterator[Pixels]:
    if data.startswith(b"%PDF-"):
        yield from _of_pdf(data)
        return
    try:
        with Image.open(BytesIO(data)) as image:
            for number, frame in enumerate(ImageSequence.Iterator(image)):
                if number >= _MOST_PAGES or frame.width * frame.height > _MOST_PIXELS:
                    raise Unreadable(_("图片太大或页数太多，不像年度报告"))
                yield _gray(frame)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Unreadable(_("图片已损坏，打不开")) from error


def _of_pdf(data: bytes) -> Iterator[Pixels]:
    with LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            if len(document) > _MOST_PAGES:
                raise Unreadable(_("扫描件有{count}页，不像年度报告").format(count=len(document)))
            found = []
            for page in document:
                scale = min(_DPI / 72, _WIDEST / max(page.get_size()))
                found.append(_gray(page.render(scale=scale).to_pil()))
            document.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_("这份PDF已损坏，打不开")) from error
    yield from found


def _gray(image: Image.Image) -> Pixels:
    """Shades of grey, about as wide as a page of 200 dpi."""
    grey = image.convert("L")
    if max(grey.size) > 2 * _WIDEST:
        grey.thumbnail((2 * _WIDEST, 2 * _WIDEST))
    return numpy.asarray(grey)


@cache
def _engine() -> Any:
    return RapidOCR(params={"Global.log_level": "critical"})


class _Assembly:
    """Pages one after the other: tables numbered, lines joined to paragraphs."""

    def __init__(self) -> None:
        self.tables = self.paragraphs = 0

    def page(self, page: Pixels, number: int) -> Iterator[Block]:
        dark = page < _DARK
        tables = ruling.tables(_runs(dark), _runs(dark.T))
        tables = [table for table in tables if len(table.cells) > 1]
        pieces: list[tuple[float, Grid | list[TextLine]]] = [
            (table.box.top, self._grid(page, table, number)) for table in tables
        ]
        lines = list(_text_lines(page, tables))
        pieces += [(group[0].top, group) for group in _paragraphs(lines)]
        for _top, piece in sorted(pieces, key=lambda pair: pair[0]):
            if isinstance(piece, Grid):
                self.tables += 1
                yield Grid(self.tables, piece.cells, page=number)
            else:
                self.paragraphs += 1
                yield Paragraph("".join(line.text for line in piece), Place(line=self.paragraphs))

    def _grid(self, page: Pixels, table: RuledTable, number: int) -> Grid:
        cells = tuple(
            GridCell(cell.row, cell.column, _cell(page, cell.box), cell.rowspan, cell.colspan)
            for cell in table.cells
        )
        return Grid(0, cells, page=number)


def _runs(dark: Pixels) -> list[Line]:
    """Long dark runs along the rows, in points."""
    found = []
    for at in numpy.flatnonzero(dark.sum(axis=1) >= _SHORTEST_LINE):
        edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], dark[at].view(numpy.int8), [0]))))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if end - start >= _SHORTEST_LINE:
                found.append(Line(at * _POINT, start * _POINT, end * _POINT))
    return found


def _cell(page: Pixels, box: Box) -> str:
    """A cell's text, line by line; UNREAD for figures that are not sure."""
    left, top, right, bottom = (round(edge / _POINT) for edge in (box.left, box.top, box.right, box.bottom))
    inside = page[top + _INSIDE : bottom - _INSIDE, left + _INSIDE : right - _INSIDE]
    words = [_line(inside[start:end]) for start, end in _bands(inside)]
    text = "".join(word for word, _score in words)
    if values.is_value(text) and any(score < _SURE for _word, score in words):
        return UNREAD
    return text


def _bands(inside: Pixels) -> list[tuple[int, int]]:
    """From where to where the lines of a cell run; none where it has no ink."""
    ink = (inside < _DARK).sum(axis=1) > 0
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([0], ink.view(numpy.int8), [0]))))
    bands: list[tuple[int, int]] = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if bands and start - bands[-1][1] < _LEAST_LINE:
            bands[-1] = (bands[-1][0], int(end))
        else:
            bands.append((int(start), int(end)))
    return [(a, b) for a, b in bands if (inside[a:b] < _DARK).sum() >= _LEAST_INK]


def _line(band: Pixels) -> tuple[str, float]:
    columns = numpy.flatnonzero((band < _DARK).sum(axis=0))
    trimmed = band[:, columns[0] : columns[-1] + 1]
    padded = numpy.pad(trimmed, _PADDING, constant_values=255)
    found = _engine()(numpy.stack([padded] * 3, axis=-1), use_det=False, use_cls=False, use_rec=True)
    texts, scores = getattr(found, "txts", None) or (), getattr(found, "scores", None) or ()
    return ("".join(texts), min(scores, default=0.0)) if texts else ("", 0.0)


def _text_lines(page: Pixels, tables: Sequence[RuledTable]) -> Iterator[TextLine]:
    """Lines of running text, the tables painted over."""
    rest = page.copy()
    for table in tables:
        left, top, right, bottom = (
            round(edge / _POINT)
            for edge in (table.box.left, table.box.top, table.box.right, table.box.bottom)
        )
        rest[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 255
    found = _engine()(numpy.stack([rest] * 3, axis=-1), use_det=True, use_cls=False, use_rec=True)
    for box, text in zip(() if found.boxes is None else found.boxes, found.txts or (), strict=False):
        xs, ys = [point[0] * _POINT for point in box], [point[1] * _POINT for point in box]
        yield TextLine(text, min(xs), max(xs), min(ys), max(ys) - min(ys))


def _paragraphs(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines joined to paragraphs as in a PDF."""
    ordered = sorted(lines, key=lambda line: (round(line.top / 6), line.left))
    if not ordered:
        return
    margins = (min(line.left for line in ordered), max(line.right for line in ordered))
    group = [ordered[0]]
    for line in ordered[1:]:
        if goes_on(group[-1], line, margins):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group
