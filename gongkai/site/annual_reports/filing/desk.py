"""What of filing waits for a person: submissions, who is late; returned reports, days that come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ...organs import permissions
from ...organs.models import Organ, Role
from ..filing_models import State, Submission, Urging
from ..models import Version
from .actions import SUBMIT, TAKE_IN
from .due import FIRST_YEAR
from .offices import governments
from .standing import Standing, awaited, owed, standings

if TYPE_CHECKING:
    from ...accounts.models import User

SOON = timedelta(days=30)
_MOST = 8


@dataclass(frozen=True)
class Below:
    """A government and the organs below it that are late."""

    government: Organ
    late: list[Standing]
    awaited: int

    @property
    def first(self) -> list[Standing]:
        return sorted(self.late, key=lambda one: -one.late)[:_MOST]


@dataclass(frozen=True)
class Owed:
    """A report that somebody's organ has still to submit; ``note``: what the office urged last."""

    standing: Standing
    note: str


@dataclass(frozen=True)
class Desk:
    """``year``: last year, whose reports are due now."""

    year: int
    to_look: list[Submission]
    to_look_count: int
    to_take_in: list[Version]
    """Entered by somebody else of the office: waits for a second person."""
    below: list[Below]
    returned: list[Owed]
    due: list[Owed]


def desk(user: "User", on: date, roles: list[permissions.Held] | None = None) -> Desk | None:
    """The piles of a person; None for who neither submits nor receives. ``roles``: theirs, where known."""
    year = on.year - 1
    roles = permissions.roles_of(user, on=on) if roles is None else roles
    offices = [organ for role, organ, *_rest in roles if role == Role.SUPERVISOR]
    mine = owed(permissions.organs_for(user, SUBMIT, on=on, roles=roles).named(on), year, on)
    if not mine and not offices:
        return None
    waiting = Submission.objects.filter(office__in=offices, state=Submission.State.OPEN)
    looked = list(waiting.select_related("report__organ").order_by("at")[: _MOST + 1]) if offices else []
    called = {o.pk: o for o in Organ.objects.named(on).filter(pk__in=[s.report.organ_id for s in looked])}
    for submission in looked:
        submission.report.organ = called[submission.report.organ_id]
    noted = Urging.objects.filter(year=year, organ__in=[one.organ.pk for one in mine]).order_by("pk")
    notes = dict(noted.values_list("organ", "note"))
    noted_on = [Owed(one, notes.get(one.organ.pk, "")) for one in mine]
    return Desk(
        year,
        looked[:_MOST],
        waiting.count() if len(looked) > _MOST else len(looked),
        _to_take_in(user, on, roles) if offices else [],
        _below(user, year, on, roles) if offices and year >= FIRST_YEAR else [],
        [one for one in noted_on if one.standing.state == State.RETURNED],
        [
            one
            for one in noted_on
            if one.standing.state != State.RETURNED and one.standing.owed_on <= on + SOON
        ],
    )


def _to_take_in(user: "User", on: date, roles: list[permissions.Held]) -> list[Version]:
    organs = permissions.organs_for(user, TAKE_IN, on=on, roles=roles).named(on)
    drafts = Version.objects.drafts().filter(from_above=True).exclude(made_by=user)
    rows = drafts.filter(report__organ__in=organs.values("pk")).select_related("report__organ", "made_by")
    found = list(rows.defer("content", "positions").order_by("made_at")[:_MOST])
    called = {organ.pk: organ for organ in organs.filter(pk__in=[one.report.organ_id for one in found])}
    for version in found:
        version.report.organ = called[version.report.organ_id]
    return found


def _below(user: "User", year: int, on: date, roles: list[permissions.Held]) -> list[Below]:
    found = []
    for government in governments(user, on, roles):
        every = standings(awaited(government, year, on), year, on)
        found.append(Below(government, [one for one in every if one.is_overdue], len(every)))
    return found
