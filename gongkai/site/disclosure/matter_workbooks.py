"""The standard catalogue as a workbook, in the layout offices know: two rows of heads, ticks √ and ■.

What is written is read again without a change. Text stays text: nothing typed is a formula.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.document import Unreadable

from ..organs.actions import Refused
from .coverage import Group, Line
from .matter_models import Audience, Level, Matter, Outlet, Way
from .matters import Row

_MOST_ROWS = 2000
_HEAD_WITHIN = 10
"""Rows in which the heads must come."""
_TICK = "√"
_NO_TICKS = frozenset({"", "×", "否", "无", "0", "/", "-", "—", "FALSE"})
_TICKED = re.compile(r"[■☑√✓●▣]\s*([^■□☐☑√✓●○▣]+)")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook would read as an escaped sign, and is none."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t")

_HEADS = (
    ("序号", "", 6),
    ("领域", "", 14),
    ("公开事项", "一级事项", 16),
    ("公开事项", "二级事项", 18),
    ("公开内容（要素）", "", 40),
    ("公开依据", "", 30),
    ("公开时限", "", 22),
    ("公开主体", "", 16),
    ("公开渠道和载体", "", 30),
    ("公开对象", "全社会", 7),
    ("公开对象", "特定群体", 7),
    ("公开方式", "主动", 7),
    ("公开方式", "依申请", 7),
    ("公开层级", "县级", 7),
    ("公开层级", "乡级", 7),
    ("公开层级", "村级", 7),
    ("责任科室", "", 14),
    ("网站栏目", "", 24),
)
"""First row, second row, width."""

_COVERAGE_HEADS = {
    "领域": 16,
    "序号": 6,
    "一级事项": 18,
    "二级事项": 20,
    "公开时限": 26,
    "责任科室": 14,
    "网站栏目": 26,
    "条数": 8,
    "最新公布": 12,
    "应不晚于": 12,
    "情况": 20,
}
"""Head and width."""

_TEXTS = {
    "领域": "field",
    "公开领域": "field",
    "试点领域": "field",
    "公开事项": "name",
    "一级事项": "name",
    "一级公开事项": "name",
    "二级事项": "subname",
    "二级公开事项": "subname",
    "公开内容(要素)": "content",
    "公开内容": "content",
    "公开依据": "basis",
    "公开时限": "time_limit",
    "公开主体": "subject",
    "责任科室": "section",
    "责任部门": "section",
}
_TICKS = {
    "全社会": Audience.ALL,
    "特定群体": Audience.GROUP,
    "特定群众": Audience.GROUP,
    "主动": Way.PROACTIVE,
    "主动公开": Way.PROACTIVE,
    "依申请": Way.ON_REQUEST,
    "依申请公开": Way.ON_REQUEST,
    "县级": Level.COUNTY,
    "乡级": Level.TOWN,
    "乡镇级": Level.TOWN,
    "村级": Level.VILLAGE,
}
_SECOND_HEADS = ({"一级事项"}, {"主动", "依申请"}, {"县级", "乡级"})
"""A row that has all of one of these is a second row of heads: no line of a catalogue has."""
_CODED: dict[str, tuple[str, type[TextChoices]]] = {
    "公开对象": ("audience", Audience),
    "公开方式": ("way", Way),
    "公开层级": ("levels", Level),
}
"""Heads whose ticks some forms write as words in one column."""
_OUTLET_HEADS = frozenset({"公开渠道和载体", "公开渠道", "公开渠道及载体"})
_COLUMN_HEADS = frozenset({"网站栏目", "网站所属栏目"})


def _plain(text: str) -> str:
    """A head or a name without space, and with the brackets of a keyboard."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


_OUTLETS = {re.sub(r"[/()]", "", _plain(str(label))): code for code, label in Outlet.choices}


# Writing ------------------------------------------------------------------------------------------


