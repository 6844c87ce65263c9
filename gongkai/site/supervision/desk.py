"""What of supervision waits for a person on 今日: piles, each brought by a part of the room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..organs.permissions import Held

if TYPE_CHECKING:
    from ..accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One line of a pile, one action away."""

    title: str
    address: str
    meta: str = ""
    late: bool = False


@dataclass(frozen=True)
class Pile:
    """``first`` of ``count``; ``address`` leads to all of them."""

    code: str
    title: str
    first: list[Waiting]
    count: int
    address: str


# The parts need what stands above.
from .training import desk as training  # noqa: E402

PILES: tuple[Callable[["User", date, list[Held]], Pile | None], ...] = (
    training.sessions,
    training.tests,
)
"""Each asks a fixed number of queries, and answers None where there is nothing for the person."""


def piles(user: "User", on: date, roles: list[Held]) -> list[Pile]:
    found = (pile(user, on, roles) for pile in PILES)
    return [pile for pile in found if pile is not None and pile.count]
