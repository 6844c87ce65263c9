"""整改通知书 by GB/T 9704, as DOCX; its PDF is set from it. The same order gives the same bytes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils.translation import gettext as _
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from gongkai.annual_report.rendering import page
from gongkai.annual_report.rendering.archive import fixed
from gongkai.annual_report.rendering.docx_styles import Style, blank
from gongkai.annual_report.rendering.layout import Signature, chinese_date, line
from gongkai.annual_report.report import clean
from gongkai.law.citation import Article

from ...applications import letters
from .models import Finding, Repeat

BASIS = Article(47)


@dataclass(frozen=True)
class Notice:
    """What the paper says; organs are named as on its day. ``number``: empty in a preview."""

    office: str
    organ: str
    number: str
    findings: Sequence[Finding]
    asked: str
    issued_on: date
    due_on: date
    base: str
    """The address of the site, before the addresses within it."""

    @property
    def title(self) -> str:
        return _("政府信息公开整改通知书")

    @property
    def opening(self) -> str:
        words = _("根据{basis}，经检查，发现你单位政府信息公开工作存在以下问题，现通知整改。")
        return words.format(basis=BASIS)

    @property
    def problems(self) -> Iterator[str]:
        """Paragraphs: each problem, and below it the address, which would tear its lines apart."""
        for number, one in enumerate(self.findings, start=1):
            ground = one.ground.rstrip("。；;. ") + self._again(one)
            yield _("{number}．{place}：{ground}。").format(number=number, place=one.title, ground=ground)
            where = self.base + one.address if one.address.startswith("/") else one.address
            if where and where != one.title:
                yield _("网址：{address}").format(address=where)

    @property
    def last(self) -> str:
        words = _("请于{day}前完成整改，并在系统中逐项反馈整改情况和佐证材料。")
        return words.format(day=chinese_date(self.due_on))

    def _again(self, one: Finding) -> str:
        if one.earlier is None:
            return ""
        words = (
            _("；同一位置曾以{number}要求整改")
            if one.repeat == Repeat.PLACE
            else _("；同类问题曾以{number}要求整改")
        )
        return words.format(number=one.earlier.order.number)


def docx(notice: Notice) -> bytes:
    document = blank()
    properties = document.core_properties
    properties.title, properties.author = notice.title, line(notice.office)[:255]
    properties.last_modified_by, properties.comments, properties.language = properties.author, "", "zh-CN"
    for text in (notice.office, notice.title):
        lines = document.add_paragraph(line(text), Style.TITLE).paragraph_format
        lines.left_indent = lines.right_indent = Mm(page.title_indent(text))
    number = document.add_paragraph(notice.number, Style.BODY).paragraph_format
    number.alignment, number.first_line_indent = WD_ALIGN_PARAGRAPH.CENTER, Pt(0)
    document.add_paragraph(style=Style.BODY)
    document.add_paragraph(
        _("{organ}：").format(organ=line(notice.organ)), Style.BODY
    ).paragraph_format.first_line_indent = Pt(0)
    _say(document, notice.opening)
    for heading, texts in (
        (_("一、存在的问题"), list(notice.problems)),
        (_("二、整改要求"), clean(notice.asked).splitlines()),
        (_("三、整改期限"), [notice.last]),
    ):
        document.add_paragraph(heading, Style.HEADING)
        for text in texts:
            _say(document, text)
    _sign(document, Signature(line(notice.office), chinese_date(notice.issued_on)))
    target = BytesIO()
    document.save(target)
    return fixed(target.getvalue())


def pdf(notice: Notice) -> bytes:
    return letters.pdf(docx(notice))


def _say(document: Document, text: str) -> None:
    if text.strip():
        document.add_paragraph(line(text), Style.BODY)


def _sign(document: Document, signature: Signature) -> None:
    """Organ and day one line below the text, kept together."""
    document.add_paragraph(style=Style.BODY).paragraph_format.keep_with_next = True
    for text, free in zip((signature.organ, signature.day), signature.indents, strict=True):
        lines = document.add_paragraph(text or "", Style.SIGNATURE).paragraph_format
        lines.right_indent = Pt(free * page.CHARACTER_PITCH)
        lines.keep_with_next = text == signature.organ
