"""活数: numbers of a text that stay bound to the cell or the count they tell.

A binding says which words of a section tell which figure. It is kept beside the report and is no part
of it. When the text is edited, bindings move with their words; when a cell or a count changes, the
words no longer agree, and that is told.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .report import Report, Section

OPEN, MID, CLOSE = "\ue000", "\ue001", "\ue002"
"""Private characters around a figure while a text is being put together: OPEN key MID words CLOSE."""

_MARKED = re.compile(f"{OPEN}([^{MID}]*){MID}([^{CLOSE}]*){CLOSE}")
_TOKEN = re.compile(
    r"(?:增长|下降)\d+(?:\.\d+)?%|与上年持平|\d+(?:\.\d+)?|[^\d，。；、（）增下与\n]+|.", re.DOTALL
)
_FIGURE = re.compile(r"(?:增长|下降)?\d+(?:\.\d+)?%?|与上年持平")


@dataclass(frozen=True)
class Binding:
    """The words from ``start`` to ``end`` of the text of section ``no`` tell the figure ``key``."""

    no: int
    start: int
    end: int
    key: str

    def as_list(self) -> list[int | str]:
        """For JSON."""
        return [self.no, self.start, self.end, self.key]


def marked(key: str, words: object) -> str:
    """``words`` as a figure of a text that ``bound`` takes apart."""
    return f"{OPEN}{key}{MID}{words}{CLOSE}"


def bound(sections: Iterable[Section]) -> tuple[tuple[Section, ...], tuple[Binding, ...]]:
    """The sections without marks, and the bindings the marks stood for."""
    plain, bindings = [], []
    for section in sections:
        text, last, length = [], 0, 0
        for found in _MARKED.finditer(section.text):
            text.append(section.text[last : found.start()])
            length += len(text[-1])
            bindings.append(Binding(section.no, length, length + len(found[2]), found[1]))
            text.append(found[2])
            length += len(found[2])
            last = found.end()
        plain.append(Section(section.no, section.title, "".join(text) + section.text[last:], section.places))
    return tuple(plain), tuple(bindings)


def moved(bindings: Sequence[Binding], no: int, old: str, new: str) -> tuple[Binding, ...]:
    """The bindings after section ``no`` was edited from ``old`` to ``new``.

    A figure that stays, or has another in its place, keeps its binding; one that is taken out loses it.
    """
    before, after = _tokens(old), _tokens(new)
    places: dict[int, int] = {}
    matcher = SequenceMatcher(
        None, [text for _at, text in before], [text for _at, text in after], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            places.update(zip(range(i1, i2), range(j1, j2), strict=True))
        elif tag == "replace":
            ours = [index for index in range(i1, i2) if _FIGURE.fullmatch(before[index][1])]
            theirs = [index for index in range(j1, j2) if _FIGURE.fullmatch(after[index][1])]
            if len(ours) == len(theirs):
                places.update(zip(ours, theirs, strict=True))
    at = {start: index for index, (start, _text) in enumerate(before)}
    kept = []
    for one in bindings:
        if one.no != no:
            kept.append(one)
        elif (index := at.get(one.start)) is not None and index in places:
            start, text = after[places[index]]
            kept.append(Binding(no, start, start + len(text), one.key))
    return tuple(kept)


@dataclass(frozen=True)
class Living:
    """A bound figure as it stands: ``said`` in the text, ``now`` in its cell or count."""

    binding: Binding
    said: str
    now: str

    @property
    def agrees(self) -> bool:
        return self.said == self.now


def living(report: Report, bindings: Iterable[Binding], figures: Mapping[str, str]) -> list[Living]:
    """Every bound figure of the report, in the order of the text."""
    texts = {section.no: section.text for section in report.sections}
    found = [
        Living(one, texts[one.no][one.start : one.end], figures.get(one.key, "0"))
        for one in bindings
        if one.no in texts and one.end <= len(texts[one.no])
    ]
    return sorted(found, key=lambda one: (one.binding.no, one.binding.start))


def refreshed(text: str, lives: Iterable[Living]) -> tuple[str, tuple[Binding, ...]]:
    """The text of a section with every figure as it is now, and the bindings that go with it.

    A rate whose base is gone has no words any more, and stays for a person to take out.
    """
    parts, bindings, last, length = [], [], 0, 0
    for one in lives:
        place, words = one.binding, one.now or one.said
        parts.append(text[last : place.start])
        length += len(parts[-1])
        bindings.append(Binding(place.no, length, length + len(words), place.key))
        parts.append(words)
        length += len(words)
        last = place.end
    return "".join(parts) + text[last:], tuple(bindings)


def _tokens(text: str) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in _TOKEN.finditer(text)]
