"""视为放弃申请 (Art. 30, 42): an applicant who neither corrects nor pays in time.

The term to pay is ``reply.payment_due``. That the applicant had a good reason is for a person to
find; with one, an application is not abandoned.
"""

from datetime import date

from gongkai.translation import _

from .. import parameters, terms
from ..clock import Due
from ..working_days import WorkingDays


def correction_due(notified_on: date, days: WorkingDays, *, count: int | None = None) -> Due:
    """Last day to correct 补正期限, from receipt of the notice (Art. 30).

    ``count`` is the period the notice sets, in working days; None: the usual one. The article asks
    for a reasonable one and names no number. Raises ValueError where it is below one day.
    """
    parameter = parameters.on("correction", notified_on)
    chosen = parameter.value if count is None else count
    if chosen < 1:
        raise ValueError(_("补正期限至少一个工作日"))
    return terms.counted(chosen, parameter.unit, notified_on, days, parameter.article)


def abandoned(due: Due, done_on: date | None, on: date) -> bool:
    """Whether an application counts as abandoned on a day: what was due is not done, or too late.

    ``due`` is the term to correct or to pay. False while the term is not known.
    """
    if due.on is None or on <= due.on:
        return False
    return done_on is None or done_on > due.on
