"""Workbooks (XLSX, XLS, ODS) as sheets of texts, as a person sees them 工作簿.

XLSX and ODS are read from their XML, cell by cell: a library that first lays out a whole sheet is
brought down by one cell in the last row and column.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from itertools import islice
from typing import Any

import xlrd
from lxml import etree

from gongkai.translation import _

from .archive import Archive
from .document import Unreadable

_MOST_SHEETS, _WIDEST, _TALLEST = 50, 64, 5000
"""A report has some dozen tables, none wider than a page or longer than some hundred rows."""
_TRUE = ("1", "true")


@dataclass
class Sheet:
    """A sheet as shown: texts by place (row, column; from 0), merged cells by their first place."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def rows(self) -> dict[int, list[tuple[int, str]]]:
        """Every row that shows something, with its columns and texts."""
        found: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in sorted(self.texts.items()):
            if row not in self.hidden_rows and column not in self.hidden_columns:
                found.setdefault(row, []).append((column, text))
        return found

    def put(self, row: int, column: int, text: str) -> None:
        if text and row < _TALLEST and column < _WIDEST:
            self.texts[row, column] = text

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge the places from ``top``, ``left`` to ``bottom``, ``right``, both included."""
        if top < _TALLEST and left < _WIDEST:
            height, width = min(bottom, _TALLEST - 1) - top + 1, min(right, _WIDEST - 1) - left + 1
            self.spans[top, left] = (height, width)


def read(data: bytes) -> tuple[str, list[Sheet]]:
    """The kind of workbook and the sheets it shows. Raises Unreadable where it cannot be opened."""
    archive = Archive(data) if data.startswith(b"PK") else None
    if archive is None:
        kind, sheets = "xls", _xls(data)
    elif "xl/workbook.xml" in archive.names:
        kind, sheets = "xlsx", _xlsx(archive)
    else:
        kind, sheets = "ods", _ods(archive)
    found = list(islice(sheets, _MOST_SHEETS + 1))
    if len(found) > _MOST_SHEETS:
        raise Unreadable(_("工作表超过{count}张，不像年度报告").format(count=_MOST_SHEETS))
    return kind, found


def _figure(value: float) -> str:
    """A number with the fifteen digits that workbooks keep: 0.1 + 0.2 is 0.3."""
    if not math.isfinite(value):
        return str(value)
    return str(int(value)) if value == int(value) else f"{Decimal(f'{value:.15g}'):f}"


def _day(value: date) -> str:
    """A date is a text, never to be taken for a number."""
    return f"{value.year}年{value.month}月{value.day}日"


# XLSX

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats that show a date or a time."""
_NOT_PATTERN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_PATTERN = re.compile(r"[ymdhs]", re.IGNORECASE)


def _xlsx(archive: Archive) -> Iterator[Sheet]:
    book = archive.xml("xl/workbook.xml")
    parts = _related(archive)
    shared = _shared_texts(archive)
    dates = _date_styles(archive)
    properties = book.find("{*}workbookPr")
    begins = (
        date(1904, 1, 1) if properties is not None and _is(properties, "date1904") else date(1899, 12, 30)
    )
    for entry in book.iter("{*}sheet"):
        part = parts.get(entry.get(_RELATION) or entry.get(_STRICT_RELATION) or "")
        if part and entry.get("state", "visible") == "visible":
            yield _XlsxSheet(shared, dates, begins).read(entry.get("name", ""), archive.xml(part))


def _is(element: etree._Element, name: str) -> bool:
    return element.get(name) in _TRUE


def _related(archive: Archive) -> dict[str, str]:
    """Relation id → part, for the worksheets that are there."""
    found = {}
    for one in archive.xml("xl/_rels/workbook.xml.rels").iter("{*}Relationship"):
        target = one.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if one.get("Type", "").endswith("/worksheet") and part in archive.names:
            found[one.get("Id", "")] = part
    return found


