"""Training on the first page of the room."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.permissions import Held
from ..doors import Door
from .models import Training
from .reach import TRAIN, VIEW, seen

if TYPE_CHECKING:
    from ...accounts.models import User


def door(user: "User", on: date, roles: list[Held]) -> Door | None:
    """培训: held this year, to come, waiting to be entered."""
    if not any(role in permissions.ACTS[VIEW] for role, *_rest in roles):
        return None
    trains = permissions.organs_for(user, TRAIN, on=on, roles=roles)
    planned = Q(state=Training.State.PLANNED)
    counts = (
        Training.objects.filter(pk__in=seen(user, on, roles).values("pk"), on__year=on.year)
        .order_by()
        .aggregate(
            held=Count("pk", filter=Q(state=Training.State.HELD)),
            coming=Count("pk", filter=planned & Q(on__gte=on)),
            late=Count("pk", filter=planned & Q(on__lt=on, organ__in=trains.values("pk"))),
        )
    )
    says = _("{year}年已举办{held}次，计划中{coming}次").format(year=on.year, **counts)
    if counts["late"]:
        says += _("；{late}次已过日期，还没有登记签到").format(**counts)
    return Door(_("培训"), reverse("supervision:trainings"), says, pressing=counts["late"])
