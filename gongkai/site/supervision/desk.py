"""What of supervision waits for a person on 今日: piles, each brought by a part of the room."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

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


PILES: tuple[str, ...] = (
    "gongkai.site.supervision.briefing.commitments.pile",
    "gongkai.site.supervision.briefing.notices.pile",
)
"""Functions of the parts, by their paths: a part knows ``Pile``, and is not known here.

Each (``pile(user, on, roles)``) asks a fixed number of queries, and answers None where there is nothing.
"""


def piles(user: "User", on: date, roles: list[Held]) -> list[Pile]:
    found: list[Pile | None] = [import_string(path)(user, on, roles) for path in PILES]
    return [pile for pile in found if pile is not None and pile.count]
