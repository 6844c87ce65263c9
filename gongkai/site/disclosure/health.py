"""栏目预警: how fresh each column is on a day, judged by what the organ itself has set for it.

No age is assumed: a column without settings is not judged, nor is one exempt 豁免 by decision. A
column above others is judged with what stands below it, as the public reads it.

Gaps are looked for in the year up to the day (``column_gap_span``): what lies further back cannot be
put right, and few columns were kept evenly before anybody asked. The time since the newest is a gap too.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from gongkai.law import parameters

from ..organs.models import Organ, OrganQuerySet
from .column_models import Column, ColumnQuerySet
from .models import Item


class State(models.TextChoices):
    """The most pressing first."""

    EMPTY = "empty", _("空栏目")
    OVERDUE = "overdue", _("已超期")
    FEW = "few", _("条数不足")
    GAP = "gap", _("间隔过长")
    SOON = "soon", _("即将超期")
    FRESH = "fresh", _("正常")
    EXEMPT = "exempt", _("不判断")


PRESSING = (State.EMPTY, State.OVERDUE, State.FEW, State.GAP, State.SOON)
_ORDER = {state: number for number, state in enumerate(State)}


@dataclass(frozen=True)
class Gap:
    """Days without a first publication: from an item to its neighbour, or to the day of the look."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days


@dataclass(frozen=True)
class Health:
    column: Column
    state: State
    count: int
    """Items the public reads in the column and below it."""
    newest: date | None
    """The day of the newest first publication."""
    due: date | None
    """The last day by which something new belongs here, where an age is set."""
    gap: Gap | None = None
    """The largest gap of the last year, where a largest one is set."""

    @property
    def since(self) -> date | None:
        """The first day of the state, where its settings tell it."""
        column = self.column
        if self.state == State.OVERDUE and self.due:
            return self.due + timedelta(days=1)
        if self.state == State.SOON and self.newest and column.warning_age is not None:
            return self.newest + timedelta(days=column.warning_age)
        if self.state == State.GAP and self.gap and column.largest_gap is not None:
            return self.gap.first + timedelta(days=column.largest_gap + 1)
        return column.closed_on if self.state == State.EXEMPT else None


def judged(column: Column, *, newest: date | None, count: int, on: date, gap: Gap | None = None) -> Health:
    """The state of a column on a day, from its settings and what stands in it."""
    age = timedelta(days=column.longest_age) if column.longest_age is not None else None
    due = newest + age if newest and age is not None else None
    state = State.FRESH
    asked = column.longest_age is not None or column.fewest_items or column.largest_gap is not None
    if column.closed_on or column.exempt_reason or not asked:
        state, due = State.EXEMPT, None
    elif not count:
        state = State.EMPTY
    elif due and due < on:
        state = State.OVERDUE
    elif count < (column.fewest_items or 0):
        state = State.FEW
    elif gap and column.largest_gap is not None and gap.days > column.largest_gap:
        state = State.GAP
    elif newest and column.warning_age is not None and newest + timedelta(days=column.warning_age) <= on:
        state = State.SOON
    return Health(column, state, count, newest, due, gap)


def of_organs(organs: OrganQuerySet, on: date) -> list[Health]:
    """Every column of some organs, the most pressing first; four queries at most, however many there are."""
    return _of(Column.objects.filter(organ__in=organs.values("pk")), on)


def of_organ(organ: Organ, on: date) -> list[Health]:
    """The same, of one organ."""
    return _of(Column.objects.filter(organ=organ), on)


def _of(chosen: ColumnQuerySet, on: date) -> list[Health]:
    columns = list(chosen.select_related("organ", "parent").order_by("organ__path", "part", "position", "pk"))
    held = _held(chosen, on)
    below: dict[int | None, list[int]] = defaultdict(list)
    for column in columns:
        below[column.parent_id].append(column.pk)
    days = _days(chosen, on) if any(column.largest_gap is not None for column in columns) else {}
    found = []
    for column in columns:
        both = (column.pk, *below[column.pk])
        parts = [held[pk] for pk in both if pk in held]
        newest = max((day for day, _count in parts), default=None)
        count = sum(count for _day, count in parts)
        gap = None
        if column.largest_gap is not None:
            gap = _largest([day for pk in both for day in days.get(pk, ())], on)
        found.append(judged(column, newest=newest, count=count, on=on, gap=gap))
    return sorted(found, key=lambda one: (_ORDER[one.state], one.due or date.min))


def _held(chosen: ColumnQuerySet, on: date) -> dict[int, tuple[date, int]]:
    """Column → newest day by the end of a day, and number of items now."""
    newest = _newest_before(_midnight(on + timedelta(days=1)))
    rows = chosen.annotate(newest=newest).filter(newest__isnull=False).order_by()
    return {
        column: (localdate(newest), count)
        for column, newest, count in rows.values_list("pk", "newest", "count")
    }


def _days(chosen: ColumnQuerySet, on: date) -> dict[int, set[date]]:
    """Column → days of first publication in the span that is looked at, and the last one before it.

    Only columns that are asked for a largest gap, and those below them.
    """
    start = _midnight(on - timedelta(days=parameters.on("column_gap_span", on).value))
    watched = chosen.filter(Q(largest_gap__isnull=False) | Q(parent__largest_gap__isnull=False)).order_by()
    found: dict[int, set[date]] = defaultdict(set)
    before = watched.annotate(newest=_newest_before(start)).filter(newest__isnull=False)
    for column, at in before.values_list("pk", "newest"):
        found[column].add(localdate(at))
    end = _midnight(on + timedelta(days=1))
    items = Item.objects.filter(listed_in__in=watched.values("pk"), published_at__gte=start)
    rows = items.filter(published_at__lt=end).order_by().values_list("listed_in", "published_at")
    for column, at in rows.iterator():
        if column is not None and at is not None:
            found[column].add(localdate(at))
    return found


def _largest(days: list[date], on: date) -> Gap | None:
    """Of gaps alike the newest; None where nothing was ever published."""
    ordered = sorted({*days, on})
    gaps = [Gap(first, last) for first, last in pairwise(ordered)] if days else []
    return max(gaps, key=lambda gap: (gap.days, gap.last), default=None)


def _newest_before(moment: datetime) -> Subquery:
    listed = Item.objects.filter(listed_in=OuterRef("pk"), published_at__lt=moment)
    return Subquery(listed.order_by("-published_at").values("published_at")[:1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
