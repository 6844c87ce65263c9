"""办理 of an application: where it stands, and what may be done with it, from its dated facts alone.

``ACTS`` is the table of acts; ``refuse`` says with its article why one is not allowed. Who may carry
an act out is no question of the Regulation and stands elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from ..citation import Article
from ..clock import Due
from ..working_days import WorkingDays
from . import receipt, reply
from .reply import Facts


class Subject(StrEnum):
    """What is applied for: information (Art. 27), or that records about oneself be put right (Art. 41)."""

    INFORMATION = "information"
    RECORDS = "records"


SUBJECTS = {Subject.INFORMATION: _("申请公开政府信息"), Subject.RECORDS: _("申请更正政府信息")}


class Stage(StrEnum):
    """Where an application stands: derived, never chosen."""

    UNCONFIRMED = "unconfirmed"
    HANDLING = "handling"
    CORRECTING = "correcting"
    REASONING = "reasoning"
    CONSULTING = "consulting"
    PAYING = "paying"
    SIGNED = "signed"
    CLOSED = "closed"
    ARCHIVED = "archived"


STAGES = {
    Stage.UNCONFIRMED: _("待确认"),
    Stage.HANDLING: _("办理中"),
    Stage.CORRECTING: _("待补正"),
    Stage.REASONING: _("待说明理由"),
    Stage.CONSULTING: _("征求意见中"),
    Stage.PAYING: _("待缴费"),
    Stage.SIGNED: _("答复待送达"),
    Stage.CLOSED: _("已办结"),
    Stage.ARCHIVED: _("已归档"),
}
OPEN = frozenset(Stage) - {Stage.CLOSED, Stage.ARCHIVED}
"""Not answered yet: what is carried over on December 31."""
AT_WORK = frozenset({Stage.HANDLING, Stage.CONSULTING})
"""The organ's turn: asking others does not keep it from working on."""
WAITING = frozenset({Stage.CORRECTING, Stage.REASONING, Stage.PAYING})
"""The applicant's turn."""


@dataclass(frozen=True)
class Case:
    """The facts of an application that its acts hang on.

    ``correct_by``, ``reasons_by``, ``pay_by``: the last day the applicant was given.
    ``under_way``: kinds of letters that are drafted or signed and not sent.
    ``awaited``: opinions that were asked for and are neither there nor overdue.
    """

    subject: Subject
    facts: Facts
    correct_by: date | None = None
    reasons_asked_on: date | None = None
    reasons_by: date | None = None
    reasons_given_on: date | None = None
    reasons_sound: bool | None = None
    pay_by: date | None = None
    under_way: frozenset[str] = frozenset()
    awaited: int = 0
    signed_on: date | None = None
    served_on: date | None = None
    withdrawn_on: date | None = None
    joined_on: date | None = None
    """Split into others, or handled together with another: it ends with those."""
    archived_on: date | None = None

    @property
    def received_on(self) -> date | None:
        facts = self.facts
        return receipt.received_on(facts.channel, facts.arrived_on, facts.confirmed_on)

    @property
    def stage(self) -> Stage:
        """Where it stands; the latest fact decides."""
        facts = self.facts
        for fact, stage in (
            (self.archived_on, Stage.ARCHIVED),
            (self.served_on or self.withdrawn_on or self.joined_on, Stage.CLOSED),
            (self.signed_on, Stage.SIGNED),
            (self.received_on is None, Stage.UNCONFIRMED),
            (facts.correction_notified_on and not facts.corrected_on, Stage.CORRECTING),
            (self.reasons_asked_on and not self.reasons_given_on, Stage.REASONING),
            (facts.fee_notified_on and not facts.fee_paid_on, Stage.PAYING),
            (self.awaited, Stage.CONSULTING),
        ):
            if fact:
                return stage
        return Stage.HANDLING

    def due(self, days: WorkingDays) -> Due | None:
        """答复期限; None for records to be put right: Art. 41 sets no term. Raises Contradiction."""
        return reply.due(self.facts, days) if self.subject is Subject.INFORMATION else None


