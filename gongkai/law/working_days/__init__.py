"""工作日: which days organs work, by the State Council's notices on holidays, one TOML file a notice.

A later notice of a year replaces the holidays it names (``replaces``). The days agree with two
public calendars, day by day (tests/law/test_working_days.py); the numbers of the notices are
unverified and therefore shown nowhere.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.translation import _

FOLDER = Path(__file__).parent
_DAY = timedelta(days=1)
_SATURDAY = 5
_ALWAYS_OFF = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
"""Holidays fixed in the solar calendar (全国年节及纪念日放假办法, 2024, Art. 2): what is known without
a notice."""


class OutOfRange(ValueError):
    """A day before the first year whose holidays are loaded."""


@dataclass(frozen=True)
class Day:
    """A day: whether organs work, why, and whether that is provisional (no notice for its year yet)."""

    on: date
    works: bool
    ground: str
    made_up: bool = False
    provisional: bool = False


@dataclass(frozen=True)
class _Holiday:
    name: str
    first: date
    last: date
    make_up: tuple[date, ...]


class WorkingDays:
    """The calendar of working days, e.g. ``WorkingDays.loaded()``."""

    def __init__(self, years: Iterable[int], special: Mapping[date, Day]) -> None:
        self._years = frozenset(years)
        self._special = dict(special)
        self.first_year = min(self._years)
        self.last_year = max(self._years)

    @classmethod
    def loaded(cls) -> "WorkingDays":
        """The calendar of every notice on file."""
        return _loaded()

    def changed(self, days: Iterable[Day]) -> "WorkingDays":
        """The calendar with local holidays or corrections, which prevail."""
        return WorkingDays(self._years, {**self._special, **{day.on: day for day in days}})

    def day(self, on: date) -> Day:
        """What kind of day it is. Raises OutOfRange before the first loaded year.

        A year without a notice counts Monday to Friday but for the fixed holidays, provisionally.
        """
        special = self._special.get(on)
        if special is not None:
            return special
        if on.year < self.first_year:
            raise OutOfRange(
                _("{year}年的节假日安排没有录入，最早可以计算{first}年").format(
                    year=on.year, first=self.first_year
                )
            )
        provisional = on.year not in self._years
        holiday = _ALWAYS_OFF.get((on.month, on.day)) if provisional else None
        if holiday:
            return Day(on, False, holiday, provisional=True)
        if on.weekday() >= _SATURDAY:
            return Day(on, False, _("周末"), provisional=provisional)
        return Day(on, True, _("工作日"), provisional=provisional)

    def works(self, on: date) -> bool:
        """True for a working day."""
        return self.day(on).works


@cache
def _loaded() -> WorkingDays:
    notices = [_notice(path) for path in sorted(FOLDER.glob("*.toml"))]
    special: dict[date, Day] = {}
    for year, holidays in _merged(notices).items():
        for holiday in holidays.values():
            special |= _days(holiday, year)
    return WorkingDays({year for year, _replaces, _holidays in notices}, special)


def _notice(path: Path) -> tuple[int, frozenset[str], tuple[_Holiday, ...]]:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    holidays = tuple(
        _Holiday(one["name"], one["first"], one["last"], tuple(one.get("make_up", ())))
        for one in data["holidays"]
    )
    return data["year"], frozenset(data.get("replaces", ())), holidays


def _merged(
    notices: Iterable[tuple[int, frozenset[str], tuple[_Holiday, ...]]],
) -> dict[int, dict[str, _Holiday]]:
    """Year → holidays by name, each as the last notice on it has it."""
    years: dict[int, dict[str, _Holiday]] = {}
    for year, _replaces, holidays in sorted(notices, key=lambda notice: len(notice[1])):
        years.setdefault(year, {}).update({holiday.name: holiday for holiday in holidays})
    return years


def _days(holiday: _Holiday, year: int) -> dict[date, Day]:
    found = {}
    on = holiday.first
    while on <= holiday.last:
        found[on] = Day(on, False, _("{name}放假（{year}年节假日安排）").format(name=holiday.name, year=year))
        on += _DAY
    for on in holiday.make_up:
        ground = _("{name}调休上班（{year}年节假日安排）").format(name=holiday.name, year=year)
        found[on] = Day(on, True, ground, made_up=True)
    return found
