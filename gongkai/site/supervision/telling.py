"""What the registers of the room tell in section one of the annual report: each part brings its own.

Annual reports stand below this room: they ask on the occasion ``told`` (hooks), and import nothing.
"""

from collections.abc import Callable, Iterator

from ..organs.models import Organ
from .points import telling as points

Telling = tuple[str, int, str]
"""A key that stays, the count, the clause with the count in figures: 开展社会评议1次."""

TELLINGS: tuple[Callable[[Organ, int], list[Telling]], ...] = (points.tellings,)
"""Each asks a fixed number of queries, and leaves out what did not happen."""


def told(organ: Organ, year: int) -> Iterator[Telling]:
    for tell in TELLINGS:
        yield from tell(organ, year)
