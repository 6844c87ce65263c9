"""Checks of the prose: words that say something else than a yearly report means."""

import re
from collections.abc import Iterator

from gongkai.translation import _

from ..report import Report
from .findings import WARNING, Finding
from .sentences import Sentence, sentences

_PERIOD_ON_PERIOD = re.compile(r"环比")
_SHORTER_PERIOD = re.compile(r"月|季度|周")
_WHOLE_YEAR = re.compile(r"全年|年度|上年|去年|上一年")
_RATE = r"(?P<rate>\d+(?:\.\d+)?\s*[%％]|百分之[一二三四五六七八九十百零〇点]+)"
_GROWTH = re.compile(
    rf"(?:增长|增加|上升|提高|提升|下降|减少|降低|回落|增幅|降幅)(?:率为|幅为|幅度为|了|约|近)?[^，。；、\d到至为达]{{0,4}}{_RATE}"
)
_FIGURE = r"\d[\d,]*(?:\.\d+)?(?![\d,.]*\s*[%％年月日\d])"
_BASE = re.compile(
    rf"(?:上年|去年|上一年|同期)[^，。；\d]{{0,12}}{_FIGURE}"
    rf"|(?P<year>20\d\d)年[^，。；\d]{{0,12}}{_FIGURE}"
    rf"|[由从][^\d，。；]{{0,12}}{_FIGURE}[^\d，。；]{{0,4}}(?:增|升|提|降|减)[^\d，。；]{{0,3}}[到至]"
    rf"|(?:增加|减少)了?\s*{_FIGURE}\s*(?:条|件|项|次|个|份|人|篇)"
)


def check(report: Report) -> Iterator[Finding]:
    for sentence in sentences(report):
        yield from annual_comparison_word(sentence)
        yield from growth_without_base(sentence, report.year)


def annual_comparison_word(sentence: Sentence) -> Iterator[Finding]:
    """环比 compares with the month or quarter before; a year with the year before is 同比."""
    text = sentence.text
    if not _PERIOD_ON_PERIOD.search(text):
        return
    if _SHORTER_PERIOD.search(text) and not _WHOLE_YEAR.search(text):
        return
    words = _("“{sentence}”：年度数据与上年相比应当用“同比”，“环比”是与上月或上季度相比").format(
        sentence=sentence.text
    )
    yield Finding(
        "annual_comparison_word", WARNING, words, "practice", where=sentence.where, subject=sentence.text
    )


def growth_without_base(sentence: Sentence, year: int | None) -> Iterator[Finding]:
    """A rate of growth that cannot be derived again, for the base is not in the sentence."""
    growth = _GROWTH.search(sentence.text)
    if growth is None or any(_is_base(found, year) for found in _BASE.finditer(sentence.text)):
        return
    words = _("“{sentence}”：写了增减{rate}，没有写上年的基数，无法核对").format(
        sentence=sentence.text, rate=growth["rate"]
    )
    yield Finding(
        "growth_without_base", WARNING, words, "practice", where=sentence.where, subject=sentence.text
    )


def _is_base(found: re.Match[str], year: int | None) -> bool:
    """A number of this year itself is no base."""
    return found["year"] is None or year is None or int(found["year"]) < year
