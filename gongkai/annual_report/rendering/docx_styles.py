"""The empty document by GB/T 9704-2012: its page, its paragraph styles, its page number.

Made from python-docx's own template; what that brings besides (an American page, coloured
styles, a picture of itself) is taken out.
"""

from dataclasses import dataclass
from enum import StrEnum

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from lxml.etree import _Element as Element

from . import page

FANG_SONG, KAI, HEI, SONG, XIAO_BIAO_SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
"""Figures and Latin letters are set in them too: the standard names one typeface for each part
of a document and none for figures, and Word takes the Latin typeface for Chinese quotation marks."""

ALTERNATIVES = {
    FANG_SONG: "仿宋,FangSong,STFangsong",
    KAI: "楷体,KaiTi,STKaiti",
    HEI: "SimHei,STHeiti",
    SONG: "SimSun,STSong",
    XIAO_BIAO_SONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,宋体",
}
"""Typefaces a word processor may take where it lacks the one that is named."""


class Style(StrEnum):
    """The paragraph styles, by Word's own names where it has one: they make its outline."""

    BASE = "Normal"
    TITLE = "Title"
    HEADING = "Heading 1"
    SUBHEADING = "Heading 2"
    BODY = "Body Text"
    SIGNATURE = "Signature"
    PAGE_NUMBER = "Footer"
    WIDE = "表格"
    WIDE_HEAD = "表头"
    NARROW = "密表格"
    NARROW_HEAD = "密表头"
    AROUND_TABLE = "表距"

    @property
    def id(self) -> str:
        return self.value.replace(" ", "")


@dataclass(frozen=True)
class _Look:
    """How a style looks: ``closer`` sets 28 characters on a line, ``level`` puts it in the outline."""

    font: str = FANG_SONG
    size: float = page.BODY
    pitch: float | None = page.LINE_PITCH
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    closer: bool = True
    indented: bool = False
    level: int | None = None


_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_LOOKS = {
    Style.BASE: _Look(),
    Style.TITLE: _Look(XIAO_BIAO_SONG, page.TITLE, page.TITLE_PITCH, _CENTRE, closer=False),
    Style.HEADING: _Look(HEI, indented=True, level=0),
    Style.SUBHEADING: _Look(KAI, indented=True, level=1),
    Style.BODY: _Look(indented=True),
    Style.SIGNATURE: _Look(alignment=_RIGHT),
    Style.PAGE_NUMBER: _Look(SONG, page.PAGE_NUMBER, None, closer=False),
    Style.WIDE: _Look(SONG, page.WIDE.size, page.WIDE.pitch, _CENTRE, closer=False),
    Style.WIDE_HEAD: _Look(HEI, page.WIDE.size, page.WIDE.pitch, _CENTRE, closer=False),
    Style.NARROW: _Look(SONG, page.NARROW.size, page.NARROW.pitch, _CENTRE, closer=False),
    Style.NARROW_HEAD: _Look(HEI, page.NARROW.size, page.NARROW.pitch, _CENTRE, closer=False),
    Style.AROUND_TABLE: _Look(pitch=page.AROUND_TABLE),
}

_NUMBER_LINE = 1.3
"""Height of the page number's line, in its size: Word places it from the lower edge of the paper."""

_LEFT_OUT = ("stylesWithEffects", "thumbnail", "extended-properties", "customXml", "numbering")
"""Parts of the template that say nothing about our document."""


def blank() -> Document:
    """A document with no text."""
    document = docx.Document()
    _leave_out(document)
    _set_page(document)
    _set_language(document)
    _set_styles(document)
    _name_alternatives(document)
    _number_pages(document)
    return document


def _leave_out(document: Document) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for id, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] in (*_LEFT_OUT, "fontTable"):
                del relations[id]


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in page.PAPER)
    section.top_margin, section.bottom_margin = Mm(page.TOP), Mm(page.BOTTOM)
    section.left_margin, section.right_margin = Mm(page.LEFT), Mm(page.RIGHT)
    number = page.PAGE_NUMBER * _NUMBER_LINE / Mm(1).pt
    section.footer_distance = Mm(page.BOTTOM - page.NUMBER_BELOW - number)


def _set_language(document: Document) -> None:
    """Chinese, with punctuation pressed together at the ends of lines; the programs of today."""
    settings = document.settings.element
    for tag, name, value in (
        ("themeFontLang", "eastAsia", "zh-CN"),
        ("characterSpacingControl", "val", "compressPunctuation"),
        ("compatSetting", "val", "15"),
    ):
        element = next(settings.iter(qn(f"w:{tag}")))
        element.set(qn(f"w:{name}"), value)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")


def _set_styles(document: Document) -> None:
    """Our styles in place of the template's; only those that a document cannot do without stay."""
    styles = document.styles.element
    for style in list(styles.style_lst):
        if style.get(qn("w:default")) is None:
            styles.remove(style)
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
    for style, look in _LOOKS.items():
        _set_style(document, style, look)


def _set_style(document: Document, name: Style, look: _Look) -> None:
    builtin = name.isascii()
    style = (
        document.styles[name]
        if name is Style.BASE
        else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    )
    assert isinstance(style, ParagraphStyle)
    style.base_style = None if name is Style.BASE else document.styles[Style.BASE]
    style.quick_style, style.hidden = True, False
    _set_characters(style, look)
    _set_lines(style, look)


def _set_characters(style: ParagraphStyle, look: _Look) -> None:
    style.font.name, style.font.size = look.font, Pt(look.size)
    properties = style.element.get_or_add_rPr()
    for script in ("eastAsia", "cs"):
        properties.rFonts.set(qn(f"w:{script}"), look.font)
    closer = look.size - page.CHARACTER_PITCH if look.closer else 0
    properties.sz.addprevious(_element("spacing", val=round(-20 * closer)))


def _set_lines(style: ParagraphStyle, look: _Look) -> None:
    lines = style.paragraph_format
    lines.space_before = lines.space_after = Pt(0)
    lines.alignment, lines.widow_control = look.alignment, False
    if look.pitch:
        lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.pitch)
    if look.level is not None:
        lines.keep_with_next = True
    properties = style.element.get_or_add_pPr()
    if style.name == Style.BASE:
        for script in ("autoSpaceDE", "autoSpaceDN"):
            properties.spacing.addprevious(_element(script, val=0))
    if look.indented:
        lines.first_line_indent = Pt(2 * page.CHARACTER_PITCH)
        properties.ind.set(qn("w:firstLineChars"), "200")
    if look.level is not None:
        properties.append(_element("outlineLvl", val=look.level))


def _name_alternatives(document: Document) -> None:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/></w:font>'
        for name, others in ALTERNATIVES.items()
    )
    blob = f'<?xml version="1.0" encoding="UTF-8"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, blob.encode())
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def framed(table: Table) -> Table:
    """The table in the middle, of fixed widths, with thin black lines around every cell."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    borders = _element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(side, val="single", sz=4, space=0, color="000000"))
    table._tbl.tblPr.append(borders)
    return table


def _number_pages(document: Document) -> None:
    """— 1 — at the outer edge, one character in: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, alignment in (
        (section.footer, _RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = Style.PAGE_NUMBER.value, alignment
        paragraph.paragraph_format.left_indent = Pt(page.PAGE_NUMBER)
        paragraph.paragraph_format.right_indent = Pt(page.PAGE_NUMBER)
        paragraph.add_run("— ")
        paragraph._p.append(_page_field())
        paragraph.add_run(" —")


def _page_field() -> Element:
    field = _element("fldSimple", instr=" PAGE ")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    return field


def _element(tag: str, **attributes: str | int) -> Element:
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element
