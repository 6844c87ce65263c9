"""The parts of the room on its first page: each says in a sentence how things stand."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

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


DOORS: tuple[str, ...] = ("gongkai.site.supervision.briefing.notices.door",)
"""Functions of the parts, by their paths, as in ``desk.PILES``; None for who may not enter."""


def doors(user: "User", on: date, roles: list[Held]) -> list[Door]:
    found: list[Door | None] = [import_string(path)(user, on, roles) for path in DOORS]
    return [door for door in found if door is not None]
