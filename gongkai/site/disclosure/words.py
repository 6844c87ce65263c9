"""Chinese text as tokens for search: every pair of neighbours, so that no word is missed.

A unit is one Chinese character or one whole Latin word or number; a run is units with nothing
between them. A run is found by its pairs one after another, whatever words it is made of: 宅基
is found in 农村宅基地, which a dictionary would cut otherwise.
"""

import re
import unicodedata
from itertools import pairwise

_RUN = re.compile(r"(?:[a-z0-9]+|[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])+")
_UNIT = re.compile(r"[a-z0-9]+|.", re.DOTALL)


def folded(text: str) -> str:
    """Full and half width, capital and small as one."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[list[str]]:
    """The runs of a text, each as its units."""
    return [_UNIT.findall(run) for run in _RUN.findall(folded(text))]


def pairs(units: list[str]) -> list[str]:
    """The tokens of a run."""
    return [first + second for first, second in pairwise(units)]


def telling(units: list[str]) -> list[tuple[int, str]]:
    """Pairs with their places, as few as name every unit of a run: every second one, and the last."""
    found = list(enumerate(pairs(units)))
    return found[::2] if len(found) % 2 else [*found[::2], found[-1]]


def tokens(text: str) -> str:
    """The pairs of a text, separated by spaces; a gap between runs, so that no phrase leaps over it."""
    return f" {_GAP} ".join(" ".join(pairs(run)) for run in runs(text) if len(run) > 1)


_GAP = "| |"
"""Two places: over one, the end of a run and the beginning of the next would stand like two telling pairs."""


def lone(text: str) -> str:
    """Every unit that a query may name by itself: Latin words, numbers, characters standing alone."""
    return " ".join(unit for run in runs(text) for unit in run if len(run) == 1 or unit.isascii())
