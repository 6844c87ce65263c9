"""办理 of a dispute: the reply, instances, hearings, outcomes, the order to act anew."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.disputes.outcomes import APPEALS, OUTCOMES, REMANDED
from gongkai.law.parameters import NotInForce

from ...applications.actions import cases
from ...applications.actions.files import Upload
from ...applications.models import Application
from ...organs.actions import Refused
from .. import terms
from ..models import Dispute, Instance, Level
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User

_NEXT = {Level.FIRST: (Level.SECOND, Level.RETRIAL), Level.SECOND: (Level.RETRIAL,)}
"""What may follow an instance; one sent back is followed by a first instance."""


@dataclass(frozen=True)
class Conclusion:
    """How an instance ended; ``received_on``: when the organ received the paper."""

    outcome: str
    concluded_on: date
    received_on: date | None = None


@transaction.atomic
def record_reply(
    dispute: Dispute,
    on: date,
    proof: Upload,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Dispute:
    """登记答复 (review) or 答辩 (suit), with the paper or the proof that it went."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    if dispute.notified_on is None:
        raise Refused(_("还没有登记收到副本的日期，请先更正登记"))
    if dispute.replied_on:
        raise Refused(_("已经登记过答复或者答辩（{on}）").format(on=dispute.replied_on))
    base.refuse_outside(_("答复或答辩日期"), on, dispute.notified_on, _("收到副本日期"), today=localdate(at))
    dispute.replied_on = on
    kept = base.store(dispute, proof, user=user, at=at)
    base.done(dispute, "replied", user=user, at=at, on=on, digest=kept.digest)
    return dispute


