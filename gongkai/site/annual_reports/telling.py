"""What only the text of a report tells: counts of a year and of the year before, in grouped queries."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Sum
from django.utils.timezone import get_current_timezone

from gongkai.annual_report.facts import Telling, Told

from .. import hooks
from ..applications.models import Application
from ..disclosure.models import Item, ItemVersion, ReExamination
from ..disclosure.question_models import Question
from ..disclosure.record_models import Adoption, Channel, ChannelRecord
from ..organs.models import Gathering, GroupMember, HandOver, Officer, Organ, ReadingPlace, Role
from .improvement_models import commitments_of, problems_of

Pair = tuple[int, int]
Trio = tuple[str, int, int]


def told_of(organ: Organ, year: int) -> Told:
    """Items by the day they became public, fees by the day they were paid, bodies as of December 31."""
    last = date(year, 12, 31)
    published, interpreted, columns = _published(organ, year)
    cases = Application.objects.counted().filter(organ=organ)
    # What was paid before a split stands in every part, too: it is counted with the whole.
    paid = Application.objects.filter(organ=organ, fee_paid_on__range=(date(year, 1, 1), last)).exclude(
        split_from__fee_paid_on__isnull=False
    )
    fees = paid.aggregate(cases=Count("pk"), yuan=Sum("fee_yuan"))
    group = GroupMember.objects.filter(
        Q(until__isnull=True) | Q(until__gte=last), organ=organ, since__lte=last, body=GroupMember.Body.GROUP
    )
    members = list(group.values_list("post", "duty"))
    gathered = _gathered(organ, year)
    places = ReadingPlace.objects.filter(organ=organ, since__lte=last).aggregate(count=Count("pk"))
    handed = HandOver.objects.filter(place__organ=organ, on__year=year).aggregate(count=Sum("count"))
    asked = Question.objects.filter(
        organ=organ, asked_at__gte=_start(year), asked_at__lt=_start(year + 1)
    ).aggregate(all=Count("pk"), answered=Count("pk", filter=Q(item__published_at__lt=_start(year + 1))))
    return Told(
        published=published,
        received=_pair(_in_years(cases, year, "received_on"), year, "received_on"),
        fee_cases=fees["cases"],
        fee_yuan=fees["yuan"] or 0,
        adopted=_pair(_in_years(Adoption.objects.filter(organ=organ), year, "on"), year, "on"),
        interpreted=interpreted,
        columns=columns,
        channels=tuple(
            (str(Channel(code).label), now, before) for code, now, before in _channels(organ, year)
        ),
        withdrawn=Item.objects.filter(
            organ=organ, withdrawn_at__gte=_start(year), withdrawn_at__lt=_start(year + 1)
        ).count(),
        revised=_of_items(ItemVersion.objects.filter(number__gt=1), organ)
        .filter(published_at__gte=_start(year), published_at__lt=_start(year + 1))
        .values("item")
        .distinct()
        .count(),
        reexamined=_of_items(ReExamination.objects.all(), organ)
        .filter(at__gte=_start(year), at__lt=_start(year + 1))
        .count(),
        group=len(members),
        leader=next((post for post, duty in members if duty.startswith("组长")), ""),
        office=organ.office,
        officers=Officer.objects.on(last)
        .filter(organ=organ, role=Role.DISCLOSURE_OFFICER)
        .values("user")
        .distinct()
        .count(),
        meetings=gathered.get(Gathering.Kind.MEETING, (0, 0)),
        trainings_given=gathered.get(Gathering.Kind.TRAINING_GIVEN, (0, 0)),
        trainings_taken=gathered.get(Gathering.Kind.TRAINING_TAKEN, (0, 0)),
        places=places["count"],
        handed_over=handed["count"] or 0,
        questions=(asked["all"], asked["answered"]),
        problems=problems_of(organ, year),
        commitments=commitments_of(organ, year),
        more=tuple(Telling(*one) for tell in hooks.of("told") for one in tell(organ, year)),
    )


def _gathered(organ: Organ, year: int) -> dict[str, Pair]:
    rows = Gathering.objects.filter(organ=organ, on__year=year).order_by().values_list("kind")
    return {kind: (count, people or 0) for kind, count, people in rows.annotate(Count("pk"), Sum("people"))}


def _published(organ: Organ, year: int) -> tuple[Pair, Pair, tuple[Trio, ...]]:
    """All items, interpretations, and each column with its items; from one reading of two years' items."""
    items = _in_years(Item.objects.filter(organ=organ), year, "published_at", of_day=False)
    this = ExpressionWrapper(Q(published_at__gte=_start(year)), output_field=BooleanField())
    grouped = items.order_by().annotate(this=this).values_list("column__name", "this")
    published, interpreted = [0, 0], [0, 0]
    columns: dict[str, list[int]] = {}
    for name, new, count, interprets in grouped.annotate(n=Count("pk"), i=Count("interprets")):
        when = 0 if new else 1
        published[when] += count
        interpreted[when] += interprets
        if name is not None:
            columns.setdefault(name, [0, 0])[when] = count
    trios = _largest((name, now, before) for name, (now, before) in columns.items())
    return (published[0], published[1]), (interpreted[0], interpreted[1]), trios


def _channels(organ: Organ, year: int) -> tuple[Trio, ...]:
    records = _in_years(_of_items(ChannelRecord.objects.all(), organ), year, "on")
    return _largest(records.order_by().values_list("channel").annotate(**_counts(year, "on")))


def _of_items(rows: "QuerySet[Any]", organ: Organ) -> "QuerySet[Any]":
    """Those of an organ's items; asked row by row, for a join may begin with all its items."""
    return rows.filter(Exists(Item.objects.filter(pk=OuterRef("item"), organ=organ)))


def _in_years(rows: "QuerySet[Any]", year: int, field: str, *, of_day: bool = True) -> "QuerySet[Any]":
    """Those of the year and of the year before."""
    first, end = (
        (date(year - 1, 1, 1), date(year + 1, 1, 1)) if of_day else (_start(year - 1), _start(year + 1))
    )
    return rows.filter(**{f"{field}__gte": first, f"{field}__lt": end})


def _counts(year: int, field: str) -> dict[str, Count]:
    first = date(year, 1, 1)
    return {
        "now": Count("pk", filter=Q(**{f"{field}__gte": first})),
        "before": Count("pk", filter=Q(**{f"{field}__lt": first})),
    }


def _pair(rows: "QuerySet[Any]", year: int, field: str) -> Pair:
    found = rows.aggregate(**_counts(year, field))
    return found["now"], found["before"]


def _largest(rows: Iterable[Trio]) -> tuple[Trio, ...]:
    """Name, this year, the year before; the largest first."""
    return tuple(sorted(rows, key=lambda row: (-row[1], -row[2], row[0])))


def _start(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), get_current_timezone())
