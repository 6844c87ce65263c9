"""XLSX, written anew from what its sheets show: values, widths, merged cells, how they are set.

Formulas become the values they last had. Hidden sheets, rows and columns, remarks, names, charts,
pictures, pivot tables, links, lists of choices stay behind.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ...organs.actions import Refused
from . import package
from .package import Package
from .phrases import COVER, Phrases, covered
from .result import Deadline, Redacted

MOST_CELLS = 200_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_READ_ELSEWHERE = re.compile(
    r"xl/(worksheets/[^/]+|sharedStrings|styles|theme/.*)\.xml|\[Content_Types\]\.xml"
)
_VALUES = frozenset(_MAIN + name for name in ("v", "t", "c", "row", "col", "cols", "sheetData"))
_NOT_IN_TITLES = re.compile(r"[\\/?*\[\]:]")
_TITLE = 31
_DECIMALS = re.compile(r"0\.(0+)")
Place = tuple[int, int]
"""Row and column, from 1."""
_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError)


def redact(content: bytes, phrases: Phrases, deadline: Deadline) -> Redacted:
    """The workbook without the phrases and without whatever it does not show."""
    old = Package(content, deadline)
    _refuse(old)
    return _Workbook(old, _loaded(content), phrases, deadline).redacted()


def readings(cell: Any) -> tuple[str, ...]:
    """How the value of a cell can be read; first as it is shown."""
    value = cell.value
    if value is None:
        return ("",)
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE",)
    if isinstance(value, datetime | date):
        return tuple(_dates(value))
    if isinstance(value, int | float):
        return tuple(dict.fromkeys(_numbers(value, cell.number_format or "General")))
    return (value.isoformat() if isinstance(value, time) else str(value),)


def _dates(value: date) -> Iterator[str]:
    yield f"{value.year}年{value.month}月{value.day}日"
    for sign in "-/.":
        yield f"{value.year}{sign}{value.month}{sign}{value.day}"
        yield f"{value.year}{sign}{value.month:02}{sign}{value.day:02}"
    yield f"{value.year}年{value.month:02}月{value.day:02}日"
    yield f"{value:%Y%m%d}"


def _numbers(value: float, shown: str) -> Iterator[str]:
    found = _DECIMALS.search(shown)
    places = len(found[1]) if found else 0
    if "%" in shown:
        yield f"{value * 100:.{places}f}%"
    elif shown not in ("General", "@"):
        yield f"{value:{',' if ',' in shown else ''}.{places}f}"
        yield f"{value:.{places}f}"
    # As a person, and as the file, writes it: 15 digits, no more.
    yield str(value) if isinstance(value, int) else f"{value:.15g}"
    yield repr(value)


def _loaded(content: bytes) -> openpyxl.Workbook:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it does not know, which is not to come along
            return openpyxl.load_workbook(BytesIO(content), data_only=True)
    except _BROKEN as error:
        raise Refused(_("表格已损坏或者不是标准的XLSX，请用办公软件打开另存一份再遮盖")) from error


def _refuse(old: Package) -> None:
    """Too many cells, and formulas whose values nobody has calculated."""
    cells = 0
    for name in filter(_SHEET.fullmatch, old.names):
        for cell in old.xml(name).iter(_MAIN + "c"):
            cells += 1
            value = cell.find(_MAIN + "v")
            is_empty = value is None or not (value.text or cell.get("t") == "str")
            if cell.find(_MAIN + "f") is not None and is_empty:
                raise Refused(_("表格里有还没有计算的公式，请用办公软件打开、保存一次再遮盖"))
    if cells > MOST_CELLS:
        raise Refused(_("表格有{count}格，最多{most}格，请分成几份").format(count=cells, most=MOST_CELLS))


class _Workbook:
    def __init__(
        self, package_: Package, old: openpyxl.Workbook, phrases: Phrases, deadline: Deadline
    ) -> None:
        self._package, self._old, self._phrases, self._deadline = package_, old, phrases, deadline
        self._new = openpyxl.Workbook()
        self._new.remove(self._new.worksheets[0])
        self._shown = [0] * len(phrases.texts)
        self._left_out: list[str] = []
        self._notes: Counter[str] = Counter()
        self._styles: dict[int, Any] = {}

    def redacted(self) -> Redacted:
        for sheet in self._old.worksheets:
            self._deadline.check()
            if sheet.sheet_state == "visible":
                self._sheet(sheet)
            else:
                self._notes["sheet"] += 1
                self._left_out += [readings(cell)[0] for cell in sheet._cells.values()]
                self._left_out.append(sheet.title)
        if not self._new.worksheets:
            raise Refused(_("表格里没有显示的工作表，请取消隐藏再遮盖"))
        out = BytesIO()
        self._new.save(out)
        left_out = package.counted(self._phrases, [*self._left_out, *self._other_parts()])
        return Redacted(
            "xlsx", out.getvalue(), package.found(self._phrases, self._shown, left_out), tuple(self._told())
        )

    def _sheet(self, old: Worksheet) -> None:
        new = self._new.create_sheet(self._title(old.title))
        rows, columns = _seen_rows(old), _seen_columns(old)
        self._notes["row"] += old.max_row - len(rows)
        self._notes["column"] += old.max_column - len(columns)
        merged = list(_merged(old, rows, columns))
        self._write(self._placed(old, new, rows, columns, {head: area[:2] for head, area in merged}))
        for _head, (top, left, bottom, right) in merged:
            new.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        for row, kept in old.row_dimensions.items():
            if row in rows and kept.height:
                new.row_dimensions[rows[row]].height = kept.height
        for kept, reach in _column_settings(old):
            for column in reach:
                if column in columns and kept.width:
                    new.column_dimensions[get_column_letter(columns[column])].width = kept.width
        new.page_setup.orientation = old.page_setup.orientation
        new.page_setup.paperSize = old.page_setup.paperSize
        self._margins(old, new)

    def _placed(
        self,
        old: Worksheet,
        new: Worksheet,
        rows: dict[int, int],
        columns: dict[int, int],
        heads: dict[Place, Place],
    ) -> list[tuple[Any, Any]]:
        """Cells and where they go, in reading order of the new sheet."""
        placed: dict[Place, Any] = {}
        for (row, column), cell in old._cells.items():  # those there are: asked for by row, all would be made
            self._notes["remark"] += cell.comment is not None
            if isinstance(cell, MergedCell):
                continue
            if (row, column) in heads:
                placed[heads[row, column]] = cell
            elif row in rows and column in columns:
                placed[rows[row], columns[column]] = cell
            else:
                self._left_out.append(readings(cell)[0])
        return [(cell, new.cell(*place)) for place, cell in sorted(placed.items())]

    def _write(self, placed: Sequence[tuple[Any, Any]]) -> None:
        shown = [readings(cell) for cell, _new in placed]
        pieces, spans = covered([reading[0] for reading in shown], self._phrases)
        for span in spans:
            self._shown[span.phrase] += 1
        for (cell, new), reading, piece in zip(placed, shown, pieces, strict=True):
            self._style(cell, new)
            if piece != reading[0]:
                # What is left of a text may be read; what is left of a number is another number.
                new.value = piece if isinstance(cell.value, str) else COVER if piece else None
            elif any([self._count_in(other) for other in reading[1:]]):
                new.value = COVER
            else:
                new.value = cell.value
            if isinstance(new.value, str):
                new.data_type = "s"  # one that begins with = is a text here, too

    def _count_in(self, reading: str) -> bool:
        spans = self._phrases.spans(reading)
        for phrase in {span.phrase for span in spans}:
            self._shown[phrase] += 1
        return bool(spans)

    def _style(self, old: Any, new: Any) -> None:
        if not old.has_style:
            return
        if old.style_id not in self._styles:
            new.font, new.fill, new.border = copy(old.font), copy(old.fill), copy(old.border)
            new.alignment = copy(old.alignment)
            written = self._phrases.number_in(old.number_format, telling=True)
            new.number_format = "General" if written else old.number_format
            self._styles[old.style_id] = new._style
        else:
            new._style = copy(self._styles[old.style_id])

    def _title(self, title: str) -> str:
        (piece,), spans = covered([title], self._phrases)
        for span in spans:
            self._shown[span.phrase] += 1
        return _NOT_IN_TITLES.sub("", piece)[:_TITLE] or COVER

    def _margins(self, old: Worksheet, new: Worksheet) -> None:
        """Headers and footers of the printed page."""
        for place in ("oddHeader", "oddFooter"):
            for part in ("left", "center", "right"):
                text = getattr(getattr(old, place), part).text
                if text:
                    (piece,), spans = covered([text], self._phrases)
                    for span in spans:
                        self._shown[span.phrase] += 1
                    getattr(getattr(new, place), part).text = piece

    def _other_parts(self) -> Iterator[str]:
        """What is written in parts that do not come along, and in formulas and rules of the sheets."""
        for name, part in self._package.parts.items():
            if _SHEET.fullmatch(name):
                root = self._package.xml(name)
                for element in root.iter():
                    if element.tag not in _VALUES:
                        yield element.text or ""
                        yield from map(str, element.attrib.values())
            elif package.is_text(name) and not _READ_ELSEWHERE.fullmatch(name):
                self._notes["drawing"] += bool(re.search(r"xl/(charts/chart|pivotTables/)", name))
                yield from package.texts(part)
            self._notes["drawing"] += name.startswith("xl/media/")

    def _told(self) -> Iterable[str]:
        sentences = {
            "sheet": _("{count}张隐藏的工作表没有放进结果"),
            "row": _("{count}行隐藏或者筛选掉的行没有放进结果；要提供的，请取消隐藏和筛选后再遮盖"),
            "column": _("{count}列隐藏的列没有放进结果；要提供的，请取消隐藏后再遮盖"),
            "remark": _("{count}条批注没有放进结果"),
            "drawing": _("{count}个图表、图片或者数据透视表没有放进结果；要提供的，请把文件另存为PDF再遮盖"),
        }
        for kind, sentence in sentences.items():
            if self._notes[kind] > 0:
                yield sentence.format(count=self._notes[kind])


def _seen_rows(sheet: Worksheet) -> dict[int, int]:
    """Rows that are shown → their number among them."""
    hidden = {row for row, kept in sheet.row_dimensions.items() if kept.hidden or kept.height == 0}
    seen = (row for row in range(1, sheet.max_row + 1) if row not in hidden)
    return {row: at for at, row in enumerate(seen, start=1)}


def _seen_columns(sheet: Worksheet) -> dict[int, int]:
    hidden = {
        column
        for kept, reach in _column_settings(sheet)
        if kept.hidden or kept.width == 0
        for column in reach
    }
    seen = (column for column in range(1, sheet.max_column + 1) if column not in hidden)
    return {column: at for at, column in enumerate(seen, start=1)}


def _column_settings(sheet: Worksheet) -> Iterator[tuple[Any, range]]:
    """How columns are set, and which ones."""
    for kept in sheet.column_dimensions.values():
        first = kept.min or (kept.index and column_index_from_string(kept.index)) or 1
        yield kept, range(first, min(kept.max or first, sheet.max_column) + 1)


def _merged(
    sheet: Worksheet, rows: dict[int, int], columns: dict[int, int]
) -> Iterator[tuple[Place, tuple[int, int, int, int]]]:
    """Merged cells: where their value is, perhaps in a hidden row, and the area that is left of them."""
    for area in sheet.merged_cells.ranges:
        down = [rows[row] for row in range(area.min_row, area.max_row + 1) if row in rows]
        across = [columns[one] for one in range(area.min_col, area.max_col + 1) if one in columns]
        if down and across:
            yield (area.min_row, area.min_col), (down[0], across[0], down[-1], across[-1])
