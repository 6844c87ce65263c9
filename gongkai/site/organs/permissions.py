"""Who may do what: one table of acts and the roles that may carry them out.

An officer acts in their own organ; a supervisor sees the organs below, and one in the competent
office of a government (Art. 3) those below that government. For a dissolved organ its successors
act, in what goes on. Every act asks ``require`` before it changes anything; pages ask ``may`` to
show only what can be done.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import FilteredRelation, Q, QuerySet
from django.http import HttpRequest

from .models import ADMINISTRATORS, Officer, Organ, OrganQuerySet, Role, Succession, in_force

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
    "organs.arrange": frozenset({Role.SYSTEM_ADMIN}),
    "organs.competent": frozenset({Role.SYSTEM_ADMIN}),
    "organs.calendar": frozenset({Role.SYSTEM_ADMIN}),
    "organs.edit_site": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.view": OFFICE,
    "disclosure.columns": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.matters": frozenset({Role.DISCLOSURE_OFFICER}),
    # Whoever writes and publishes does not decide who checks it.
    "disclosure.steps": frozenset({Role.SECURITY_ADMIN}),
    "disclosure.index_pattern": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.draft": _HANDLING,
    "disclosure.edit": _HANDLING,
    "disclosure.review": _REVIEWING,
    "disclosure.publish": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.reexamine": frozenset({Role.DISCLOSURE_OFFICER, Role.SECRECY_REVIEWER}),
    "disclosure.import": frozenset({Role.DISCLOSURE_OFFICER}),
    "disclosure.questions": OFFICE,
    "disclosure.answer": _HANDLING,
    "disclosure.refuse_question": frozenset({Role.DISCLOSURE_OFFICER}),
    "applications.view": OFFICE,
    "applications.register": _HANDLING,
    "applications.handle": _HANDLING,
    "applications.approve": frozenset({Role.SECTION_HEAD, Role.LEADER, Role.SIGNATORY}),
    "applications.reveal": _HANDLING | {Role.SECTION_HEAD},
    "applications.archive": frozenset({Role.DISCLOSURE_OFFICER}),
    "applications.destroy": frozenset({Role.DISCLOSURE_OFFICER}),
    "applications.settings": frozenset({Role.DISCLOSURE_OFFICER}),
    "disputes.view": OFFICE,
    "disputes.record": _HANDLING,
    # How to count is for who adds up the reports of others.
    "disputes.counting": frozenset({Role.SUPERVISOR}),
    "annual_reports.view": OFFICE,
    "annual_reports.upload": _HANDLING,
    "annual_reports.collect": _HANDLING | {Role.SUPERVISOR},
    "annual_reports.correct": _HANDLING,
    "annual_reports.check": _CHECKING,
    "annual_reports.confirm": _CHECKING,
    "annual_reports.judge": _CHECKING | {Role.SUPERVISOR},
    "annual_reports.publish": _HANDLING,
    "annual_reports.send_up": _HANDLING,
    "annual_reports.examine": frozenset({Role.SECTION_HEAD}),
    "annual_reports.sign": frozenset({Role.LEADER, Role.SIGNATORY}),
    "annual_reports.submit": _HANDLING,
    # Of those below: to look into what they hand in, and return or accept it.
    "annual_reports.receive": frozenset({Role.SUPERVISOR}),
    "annual_reports.take_in": frozenset({Role.SUPERVISOR}),
    "annual_reports.due_days": frozenset({Role.SUPERVISOR}),
    "annual_reports.urge": frozenset({Role.SUPERVISOR}),
    # Which figures are not added twice is for who adds up.
    "annual_reports.settle": frozenset({Role.SUPERVISOR}),
    "supervision.view": OFFICE,
    # Work points: of the organ that makes the plan; of those that carry it out.
    "supervision.plan": frozenset({Role.DISCLOSURE_OFFICER, Role.SUPERVISOR}),
    "supervision.fulfil": _HANDLING | {Role.SECTION_HEAD},
    # The second person who looks at a self-check report.
    "supervision.attest": frozenset({Role.SECTION_HEAD, Role.LEADER}),
    # To look into others, order what is to be put right, and close it.
    "supervision.inspect": frozenset({Role.SUPERVISOR}),
    "supervision.answer": _HANDLING,
    "supervision.assess": frozenset({Role.SUPERVISOR}),
    "supervision.self_assess": _HANDLING,
    "supervision.appeal": frozenset({Role.DISCLOSURE_OFFICER, Role.LEADER}),
    # Complaints go to the competent office (Art. 47), suggestions to the organ (Art. 9).
    "supervision.hear": frozenset({Role.SUPERVISOR}),
    "supervision.reply": _HANDLING,
    "supervision.register": frozenset({Role.DISCLOSURE_OFFICER, Role.SUPERVISOR}),
    "supervision.train": frozenset({Role.DISCLOSURE_OFFICER, Role.SUPERVISOR}),
    "supervision.attend": OFFICE,
    "supervision.notify": frozenset({Role.SUPERVISOR}),
    "ledger.view": frozenset({Role.AUDIT_ADMIN}),
}
"""Act → roles that may carry it out in their own organ.

