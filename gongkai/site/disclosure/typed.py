"""随写随存: what somebody typed into the form of an item and has not sent yet.

It is theirs alone, no record of the organ and no act: keeping it leaves no line in the ledger, is
checked by no rule, and what nobody came back for is deleted after 30 days.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .models import ItemVersion
from .record_models import Typed

if TYPE_CHECKING:
    from ..accounts.models import User

KEPT = timedelta(days=30)
LIMIT = 1024 * 1024
"""Characters of one form."""


def key_of(organ: Organ, version: ItemVersion | None) -> str:
    """Which form it is: a new item of an organ, or the item a version belongs to."""
    return f"item:{version.item_id}" if version else f"new:{organ.pk}"


def act_for(version: ItemVersion | None) -> str:
    """What whoever types must be allowed to do in the end."""
    return "disclosure.edit" if version else "disclosure.draft"


@transaction.atomic
def keep(
    organ: Organ,
    version: ItemVersion | None,
    data: Mapping[str, str],
    names: Iterable[str],
    *,
    digest: str,
    user: "User",
    at: datetime,
) -> Typed:
    """Keep the fields ``names`` as they were typed, instead of what was kept before.

    ``digest`` is that of the version the person saw when they began.
    """
    permissions.require(user, act_for(version), organ, on=localdate(at))
    fields = {name: str(data[name]).replace("\x00", "") for name in names if name in data}
    if len(json.dumps(fields, ensure_ascii=False)) > LIMIT:
        raise Refused(_("内容太长，不能暂存，请先保存"))
    values = {"data": fields, "digest": digest[:64], "at": at}
    kept, _new = Typed.objects.update_or_create(user=user, key=key_of(organ, version), defaults=values)
    return kept


def kept_by(user: "User", organ: Organ, version: ItemVersion | None) -> Typed | None:
    """What the person typed into this form and did not send."""
    return Typed.objects.filter(user=user, key=key_of(organ, version)).first()


def discard(user: "User", organ: Organ, version: ItemVersion | None) -> None:
    """丢弃, or sent: it is no longer needed."""
    Typed.objects.filter(user=user, key=key_of(organ, version)).delete()


def sweep(at: datetime) -> None:
    """Delete what nobody came back for."""
    Typed.objects.filter(at__lt=at - KEPT).delete()
