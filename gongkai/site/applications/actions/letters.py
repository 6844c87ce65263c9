"""文书: drafted, approved layer by layer, signed under a number, sent, served.

A letter takes effect on the day it goes out, not before: ``effects`` says what each kind changes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications import service
from gongkai.law.applications.case import Subject

from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, Role
from ...sealing import seal_bytes
from .. import composing, letters
from ..letter_models import (
    Approval,
    Letter,
    LetterNumber,
    LetterPattern,
    LetterState,
)
from ..letters import KINDS
from ..models import Application
from ..step_models import CaseFile, Consultation
from . import base, effects, files
from .contents import content as content  # noqa: PLC0414  # part of this module's face
from .contents import refuse_incomplete, rendered
from .foundations import refuse_overtaken, words_of
from .words import digest_of, enclosed, fields_of, place, write

if TYPE_CHECKING:
    from ...accounts.models import User

LAYERS: dict[str, tuple[Role, ...]] = {
    "receipt": (),
    "records_receipt": (),
    "correction_notice": (Role.SECTION_HEAD,),
    # Art. 33: by the head of the office of disclosure.
    "extension_notice": (Role.SECTION_HEAD,),
    "third_party_letter": (Role.SECTION_HEAD,),
    "third_party_confirmation": (Role.SECTION_HEAD,),
    "third_party_applicant_notice": (Role.SECTION_HEAD,),
    "co_maker_letter": (Role.SECTION_HEAD,),
    "assistance_letter": (Role.SECTION_HEAD,),
    "reasons_notice": (Role.SECTION_HEAD, Role.LEADER),
    "later_date_notice": (Role.SECTION_HEAD, Role.LEADER),
    "fee_notice": (Role.SECTION_HEAD, Role.LEADER),
}
"""Kind of letter → who approves it, in this order, nobody twice and never who drafted it."""
REPLY_LAYERS = (Role.SECTION_HEAD, Role.LEADER, Role.SIGNATORY)
"""Of replies, and of what tells a third party that its information is disclosed."""


def layers_of(kind: str) -> tuple[Role, ...]:
    return LAYERS.get(kind, REPLY_LAYERS)


def draft(
    application: Application,
    kind: str,
    fields: Mapping[str, Any],
    *,
    user: "User | None",
    at: datetime,
    consultation: Consultation | None = None,
    answer: str = "",
    enclosing: Iterable[CaseFile] = (),
) -> Letter:
    """A letter with its own words, within the act that calls for it; it waits for its first layer.

    ``enclosing``: files of the case that go out with it. Raises Refused where the case does not hold
    what the letter must say, so that it is known now and not when it is signed.
    """
    letter = Letter(
        application=application,
        consultation=consultation,
        kind=kind,
        answer=answer,
        drafted_by=user,
        drafted_at=at,
    )
    enclosing = list(enclosing)
    files.refuse_to_enclose(enclosing)
    write(letter, fields, enclosing)
    _submit(letter)
    letter.save()
    _enclose(letter, enclosing)
    refuse_incomplete(letter)
    return letter


def editable(letter: Letter) -> list[str]:
    """The words of its own that may be changed; what is counted from them (days, a fee) is drafted anew."""
    given = fields_of(letter)
    if letter.answer:
        chosen = words_of(letter.kind)
    else:
        chosen = [name for name in composing.OWN[1:] if name in KINDS[letter.kind].used]
    if letter.kind == "records_correction_reply":
        return [name for name in chosen if name in given or name == "explanation"]
    return chosen


@transaction.atomic
def edit(
    letter: Letter,
    fields: Mapping[str, str],
    enclosing: Iterable[int] | None = None,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """修改 what came back, or what is not signed yet; every layer begins anew.

    ``fields``: own words by name, days as 2021-03-05; ``enclosing``: keys of files of the case, None
    for the same as before.
    """
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.state not in (LetterState.DRAFT, LetterState.APPROVING, LetterState.RETURNED):
        raise Refused(_("文书已经签发，不能修改；有错的请作废后重新起草"))
    if set(fields) - set(editable(letter)):
        raise Refused(_("这些内容不能直接修改，请作废后重新起草"))
    for name in composing.TO_COME & fields.keys():
        if date.fromisoformat(fields[name]) <= localdate(at):
            raise Refused(_("{meaning}应在今天之后").format(meaning=letters.FIELDS[name].meaning))
    kept = {**fields_of(letter), **{name: text.strip() for name, text in fields.items()}}
    found = enclosed(letter)
    if enclosing is not None:
        found = list(CaseFile.objects.filter(application=application, pk__in=list(enclosing)))
        files.refuse_to_enclose(found)
    letter.drafted_by, letter.drafted_at = user, at
    write(letter, {name: value for name, value in kept.items() if value not in ("", None)}, found)
    _submit(letter)
    letter.save()
    _enclose(letter, found)
    refuse_incomplete(letter)
    base.done(application, "letter_edited", user=user, at=at, subject=letter, kind=letter.kind)
    return letter


@transaction.atomic
def approve(
    letter: Letter,
    digest: str,
    passed: bool,
    opinion: str,
    *,
    user: "User",
    at: datetime,
) -> Letter:
    """审批 by one layer of exactly these words; the last one signs, and the letter takes its number."""
    application = base.locked(letter.application, "applications.approve", user=user, at=at)
    letter = _locked(letter)
    _refuse_approver(letter, user, localdate(at))
    if digest != letter.digest or digest != digest_of(letter):
        raise Refused(_("文书在您打开之后改动过，请看过新的内容再审批"))
    if not passed and not opinion.strip():
        raise Refused(_("退回时请写明理由，承办人好修改"))
    if passed and letter.is_reply:
        refuse_overtaken(letter, application, localdate(at))
    Approval.objects.create(
        letter=letter,
        role=letter.waits_for,
        by=user,
        at=at,
        passed=passed,
        opinion=opinion.strip(),
        digest=digest,
    )
    layers = layers_of(letter.kind)
    at_layer = layers.index(Role(letter.waits_for))
    if not passed:
        letter.state, letter.waits_for = LetterState.RETURNED, ""
    elif at_layer + 1 < len(layers):
        letter.waits_for = layers[at_layer + 1]
    else:
        _sign(letter, application, user=user, at=at)
    letter.save()
    act = "letter_returned" if not passed else "letter_signed" if letter.signed_on else "letter_approved"
    base.done(application, act, user=user, at=at, subject=letter, kind=letter.kind, number=letter.number)
    return letter


@transaction.atomic
def send(
    letter: Letter,
    way: str,
    on: date,
    *,
    user: "User",
    at: datetime,
    delivered_on: date | None = None,
    tracking_number: str = "",
    proof: files.Upload | None = None,
    seen: int | None = None,
) -> Letter:
    """送出 on a day, by a way; it takes effect on the legal day of service (``law.service``).

    ``proof``: what proves the service, kept with the letter; a day that lies back is not entered without.
    """
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.state != LetterState.SIGNED:
        raise Refused(_("文书还没有签发，不能送出") if not letter.signed_on else _("文书已经送出"))
    assert letter.signed_on is not None
    if application.archived_on:
        raise Refused(_("案卷已经归档，不能再送出文书"))
    if not letter.signed_on <= on <= localdate(at):
        raise Refused(_("送出日期应在签发之日{day}和今天之间").format(day=letter.signed_on))
    if delivered_on is not None and not on <= delivered_on <= localdate(at):
        raise Refused(_("对方收到的日期应在送出日期和今天之间"))
    if letter.digest != digest_of(letter):
        raise Refused(_("随文书送出的材料在签发以后改动过，请作废后重新起草"))
    if on < localdate(at) and proof is None:
        raise Refused(_("送出日期早于今天的，请附上证明：邮寄收据、签收单或者发送记录"))
    if way == service.Way.POST and not tracking_number.strip():
        raise Refused(_("邮寄的请写邮件编号，作为送达的证明"))
    letter.way, letter.sent_on, letter.tracking_number = way, on, tracking_number.strip()
    letter.state = LetterState.SENT
    effects.ON_SENDING.get(letter.kind, effects.nothing)(application, letter, on)
    _deliver(application, letter, delivered_on)
    _prove(application, letter, proof, user=user, at=at)
    base.done(application, "letter_sent", user=user, at=at, subject=letter, kind=letter.kind, on=on, way=way)
    return letter


@transaction.atomic
def record_delivery(
    letter: Letter,
    on: date,
    proof: files.Upload | None = None,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """登记送达: the day the other side got it, by its signature or receipt, with what proves it.

    What came too late to be allowed (a correction after seven days) is served and changes nothing:
    that it came is a fact, and ``late`` says why it has no effect.
    """
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.sent_on is None or letter.delivered_on is not None:
        raise Refused(_("文书还没有送出，或者已经登记过送达"))
    if not letter.sent_on <= on <= localdate(at):
        raise Refused(_("送达日期应在送出之日{day}和今天之间").format(day=letter.sent_on))
    try:
        with transaction.atomic():
            _deliver(application, letter, on)
    except effects.TooLate as refused:
        letter = _locked(letter)
        application = base.locked(application, "applications.handle", user=user, at=at)
        letter.delivered_on = letter.served_on = on
        letter.state, letter.late = LetterState.SERVED, str(refused)
        letter.save()
    _prove(application, letter, proof, user=user, at=at)
    told = {"kind": letter.kind, "on": on, "late": bool(letter.late)}
    base.done(application, "letter_delivered", user=user, at=at, subject=letter, **told)
    return letter


@transaction.atomic
def void(letter: Letter, reason: str, *, user: "User", at: datetime, seen: int | None = None) -> Letter:
    """作废 of what has not been sent; a number it took stays used, with the reason."""
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.sent_on is not None or letter.state == LetterState.VOID:
        raise Refused(_("文书已经送出或者作废，不能再作废"))
    if not reason.strip():
        raise Refused(_("请写明作废的原因"))
    letter.state, letter.waits_for, letter.void_reason = LetterState.VOID, "", reason.strip()
    letter.save()
    if letter.kind == "third_party_letter":  # what tells the applicant of it has nothing to tell
        told = letter.application.letters.under_way().filter(consultation=letter.consultation)
        told.update(state=LetterState.VOID, waits_for="", void_reason=letter.void_reason)
    if letter.is_reply:
        application.signed_on, application.answer = None, ""
    base.done(
        application, "letter_voided", user=user, at=at, subject=letter, kind=letter.kind, number=letter.number
    )
    return letter


def receipt(application: Application, code: str = "", *, user: "User", at: datetime) -> Letter:
    """登记回执, within the act that receives: needs nobody's approval, ready to be handed over at once.

    ``code``: the check code, where the applicant has not got it yet.
    """
    kind = "receipt" if Subject(application.subject) is Subject.INFORMATION else "records_receipt"
    letter = draft(application, kind, {"check_code": code} if code else {}, user=user, at=at)
    _sign(letter, application, user=user, at=at)
    letter.save()
    return letter


def _enclose(letter: Letter, found: Iterable[CaseFile]) -> None:
    keys = [file.pk for file in found]
    letter.files.exclude(kind=CaseFile.Kind.PROOF).exclude(pk__in=keys).update(letter=None)
    CaseFile.objects.filter(pk__in=keys).update(letter=letter)


def _prove(
    application: Application, letter: Letter, proof: files.Upload | None, *, user: "User", at: datetime
) -> None:
    if proof is not None:
        files.store(application, proof, user=user, at=at, letter=letter)


def _submit(letter: Letter) -> None:
    layers = layers_of(letter.kind)
    letter.state = LetterState.APPROVING if layers else LetterState.DRAFT
    letter.waits_for = layers[0] if layers else ""


def _refuse_approver(letter: Letter, user: "User", on: date) -> None:
    if letter.state != LetterState.APPROVING:
        raise Refused(_("这份文书现在不待审批"))
    if not permissions.holds(user, letter.waits_for, letter.application.organ_id, on=on):
        raise Refused(_("这一环节由{role}审批").format(role=Role(letter.waits_for).label))
    if letter.drafted_by_id == user.pk:
        raise Refused(_("起草人不能审批自己起草的文书，请由他人审批"))
    taken = letter.approvals.filter(by=user, passed=True, digest=letter.digest)
    if taken.exists():
        raise Refused(_("您已经在前一环节审批过，请由他人审批"))


def _sign(letter: Letter, application: Application, *, user: "User", at: datetime) -> None:
    """Number, both files, sealed; of a reply also the result."""
    on = localdate(at)
    letter.signed_on, letter.signed_by = on, user
    letter.state, letter.waits_for = LetterState.SIGNED, ""
    letter.save()  # the number needs its row
    letter.number = _numbered(letter, application.organ, on)
    docx = rendered(letter)
    for suffix, data in (("docx", docx), ("pdf", letters.pdf(docx))):
        digest = hashlib.sha256(data).hexdigest()
        setattr(letter, f"{suffix}_digest", digest)
        getattr(letter, suffix).save(
            f"{digest[:16]}.bin", ContentFile(seal_bytes(data, place(letter))), save=False
        )
    if letter.is_reply:
        application.signed_on = on
        application.answer = letter.answer


def _numbered(letter: Letter, organ: Organ, on: date) -> str:
    """The next number of the organ's series in the year; the organ's row is held until it is taken."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    series = KINDS[letter.kind].numbering
    taken = LetterNumber.objects.filter(organ=organ, series=series, year=on.year)
    serial = (taken.aggregate(last=Max("serial"))["last"] or 0) + 1
    LetterNumber.objects.create(organ=organ, series=series, year=on.year, serial=serial, letter=letter)
    own = LetterPattern.objects.filter(organ=organ, series=series).first()
    pattern = own.pattern if own else composing.default_pattern(organ, series, on)
    return pattern.format(year=on.year, serial=serial)


def _deliver(application: Application, letter: Letter, delivered_on: date | None) -> None:
    """Enter the day of arrival, and the legal day of service once it is known, with its effect."""
    assert letter.sent_on is not None
    letter.delivered_on = delivered_on
    if letter.served_on is None:
        served = effects.SERVICE.get(letter.kind, service.of_answer)
        found = served(service.Way(letter.way), letter.sent_on, delivered_on)
        if letter.way == service.Way.COURIER and found.on is None and served is service.of_answer:
            raise Refused(found.ground)
        letter.served_on = found.on
        if letter.served_on is not None:
            letter.state = LetterState.SERVED
            effects.ON_SERVICE.get("reply" if letter.is_reply else letter.kind, effects.nothing)(
                application, letter, letter.served_on
            )
    letter.save()


def _locked(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(of=("self",))
        .select_related("application", "consultation")
        .get(pk=letter.pk)
    )


def sets_a_term(letter: Letter) -> bool:
    """True of letters that set others a term: it runs from their receipt, by whatever carrier."""
    return effects.SERVICE.get(letter.kind) is service.of_letter
