"""Who was trained: of each organ its people, who came to a session, who passed a test, who is new."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.pictures import SMALL
from gongkai.law import parameters

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Officer, Organ, OrganQuerySet
from ...spans import Span
from .models import ROLES, Attendance, Training, TrainingPaper, TrainingRule
from .reach import TRAIN

if TYPE_CHECKING:
    from datetime import datetime

    from django.db import models

    from ...accounts.models import User

_ROLES = [role for role, _label in ROLES]


@dataclass
class Standing:
    """Of one organ: its people on the last day, person → name, and what each of them did in the span."""

    organ: int
    people: dict[int, str] = field(default_factory=dict)
    trained: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)

    @property
    def untrained(self) -> dict[int, str]:
        return {person: name for person, name in self.people.items() if person not in self.trained}

    @property
    def share(self) -> Decimal | None:
        """Of its people, in per cent; None where there is nobody."""
        if not self.people:
            return None
        return (Decimal(100 * len(self.trained)) / len(self.people)).quantize(Decimal("0.1"))

    @property
    def is_small(self) -> bool:
        """True where a share would say nothing: counts are told."""
        return len(self.people) < SMALL


@dataclass(frozen=True)
class Newcomer:
    """Someone new to the work, who came to no session since."""

    organ: int
    user: int
    name: str
    since: date
    due: date

    def is_late(self, on: date) -> bool:
        return self.due < on


def standings(organs: OrganQuerySet, span: Span) -> dict[int, Standing]:
    """Organ → standing, of those with people on the last day; three queries.

    Who moved between organs is counted where they are on the last day, with all they did in the span.
    """
    found: dict[int, Standing] = {}
    for organ, person, name in _officers(organs, span.last).values_list("organ", "user", "user__name"):
        found.setdefault(organ, Standing(organ)).people[person] = name
    came = set(_came(span).values_list("user", flat=True))
    passed = set(_passed(span).values_list("user", flat=True))
    for one in found.values():
        one.trained = came & one.people.keys()
        one.passed = passed & one.people.keys()
    return found


def newcomers(organs: OrganQuerySet, on: date, months: dict[int, int]) -> list[Newcomer]:
    """Those of this year and the last who were never trained since, the most pressing first.

    ``months``: of each organ, how long there is; an organ without one is left out.
    """
    first = date(on.year - 1, 1, 1)
    since: dict[int, date] = {}
    here: dict[int, tuple[int, str]] = {}
    current = _officers(organs, on).order_by("organ__path", "pk")
    for organ, person, name in current.values_list("organ", "user", "user__name"):
        here.setdefault(person, (organ, name))
    began = Officer.objects.filter(user__in=current.order_by().values("user"), role__in=_ROLES)
    for person, day in began.values_list("user", "since"):
        since[person] = min(day, since.get(person, day))
    trained: dict[int, date] = {}
    came = Attendance.objects.filter(came=True, training__on__gte=first, training__on__lte=on)
    for person, day in came.order_by().values_list("user", "training__on"):
        trained[person] = max(day, trained.get(person, day))
    found = [
        Newcomer(organ, person, name, since[person], after(since[person], months[organ]))
        for person, (organ, name) in here.items()
        if organ in months
        and since[person] >= first
        and not (person in trained and trained[person] >= since[person])
    ]
    return sorted(found, key=lambda one: (one.due, one.organ, one.user))


def months_of(organs: Iterable[Organ], on: date) -> dict[int, int]:
    """Organ → months: its own rule, else that of the nearest organ above, else the default; one query."""
    told = list(organs)
    above = {path for organ in told for path in organ.paths_above}
    rules = dict(TrainingRule.objects.filter(organ__path__in=above).values_list("organ__path", "months"))
    default = parameters.on("training_newcomer", on).value
    return {
        organ.pk: next(
            (rules[path] for path in sorted(organ.paths_above, key=len, reverse=True) if path in rules),
            default,
        )
        for organ in told
    }


@transaction.atomic
def set_rule(organ: Organ, months: int, source: str, *, user: "User", at: "datetime") -> TrainingRule:
    """设定培训时限 of newcomers, for an organ and those below it, with what it rests on."""
    permissions.require(user, TRAIN, organ, on=localdate(at))
    if not source.strip():
        raise Refused(_("请写明依据的文件"))
    if not 1 <= months <= 36:
        raise Refused(_("月数应当在1到36之间"))
    rule, _made = TrainingRule.objects.update_or_create(
        organ=organ, defaults={"months": months, "source": source.strip(), "by": user, "at": at}
    )
    ledger.record(rule, "training_rule_set", user=user, organ=organ.slug, months=months, source=rule.source)
    return rule


def after(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def held(span: Span) -> "models.QuerySet[Training]":
    return Training.objects.filter(state=Training.State.HELD, on__range=span.days)


def _officers(organs: OrganQuerySet, on: date) -> "models.QuerySet[Officer]":
    return Officer.objects.on(on).filter(organ__in=organs.order_by().values("pk"), role__in=_ROLES)


def _came(span: Span) -> "models.QuerySet[Attendance]":
    return Attendance.objects.filter(came=True, training__on__range=span.days).order_by()


def _passed(span: Span) -> "models.QuerySet[TrainingPaper]":
    return TrainingPaper.objects.filter(passed=True, handed_in_at__range=span.times).order_by()