class ClockEffect(StrEnum):
    """What an act does to the term of reply."""

    NONE = "none"
    STARTS = "starts"
    WAITS = "waits"
    RESTARTS = "restarts"
    EXCLUDES = "excludes"
    EXTENDS = "extends"
    POSTPONES = "postpones"
    ENDS = "ends"


CLOCK_EFFECTS = {
    ClockEffect.NONE: _("不影响期限"),
    ClockEffect.STARTS: _("起算"),
    ClockEffect.WAITS: _("等待申请人，期限停下"),
    ClockEffect.RESTARTS: _("重新起算"),
    ClockEffect.EXCLUDES: _("所需时间不计入"),
    ClockEffect.EXTENDS: _("延长一次，最多20个工作日"),
    ClockEffect.POSTPONES: _("改为告知的合理日期"),
    ClockEffect.ENDS: _("办结"),
}


class NotAllowed(ValueError):
    """An act that the Regulation does not allow on these facts; the message says why, ``article`` where."""

    def __init__(self, reason: str, article: Article) -> None:
        super().__init__(_("{reason}（{article}）").format(reason=reason, article=article))
        self.article = article


Check = Callable[[Case, date, WorkingDays], str | None]
"""Why the facts do not allow an act on a day, or None."""


@dataclass(frozen=True)
class Condition:
    name: str
    article: Article
    check: Check


@dataclass(frozen=True)
class Act:
    """An act: from which stages, on what further conditions, with which effect and which letter."""

    name: str
    article: Article
    stages: frozenset[Stage]
    effect: ClockEffect = ClockEffect.NONE
    letter: str = ""
    conditions: tuple[Condition, ...] = ()
    subjects: frozenset[Subject] = frozenset(Subject)


def refuse(code: str, case: Case, on: date, days: WorkingDays) -> None:
    """Raise NotAllowed where an act of the table is not allowed on these facts on a day."""
    act = ACTS[code]
    if case.subject not in act.subjects:
        raise NotAllowed(
            _("{subject}没有“{act}”这一环节").format(subject=SUBJECTS[case.subject], act=act.name),
            act.article,
        )
    if case.stage not in act.stages:
        fitting = "、".join(STAGES[stage] for stage in Stage if stage in act.stages)
        raise NotAllowed(
            _("这件申请现在是“{stage}”，不能“{act}”；{fitting}时才可以").format(
                stage=STAGES[case.stage], act=act.name, fitting=fitting
            ),
            act.article,
        )
    for condition in act.conditions:
        if reason := condition.check(case, on, days):
            raise NotAllowed(reason, condition.article)


def allowed(case: Case, on: date, days: WorkingDays) -> list[str]:
    """The acts of the table that the facts allow on a day, in its order."""
    found = []
    for code in ACTS:
        try:
            refuse(code, case, on, days)
        except NotAllowed:
            continue
        found.append(code)
    return found


# Conditions ------------------------------------------------------------------------------------


def _no_correction_yet(case: Case, on: date, days: WorkingDays) -> str | None:
    if case.facts.correction_notified_on:
        return _("补正只能告知一次，{on}已经告知过").format(on=case.facts.correction_notified_on)
    return None


def _within_seven_days(case: Case, on: date, days: WorkingDays) -> str | None:
    assert case.received_on is not None
    last = reply.correction_notice_due(case.received_on, days).on
    assert last is not None
    if on > last:
        return _("补正应在收到申请之日起7个工作日内告知，{last}已经期满，请按现有内容办理").format(last=last)
    return None


def _not_extended_yet(case: Case, on: date, days: WorkingDays) -> str | None:
    if case.facts.extended_on:
        return _("答复期限只能延长一次，{on}已经延长").format(on=case.facts.extended_on)
    return None


def _in_term(case: Case, on: date, days: WorkingDays) -> str | None:
    due = case.due(days)
    if due is not None and due.on is not None and on > due.on:
        return _("答复期限{last}已经届满，请尽快答复").format(last=due.on)
    return None


