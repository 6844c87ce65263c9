"""What the room does every morning, and the days it has for a person's calendar: each part brings its own."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from .assessment import desk as assessment
from .briefing import commitments
from .orders import desk as orders
from .orders import recheck
from .patrol import running
from .points import desk as points
from .training import coming as training
from .voices import waiting as voices

if TYPE_CHECKING:
    from ..accounts.models import User

Day = tuple[str, date, str]
"""A key that stays, the day, what is due on it."""

# The night is looked over first: the orders ask it what is still found.
JOBS: tuple[Callable[[datetime], object], ...] = (running.start, recheck.run)
FEEDS: tuple[Callable[["User", date], Iterator[Day]], ...] = (
    orders.days,
    points.days,
    voices.days,
    training.days,
    assessment.days,
    commitments.feed,
)


def run(at: datetime) -> None:
    """The jobs, one after the other."""
    for job in JOBS:
        job(at)


def days(user: "User", on: date) -> Iterator[Day]:
    for feed in FEEDS:
        yield from feed(user, on)
