"""A sheet as a workbook that is printed on A4, signed and handed in: title, organ, period, parts, names."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from .layout import Line, Part, Sheet, Value

_A4 = 9
_STUB, _FIGURE = 26.0, 11.0
"""Column widths, in half-width characters."""
_WIDE = 8
"""More columns than this are printed across."""
_TITLE = Font(name="宋体", size=16, bold=True)
_LABEL = Font(name="宋体", size=11, bold=True)
_TEXT = Font(name="宋体", size=11)
_SMALL = Font(name="宋体", size=9)
_GROUND = PatternFill("solid", fgColor="F2F4F7")
_HAIRLINE = Side(style="thin", color="57606A")
_LINES = Border(left=_HAIRLINE, right=_HAIRLINE, top=_HAIRLINE, bottom=_HAIRLINE)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="center")


def written(sheet: Sheet, *, filled_by: str, on: date) -> bytes:
    """The workbook; ``filled_by`` is who made it, the names of those who answer for it are left to sign."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = sheet.title[:31]
    columns = max([4, *(part.width for part in sheet.parts)])
    stubs = max([1, *(len(part.stub_heads) for part in sheet.parts)])
    for number in range(1, columns + 1):
        page.column_dimensions[get_column_letter(number)].width = _STUB if number <= stubs else _FIGURE
    _across(page, 1, columns, sheet.title, _TITLE, _CENTRED)
    page.row_dimensions[1].height = 32
    about = _("填报单位：{organ}　　填报期间：{period}").format(organ=sheet.organ, period=sheet.period)
    _across(page, 2, columns, about, _TEXT, _LEFT)
    row = 3
    for part in sheet.parts:
        row = _part(page, row, columns, part)
    day = f"{on.year}年{on.month}月{on.day}日"
    names = _("填表人：{name}　　审核人：　　　　　单位负责人：　　　　　填报日期：{day}").format(
        name=filled_by, day=day
    )
    _across(page, row + 1, columns, names, _TEXT, _LEFT)
    if sheet.source:
        _across(page, row + 2, columns, sheet.source, _SMALL, _LEFT)
    _print_on_a4(page, across=columns > _WIDE)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _part(page: Worksheet, row: int, columns: int, part: Part) -> int:
    """Write a part from a row on; the row after it."""
    _across(page, row, columns, part.title, _LABEL, _LEFT)
    if part.lines:
        heads: Sequence[Value] = (*part.stub_heads, *part.heads)
        for column, head in enumerate(heads, start=1):
            put(page, row + 1, column, head, _LABEL, _CENTRED, lines=True)
            page.cell(row + 1, column).fill = _GROUND
        row += 2
        for line in part.lines:
            _line(page, row, line)
            row += 1
    else:
        _across(page, row + 1, columns, part.empty, _TEXT, _LEFT)
        row += 2
    if part.note:
        _across(page, row, columns, part.note, _SMALL, _LEFT)
        row += 1
    return row


def _line(page: Worksheet, row: int, line: Line) -> None:
    for column, stub in enumerate(line.stubs, start=1):
        put(page, row, column, "　" * line.level + stub, _TEXT, _LEFT, lines=True)
    for column, cell in enumerate(line.cells, start=len(line.stubs) + 1):
        put(page, row, column, cell.value, _TEXT, _RIGHT if cell.is_figure else _CENTRED, lines=True)


def put(
    page: Worksheet,
    row: int,
    column: int,
    value: Value,
    font: Font = _TEXT,
    alignment: Alignment = _LEFT,
    *,
    lines: bool = False,
) -> None:
    """A number or a day as such; a text as text whatever it begins with; nothing for a blank."""
    cell = page.cell(row, column)
    cell.font, cell.alignment = font, alignment
    if lines:
        cell.border = _LINES
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    elif isinstance(value, int | Decimal | date):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _across(page: Worksheet, row: int, columns: int, text: str, font: Font, alignment: Alignment) -> None:
    put(page, row, 1, text, font, alignment)
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    width = _STUB + _FIGURE * (columns - 1)
    page.row_dimensions[row].height = 17.0 * (1 + int(2 * len(text) / width)) + 3


def _print_on_a4(page: Worksheet, *, across: bool) -> None:
    setup = page.page_setup
    setup.paperSize, setup.orientation = _A4, "landscape" if across else "portrait"
    setup.fitToWidth, setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_options.horizontalCentered = True
    page.print_title_rows = "1:2"
    if page.oddFooter is not None:
        page.oddFooter.center.text = "— &P —"
