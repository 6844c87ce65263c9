"""由谁处理: which office decides on a complaint, and who hears it there (Art. 47, 51)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from ...annual_reports.filing import offices as filing
from ...organs import permissions
from ...organs.models import Kind, Organ, OrganQuerySet, Role
from .models import Complaint

if TYPE_CHECKING:
    from ...accounts.models import User

HEAR = "supervision.hear"


def decider(organ: Organ, on: date) -> Organ | None:
    """The competent office over an organ on a day, named; about that office itself, the government above.

    None for the highest government: whoever complains of it turns to the next higher organ.
    """
    found: Organ | None = Organ.objects.named(on).filter(pk=deciders([organ], on).get(organ.pk)).first()
    return found


def deciders(organs: Iterable[Organ], on: date) -> Mapping[int, int]:
    """Organ → its decider, for many organs in a fixed number of queries; those without one are left out."""
    known = {organ.pk: organ for organ in organs}
    found = dict(filing.receivers(known.values(), on))
    own = [pk for pk, office in found.items() if pk == office]
    if own:
        governments = dict(Organ.objects.filter(kind=Kind.GOVERNMENT).values_list("path", "pk"))
        for pk in own:
            above = known[pk].paths_above
            over = next((governments[path] for path in reversed(above) if path in governments), None)
            del found[pk]
            if over and over != pk:
                found[pk] = over
    return found


def heard_in(user: "User | Any", on: date, roles: list[permissions.Held] | None = None) -> list[int]:
    """The offices whose complaints a person hears; ``roles``: theirs, where already known."""
    held = permissions.roles_of(user, on=on) if roles is None else roles
    own = [organ for role, organ, _path, _government in held if role == Role.SUPERVISOR]
    return [*own, *permissions.inherited(own, on)] if own else []


def hears(user: "User | Any", complaint: Complaint, on: date) -> bool:
    """True for a supervisor of the office that decides on it, and of no other.

    A successor of the office hears it, too, but never the organ that it is about.
    """
    if not permissions.may(user, HEAR, complaint.office, on=on):
        return False
    held = {where for role, where, *_rest in permissions.roles_of(user, on=on) if role == Role.SUPERVISOR}
    if complaint.office_id in held or not held:
        return bool(held)
    return bool(held & set(permissions.successors(complaint.office_id, on)) - itself(complaint, on))


def itself(complaint: Complaint, on: date) -> set[int]:
    """The organ that it is about, and those that answer for it."""
    return {complaint.organ_id, *permissions.successors(complaint.organ_id, on)}


def require_hearing(user: "User | Any", complaint: Complaint, on: date) -> None:
    if not hears(user, complaint, on):
        raise permissions.Forbidden(HEAR)


def page_of(number: str, user: "User | Any", on: date) -> str:
    """The page of the complaint of a number; nothing for who does not hear it."""
    found = Complaint.objects.numbered(number).select_related("office").first()
    return reverse("supervision:complaint", args=[found.pk]) if found and hears(user, found, on) else ""


def hearable(user: "User | Any", on: date) -> OrganQuerySet:
    """The organs about which a person's own office decides, named: whose complaints they may enter."""
    offices = set(heard_in(user, on))
    reach = permissions.organs_for(user, HEAR, on=on)
    mine = [organ for organ, office in deciders(reach, on).items() if office in offices]
    found: OrganQuerySet = Organ.objects.named(on).filter(pk__in=mine)
    return found
