"""What a check looks at, an organ on a day, and what it says of a place."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.urls import reverse
from django.utils.timezone import localdate

from gongkai.law import parameters
from gongkai.law.clock import Due
from gongkai.law.working_days import OutOfRange

from ...disclosure import content, guide
from ...disclosure.health import Health, of_organ, of_organs
from ...disclosure.models import Body, Item, ItemQuerySet
from ...organs.calendar import calendar_of
from ...organs.models import Organ
from ...spans import Span
from .models import Hit

LONGEST_TITLE, LONGEST_GROUND = 200, 300


@dataclass(frozen=True)
class Found:
    """A place at which something is wrong; as a Hit keeps it."""

    place: str
    key: str
    title: str
    address: str
    ground: str


class Row(NamedTuple):
    """A public item, as short as a check needs it."""

    pk: int
    title: str
    published_at: datetime | None

    @property
    def published_on(self) -> date | None:
        return localdate(self.published_at) if self.published_at else None


class Linking(NamedTuple):
    """A public item with the addresses of its links, each once."""

    pk: int
    title: str
    addresses: tuple[str, ...]


@dataclass
class Scene:
    """An organ as the public finds it at the end of a day; what several checks ask is asked once.

    ``item``: only this one is looked at, where a check looks at items.
    """

    organ: Organ
    on: date
    item: int | None = None

    @property
    def end(self) -> datetime:
        """The moment after the day."""
        return Span(self.on, self.on).end

    @property
    def items(self) -> ItemQuerySet:
        """Public items of the organ, in no order."""
        items = Item.objects.public_only().filter(organ=self.organ).exclude(published_at__gte=self.end)
        return (items if self.item is None else items.filter(pk=self.item)).order_by()

    @property
    def recent(self) -> ItemQuerySet:
        """Of them, those published in the months that are looked back on; what was taken over left out."""
        since = Span(self.back("patrol_looks_back"), self.on).start
        return self.items.filter(published_at__gte=since, imported_at__isnull=True)

    def open_items(self, check: str) -> list[int]:
        """Items that a check which looks at some of them a night has hit, and must look at again."""
        hits = Hit.objects.open().filter(organ=self.organ, check_code=check)
        return [int(key) for key in hits.values_list("key", flat=True)]

    @cached_property
    def linking(self) -> list[Linking]:
        """The public items whose bodies have links."""
        bodies = Body.objects.filter(version__in=self.items.values("current"), text__contains='href="')
        rows = bodies.values_list("version__item", "version__title", "text")
        return [
            Linking(pk, title, tuple(dict.fromkeys(content.links(text))))
            for pk, title, text in rows.iterator()
        ]

    @cached_property
    def guide(self) -> Item | None:
        """The guide the public reads on the day."""
        found = guide.of(self.organ)
        is_read = found and found.current_id and found.published_at and found.published_at < self.end
        return found if is_read else None

    @cached_property
    def health(self) -> list[Health]:
        """The organ's own columns."""
        return of_organ(self.organ, self.on)

    @cached_property
    def health_below(self) -> list[Health]:
        """The columns of the organ and of all below it: those of a government's site."""
        return of_organs(Organ.objects.below(self.organ).existing(self.on), self.on)

    def number(self, name: str) -> int:
        """A dated parameter 参数."""
        return parameters.on(name, self.on).value

    def back(self, name: str) -> date:
        """The day so many months ago."""
        return months_before(self.on, self.number(name))

    def ago(self, name: str) -> date:
        """The day so many days ago."""
        return self.on - timedelta(days=self.number(name))

    def working_days_after(self, day: date, count: int) -> date | None:
        """None before the calendars on file."""
        try:
            return Due.walked(day, count, calendar_of(self.organ)).on
        except OutOfRange:
            return None

    def of_item(self, pk: int, title: str, ground: str) -> Found:
        return Found("item", str(pk), title, reverse("disclosure:item", args=[pk]), ground)

    def of_organ(self, key: str, title: str, ground: str, address: str = "") -> Found:
        """``address``: the organ's public page, if not said."""
        address = address or reverse("portal:organ", args=[self.organ.slug])
        return Found("organ", key, title, address, ground)


AT_ONCE = 500
Key = TypeVar("Key")


def in_batches(keys: Sequence[Key]) -> list[Sequence[Key]]:
    """Keys so few at a time that every database takes them."""
    return [keys[first : first + AT_ONCE] for first in range(0, len(keys), AT_ONCE)]


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
