"""What waits for a person: replies and defences to hand in."""

from datetime import date
from typing import TYPE_CHECKING

from ..organs import permissions
from .models import Dispute, State

if TYPE_CHECKING:
    from ..accounts.models import User

_MOST = 8


def waiting(user: "User", on: date, roles: list[permissions.Held] | None = None) -> tuple[list[Dispute], int]:
    """Those of the organs one records for, the most pressing first and cut short; and how many in all."""
    organs = permissions.organs_for(user, "disputes.record", on=on, roles=roles)
    found = Dispute.objects.in_state(State.ANSWERING).filter(organ__in=organs.values("pk"))
    first = list(found.select_related("application").order_by("due_on", "pk")[: _MOST + 1])
    return first[:_MOST], found.count() if len(first) > _MOST else len(first)
