"""The default templates 默认模板: DOCX in the letter form of GB/T 9704-2012 信函格式, made from the wording.

The organ's name 30 mm from the upper edge, a red double rule of 170 mm below it and another
20 mm from the lower edge, no number on the first page; the page itself is that of the annual report.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.parfmt import ParagraphFormat
from lxml.etree import _Element as Element

from gongkai.annual_report.rendering import page
from gongkai.annual_report.rendering.archive import fixed
from gongkai.annual_report.rendering.docx_styles import HEI, XIAO_BIAO_SONG, Style, blank

from .kinds import KINDS, Kind, Line, Row

_MARK_DOWN, _RULE_UP, _RULE_WIDTH = 30.0, 20.0, 170.0
"""Millimetres: upper edge to the organ's name; lower edge to the second rule; length of the rules."""
_MARK, _MARK_PITCH = 24.0, 32.0
"""小一; the standard leaves the size to the organ: a name of 20 characters stays on one line."""
_RULE_BELOW_MARK = 11
"""4 mm, in points, as Word counts the space of a border."""
_RED = "FF0000"
_THICK = 18
"""Eighths of a point: 2.25 points for the thick line of a rule."""
_NUMBER_DOWN = 7.5
"""Points: with the line's own space, seven eighths of a character below the rule."""
_SIGNED = 15
"""Characters from the right edge in which organ and day are centred: the day ends four before the edge."""
_LABEL_WIDTH = 42.0
_EM = page.CHARACTER_PITCH

_STYLES = {
    Line.NUMBER: "文号",
    Line.TITLE: Style.TITLE,
    Line.ADDRESSEE: "主送",
    Line.BODY: Style.BODY,
    Line.EMPTY: Style.BODY,
    Line.ATTACHMENT: "附件说明",
    Line.SIGNATURE: Style.SIGNATURE,
    Line.DAY: Style.SIGNATURE,
    Line.NOTE: Style.BODY,
}
_MARK_STYLE, _RULE_STYLE, _LABEL_STYLE, _ENTRY_STYLE = "发文机关", "版头线", "表栏", "填写"


@cache
def default_template(kind: str) -> bytes:
    """The template of ``kind`` as the system brings it; the same bytes every time. KeyError: no such kind."""
    return fixed(_built(KINDS[kind]))


