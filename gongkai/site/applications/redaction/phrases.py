"""The texts to withhold 要遮盖的文字: found however they are set.

Two texts are the same where they differ only in spaces and line breaks, full or half width, case,
accents, kinds of dash, and characters that are drawn alike.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _

from ...organs.actions import Refused

COVER = "■■■"
"""What stands in place of a withheld text: as long for a short one as for a long one."""
MOST_PHRASES, LONGEST_PHRASE, SHORTEST_PHRASE = 200, 2000, 2
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_TELLING = 8
_LEFT_OUT = frozenset({"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"})
# Some makers of PDF write a character as the radical that looks like it; Unicode maps only some of them.
_RADICALS = str.maketrans(
    "⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)
_SAME = str.maketrans({"−": "-", "•": "·", "・": "·", "‧": "·", "∙": "·", "⋅": "·"})


@dataclass(frozen=True)
class Span:
    """Where phrase number ``phrase`` (from 0) stands: positions in the text it was found in."""

    start: int
    end: int
    phrase: int


class Phrases:
    """The texts to withhold. Raises Refused for one that is too short or too long to be found."""

    def __init__(self, texts: Sequence[str]) -> None:
        if len(texts) > MOST_PHRASES:
            raise Refused(_("一次最多遮盖{most}段文字，请分几次").format(most=MOST_PHRASES))
        self.texts = tuple(texts)
        self._folded = tuple(folded(text) for text in texts)
        for number, text in enumerate(self._folded, start=1):
            if len(text) < SHORTEST_PHRASE or not any(letter.isalnum() for letter in text):
                raise Refused(
                    _(
                        "要遮盖的第{number}段文字太短，至少写两个字；只遮一个字的，请连同前后的字一起写"
                    ).format(number=number)
                )
            if len(text) > LONGEST_PHRASE or "■" in text:
                raise Refused(
                    _("要遮盖的第{number}段文字不能超过{most}字，也不能含有■").format(
                        number=number, most=LONGEST_PHRASE
                    )
                )

    def spans(self, text: str) -> list[Span]:
        """Every place, places that overlap too, in order."""
        flat, origin = _flat(text)
        found = []
        for phrase, wanted in enumerate(self._folded):
            at = flat.find(wanted)
            while at >= 0:
                found.append(Span(origin[at], origin[at + len(wanted) - 1] + 1, phrase))
                at = flat.find(wanted, at + 1)
        return sorted(found, key=lambda span: (span.start, span.end))

    def number_in(self, text: str, *, telling: bool = False) -> int | None:
        """The first phrase (from 1) that ``text`` holds.

        ``telling``: only those that no name or measure of a file format can hold by accident: with
        Chinese, or of eight signs and a digit among them.
        """
        flat = folded(text)
        for number, wanted in enumerate(self._folded, start=1):
            if wanted in flat and (not telling or _is_telling(wanted)):
                return number
        return None

    def number_in_bytes(self, data: bytes, *, shortest: int = 1) -> int | None:
        """The first telling phrase (from 1) that stands in ``data`` in any usual encoding.

        ``shortest`` bytes: shorter ones are bound to turn up in the samples of a picture.
        """
        for number, patterns in enumerate(self._patterns, start=1):
            if any(len(pattern) >= shortest and pattern in data for pattern in patterns):
                return number
        return None

    @cached_property
    def _patterns(self) -> tuple[frozenset[bytes], ...]:
        return tuple(
            frozenset(_encoded((text, wanted)) if _is_telling(wanted) else ())
            for text, wanted in zip(self.texts, self._folded, strict=True)
        )


def folded(text: str) -> str:
    """``text`` as it is compared."""
    return "".join(map(_letter, text))


def merged(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Start and end of what overlapping spans cover together, in order."""
    start = end = -1
    for span in spans:
        if span.start >= end:
            if end > start:
                yield start, end
            start, end = span.start, span.end
        else:
            end = max(end, span.end)
    if end > start:
        yield start, end


def covered(pieces: Sequence[str], phrases: Phrases) -> tuple[list[str], list[Span]]:
    """The pieces of a text with every phrase replaced, a phrase that runs over several of them too.

    The cover stands in the piece where the phrase begins.
    """
    starts, text = [], []
    length = 0
    for piece in pieces:
        starts.append(length)
        text.append(piece)
        length += len(piece)
    spans = phrases.spans("".join(text))
    left = list(pieces)
    for start, end in reversed(list(merged(spans))):
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, end - 1) - 1
        for at in range(last, first - 1, -1):
            here = left[at]
            before = here[: start - starts[at]] + COVER if at == first else ""
            left[at] = before + here[end - starts[at] :] if at == last else before
    return left, spans


@lru_cache(maxsize=65536)
def _letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    kept = (
        "-" if unicodedata.category(one) == "Pd" else one
        for one in plain
        if unicodedata.category(one) not in _LEFT_OUT
    )
    return "".join(kept).translate(_RADICALS).translate(_SAME)


def _flat(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its signs where it comes from."""
    letters, origin = [], []
    for at, letter in enumerate(text):
        plain = _letter(letter)
        letters.append(plain)
        origin += [at] * len(plain)
    return "".join(letters), origin


def _is_telling(wanted: str) -> bool:
    return not wanted.isascii() or (len(wanted) >= _TELLING and any(sign.isdigit() for sign in wanted))


def _encoded(texts: Iterable[str]) -> Iterator[bytes]:
    for text in texts:
        for encoding in _ENCODINGS:
            try:
                yield text.strip().encode(encoding)
            except UnicodeEncodeError:  # half a surrogate pair: no encoding holds it
                continue
