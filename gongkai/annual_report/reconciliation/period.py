"""统计期限、年度和落款: the period stated, the years named, the day of signature."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.translation import _

from .. import formats
from ..report import Report
from . import numerals
from .findings import INFO, WARNING, Finding
from .sentences import sentences

_COUNT = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_LONG_YEAR = r"20\d\d|二[〇○零Ｏ][〇○零一二三四五六七八九]{2}"


def _dated(prefix: str) -> str:
    """A pattern of a whole date, its parts named with ``prefix``."""
    return rf"(?P<{prefix}y>{_LONG_YEAR})年(?P<{prefix}m>{_COUNT})月(?P<{prefix}d>{_COUNT})日"


_PERIOD = re.compile(
    rf"{_dated('a')}\s*[起至到—－–~-]{{1,3}}\s*(?:{_dated('b')}|(?P<m2>{_COUNT})月(?P<d2>{_COUNT})日)"
)
_SAYS_PERIOD = re.compile(r"统计期限|数据(?:的)?期限|统计时限|报告期|起止时间")
_OPENING_YEAR = re.compile(r"(20\d\d)年(?:度)?(?:政府信息公开工作)?(?:年度)?报告")
_CITED = re.compile(r"[《<]|上年|上一年|去年|往年")

GOVERNMENT = re.compile(r"[省市县区旗州](?:人民)?政府$|自治区(?:人民)?政府$")
"""Governments at county level and above: due on 31 March (Art. 49); all others on 31 January."""
_DUE_GOVERNMENT, _DUE_OTHERS = (3, 31), (1, 31)


def check(report: Report) -> Iterator[Finding]:
    """All findings on the years and days of a report."""
    yield from period_wrong(report)
    yield from year_wrong(report)
    yield from format_wrong(report)
    yield from signed_outside(report)


def period_wrong(report: Report) -> Iterator[Finding]:
    """The statistical period is the calendar year of the report (Art. 49: the year before)."""
    for sentence in sentences(report, preface=True):
        if not _SAYS_PERIOD.search(sentence.text):
            continue
        found = _PERIOD.search(sentence.text)
        if found is None or report.year is None:
            continue
        first = tuple(_number(found[name]) for name in ("ay", "am", "ad"))
        last_year = _number(found["by"]) if found["by"] else first[0]
        last = (last_year, _number(found["bm"] or found["m2"]), _number(found["bd"] or found["d2"]))
        if first != (report.year, 1, 1) or last != (report.year, 12, 31):
            words = _("“{period}”：{year}年报告的统计期限应为{year}年1月1日至12月31日").format(
                period=found[0], year=report.year
            )
            yield Finding(
                "period_wrong", WARNING, words, "form", (), None, None, sentence.where, subject=found[0]
            )


def year_wrong(report: Report) -> Iterator[Finding]:
    """The opening calls the report one on another year than its title does."""
    if report.year is None:
        return
    for text in report.preface.split("\n")[:3]:
        for found in _OPENING_YEAR.finditer(text):
            if int(found[1]) != report.year and not _CITED.search(text[: found.start()][-12:]):
                words = _("前言写的是“{words}”，标题的年度是{year}年").format(
                    words=found[0], year=report.year
                )
                yield Finding("year_wrong", WARNING, words, "form", where=_("前言"), subject=found[0])
                return


def format_wrong(report: Report) -> Iterator[Finding]:
    """The form is another edition than the one of the reporting year; or two are mixed."""
    form = report.form
    if form and report.year and report.year not in form.years:
        try:
            right = formats.for_year(report.year)
        except formats.UnknownFormat:
            right = None
        if right is not None:
            words = _("{year}年的报告应使用{right}年版格式（{document}），表格用的是{found}年版").format(
                year=report.year, right=right.id, document=right.document, found=form.id
            )
            yield Finding("format_wrong", WARNING, words, "form")
    if report.mixture:
        words = _("表格混用了另一版格式的名称：{labels}；这些行列未读入").format(
            labels="、".join(report.mixture[:4])
        )
        yield Finding("mixed_editions", WARNING, words, "form", subject="、".join(report.mixture))


def signed_outside(report: Report) -> Iterator[Finding]:
    """Signed before the reporting year was over, or after the day it was due (Art. 49)."""
    day, year = report.signed_on, report.year
    if day is None:
        if report.sections:
            made = report.source.kind == "compiled"
            words = _("落款的日期在签发时写上") if made else _("没有读到落款的日期")
            yield Finding("signed_on_missing", INFO, words, "form")
        return
    if year is None:
        return
    written = _("{y}年{m}月{d}日").format(y=day.year, m=day.month, d=day.day)
    if day <= date(year, 12, 31):
        words = _("落款日期是{day}，统计期限还没有结束").format(day=written)
        yield Finding("signed_outside", WARNING, words, "form", subject=day.isoformat())
        return
    due = date(year + 1, *(_DUE_GOVERNMENT if GOVERNMENT.search(report.organ or "") else _DUE_OTHERS))
    if day > due:
        words = _(
            "落款日期是{day}，晚于{m}月{d}日（《条例》第四十九条；乡镇、街道的期限由主管部门规定）"
        ).format(day=written, m=due.month, d=due.day)
        yield Finding("signed_outside", WARNING, words, "form", subject=day.isoformat())


def _number(text: str) -> int:
    found = numerals.read(text.replace("○", "〇").replace("Ｏ", "〇"))
    return -1 if found is None else int(found)
