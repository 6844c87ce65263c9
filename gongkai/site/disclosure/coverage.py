"""覆盖情况: what stands behind every matter of an organ's standard catalogue, and whether in time.

An item counts for the matters it is bound to; one that is bound to none counts for every matter of
its column and of the column above. However many matters there are, the database is asked the same
number of questions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
)
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongkai.law.time_limits import Every, Within
from gongkai.law.working_days import OutOfRange, WorkingDays

from ..organs.calendar import calendar_of
from ..organs.models import Organ, OrganQuerySet
from .column_models import Column
from .matter_models import Matter, MatterQuerySet, Way
from .models import Item, ItemQuerySet


class State(TextChoices):
    """What a look at a matter says, the worst first."""

    UNMAPPED = "unmapped", _("未对应")
    EMPTY = "empty", _("空")
    MISSING = "missing", _("缺")
    LATE = "late", _("超期")
    DUE = "due", _("本期待公开")
    MET = "met", _("有内容")
    ON_REQUEST = "on_request", _("依申请")


@dataclass(frozen=True)
class Line:
    """A matter with what the public finds of it."""

    matter: Matter
    state: State
    count: int
    newest: Item | None
    """The item whose version was published last."""
    published_on: date | None = None
    last_day: date | None = None
    """By when: what is missing or due of its period, what was late of its term."""

    @property
    def filled(self) -> bool:
        """Whether the public finds anything."""
        return self.count > 0


@dataclass(frozen=True)
class Group:
    """The matters of a field, or of all, with their sums."""

    name: str
    lines: Sequence[Line]

    @property
    def asked(self) -> int:
        """Matters that are published of the organ's own accord."""
        return sum(line.state != State.ON_REQUEST for line in self.lines)

    @property
    def filled(self) -> int:
        return sum(line.filled and line.state != State.ON_REQUEST for line in self.lines)

    @property
    def states(self) -> list[tuple[State, int]]:
        return [(state, sum(line.state == state for line in self.lines)) for state in State]


def lines(organ: Organ, on: date) -> list[Line]:
    """Every matter in the catalogue, field by field in the order of the catalogue."""
    days = calendar_of(organ)
    matters = list(_in_catalogue(organ).select_related("column__parent"))
    own = _newest_bound(organ)
    bound = _bound_counts(organ)
    free, columns = _free_counts(organ), _columns(organ)
    newest = _newest({*own.values(), *(newest for _above, newest in columns.values())})
    found = []
    for matter in matters:
        places = [pk for pk, (above, _n) in columns.items() if matter.column_id in (pk, above)]
        if matter.column_id is None:
            places = []
        candidates = [own[matter.pk], *(columns[pk][1] for pk in places)]
        count = bound.get(matter.pk, 0) + sum(free.get(pk, 0) for pk in places)
        found.append(_line(matter, count, _last(candidates, newest), on, days))
    return found


def by_field(lines: Iterable[Line]) -> list[Group]:
    """The lines of each field, in the order the fields first appear."""
    fields: dict[str, list[Line]] = {}
    for line in lines:
        fields.setdefault(line.matter.field, []).append(line)
    return [Group(name, found) for name, found in fields.items()]


def line_of(matter: Matter, on: date) -> Line:
    """The same for one matter."""
    items = items_of(matter)
    return _line(matter, items.count(), items.first(), on, calendar_of(matter.organ))


def items_of(matter: Matter) -> ItemQuerySet:
    """The public items that count for a matter, the newest first."""
    column = matter.column_id
    own = Q(pk__in=Matter.items.through.objects.filter(matter=matter).values("item"))
    if column is not None:
        own |= Q(~_is_bound(), Q(column=column) | Q(column__parent=column))
    items = Item.objects.public().filter(own, organ=matter.organ_id)
    return items.order_by("-current__published_at", "-pk")


def of_organs(organs: OrganQuerySet) -> MatterQuerySet:
    """The matters that some organs publish of their own accord, with ``filled``: the public finds any of it.

    One query for any number of organs; whether in time is told organ by organ (``lines``).
    """
    bound = Item.objects.public_only().filter(matters=OuterRef("pk"))
    placed = Q(column=OuterRef("column")) | Q(column__parent=OuterRef("column"))
    free = Item.objects.public_only().filter(~_is_bound(), placed, organ=OuterRef("organ"))
    asked = Matter.objects.active().filter(organ__in=organs.values("pk")).exclude(way=Way.ON_REQUEST)
    filled = ExpressionWrapper(Q(Exists(bound)) | Q(Exists(free)), output_field=BooleanField())
    return asked.annotate(filled=filled).order_by()


