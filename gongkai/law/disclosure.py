"""Chapter III 主动公开: by when."""

from datetime import date

from . import parameters
from .clock import Due
from .working_days import WorkingDays


def publication_due(formed_on: date, days: WorkingDays) -> Due:
    """Last day to publish 公开期限: working days from the day information was formed or changed (Art. 26).

    Where a law or regulation sets another period, that one prevails; the caller then does not ask.
    Raises NotInForce before 2008-05-01, OutOfRange before the first loaded year.
    """
    return Due.walked(formed_on, parameters.on("publication", formed_on).value, days)
