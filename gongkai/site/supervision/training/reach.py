"""Whom a session reaches: the organs below its holder, the officers who should come, who sees it."""

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from ...organs import permissions
from ...organs.models import CompetentOffice, Officer, Organ, OrganQuerySet
from ...organs.permissions import Held
from .models import Attendance, Training

if TYPE_CHECKING:
    from ...accounts.models import User

TRAIN = "supervision.train"
ATTEND = "supervision.attend"
VIEW = "supervision.view"


def below(organ: Organ, on: date) -> OrganQuerySet:
    """The organ, those below it, and those below a government that it is competent for (Art. 3)."""
    governments = CompetentOffice.objects.on(on).filter(office=organ)
    paths = [organ.path, *governments.values_list("government__path", flat=True)]
    wanted = reduce(or_, (Q(path__startswith=path) for path in paths))
    organs: OrganQuerySet = Organ.objects.existing(on).filter(wanted)
    return organs


def audience(training: Training, on: date) -> OrganQuerySet:
    """The organs whose officers should come."""
    if training.scope == Training.Scope.BELOW:
        return below(training.organ, on)
    chosen = training.scope == Training.Scope.CHOSEN
    wanted = Q(pk__in=training.organs.values("pk")) if chosen else Q(pk=training.organ_id)
    organs: OrganQuerySet = Organ.objects.existing(on).filter(wanted)
    return organs


def expected(training: Training, on: date) -> dict[int, int]:
    """Person → organ, of everyone who has a role asked for; of two organs, the higher one."""
    officers = Officer.objects.on(on).filter(organ__in=audience(training, on), role__in=training.roles)
    found: dict[int, int] = {}
    rows = officers.filter(user__is_active=True).order_by("organ__path", "pk")
    for user, organ in rows.values_list("user", "organ"):
        found.setdefault(user, organ)
    return found


def sees(user: "User", training: Training, on: date) -> bool:
    """True for who may look into the holder, and for who was asked to come."""
    if Attendance.objects.filter(training=training, user=user).exists():
        return permissions.may_anywhere(user, ATTEND, on=on)
    return permissions.may(user, VIEW, training.organ, on=on)


def seen(user: "User", on: date, roles: list[Held] | None = None) -> QuerySet[Training]:
    """The sessions that ``sees`` is true for."""
    organs = permissions.organs_for(user, VIEW, on=on, roles=roles)
    mine = Attendance.objects.filter(user=user).values("training")
    return Training.objects.filter(Q(organ__in=organs.values("pk")) | Q(pk__in=mine))


def owned(row: Attendance, user: "User", on: date) -> None:
    """Raise Forbidden for anybody but the person themselves, while they hold a role."""
    if row.user_id != user.pk or not permissions.may_anywhere(user, ATTEND, on=on):
        raise permissions.Forbidden(ATTEND)
