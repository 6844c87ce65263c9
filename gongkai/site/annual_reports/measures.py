"""度量: what the rooms' records say of some organs in a period, each by one grouped query.

A year that is not over is measured up to today, and compared with the same days of the year before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone

from gongkai.law import parameters
from gongkai.law.working_days import OutOfRange, WorkingDays

from ..applications import statistics
from ..applications.lights import soon
from ..applications.models import Application
from ..disclosure.models import Item, ItemVersion
from ..organs.models import Organ

Organs = QuerySet[Organ]
Pair = tuple[int, int]
"""Of a period and of the one before."""

LONG = 999
"""Stands for more working days than are counted one by one."""
_LOOKED = timedelta(days=90)
"""Calendar days within which working days are counted: whatever the holidays, more than fifty of them."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A year from its first day to ``last``."""

    year: int
    last: date

    @classmethod
    def of(cls, year: int, on: date) -> "Period":
        """The year, or as much of it as is over on a day."""
        return cls(year, min(date(year, 12, 31), on))

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def whole(self) -> bool:
        return self.last == date(self.year, 12, 31)

    @property
    def before(self) -> "Period":
        """The same days of the year before (of February 29: up to the 28th)."""
        day = 28 if (self.last.month, self.last.day) == (2, 29) else self.last.day
        return Period(self.year - 1, date(self.year - 1, self.last.month, day))

    def days(self, field: str) -> Q:
        """Dates of a field in the period."""
        return Q((f"{field}__range", (self.first, self.last)))

    def moments(self, field: str) -> Q:
        """Times of a field in the period."""
        return Q((f"{field}__gte", _midnight(self.first)), (f"{field}__lt", _midnight(self.last + _DAY)))


@dataclass(frozen=True)
class Waiting:
    """在办: not answered yet; of these due soon, and past the last day."""

    open: int = 0
    soon: int = 0
    late: int = 0


@dataclass(frozen=True)
class Spread:
    """How many took how many working days; ``late`` past their own last day, ``extended`` with more time.

    ``unknown``: how long these took is not on record.
    """

    days: Mapping[int, int]
    late: int
    extended: int = 0
    unknown: int = 0

    @property
    def count(self) -> int:
        return sum(self.days.values()) + self.unknown

    @property
    def median(self) -> int | None:
        """中位数: half took no longer; None where nothing was measured."""
        half = sum(self.days.values()) / 2
        passed = 0
        for days in sorted(self.days):
            passed += self.days[days]
            if passed >= half:
                return days
        return None

    def within(self, least: int, most: int) -> int:
        return sum(count for days, count in self.days.items() if least <= days <= most)


def received(organs: Organs, period: Period) -> dict[int, Pair]:
    """新收 applications by organ."""
    cases = statistics.counted(organs).filter(period.days("received_on") | period.before.days("received_on"))
    return _pairs(cases, period.days("received_on"))


def disclosed(organs: Organs, period: Period) -> dict[int, Pair]:
    """Items first made public, by organ; those taken over from elsewhere with them, by their own day."""
    items = Item.objects.filter(
        period.moments("published_at") | period.before.moments("published_at"), organ__in=organs
    )
    return _pairs(items, period.moments("published_at"))


def waiting(organs: Organs, on: date) -> dict[int, Waiting]:
    """在办 on a day, by organ; soon by the national calendar."""
    near = soon(on, WorkingDays.loaded())
    counted = (
        Application.objects.open()
        .filter(organ__in=organs)
        .values_list("organ")
        .annotate(
            Count("pk"),
            near=Count("pk", filter=Q(due_on__range=(on, near))),
            late=Count("pk", filter=Q(due_on__lt=on)),
        )
        .order_by()
    )
    return {organ: Waiting(*numbers) for organ, *numbers in counted}


