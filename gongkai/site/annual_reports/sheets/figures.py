"""Figures of a period from the rooms' records: each name is one condition, for counting and for opening.

A figure of many organs, or of many columns, is one grouped count; the number of queries never grows
with what there is to count. A list of records is the same condition without the count.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from ...applications import statistics
from ...disclosure.models import Item, ItemVersion
from ...disclosure.question_models import Question
from ...disclosure.record_models import Adoption, ChannelRecord
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span

OVERVIEW = ("20.2",)
"""概况类信息: the statutory content 机关职能、机构设置、办公信息、负责人 (Art. 20)."""


Condition = Callable[[Span], Q]


def _published(span: Span) -> Q:
    return Q(published_at__range=span.times)


def _public(span: Span) -> Q:
    """First made public by the end, and not withdrawn by then."""
    return Q(published_at__lt=span.end) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=span.end))


def _first_version(**due: Any) -> Q:
    """By the term of the version that made the item public; without a term it is neither in time nor late."""
    versions = ItemVersion.objects.filter(item=OuterRef("pk"), published_at=OuterRef("published_at"))
    return Q(Exists(versions.annotate(day=TruncDate("published_at")).filter(**due)))


def _of_content(*categories: str) -> Q:
    """By the statutory content of the item; where it names none (taken over), of its column."""
    column = Q(column__category__in=categories)
    if "" in categories:
        column |= Q(column__isnull=True)
    return Q(current__category__in=[one for one in categories if one]) | (Q(current__category="") & column)


ITEMS: Mapping[str, Condition] = {
    "published": _published,
    "total": _public,
    "on_time": lambda span: _published(span) & _first_version(due_on__gte=F("day")),
    "late": lambda span: _published(span) & _first_version(due_on__lt=F("day")),
    "withdrawn": lambda span: Q(withdrawn_at__range=span.times),
    "normative": lambda span: _published(span) & Q(current__normative=True),
    "interpretations": lambda span: _published(span) & Q(interprets__isnull=False),
    "overview": lambda span: _published(span) & _of_content(*OVERVIEW),
    "news": lambda span: _published(span) & _of_content(""),
    "catalogue": lambda span: _published(span) & ~_of_content("", *OVERVIEW),
}
"""主动公开. Items taken over from an old site count by the day they became public there."""


def _in_hand(span: Span) -> Q:
    return Q(received_on__lte=span.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=span.last))


def _past_due(span: Span) -> Q:
    """The last day is past when the period ends; of a running one, when its day has begun."""
    return Q(due_on__lt=span.last) if span.running else Q(due_on__lte=span.last)


APPLICATIONS: Mapping[str, Condition] = {
    "received": lambda span: Q(received_on__range=span.days),
    "answered": lambda span: Q(closed_on__range=span.days),
    "answered_late": lambda span: Q(closed_on__range=span.days, served_on__gt=F("due_on")),
    "in_hand": _in_hand,
    "overdue": lambda span: _in_hand(span) & _past_due(span),
}
"""依申请公开, of the applications that table three counts."""

_ANSWERED = Q(item__current__isnull=False, item__withdrawn_at__isnull=True)
QUESTIONS: Mapping[str, Condition] = {
    "asked": lambda span: Q(asked_at__range=span.times),
    "settled": lambda span: Q(item__published_at__range=span.times) | Q(refused_at__range=span.times),
    "replied": lambda span: _ANSWERED & Q(item__published_at__range=span.times),
}
"""公众提问: asked, brought to an end by an answer or a refusal, answered in public."""

COUNTED = (*ITEMS, *APPLICATIONS, *QUESTIONS, "adoptions", "channels")
"""What ``of_organs`` tells as numbers; beside them ``newest``, a day."""


def items(organs: OrganQuerySet, figure: str, span: Span) -> QuerySet[Item]:
    """The items that a figure counts."""
    return Item.objects.filter(ITEMS[figure](span), organ__in=organs.values("pk"))


def applications(organs: OrganQuerySet, figure: str, span: Span) -> QuerySet[Any]:
    """The applications that a figure counts."""
    return statistics.counted(organs.values("pk")).filter(APPLICATIONS[figure](span))


def questions(organs: OrganQuerySet, figure: str, span: Span) -> QuerySet[Question]:
    """The questions that a figure counts."""
    return Question.objects.filter(QUESTIONS[figure](span), organ__in=organs.values("pk"))


def records(organs: OrganQuerySet, figure: str, span: Span) -> QuerySet[Any]:
    """The adoptions, or the records of other channels, in the period."""
    if figure == "adoptions":
        return Adoption.objects.filter(organ__in=organs.values("pk"), on__range=span.days)
    return ChannelRecord.objects.filter(item__organ__in=organs.values("pk"), on__range=span.days)


Numbers = dict[str, Any]


def of_organs(organs: OrganQuerySet, span: Span) -> dict[int, Numbers]:
    """Organ → every figure; five queries however many organs there are."""
    keys = organs.values("pk")
    found: dict[int, Numbers] = {
        pk: {**dict.fromkeys(COUNTED, 0), "newest": None} for pk in organs.values_list("pk", flat=True)
    }
    rows: tuple[Any, ...] = (
        _grouped(Item.objects.filter(organ__in=keys), "organ", ITEMS, span, newest=_newest(span)),
        _grouped(statistics.counted(keys), "organ", APPLICATIONS, span),
        _grouped(Question.objects.filter(organ__in=keys), "organ", QUESTIONS, span),
        records(organs, "adoptions", span).values("organ").order_by().annotate(adoptions=Count("pk")),
        records(organs, "channels", span)
        .values(organ=F("item__organ"))
        .order_by()
        .annotate(channels=Count("pk")),
    )
    for group in rows:
        for row in group:
            found[row.pop("organ")] |= _plain(row)
    return found


def of_columns(organ: Organ, span: Span) -> dict[int | None, Numbers]:
    """Column → figures of its own items; None: items in no column. One query."""
    rows = _grouped(Item.objects.filter(organ=organ), "column", ITEMS, span, newest=_newest(span))
    return {row.pop("column"): _plain(row) for row in rows}


def by_adopter(organ: Organ, span: Span) -> list[tuple[str, int]]:
    """采用单位 → how many pieces it took over."""
    found = Adoption.objects.filter(organ=organ, on__range=span.days).values_list("adopter")
    return list(found.annotate(n=Count("pk")).order_by("-n", "adopter"))


def by_channel(organ: Organ, span: Span) -> dict[str, int]:
    """公开渠道 beside this website → how many items were made known there."""
    found = ChannelRecord.objects.filter(item__organ=organ, on__range=span.days).values_list("channel")
    return dict(found.annotate(n=Count("pk")).order_by())


def _grouped(
    rows: QuerySet[Any], by: str, conditions: Mapping[str, Condition], span: Span, **more: Any
) -> Any:
    counts = {name: Count("pk", filter=condition(span)) for name, condition in conditions.items()}
    return rows.order_by().values(by).annotate(**counts, **more)


def _newest(span: Span) -> Max:
    return Max("published_at", filter=_public(span))


def _plain(row: Numbers) -> Numbers:
    """Times as days in China."""
    return {name: localdate(value) if isinstance(value, datetime) else value for name, value in row.items()}
