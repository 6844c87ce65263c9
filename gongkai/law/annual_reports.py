"""年度报告的报送期限: by which day the report on a year is submitted and public (Art. 49)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from . import parameters
from .citation import Article

DEPARTMENT, GOVERNMENT, TOWN = "department", "government", "town"
"""Whose report it is: a department's, a county's or higher government's, one that Art. 49 does not name."""


@dataclass(frozen=True)
class LastDay:
    """``on`` is the last day itself. Not ``statutory``: the law does not name the organ, practice does."""

    on: date
    article: Article
    statutory: bool


def last_day(whose: str, year: int) -> LastDay:
    """The last day for the report on ``year``. Raises NotInForce for years before the article.

    "Before January 31" is read as January 31 itself.
    """
    rule = parameters.on(f"report_{whose}", date(year + 1, 1, 1))
    last = monthrange(year + 1, rule.value)[1]
    return LastDay(date(year + 1, rule.value, last), rule.article, rule.verified)
