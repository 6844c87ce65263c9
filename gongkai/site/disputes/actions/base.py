"""What every act does first and last."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...applications.actions.files import Upload, sealed
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...sealing import unseal_bytes
from .. import terms
from ..models import Dispute, DisputeFile

if TYPE_CHECKING:
    from ...accounts.models import User


def locked(dispute: Dispute, *, user: "User", at: datetime, seen: int | None = None) -> Dispute:
    """The dispute as it is now, held until the end of the transaction, for who may act on it.

    ``seen``: the edition a form was made from; another officer's act in between is not overwritten.
    """
    permissions.require(user, "disputes.record", dispute.organ, on=localdate(at))
    found = Dispute.objects.select_for_update().get(pk=dispute.pk)
    if found.voided_on:
        raise Refused(_("这件登记已经作废，不能再办理"))
    if seen is not None and seen != found.edition:
        raise Refused(_("这件刚刚由其他人登记过，请看过最新情况再继续；您填写的内容还在下面"))
    return found


def done(dispute: Dispute, act: str, *, user: "User", at: datetime, **detail: object) -> None:
    """Write what follows from the new facts, and the line of the ledger."""
    terms.refresh(dispute)
    ledger.record(
        dispute,
        act,
        user=user,
        organ=dispute.organ.slug,
        proceeding=dispute.proceeding,
        application=dispute.application.number if dispute.application else None,
        outcome=dispute.outcome,
        due=dispute.due_on,
        **detail,
    )


def refuse_outside(label: str, on: date | None, first: date, first_label: str, *, today: date) -> None:
    """A day lies between another one and today, or there is none."""
    if on is None:
        return
    if on > today:
        raise Refused(_("{label}不能在今天之后").format(label=label))
    if on < first:
        raise Refused(
            _("{label}不能早于{first_label}（{first}）").format(
                label=label, first_label=first_label, first=first
            )
        )


def store(dispute: Dispute, upload: Upload, *, user: "User", at: datetime) -> DisputeFile:
    """Keep a file, sealed, within the act that brings it. Raises Refused for what is no document."""
    new = sealed(upload.name, upload.data, _place(dispute))
    kept = DisputeFile(
        dispute=dispute,
        kind=upload.kind,
        name=new.name,
        suffix=new.suffix,
        size=new.size,
        digest=new.digest,
        added_at=at,
        added_by=user,
    )
    kept.file.save(new.stored_as, new.content, save=False)
    kept.save()
    return kept


def opened(kept: DisputeFile) -> bytes:
    with kept.file.open("rb") as file:
        return unseal_bytes(file.read(), _place(kept.dispute))


def _place(dispute: Dispute) -> str:
    return f"dispute:{dispute.pk}"
