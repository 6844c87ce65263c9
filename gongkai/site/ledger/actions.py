"""Writing the ledger, and following it."""

import json
from typing import TYPE_CHECKING

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.transaction import TransactionManagementError

from .. import today
from .models import Entry, EntryQuerySet, Head

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

SUBJECT_TEXT = 200


def record(
    subject: models.Model | type[models.Model],
    act: str,
    *,
    user: "AbstractBaseUser | None",
    **detail: object,
) -> Entry:
    """Add the line of an act, in the transaction of the act.

    ``subject`` is the row acted upon, or its class for an act on the register as a whole;
    ``user`` is None for the system and for the public; ``detail`` is anything JSON and Django
    can write (dates, decimals). Call it last: from here to the commit other acts wait. The time
    is the server's, never an argument: it says when the line was written, not when a fact was.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("操作台账必须与操作在同一事务中记录。")
    head, _ = Head.objects.select_for_update().get_or_create(id=Head.ONLY)
    row = subject if isinstance(subject, models.Model) else None
    entry = Entry(
        number=head.number + 1,
        at=today.now(),
        user_id=user.pk if user else None,
        user_name=str(user) if user else "",
        act=act,
        room=subject._meta.app_label,
        subject_type=subject._meta.model_name or "",
        subject_id=str(row.pk) if row else "",
        subject_text=str(row or subject._meta.verbose_name)[:SUBJECT_TEXT],
        detail=_canonical(detail),
        previous=head.hash,
    )
    entry.hash = entry.digest()
    entry.save()
    head.number, head.hash = entry.number, entry.hash
    head.save()
    return entry


def after(number: int) -> EntryQuerySet:
    """The lines after ``number``, in order: the outbox.

    Lines are committed in the order of their numbers, so that a reader who keeps the last number
    seen misses nothing.
    """
    return Entry.objects.after(number)


def _canonical(detail: dict[str, object]) -> str:
    return json.dumps(
        detail,
        cls=DjangoJSONEncoder,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    )
