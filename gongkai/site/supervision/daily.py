"""What the room does every morning, and the days it has for a person's calendar: each part brings its own."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from .briefing import commitments

if TYPE_CHECKING:
    from ..accounts.models import User

Day = tuple[str, date, str]
"""A key that stays, the day, what is due on it."""

JOBS: tuple[Callable[[datetime], object], ...] = ()
FEEDS: tuple[Callable[["User", date], Iterator[Day]], ...] = (commitments.feed,)


def run(at: datetime) -> None:
    """The jobs, one after the other."""
    for job in JOBS:
        job(at)


def days(user: "User", on: date) -> Iterator[Day]:
    for feed in FEEDS:
        yield from feed(user, on)
