"""收件机关: to which office an organ hands its report, and who decides there (Art. 3, 49)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from ...organs import permissions
from ...organs.models import CompetentOffice, Kind, Organ, OrganQuerySet, Role
from ..filing_models import Submission

if TYPE_CHECKING:
    from ...accounts.models import User

RECEIVE = "annual_reports.receive"


def receiver(organ: Organ, on: date) -> Organ | None:
    """The competent office over the organ on a day, named; where there is none, the government above.

    The report of a government goes to the government above it. None for the highest.
    """
    found: Organ | None = Organ.objects.named(on).filter(pk=receivers([organ], on).get(organ.pk)).first()
    return found


def receivers(organs: Iterable[Organ], on: date) -> Mapping[int, int]:
    """Organ → its receiver, for many organs in two queries; those without one are left out."""
    offices = dict(CompetentOffice.objects.on(on).values_list("government__path", "office"))
    governments = dict(Organ.objects.filter(kind=Kind.GOVERNMENT).values_list("path", "pk"))
    found = {}
    for organ in organs:
        above = organ.paths_above[: -1 if organ.kind == Kind.GOVERNMENT else None]
        office = next((offices[path] for path in reversed(above) if path in offices), None)
        over = next((governments[path] for path in reversed(above) if path in governments), None)
        if office or over:
            found[organ.pk] = office or over
    return {organ: office for organ, office in found.items() if office is not None}


def governments(user: "User | Any", on: date, roles: list[permissions.Held] | None = None) -> OrganQuerySet:
    """The governments whose reports from below a person receives, named, the highest first.

    ``roles``: the person's, where already known.
    """
    held = permissions.roles_of(user, on=on) if roles is None else roles
    own = [government or path for role, _organ, path, government in held if role == Role.SUPERVISOR]
    found: OrganQuerySet = Organ.objects.named(on).existing(on).filter(kind=Kind.GOVERNMENT, path__in=own)
    return found


def receives(user: "User | Any", submission: Submission, on: date) -> bool:
    """True for a supervisor of the office that has it, or that would get it today."""
    if not permissions.may(user, RECEIVE, submission.report.organ, on=on):
        return False
    now = receivers([submission.report.organ], on).values()
    offices = {submission.office_id, *now}
    return any(permissions.holds(user, Role.SUPERVISOR, office, on=on) for office in offices)


def require_receiver(user: "User | Any", submission: Submission, on: date) -> None:
    """Raise Forbidden for whoever does not receive it."""
    if not receives(user, submission, on):
        raise permissions.Forbidden(RECEIVE)
