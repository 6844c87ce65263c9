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

    @property
    def late(self) -> bool:
        """Whether a line that is shown is late; every pile brings what is late first."""
        return any(one.late for one in self.first)


PILES: tuple[str, ...] = tuple(
    f"gongkai.site.supervision.{pile}"
    for pile in (
        "patrol.desk.hits",
        "orders.desk.owed",
        "orders.desk.answered",
        "points.desk.own",
        "points.desk.to_judge",
        "points.desk.to_check",
        "voices.waiting.complaint_pile",
        "voices.waiting.statement_pile",
        "voices.waiting.suggestion_pile",
        "training.desk.sessions",
        "training.desk.tests",
        "assessment.desk.self_pile",
        "assessment.desk.appeal_pile",
        "assessment.desk.answer_pile",
        "assessment.desk.mark_pile",
        "briefing.commitments.pile",
        "briefing.notices.pile",
    )
)
"""Functions of the parts, by their paths: a part knows ``Pile``, and is not known here.

Each (``pile(user, on, roles)``) asks a fixed number of queries, and answers None where there is nothing.
"""


def piles(user: "User", on: date, roles: list[Held]) -> list[Pile]:
    found: list[Pile | None] = [import_string(path)(user, on, roles) for path in PILES]
    return [pile for pile in found if pile is not None and pile.count]
