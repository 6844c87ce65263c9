"""Which office orders, and who decides on what it ordered."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q

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


def given(roles: Iterable[permissions.Held], on: date) -> Q:
    """Orders of the person's offices, and of dissolved ones that theirs succeed; none to their own."""
    mine = own(roles)
    return (Q(office__in=mine) | Q(office__in=permissions.inherited(mine, on))) & ~Q(organ__in=mine)


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
    mine = set(own(permissions.roles_of(user, on=on)))
    if order.office_id in mine or not mine:
        return bool(mine)
    itself = {order.organ_id, *permissions.successors(order.organ_id, on)}
    return bool(mine & set(permissions.successors(order.office_id, on)) - itself)


def require_decider(user: "User", order: Order, on: date) -> None:
    if not decides(user, order, on):
        raise permissions.Forbidden(INSPECT)
