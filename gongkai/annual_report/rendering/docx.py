"""DOCX by GB/T 9704-2012: the standard's typefaces are named, none is embedded.

The text is made with python-docx from styles of our own (see docx_styles.py); a table is
written as XML row by row, many times faster than merging the cells of an empty one.
"""

from collections.abc import Iterator
from io import BytesIO

from docx.document import Document as File
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as TextParagraph
from lxml.etree import _Element as Element

from ..formats.grid import Printed, PrintedCell
from ..report import Report
from . import page
from .archive import fixed, moment
from .docx_styles import Style, blank
from .layout import Document, FilledTable, Heading, Paragraph, Part, Signature, Subheading, document

_LONGEST_PROPERTY = 255
_STYLES = {Heading: Style.HEADING, Subheading: Style.SUBHEADING, Paragraph: Style.BODY}


def render(report: Report) -> bytes:
    """The document; the same report gives the same bytes."""
    return written(document(report))


def written(what: Document) -> bytes:
    """The file of a document; the same document gives the same bytes."""
    file = blank()
    _describe(file, what)
    for text in what.lines:
        title = file.add_paragraph(text, Style.TITLE).paragraph_format
        title.left_indent = title.right_indent = Mm(page.title_indent(text))
    file.add_paragraph(style=Style.BODY)
    for part in what.parts:
        _add(file, part)
    target = BytesIO()
    file.save(target)
    return fixed(target.getvalue())


def _describe(file: File, what: Document) -> None:
    properties, organ = file.core_properties, what.organ[:_LONGEST_PROPERTY]
    properties.title = what.title[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = organ
    properties.language, properties.comments, properties.revision = "zh-CN", "", 1
    properties.created = properties.modified = moment(what.on)


def _add(file: File, part: Part) -> None:
    if isinstance(part, FilledTable):
        file.add_paragraph(style=Style.AROUND_TABLE).paragraph_format.keep_with_next = True
        _place(file, _Table(part).element())
        file.add_paragraph(style=Style.AROUND_TABLE)
    elif isinstance(part, Signature):
        _sign(file, part)
    else:
        file.add_paragraph(part.text, _STYLES[type(part)])


def _place(file: File, table: Element) -> None:
    """Below what is there already; the page set-up stays the body's last element."""
    file.element.body[-1].addprevious(table)


def _sign(file: File, signature: Signature) -> None:
    """Organ and date one line below the text, kept together."""
    file.add_paragraph(style=Style.BODY).paragraph_format.keep_with_next = True
    for text, free in zip((signature.organ, signature.day), signature.indents, strict=True):
        if text:
            paragraph = file.add_paragraph(text, Style.SIGNATURE)
            paragraph.paragraph_format.keep_with_next = text == signature.organ
            _keep_free(paragraph, free)


def _keep_free(paragraph: TextParagraph, characters: float) -> None:
    """The right indent in characters, and in points for programs that know no characters."""
    paragraph.paragraph_format.right_indent = Pt(characters * page.CHARACTER_PITCH)
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    assert indent is not None
    indent.set(qn("w:rightChars"), str(round(characters * 100)))


class _Table:
    """Writes one table from its printed grid.

    A table that fits on a page stays on one: each row is kept with the next. One of a single
    block repeats its head where it does run over.
    """

    def __init__(self, filled: FilledTable) -> None:
        self.filled = filled
        self.printed = filled.printed
        self.columns = page.columns(self.printed)
        self.owners = _owners(self.printed)
        self.type = page.table_type(self.printed)
        blocks = self.printed.blocks
        self.head = len(blocks[0].head) if len(blocks) == 1 else 0

    def element(self) -> Element:
        grid = _w("tblGrid", *(_w("gridCol", w=_twips(width)) for width in self.columns))
        rows = (self._row(number) for number in range(self.printed.height))
        return _w("tbl", self._properties(), grid, *rows)

    def _properties(self) -> Element:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        beside, above = _twips(self.type.padding), round(20 * page.TABLE_PADDING)
        margins = {"top": above, "left": beside, "bottom": above, "right": beside}
        return _w(
            "tblPr",
            _w("tblW", w=_twips(sum(self.columns)), type="dxa"),
            _w("jc", val="center"),
            _w("tblBorders", *(_w(side, val="single", sz=4, space=0, color="000000") for side in sides)),
            _w("tblLayout", type="fixed"),
            _w("tblCellMar", *(_w(side, w=width, type="dxa") for side, width in margins.items())),
            _w("tblLook", val="00A0", firstRow=1, firstColumn=1, noHBand=1, noVBand=1),
            _w("tblCaption", val=self.printed.table.title),
        )

    def _row(self, number: int) -> Element:
        properties = _w(
            "trPr",
            _w("cantSplit"),
            _w("trHeight", val=round(20 * self.type.row), hRule="atLeast"),
            *([_w("tblHeader")] if number < self.head else ()),
        )
        return _w("tr", properties, *self._cells(number))

    def _cells(self, row: int) -> Iterator[Element]:
        column = 0
        while column < self.printed.width:
            cell = self.owners[row, column]
            yield self._cell(cell, row)
            column += cell.colspan

    def _cell(self, cell: PrintedCell, row: int) -> Element:
        """A cell begun in this row, or the part of one that runs on from above, without text."""
        begins = cell.row == row
        merge = [_w("vMerge", val="restart" if begins else "continue")] if cell.rowspan > 1 else []
        properties = _w(
            "tcPr",
            _w("tcW", w=_twips(page.span(self.columns, cell)), type="dxa"),
            *([_w("gridSpan", val=cell.colspan)] if cell.colspan > 1 else ()),
            *merge,
            _w("vAlign", val="center"),
        )
        return _w("tc", properties, self._paragraph(cell, self.filled.text(cell) if begins else "", row))

    def _paragraph(self, cell: PrintedCell, text: str, row: int) -> Element:
        style, head_style = (
            (Style.WIDE, Style.WIDE_HEAD) if self.type is page.WIDE else (Style.NARROW, Style.NARROW_HEAD)
        )
        properties = _w(
            "pPr",
            _w("pStyle", val=(head_style if cell.kind in ("caption", "head") else style).id),
            *([_w("keepNext")] if row < self.printed.height - 1 else ()),
            _w("snapToGrid", val=0),
            *(_at_the_left() if cell.kind == "stub" else ()),
        )
        return _w("p", properties, *([self._run(cell, text)] if text else ()))

    def _run(self, cell: PrintedCell, text: str) -> Element:
        size = page.fitting(text, page.span(self.columns, cell), self.type)
        smaller = [_w("rPr", _w("sz", val=round(2 * size)))] if size < self.type.size else []
        return _w("r", *smaller, _text(text))


def _owners(printed: Printed) -> dict[tuple[int, int], PrintedCell]:
    """Which printed cell covers each place of the grid."""
    return {
        (cell.row + down, cell.column + across): cell
        for row in printed.rows
        for cell in row
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
    }


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


def _at_the_left() -> tuple[Element, Element]:
    return _w("ind", left=_twips(page.STUB_INDENT)), _w("jc", val="left")


def _w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """An element of WordprocessingML; python-docx takes names with their prefix."""
    element = OxmlElement(f"w:{tag}", {qn(f"w:{name}"): str(value) for name, value in attributes.items()})
    element.extend(children)
    return element


def _text(text: str) -> Element:
    element = _w("t")
    element.text = text
    return element
