"""Acts on complaints: lodge, enter, accept, decline, pass on, hear the organ, decide, answer, withdraw.

No line of the ledger has a word of a complaint or of who complains: a line names its number.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ... import codes
from ...applications.actions.files import sealed
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from ...sealing import unseal_bytes
from ..orders import offices as ordering
from ..orders.actions import issue
from ..orders.drafts import by_hand
from ..orders.models import Order, Source
from . import offices, people, terms
from .models import (
    RIGHT,
    Act,
    Channel,
    Complaint,
    ComplaintFile,
    DeclineGround,
    Kind,
    Outcome,
    Result,
    State,
    Statement,
)
from .people import Person

if TYPE_CHECKING:
    from ...accounts.models import User

REPLY = "supervision.reply"
_TWICE = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """What a complaint says."""

    kind: str
    matter: str
    body: str
    since: date | None = None
    place: str = ""
    application_number: str = ""


Files = tuple[tuple[str, bytes], ...]
"""Name and bytes of each."""


@transaction.atomic
def lodge(
    organ: Organ, told: Told, person: Person, *, at: datetime, files: Files = ()
) -> tuple[Complaint, str]:
    """网上投诉举报; answers it and its check code, which is nowhere kept as it is."""
    on = localdate(at)
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)  # sent twice at once, it is one
    again = Complaint.objects.filter(
        organ=organ, entered_at__gt=at - _TWICE, channel=Channel.ONLINE, contact_hash=people.hashed(person)
    )
    if twin := next((one for one in again if one.body == _lines(told.body)), None):
        raise Refused(
            _("同样的内容刚才已经收到，编号{number}，不必再提交；请用当时显示的查询码查询").format(
                number=twin.number
            )
        )
    return _entered(organ, told, person, Channel.ONLINE, on, user=None, at=at, files=files)


@transaction.atomic
def enter(
    organ: Organ, told: Told, person: Person, channel: str, received_on: date, *, user: "User", at: datetime
) -> tuple[Complaint, str]:
    """登记 what came on paper, by telephone or in person, from the day it was received."""
    on = localdate(at)
    permissions.require(user, offices.HEAR, organ, on=on)
    if not offices.hearable(user, on).filter(pk=organ.pk).exists():
        raise permissions.Forbidden(offices.HEAR)
    if received_on > on:
        raise Refused(_("收到日期不能晚于今天"))
    return _entered(organ, told, person, channel, received_on, user=user, at=at)


@transaction.atomic
def move(complaint: Complaint, to: Organ, note: str, *, user: "User", at: datetime) -> None:
    """转送 to the office whose matter it is; its days run from then."""
    complaint = _held(complaint, user, at, State.RECEIVED)
    if to.pk == complaint.office_id:
        raise Refused(_("投诉就在本机关，请选择另一个机关"))
    if to.pk in offices.itself(complaint, localdate(at)) or to.path.startswith(complaint.organ.path):
        raise Refused(_("不能转给被投诉的机关和它的下级、承继机关处理，请转给有权处理的机关"))
    if to.is_dissolved(localdate(at)):
        raise Refused(_("所选机关已经撤销，请选择承继其职责的机关"))
    if not note.strip():
        raise Refused(_("请写明转送的理由，投诉人凭编号和查询码看得到"))
    before, on = complaint.office, localdate(at)
    complaint.moved_from = complaint.moved_from or before
    complaint.office = to
    complaint.accept_by = terms.working_days(to, on, terms.terms_of(to, on).accept)
    complaint.save(update_fields=["moved_from", "office", "accept_by"])
    _step(
        complaint,
        Act.MOVED,
        on,
        user,
        at,
        _("转送{name}。{note}").format(name=to.name_on(on), note=note.strip()),
    )
    _line(complaint, "complaint_moved", user, office=before.slug, to=to.slug)


@transaction.atomic
def accept(complaint: Complaint, *, user: "User", at: datetime) -> None:
    """受理: the days to answer run from here."""
    complaint = _held(complaint, user, at, State.RECEIVED)
    on = localdate(at)
    complaint.state, complaint.looked_on = State.ACCEPTED, on
    complaint.finish_by = terms.calendar_days(on, terms.terms_of(complaint.office, on).finish)
    complaint.save(update_fields=["state", "looked_on", "finish_by"])
    _step(complaint, Act.ACCEPTED, on, user, at)
    _line(complaint, "complaint_accepted", user, finish_by=complaint.finish_by)


@transaction.atomic
def decline(complaint: Complaint, ground: str, note: str, *, user: "User", at: datetime) -> None:
    """不予受理, with a ground and where the person should turn."""
    complaint = _held(complaint, user, at, State.RECEIVED)
    if ground not in DeclineGround.values:
        raise Refused(_("请选择不予受理的理由"))
    if not note.strip():
        raise Refused(_("请写明理由，以及投诉人应当向哪里提出"))
    on = localdate(at)
    complaint.state, complaint.looked_on, complaint.decline_ground = State.DECLINED, on, ground
    complaint.answer, complaint.answered_on = note.strip(), on
    complaint.save(update_fields=["state", "looked_on", "decline_ground", "answer", "answered_on"])
    _step(complaint, Act.DECLINED, on, user, at, note.strip())
    _line(complaint, "complaint_declined", user, ground=ground)


@transaction.atomic
def ask(complaint: Complaint, asked: str, *, names: bool, user: "User", at: datetime) -> Statement:
    """要求机关说明; the organ reads ``asked`` alone, and who complains only where ``names``."""
    complaint = _held(complaint, user, at, State.ACCEPTED)
    if complaint.statements.filter(given_on=None).exists():
        raise Refused(_("已经要求机关说明，请等它答复"))
    if not asked.strip():
        raise Refused(_("请写明转告机关的内容，不写投诉人的身份"))
    if names and not complaint.is_named:
        raise Refused(_("投诉人没有留下身份，无从告知"))
    on = localdate(at)
    days = terms.terms_of(complaint.office, on).statement
    made = complaint.statements.create(
        asked=asked.strip(), names=names, asked_on=on, due_on=terms.working_days(complaint.organ, on, days)
    )
    _step(complaint, Act.ASKED, on, user, at, made.asked)
    _line(complaint, "statement_asked", user, due_on=made.due_on, names=names)
    return made


@transaction.atomic
def state(statement: Statement, text: str, *, user: "User", at: datetime) -> None:
    """作出说明, by the organ."""
    complaint = Complaint.objects.select_for_update().get(pk=statement.complaint_id)
    permissions.require(user, REPLY, complaint.organ, on=localdate(at))
    statement = Statement.objects.get(pk=statement.pk)
    if statement.given_on or complaint.state != State.ACCEPTED:
        raise Refused(_("这件投诉现在不需要说明"))
    if not text.strip():
        raise Refused(_("请写明情况和依据"))
    statement.text, statement.given_on, statement.by = text.strip(), localdate(at), user
    statement.save(update_fields=["text", "given_on", "by"])
    _step(complaint, Act.STATED, localdate(at), user, at, statement.text)
    _line(complaint, "statement_given", user)


@dataclass(frozen=True)
class Decision:
    result: str
    reasons: str
    outcome: str
    outcome_text: str = ""
    order_number: str = ""


@transaction.atomic
def decide(complaint: Complaint, decision: Decision, *, user: "User", at: datetime) -> None:
    """认定 whether it is right, and what follows; not while the organ may still be heard."""
    complaint = _held(complaint, user, at, State.ACCEPTED)
    on = localdate(at)
    _refuse_decision(decision)
    if complaint.statements.filter(by=user).exists():
        raise Refused(_("代表机关作过说明的人不能认定，请由受理机关另一位工作人员认定"))
    if complaint.statements.filter(given_on=None, due_on__gte=on).exists():
        raise Refused(_("要求机关说明的期限还没有过，请等它说明，或者期限过后再认定"))
    complaint.state = State.DECIDED
    complaint.result, complaint.reasons = decision.result, decision.reasons.strip()
    complaint.outcome, complaint.outcome_text = decision.outcome, decision.outcome_text.strip()
    complaint.order_number = decision.order_number.strip()
    complaint.save(update_fields=["state", "result", "reasons", "outcome", "outcome_text", "order_number"])
    _step(complaint, Act.DECIDED, on, user, at, complaint.get_result_display())
    _line(complaint, "complaint_decided", user, result=decision.result, outcome=decision.outcome)


@dataclass(frozen=True)
class Ordered:
    """What an order says that is made from a complaint; the organ reads it, and nothing of who complains."""

    severity: str
    ground: str
    asked: str
    due_on: date | None = None
    due_reason: str = ""


@transaction.atomic
def order(complaint: Complaint, ordered: Ordered, *, user: "User", at: datetime) -> Order:
    """下达整改通知 on a complaint that is right and is to be put right; its number is kept with it."""
    complaint = _held(complaint, user, at, State.DECIDED, State.CLOSED)
    if not complaint.may_be_ordered:
        raise Refused(_("认定属实、责令改正、还没有整改通知的投诉，才由此下达整改通知"))
    office = ordering.over(user, complaint.organ, localdate(at))
    if office is None:
        raise Refused(_("本机关不能向被投诉的机关下达整改通知"))
    draft = by_hand(
        complaint.organ, kind="", severity=ordered.severity, title=complaint.matter_short, address="",
        ground=ordered.ground, source=Source.COMPLAINT, reference=complaint.number,
    )  # fmt: skip
    title = _("投诉举报{number}反映问题整改").format(number=complaint.number)
    made = issue(
        office, complaint.organ, [draft], title=title, asked=ordered.asked, due_on=ordered.due_on,
        due_reason=ordered.due_reason, user=user, at=at,
    )  # fmt: skip
    complaint.order_number = made.number
    complaint.save(update_fields=["order_number"])
    _line(complaint, "complaint_ordered", user, order=made.number)
    return made


@transaction.atomic
def answer(complaint: Complaint, text: str, on: date, *, user: "User", at: datetime) -> None:
    """答复 to the person, delivered on a day; the complaint is closed. Online it is read with the number."""
    complaint = _held(complaint, user, at, State.DECIDED)
    if not text.strip():
        raise Refused(_("请写答复"))
    if on > localdate(at) or on < (complaint.looked_on or complaint.received_on):
        raise Refused(_("答复日期应在受理之后、今天以前"))
    complaint.state, complaint.answer, complaint.answered_on = State.CLOSED, text.strip(), on
    complaint.save(update_fields=["state", "answer", "answered_on"])
    _step(complaint, Act.ANSWERED, on, user, at)
    _line(complaint, "complaint_answered", user, on=on)


@transaction.atomic
def withdraw(complaint: Complaint, note: str, *, user: "User | None", at: datetime) -> None:
    """撤回: by the person with number and code (``user`` None), or entered by the office."""
    if user is None:
        complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
        if not complaint.is_open:
            raise Refused(_("这件投诉已经{state}，不能撤回").format(state=complaint.get_state_display()))
    else:
        complaint = _held(complaint, user, at, State.RECEIVED, State.ACCEPTED, State.DECIDED)
        if not note.strip():
            raise Refused(_("请写明投诉人怎样提出撤回"))
    complaint.state = State.WITHDRAWN
    complaint.save(update_fields=["state"])
    _step(complaint, Act.WITHDRAWN, localdate(at), user, at, note.strip())
    _line(complaint, "complaint_withdrawn", user)


def followed(number: str, code: str) -> Complaint | None:
    """The complaint of a number, for whoever has its check code; None for anybody else."""
    found = Complaint.objects.numbered(number).select_related("organ", "office").first()
    return found if codes.matches(code, found.code_hash if found else "") else None


@transaction.atomic
def read_file(kept: ComplaintFile, *, user: "User", at: datetime) -> bytes:
    """查看证据, which may say who complains: with a line of the ledger."""
    offices.require_hearing(user, kept.complaint, localdate(at))
    with kept.file.open("rb") as file:
        data = unseal_bytes(file.read(), people.file_place(kept.complaint_id))
    ledger.record(kept, "complaint_file_read", user=user, organ=kept.complaint.organ.slug, digest=kept.digest)
    return data


def _entered(
    organ: Organ,
    told: Told,
    person: Person,
    channel: str,
    received_on: date,
    *,
    user: "User | None",
    at: datetime,
    files: Files = (),
) -> tuple[Complaint, str]:
    on = localdate(at)
    if organ.is_dissolved(on):
        raise Refused(_("这个机关已经撤销，请向承继其职责的机关的主管部门提出"))
    if not told.body.strip():
        raise Refused(_("请写明发生了什么"))
    if told.since and told.since > on:
        raise Refused(_("起始日期不能晚于今天"))
    if told.kind == Kind.COMPLAINT and not (person.name and (person.phone or person.email or person.address)):
        raise Refused(_("投诉要写姓名和一种联系方式；不愿意写的，可以选“举报”"))
    office = offices.decider(organ, on)
    if office is None:
        raise Refused(_("本系统里没有这个机关的上一级机关，请向它的上一级行政机关提出"))
    code = codes.new()
    days = terms.terms_of(office, received_on).accept
    complaint = Complaint.objects.create(
        organ=organ,
        office=office,
        kind=told.kind,
        matter=told.matter,
        body=_lines(told.body),
        since=told.since,
        place=told.place.strip(),
        application_number=told.application_number.strip(),
        code_hash=codes.hashed(code),
        channel=channel,
        received_on=received_on,
        entered_at=at,
        entered_by=user,
        accept_by=terms.working_days(office, received_on, days),
    )
    people.keep(complaint, person)
    for name, data in files:
        _keep_file(complaint, name, data)
    _step(complaint, Act.LODGED, received_on, user, at)
    _line(complaint, "complaint_entered", user, office=office.slug, channel=channel, files=len(files))
    return complaint, code


def _keep_file(complaint: Complaint, name: str, data: bytes) -> None:
    new = sealed(name, data, people.file_place(complaint.pk))
    kept = ComplaintFile(
        complaint=complaint, name=new.name, suffix=new.suffix, size=new.size, digest=new.digest
    )
    kept.file.save(new.stored_as, new.content, save=False)
    kept.save()


def _refuse_decision(decision: Decision) -> None:
    if decision.result not in Result.values or decision.outcome not in Outcome.values:
        raise Refused(_("请选择认定和处理"))
    if not decision.reasons.strip():
        raise Refused(_("请写明查明的事实和理由"))
    if decision.result == Result.NOT_UPHELD and decision.outcome != Outcome.EXPLAINED:
        raise Refused(_("认定不属实的，处理只能是说明解释"))
    if decision.result in RIGHT and not decision.outcome_text.strip():
        raise Refused(_("属实或者部分属实的，请写明怎样处理"))
    if decision.order_number.strip() and decision.outcome != Outcome.RECTIFY:
        raise Refused(_("只有责令改正的，才写整改通知编号"))


def _held(complaint: Complaint, user: "User", at: datetime, *states: State) -> Complaint:
    """The complaint as it is now, locked; refuses one that is in none of ``states``."""
    fresh = Complaint.objects.select_for_update().get(pk=complaint.pk)
    offices.require_hearing(user, fresh, localdate(at))
    if fresh.state not in states:
        raise Refused(_("这件投诉现在的状态是“{state}”，请刷新页面").format(state=fresh.get_state_display()))
    return fresh


def _step(
    complaint: Complaint, act: Act, on: date, user: "User | None", at: datetime, note: str = ""
) -> None:
    complaint.steps.create(act=act, on=on, note=note, at=at, by=user)


def _line(complaint: Complaint, act: str, user: "User | None", **detail: object) -> None:
    ledger.record(complaint, act, user=user, organ=complaint.organ.slug, **detail)


def _lines(text: str) -> str:
    """As a browser sends it and as it is stored: one sign for the end of a line."""
    return text.replace("\r\n", "\n").strip()
