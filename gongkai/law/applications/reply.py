"""答复期限 (Art. 30, 32-34, 42): when an application must be answered, and why on that day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from .. import parameters
from ..citation import Article
from ..clock import Due, Effect, Step, Walk
from ..working_days import WorkingDays
from . import receipt
from .receipt import Channel


class Contradiction(ValueError):
    """Facts that cannot all be so; the message says in Chinese which, and what would fit."""


class Exclusion(StrEnum):
    """Which days of asking others are not counted; the Regulation only says that the time is not (Art. 33).

    The working rule is the first: the day of sending still counts, the day of the opinion does not.
    """

    AFTER_SENDING = "after_sending"
    FROM_SENDING = "from_sending"
    BETWEEN = "between"


@dataclass(frozen=True)
class Consultation:
    """征求意见 of third parties or other organs: sent on a day, and answered, or over, on another.

    Over is the day the opinion arrives or its own term ends (``opinion_due``), whichever comes first;
    the caller knows the day of delivery, from which that term runs.
    """

    sent_on: date
    ended_on: date | None
    """None while the opinion is awaited and its term runs."""

    def excludes(self, on: date, rule: Exclusion) -> bool:
        assert self.ended_on is not None
        first = self.sent_on <= on if rule is Exclusion.FROM_SENDING else self.sent_on < on
        last = on < self.ended_on if rule is Exclusion.BETWEEN else on <= self.ended_on
        return first and last


@dataclass(frozen=True)
class Facts:
    """The dated facts of an application that its term of reply hangs on."""

    channel: Channel
    arrived_on: date
    confirmed_on: date | None = None
    correction_notified_on: date | None = None
    corrected_on: date | None = None
    consultations: tuple[Consultation, ...] = ()
    fee_notified_on: date | None = None
    fee_paid_on: date | None = None
    extended_on: date | None = None
    extension: int | None = None
    """Working days of the extension; None: the most there may be."""
    postponed_to: date | None = None
    """The later day that was told to the applicant under Art. 35."""
    term: int | None = None
    """Working days that a decision on review or a judgment sets; None: those of Art. 33."""
    told_in_time: bool = False
    """The law was asked on the day of each notice: what is learned later (an opinion that had come
    earlier, another calendar) moves the term, and does not undo the notice."""


@dataclass(frozen=True)
class _Wait:
    """Something of the applicant's that is awaited, and that begins the term anew."""

    name: str
    since: date | None
    over: date | None
    waiting: str
    anew: str


def due(facts: Facts, days: WorkingDays, *, exclusion: Exclusion = Exclusion.AFTER_SENDING) -> Due:
    """Last day to reply 答复期限, working days from receipt (Art. 33).

    Restarts on receipt of the corrected application (Art. 30) and on payment of the fee (Art. 42).
    Days of asking third parties and other organs are not counted, overlapping ones once (Art. 33);
    one approved extension adds its days. ``on`` is None while a fact it hangs on is missing.

    Raises Contradiction, NotInForce before 2019-05-15, OutOfRange before the first loaded year.
    """
    check(facts)
    received = receipt.received_on(facts.channel, facts.arrived_on, facts.confirmed_on)
    if received is None:
        return _unknown(
            facts.arrived_on, _("等待确认：{ground}").format(ground=receipt.ground(facts.channel))
        )
    excluded = _excluded(facts, exclusion)
    walk, term = Walk(received, days, excluded), facts.term or parameters.on("reply", received).value
    begun = received
    for wait in sorted(_waits(facts), key=lambda wait: wait.since or date.max):
        assert wait.since is not None
        if not facts.told_in_time:
            _refuse_late(facts, wait, Walk(begun, days, excluded).count(term + _added(facts)))
        walk.until(wait.since)
        if wait.over is None:
            return _unknown(wait.since, wait.waiting, walk)
        walk.passing(wait.over, wait.waiting)
        walk.restart(wait.over, wait.anew)
        begun = wait.over
    return _finished(facts, walk, term)


def used(facts: Facts, ended_on: date, days: WorkingDays, *, exclusion: Exclusion) -> int:
    """用时: working days of the term that had passed on the day it ended, since it last began."""
    begun = [
        receipt.received_on(facts.channel, facts.arrived_on, facts.confirmed_on),
        facts.corrected_on,
        facts.fee_paid_on,
    ]
    walk = Walk(max(day for day in begun if day), days, _excluded(facts, exclusion))
    walk.until(ended_on)
    return walk.reached


def _finished(facts: Facts, walk: Walk, term: int) -> Due:
    """The last run of the term, with consultation, extension and postponement."""
    first = walk.count(term)
    pending = [one for one in facts.consultations if one.ended_on is None and one.sent_on <= first]
    if pending:
        return _unknown(
            pending[0].sent_on, _("等待征求意见的答复（{article}）").format(article=_NOT_COUNTED), walk
        )
    first = walk.count(term)
    if facts.extended_on is not None:
        if facts.extended_on > first and not facts.told_in_time:
            raise Contradiction(
                _("延期应在期满之前：期限到{due}为止，{extended}才延期").format(
                    due=first, extended=facts.extended_on
                )
            )
        most, added = parameters.on("reply_extension", facts.extended_on), _added(facts)
        ground = _("延长答复期限{added}个工作日（{article}）").format(added=added, article=most.article)
        walk.add(Step(facts.extended_on, facts.extended_on, Effect.EXTENSION, ground))
        walk.count(term + added)
    late = facts.postponed_to is not None and facts.postponed_to < walk.on
    if late and not facts.told_in_time:
        raise Contradiction(
            _("延迟答复的日期{day}早于答复期限{due}，请核对").format(day=facts.postponed_to, due=walk.on)
        )
    if facts.postponed_to is not None and not late:
        ground = _("告知申请人延迟答复的合理期限（{article}）").format(article=Article(35))
        walk.add(Step(facts.postponed_to, facts.postponed_to, Effect.EXTENSION, ground))
        return Due(facts.postponed_to, walk.steps, walk.provisional)
    return Due(walk.on, walk.steps, walk.provisional)


