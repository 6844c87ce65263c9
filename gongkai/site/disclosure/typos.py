"""错敏词: pairs of what is wrongly written and what is meant; shown as a warning, with its context.

Our own list is short; an installation adds a file of its own (setting GONGKAI_WORDS_FILE).
Standard library only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

OWN_LIST = Path(__file__).with_name("typos.txt")
_AROUND, _MOST = 10, 50


@dataclass(frozen=True)
class Typo:
    """A word that should be another; ``before`` and ``after`` are what stands around it."""

    wrong: str
    right: str
    before: str
    after: str


def pairs(*files: Path) -> dict[str, str]:
    """The pairs of all files, a later one having the last word."""
    found: dict[str, str] = {}
    for file in files:
        found |= _read(file, file.stat().st_mtime_ns)
    return found


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int) -> Mapping[str, str]:
    lines = (line.split() for line in file.read_text(encoding="utf-8-sig").splitlines())
    return {words[0]: words[1] for words in lines if len(words) == 2 and not words[0].startswith("#")}


def find(text: str, known: Mapping[str, str]) -> Iterator[Typo]:
    """Every wrong word of the text, at most fifty."""
    if not known:
        return
    wrong = re.compile("|".join(re.escape(word) for word in sorted(known, key=len, reverse=True)))
    for number, found in enumerate(wrong.finditer(text)):
        if number == _MOST:
            return
        before = text[max(0, found.start() - _AROUND) : found.start()]
        after = text[found.end() : found.end() + _AROUND]
        yield Typo(found[0], known[found[0]], before.split("\n")[-1], after.split("\n")[0])
