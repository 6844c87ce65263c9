"""What the registers of the room tell in section one of the annual report: each part brings its own.

Annual reports stand below this room: they ask on the occasion ``told`` (hooks), and import nothing.
"""

from collections.abc import Iterator

from django.utils.module_loading import import_string

from ..organs.models import Organ

Telling = tuple[str, int, str]
"""A key that stays, the count, the clause with the count in figures: 开展社会评议1次."""

TELLINGS: tuple[str, ...] = (
    "gongkai.site.supervision.points.telling.tellings",
    "gongkai.site.supervision.training.tellings.tellings",
    "gongkai.site.supervision.voices.tellings.tellings",
)
"""Functions of the parts, by their paths.

Each (``tellings(organ, year)``) asks a fixed number of queries, and leaves out what did not happen.
"""


def told(organ: Organ, year: int) -> Iterator[Telling]:
    for path in TELLINGS:
        yield from import_string(path)(organ, year)
