"""Who may do what: one table of acts and the roles that may carry them out.

An officer acts in their own organ; a supervisor sees the organs below. Every act asks
``require`` before it changes anything; pages ask ``may`` to show only what can be done.
"""

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from .models import ADMINISTRATORS, Officer, Organ, OrganQuerySet, Role

if TYPE_CHECKING:
    from ..accounts.models import User

OFFICE = frozenset(
    {
        Role.HANDLER,
        Role.SECTION_HEAD,
        Role.LEADER,
        Role.SECRECY_REVIEWER,
        Role.SIGNATORY,
        Role.DISCLOSURE_OFFICER,
        Role.SUPERVISOR,
    }
)
_HANDLING = frozenset({Role.HANDLER, Role.DISCLOSURE_OFFICER})
_REVIEWING = frozenset({Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY})
_CHECKING = frozenset({*_HANDLING, Role.SECTION_HEAD, Role.LEADER, Role.SIGNATORY})

ACTS: dict[str, frozenset[Role]] = {
    "organs.view": OFFICE | {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
    "organs.edit_contact": frozenset({Role.DISCLOSURE_OFFICER}),
    "organs.registers": OFFICE,
    "organs.register": _HANDLING,
    "organs.rename": frozenset({Role.SYSTEM_ADMIN}),
    "organs.appoint": frozenset({Role.SECURITY_ADMIN}),
    "disclosure.view": OFFICE,
    "disclosure.columns": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.matters": frozenset({Role.DISCLOSURE_OFFICER}),
    # Whoever writes and publishes does not decide who checks it.
    "disclosure.steps": frozenset({Role.SECURITY_ADMIN}),
    "disclosure.index_pattern": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.draft": _HANDLING,
    "disclosure.review": _REVIEWING,
    "disclosure.publish": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.reexamine": frozenset({Role.DISCLOSURE_OFFICER, Role.SECRECY_REVIEWER}),
    "disclosure.import": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.questions": OFFICE,
    "disclosure.answer": _HANDLING,
    "disclosure.refuse_question": frozenset({Role.DISCLOSURE_OFFICER}),
    "annual_reports.view": OFFICE,
    "annual_reports.upload": _HANDLING,
    "annual_reports.collect": _HANDLING | {Role.SUPERVISOR},
    "annual_reports.correct": _HANDLING,
    "annual_reports.check": _CHECKING,
    "annual_reports.confirm": _CHECKING,
    "annual_reports.judge": _CHECKING | {Role.SUPERVISOR},
    "annual_reports.publish": _HANDLING,
    "ledger.view": frozenset({Role.AUDIT_ADMIN}),
}
"""Act → roles that may carry it out in their own organ."""

DOWNWARDS: dict[str, frozenset[Role]] = {
    "organs.view": frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "organs.registers": frozenset({Role.SUPERVISOR}),
    "organs.rename": frozenset({Role.SYSTEM_ADMIN}),
    "organs.appoint": frozenset({Role.SECURITY_ADMIN}),
    "disclosure.view": frozenset({Role.SUPERVISOR}),
    "disclosure.questions": frozenset({Role.SUPERVISOR}),
    "disclosure.steps": frozenset({Role.SECURITY_ADMIN}),
    "annual_reports.view": frozenset({Role.SUPERVISOR}),
    "annual_reports.judge": frozenset({Role.SUPERVISOR}),
    "annual_reports.collect": frozenset({Role.SUPERVISOR}),
    "ledger.view": frozenset({Role.AUDIT_ADMIN}),
}
"""Act → roles that may carry it out in every organ below their own, too."""


class Forbidden(PermissionDenied):
    """The person's roles do not allow the act 没有权限; a page answers with 403."""


def may(user: "User | Any", act: str, organ: Organ, *, on: date) -> bool:
    """True where ``user`` may carry out ``act`` for ``organ`` on a day."""
    if not user.is_authenticated:
        return False
    above = list(Organ.objects.above(organ).values_list("pk", flat=True))
    own = Q(organ=organ, role__in=ACTS[act])
    over = Q(organ__in=above, role__in=DOWNWARDS.get(act, ()))
    return Officer.objects.on(on).filter(own | over, user=user).exists()


def require(user: "User | Any", act: str, organ: Organ, *, on: date) -> None:
    """Raise Forbidden unless ``user`` may carry out ``act`` for ``organ``."""
    if not may(user, act, organ, on=on):
        raise Forbidden(act)


def roles_of(user: "User | Any", *, on: date) -> list[Officer]:
    """The roles ``user`` holds on a day, with their organs: for a page that asks for many acts."""
    return list(Officer.objects.on(on).filter(user=user).select_related("organ"))


def organs_for(
    user: "User | Any", act: str, *, on: date, roles: list[Officer] | None = None
) -> OrganQuerySet:
    """The organs for which ``user`` may carry out ``act``; ``roles``: theirs, where already known."""
    reach = [Q(pk__in=[])]
    for officer in roles_of(user, on=on) if roles is None else roles:
        if officer.role in DOWNWARDS.get(act, ()):
            reach.append(Q(path__startswith=officer.organ.path))
        elif officer.role in ACTS[act]:
            reach.append(Q(pk=officer.organ_id))
    organs: OrganQuerySet = Organ.objects.filter(reduce(or_, reach))
    return organs


def may_anywhere(user: "User | Any", act: str, *, on: date) -> bool:
    """True where there is an organ for which ``user`` may carry out ``act``."""
    return user.is_authenticated and (Officer.objects.on(on).filter(user=user, role__in=ACTS[act]).exists())


def is_administrator(user: "User | Any", *, on: date) -> bool:
    """True for system, security and audit administrators, wherever they are."""
    return Officer.objects.on(on).filter(user=user, role__in=ADMINISTRATORS).exists()


def is_supervisor(user: "User | Any", *, on: date) -> bool:
    return Officer.objects.on(on).filter(user=user, role=Role.SUPERVISOR).exists()
