"""What of applications waits for a person: terms coming due, letters to approve or send, arrivals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.law.applications.case import Stage

from ..organs import calendar, permissions
from .lights import light
from .models import Application, Approval, Letter, LetterState

if TYPE_CHECKING:
    from ..accounts.models import User

SOON = timedelta(days=14)
"""Calendar days looked ahead; the holidays of a week in them, it is still five working days."""
_MOST = 8

Row = TypeVar("Row", Application, Letter)


@dataclass(frozen=True)
class Pile(Generic[Row]):
    """What waits, the most pressing first and cut short; ``count``: how much there is in all."""

    rows: list[Row]
    count: int


@dataclass(frozen=True)
class Desk:
    due: Pile[Application]
    """Open, and the last day is past or near; each with its ``light``."""
    arrived: Pile[Application]
    """待确认: the term begins only when both sides confirm."""
    silent: Pile[Application]
    """The applicant's day to correct, explain or pay has passed."""
    approve: Pile[Letter]
    send: Pile[Letter]
    arrive: Pile[Letter]
    """Sent, and nobody has said that it arrived: the terms that hang on it stand still."""

    @property
    def is_empty(self) -> bool:
        piles = (self.due, self.arrived, self.silent, self.approve, self.send, self.arrive)
        return not any(pile.count for pile in piles)


def desk(user: "User", on: date, roles: list[permissions.Held] | None = None) -> Desk | None:
    """The lists of a person on a day; None for who has nothing to do with applications.

    ``roles``: the person's, where already known.
    """
    roles = permissions.roles_of(user, on=on) if roles is None else roles
    handles = permissions.organs_for(user, "applications.handle", on=on, roles=roles).values("pk")
    sees = permissions.organs_for(user, "applications.approve", on=on, roles=roles).values("pk")
    mine = Application.objects.open().filter(Q(organ__in=handles) | Q(organ__in=sees))
    if not roles:
        return None
    waiting = mine.filter(organ__in=handles)
    over = (
        Q(stage=Stage.CORRECTING, correct_by__lt=on)
        | Q(stage=Stage.REASONING, reasons_by__lt=on)
        | Q(stage=Stage.PAYING, pay_by__lt=on)
    )
    near = mine.filter(due_on__lte=on + SOON).select_related("organ")
    left = Letter.objects.filter(application__organ__in=handles).select_related("application")
    signed = left.filter(state=LetterState.SIGNED).exclude(application__stage=Stage.ARCHIVED)
    layers = to_approve(user, roles, on).select_related("application")
    return Desk(
        due=_lit(_cut(near.order_by("due_on", "pk")), on),
        arrived=_cut(mine.filter(organ__in=handles, stage=Stage.UNCONFIRMED).order_by("arrived_on", "pk")),
        silent=_cut(waiting.filter(over).order_by("pk")),
        approve=_cut(layers.order_by("application__due_on", "pk")),
        send=_cut(signed.order_by("application__due_on", "pk")),
        arrive=_cut(left.filter(state=LetterState.SENT).order_by("sent_on", "pk")),
    )


def to_approve(user: "User", roles: Iterable[permissions.Held], on: date) -> QuerySet[Letter]:
    """Letters that wait for a layer this person holds, and that they neither drafted nor approved."""
    layers = [
        (Q(application__organ=organ) | Q(application__organ__in=permissions.inherited([organ], on)))
        & Q(state=LetterState.APPROVING, waits_for=role)
        for role, organ, _path, _government in roles
        if role in permissions.ACTS["applications.approve"]
    ]
    taken = Approval.objects.filter(letter=OuterRef("pk"), by=user, passed=True, digest=OuterRef("digest"))
    found = Letter.objects.filter(reduce(or_, layers, Q(pk__in=[])))
    return found.exclude(drafted_by=user).filter(~Exists(taken))


def _cut(found: QuerySet[Row]) -> Pile[Row]:
    rows = list(found[: _MOST + 1])
    return Pile(rows[:_MOST], found.count() if len(rows) > _MOST else len(rows))


def _lit(pile: Pile[Application], on: date) -> Pile[Application]:
    calendars = calendar.calendars(one.organ for one in pile.rows)
    for one in pile.rows:
        assert one.due_on is not None
        one.light = light(one.due_on, on, calendars[one.organ_id])
    return pile
