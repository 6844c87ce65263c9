"""审核环节 of an organ: who must pass what becomes public, in which order."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ, Role
from .actions import steps_of
from .models import REVIEWERS, ItemVersion, ItemVersionQuerySet, Review, Stage, Step

if TYPE_CHECKING:
    from ..accounts.models import User

MOST = 6


def on_their_way(organ: Organ) -> ItemVersionQuerySet:
    """Versions that a change of the steps sends back to the first one."""
    return ItemVersion.objects.open().filter(item__organ=organ, submitted_at__isnull=False)


@transaction.atomic
def set_steps(organ: Organ, chosen: Sequence[tuple[str, str]], *, user: "User", at: datetime) -> int:
    """调整审核环节: name and role of each, in order; answers how many versions begin anew.

    What is neither published nor settled has passed no step of the new list: its passes are
    superseded, what was submitted waits for the first step again, and no time of release stands.
    """
    permissions.require(user, "disclosure.steps", organ, on=localdate(at))
    organ = Organ.objects.select_for_update().get(pk=organ.pk)
    wanted = [(name.strip(), role) for name, role in chosen]
    old = [(step.name, step.role) for step in steps_of(organ)]
    _check(wanted)
    if wanted == old:
        raise Refused(_("环节没有改动"))
    # Held first: a review of the same moment is either superseded or meets the new steps.
    held = ItemVersion.objects.open().filter(item__organ=organ)
    list(held.select_for_update().order_by("pk").values_list("pk"))
    Step.objects.filter(organ=organ).delete()
    Step.objects.bulk_create(
        Step(organ=organ, number=number, name=name, role=role)
        for number, (name, role) in enumerate(wanted, start=1)
    )
    Review.objects.filter(version__in=held, passed=True).update(superseded=True)
    begun = on_their_way(organ).update(
        stage=Stage.REVIEW, waits_for=wanted[0][1], release_at=None, release_by=None
    )
    ledger.record(Step, "steps_set", user=user, organ=organ.slug, old=old, new=wanted, begun=begun)
    return begun


def _check(wanted: Sequence[tuple[str, str]]) -> None:
    names = [name for name, _role in wanted]
    roles = [role for _name, role in wanted]
    if not wanted or not all(names):
        raise Refused(_("每个环节都要写名称"))
    if len(wanted) > MOST:
        raise Refused(_("环节不超过{most}个").format(most=MOST))
    if len(set(names)) < len(names):
        raise Refused(_("环节的名称不能相同"))
    if not set(roles) <= set(REVIEWERS):
        raise Refused(_("环节只能由科室负责人、分管领导、保密审查员、签发人办理"))
    if Role.SECRECY_REVIEWER not in roles:
        raise Refused(_("至少要有一个由保密审查员办理的环节（条例第十七条）"))
    if roles[-1] != Role.SIGNATORY:
        raise Refused(_("最后一个环节应由签发人办理"))