def _built(kind: Kind) -> bytes:
    document = blank()
    _describe(document, kind.title)
    _set_styles(document)
    _set_first_page(document, kind)
    rows = [text for _line, text in kind.lines if isinstance(text, Row)]
    for line, text in kind.lines:
        if isinstance(text, str) and line is not Line.MARK:
            document.add_paragraph(text, _STYLES[line])
        elif isinstance(text, Row) and text is rows[0]:
            _add_table(document, rows)
    _keep_together(document)
    if kind.is_form:
        _move_up(document)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _describe(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.language = title, "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = ""


def _set_styles(document: Document) -> None:
    title = document.styles[Style.TITLE]
    assert isinstance(title, ParagraphStyle)
    title.paragraph_format.space_before = Pt(page.LINE_PITCH)
    title.paragraph_format.space_after = Pt(page.LINE_PITCH)
    _style(document, "文号", WD_ALIGN_PARAGRAPH.RIGHT).space_before = Pt(_NUMBER_DOWN)
    _style(document, "主送", WD_ALIGN_PARAGRAPH.LEFT)
    attachment = _style(document, "附件说明", WD_ALIGN_PARAGRAPH.LEFT)
    attachment.left_indent, attachment.first_line_indent = Pt(5 * _EM), Pt(-3 * _EM)
    signature = document.styles[Style.SIGNATURE]
    assert isinstance(signature, ParagraphStyle)
    signature.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    signature.paragraph_format.left_indent = Mm(page.TEXT_WIDTH) - Pt(_SIGNED * _EM)
    _style(document, _LABEL_STYLE, WD_ALIGN_PARAGRAPH.CENTER, font=HEI, size=14, pitch=22)
    _style(document, _ENTRY_STYLE, WD_ALIGN_PARAGRAPH.LEFT, size=14, pitch=22)
    mark = _style(
        document,
        _MARK_STYLE,
        WD_ALIGN_PARAGRAPH.CENTER,
        font=XIAO_BIAO_SONG,
        size=_MARK,
        pitch=_MARK_PITCH,
        colour=_RED,
    )
    rule = _style(document, _RULE_STYLE, WD_ALIGN_PARAGRAPH.CENTER, size=5, pitch=6)
    for lines in (mark, rule):
        beside = _RULE_WIDTH - page.TEXT_WIDTH
        left = page.LEFT - (page.PAPER[0] - _RULE_WIDTH) / 2
        lines.left_indent, lines.right_indent = Mm(-left), Mm(left - beside)


def _style(
    document: Document,
    name: str,
    alignment: WD_ALIGN_PARAGRAPH,
    *,
    font: str | None = None,
    size: float | None = None,
    pitch: float | None = None,
    colour: str | None = None,
) -> ParagraphFormat:
    """A style of ours on the base of all, and how its lines stand."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style, style.quick_style = document.styles[Style.BASE], True
    if font:
        style.font.name = font
        for script in ("eastAsia", "cs"):
            style.element.rPr.rFonts.set(qn(f"w:{script}"), font)
    if size:
        style.font.size = Pt(size)
        style.element.rPr.sz.addprevious(_element("spacing", val=0))
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    lines: ParagraphFormat = style.paragraph_format
    lines.alignment = alignment
    if pitch:
        lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(pitch)
    return lines


def _set_first_page(document: Document, kind: Kind) -> None:
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance, section.footer_distance = Mm(_MARK_DOWN), Mm(_RULE_UP)
    for footer in (section.footer, section.even_page_footer):
        # The number stands 7 mm below the text; footers are placed from the second rule's height.
        number = Mm(page.BOTTOM - page.NUMBER_BELOW - _RULE_UP) - Pt(page.PAGE_NUMBER * 1.3)
        footer.paragraphs[0].paragraph_format.space_after = number
    below = section.first_page_footer.paragraphs[0]
    below.style = _RULE_STYLE
    if kind.is_form:
        return
    _rule(below, "thinThickSmallGap", 0)
    mark = section.first_page_header.paragraphs[0]
    mark.style, mark.text = _MARK_STYLE, next(str(text) for line, text in kind.lines if line is Line.MARK)
    _rule(mark, "thickThinSmallGap", _RULE_BELOW_MARK)


def _rule(paragraph: Paragraph, lines: str, space: int) -> None:
    """A red double rule below a paragraph; ``lines`` names them from top to bottom."""
    border = _element("pBdr")
    border.append(_element("bottom", val=lines, sz=_THICK, space=space, color=_RED))
    properties = paragraph._p.get_or_add_pPr()
    style = properties.find(qn("w:pStyle"))
    assert style is not None
    style.addnext(border)


def _keep_together(document: Document) -> None:
    """The signature one line below the text, never alone on a page."""
    paragraphs = document.paragraphs
    styles = [one.style.name if one.style else "" for one in paragraphs]
    if Style.SIGNATURE not in styles:
        return
    signature = paragraphs[styles.index(Style.SIGNATURE)]
    signature.paragraph_format.space_before = Pt(page.LINE_PITCH)
    attached = next(n for n, one in enumerate(paragraphs) if "if attachments" in one.text)
    kept = (
        *_last_text(paragraphs[:attached]),
        *paragraphs[attached : styles.index(Style.SIGNATURE)],
        signature,
    )
    for paragraph in kept:
        paragraph.paragraph_format.keep_with_next = True


def _last_text(paragraphs: list[Paragraph]) -> Iterator[Paragraph]:
    """The last paragraphs of the text: with those that may be left out, the one before them."""
    within = 0
    for paragraph in reversed(paragraphs):
        if paragraph.text.startswith("{%p"):
            within += {"endif": 1, "if": -1}.get(paragraph.text.split()[1], 0)
            continue
        yield paragraph
        if not within:
            return


def _move_up(document: Document) -> None:
    """A form keeps to one page: its title begins at the top."""
    title = next(one for one in document.paragraphs if one.style and one.style.name == Style.TITLE)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(0), Pt(page.LINE_PITCH / 2)
    *_above, above, below = document.paragraphs
    above.paragraph_format.space_after = below.paragraph_format.space_before = Pt(page.AROUND_TABLE)


def _add_table(document: Document, rows: list[Row]) -> None:
    table = document.add_table(len(rows), 2)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    properties = table._tbl.tblPr
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz=4, space=0, color="000000"))
    later = next(one for one in properties if one.tag in (qn("w:tblLayout"), qn("w:tblLook")))
    later.addprevious(borders)  # Word holds to the order of the schema
    widths = (Mm(_LABEL_WIDTH), Mm(page.TEXT_WIDTH - _LABEL_WIDTH))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row, given in zip(table.rows, rows, strict=True):
        row.height, row.height_rule = Pt(22 * given.lines + 12), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        _fill(row.cells[0], given.label, _LABEL_STYLE)
        _fill(row.cells[1], given.text, _ENTRY_STYLE)


def _fill(cell: Cell, text: str, style: str) -> None:
    first, *others = text.split("\n")
    cell.paragraphs[0].text, cell.paragraphs[0].style = first, style
    for other in others:
        cell.add_paragraph(other, style)


def _element(tag: str, **attributes: str | int) -> Element:
    element: Element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element