def _added(facts: Facts) -> int:
    """Working days of the extension; none where there is none.

    One that was granted before a restart holds for the new run: an application is extended once.
    """
    if facts.extended_on is None:
        return 0
    most = parameters.on("reply_extension", facts.extended_on)
    added = most.value if facts.extension is None else facts.extension
    if not 0 < added <= most.value:
        raise Contradiction(
            _("延长的期限应在1到{most}个工作日之间（{article}）").format(
                most=most.value, article=most.article
            )
        )
    return added


def _refuse_late(facts: Facts, wait: "_Wait", last: date) -> None:
    """A term that has run out does not begin anew: what restarts it is told within it."""
    if wait.since is not None and wait.since > last:
        raise Contradiction(
            _("{name}应在答复期限之内：期限到{last}为止，{since}才通知").format(
                name=wait.name, last=last, since=wait.since
            )
        )


def correction_notice_due(received_on: date, days: WorkingDays) -> Due:
    """Last day of the one notice to correct 补正告知期限 (Art. 30)."""
    return Due.walked(received_on, parameters.on("correction_notice", received_on).value, days)


def opinion_due(delivered_on: date, days: WorkingDays, *, co_maker: bool = False) -> Due:
    """Last day for the opinion of a third party (Art. 32), or of a co-maker (Art. 34).

    A third party's silence leaves the decision to the organ; a co-maker's is consent.
    """
    name = "co_maker_opinion" if co_maker else "third_party_opinion"
    return Due.walked(delivered_on, parameters.on(name, delivered_on).value, days)


def payment_due(notified_on: date, days: WorkingDays) -> Due:
    """Last day to pay the fee 缴费期限, from the day after receipt of the notice."""
    return Due.walked(notified_on, parameters.on("fee_payment", notified_on).value, days)


def check(facts: Facts) -> None:
    """Raise Contradiction where facts cannot all be so, whatever the term."""
    pairs = (
        (facts.arrived_on, facts.confirmed_on, _("提交"), _("确认")),
        (facts.correction_notified_on, facts.corrected_on, _("补正通知"), _("补正")),
        (facts.fee_notified_on, facts.fee_paid_on, _("收费通知"), _("缴费")),
        *((one.sent_on, one.ended_on, _("发出征求意见"), _("征求意见结束")) for one in facts.consultations),
    )
    for first, second, early, late in pairs:
        if second is not None and first is None:
            raise Contradiction(_("有{late}日期而没有{early}日期，请补上").format(late=late, early=early))
        if first and second and second < first:
            raise Contradiction(
                _("{late}日期{second}在{early}日期{first}之前，请核对").format(
                    late=late, second=second, early=early, first=first
                )
            )
    received = receipt.received_on(facts.channel, facts.arrived_on, facts.confirmed_on)
    later = {
        _("补正通知"): facts.correction_notified_on,
        _("收费通知"): facts.fee_notified_on,
        _("延期"): facts.extended_on,
        **{_("发出征求意见"): one.sent_on for one in facts.consultations},
    }
    for name, on in later.items():
        if received and on and on < received:
            raise Contradiction(
                _("{name}日期{on}在收到申请之日{received}之前，请核对").format(
                    name=name, on=on, received=received
                )
            )


_NOT_COUNTED = Article(33, 3)


def _excluded(facts: Facts, rule: Exclusion) -> Callable[[date], str | None]:
    """Day → why it is not counted, or None."""
    ended = [one for one in facts.consultations if one.ended_on is not None]
    ground = _("征求第三方和其他机关意见所需时间不计（{article}）").format(article=_NOT_COUNTED)
    return lambda on: ground if any(one.excludes(on, rule) for one in ended) else None


def _waits(facts: Facts) -> list[_Wait]:
    correction, fee = Article(30), Article(42)
    waits = [
        _Wait(
            _("补正通知"),
            facts.correction_notified_on,
            facts.corrected_on,
            _("等待申请人补正（{article}）").format(article=correction),
            _("收到补正的申请，期限重新起算（{article}）").format(article=correction),
        ),
        _Wait(
            _("收费通知"),
            facts.fee_notified_on,
            facts.fee_paid_on,
            _("等待申请人缴费（{article}）").format(article=fee),
            _("已缴费，期限自次日起重新起算（{article}）").format(article=fee),
        ),
    ]
    return [wait for wait in waits if wait.since is not None]


def _unknown(on: date, reason: str, walk: Walk | None = None) -> Due:
    """No day yet; the reason is the last step."""
    before = walk.steps if walk else ()
    return Due(None, (*before, Step(on, on, Effect.EXCLUDED, reason)), walk.provisional if walk else False)