def _no_fee_yet(case: Case, on: date, days: WorkingDays) -> str | None:
    if case.facts.fee_notified_on:
        return _("收费已于{on}通知过，每件申请只收一次").format(on=case.facts.fee_notified_on)
    return None


def _fee_in_force(case: Case, on: date, days: WorkingDays) -> str | None:
    return _("信息处理费自2021年1月1日起施行") if on < _FEES_SINCE else None


def _no_reasons_yet(case: Case, on: date, days: WorkingDays) -> str | None:
    return _("已经要求申请人说明过理由") if case.reasons_asked_on else None


def _reasons_sound(case: Case, on: date, days: WorkingDays) -> str | None:
    if case.reasons_sound:
        return None
    return _("申请人说明理由、认为理由合理之后，才能确定延迟答复的日期")


def _nobody_awaited(case: Case, on: date, days: WorkingDays) -> str | None:
    return _("还在征求意见，意见返回或者期满之后再作决定") if case.awaited else None


def _wait_is_over(case: Case, on: date, days: WorkingDays) -> str | None:
    """Of the applicant's silence: no decision before the last day they were given."""
    last = {
        Stage.CORRECTING: case.correct_by,
        Stage.REASONING: case.reasons_by,
        Stage.PAYING: case.pay_by,
    }.get(case.stage)
    if last is not None and on <= last:
        return _("申请人可以在{last}以前{wait}，期满之前不能作出决定").format(
            last=last, wait=_WAITED_FOR[case.stage]
        )
    return None


def _not(kind: str) -> Condition:
    """No such letter under way: two officers would each send one.

    A reply also names searches and parts: they do not change behind the layers that approve it.
    """

    def check(case: Case, on: date, days: WorkingDays) -> str | None:
        if kind not in case.under_way:
            return None
        if kind == "reply":
            return _("答复书已经在办理，请先送出或者作废")
        return _("已经有一份同样的文书在办理，请先送出或者作废")

    return Condition(f"no_{kind}_under_way", Article(33), check)


_FEES_SINCE = date(2021, 1, 1)
_WAITED_FOR = {
    Stage.CORRECTING: _("补正"),
    Stage.REASONING: _("说明理由"),
    Stage.PAYING: _("缴费"),
}
_IN_TERM = Condition("in_term", Article(33, 2), _in_term)
_ONE_CORRECTION = Condition("one_correction", Article(30), _no_correction_yet)
_SEVEN_DAYS = Condition("seven_days", Article(30), _within_seven_days)
_ONE_EXTENSION = Condition("one_extension", Article(33, 2), _not_extended_yet)
_ONE_FEE = Condition("one_fee", Article(42), _no_fee_yet)
_FEES = Condition("fees_in_force", Article(42), _fee_in_force)
_ONE_REASONS = Condition("one_asking_for_reasons", Article(35), _no_reasons_yet)
_SOUND = Condition("reasons_sound", Article(35), _reasons_sound)
_NOBODY = Condition("nobody_awaited", Article(32), _nobody_awaited)
_OVER = Condition("wait_is_over", Article(30), _wait_is_over)

_INFORMATION = frozenset({Subject.INFORMATION})

