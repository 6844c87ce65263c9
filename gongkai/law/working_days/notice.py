"""节假日安排: a notice on the holidays of a year, as it is read from TOML or from its own words.

A complete notice names all seven holidays; any other changes those that it names (a longer Labour
Day, say). What the notice states twice, the number of days and the days of the week, is checked.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from gongkai.translation import _

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""The holidays of all citizens (全国年节及纪念日放假办法, Art. 2)."""
LONGEST = 16
"""Days: a longer span is a misprint."""
_DAY = timedelta(days=1)
_SATURDAY = 5
_DECEMBER = 12
_WEEK = "一二三四五六日"
_ITEM = re.compile(r"(?:^|[\n。])[一二三四五六七八九十]+、")
_TITLE = re.compile(r"([0-9]{4})年[^\n。]{0,12}(?:节假日|放假)安排")
_NUMBER = re.compile(r"国办发(?:明电)?\s*[〔\[(]\s*[0-9]{4}\s*[〕\])]\s*[0-9]+\s*号")
_DATE = re.compile(r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日(?:\(([^)]*)\))?")
_COUNT = re.compile(r"共([0-9]+)天")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


class BadNotice(ValueError):
    """A notice that cannot be so, or cannot be read; the message says in Chinese what is wrong and where."""


@dataclass(frozen=True)
class Holiday:
    """A holiday: the days off from ``first`` to ``last``, and the days worked for them."""

    name: str
    first: date
    last: date
    make_up: tuple[date, ...] = ()
    source: str = ""
    """The notice it rests on, where it was taken over from another one."""

    @property
    def names(self) -> frozenset[str]:
        """The holidays that it joins, 国庆节、中秋节 two."""
        return frozenset(self.name.split("、"))

    @property
    def off(self) -> Iterator[date]:
        on = self.first
        while on <= self.last:
            yield on
            on += _DAY


@dataclass(frozen=True)
class Notice:
    """A notice. ``number`` is shown only where ``number_verified``: whoever put it down held the document."""

    year: int
    holidays: tuple[Holiday, ...]
    number: str = ""
    number_verified: bool = False

    @property
    def is_complete(self) -> bool:
        """True where it arranges the whole year."""
        return frozenset(NAMES) <= _named(self.holidays)

    @property
    def source(self) -> str:
        """What a day's ground names: the number, else the year's notice."""
        if self.number and self.number_verified:
            return self.number
        return _("{year}年节假日安排").format(year=self.year)

    def as_dict(self) -> dict[str, Any]:
        """As ``of_dict`` reads it back, days in ISO form."""
        return {
            "year": self.year,
            "number": self.number,
            "number_verified": self.number_verified,
            "holidays": [
                {
                    "name": one.name,
                    "first": one.first.isoformat(),
                    "last": one.last.isoformat(),
                    "make_up": [day.isoformat() for day in one.make_up],
                    "source": one.source,
                }
                for one in self.holidays
            ],
        }


