"""期限 of disputes: the clocks the page shows, and what stands beside the facts for lists."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from gongkai.law.clock import Due
from gongkai.law.disputes import review, suits
from gongkai.law.disputes.outcomes import OUTCOMES, anew_due, standing
from gongkai.law.working_days import WorkingDays

from ..organs.actions import Refused
from ..organs.calendar import Moved, calendar_of
from ..organs.models import Organ
from .models import Dispute, Instance, Level, Procedure

_RULINGS = frozenset({"withdrawn", "not_filed", "rejected"})
"""Outcomes of a suit given by ruling 裁定, which has the shorter term of appeal."""


@dataclass(frozen=True)
class Clock:
    """A term: whose it is, its last day with the reckoning, and the day it was met."""

    label: str
    of: str
    due: Due
    met_on: date | None = None
    binds_us: bool = False

    @property
    def is_late(self) -> bool:
        return self.met_on is not None and self.due.on is not None and self.met_on > self.due.on


def days_of(organ: Organ) -> WorkingDays:
    """The working days of an organ."""
    return calendar_of(organ)


def reply_due(dispute: Dispute) -> Due | None:
    """Last day of 答复 or 答辩; None before the copy has come."""
    if dispute.notified_on is None:
        return None
    days = days_of(dispute.organ)
    if dispute.is_review:
        simplified = dispute.procedure == Procedure.SIMPLIFIED
        return review.reply_due(dispute.notified_on, days, simplified=simplified)
    return suits.defence_due(dispute.notified_on, days)


def decision_due(dispute: Dispute) -> Due | None:
    """Last day of the review body; None for suits and before acceptance."""
    if not dispute.is_review or dispute.accepted_on is None:
        return None
    return review.decision_due(
        dispute.accepted_on,
        days_of(dispute.organ),
        simplified=dispute.procedure == Procedure.SIMPLIFIED,
        extended_by=dispute.extended_by,
    )


def clocks(dispute: Dispute, instances: list[Instance]) -> list[Clock]:
    """Every term that runs or ran, in the order of the procedure.

    Terms of whoever brought the case run from their own receipt, which the organ does not know: they
    are reckoned from the day it received the decision itself.
    """
    organ, other = _("本机关"), _("对方")
    return list(_clocks(dispute, instances, organ, other))


def _clocks(dispute: Dispute, instances: list[Instance], organ: str, other: str) -> Iterator[Clock]:
    days = days_of(dispute.organ)
    if due := reply_due(dispute):
        label = _("行政复议答复") if dispute.is_review else _("答辩和举证")
        yield Clock(label, organ, due, dispute.replied_on, binds_us=True)
    if due := decision_due(dispute):
        yield Clock(_("复议决定"), _("复议机关"), due, dispute.concluded_on)
    last = instances[-1] if instances else None
    if last is None or last.received_on is None or not last.outcome:
        return
    if dispute.is_review:
        yield Clock(_("不服复议决定起诉"), other, suits.filing_after_review_due(last.received_on, days))
    elif last.level == Level.FIRST:
        ruling = last.outcome in _RULINGS
        yield Clock(_("上诉"), _("双方"), suits.appeal_due(last.received_on, days, ruling=ruling))
    if dispute.outcome and dispute.redo is None and orders_anew(dispute):
        due = anew_due(dispute.way, dispute.outcome, last.received_on, days)
        if due is not None:
            yield Clock(_("重新作出或者履行（裁决没有写明期限时）"), organ, due, binds_us=True)


def orders_anew(dispute: Dispute) -> bool:
    """True where the outcome that stands orders the organ to act."""
    return bool(dispute.outcome) and OUTCOMES[dispute.way][dispute.outcome].anew


def refresh(dispute: Dispute) -> None:
    """Write what follows from the facts and instances; one act more.

    Raises Refused where no law of the day has such a term: nothing is written then.
    """
    instances = list(dispute.instances.order_by("pk"))
    last = instances[-1]
    outcome = standing(one.outcome or None for one in instances)
    dispute.body, dispute.case_number = last.body, last.case_number
    dispute.outcome = outcome or ""
    dispute.concluded_on = last.concluded_on if outcome else None
    due = allowed(lambda: reply_due(dispute))
    allowed(lambda: decision_due(dispute))
    dispute.due_on = due.on if due else None
    dispute.edition += 1
    dispute.save()


def follow_calendar(organ: Organ, _on: date) -> list[Moved]:
    """Compute the replies that are owed again, when the calendar has changed."""
    owed = Dispute.objects.valid().filter(
        organ__path__startswith=organ.path, replied_on=None, notified_on__isnull=False, concluded_on=None
    )
    moved = []
    for dispute in owed.select_related("organ").select_for_update(of=("self",)).order_by("pk"):
        old, due = dispute.due_on, allowed(partial(reply_due, dispute))
        dispute.due_on = due.on if due else None
        if dispute.due_on != old:
            dispute.save(update_fields=["due_on"])
            subject = _("{number}的答复或答辩期限").format(number=dispute.number)
            moved.append(Moved(dispute.organ_id, subject, old, dispute.due_on))
    return moved


def allowed(term: Callable[[], Due | None]) -> Due | None:
    """A term; Refused, in the law's words, where there is none on these facts."""
    try:
        return term()
    except ValueError as error:
        raise Refused(str(error)) from error
