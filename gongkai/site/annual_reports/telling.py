"""What only the text of a report tells: counts of a year and of the year before, in grouped queries."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.timezone import get_current_timezone

from gongkai.annual_report.facts import Told

from ..applications.models import Application
from ..disclosure.models import Item, ItemVersion, ReExamination
from ..disclosure.question_models import Question
from ..disclosure.record_models import Adoption, Channel, ChannelRecord
from ..organs.models import Gathering, GroupMember, HandOver, Officer, Organ, ReadingPlace, Role
from .improvement_models import commitments_of, problems_of

Pair = tuple[int, int]


def told_of(organ: Organ, year: int) -> Told:
    """Items by the day they became public, fees by the day they were paid, bodies as of December 31."""
    last = date(year, 12, 31)
    items = Item.objects.filter(organ=organ)
    published = _in_years(items, year, "published_at", of_day=False)
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
        published=_pair(published, year, "published_at", of_day=False),
        received=_pair(_in_years(cases, year, "received_on"), year, "received_on"),
        fee_cases=fees["cases"],
        fee_yuan=fees["yuan"] or 0,
        adopted=_pair(_in_years(Adoption.objects.filter(organ=organ), year, "on"), year, "on"),
        interpreted=_pair(published.filter(interprets__isnull=False), year, "published_at", of_day=False),
        columns=_by(published, year, "column__name", "published_at", of_day=False),
        channels=tuple(
            (str(Channel(code).label), now, before)
            for code, now, before in _by(
                _in_years(ChannelRecord.objects.filter(item__organ=organ), year, "on"), year, "channel", "on"
            )
        ),
        withdrawn=items.filter(withdrawn_at__gte=_start(year), withdrawn_at__lt=_start(year + 1)).count(),
        revised=ItemVersion.objects.filter(
            item__organ=organ, number__gt=1, published_at__gte=_start(year), published_at__lt=_start(year + 1)
        )
        .values("item")
        .distinct()
        .count(),
        reexamined=ReExamination.objects.filter(
            item__organ=organ, at__gte=_start(year), at__lt=_start(year + 1)
        ).count(),
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
    )


def _gathered(organ: Organ, year: int) -> dict[str, Pair]:
    rows = Gathering.objects.filter(organ=organ, on__year=year).order_by().values_list("kind")
    return {kind: (count, people or 0) for kind, count, people in rows.annotate(Count("pk"), Sum("people"))}


def _in_years(rows: "QuerySet[Any]", year: int, field: str, *, of_day: bool = True) -> "QuerySet[Any]":
    """Those of the year and of the year before."""
    first, end = (
        (date(year - 1, 1, 1), date(year + 1, 1, 1)) if of_day else (_start(year - 1), _start(year + 1))
    )
    return rows.filter(**{f"{field}__gte": first, f"{field}__lt": end})


def _counts(year: int, field: str, of_day: bool) -> dict[str, Count]:
    first = date(year, 1, 1) if of_day else _start(year)
    return {
        "now": Count("pk", filter=Q(**{f"{field}__gte": first})),
        "before": Count("pk", filter=Q(**{f"{field}__lt": first})),
    }


def _pair(rows: "QuerySet[Any]", year: int, field: str, *, of_day: bool = True) -> Pair:
    found = rows.aggregate(**_counts(year, field, of_day))
    return found["now"], found["before"]


def _by(
    rows: "QuerySet[Any]", year: int, name: str, field: str, *, of_day: bool = True
) -> tuple[tuple[str, int, int], ...]:
    """Name, this year, the year before; the largest first."""
    counted = rows.exclude(**{f"{name}__isnull": True}).order_by().values(group=F(name))
    found = counted.annotate(**_counts(year, field, of_day)).values_list("group", "now", "before")
    return tuple(sorted(found, key=lambda row: (-row[1], -row[2], row[0])))


def _start(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), get_current_timezone())
