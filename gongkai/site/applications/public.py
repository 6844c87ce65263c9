"""What the public is told of all applications of an organ together: figures that name nobody."""

from datetime import date
from typing import Any

from django.db.models import Avg, Count, Q

from ..organs.models import Organ
from .models import Application

_FEWEST = 3
"""Below so many answers an average would tell of single cases."""


def figures(organ: Organ, on: date) -> dict[str, Any]:
    """Of the year up to the day before: received, ended, working days used on average (or None)."""
    year = date(on.year, 1, 1)
    ended = Q(closed_on__gte=year, closed_on__lt=on)
    found: dict[str, Any] = (
        Application.objects.counted()
        .filter(organ=organ)
        .aggregate(
            received=Count("pk", filter=Q(received_on__gte=year, received_on__lt=on)),
            ended=Count("pk", filter=ended),
            used=Avg("used_days", filter=ended),
        )
    )
    used = found["used"] if found["ended"] >= _FEWEST else None
    return {**found, "used": None if used is None else round(used)}