def answered(organs: Organs, period: Period) -> Spread:
    """答复时限: applications answered and ended in a period, by the working days of the term they took."""
    ended = statistics.counted(organs).filter(period.days("closed_on"), served_on__isnull=False)
    grouped = ended.values_list("used_days").annotate(
        Count("pk"),
        late=Count("pk", filter=Q(served_on__gt=F("due_on"))),
        longer=Count("pk", filter=Q(extended_on__isnull=False)),
    )
    rows = list(grouped.order_by())
    return Spread(
        {days: count for days, count, _late, _longer in rows if days is not None},
        sum(late for _days, _count, late, _longer in rows),
        sum(longer for _days, _count, _late, longer in rows),
        sum(count for days, count, _late, _longer in rows if days is None),
    )


def published(organs: Organs, period: Period) -> Spread:
    """公开时限: items first published here in a period, by the working days since they were formed.

    What was taken over from elsewhere is not among them. Days by the national calendar.
    """
    first = ItemVersion.objects.filter(
        period.moments("published_at"), number=1, item__organ__in=organs, item__imported_from=None
    )
    grouped = (
        first.annotate(day=TruncDate("published_at"))
        .values_list("formed_on", "day")
        .annotate(Count("pk"), late=Count("pk", filter=Q(due_on__lt=F("day"))))
        .order_by()
    )
    counting = _Counting(WorkingDays.loaded())
    days: dict[int, int] = {}
    late = 0
    for formed, day, count, over in grouped:
        took = counting.between(formed, day)
        days[took] = days.get(took, 0) + count
        late += over
    return Spread(days, late)


def monthly(organs: Organs, year: int) -> dict[tuple[int, int], int]:
    """新收 by year and month, of a year and the one before."""
    cases = statistics.counted(organs).filter(received_on__range=(date(year - 1, 1, 1), date(year, 12, 31)))
    found: dict[tuple[int, int], int] = {}
    # By day, of which there are few: a month is worked out of a date once a group, not once a row.
    for day, count in cases.values_list("received_on").annotate(Count("pk")).order_by():
        month = (day.year, day.month)
        found[month] = found.get(month, 0) + count
    return found


def channels(organs: Organs, period: Period) -> list[tuple[str, int]]:
    """新收 by the channel they came by, the commonest first."""
    cases = statistics.counted(organs).filter(period.days("received_on"))
    return list(cases.values_list("channel").annotate(n=Count("pk")).order_by("-n", "channel"))


def disclosed_by(organs: Organs, period: Period, field: str) -> list[tuple[Any, int]]:
    """Items first made public in a period, by what a field says of them, the commonest first."""
    items = Item.objects.filter(period.moments("published_at"), organ__in=organs)
    return list(items.values_list(field).annotate(n=Count("pk")).order_by("-n", field))


def terms(on: date) -> tuple[int, int, int]:
    """Working days to publish, to reply, and that an extension adds, in force on a day."""
    publication, reply, more = (
        int(parameters.on(name, on).value) for name in ("publication", "reply", "reply_extension")
    )
    return publication, reply, more


def added(pairs: Mapping[int, Pair]) -> Pair:
    """All organs together."""
    return sum(now for now, _before in pairs.values()), sum(before for _now, before in pairs.values())


def _pairs(rows: Any, now: Q) -> dict[int, Pair]:
    counted = rows.values_list("organ").annotate(now=Count("pk", filter=now), before=Count("pk", filter=~now))
    return {organ: (this, last) for organ, this, last in counted.order_by()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())


class _Counting:
    """Working days after a day up to another; each day is asked once."""

    def __init__(self, days: WorkingDays) -> None:
        self.days = days
        self.works: dict[date, bool] = {}

    def between(self, formed: date, day: date) -> int:
        """LONG where they lie far apart, or before the first year on file."""
        if day - formed > _LOOKED:
            return LONG
        try:
            return sum(self._works(formed + n * _DAY) for n in range(1, (day - formed).days + 1))
        except OutOfRange:
            return LONG

    def _works(self, day: date) -> bool:
        if day not in self.works:
            self.works[day] = self.days.works(day)
        return self.works[day]
