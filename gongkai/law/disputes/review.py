"""行政复议期限 (《行政复议法》): applying, the organ's reply, the decision.

Each term is the one in force on the day it begins; the law as revised holds from 2024-01-01. The
simplified procedure is open to cases on disclosure since then (Art. 53); before, asking for it
raises NotInForce.
"""

from datetime import date

from gongkai.translation import _

from .. import parameters, terms
from ..clock import Due
from ..working_days import WorkingDays


def application_due(known_on: date, days: WorkingDays) -> Due:
    """Last day to apply for review, from the day the act is known (Art. 20)."""
    return terms.due(parameters.on("review_application", known_on), known_on, days)


def reply_due(received_on: date, days: WorkingDays, *, simplified: bool = False) -> Due:
    """Last day of the organ's reply with its evidence, from receipt of the copy (Art. 48, 54)."""
    name = "review_reply_simplified" if simplified else "review_reply"
    return terms.due(parameters.on(name, received_on), received_on, days)


def decision_due(
    accepted_on: date, days: WorkingDays, *, simplified: bool = False, extended_by: int | None = None
) -> Due:
    """Last day of the review body's decision, from acceptance (Art. 62).

    ``extended_by``: days, of the ordinary procedure only. Raises ValueError beyond what there may be.
    """
    name = "review_decision_simplified" if simplified else "review_decision"
    parameter = parameters.on(name, accepted_on)
    if extended_by is None:
        return terms.due(parameter, accepted_on, days)
    most = parameters.on("review_decision_extension", accepted_on)
    if simplified:
        raise ValueError(_("简易程序的审理期限不能延长"))
    if not 0 < extended_by <= most.value:
        raise ValueError(
            _("延长的期限应在1到{most}日之间（{article}）").format(most=most.value, article=most.article)
        )
    count = parameter.value + extended_by
    return terms.counted(count, parameter.unit, accepted_on, days, parameter.article)
