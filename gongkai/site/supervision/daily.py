"""What the room does every morning, and the days it has for a person's calendar: each part brings its own."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from ..accounts.models import User

Day = tuple[str, date, str]
"""A key that stays, the day, what is due on it."""

# The night is looked over first: the orders ask it what is still found.
JOBS: tuple[str, ...] = (
    "gongkai.site.supervision.patrol.running.start",
    "gongkai.site.supervision.orders.recheck.run",
)
"""Functions of the parts, by their paths: ``job(at)``."""

FEEDS: tuple[str, ...] = tuple(
    f"gongkai.site.supervision.{feed}"
    for feed in (
        "orders.desk.days",
        "points.desk.days",
        "voices.waiting.days",
        "training.coming.days",
        "assessment.desk.days",
        "briefing.commitments.feed",
    )
)
"""Functions of the parts, by their paths: ``feed(user, on)`` answers days."""


def run(at: datetime) -> None:
    """The jobs, one after the other."""
    for path in JOBS:
        import_string(path)(at)


def days(user: "User", on: date) -> Iterator[Day]:
    for path in FEEDS:
        yield from import_string(path)(user, on)
