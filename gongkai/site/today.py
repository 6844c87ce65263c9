"""What day and time it is: the only place that asks.

Everything else takes the day as an argument, so that a rule can be tried on any day. Import the
module and call ``today.today()``, so that a test that sets ``now`` is heard everywhere.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")
"""Terms run in Beijing time, whatever zone the server stands in."""


def now() -> datetime:
    """This moment, in UTC."""
    return timezone.now()


def today() -> date:
    """This day in China."""
    return now().astimezone(CHINA).date()
