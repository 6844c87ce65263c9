"""The parts of the room on its first page: each says in a sentence how things stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..organs.permissions import Held

if TYPE_CHECKING:
    from ..accounts.models import User


@dataclass(frozen=True)
class Door:
    title: str
    address: str
    says: str
    """One sentence with the counts of what the person may see; what belongs there where there is nothing."""
    pressing: int = 0
    """How much of it is late or waits for the person."""


# The parts need what stands above.
from .training import doors as training  # noqa: E402

DOORS: tuple[Callable[["User", date, list[Held]], Door | None], ...] = (training.door,)
"""Each asks a fixed number of queries, and answers None for who may not enter."""


def doors(user: "User", on: date, roles: list[Held]) -> list[Door]:
    found = (door(user, on, roles) for door in DOORS)
    return [door for door in found if door is not None]