@transaction.atomic
def add_instance(
    dispute: Dispute,
    level: str,
    body: str,
    filed_on: date,
    case_number: str = "",
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Instance:
    """登记二审、再审, or a first instance again after 发回重审: the case is pending anew."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    last = _last(dispute)
    if level not in levels_after(last):
        raise Refused(_next_refusal(last))
    if not body.strip():
        raise Refused(_("请填写审理法院"))
    if dispute.redo and dispute.redo.is_open:
        raise Refused(_("正在按裁决重新办理，请先办结那一件"))
    assert last.concluded_on is not None
    base.refuse_outside(_("提出日期"), filed_on, last.concluded_on, _("上一审结日期"), today=localdate(at))
    instance = Instance.objects.create(
        dispute=dispute,
        level=level,
        body=" ".join(body.split()),
        case_number="".join(case_number.split()),
        filed_on=filed_on,
    )
    base.done(dispute, "instance_added", user=user, at=at, level=level, filed=filed_on)
    return instance


@transaction.atomic
def record_hearing(
    dispute: Dispute, on: date, *, user: "User", at: datetime, seen: int | None = None
) -> Dispute:
    """登记开庭、听证 of the instance under way; the day may be to come."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    last = _open(dispute)
    if on < last.filed_on:
        raise Refused(_("开庭或听证日期不能早于提出日期（{first}）").format(first=last.filed_on))
    last.hearing_on = on
    last.save(update_fields=["hearing_on"])
    base.done(dispute, "hearing_recorded", user=user, at=at, level=last.level, on=on)
    return dispute


@transaction.atomic
def conclude(
    dispute: Dispute,
    conclusion: Conclusion,
    paper: Upload | None = None,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Dispute:
    """登记结果 of the instance under way, as the law of its day names it."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    last = _open(dispute)
    today, on = localdate(at), conclusion.concluded_on
    base.refuse_outside(_("审结日期"), on, last.filed_on, _("提出日期"), today=today)
    base.refuse_outside(_("收到裁决日期"), conclusion.received_on, on, _("审结日期"), today=today)
    _refuse_outcome(dispute, last, conclusion.outcome, on)
    last.outcome, last.concluded_on, last.received_on = conclusion.outcome, on, conclusion.received_on
    last.save(update_fields=["outcome", "concluded_on", "received_on"])
    if paper:
        base.store(dispute, paper, user=user, at=at)
    base.done(dispute, "concluded", user=user, at=at, level=last.level, result=last.outcome, on=on)
    return dispute


@transaction.atomic
def reopen(dispute: Dispute, reason: str, *, user: "User", at: datetime, seen: int | None = None) -> Dispute:
    """撤销结果登记: the outcome of the last instance was entered by mistake."""
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    last = _last(dispute)
    if not last.outcome:
        raise Refused(_("还没有登记结果"))
    if not reason.strip():
        raise Refused(_("请写明撤销的理由"))
    if dispute.redo:
        raise Refused(_("已经按这个结果重新办理，不能撤销"))
    if after := dispute.followed_by.valid().first():
        raise Refused(_("{number}以这件复议为先行的复议，请先更正那一件").format(number=after.number))
    was, last.outcome, last.concluded_on, last.received_on = last.outcome, "", None, None
    last.save(update_fields=["outcome", "concluded_on", "received_on"])
    base.done(dispute, "reopened", user=user, at=at, level=last.level, was=was, reason=reason.strip())
    return dispute


@transaction.atomic
def order_redo(
    dispute: Dispute,
    on: date,
    days: int | None = None,
    *,
    user: "User",
    at: datetime,
    seen: int | None = None,
) -> Application:
    """按裁决重新办理: a new row of the application with the term of the order, and its own clock.

    ``on``: the day the decision came, or the judgment took effect. ``days``: working days it sets;
    None where it sets none: those of the reply (Art. 33).
    """
    dispute = base.locked(dispute, user=user, at=at, seen=seen)
    if not terms.orders_anew(dispute):
        raise Refused(_("只有责令重新作出或者限期履行的结果，才能按裁决重新办理"))
    if dispute.application is None:
        raise Refused(_("这件没有所涉申请，请先更正登记、填写申请的登记编号"))
    if dispute.redo:
        raise Refused(_("已经转为重新办理，编号{number}").format(number=dispute.redo.number))
    if days is not None and days < 1:
        raise Refused(_("裁决规定的期限至少一个工作日"))
    assert dispute.concluded_on is not None
    base.refuse_outside(
        _("收到决定或判决生效日期"), on, dispute.concluded_on, _("审结日期"), today=localdate(at)
    )
    dispute.redo = cases.redo(dispute.application, on, days, dispute.number, user=user, at=at)
    base.done(dispute, "redo_ordered", user=user, at=at, on=on, days=days, redo=dispute.redo.number)
    return dispute.redo


def levels_after(last: Instance) -> tuple[str, ...]:
    """The levels that may follow an instance as it stands."""
    if not last.outcome or last.level == Level.REVIEW:
        return ()
    if last.outcome == REMANDED:
        return (Level.FIRST,)
    return _NEXT.get(Level(last.level), ())


def outcomes_for(dispute: Dispute, instance: Instance) -> dict[str, str]:
    """Code → words of what an instance may end with."""
    own = {code: one.label for code, one in OUTCOMES[dispute.way].items()}
    if instance.level in (Level.SECOND, Level.RETRIAL):
        own |= {code: label for code, (label, _article) in APPEALS.items()}
    return own


def _refuse_outcome(dispute: Dispute, last: Instance, outcome: str, on: date) -> None:
    if outcome not in outcomes_for(dispute, last):
        raise Refused(_("{level}没有这一结果，请重新选择").format(level=last.get_level_display()))
    if outcome in APPEALS:
        return
    try:
        OUTCOMES[dispute.way][outcome].article(on)
    except NotInForce as error:
        raise Refused(str(error)) from error


def _last(dispute: Dispute) -> Instance:
    return dispute.instances.latest("pk")


def _open(dispute: Dispute) -> Instance:
    last = _last(dispute)
    if last.outcome:
        raise Refused(
            _("{level}已经登记结果；上诉、再审的请先登记新的审级，登记有误的请撤销结果登记").format(
                level=last.get_level_display()
            )
        )
    return last


def _next_refusal(last: Instance) -> str:
    if last.level == Level.REVIEW:
        return _("行政复议只有一级；不服复议决定起诉的，请另行登记行政诉讼")
    if not last.outcome:
        return _("{level}还没有登记结果，不能登记下一审级").format(level=last.get_level_display())
    return _("{level}之后没有这一审级，请核对").format(level=last.get_level_display())
