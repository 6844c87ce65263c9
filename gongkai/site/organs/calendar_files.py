"""A notice on holidays as an administrator has it: its words, TOML, or a workbook."""

import re
from datetime import date

from django.utils.translation import gettext as _

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.law.working_days import notice as law
from gongkai.law.working_days.notice import BadNotice, Holiday, Notice

from .actions import Refused

MOST = 256 * 1024
"""Bytes: a notice is a page or two."""
_DATE = re.compile(r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})")
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How an XLSX or ODS file begins, and an XLS file."""


def read(data: bytes) -> Notice:
    """The notice in a file or a text. Raises Refused, saying what is wrong and where."""
    try:
        return _of_workbook(data) if data.startswith(_WORKBOOKS) else _of_text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(_("文件不是UTF-8文字，也不是工作簿；请另存为UTF-8，或者粘贴文字")) from error
    except (BadNotice, Unreadable) as error:
        raise Refused(str(error)) from error


def _of_text(text: str) -> Notice:
    return law.of_toml(text) if "[[holidays]]" in text else law.of_words(text)


def _of_workbook(data: bytes) -> Notice:
    """Of the first sheet with a column 节日: name, first day, last day, days worked for it."""
    _kind, sheets = workbooks.read(data)
    for sheet in sheets:
        rows = sheet.rows()
        for number in sorted(rows):
            if any(text.strip() == "节日" for _column, text in rows[number]):
                holidays = tuple(
                    _holiday(at + 1, [text for _column, text in sorted(rows[at]) if text.strip()])
                    for at in sorted(rows)
                    if at > number and any(text.strip() for _column, text in rows[at])
                )
                if not holidays:
                    raise Refused(_("栏名下面没有内容"))
                return law.checked(Notice(max(one.last.year for one in holidays), holidays))
    raise Refused(_("没有找到栏名“节日”；四栏依次是节日、放假第一天、放假最后一天、调休上班"))


def _holiday(row: int, texts: list[str]) -> Holiday:
    name, *rest = texts
    days = [_day(row, found) for text in rest for found in _DATE.findall(text)]
    if len(days) < 2:
        raise Refused(_("第{row}行没有读到放假的第一天和最后一天，日期请写成2027-01-01").format(row=row))
    return Holiday(name.strip(), days[0], days[1], tuple(days[2:]))


def _day(row: int, parts: tuple[str, str, str]) -> date:
    try:
        return date(*(int(part) for part in parts))
    except ValueError as error:
        raise Refused(_("第{row}行的{day}不是日期").format(row=row, day="-".join(parts))) from error
