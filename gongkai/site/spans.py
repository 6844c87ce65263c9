"""Spans of days that figures are asked of: a quarter, a year, as far as they have gone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both included; ``running``: the period goes on after ``last``."""

    first: date
    last: date
    running: bool = False

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The moment after the last day."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def times(self) -> tuple[datetime, datetime]:
        """For ``range``: database times have microseconds and no more."""
        return self.start, self.end - timedelta(microseconds=1)

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


def quarter(year: int, number: int, today: date) -> Span:
    """季度 1 to 4 of a year, as far as it has gone. Raises ValueError for one that has not begun."""
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return _gone(first, after - timedelta(days=1), today)


def year(number: int, today: date) -> Span:
    """A year, as far as it has gone. Raises ValueError for one that has not begun."""
    return _gone(date(number, 1, 1), date(number, 12, 31), today)


def _gone(first: date, last: date, today: date) -> Span:
    if first > today:
        raise ValueError(first)
    return Span(first, min(last, today), running=today <= last)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
