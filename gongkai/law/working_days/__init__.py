"""工作日: which days organs work, by the State Council's notices on holidays, one TOML file a notice.

A later notice of a year replaces the holidays it names. The days agree with two public calendars,
day by day (tests/law/test_working_days.py); the numbers of the notices on file are unverified
(``number_verified``) and therefore shown nowhere.

The files are the base; a caller adds notices of its own (``with_notices``) and days of its own
(``changed``), which prevail.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from gongkai.translation import _

from . import notice
from .notice import Holiday, Notice

FOLDER = Path(__file__).parent
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


class WorkingDays:
    """The calendar of working days, e.g. ``WorkingDays.loaded()``."""

    def __init__(self, notices: Iterable[Notice], days: Iterable[Day] = ()) -> None:
        """Raises BadNotice where the notices do not go together."""
        self._notices = tuple(notices)
        self._changed = {day.on: day for day in days}
        self._holidays = notice.arranged(self._notices)
        self.years = frozenset(self._holidays)
        """Those with a notice."""
        self.first_year = min(self.years)
        self.last_year = max(self.years)
        self._special = {
            day.on: day for year in sorted(self.years) for one in self._holidays[year] for day in _days(one)
        } | self._changed

    @classmethod
    def loaded(cls) -> "WorkingDays":
        """The calendar of every notice on file."""
        return _loaded()

    def with_notices(self, notices: Iterable[Notice]) -> "WorkingDays":
        """The calendar with further notices, in their order. Raises BadNotice where they do not fit."""
        return WorkingDays((*self._notices, *notices), self._changed.values())

    def changed(self, days: Iterable[Day]) -> "WorkingDays":
        """The calendar with local holidays or corrections, which prevail."""
        return WorkingDays(self._notices, (*self._changed.values(), *days))

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The holidays of a year with a notice, as the last notice on each has them, with their sources."""
        return self._holidays[year]

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
        provisional = on.year not in self.years
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
    return WorkingDays(on_file())


@cache
def on_file() -> tuple[Notice, ...]:
    """The notices of the files: those that arrange a year, then those that change it."""
    found = [notice.of_toml(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: not one.is_complete))


def _days(holiday: Holiday) -> Iterable[Day]:
    names = {"name": holiday.name, "source": holiday.source}
    for on in holiday.off:
        yield Day(on, False, _("{name}放假（{source}）").format(**names))
    for on in holiday.make_up:
        yield Day(on, True, _("{name}调休上班（{source}）").format(**names), made_up=True)