``organs.arrange`` is asked of the organ above: it may establish, move and dissolve those under it.
"""

DOWNWARDS: dict[str, frozenset[Role]] = {
    "organs.view": frozenset({Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}),
    "organs.registers": frozenset({Role.SUPERVISOR}),
    "organs.rename": frozenset({Role.SYSTEM_ADMIN}),
    "organs.appoint": frozenset({Role.SECURITY_ADMIN}),
    "organs.arrange": frozenset({Role.SYSTEM_ADMIN}),
    "organs.competent": frozenset({Role.SYSTEM_ADMIN}),
    "organs.calendar": frozenset({Role.SYSTEM_ADMIN}),
    "disclosure.view": frozenset({Role.SUPERVISOR}),
    "disclosure.questions": frozenset({Role.SUPERVISOR}),
    "disclosure.steps": frozenset({Role.SECURITY_ADMIN}),
    "applications.view": frozenset({Role.SUPERVISOR}),
    "disputes.view": frozenset({Role.SUPERVISOR}),
    "disputes.counting": frozenset({Role.SUPERVISOR}),
    "annual_reports.view": frozenset({Role.SUPERVISOR}),
    "annual_reports.judge": frozenset({Role.SUPERVISOR}),
    "annual_reports.collect": frozenset({Role.SUPERVISOR}),
    "annual_reports.receive": frozenset({Role.SUPERVISOR}),
    "annual_reports.take_in": frozenset({Role.SUPERVISOR}),
    "annual_reports.due_days": frozenset({Role.SUPERVISOR}),
    "annual_reports.urge": frozenset({Role.SUPERVISOR}),
    "annual_reports.settle": frozenset({Role.SUPERVISOR}),
    "supervision.view": frozenset({Role.SUPERVISOR}),
    "supervision.plan": frozenset({Role.SUPERVISOR}),
    "supervision.inspect": frozenset({Role.SUPERVISOR}),
    "supervision.assess": frozenset({Role.SUPERVISOR}),
    "supervision.hear": frozenset({Role.SUPERVISOR}),
    "supervision.register": frozenset({Role.SUPERVISOR}),
    "supervision.train": frozenset({Role.SUPERVISOR}),
    "supervision.notify": frozenset({Role.SUPERVISOR}),
    "ledger.view": frozenset({Role.AUDIT_ADMIN}),
}
"""Act → roles that may carry it out in every organ below their own, too."""

AFTERWARDS: frozenset[str] = frozenset(
    {
        "organs.view",
        "organs.registers",
        "disclosure.view",
        "disclosure.edit",
        "disclosure.review",
        "disclosure.publish",
        "disclosure.reexamine",
        "disclosure.questions",
        "disclosure.answer",
        "disclosure.refuse_question",
        "applications.view",
        "applications.handle",
        "applications.approve",
        "applications.reveal",
        "applications.archive",
        "applications.destroy",
        "applications.settings",
        "disputes.view",
        "disputes.record",
        "annual_reports.view",
        "annual_reports.upload",
        "annual_reports.collect",
        "annual_reports.correct",
        "annual_reports.check",
        "annual_reports.confirm",
        "annual_reports.judge",
        "annual_reports.publish",
        "annual_reports.send_up",
        "annual_reports.examine",
        "annual_reports.sign",
        "annual_reports.submit",
        "annual_reports.receive",
        "annual_reports.take_in",
        "annual_reports.settle",
        "supervision.view",
        "supervision.fulfil",
        "supervision.attest",
        "supervision.inspect",
        "supervision.answer",
        "supervision.appeal",
        "supervision.hear",
        "supervision.reply",
        "supervision.register",
        "ledger.view",
    }
)
"""Acts on what there is, which go on when an organ is dissolved: its successors carry them out for it.

The report on its last year is among them: it is asked for when the organ is gone. Every other act
makes something new, and is refused for a dissolved organ, whoever asks.
"""


Held = tuple[str, int, str, str | None]
"""A role: its organ, the organ's path, the path of a government that the organ is competent for."""


class Forbidden(PermissionDenied):
    """The person's roles do not allow the act 没有权限; a page answers with 403."""


def may(user: "User | Any", act: str, organ: Organ, *, on: date) -> bool:
    """True where ``user`` may carry out ``act`` for ``organ`` on a day."""
    return may_each(user, [act], organ, on=on)[act]


