"""A notice as it is printed: its parts in order, headings numbered; as DOCX by GB/T 9704-2012."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table

from gongkai.annual_report.rendering import page
from gongkai.annual_report.rendering.archive import fixed
from gongkai.annual_report.rendering.docx_styles import Style, blank, framed
from gongkai.annual_report.rendering.layout import Signature, chinese_date, line

from .models import Notice, Passage

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Printed = tuple[str, str, dict[str, Any] | None]
"""Kind, text (of a table: what is over it), table."""
_NUMERALS = "一二三四五六七八九十"
_FIRST_COLUMN = 34.0
"""Millimetres for the names of organs."""


def printed(passages: Iterable[Passage]) -> Iterator[Printed]:
    """What a reader gets: empty paragraphs left out, each line of a paragraph by itself."""
    number = 0
    for one in passages:
        if one.kind == Passage.Kind.HEADING:
            numeral = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
            number += 1
            yield one.kind, _("{number}、{title}").format(number=numeral, title=one.text), None
        elif one.kind == Passage.Kind.TABLE:
            if one.table:
                yield one.kind, one.text, one.table
        else:
            for line in one.text.splitlines():
                yield one.kind, line, None


def document(notice: Notice, passages: Iterable[Passage], government: str) -> bytes:
    """The DOCX; the same notice gives the same bytes."""
    made = blank()
    day = localdate(notice.final_at) if notice.final_at else None
    _describe(made, notice, government, day)
    made.add_paragraph(line(notice.title), Style.TITLE)
    number = made.add_paragraph(line(notice.number) or _("（草稿，未印发）"), Style.BASE)
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    made.add_paragraph(style=Style.BODY)
    made.add_paragraph(_("各有关机关："), Style.BASE)
    for kind, text, table in printed(passages):
        if kind == Passage.Kind.HEADING:
            made.add_paragraph(line(text), Style.HEADING)
        elif table is None:
            made.add_paragraph(line(text), Style.BODY)
        else:
            _table(made, text, table)
    if day:
        _sign(made, Signature(government, chinese_date(day)))
    target = BytesIO()
    made.save(target)
    return fixed(target.getvalue())


def _describe(made: Document, notice: Notice, government: str, day: date | None) -> None:
    properties = made.core_properties
    properties.title, properties.language, properties.comments = line(notice.title), "zh-CN", ""
    properties.author = properties.last_modified_by = government
    properties.created = properties.modified = datetime.combine(day or notice.last, time())


def _sign(made: Document, signature: Signature) -> None:
    """Organ and date one line below the text, kept together."""
    made.add_paragraph(style=Style.BODY).paragraph_format.keep_with_next = True
    for text, free in zip((signature.organ, signature.day), signature.indents, strict=True):
        paragraph = made.add_paragraph(text or "", Style.SIGNATURE)
        paragraph.paragraph_format.keep_with_next = text == signature.organ
        paragraph.paragraph_format.right_indent = Pt(free * page.CHARACTER_PITCH)


def _table(made: Document, caption: str, data: dict[str, Any]) -> None:
    above = made.add_paragraph(line(caption), Style.WIDE_HEAD)
    above.paragraph_format.space_before = Pt(page.AROUND_TABLE)
    above.paragraph_format.space_after = Pt(page.AROUND_TABLE / 2)
    above.paragraph_format.keep_with_next = True
    head = data["head"]
    lines: list[tuple[str, list[str]]] = [(Style.WIDE_HEAD, head)]
    for group in data["groups"]:
        lines.append((Style.WIDE_HEAD, [group["name"]]))
        lines += [(Style.WIDE, row) for row in group["rows"]]
    table = made.add_table(len(lines), len(head))
    _frame(table, len(head))
    for row, (style, texts) in zip(table.rows, lines, strict=True):
        cells = row.cells
        if len(texts) == 1:  # the name of a group
            cells = (cells[0].merge(cells[-1]),)
        for cell, text in zip(cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.text, paragraph.style = line(text), style
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row.height = Pt(page.WIDE.row)
        row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
    note = made.add_paragraph(_("注：{note}").format(note=data["note"]), Style.WIDE)
    note.alignment = WD_ALIGN_PARAGRAPH.LEFT
    note.paragraph_format.space_before = Pt(page.AROUND_TABLE / 2)
    note.paragraph_format.space_after = Pt(page.AROUND_TABLE)


def _frame(table: Table, columns: int) -> None:
    framed(table)
    rest = (page.TEXT_WIDTH - _FIRST_COLUMN) / max(columns - 1, 1)
    widths = [Mm(_FIRST_COLUMN), *(Mm(rest) for _number in range(columns - 1))]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