def _shared_texts(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.names:
        return []
    return [_rich_text(one) for one in archive.xml("xl/sharedStrings.xml").iter("{*}si")]


def _rich_text(element: etree._Element) -> str:
    """A text with its runs, without the reading aids beside them."""
    runs = (element, *element.iterfind("{*}r"))
    text = "".join(one.text or "" for run in runs for one in run.iterfind("{*}t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _date_styles(archive: Archive) -> frozenset[int]:
    """Numbers of the cell styles that show a number as a date."""
    if "xl/styles.xml" not in archive.names:
        return frozenset()
    root = archive.xml("xl/styles.xml")
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    return frozenset(
        number
        for number, style in enumerate(styles.iterfind("{*}xf") if styles is not None else ())
        if _shows_date(style.get("numFmtId", ""), own)
    )


def _shows_date(format: str, own: dict[str, str]) -> bool:
    if format in own:
        return bool(_DATE_PATTERN.search(_NOT_PATTERN.sub("", own[format].replace("General", ""))))
    return format.isdecimal() and int(format) in _DATE_FORMATS


class _XlsxSheet:
    """Reads a worksheet part with what the workbook keeps for all."""

    def __init__(self, shared: list[str], dates: frozenset[int], begins: date) -> None:
        self.shared, self.dates, self.begins = shared, dates, begins

    def read(self, name: str, root: etree._Element) -> Sheet:
        sheet = Sheet(name)
        for column in root.iter("{*}col"):
            first, last = column.get("min", ""), column.get("max", "")
            if _is(column, "hidden") and first.isdecimal() and last.isdecimal():
                sheet.hidden_columns |= set(range(int(first) - 1, min(int(last), _WIDEST)))
        row = -1
        for element in root.iter("{*}row"):
            given = element.get("r", "")
            row = int(given) - 1 if given.isdecimal() else row + 1
            if _is(element, "hidden"):
                sheet.hidden_rows.add(row)
            column_number = -1
            for cell in element.iterfind("{*}c"):
                place = _place(cell.get("r", ""))
                at, column_number = place if place else (row, column_number + 1)
                sheet.put(at, column_number, self._text(cell).strip())
        for merged in root.iter("{*}mergeCell"):
            first, _colon, last = merged.get("ref", "").partition(":")
            start, end = _place(first), _place(last)
            if start and end and start <= end:
                sheet.merge(*start, *end)
        return sheet

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return _rich_text(inline) if inline is not None else ""
        value = cell.findtext("{*}v")
        if not value:
            formula = cell.find("{*}f")
            return "" if formula is None else f"={formula.text or ''}"  # never computed, and so no blank
        if kind == "s":
            index = int(value) if value.isdecimal() else len(self.shared)
            return self.shared[index] if index < len(self.shared) else ""
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        return self._number(value, cell.get("s", "")) if kind == "n" else value

    def _number(self, value: str, style: str) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if style.isdecimal() and int(style) in self.dates:
            try:
                return _day(self.begins + timedelta(days=int(number)))
            except (OverflowError, ValueError):
                return f"{value}日期"
        return _figure(number)


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column (from 0) of a reference such as C7."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


# XLS


def _xls(data: bytes) -> Iterator[Sheet]:
    """A binary workbook; formats are asked for, since merged and hidden cells are formats."""
    try:
        with xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=StringIO()
        ) as book:
            for number in range(min(book.nsheets, _MOST_SHEETS + 1)):
                source = book.sheet_by_index(number)
                if source.visibility == 0:
                    yield _xls_sheet(source, book.datemode)
                book.unload_sheet(number)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Unreadable(_("这份表格设了密码，请另存一份不加密的")) from error
        raise _broken() from error
    # Damage anywhere in a binary file shows as any error at all; what it is tells nobody anything.
    except Exception as error:
        raise _broken() from error


def _broken() -> Unreadable:
    return Unreadable(_("表格文件已损坏，打不开；请用表格软件打开后另存一份"))


def _xls_sheet(source: Any, datemode: int) -> Sheet:
    sheet = Sheet(source.name)
    for row in range(min(source.nrows, _TALLEST)):
        for column, cell in enumerate(source.row(row)[:_WIDEST]):
            sheet.put(row, column, _xls_text(cell, datemode))
    for top, below, left, beside in source.merged_cells:
        if top < below and left < beside:
            sheet.merge(top, left, below - 1, beside - 1)
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in source.colinfo_map.items() if info.hidden}
    return sheet


def _xls_text(cell: Any, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return _figure(cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            shown: datetime = xlrd.xldate_as_datetime(cell.value, datemode)
            return _day(shown)
        except (OverflowError, ValueError):
            return f"{cell.value}日期"
    return str(cell.value).strip()


# ODS

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def _ods(archive: Archive) -> Iterator[Sheet]:
    root = archive.xml("content.xml")
    unseen = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iterfind(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        if table.get(f"{_TABLE}style-name") not in unseen:
            yield _ods_sheet(table)


def _ods_sheet(table: etree._Element) -> Sheet:
    sheet = Sheet(table.get(f"{_TABLE}name", ""))
    column = 0
    for element in table.iter(f"{_TABLE}table-column"):
        times = _times(element, "columns", _WIDEST - column)
        if _is_hidden(element):
            sheet.hidden_columns |= set(range(column, column + times))
        column += times
    row = 0
    for element in table.iter(f"{_TABLE}table-row"):
        times = _times(element, "rows", _TALLEST - row)
        for number in range(row, row + times):
            if not _put_ods_row(sheet, element, number):
                break
        if _is_hidden(element):
            sheet.hidden_rows |= set(range(row, row + times))
        row += times
    return sheet


def _put_ods_row(sheet: Sheet, element: etree._Element, row: int) -> bool:
    """Put the cells of a row; False where it has none."""
    column, found = 0, False
    for cell in element.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        times = _times(cell, "columns", _WIDEST - column)
        text = _ods_text(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        down, right = (_count(cell, f"{_TABLE}number-{which}-spanned") for which in ("rows", "columns"))
        for number in range(column, column + times if text else column):
            sheet.put(row, number, text)
        if down > 1 or right > 1:
            sheet.merge(row, column, row + down - 1, column + right - 1)
        found = found or bool(text) or down > 1 or right > 1
        column += times
    return found


def _ods_text(cell: etree._Element) -> str:
    value = cell.get(f"{_OFFICE}value", "")
    if cell.get(f"{_OFFICE}value-type") == "float" and value:
        try:
            return _figure(float(value))
        except ValueError:
            return value
    return "\n".join("".join(map(str, one.itertext())) for one in cell.iterfind(f"{_TEXT}p")).strip()


def _times(element: etree._Element, which: str, most: int) -> int:
    return max(0, min(_count(element, f"{_TABLE}number-{which}-repeated"), most))


def _count(element: etree._Element, name: str) -> int:
    value = element.get(name, "1")
    return int(value) if value.isdecimal() and len(value) < 10 else 1


def _is_hidden(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")
