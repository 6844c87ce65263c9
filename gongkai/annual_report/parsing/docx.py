"""DOCX: the paragraphs and tables of word/document.xml, in their order, as a person sees them.

Deleted and hidden text is left out; numbers that Word makes itself (一、二、) are made here, too.
"""

from collections.abc import Iterator

from lxml import etree

from ..report import Place
from .archive import Archive
from .document import Block, Document, Grid, GridCell, Paragraph
from .numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SKIPPED = frozenset(
    {
        f"{_W}{name}"
        for name in ("del", "moveFrom", "instrText", "delText", "pPr", "sectPr", "footnoteReference")
    }
    | {f"{_W}{name}" for name in ("endnoteReference", "commentReference", "delInstrText", "tblPr", "sdtPr")}
)
_DRAWN = frozenset(f"{_W}{name}" for name in ("txbxContent", "drawing", "pict", "object"))
_APART = frozenset({f"{_W}tab", f"{_W}ptab"})
_BREAKS = frozenset({f"{_W}br", f"{_W}cr"})
_WIDEST, _TALLEST, _DEEPEST, _MOST_BLOCKS = 64, 5000, 40, 50_000
_WIDE_PICTURE = 2_880_000  # EMU, 8 cm


def read(data: bytes) -> Document:
    """Part a DOCX into paragraphs and grids. Raises Unreadable where it is broken or bears no text."""
    archive = Archive(data)
    body = archive.xml("word/document.xml").find(f"{_W}body")
    walk = _Walk(Numbering(archive))
    if body is not None:
        walk.into(body, 0)
    pictures = 0
    if body is not None:
        pictures = sum(int(one.get("cx", 0)) >= _WIDE_PICTURE for one in body.iter(f"{_WP}extent"))
    return Document("docx", tuple(walk.blocks), pictures=pictures)


class _Walk:
    """Collects blocks; a table that holds tables is layout and is walked into."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.blocks: list[Block] = []
        self.lines = self.tables = 0

    def into(self, element: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for child in element:
            if len(self.blocks) > _MOST_BLOCKS:
                return
            if child.tag == f"{_W}p":
                self._paragraph(child, depth)
            elif child.tag == f"{_W}tbl":
                self._table(child, depth)
            elif child.tag not in _SKIPPED and isinstance(child.tag, str):
                self.into(_chosen(child), depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        self.lines += 1
        lines = self._text(paragraph).split("\n")
        for line in lines:
            text = " ".join(line.split())
            if text:
                self.blocks.append(Paragraph(text, Place(line=self.lines)))
        for box in _text_boxes(paragraph):
            self.into(box, depth + 1)

    def _text(self, paragraph: etree._Element) -> str:
        words = "".join(_words(paragraph, 0))
        return f"{self.numbering.label(paragraph)}{words}" if words.strip() else words

    def _table(self, table: etree._Element, depth: int) -> None:
        if table.find(f".//{_W}tc//{_W}tbl") is not None:
            for cell in _layout_cells(table):
                self.into(cell, depth + 1)
            return
        cells = tuple(self._cells(table))
        if len(cells) == 1:  # a frame around text
            for paragraph in table.iter(f"{_W}p"):
                self._paragraph(paragraph, depth)
        elif cells:
            self.tables += 1
            self.blocks.append(Grid(self.tables, cells))

    def _cells(self, table: etree._Element) -> Iterator[GridCell]:
        """Cells in their grid places; one merged downwards is one cell with a rowspan."""
        begun: dict[int, list[int]] = {}  # column → [index in found, colspan]
        found: list[GridCell] = []
        rows = [row for row in _rows(table) if not _is_hidden_row(row)]
        for number, row in enumerate(rows[:_TALLEST]):
            column = _number(row, "trPr/gridBefore")
            for cell in _row_cells(row):
                span = max(1, min(_number(cell, "tcPr/gridSpan") or 1, _WIDEST))
                if column + span > _WIDEST:
                    break
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merge is not None and merge.get(f"{_W}val", "continue") == "continue" and column in begun:
                    at, width = begun[column]
                    if width == span:
                        found[at] = _taller(found[at])
                        column += span
                        continue
                begun[column] = [len(found), span]
                found.append(GridCell(number, column, self._cell_text(cell), colspan=span))
                column += span
        return iter(found)

    def _cell_text(self, cell: etree._Element) -> str:
        texts = [" ".join(self._text(one).split()) for one in cell.iter(f"{_W}p")]
        joined = ""
        for text in texts:
            apart = joined[-1:].isascii() and text[:1].isascii() and joined and text
            joined += f" {text}" if apart else text
        return joined


def _taller(cell: GridCell) -> GridCell:
    return GridCell(cell.row, cell.column, cell.text, cell.rowspan + 1, cell.colspan)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those that a content control or a tracked insertion holds."""
    for child in table:
        if child.tag == f"{_W}tr":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _rows(child)


def _row_cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{_W}tc":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml"):
            yield from _row_cells(child)


def _layout_cells(table: etree._Element) -> Iterator[etree._Element]:
    for row in _rows(table):
        if not _is_hidden_row(row):
            yield from _row_cells(row)


def _is_hidden_row(row: etree._Element) -> bool:
    properties = row.find(f"{_W}trPr")
    if properties is None:
        return False
    return any(_is_on(properties.find(f"{_W}{name}")) for name in ("hidden", "del"))


def _number(element: etree._Element, path: str) -> int:
    found = element.find("/".join(f"{_W}{name}" for name in path.split("/")))
    written = found.get(f"{_W}val", "") if found is not None else ""
    return int(written) if written.isdigit() and len(written) < 5 else 0


def _words(element: etree._Element, depth: int) -> Iterator[str]:
    """The text of a paragraph as shown; a space where two figures would otherwise become one."""
    if depth > _DEEPEST:
        return
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag == f"{_W}r":
            if not _is_hidden(child):
                raised = child.find(f"{_W}rPr/{_W}vertAlign")
                apart = raised is not None and raised.get(f"{_W}val") != "baseline"
                words = "".join(_words(child, depth + 1))
                yield f" {words} " if apart else words
        elif tag in _APART:
            yield " "
        elif tag in _BREAKS:
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag in _SKIPPED or tag in _DRAWN or not isinstance(tag, str):
            continue
        else:
            yield from _words(_chosen(child), depth + 1)


def _chosen(element: etree._Element) -> etree._Element:
    """Of alternatives for old and new programs, the new one; a content control's content."""
    if element.tag == f"{_MC}AlternateContent":
        for name in ("Choice", "Fallback"):
            found = element.find(f"{_MC}{name}")
            if found is not None:
                return found
    return element


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
            yield box


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(f"{_W}rPr")
    return properties is not None and (
        _is_on(properties.find(f"{_W}vanish"))
        or _is_on(properties.find(f"{_W}strike"))
        or _is_on(properties.find(f"{_W}dstrike"))
    )


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val", "1") not in ("0", "false", "off")
