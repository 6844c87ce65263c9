"""申请表: the form on paper, as DOCX on a page of GB/T 9704; it asks for what Art. 29 asks and no more."""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import _Cell as Cell

from gongkai.annual_report.rendering import page
from gongkai.annual_report.rendering.archive import fixed
from gongkai.annual_report.rendering.docx_styles import Style, blank, framed

from ..organs.models import Organ
from .models import ApplicantKind, Form, Way

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_GROUP, _LABEL = 14.0, 40.0
"""Millimetres: the columns of the groups and of what is asked."""
_SIZE, _PITCH = 12.0, 18.0
_BOX = "□"
_Group = tuple[str, tuple[tuple[str, str, float], ...]]
"""Its name; of each row what is asked, what stands in it, and its least height in millimetres."""


def sheet(organ: Organ) -> bytes:
    """The form to print and send to ``organ``, with where to."""
    return _built(organ.name, "，".join(value for _label, value in organ.contact))


@lru_cache(maxsize=64)
def _built(name: str, contact: str) -> bytes:
    document = blank()
    properties = document.core_properties
    properties.title, properties.language = _("政府信息公开申请表"), "zh-CN"
    properties.author = properties.last_modified_by = properties.comments = ""
    section = document.sections[0]
    section.top_margin = section.bottom_margin = Mm(22)  # one page
    document.add_paragraph(_("政府信息公开申请表"), Style.TITLE)
    _small(document, _("{name}：").format(name=name))
    _table(document, _groups())
    _small(document, _("1. 不需要写用途和工作单位。“文号”“需要的帮助”没有的可以不填；联系方式至少填一种。"))
    _small(
        document,
        _("2. 申请更正与自己有关的信息记录的，在“内容描述”写明哪条记录不准确、应当怎样更正，并附证据。"),
    )
    if contact:
        _small(document, _("3. 寄送、当面提交和联系方式：{contact}").format(contact=contact))
    target = BytesIO()
    document.save(target)
    return fixed(target.getvalue())


def _groups() -> tuple[_Group, ...]:
    kinds = _boxes(ApplicantKind.labels)
    return (
        (
            _("申请人"),
            (
                (_("类别"), kinds, 14),
                (_("姓名或名称"), "", 9),
                (_("证件种类和号码"), "", 9),
                (_("联系人（单位填）"), "", 9),
                (_("联系电话"), "", 9),
                (_("电子邮箱"), "", 9),
                (_("通信地址和邮编"), "", 12),
            ),
        ),
        (
            _("所需信息"),
            (
                (_("信息名称"), "", 14),
                (_("文号（知道的写）"), "", 9),
                (_("内容描述"), _("（写明便于查询的其他特征，例如年度、地点、事项）"), 30),
                (_("形式"), _boxes(Form.labels), 9),
                (_("获取方式"), _boxes(Way.labels), 9),
                (_("需要的帮助"), _("（阅读、书写等有困难的写）"), 9),
            ),
        ),
        (_("签名"), ((_("申请人签名或盖章"), "", 12), (_("申请日期"), _("　　　年　　月　　日"), 9))),
    )


def _boxes(labels: Iterable[object]) -> str:
    return "　".join(f"{_BOX}{label}" for label in labels)


def _small(document: Document, text: str) -> None:
    paragraph = document.add_paragraph(text, Style.BASE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _type(paragraph)


def _type(paragraph: object) -> None:
    """Smaller than a letter, so that all of it stands on one page."""
    paragraph.paragraph_format.line_spacing = Pt(_PITCH)  # type: ignore[attr-defined]
    for run in paragraph.runs:  # type: ignore[attr-defined]
        run.font.size = Pt(_SIZE)


def _table(document: Document, groups: tuple[_Group, ...]) -> None:
    rows = sum(len(asked) for _name, asked in groups)
    table = document.add_table(rows, 3)
    framed(table)
    widths = (Mm(_GROUP), Mm(_LABEL), Mm(page.TEXT_WIDTH - _GROUP - _LABEL))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    at = 0
    for name, asked in groups:
        for offset, (label, text, height) in enumerate(asked):
            row = table.rows[at + offset]
            row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.AT_LEAST
            cells = row.cells
            for cell, width in zip(cells, widths, strict=True):
                cell.width = width
            _fill(cells[1], label, centred=True)
            _fill(cells[2], text, centred=False)
        merged = table.cell(at, 0).merge(table.cell(at + len(asked) - 1, 0))
        _fill(merged, name, centred=True)
        at += len(asked)


def _fill(cell: Cell, text: str, *, centred: bool) -> None:
    for extra in cell.paragraphs[1:]:
        extra._p.getparent().remove(extra._p)
    paragraph = cell.paragraphs[0]
    paragraph.text, paragraph.style = text, Style.BASE
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _type(paragraph)
