"""栏目预警: how fresh each column is on a day, judged by what the organ itself has set for it.

No age is assumed: a column without settings is not judged. A column above others is judged with
what stands below it, as the public reads it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext_lazy as _

from ..organs.models import Organ, OrganQuerySet
from .column_models import Column, ColumnQuerySet
from .models import Item


class State(models.TextChoices):
    """The most pressing first."""

    EMPTY = "empty", _("空栏目")
    OVERDUE = "overdue", _("已超期")
    FEW = "few", _("条数不足")
    SOON = "soon", _("即将超期")
    FRESH = "fresh", _("正常")
    EXEMPT = "exempt", _("不判断")


PRESSING = (State.EMPTY, State.OVERDUE, State.FEW, State.SOON)
_ORDER = {state: number for number, state in enumerate(State)}


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

    @property
    def since(self) -> date | None:
        """The first day it has been past its age; None where it is not, or never held anything."""
        return self.due + timedelta(days=1) if self.due and self.state == State.OVERDUE else None


def judged(column: Column, *, newest: date | None, count: int, on: date) -> Health:
    """The state of a column on a day, from its settings and what stands in it."""
    age = timedelta(days=column.longest_age) if column.longest_age is not None else None
    due = newest + age if newest and age is not None else None
    state = State.FRESH
    if column.closed_on or (column.longest_age is None and not column.fewest_items):
        state, due = State.EXEMPT, None
    elif not count:
        state = State.EMPTY
    elif due and due < on:
        state = State.OVERDUE
    elif count < (column.fewest_items or 0):
        state = State.FEW
    elif newest and column.warning_age is not None and newest + timedelta(days=column.warning_age) <= on:
        state = State.SOON
    return Health(column, state, count, newest, due)


def of_organs(organs: OrganQuerySet, on: date) -> list[Health]:
    """Every column of some organs, the most pressing first; two queries however many there are."""
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
    found = []
    for column in columns:
        parts = [held[pk] for pk in (column.pk, *below[column.pk]) if pk in held]
        newest = max((day for day, _count in parts), default=None)
        found.append(judged(column, newest=newest, count=sum(count for _day, count in parts), on=on))
    return sorted(found, key=lambda one: (_ORDER[one.state], one.due or date.min))


def _held(chosen: ColumnQuerySet, on: date) -> dict[int, tuple[date, int]]:
    """Column → newest day by the end of a day, and number of items now."""
    end = datetime.combine(on + timedelta(days=1), time(), get_current_timezone())
    listed = Item.objects.filter(listed_in=OuterRef("pk"), published_at__lt=end)
    newest = Subquery(listed.order_by("-published_at").values("published_at")[:1])
    rows = chosen.annotate(newest=newest).filter(newest__isnull=False).order_by()
    return {
        column: (localdate(newest), count)
        for column, newest, count in rows.values_list("pk", "newest", "count")
    }
