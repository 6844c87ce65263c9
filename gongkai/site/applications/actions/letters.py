"""文书: drafted, approved layer by layer, signed under a number, sent, served.

A letter takes effect on the day it goes out, not before: ``_EFFECTS`` says what each kind changes.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications import reply, service
from gongkai.law.applications.case import Subject

from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, Role
from ...sealing import seal, seal_bytes, unseal, unseal_bytes
from .. import composing, letters, terms
from ..letter_models import (
    Approval,
    Letter,
    LetterNumber,
    LetterPattern,
    LetterState,
    LetterTemplate,
)
from ..letters import KINDS
from ..models import Application
from ..step_models import Consultation
from . import base

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
) -> Letter:
    """A letter with its own words, within the act that calls for it; it waits for its first layer."""
    letter = Letter(
        application=application,
        consultation=consultation,
        kind=kind,
        answer=answer,
        drafted_by=user,
        drafted_at=at,
    )
    _write(letter, fields)
    _submit(letter)
    letter.save()
    return letter


def fields_of(letter: Letter) -> dict[str, Any]:
    """The words of its own, as they were drafted."""
    found: dict[str, Any] = json.loads(unseal(letter.sealed, _place(letter)))
    return found


@transaction.atomic
def edit(
    letter: Letter, fields: Mapping[str, Any], *, user: "User", at: datetime, seen: int | None = None
) -> Letter:
    """修改 what came back, or what nobody has approved yet; every layer begins anew."""
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.state not in (LetterState.DRAFT, LetterState.APPROVING, LetterState.RETURNED):
        raise Refused(_("文书已经签发，不能修改；有错的请作废后重新起草"))
    letter.drafted_by, letter.drafted_at = user, at
    _write(letter, {**fields_of(letter), **fields})
    _submit(letter)
    letter.save()
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
    if digest != letter.digest:
        raise Refused(_("文书在您打开之后改动过，请看过新的内容再审批"))
    if not passed and not opinion.strip():
        raise Refused(_("退回时请写明理由，承办人好修改"))
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
    seen: int | None = None,
) -> Letter:
    """送出 on a day, by a way; it takes effect on the legal day of service (``law.service``)."""
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.state != LetterState.SIGNED:
        raise Refused(_("文书还没有签发，不能送出") if not letter.signed_on else _("文书已经送出"))
    assert letter.signed_on is not None
    if not letter.signed_on <= on <= localdate(at):
        raise Refused(_("送出日期应在签发之日{day}和今天之间").format(day=letter.signed_on))
    if delivered_on is not None and not on <= delivered_on <= localdate(at):
        raise Refused(_("对方收到的日期应在送出日期和今天之间"))
    if way == service.Way.POST and not tracking_number.strip():
        raise Refused(_("邮寄的请写邮件编号，作为送达的证明"))
    letter.way, letter.sent_on, letter.tracking_number = way, on, tracking_number.strip()
    letter.state = LetterState.SENT
    _EFFECTS_ON_SENDING.get(letter.kind, _nothing)(application, letter, on)
    _deliver(application, letter, delivered_on)
    base.done(application, "letter_sent", user=user, at=at, subject=letter, kind=letter.kind, on=on, way=way)
    return letter


@transaction.atomic
def record_delivery(
    letter: Letter, on: date, *, user: "User", at: datetime, seen: int | None = None
) -> Letter:
    """登记送达: the day the other side got it, by its signature or receipt."""
    application = base.locked(letter.application, "applications.handle", user=user, at=at, seen=seen)
    letter = _locked(letter)
    if letter.sent_on is None or letter.delivered_on is not None:
        raise Refused(_("文书还没有送出，或者已经登记过送达"))
    if not letter.sent_on <= on <= localdate(at):
        raise Refused(_("送达日期应在送出之日{day}和今天之间").format(day=letter.sent_on))
    _deliver(application, letter, on)
    base.done(application, "letter_delivered", user=user, at=at, subject=letter, kind=letter.kind, on=on)
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


def content(letter: Letter, suffix: str) -> bytes:
    """The DOCX or PDF as it was signed; of a draft, as it would be."""
    if letter.signed_on:
        file = letter.docx if suffix == "docx" else letter.pdf
        with file.open("rb") as opened:
            return unseal_bytes(opened.read(), _place(letter))
    docx = letters.render(_template(letter), composing.fields(letter, fields_of(letter)))
    return docx if suffix == "docx" else letters.pdf(docx)


def _write(letter: Letter, fields: Mapping[str, Any]) -> None:
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    letter.sealed = seal(text, _place(letter))
    letter.digest = hashlib.sha256(f"{letter.kind}\0{text}".encode()).hexdigest()


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
    docx = letters.render(_template(letter), composing.fields(letter, fields_of(letter)))
    for suffix, data in (("docx", docx), ("pdf", letters.pdf(docx))):
        digest = hashlib.sha256(data).hexdigest()
        setattr(letter, f"{suffix}_digest", digest)
        getattr(letter, suffix).save(
            f"{digest[:16]}.bin", ContentFile(seal_bytes(data, _place(letter))), save=False
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


def _template(letter: Letter) -> bytes:
    own = LetterTemplate.objects.filter(
        organ=letter.application.organ_id, kind=letter.kind, ended_at=None
    ).first()
    return bytes(own.content) if own else letters.default_template(letter.kind)


def _deliver(application: Application, letter: Letter, delivered_on: date | None) -> None:
    """Enter the day of arrival, and the legal day of service once it is known, with its effect."""
    assert letter.sent_on is not None
    letter.delivered_on = delivered_on
    if letter.served_on is None:
        served = _SERVICE.get(letter.kind, service.of_answer)
        found = served(service.Way(letter.way), letter.sent_on, delivered_on)
        if letter.way == service.Way.COURIER and found.on is None and served is service.of_answer:
            raise Refused(found.ground)
        letter.served_on = found.on
        if letter.served_on is not None:
            letter.state = LetterState.SERVED
            _EFFECTS.get("reply" if letter.is_reply else letter.kind, _nothing)(
                application, letter, letter.served_on
            )
    letter.save()


def _locked(letter: Letter) -> Letter:
    return (
        Letter.objects.select_for_update(of=("self",))
        .select_related("application", "consultation")
        .get(pk=letter.pk)
    )


def _place(letter: Letter) -> str:
    return f"letter:{letter.application_id}"


# What a letter changes ----------------------------------------------------------------------------

Effect = Callable[[Application, Letter, date], None]


def _nothing(application: Application, letter: Letter, on: date) -> None:
    return


def _allowed(application: Application, letter: Letter, act: str, on: date) -> None:
    base.require_on(application, act, on, without=letter)


def _correction_told(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "request_correction", on)
    application.correction_notified_on = on
    application.correct_by = date.fromisoformat(fields_of(letter)["correction_due"])
    if application.correct_by <= on:
        raise Refused(_("补正期限应在告知之后，请作废后重新起草"))


def _extension_told(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "extend", on)
    application.extended_on, application.extension = on, int(fields_of(letter)["days"])


def _reasons_asked(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "ask_reasons", on)
    application.reasons_asked_on = on
    application.reasons_by = date.fromisoformat(fields_of(letter)["explain_by"])


def _postponed(application: Application, letter: Letter, on: date) -> None:
    _allowed(application, letter, "postpone", on)
    application.postponed_to = date.fromisoformat(fields_of(letter)["later_on"])


def _fee_told(application: Application, letter: Letter, on: date) -> None:
    """On arrival: the days to pay run from the day after it."""
    _allowed(application, letter, "charge_fee", on)
    told = fields_of(letter)
    application.fee_mode, application.fee_quantity = told["mode"], told["quantity"]
    application.fee_yuan, application.fee_notified_on = told["yuan"], on
    application.pay_by = reply.payment_due(on, terms.days_of(application)).on


def _asked(application: Application, letter: Letter, on: date) -> None:
    """On sending: from then the asking takes its time."""
    asked = letter.consultation
    assert asked is not None
    act = {
        "third_party_letter": "consult_third_party",
        "co_maker_letter": "consult_co_maker",
        "assistance_letter": "consult_organ",
    }[letter.kind]
    _allowed(application, letter, act, on)
    asked.sent_on = on
    asked.save()


def _asked_arrived(application: Application, letter: Letter, on: date) -> None:
    asked = letter.consultation
    assert asked is not None
    asked.delivered_on = on
    days = terms.days_of(application)
    asked.opinion_by = reply.opinion_due(on, days, co_maker=asked.kind == "co_maker").on
    asked.save()


def _third_party_told(application: Application, letter: Letter, on: date) -> None:
    asked = letter.consultation
    assert asked is not None
    asked.told_on = on
    asked.save()


def _answered(application: Application, letter: Letter, on: date) -> None:
    """The reply is served: the case ends, and with it those handled together with it."""
    application.served_on = on
    for other in Application.objects.select_for_update().filter(merged_into=application):
        other.signed_on, other.served_on, other.answer = application.signed_on, on, application.answer
        terms.refresh(other, on)


_EFFECTS: dict[str, Effect] = {
    "correction_notice": _correction_told,
    "extension_notice": _extension_told,
    "reasons_notice": _reasons_asked,
    "later_date_notice": _postponed,
    "third_party_decision_notice": _third_party_told,
    "fee_notice": _fee_told,
    **dict.fromkeys(("third_party_letter", "co_maker_letter", "assistance_letter"), _asked_arrived),
    "reply": _answered,
}
_EFFECTS_ON_SENDING: dict[str, Effect] = dict.fromkeys(
    ("third_party_letter", "co_maker_letter", "assistance_letter"), _asked
)
_SERVICE = dict.fromkeys(
    ("fee_notice", "third_party_letter", "co_maker_letter", "assistance_letter"), service.of_letter
)
"""Letters that set others a term: it runs from their receipt. All others count as answers do."""
