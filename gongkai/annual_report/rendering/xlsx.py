"""XLSX: a sheet with the texts of the report, then one for each table, merged as printed.

Numbers are numbers; every text is written as text, so that none can become a formula.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from gongkai.translation import _

from ..formats.grid import Kind, Printed, PrintedCell
from ..formats.relations import Number
from ..report import NOTE, TEXT, Report, figure
from .archive import fixed, written_on
from .layout import FilledTable, Heading, Paragraph, Part, Signature, Subheading, flow, line, width

LONGEST = 32_767
"""Characters a cell of a sheet can hold."""

_FORMULA = ("=", "+", "-", "@")
_A4 = 9
_LINE_HEIGHT = 17
_TEXT_COLUMNS = (32.0, 92.0)
_STUBS: Mapping[str, tuple[float, ...]] = {
    "disclosure": (26.0,),
    "applications": (12.0, 18.0, 42.0),
}
_STUB, _NARROW, _WIDE = 24.0, 9.5, 20.0
"""Column widths, in half-width characters."""

_TITLE = Font(name="宋体", size=14, bold=True)
_LABEL = Font(name="宋体", size=11, bold=True)
_TEXT = Font(name="宋体", size=11)
_GROUND = PatternFill("solid", fgColor="F2F4F7")
_HAIRLINE = Side(style="thin", color="57606A")
_LINES = Border(left=_HAIRLINE, right=_HAIRLINE, top=_HAIRLINE, bottom=_HAIRLINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center", wrap_text=True)
_TOP = Alignment(horizontal="left", vertical="top", wrap_text=True)
_ALIGNMENTS: Mapping[Kind, Alignment] = {"stub": _LEFT, "value": _RIGHT}


def render(report: Report) -> bytes:
    """The workbook; the same report gives the same bytes."""
    workbook = Workbook()
    parts = list(flow(report))
    _texts(workbook.worksheets[0], report, parts)
    for part in parts:
        if isinstance(part, FilledTable):
            _table(workbook.create_sheet(part.printed.table.title), report, part)
    properties = workbook.properties
    properties.title, properties.creator = line(report.title), line(report.organ or "")
    properties.language = "zh-CN"
    properties.created = properties.modified = written_on(report)
    return _saved(workbook)


def _saved(workbook: Workbook) -> bytes:
    """As ``Workbook.save``, which would also set the time of writing."""
    target = BytesIO()
    ExcelWriter(workbook, ZipFile(target, "w", ZIP_DEFLATED)).save()
    return fixed(target.getvalue())


def _texts(sheet: Worksheet, report: Report, parts: Sequence[Part]) -> None:
    """The first sheet: what the report is, then titles at the left and their texts at the right."""
    sheet.title = _("报告")
    _columns(sheet, _TEXT_COLUMNS)
    _title(sheet, line(report.title), len(_TEXT_COLUMNS))
    for row, (label, content) in enumerate((*_facts(report), *_rows(parts)), start=2):
        _write(sheet, row, 1, label, _LABEL, _TOP)
        _write(sheet, row, 2, content, _TEXT, _TOP)
    sheet.freeze_panes = "A2"
    _print_on_a4(sheet, report)


def _facts(report: Report) -> Iterator[tuple[str, str | int]]:
    form = report.form
    yield _("机关"), line(report.organ or "")
    yield _("年度"), "" if report.year is None else report.year
    yield _("格式"), f"{form.name}（{form.document}）" if form else ""
    if form and form.variant:
        yield _("变体"), form.variant


def _rows(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """A row for each paragraph; a section's title stands beside its first one."""
    title = ""
    for part in parts:
        if isinstance(part, Heading):
            if title:
                yield title, ""
            title = part.text
            continue
        for label, content in _part(part):
            yield label or title, content
            title = ""
    if title:
        yield title, ""


def _part(part: Part) -> Iterator[tuple[str, str]]:
    if isinstance(part, Paragraph | Subheading):
        for start in range(0, len(part.text), LONGEST):
            yield "", part.text[start : start + LONGEST]
    elif isinstance(part, FilledTable):
        yield "", _("见工作表“{title}”").format(title=part.printed.table.title)
    elif isinstance(part, Signature):
        yield _("署名"), part.organ or ""
        yield _("成文日期"), part.day or ""