def catalogue(title: str, matters: Iterable[Matter]) -> bytes:
    """The catalogue as a workbook; without matters: the form to fill in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("政务公开标准目录")
    _heads(sheet, title)
    for row, matter in enumerate(matters, start=4):
        _put_all(sheet, row, _cells(matter))
    sheet.freeze_panes = "E4"
    return _bytes(book)


def coverage(title: str, groups: Sequence[Group]) -> bytes:
    """The coverage matrix as a workbook, with the sums of each field."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("覆盖情况")
    _put(sheet, 1, 1, title, bold=True)
    for column, (head, width) in enumerate(_COVERAGE_HEADS.items(), start=1):
        _put(sheet, 2, column, head, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    row = 3
    for group in groups:
        for line in group.lines:
            _put_all(sheet, row, _coverage_cells(line))
            row += 1
        summed = _("{asked}项中{filled}项有内容").format(asked=group.asked, filled=group.filled)
        _put(sheet, row, 1, _("{field}合计").format(field=group.name), bold=True)
        _put(sheet, row, len(_COVERAGE_HEADS), summed, bold=True)
        row += 1
    sheet.freeze_panes = "A3"
    return _bytes(book)


def _coverage_cells(line: Line) -> list[str | int]:
    matter = line.matter
    return [
        matter.field,
        matter.position,
        matter.name,
        matter.subname,
        matter.time_limit,
        matter.section,
        matter.column.path_name if matter.column else "",
        line.count,
        line.published_on.isoformat() if line.published_on else "",
        line.last_day.isoformat() if line.last_day else "",
        str(line.state.label),
    ]


def _heads(sheet: Worksheet, title: str) -> None:
    _put(sheet, 1, 1, title, bold=True)
    for column, (first, second, width) in enumerate(_HEADS, start=1):
        _put(sheet, 2, column, first, bold=True)
        _put(sheet, 3, column, second, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
        if not second:
            sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    for left, right in ((3, 4), (10, 11), (12, 13), (14, 16)):
        sheet.merge_cells(start_row=2, end_row=2, start_column=left, end_column=right)


def _cells(matter: Matter) -> list[str | int]:
    ticked = {matter.audience, matter.way, *matter.levels}
    return [
        matter.position,
        matter.field,
        matter.name,
        matter.subname,
        matter.content,
        matter.basis,
        matter.time_limit,
        matter.subject,
        "\n".join(f"{'■' if code in matter.outlets else '□'}{label}" for code, label in Outlet.choices),
        *(_TICK if _TICKS[second] in ticked else "" for _first, second, _width in _HEADS[9:16]),
        matter.section,
        matter.column.path_name if matter.column else "",
    ]


def _put_all(sheet: Worksheet, row: int, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values, start=1):
        _put(sheet, row, column, value)


def _put(sheet: Worksheet, row: int, column: int, value: str | int, *, bold: bool = False) -> None:
    """A cell; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = _ESCAPE.sub("_x005F_", value)
        cell.data_type = "s"
        if value.startswith(_FORMULA_SIGNS):
            cell.quotePrefix = True
            cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=row > 1, vertical="top")
    if bold:
        cell.font = Font(bold=True)


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


# Reading ------------------------------------------------------------------------------------------


def read(data: bytes) -> list[Row]:
    """The lines of a workbook, of every sheet that has the heads. Raises Refused, in Chinese."""
    try:
        _kind, sheets = workbooks.read(data)
    except Unreadable as error:
        raise Refused(str(error)) from error
    found: list[Row] = []
    known = [(sheet, head) for sheet in sheets if (head := _head(sheet))]
    for sheet, (first, names) in known:
        for number, cells in _filled(sheet, first, names):
            place = _("第{row}行").format(row=number + 1)
            place = f"“{sheet.name}”{place}" if len(known) > 1 else place
            found.append(_row(place, cells, sheet.name))
    if not known:
        raise Refused(
            _("没有找到栏名，前几行应有“一级事项”“公开内容（要素）”“公开时限”等，请用本页下载的模板")
        )
    if not found:
        raise Refused(_("栏名下面没有内容"))
    if len(found) > _MOST_ROWS:
        raise Refused(_("一次不超过{most}行，请分成几个文件").format(most=_MOST_ROWS))
    return found


def _head(sheet: workbooks.Sheet) -> tuple[int, dict[int, str]] | None:
    """The first row below the heads, and the name of every column; None: no catalogue."""
    rows = sheet.rows()
    for number in sorted(rows)[:_HEAD_WITHIN]:
        names = {column: _plain(text) for column, text in rows[number]}
        if "公开时限" not in names.values():
            continue
        below = {column: _plain(text) for column, text in rows.get(number + 1, [])}
        two = any(pair <= set(below.values()) for pair in _SECOND_HEADS)
        names |= below if two else {}
        fields = {_TEXTS.get(name) for name in names.values()}
        return (number + 1 + two, names) if {"name", "content"} <= fields else None
    return None


def _filled(
    sheet: workbooks.Sheet, first: int, names: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the heads; a merged cell says the same for every row it covers."""
    merged = {
        (row, left): sheet.texts.get((top, left), "")
        for (top, left), (height, _width) in sheet.spans.items()
        for row in range(max(top, first), top + height)
        if top >= first
    }
    for number, cells in sheet.rows().items():
        if number < first:
            continue
        texts = {**{column: merged[number, column] for column in names if (number, column) in merged}}
        texts |= {column: text for column, text in cells if text}
        yield number, {name: texts.get(column, "") for column, name in names.items()}


def _row(place: str, cells: Mapping[str, str], sheet_name: str) -> Row:
    values: dict[str, Any] = {"field": sheet_name}
    values |= {_TEXTS[name]: text for name, text in cells.items() if name in _TEXTS}
    column = next((text for name, text in cells.items() if name in _COLUMN_HEADS), None)
    try:
        values |= _ticked(cells)
        if "序号" in cells:
            values["position"] = _position(cells["序号"])
        for name in _OUTLET_HEADS & set(cells):
            values["outlets"] = _outlets(cells[name])
    except Refused as refused:
        return Row(place, values, column, str(refused))
    return Row(place, values, column)


def _ticked(cells: Mapping[str, str]) -> dict[str, Any]:
    """公开对象, 公开方式 and 公开层级, from ticks in columns of their own or from words in one."""
    heads = {name: _TICKS[_head_name(name)] for name in cells if _head_name(name) in _TICKS}
    ticked: set[str] = {code for name, code in heads.items() if cells[name].strip().upper() not in _NO_TICKS}
    offered: set[str] = set(heads.values())
    for name in _CODED.keys() & cells.keys():
        offered |= set(_CODED[name][1].values)
        for word in filter(None, re.split(r"[、,，;；/\n]", _plain(cells[name]))):
            if word not in _TICKS:
                raise Refused(_("不认识的{name}“{word}”").format(name=name, word=word[:20]))
            ticked.add(_TICKS[word])
    values: dict[str, Any] = {}
    for field, kind in _CODED.values():
        if offered & set(kind.values):
            codes = tuple(code for code in kind.values if code in ticked)
            values[field] = codes if field == "levels" else (codes or kind.values)[0]
    return values


def _head_name(name: str) -> str:
    """A head without what some forms add in brackets: 特定群体(请自行填写)."""
    return name.partition("(")[0]


def _position(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise Refused(_("序号“{text}”不是整数").format(text=text[:20]))
    return int(text)


def _outlets(text: str) -> tuple[str, ...]:
    """The outlets that are ticked ■, or, where there is no box at all, those that are named."""
    boxed = re.search(r"[■□☐☑√✓●○▣]", text)
    names = _TICKED.findall(text) if boxed else re.split(r"[、,，;；\n]", text)
    found = []
    for name in names:
        plain = re.sub(r"[/()_:。、]", "", _plain(name))
        code = _OUTLETS.get(plain) or (Outlet.OTHER if plain.startswith("其他") else None)
        if code is None and plain:
            raise Refused(_("不认识的公开渠道“{name}”，请用模板里的名称").format(name=name.strip()[:20]))
        if code is not None:
            found.append(str(code))
    return tuple(found)
