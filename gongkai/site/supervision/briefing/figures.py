"""What suggested problems, a minute and notices ask that no other part counts.

Each asks the database the same number of questions however many organs there are. What is public
now is counted, by the day it first became so.
"""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from ...applications import statistics
from ...applications.models import Application
from ...disclosure.column_models import Column, Part
from ...disclosure.models import Item, ItemQuerySet
from ...disclosure.record_models import ChannelRecord
from ...organs.models import Gathering, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value


def part(count: int, whole: int) -> Value:
    """A part of a whole, in per cent with one decimal."""
    if not whole:
        return Value(None, 0)
    return Value((Decimal(count) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP), whole)


# What is published


def _published(organs: OrganQuerySet, span: Span) -> ItemQuerySet:
    return Item.objects.public_only().filter(organ__in=organs.values("pk"), published_at__range=span.times)


def _items(items: "QuerySet[Item]") -> Iterator[Record]:
    rows = items.order_by("published_at", "pk").values_list("organ", "pk", "current__title", "published_at")
    for organ, pk, title, at in rows:
        yield Record(organ, "item", str(pk), title, localdate(at), reverse("disclosure:item", args=[pk]))


def _shares(rows: "QuerySet[Any]", good: Q) -> dict[int, Value]:
    """Organ → what part of its rows is ``good``."""
    counted = rows.order_by().values_list("organ").annotate(good=Count("pk", filter=good), whole=Count("pk"))
    return {key: part(found, whole) for key, found, whole in counted}


def _with_channel(items: ItemQuerySet) -> "QuerySet[Any]":
    return items.annotate(told=Exists(ChannelRecord.objects.filter(item=OuterRef("pk"))))


CHANNELS = Figure(
    "briefing.channel_share",
    gettext_lazy("同时在其他渠道公开的占比"),
    "%",
    gettext_lazy("公开的信息中，登记了网站以外渠道（条例第二十三条）的。"),
    lambda organs, span: _items(_with_channel(_published(organs, span)).filter(told=False)),
    share=lambda organs, span: _shares(_with_channel(_published(organs, span)), Q(told=True)),
    more_is_better=True,
)


def _columns(organs: OrganQuerySet, span: Span) -> "QuerySet[Any]":
    new = Item.objects.public_only().filter(listed_in=OuterRef("pk"), published_at__range=span.times)
    below = Column.objects.filter(parent=OuterRef("pk"))
    return Column.objects.filter(
        ~Exists(below), organ__in=organs.values("pk"), part=Part.CATALOGUE, closed_on__isnull=True
    ).annotate(new=Exists(new))


def _quiet_columns(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    rows = _columns(organs, span).filter(new=False).select_related("parent", "organ")
    for column in rows.order_by("organ__path", "position", "pk"):
        address = reverse("supervision:patrol_column", args=[column.pk])
        yield Record(column.organ_id, "column", str(column.pk), column.path_name, None, address)


QUIET_COLUMNS = Figure(
    "briefing.quiet_columns_share",
    gettext_lazy("没有新内容的栏目占比"),
    "%",
    gettext_lazy("主动公开的最下一级栏目中，期间没有公布新信息的；停用的不计。"),
    _quiet_columns,
    share=lambda organs, span: _shares(_columns(organs, span), Q(new=False)),
)


def _by_section(organs: OrganQuerySet, span: Span) -> dict[int, dict[str, int]]:
    rows = _published(organs, span).exclude(column__section="").order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for organ, section, count in rows.values_list("organ", "column__section").annotate(n=Count("pk")):
        if section is not None:
            found[organ][section] = count
    return found


def _busiest(sections: dict[str, int]) -> str:
    return max(sections, key=lambda name: (sections[name], name))


def _of_one_section(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    counted = _by_section(organs, span)
    wanted = Q(pk__in=[])
    for organ, sections in counted.items():
        wanted |= Q(organ=organ, column__section=_busiest(sections))
    return _items(_published(organs, span).filter(wanted))


ONE_SECTION = Figure(
    "briefing.one_section_share",
    gettext_lazy("最忙科室的信息占比"),
    "%",
    gettext_lazy("公开的信息中，由公布最多的一个科室负责的；没有责任科室的栏目不计。"),
    _of_one_section,
    share=lambda organs, span: {
        organ: part(max(sections.values()), sum(sections.values()))
        for organ, sections in _by_section(organs, span).items()
    },
)

# Applications


def _cases(rows: "QuerySet[Application]", day: str) -> Iterator[Record]:
    for case in rows.order_by(day, "pk").only("organ", "year", day):
        address = reverse("applications:case", args=[case.pk])
        yield Record(case.organ_id, "case", str(case.pk), case.number, getattr(case, day), address)


def _received(organs: OrganQuerySet, span: Span) -> "QuerySet[Application]":
    return statistics.counted(organs.values("pk")).filter(received_on__range=span.days)


RECEIVED = Figure(
    "briefing.received",
    gettext_lazy("新收申请"),
    gettext_lazy("件"),
    gettext_lazy("期间收到的政府信息公开申请，口径与年度报告相同。"),
    lambda organs, span: _cases(_received(organs, span), "received_on"),
)


# Attention


def _gatherings(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    kinds = (Gathering.Kind.MEETING, Gathering.Kind.TRAINING_GIVEN)
    rows = Gathering.objects.filter(organ__in=organs.values("pk"), kind__in=kinds, on__range=span.days)
    for one in rows.select_related("organ").order_by("on", "pk"):
        address = reverse("organs:registers", args=[one.organ.slug])
        yield Record(one.organ_id, "gathering", str(one.pk), one.title, one.on, address)


GATHERINGS = Figure(
    "briefing.gatherings",
    gettext_lazy("召开会议、举办培训"),
    gettext_lazy("次"),
    gettext_lazy("登记的公开工作会议和举办的培训（参加上级培训不计）。"),
    _gatherings,
    more_is_better=True,
)


FIGURES = (RECEIVED, QUIET_COLUMNS, GATHERINGS, CHANNELS, ONE_SECTION)