def _in_catalogue(organ: Organ) -> MatterQuerySet:
    return Matter.objects.active().filter(organ=organ)


def _is_bound() -> Exists:
    """Whether an item is bound to a matter that is in the catalogue."""
    through = Matter.items.through.objects
    return Exists(through.filter(item=OuterRef("pk"), matter__retired_on__isnull=True))


def _newest_key(items: ItemQuerySet) -> Subquery:
    return Subquery(items.order_by("-current__published_at", "-pk").values("pk")[:1])


def _newest_bound(organ: Organ) -> dict[int, int | None]:
    """Matter → the newest of the items bound to it."""
    items = Item.objects.public_only().filter(matters=OuterRef("pk"))
    return dict(_in_catalogue(organ).annotate(newest=_newest_key(items)).values_list("pk", "newest"))


def _bound_counts(organ: Organ) -> dict[int, int]:
    """Matter → public items bound to it."""
    public = Item.objects.public_only().filter(organ=organ)
    through = Matter.items.through.objects.filter(matter__organ=organ, item__in=public.values("pk"))
    return dict(through.values_list("matter").annotate(Count("pk")).order_by())


def _free_counts(organ: Organ) -> dict[int, int]:
    """Column → public items in it that are bound to no matter."""
    free = Item.objects.public_only().filter(~_is_bound(), organ=organ, column__isnull=False)
    return dict(free.values_list("column").annotate(Count("pk")).order_by())


def _columns(organ: Organ) -> dict[int, tuple[int | None, int | None]]:
    """Column → the one above it, and the newest of its items that are bound to no matter."""
    free = Item.objects.public_only().filter(~_is_bound(), column=OuterRef("pk"))
    rows = Column.objects.filter(organ=organ).annotate(newest=_newest_key(free))
    return {pk: (above, newest) for pk, above, newest in rows.values_list("pk", "parent", "newest")}


def _newest(keys: set[int | None]) -> dict[int, Item]:
    public = Item.objects.public()
    return {item.pk: item for item in public.filter(pk__in=[key for key in keys if key is not None])}


def _last(keys: Iterable[int | None], items: Mapping[int, Item]) -> Item | None:
    found = [items[key] for key in keys if key is not None and key in items]
    return max(found, key=lambda item: (_published_on(item), item.pk), default=None)


def _published_on(item: Item) -> date:
    assert item.current is not None and item.current.published_at is not None
    return localdate(item.current.published_at)


def _line(matter: Matter, count: int, newest: Item | None, on: date, days: WorkingDays) -> Line:
    if matter.way == Way.ON_REQUEST:
        return Line(matter, State.ON_REQUEST, count, newest, _published_on(newest) if newest else None)
    if newest is None:
        return Line(matter, State.EMPTY if matter.column_id else State.UNMAPPED, 0, None)
    state, last_day = _in_time(matter, newest, on, days)
    return Line(matter, state, count, newest, _published_on(newest), last_day)


def _in_time(matter: Matter, newest: Item, on: date, days: WorkingDays) -> tuple[State, date | None]:
    """Whether the newest item keeps the time limit, as far as its rules were read."""
    limit = matter.limit
    published_on = _published_on(newest)
    periods = [rule for rule in limit.rules if isinstance(rule, Every)]
    for rule in periods:
        owed = rule.owed_since(on, days)
        if published_on < owed:
            return State.MISSING, rule.last_day(owed, days)
    for rule in periods:
        if published_on < rule.begins(on):
            return State.DUE, rule.last_day(on, days)
    terms = [rule for rule in limit.rules if isinstance(rule, Within)]
    if not limit.unread and (late := _late(newest, terms, days)):
        return State.LATE, late
    return State.MET, None


def _late(newest: Item, terms: Sequence[Within], days: WorkingDays) -> date | None:
    """The last day that a first version missed, by the longest of the terms; None: not late.

    Nothing is held against an item where a term runs from a day no item tells, or where a later
    version may have been formed on another day.
    """
    version = newest.current
    assert version is not None
    if not terms or version.number > 1 or not all(rule.runs_from_forming for rule in terms):
        return None
    try:
        last_day = max(rule.last_day(version.formed_on, days) for rule in terms)
    except OutOfRange:
        return None
    return last_day if last_day < _published_on(newest) else None
