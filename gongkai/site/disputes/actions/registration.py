"""登记 of a dispute: register, correct, void, files."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.disputes.outcomes import Proceeding

from ...applications import people as applicants
from ...applications.actions.files import Upload
from ...applications.models import Application
from ...applications.people import Person
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .. import people
from ..models import Dispute, DisputeFile, Instance, Level, Procedure
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User


@dataclass(frozen=True)
class Facts:
    """What is known of a dispute when it is registered; ``body`` is the review body or the first court."""

    claimant_kind: str
    filed_on: date
    body: str
    case_number: str = ""
    application: Application | None = None
    title: str = ""
    procedure: str = Procedure.ORDINARY
    accepted_on: date | None = None
    extended_by: int | None = None
    notified_on: date | None = None
    follows: Dispute | None = None
    reviewed_on: date | None = None


_TOLD = ("filed_on", "accepted_on", "notified_on", "reviewed_on", "extended_by", "procedure")
"""Facts whose old and new values stand in the ledger; of the others only that they changed."""


@transaction.atomic
def register(
    organ: Organ,
    proceeding: Proceeding,
    facts: Facts,
    claimant: Person | None,
    *,
    user: "User",
    at: datetime,
) -> Dispute:
    """登记 a review or a suit against ``organ``.

    ``claimant`` None: whoever made the application it is about.
    """
    permissions.require(user, "disputes.record", organ, on=localdate(at))
    facts = _sound(organ, proceeding, facts, localdate(at))
    if claimant is None:
        claimant = applicants.known(facts.application) if facts.application else None
        if claimant is None:
            raise Refused(_("没有可以沿用的申请人信息，请填写申请人或者原告"))
    if not claimant.name.strip():
        raise Refused(_("请填写申请人或者原告的姓名或名称"))
    dispute = Dispute(
        organ=organ,
        year=facts.filed_on.year,
        proceeding=proceeding,
        registered_at=at,
        registered_by=user,
        edition=0,
    )
    _apply(dispute, facts)
    dispute.save()
    people.keep(dispute, replace(claimant, identity_kind="", identity_number=""))
    Instance.objects.create(
        dispute=dispute,
        level=Level.REVIEW if dispute.is_review else Level.FIRST,
        body=facts.body,
        case_number=facts.case_number,
        filed_on=facts.filed_on,
    )
    base.done(dispute, "registered", user=user, at=at, filed=facts.filed_on, notified=facts.notified_on)
    return dispute


@transaction.atomic
def correct(
    dispute: Dispute,
    facts: Facts,
    reason: str,
    claimant: Person | None = None,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Dispute:
    """更正 facts that were registered wrongly or have become known since; ``claimant`` None: as it was."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    if not reason.strip():
        raise Refused(_("请写明更正的理由"))
    first = dispute.instances.earliest("pk")
    facts = _sound(dispute.organ, dispute.way, facts, localdate(at), itself=dispute)
    if first.concluded_on and facts.filed_on > first.concluded_on:
        raise Refused(_("提出日期不能晚于审结日期（{on}）").format(on=first.concluded_on))
    if dispute.replied_on and not (facts.notified_on and facts.notified_on <= dispute.replied_on):
        raise Refused(_("已经登记答复，收到副本日期不能晚于答复日期（{on}）").format(on=dispute.replied_on))
    if dispute.redo and dispute.application != facts.application:
        raise Refused(_("已经按裁决重新办理，不能改换所涉申请"))
    changed = dict(_changes(facts_of(dispute), facts))
    if claimant:
        changed["claimant"] = True
        people.keep(dispute, claimant)
    if not changed:
        raise Refused(_("没有改动"))
    _apply(dispute, facts)
    first.body, first.case_number, first.filed_on = facts.body, facts.case_number, facts.filed_on
    first.save(update_fields=["body", "case_number", "filed_on"])
    base.done(dispute, "corrected", user=user, at=at, changed=changed, reason=reason.strip())
    return dispute