ACTS: dict[str, Act] = {
    "confirm": Act(_("确认收到"), Article(31), frozenset({Stage.UNCONFIRMED}), ClockEffect.STARTS, "receipt"),
    "request_correction": Act(
        _("告知补正"),
        Article(30),
        frozenset({Stage.HANDLING}),
        ClockEffect.WAITS,
        "correction_notice",
        (_ONE_CORRECTION, _SEVEN_DAYS, _not("correction_notice")),
        _INFORMATION,
    ),
    "receive_correction": Act(
        _("收到补正"),
        Article(30),
        frozenset({Stage.CORRECTING}),
        ClockEffect.RESTARTS,
        subjects=_INFORMATION,
    ),
    "consult_third_party": Act(
        _("征求第三方意见"),
        Article(32),
        AT_WORK,
        ClockEffect.EXCLUDES,
        "third_party_letter",
        (_IN_TERM,),
        _INFORMATION,
    ),
    "consult_co_maker": Act(
        _("征求共同制作机关意见"),
        Article(34),
        AT_WORK,
        ClockEffect.EXCLUDES,
        "co_maker_letter",
        (_IN_TERM,),
        _INFORMATION,
    ),
    "consult_organ": Act(
        _("请其他机关协助"),
        Article(33, 3),
        AT_WORK,
        ClockEffect.EXCLUDES,
        "assistance_letter",
        (_IN_TERM,),
        _INFORMATION,
    ),
    "record_opinion": Act(_("登记意见"), Article(32), AT_WORK, subjects=_INFORMATION),
    "extend": Act(
        _("延长答复期限"),
        Article(33, 2),
        AT_WORK,
        ClockEffect.EXTENDS,
        "extension_notice",
        (_ONE_EXTENSION, _IN_TERM, _not("extension_notice")),
        _INFORMATION,
    ),
    "charge_fee": Act(
        _("收取信息处理费"),
        Article(42),
        frozenset({Stage.HANDLING}),
        ClockEffect.WAITS,
        "fee_notice",
        (_FEES, _ONE_FEE, _IN_TERM, _not("fee_notice")),
        _INFORMATION,
    ),
    "record_payment": Act(
        _("登记缴费"),
        Article(42),
        frozenset({Stage.PAYING}),
        ClockEffect.RESTARTS,
        subjects=_INFORMATION,
    ),
    "ask_reasons": Act(
        _("要求说明理由"),
        Article(35),
        frozenset({Stage.HANDLING}),
        ClockEffect.NONE,
        "reasons_notice",
        (_ONE_REASONS, _IN_TERM, _not("reasons_notice")),
        _INFORMATION,
    ),
    "receive_reasons": Act(_("收到理由"), Article(35), frozenset({Stage.REASONING}), subjects=_INFORMATION),
    "postpone": Act(
        _("确定延迟答复的日期"),
        Article(35),
        frozenset({Stage.HANDLING}),
        ClockEffect.POSTPONES,
        "later_date_notice",
        (_SOUND, _IN_TERM, _not("later_date_notice")),
        _INFORMATION,
    ),
    "search": Act(_("登记检索"), Article(36, item=4), AT_WORK, conditions=(_not("reply"),)),
    "assign": Act(_("转科室办理"), Article(33, 1), AT_WORK),
    "decide": Act(
        _("作出决定"),
        Article(36),
        AT_WORK | WAITING,
        ClockEffect.NONE,
        "reply",
        (_NOBODY, _OVER, _not("reply")),
    ),
    "serve": Act(_("送达答复"), Article(33), frozenset({Stage.SIGNED}), ClockEffect.ENDS),
    "withdraw": Act(_("申请人撤回"), Article(27), OPEN - {Stage.SIGNED}, ClockEffect.ENDS),
    "split": Act(
        _("拆分"),
        Article(29),
        frozenset({Stage.HANDLING}),
        conditions=(_not("reply"),),
        subjects=_INFORMATION,
    ),
    "merge": Act(_("并案办理"), Article(33), frozenset({Stage.HANDLING}), conditions=(_not("reply"),)),
    "archive": Act(_("归档"), Article(45), frozenset({Stage.CLOSED})),
}
"""Code → act, in the order of the work; letters take effect on the day they are sent."""


def lapsed(case: Case, on: date) -> str:
    """The answer that an applicant's silence leads to once their day has passed, or ""."""
    ends = {
        Stage.CORRECTING: (case.correct_by, "other_not_corrected"),
        Stage.PAYING: (case.pay_by, "other_fee_unpaid"),
        Stage.REASONING: (case.reasons_by, "declined_excessive"),
    }
    last, answer = ends.get(case.stage, (None, ""))
    return answer if last is not None and on > last else ""
