"""答复 (Art. 33, 35-40): search, parts, the seven steps, extension, reasons, the decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import parameters
from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import AT_WORK, Stage, Subject
from gongkai.law.applications.records import OUTCOMES, Outcome
from gongkai.law.applications.steps import STEPS
from gongkai.law.applications.third_parties import Opinion

from ...organs.actions import Refused
from .. import terms
from ..letter_models import Choice, Letter
from ..models import Application
from ..step_models import CaseFile, Consulted, Piece, Search
from . import base, letters
from .foundations import Decision as Decision  # noqa: PLC0414  # part of this module's face
from .foundations import refuse_unfounded, words_given
from .foundations import words_of as words_of  # noqa: PLC0414

if TYPE_CHECKING:
    from ...accounts.models import User


@transaction.atomic
def record_search(
    application: Application,
    *,
    on: date,
    place: str,
    words: str,
    by: str,
    found: bool,
    result: str,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Search:
    """登记检索: the defence of every "not held"."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "search", at)
    if on > localdate(at):
        raise Refused(_("检索日期不能在今天之后"))
    if not (place.strip() and words.strip() and by.strip()):
        raise Refused(_("请写明在哪里、用什么词和方法、由谁检索"))
    made = Search.objects.create(
        application=application,
        on=on,
        place=place.strip(),
        words=words.strip(),
        by=by.strip(),
        found=found,
        result=result.strip(),
    )
    base.done(application, "searched", user=user, at=at, on=on, found=found)
    return made


@transaction.atomic
def choose(
    application: Application,
    step: str,
    choice: str,
    note: str = "",
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Choice:
    """七步: what was chosen at a step; a step taken again replaces what came after it, and stays traced."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    if Stage(application.stage) not in AT_WORK and not terms.waits(application, localdate(at)):
        raise Refused(_("现在不在办理之中，不能选择"))
    if step not in STEPS or choice not in {one.code for one in STEPS[step].choices}:
        raise Refused(_("没有这一选择，请重新选"))
    made = Choice.objects.create(
        application=application, step=step, choice=choice, note=note.strip(), by=user, at=at
    )
    base.done(application, "step_chosen", user=user, at=at, step=step, choice=choice)
    return made


@transaction.atomic
def separate(
    application: Application,
    pieces: Sequence[Mapping[str, Any]],
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> list[Piece]:
    """区分处理: every part, given or withheld with its ground (Art. 37)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "search", at)
    for one in pieces:
        if not one["text"].strip():
            raise Refused(_("请写每一部分的内容"))
        if not one["given"] and not (one["ground"] and one["reason"].strip()):
            raise Refused(_("不予公开的部分，请选依据并写理由"))
    application.pieces.all().delete()
    made = Piece.objects.bulk_create(
        Piece(
            application=application,
            text=one["text"].strip(),
            given=one["given"],
            ground="" if one["given"] else one["ground"],
            reason="" if one["given"] else one["reason"].strip(),
        )
        for one in pieces
    )
    base.done(application, "separated", user=user, at=at, pieces=len(made))
    return made


@transaction.atomic
def extend(
    application: Application,
    days: int,
    reason: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """延长答复期限: approved by the head of the office, told to the applicant before the first term ends."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "extend", at)
    most = parameters.on("reply_extension", localdate(at)).value
    if not 0 < days <= most:
        raise Refused(_("延长的期限应在1到{most}个工作日之间").format(most=most))
    if not reason.strip():
        raise Refused(_("请写明延长的理由"))
    fields = {"days": days, "reason": reason.strip()}
    letter = letters.draft(application, "extension_notice", fields, user=user, at=at)
    base.done(application, "extension_drafted", user=user, at=at, subject=letter, days=days)
    return letter


@transaction.atomic
def ask_reasons(
    application: Application,
    why: str,
    reasons_by: date,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """要求说明理由 of applications clearly beyond reason in number or frequency (Art. 35)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "ask_reasons", at)
    if not why.strip():
        raise Refused(_("请写明申请数量、频次为什么明显超过合理范围"))
    if reasons_by <= localdate(at):
        raise Refused(_("说明理由的期限应在今天之后"))
    due = terms.due_of(application, localdate(at))
    if due is not None and due.on is not None and reasons_by >= due.on:
        raise Refused(_("说明理由的期限应早于答复期限{due}：等待理由的时间也计入期限").format(due=due.on))
    fields = {"reason": why.strip(), "explain_by": reasons_by.isoformat()}
    letter = letters.draft(application, "reasons_notice", fields, user=user, at=at)
    base.done(application, "reasons_drafted", user=user, at=at, subject=letter)
    return letter