def of_dict(data: Mapping[str, Any]) -> Notice:
    """A notice from the fields of a TOML file, or from ``as_dict``. Raises BadNotice."""
    try:
        holidays = tuple(
            Holiday(
                str(one["name"]),
                _day(one["first"]),
                _day(one.get("last", one["first"])),
                tuple(_day(day) for day in one.get("make_up", ())),
                str(one.get("source", "")),
            )
            for one in data["holidays"]
        )
        notice = Notice(
            int(data["year"]),
            holidays,
            str(data.get("number", "")),
            bool(data.get("number_verified", False)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadNotice(
            _(
                "安排的格式不对：要有year和holidays，每个节日有name、first、last、make_up（日期写成2027-01-01）"
            )
        ) from error
    return checked(notice)


def of_toml(text: str) -> Notice:
    """A notice from TOML, as the files of this folder are written. Raises BadNotice."""
    try:
        return of_dict(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadNotice(_("不是正确的TOML：{error}").format(error=error)) from error


def of_words(text: str) -> Notice:
    """A notice from its own words, pasted whole: title and one numbered paragraph a holiday.

    Raises BadNotice where a paragraph is not understood, or contradicts itself.
    """
    text = re.sub(r"[ \t\u3000]", "", unicodedata.normalize("NFKC", text))
    title = _TITLE.search(text)
    if title is None:
        raise BadNotice(_("没有找到“某某年部分节假日安排”，请连标题一起粘贴"))
    year, number = int(title.group(1)), _NUMBER.search(text)
    holidays = tuple(_holiday(one, year) for one in _items(text))
    if not holidays:
        raise BadNotice(_("没有找到“一、元旦：……放假”这样的分项，请粘贴通知全文"))
    notice = Notice(year, holidays, number.group().replace("\n", "") if number else "", bool(number))
    return checked(notice)


def checked(notice: Notice) -> Notice:
    """The notice, where it can be so. Raises BadNotice."""
    seen: dict[date, str] = {}
    for one in notice.holidays:
        if not one.names <= frozenset(NAMES):
            raise BadNotice(_("“{name}”不是全体公民放假的节日").format(name=one.name))
        if not one.first <= one.last < one.first + timedelta(days=LONGEST):
            raise BadNotice(
                _("{name}从{first}到{last}，起止不对").format(name=one.name, first=one.first, last=one.last)
            )
        if notice.year not in (one.first.year, one.last.year):
            raise BadNotice(_("{name}不在{year}年").format(name=one.name, year=notice.year))
        for day in one.make_up:
            if day.weekday() < _SATURDAY:
                raise BadNotice(_("{name}调休上班的{day}不是周末").format(name=one.name, day=day))
        for day in (*one.off, *one.make_up):
            if day in seen:
                raise BadNotice(
                    _("{day}在{name}和{other}里都写了").format(day=day, name=one.name, other=seen[day])
                )
            seen[day] = one.name
    if len(_named(notice.holidays)) < sum(len(one.names) for one in notice.holidays):
        raise BadNotice(_("有的节日写了两次"))
    return notice


def arranged(notices: Iterable[Notice]) -> dict[int, tuple[Holiday, ...]]:
    """Year → its holidays with their sources, as the last notice on each has it.

    Raises BadNotice where a notice changes holidays of a year that has none, or one of two joined.
    """
    years: dict[int, tuple[Holiday, ...]] = {}
    for notice in notices:
        new = tuple(replace(one, source=one.source or notice.source) for one in notice.holidays)
        if notice.is_complete:
            years[notice.year] = new
            continue
        if notice.year not in years:
            missing = "、".join(name for name in NAMES if name not in _named(notice.holidays))
            raise BadNotice(
                _("{year}年还没有完整的安排，这份通知缺少：{missing}").format(
                    year=notice.year, missing=missing
                )
            )
        changed = _named(notice.holidays)
        for one in years[notice.year]:
            if one.names & changed and not one.names <= changed:
                raise BadNotice(_("{name}原来合在一起安排，请在通知里都写上").format(name=one.name))
        kept = tuple(one for one in years[notice.year] if not one.names & changed)
        years[notice.year] = tuple(sorted(kept + new, key=lambda one: one.first))
    return years


def _named(holidays: Iterable[Holiday]) -> frozenset[str]:
    return frozenset(name for one in holidays for name in one.names)


def _day(value: object) -> date:
    """A day, from TOML or in ISO form."""
    return value if type(value) is date else date.fromisoformat(str(value))


def _items(text: str) -> Iterator[tuple[str, str]]:
    """Name and words of every numbered paragraph; one without a name is none."""
    for part in _ITEM.split(text)[1:]:
        name, colon, words = part.partition(":")
        if colon and "\n" not in name:
            yield name, words.replace("\n", "")


def _holiday(item: tuple[str, str], year: int) -> Holiday:
    """A holiday from its paragraph."""
    name, words = item
    found: Holiday | None = None
    made_up: list[date] = []
    for sentence in words.split("。"):
        if "放假" in sentence and found is None:
            days = _days(sentence.split("放假")[0], name, year)
            if not 1 <= len(days) <= 2:
                break
            found = Holiday(name, days[0], days[-1])
            _refuse_other_count(found, sentence)
        elif "上班" in sentence:
            made_up += _days(sentence, name, year)
    if found is None:
        raise BadNotice(_("没有读懂{name}的放假日期：{words}").format(name=name, words=words[:60]))
    return replace(found, make_up=tuple(made_up))


def _refuse_other_count(holiday: Holiday, sentence: str) -> None:
    count = _COUNT.search(sentence)
    days = (holiday.last - holiday.first).days + 1
    if count and int(count.group(1)) != days:
        raise BadNotice(
            _("{name}从{first}到{last}是{days}天，通知写的是{count}天").format(
                name=holiday.name, first=holiday.first, last=holiday.last, days=days, count=count.group(1)
            )
        )


def _days(words: str, name: str, year: int) -> list[date]:
    """The days that a sentence names; year and month are those of the day before where left out."""
    days: list[date] = []
    for given_year, given_month, number, note in _DATE.findall(words):
        if not given_month and not days:
            raise BadNotice(_("{name}的日期没有写月份：{words}").format(name=name, words=words[:60]))
        month = int(given_month or days[-1].month)
        # The first of January is sometimes joined with days of the year before.
        before = name == "元旦" and month == _DECEMBER
        try:
            day = date(int(given_year or (year - 1 if before else year)), month, int(number))
        except ValueError as error:
            raise BadNotice(_("{name}里没有这一天：{words}").format(name=name, words=words[:60])) from error
        weekday = _WEEKDAY.search(note)
        if weekday and _WEEK.index(weekday.group(1).replace("天", "日")) != day.weekday():
            raise BadNotice(
                _("{day}是周{right}，通知写的是周{wrong}，请核对").format(
                    day=day, right=_WEEK[day.weekday()], wrong=weekday.group(1)
                )
            )
        days.append(day)
    return days