@transaction.atomic
def void(dispute: Dispute, reason: str, *, user: "User", at: datetime, seen: int | None = None) -> Dispute:
    """作废 what was registered by mistake or twice: it stays to be read and is counted nowhere."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    if not reason.strip():
        raise Refused(_("请写明作废的理由，例如：与另一件重复登记"))
    if dispute.redo:
        raise Refused(_("已经按裁决重新办理，不能作废"))
    _refuse_followed(dispute)
    dispute.voided_on, dispute.void_reason = localdate(at), reason.strip()
    base.done(dispute, "voided", user=user, at=at, reason=reason.strip())
    return dispute


@transaction.atomic
def add_file(dispute: Dispute, upload: Upload, *, user: "User", at: datetime) -> DisputeFile:
    """添加材料."""
    dispute = base.locked(dispute, user=user, at=at)
    kept = base.store(dispute, upload, user=user, at=at)
    base.done(dispute, "file_added", user=user, at=at, kind=kept.kind, digest=kept.digest)
    return kept


@transaction.atomic
def read_file(kept: DisputeFile, *, user: "User", at: datetime) -> bytes:
    """查看材料: files name people, so that whoever opens one leaves a line."""
    dispute = kept.dispute
    permissions.require(user, "disputes.record", dispute.organ, on=localdate(at))
    data = base.opened(kept)
    ledger.record(
        dispute, "file_read", user=user, organ=dispute.organ.slug, kind=kept.kind, digest=kept.digest
    )
    return data


def facts_of(dispute: Dispute) -> Facts:
    """The facts as they stand, of the first instance."""
    first = dispute.instances.earliest("pk")
    own = {field.name: getattr(dispute, field.name) for field in fields(Facts)}
    return Facts(**{**own, "body": first.body, "case_number": first.case_number})


def _refuse_followed(dispute: Dispute) -> None:
    if after := dispute.followed_by.valid().first():
        raise Refused(_("{number}以这件复议为先行的复议，请先更正那一件").format(number=after.number))


def _apply(dispute: Dispute, facts: Facts) -> None:
    """The facts of the case itself; those of its first instance stand there."""
    for field in fields(Facts):
        if field.name not in ("body", "case_number"):
            setattr(dispute, field.name, getattr(facts, field.name))


def _changes(old: Facts, new: Facts) -> Iterator[tuple[str, object]]:
    for field in fields(Facts):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            yield field.name, [before, after] if field.name in _TOLD else True


def _sound(
    organ: Organ, proceeding: Proceeding, facts: Facts, today: date, *, itself: Dispute | None = None
) -> Facts:
    """The facts, tidied; raises Refused where they cannot be."""
    facts = replace(
        facts,
        title=" ".join(facts.title.split()),
        body=" ".join(facts.body.split()),
        case_number="".join(facts.case_number.split()),
    )
    if not facts.body:
        raise Refused(_("请填写审理机关"))
    _refuse_matter(organ, facts)
    filed = _("申请复议日期") if proceeding is Proceeding.REVIEW else _("起诉日期")
    since = facts.application.arrived_on if facts.application else date.min
    base.refuse_outside(filed, facts.filed_on, since, _("收到申请的日期"), today=today)
    base.refuse_outside(_("受理日期"), facts.accepted_on, facts.filed_on, filed, today=today)
    base.refuse_outside(_("收到副本日期"), facts.notified_on, facts.filed_on, filed, today=today)
    if proceeding is Proceeding.REVIEW:
        return _sound_review(facts)
    return _sound_suit(organ, facts, itself)


def _refuse_matter(organ: Organ, facts: Facts) -> None:
    if facts.application is None and not facts.title:
        raise Refused(_("没有所涉申请的，请填写所涉事项"))
    if facts.application and facts.application.organ_id != organ.pk:
        raise Refused(_("所涉申请不是本机关的，请核对登记编号"))


def _sound_review(facts: Facts) -> Facts:
    if facts.extended_by and not facts.accepted_on:
        raise Refused(_("填写延长日数的，请先填写受理日期"))
    return replace(facts, follows=None, reviewed_on=None)


def _sound_suit(organ: Organ, facts: Facts, itself: Dispute | None) -> Facts:
    """A suit after review names the review, or the day on which it was over."""
    facts = replace(facts, extended_by=None)
    if before := facts.follows:
        if before.organ_id != organ.pk or not before.is_review or before.voided_on or before == itself:
            raise Refused(_("先行的复议应是本机关登记的一件有效的行政复议"))
        if before.filed_on > facts.filed_on:
            raise Refused(_("先行的复议在起诉之后才申请，请核对"))
        ended = facts.reviewed_on or before.concluded_on
        if ended is None:
            raise Refused(_("先行的复议还没有审结。逾期未作决定的，请填写复议期限届满的日期"))
        facts = replace(facts, reviewed_on=ended)
    if facts.reviewed_on and facts.reviewed_on > facts.filed_on:
        raise Refused(_("复议审结或期满的日期不能晚于起诉日期"))
    return facts
