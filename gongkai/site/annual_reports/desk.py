"""What of the annual reports waits for a person today, what came back, and what waits for others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from ..organs import permissions
from . import signoff
from .models import Confirmation, Step, Version
from .versions import authors

if TYPE_CHECKING:
    from ..accounts.models import User

MOST = 100
_CONFIRM, _PUBLISH = "annual_reports.confirm", "annual_reports.publish"


@dataclass(frozen=True)
class Waiting:
    """A draft and what is to be done with it; ``returned`` is why it came back."""

    version: Version
    act: str
    state: str
    returned: Confirmation | None = None


@dataclass(frozen=True)
class Desk:
    """Drafts by whom they wait for."""

    mine: list[Waiting] = field(default_factory=list)
    returned: list[Waiting] = field(default_factory=list)
    others: list[Waiting] = field(default_factory=list)


def desk(user: "User", on: date, names: dict[int, str], roles: list[permissions.Held] | None = None) -> Desk:
    """The newest drafts of the organs in ``names``; a number of queries that does not grow with them.

    ``roles``: the person's, where already known.
    """
    drafts = (
        Version.objects.drafts()
        .filter(report__organ__in=list(names))
        .select_related("report__organ", "made_by", "source")
        .prefetch_related("corrections", "confirmations__by")
        .defer("content", "positions")
        .order_by("-made_at")[:MOST]
    )
    acts = (_CONFIRM, _PUBLISH, *signoff.CHAIN.values())
    roles = permissions.roles_of(user, on=on) if roles is None else roles
    reach = {
        act: set(permissions.organs_for(user, act, on=on, roles=roles).values_list("pk", flat=True))
        for act in acts
    }
    found = Desk()
    for version in drafts:
        version.report.organ.name = names[version.report.organ_id]
        act, step = _next(version)
        waiting = Waiting(version, _word(step), _state(version, step), version.returned())
        allowed = version.report.organ_id in reach[act] and _may(version, step, user)
        pile = found.others if not allowed else found.returned if waiting.returned else found.mine
        pile.append(waiting)
    return found


def _next(version: Version) -> tuple[str, Step | None]:
    """The permission that the next act needs, and its step; None: to be published."""
    if version.confirmation:
        return _PUBLISH, None
    step = signoff.waits_for(version)
    return (_CONFIRM, Step.CHECKED) if step is None else (signoff.CHAIN[step], step)


def _may(version: Version, step: Step | None, user: "User") -> bool:
    if step is None:
        return True
    if step == Step.CHECKED:
        return user.pk not in authors(version)
    return not signoff.why_not(version, step, user)


def _word(step: Step | None) -> str:
    return _("公布") if step is None else str(step.label)


def _state(version: Version, step: Step | None) -> str:
    """Where it stands, for those it does not wait for."""
    if step is None:
        return _("已签发，等待公布") if version.is_compiled else _("已复核，等待公布")
    if step == Step.CHECKED:
        return _("等待另一位工作人员复核")
    if version.returned():
        return _("已退回，等待承办人修改")
    return _("等待{step}").format(step=step.label)


def steps_of(version: Version) -> Sequence[Step]:
    """The steps a version passes before it is published."""
    return tuple(signoff.CHAIN) if version.is_compiled else (Step.CHECKED,)
