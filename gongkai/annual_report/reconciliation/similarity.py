"""雷同: a text copied from last year's report or from another organ's, numbers changed or not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.translation import _

from ..report import Report
from .findings import WARNING, Finding

COPIED = 0.85
"""Share of a text's shingles that stand in the other text, from which it is called copied."""
LEAST = 120
"""Letters; a shorter text says little that could be copied."""
_SHINGLE = 6
_SECTIONS = (1, 5)
_LETTERS = re.compile(r"[一-鿿]")
_QUOTED = 24
_COMMON = 0.5
"""A passage that more than this share of the peers have, too, is a common phrase."""
_FEWEST_PEERS = 4


@dataclass(frozen=True)
class _Likeness:
    share: float
    passages: tuple[str, ...]


def check(report: Report, previous: Report | None, peers: Sequence[Report]) -> Iterator[Finding]:
    """Copied sections, each once for last year and once for the peer most like it."""
    if previous is not None:
        yield from copied_from_previous(report, previous)
    if peers:
        yield from copied_from_peer(report, peers)


def copied_from_previous(report: Report, previous: Report) -> Iterator[Finding]:
    """A section with the words of last year's, whatever the numbers."""
    for no in _SECTIONS:
        text, old = _text(report, no), _text(previous, no)
        found = _likeness(text, old, set())
        if found and found.share >= COPIED:
            words = _("第{no}节与上年报告雷同{share:.0%}，例如“{passage}…”").format(
                no="一二三四五六"[no - 1], share=found.share, passage=found.passages[0]
            )
            yield _finding("copied_from_previous", words, report, no, found)


def copied_from_peer(report: Report, peers: Sequence[Report]) -> Iterator[Finding]:
    """A section with the words of another organ's report of the same year."""
    others = [peer for peer in peers if peer.organ != report.organ]
    for no in _SECTIONS:
        text = _text(report, no)
        if _count(text) < LEAST:
            continue
        common = _common([_text(peer, no) for peer in others])
        best: tuple[float, str, _Likeness] | None = None
        for peer in others:
            found = _likeness(text, _text(peer, no), common)
            if found and found.share >= COPIED and (best is None or found.share > best[0]):
                best = (found.share, peer.organ or "", found)
        if best:
            words = _("第{no}节与“{organ}”的报告雷同{share:.0%}，例如“{passage}…”").format(
                no="一二三四五六"[no - 1], organ=best[1], share=best[0], passage=best[2].passages[0]
            )
            yield _finding("copied_from_peer", words, report, no, best[2])


def _finding(code: str, words: str, report: Report, no: int, found: _Likeness) -> Finding:
    section = report.section(no)
    title = section.title if section else ""
    return Finding(code, WARNING, words, "practice", where=title, subject=f"{no} {'|'.join(found.passages)}")


def _text(report: Report, no: int) -> str:
    section = report.section(no)
    return section.text if section else ""


def _count(text: str) -> int:
    return len(_LETTERS.findall(text))


def _likeness(text: str, other: str, common: set[str]) -> _Likeness | None:
    """How much of ``text`` stands in ``other``; None where either is too short to say."""
    if _count(text) < LEAST or _count(other) < LEAST:
        return None
    known = _shingles(other) - common
    seen = _shingles(text) - common
    if len(seen) < LEAST // 2:
        return None
    share = len(seen & known) / len(seen)
    if share < COPIED:
        return _Likeness(share, ())
    passages = [
        line for line in text.split("\n") if _count(line) >= _SHINGLE and _shingles(line) <= known | common
    ]
    longest = max(passages or text.split("\n"), key=len)
    return _Likeness(share, (longest[:_QUOTED],))


def _shingles(text: str) -> set[str]:
    """Runs of Chinese letters, numbers and signs set aside."""
    letters = "".join(_LETTERS.findall(text))
    return {letters[at : at + _SHINGLE] for at in range(len(letters) - _SHINGLE + 1)}


def _common(texts: Sequence[str]) -> set[str]:
    if len(texts) < _FEWEST_PEERS:
        return set()
    counts: dict[str, int] = {}
    for text in texts:
        for shingle in _shingles(text):
            counts[shingle] = counts.get(shingle, 0) + 1
    return {shingle for shingle, count in counts.items() if count > _COMMON * len(texts)}
