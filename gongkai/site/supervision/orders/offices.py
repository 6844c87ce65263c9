"""Which office orders, and who decides on what it ordered."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from ...organs import permissions
from ...organs.models import Organ, OrganQuerySet, Role
from .models import Order

if TYPE_CHECKING:
    from ...accounts.models import User

INSPECT = "supervision.inspect"


def over(user: "User | Any", organ: Organ, on: date) -> Organ | None:
    """The office in whose name the person orders ``organ``, named: theirs, and never the organ itself."""
    offices = _offices(permissions.roles_of(user, on=on), organ)
    found: Organ | None = Organ.objects.named(on).filter(pk__in=offices).order_by("-depth", "pk").first()
    return found


def _offices(roles: Iterable[permissions.Held], organ: Organ) -> list[int]:
    return [
        where
        for role, where, path, government in roles
        if role == Role.SUPERVISOR and where != organ.pk and organ.path.startswith(government or path)
    ]


def own(roles: Iterable[permissions.Held]) -> list[int]:
    """The offices in which the person is a supervisor."""
    return list({where for role, where, *_rest in roles if role == Role.SUPERVISOR})


def inherited(roles: Iterable[permissions.Held], on: date) -> list[int]:
    """The offices in whose place the person acts: theirs, and dissolved ones that theirs succeed."""
    mine = own(roles)
    return [*mine, *permissions.inherited(mine, on)] if mine else []


def below(user: "User | Any", on: date, roles: list[permissions.Held] | None = None) -> OrganQuerySet:
    """The organs that a person may order, named."""
    roles = permissions.roles_of(user, on=on) if roles is None else roles
    organs = permissions.organs_for(user, INSPECT, on=on, roles=roles)
    return organs.named(on).existing(on).exclude(pk__in=own(roles))


def require_over(user: "User", office: Organ, organ: Organ, on: date) -> None:
    """Raise Forbidden unless the person orders the organ in the name of the office."""
    permissions.require(user, INSPECT, organ, on=on)
    if office.pk not in _offices(permissions.roles_of(user, on=on), organ):
        raise permissions.Forbidden(INSPECT)


def decides(user: "User | Any", order: Order, on: date) -> bool:
    """True for a supervisor of the office that issued it, or of a successor other than the organ itself."""
    if not permissions.may(user, INSPECT, order.organ, on=on):
        return False
    heirs = set(permissions.successors(order.office_id, on))
    if heirs:
        heirs -= {order.organ_id, *permissions.successors(order.organ_id, on)}
    return bool({order.office_id, *heirs}.intersection(own(permissions.roles_of(user, on=on))))


def require_decider(user: "User", order: Order, on: date) -> None:
    if not decides(user, order, on):
        raise permissions.Forbidden(INSPECT)