def may_each(user: "User | Any", acts: Collection[str], organ: Organ, *, on: date) -> dict[str, bool]:
    """For each act, whether ``user`` may carry it out for ``organ``; no more queries than for one."""
    if not user.is_authenticated:
        return dict.fromkeys(acts, False)
    held = list(_held(user, on))
    heirs = set(successors(organ.pk, on)) if organ.dissolved_on else set()
    return {act: _reaches(act, organ, held, heirs, on) for act in acts}


def _reaches(act: str, organ: Organ, held: list[Held], heirs: set[int], on: date) -> bool:
    if act not in AFTERWARDS:
        if organ.is_dissolved(on):
            return False
        heirs = set()
    return any(
        (role in ACTS[act] and (where == organ.pk or where in heirs))
        or (role in DOWNWARDS.get(act, ()) and organ.path.startswith(path))
        or (_over(act, role, government) and organ.path.startswith(government or ""))
        for role, where, path, government in held
    )


def _over(act: str, role: str, government: str | None) -> bool:
    """True where the role reaches the organs below a government, through its competent office."""
    return bool(government) and role == Role.SUPERVISOR and role in DOWNWARDS.get(act, ())


def require(user: "User | Any", act: str, organ: Organ, *, on: date) -> None:
    """Raise Forbidden unless ``user`` may carry out ``act`` for ``organ``."""
    if not may(user, act, organ, on=on):
        raise Forbidden(act)


def roles_of(user: "User | Any", *, on: date) -> list[Held]:
    """The roles ``user`` holds on a day: for a page that asks for many acts."""
    return list(_held(user, on))


def roles_in(request: HttpRequest, *, on: date) -> list[Held]:
    """The roles of who is signed in, asked for once a request: the page and what frames it share them."""
    known: dict[date, list[Held]] = request.__dict__.setdefault("roles_held", {})
    if on not in known:
        known[on] = roles_of(request.user, on=on) if request.user.is_authenticated else []
    return known[on]


def organs_for(user: "User | Any", act: str, *, on: date, roles: list[Held] | None = None) -> OrganQuerySet:
    """The organs for which ``user`` may carry out ``act``; ``roles``: theirs, where already known."""
    reach, own = [Q(pk__in=[])], []
    for role, organ, path, government in roles_of(user, on=on) if roles is None else roles:
        if role in DOWNWARDS.get(act, ()):
            reach.append(Q(path__startswith=path))
        if _over(act, role, government):
            reach.append(Q(path__startswith=government))
        if role in ACTS[act]:
            own.append(organ)
    reach.append(Q(pk__in=own))
    if act in AFTERWARDS:
        reach.append(Q(pk__in=inherited(own, on)))
    organs: OrganQuerySet = Organ.objects.filter(reduce(or_, reach))
    return organs if act in AFTERWARDS else organs.exclude(dissolved_on__lte=on)


def _held(user: "User | Any", on: date) -> Iterable[Held]:
    """The roles of a person on a day."""
    prefix = "organ__competences"
    office = FilteredRelation(prefix, condition=in_force(on, f"{prefix}__"))
    held = Officer.objects.on(on).filter(user=user).annotate(competence=office).order_by("pk")
    return held.values_list("role", "organ", "organ__path", "competence__government__path")


def inherited(organs: Collection[int], on: date) -> QuerySet[Succession, int]:
    """The dissolved organs that some organs answer for on a day, for a query."""
    return Succession.objects.filter(successor__in=organs, on__lte=on).values_list("predecessor", flat=True)


def successors(organ: int, on: date) -> QuerySet[Succession, int]:
    """The organs that answer for a dissolved one on a day, for a query."""
    return Succession.objects.filter(predecessor=organ, on__lte=on).values_list("successor", flat=True)


def holds(user: "User | Any", role: str, organ: int, *, on: date) -> bool:
    """True where ``user`` holds a role in an organ, or in a successor of it."""
    here = Q(organ=organ) | Q(organ__in=successors(organ, on))
    return Officer.objects.on(on).filter(here, user=user, role=role).exists()


def may_anywhere(user: "User | Any", act: str, *, on: date) -> bool:
    """True where there is an organ for which ``user`` may carry out ``act``."""
    return user.is_authenticated and (Officer.objects.on(on).filter(user=user, role__in=ACTS[act]).exists())


def is_administrator(user: "User | Any", *, on: date) -> bool:
    """True for system, security and audit administrators, wherever they are."""
    return Officer.objects.on(on).filter(user=user, role__in=ADMINISTRATORS).exists()


def is_supervisor(user: "User | Any", *, on: date) -> bool:
    return Officer.objects.on(on).filter(user=user, role=Role.SUPERVISOR).exists()