def _table(sheet: Worksheet, report: Report, filled: FilledTable) -> None:
    """One table: its title, then the printed grid."""
    printed = filled.printed
    _columns(sheet, _widths(printed))
    _title(sheet, printed.table.title, printed.width)
    for cell in (cell for row in printed.rows for cell in row):
        _cell(sheet, report, filled, cell)
    _heights(sheet, printed)
    _freeze(sheet, printed)
    _print_on_a4(sheet, report)


def _cell(sheet: Worksheet, report: Report, filled: FilledTable, cell: PrintedCell) -> None:
    row, column = cell.row + 2, cell.column + 1
    if cell.cell is None:
        font = _TEXT if cell.kind == "stub" else _LABEL
        _write(sheet, row, column, cell.text, font, _ALIGNMENTS.get(cell.kind, _CENTRED))
    else:
        content, format = _value(report, cell.cell, filled.text(cell))
        _write(sheet, row, column, content, _TEXT, _RIGHT if format else _CENTRED)
        sheet.cell(row, column).number_format = format or "General"
    last_row, last_column = row + cell.rowspan - 1, column + cell.colspan - 1
    for lines in sheet.iter_rows(row, last_row, column, last_column):
        for part in lines:
            part.border = _LINES
            part.fill = _GROUND if cell.kind in ("caption", "corner", "head") else PatternFill()
    if (last_row, last_column) != (row, column):
        sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)


def _value(report: Report, cell: str, text: str) -> tuple[str | Number, str]:
    """A number with its number format, or what is printed in its place and no format."""
    value, mark = report.cells.get(cell), report.marks.get(cell, "")
    if value is None or mark.startswith((NOTE, TEXT)):
        return text, ""
    form = report.form
    decimals = figure(value, form.cells[cell] if form else None).partition(".")[2]
    return value, f"0.{'0' * len(decimals)}" if decimals else "0"


def _title(sheet: Worksheet, text: str, columns: int) -> None:
    _write(sheet, 1, 1, text, _TITLE, _CENTRED)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    sheet.row_dimensions[1].height = 2 * _LINE_HEIGHT


def _write(
    sheet: Worksheet, row: int, column: int, content: str | Number, font: Font, alignment: Alignment
) -> None:
    """A number as number, a text as text whatever it begins with, nothing for an empty text."""
    cell = sheet.cell(row, column)
    cell.font, cell.alignment = font, alignment
    if isinstance(content, int | Decimal):
        cell.value = content
    elif content:
        cell.value = content
        cell.data_type = "s"
        cell.quotePrefix = content.startswith(_FORMULA)


def _columns(sheet: Worksheet, widths: Sequence[float]) -> None:
    for number, value in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = value


def _widths(printed: Printed) -> tuple[float, ...]:
    table = printed.table
    stubs = _STUBS.get(table.id, ())
    stubs = stubs if len(stubs) == table.stub_columns else (_STUB,) * table.stub_columns
    values = printed.width - len(stubs)
    return (*stubs, *((_NARROW if values > 4 else _WIDE,) * values))


def _heights(sheet: Worksheet, printed: Printed) -> None:
    """Rows as high as their longest label: spreadsheets do not grow rows for merged cells."""
    widths = _widths(printed)
    for row in printed.rows:
        lines = [
            ceil(2 * width(cell.text) / (sum(widths[cell.column : cell.column + cell.colspan]) - 1))
            for cell in row
            if cell.rowspan == 1
        ]
        sheet.row_dimensions[row[0].row + 2].height = _LINE_HEIGHT * max([1, *lines]) + 4


def _freeze(sheet: Worksheet, printed: Printed) -> None:
    """Title, head and stubs stay in sight; a table of several blocks has no one head."""
    head = len(printed.blocks[0].head) if len(printed.blocks) == 1 else 0
    sheet.freeze_panes = f"{get_column_letter(printed.table.stub_columns + 1)}{head + 2}"
    sheet.print_title_rows = f"1:{head + 1}"


def _print_on_a4(sheet: Worksheet, report: Report) -> None:
    setup = sheet.page_setup
    setup.paperSize, setup.orientation = _A4, "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    title = line(report.title).replace("&", "&&")
    for place, text in ((sheet.oddHeader, title), (sheet.oddFooter, "— &P —")):
        if place is not None:
            place.center.text = text
