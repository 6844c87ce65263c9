"""答复 (Art. 33, 35-40): search, parts, the seven steps, extension, reasons, the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import parameters
from gongkai.law.applications.answers import ANSWERS, Answer
from gongkai.law.applications.case import Stage, Subject
from gongkai.law.applications.records import OUTCOMES, Outcome
from gongkai.law.applications.steps import STEPS
from gongkai.law.applications.third_parties import Opinion

from ...organs.actions import Refused
from .. import terms
from ..letter_models import Choice, Letter
from ..letters.kinds import FIELDS, KINDS, Need
from ..models import Application
from ..step_models import CaseFile, Consulted, Piece, Search
from . import base, letters

if TYPE_CHECKING:
    from ...accounts.models import User


@dataclass(frozen=True)
class Decision:
    """What is answered: the answer, and the words of its letter that the case does not hold already."""

    answer: str
    words: Mapping[str, str]
    """By field of the letter (``WORDS``); days as 2021-03-05."""
    files: tuple[int, ...] = ()
    """Keys of the case's files that go out with it."""


WORDS = (
    "information",
    "reason",
    "law_basis",
    "manner",
    "access",
    "published_on",
    "route",
    "responsible_organ",
    "responsible_contact",
    "earlier_number",
    "earlier_on",
    "ending",
)
"""Fields of replies that an officer writes; ``letters.KINDS`` says which of them an answer has."""


def words_of(answer: str) -> list[str]:
    """The fields an officer writes for an answer."""
    return [name for name in WORDS if name in KINDS[answer].used]


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
    if Stage(application.stage) not in (Stage.HANDLING, Stage.CONSULTING):
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
    base.done(application, "reasons_received", user=user, at=at, on=on, sound=sound, note=note.strip())
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
    answer = ANSWERS.get(decision.answer)
    if answer is None or Subject(application.subject) is not Subject.INFORMATION:
        raise Refused(_("请选择办理结果"))
    _refuse_unfounded(application, answer, decision, localdate(at))
    letter = letters.draft(
        application, decision.answer, _words(decision), user=user, at=at, answer=decision.answer
    )
    CaseFile.objects.filter(application=application, pk__in=decision.files).update(letter=letter)
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


def _words(decision: Decision) -> dict[str, str]:
    return {
        name: decision.words[name].strip()
        for name in words_of(decision.answer)
        if decision.words.get(name, "").strip()
    }


def _refuse_unfounded(application: Application, answer: Answer, decision: Decision, on: date) -> None:
    """What an answer rests on must be on file before it is drafted."""
    silent = terms.waits(application, on)
    waiting = Stage(application.stage) in (Stage.CORRECTING, Stage.REASONING, Stage.PAYING)
    if waiting and decision.answer not in (silent, "other_misc"):
        raise Refused(_("申请人逾期没有回应的，只能按“{label}”办结").format(label=ANSWERS[silent].label))
    if not waiting and decision.answer in ("other_not_corrected", "other_fee_unpaid"):
        raise Refused(_("只有申请人逾期不补正、不缴费时，才能这样办结"))
    if answer.needs_search_record and not application.searches.filter(found=False).exists():
        raise Refused(_("答复没有检索到信息之前，请先登记检索记录：在哪里、由谁、什么时间、用什么词检索"))
    given = _words(decision)
    for name in words_of(decision.answer):
        if FIELDS[name].need is Need.MUST and name not in (*given, "information"):
            raise Refused(_("请填写：{meaning}").format(meaning=FIELDS[name].meaning))
    if answer.needs_parts:
        pieces = list(application.pieces.all())
        if not (any(one.given for one in pieces) and any(not one.given for one in pieces)):
            raise Refused(_("部分公开的，请先列出予以公开和不予公开的各个部分及其依据"))
    if answer.needs_third_party and not application.consultations.exclude(sent_on=None).exists():
        raise Refused(_("涉及第三方合法权益的，请先书面征求第三方意见"))
    if answer.needs_responsible_organ and not ({"responsible_organ", "reason"} & given.keys()):
        raise Refused(_("能够确定负责公开的机关的，请写其名称和联系方式；不能确定的，请写明理由"))
    if answer.needs_channel and "route" not in given and "access" not in given:
        raise Refused(_("请写申请人可以通过什么渠道提出或者获取"))
    if answer.sends_information:
        _refuse_against_third_party(application)


def _refuse_against_third_party(application: Application) -> None:
    """Refusal with good reason binds, but for grave public interest, of which the third party is told."""
    refused = application.consultations.filter(
        kind=Consulted.THIRD_PARTY, opinion=Opinion.REFUSES_WITH_REASON
    )
    if not refused.exists() or application.pieces.filter(given=False, ground="third_party").exists():
        return
    if not application.public_interest:
        raise Refused(
            _(
                "第三方不同意公开且有合理理由，不予公开；不公开会对公共利益造成重大影响的，请先写明并告知第三方"
            )
        )
