"""Who sees plans and tasks: the offices that gave them, the organs that carry them out, and those above."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from ...organs import permissions
from ...organs.models import Organ, OrganQuerySet
from ...organs.permissions import ACTS, Held
from .models import SelfCheck, Task, TaskQuerySet, WorkPlan, WorkPlanQuerySet
from .plans import PLAN

if TYPE_CHECKING:
    from ...accounts.models import User

VIEW = "supervision.view"


def seen(user: "User", on: date, roles: list[Held]) -> OrganQuerySet:
    """The organs whose work points a person may look at."""
    return permissions.organs_for(user, VIEW, on=on, roles=roles)


def plans(user: "User", on: date, roles: list[Held]) -> WorkPlanQuerySet:
    """Their plans, and the issued ones of others that gave them tasks."""
    organs = seen(user, on, roles).values("pk")
    given = Task.objects.filter(point__plan=OuterRef("pk"), organ__in=organs)
    return WorkPlan.objects.filter(Q(organ__in=organs) | Exists(given))


def tasks(user: "User", on: date, roles: list[Held]) -> TaskQuerySet:
    organs = seen(user, on, roles).values("pk")
    return Task.objects.filter(Q(organ__in=organs) | Q(giver__in=organs))


def given_by(roles: list[Held]) -> Q:
    """Tasks that a person's own offices gave: of their organs, and of governments they are competent for.

    Not those that organs below gave to their own sections, though a supervisor may judge them too.
    """
    reach = Q(pk__in=[])
    for role, organ, _path, government in roles:
        if role in ACTS[PLAN]:
            reach |= Q(giver=organ)
            if government:
                reach |= Q(giver__path=government)
    return reach


def require_plan(user: "User", plan: WorkPlan, on: date, roles: list[Held]) -> None:
    """Raise Forbidden unless the person may look at the plan."""
    if not plans(user, on, roles).filter(pk=plan.pk).exists():
        raise permissions.Forbidden(VIEW)


def require_task(user: "User", task: Task, on: date) -> None:
    """Raise Forbidden unless the person may look at who carries it out, or at who gave it."""
    if not permissions.may(user, VIEW, task.organ, on=on):
        permissions.require(user, VIEW, task.giver, on=on)


def plan_organs(user: "User", on: date, roles: list[Held]) -> OrganQuerySet:
    """The organs that a person makes plans for, named."""
    return permissions.organs_for(user, PLAN, on=on, roles=roles).named(on)


def reports_of(user: "User", on: date, roles: list[Held]) -> "list[SelfCheck]":
    """The self-check reports that wait for the person to look at them."""
    organs: OrganQuerySet = permissions.organs_for(user, "supervision.attest", on=on, roles=roles)
    waiting = SelfCheck.objects.filter(sent_at__isnull=False, checked_at__isnull=True, organ__in=organs)
    return list(waiting.exclude(sent_by=user).select_related("plan").order_by("sent_at"))


def below(giver: Organ, on: date) -> OrganQuerySet:
    """Whom an organ gives tasks to: those right under it, and itself; named."""
    found: OrganQuerySet = Organ.objects.named(on).existing(on).below(giver)
    return found.filter(depth__lte=giver.depth + 1)
