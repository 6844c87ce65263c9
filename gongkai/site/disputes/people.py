"""个人信息 of who brought a dispute: sealed for it alone, masked on pages, shown for a reason."""

import json
from dataclasses import asdict, fields
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..applications.people import LEAST_REASON, Person, mask
from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..sealing import seal, unseal
from .models import Claimant, Dispute

if TYPE_CHECKING:
    from ..accounts.models import User


def keep(dispute: Dispute, person: Person) -> None:
    """Seal who brings it, in the transaction of the act that registers it."""
    sealed = seal(json.dumps(asdict(person), ensure_ascii=False), _place(dispute))
    Claimant.objects.update_or_create(dispute=dispute, defaults={"sealed": sealed})


def masked(dispute: Dispute) -> Person | None:
    """Who brought it as a page may show it; ask for ``claimant`` together with the dispute."""
    person = _opened(dispute)
    return person and Person(
        **{field.name: mask(field.name, getattr(person, field.name)) for field in fields(person)}
    )


@transaction.atomic
def reveal(dispute: Dispute, reason: str, *, user: "User", at: datetime) -> Person:
    """查看: everything about the claimant, for a reason that stands in the ledger."""
    permissions.require(user, "disputes.record", dispute.organ, on=localdate(at))
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(_("请写明查看的理由，例如：寄送答辩状副本"))
    person = _opened(dispute)
    if person is None:
        raise Refused(_("申请人或者原告的个人信息已经按期销毁"))
    ledger.record(dispute, "revealed", user=user, organ=dispute.organ.slug, reason=reason)
    return person


def _opened(dispute: Dispute) -> Person | None:
    claimant: Claimant | None = getattr(dispute, "claimant", None)
    if claimant is None or not claimant.sealed:
        return None
    return Person(**json.loads(unseal(claimant.sealed, _place(dispute))))


def _place(dispute: Dispute) -> str:
    return f"claimant:{dispute.pk}"
