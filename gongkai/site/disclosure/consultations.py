"""Acts of the gate: other organs are consulted, and what the leak check found is explained."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.makers import Outcome

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from . import gate, leaks
from .gate_models import Consultation, LeakReason
from .models import ItemVersion, Stage

if TYPE_CHECKING:
    from ..accounts.models import User


@transaction.atomic
def ask(version: ItemVersion, organ_name: str, *, asked_on: date, user: "User", at: datetime) -> Consultation:
    """征求会商意见 of another organ on the content as it is now (Art. 11)."""
    version = _open(version, user, at)
    name = organ_name.strip()
    gate.refuse_number(name)
    if asked_on > localdate(at):
        raise Refused(_("征求日期不能在今天之后"))
    if version.consultations.filter(organ_name=name, digest=version.digest, outcome="").exists():
        raise Refused(_("已经就这一内容征求过“{name}”的意见，等待答复").format(name=name))
    asked = version.consultations.create(
        organ_name=name, digest=version.digest, asked_on=asked_on, by=user, at=at
    )
    ledger.record(version, "consulted", user=user, with_organ=name, on=asked_on, digest=version.digest)
    return asked


@transaction.atomic
def answer(
    consultation: Consultation, outcome: str, *, answered_on: date, note: str, user: "User", at: datetime
) -> None:
    """登记会商意见: once; another answer belongs to another question."""
    version = _open(consultation.version, user, at)
    asked = version.consultations.get(pk=consultation.pk)
    if asked.outcome:
        raise Refused(_("已经登记过答复；意见有变化的，请重新征求"))
    if not asked.asked_on <= answered_on <= localdate(at):
        raise Refused(_("答复日期应在征求之日到今天之间"))
    if outcome == Outcome.OBJECTED and not note.strip():
        raise Refused(_("有不同意见的，请写明是什么意见"))
    asked.outcome, asked.answered_on, asked.note = outcome, answered_on, note.strip()
    asked.save(update_fields=["outcome", "answered_on", "note"])
    ledger.record(
        version,
        "consultation_answered",
        user=user,
        with_organ=asked.organ_name,
        outcome=outcome,
        on=answered_on,
        digest=asked.digest,
    )


@transaction.atomic
def explain(version: ItemVersion, reasons: Mapping[str, str], *, user: "User", at: datetime) -> None:
    """说明泄露检查结果: why each of these is published; ``reasons`` by the key of the finding."""
    version = _open(version, user, at)
    if version.submitted_at:
        raise Refused(_("已经送审，不能再改说明；请审核人退回后再写"))
    known = {one.finding.key: one.finding for one in gate.checked(version) if one.finding.blocks}
    given = {key: reason.strip() for key, reason in reasons.items() if reason.strip()}
    if not given:
        raise Refused(_("请写明理由"))
    if given.keys() - known.keys():
        raise Refused(_("内容在您查看之后有改动，请重新查看检查结果"))
    for reason in given.values():
        if leaks.has_number(reason):
            raise Refused(_("说明里不要写号码，写明依据和理由即可"))
    LeakReason.objects.filter(version=version, digest=version.digest, key__in=given).delete()
    LeakReason.objects.bulk_create(
        LeakReason(version=version, key=key, digest=version.digest, reason=reason, by=user, at=at)
        for key, reason in given.items()
    )
    # Whoever passed this content read other reasons; and no author passes what they explained.
    version.reviews.filter(digest=version.digest, passed=True).update(superseded=True)
    version.authors.add(user)
    ledger.record(
        version,
        "leaks_explained",
        user=user,
        digest=version.digest,
        reasons=[
            {"kind": known[key].kind, "place": known[key].place, "count": known[key].count, "reason": reason}
            for key, reason in given.items()
        ],
    )


def _open(version: ItemVersion, user: "User", at: datetime) -> ItemVersion:
    """The version as it is now, held until the end; only of what may still change."""
    held = ItemVersion.objects.select_for_update(of=("self",)).select_related("item__organ")
    version = held.get(pk=version.pk)
    permissions.require(user, "disclosure.edit", version.item.organ, on=localdate(at))
    if version.stage in (Stage.PUBLISHED, Stage.SETTLED):
        raise Refused(_("这一版本已经公布或者审定"))
    return version
