"""行政诉讼期限 (《行政诉讼法》): filing, defence, appeal. The law of 2014 holds from 2015-05-01."""

from datetime import date

from .. import parameters, terms
from ..clock import Due
from ..working_days import WorkingDays


def filing_due(known_on: date, days: WorkingDays) -> Due:
    """Last day of a suit without review before it, from the day the act is known (Art. 46)."""
    return terms.due(parameters.on("suit", known_on), known_on, days)


def filing_after_review_due(reviewed_on: date, days: WorkingDays) -> Due:
    """Last day of a suit after review (Art. 45).

    ``reviewed_on``: receipt of the decision, or the last day of a term that passed without one.
    """
    return terms.due(parameters.on("suit_after_review", reviewed_on), reviewed_on, days)


def defence_due(received_on: date, days: WorkingDays) -> Due:
    """Last day of evidence and defence 举证、答辩, from receipt of the copy of the complaint (Art. 67)."""
    return terms.due(parameters.on("defence", received_on), received_on, days)


def appeal_due(served_on: date, days: WorkingDays, *, ruling: bool = False) -> Due:
    """Last day of an appeal, from service of a judgment 判决 or of a ``ruling`` 裁定 (Art. 85)."""
    name = "appeal_ruling" if ruling else "appeal_judgment"
    return terms.due(parameters.on(name, served_on), served_on, days)