@transaction.atomic
def receive_reasons(
    application: Application,
    on: date,
    sound: bool,
    note: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Application:
    """收到理由, and whether they are sound: if not, the application need not be handled (Art. 35)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "receive_reasons", at)
    assert application.reasons_asked_on is not None
    if not application.reasons_asked_on <= on <= localdate(at):
        raise Refused(_("收到理由的日期应在告知之日{day}和今天之间").format(day=application.reasons_asked_on))
    if not note.strip():
        raise Refused(_("请写明认为理由合理或者不合理的根据"))
    application.reasons_given_on, application.reasons_sound = on, sound
    application.reasons_note = note.strip()
    base.done(application, "reasons_received", user=user, at=at, on=on, sound=sound)
    return application


@transaction.atomic
def postpone(
    application: Application,
    to: date,
    reason: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """延迟答复: the reasons are sound, the term is too short; a reasonable later day is told (Art. 35)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "postpone", at)
    due = terms.due_of(application, localdate(at))
    if due is None or due.on is None or to <= due.on:
        raise Refused(_("延迟答复的日期应在现在的答复期限之后"))
    if not reason.strip():
        raise Refused(_("请写明不能在答复期限以前答复的原因"))
    fields = {"later_on": to.isoformat(), "reason": reason.strip()}
    letter = letters.draft(application, "later_date_notice", fields, user=user, at=at)
    base.done(application, "postponement_drafted", user=user, at=at, subject=letter, to=to)
    return letter


@transaction.atomic
def decide(
    application: Application,
    decision: Decision,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """作出决定: one answer, one row of table three; the reply is drafted and goes to its layers."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "decide", at)
    if decision.answer not in ANSWERS or Subject(application.subject) is not Subject.INFORMATION:
        raise Refused(_("请选择办理结果"))
    refuse_unfounded(application, decision, localdate(at))
    letter = letters.draft(
        application,
        decision.answer,
        words_given(decision),
        user=user,
        at=at,
        answer=decision.answer,
        enclosing=CaseFile.objects.filter(application=application, pk__in=decision.files),
    )
    base.done(application, "decided", user=user, at=at, subject=letter, answer=decision.answer)
    return letter


@transaction.atomic
def decide_records(
    application: Application,
    outcome: Outcome,
    text: str,
    organ: str = "",
    contact: str = "",
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """更正答复 (Art. 41): corrected, passed on, pointed elsewhere, or kept as it is."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "decide", at)
    if Subject(application.subject) is not Subject.RECORDS:
        raise Refused(_("这件是申请公开信息，请按七步作出决定"))
    ending = OUTCOMES[outcome]
    if ending.needs_text and not text.strip():
        raise Refused(_("请写更正了什么：原来的记录和更正后的记录"))
    if ending.needs_organ and not organ.strip():
        raise Refused(_("请写有权更正的机关"))
    if ending.needs_reason and not text.strip():
        raise Refused(_("请写不予更正的理由"))
    fields = {
        Outcome.CORRECTED: {"corrected_record": text},
        Outcome.PASSED_ON: {"passed_to": organ, "explanation": text},
        Outcome.ELSEWHERE: {
            "responsible_organ": organ,
            "responsible_contact": contact,
            "explanation": text,
        },
        Outcome.KEPT: {"explanation": text},
    }[outcome]
    fields = {name: value.strip() for name, value in fields.items() if value.strip()}
    letter = letters.draft(application, "records_correction_reply", fields, user=user, at=at, answer=outcome)
    base.done(application, "decided", user=user, at=at, subject=letter, answer=outcome)
    return letter


@transaction.atomic
def state_public_interest(
    application: Application,
    disclosed: str,
    reason: str,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Letter:
    """公共利益: disclosed against a third party's will; it is told in writing what and why (Art. 32)."""
    application = base.locked(application, "applications.handle", user=user, at=at, seen=seen)
    base.require(application, "decide", at)
    refused = application.consultations.filter(
        kind=Consulted.THIRD_PARTY, opinion=Opinion.REFUSES_WITH_REASON
    )
    asked = refused.first()
    if asked is None:
        raise Refused(_("没有第三方不同意公开，不必说明公共利益"))
    if not disclosed.strip():
        raise Refused(_("请写决定公开的内容"))
    if not reason.strip():
        raise Refused(_("请写明不公开会对公共利益造成怎样的重大影响"))
    application.public_interest = reason.strip()
    letter = letters.draft(
        application,
        "third_party_decision_notice",
        {"reason": reason.strip(), "disclosed": disclosed.strip()},
        user=user,
        at=at,
        consultation=asked,
    )
    base.done(application, "public_interest_stated", user=user, at=at, subject=letter)
    return letter
