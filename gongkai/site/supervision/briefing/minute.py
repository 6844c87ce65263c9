"""一分钟: the few numbers that a leader asks of an organ, or of all organs under one, on one page.

Which parts there are follows from the registry of figures: a figure that comes stands here by itself.
The number of queries is the same for any number of organs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ... import spans
from ...annual_reports.measures import Period
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Value
from .parts import there
from .rules import PEERS
from .suggesting import peers_of, values


@dataclass(frozen=True)
class Big:
    """A number with its word, what it is beside, and the page of its records."""

    name: str | Promise
    value: str
    unit: str | Promise
    beside: str
    address: str


@dataclass(frozen=True)
class Group:
    title: str | Promise
    figures: tuple[Big, ...]


def groups(organ: Organ, scope: Sequence[Organ], year: int, on: date) -> list[Group]:
    """Of ``scope``, which is the organ alone or with those under it. Raises ValueError for a year to come."""
    span, period = spans.year(year, on), Period.of(year, on).before
    before = Span(period.first, period.last)
    keys = [one.pk for one in scope]
    peers = list(peers_of(organ, span.last).values_list("pk", flat=True)) if len(keys) == 1 else []
    asked: OrganQuerySet = Organ.objects.filter(pk__in=[*keys, *peers])
    alone: OrganQuerySet = Organ.objects.filter(pk__in=keys)
    query = "" if len(keys) > 1 else "&only=1"
    found = []
    for section in there():
        figures = []
        for figure in section.figures:
            now = values(figure, asked, [*keys, *peers], span)
            then = values(figure, alone, keys, before)
            others = {peer: now.pop(peer) for peer in peers}
            page = reverse("supervision:figure", args=[figure.code, organ.slug])
            address = f"{page}?first={span.first}&last={span.last}{query}"
            figures.append(_big(figure, now, then, others, address, whole=period.whole))
        found.append(Group(section.title, tuple(figures)))
    return found


def together(figure: Figure, of_each: Mapping[int, Value]) -> Value:
    """Many organs as one: their counts added up, a share of all that theirs are of."""
    if len(of_each) == 1:
        return next(iter(of_each.values()))
    known = [value for value in of_each.values() if value.number is not None]
    if figure.share is None:
        return Value(sum((value.number or Decimal(0) for value in known), Decimal(0)))
    whole = sum(value.of or 0 for value in known)
    parts = sum(((value.number or Decimal(0)) * (value.of or 0) for value in known), Decimal(0))
    return Value(parts / whole if whole else None, whole)


def _big(
    figure: Figure,
    now: Mapping[int, Value],
    then: Mapping[int, Value],
    peers: Mapping[int, Value],
    address: str,
    *,
    whole: bool,
) -> Big:
    value, before = together(figure, now), together(figure, then)
    shown, unit = _told(figure, value)
    beside = [_("没有可计的")] if value.number is None else []
    if before.number is not None and not before.is_small and not value.is_small:
        words = _("上年{value}") if whole else _("上年同期{value}")
        beside.append(words.format(value="".join(_told(figure, before))))
    known = [one.number for one in peers.values() if one.number is not None and not one.is_small]
    if len(known) >= PEERS and value.number is not None and not value.is_small:
        beside.append(
            _("同类{count}家的中位数{value}").format(
                count=len(known), value="".join(_told(figure, Value(Decimal(median(known)), value.of)))
            )
        )
    if value.is_small and value.number is not None:
        beside.append(_("基数不足30，不计占比"))
    return Big(figure.name, shown, unit, "，".join(beside), address)


def _told(figure: Figure, value: Value) -> tuple[str, str]:
    """The number and its unit; of a small share, how many of how many."""
    if value.number is None:
        return "—", ""
    if value.of is None:
        return f"{value.number.normalize():f}", str(figure.unit)
    if value.is_small:
        return f"{round(value.number * value.of / 100)}/{value.of}", ""
    return f"{value.number:.1f}", "%"
