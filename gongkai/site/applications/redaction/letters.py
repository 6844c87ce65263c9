"""Letters on pages 字符: in which order they are read, and which frames hide them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...organs.actions import Refused
from .phrases import Phrases, merged

MOST_PIXELS = 40_000_000
"""Of a picture that is taken, or of a page that is drawn."""

Frame = tuple[float, float, float, float]
"""Left, top, right, bottom as fractions of the page as it is shown, from its upper left corner."""


@dataclass
class Letter:
    """A character on page ``page`` (from 1).

    ``frame`` holds its ink and its place in the line; None where the file does not tell.
    """

    text: str
    page: int
    frame: Frame | None


def around(frames: Iterable[Frame]) -> Frame:
    left, top, right, bottom = zip(*frames, strict=True)
    return min(left), min(top), max(right), max(bottom)


def hiding(letters: Sequence[Letter], phrases: Phrases) -> tuple[dict[int, list[Frame]], list[int]]:
    """The frames to black out, by page, and how often each phrase was found.

    Letters are read twice, as the file gives them and as they stand on the page: a table, or a
    heading put in last, is whole in only one of the two.
    """
    frames: dict[int, list[Frame]] = {}
    counts = [0] * len(phrases.texts)
    for order in (letters, sorted_as_seen(letters)):
        spans = phrases.spans("".join(letter.text for letter in order))
        for number in range(len(counts)):
            counts[number] = max(counts[number], sum(span.phrase == number for span in spans))
        for start, end in merged(spans):
            for letter in order[start:end]:
                if letter.frame is None:
                    raise Refused(
                        _("第{page}页要遮盖的文字找不到位置。请把文件打印成图像，再画框遮盖").format(
                            page=letter.page
                        )
                    )
            for page, frame in _runs(order[start:end]):
                frames.setdefault(page, []).append(frame)
    return frames, counts


def sorted_as_seen(letters: Sequence[Letter]) -> list[Letter]:
    """Page by page, line by line, from left to right; one drawn twice to look bold once."""
    placed = [(letter, letter.frame) for letter in letters if letter.frame]
    placed.sort(key=lambda pair: (pair[0].page, pair[1][1] + pair[1][3]))
    lines: list[list[tuple[Letter, Frame]]] = []
    for letter, frame in placed:
        if lines and lines[-1][0][0].page == letter.page and _share_line(lines[-1][-1][1], frame):
            lines[-1].append((letter, frame))
        else:
            lines.append([(letter, frame)])
    return [letter for line in lines for letter in _once(sorted(line, key=lambda pair: pair[1][0]))]


def _once(line: list[tuple[Letter, Frame]]) -> Iterator[Letter]:
    last: Letter | None = None
    for letter, frame in line:
        if last is not None and last.frame and last.text == letter.text:
            width = min(frame[2] - frame[0], last.frame[2] - last.frame[0])
            if frame[0] - last.frame[0] < width / 3:
                last.frame = around((last.frame, frame))
                continue
        last = Letter(letter.text, letter.page, frame)
        yield last


def _share_line(one: Frame, other: Frame) -> bool:
    """Does the middle of the lower one stand within the upper one, well above its foot?"""
    middle = (other[1] + other[3]) / 2
    return middle < one[3] - (one[3] - one[1]) / 4


def _runs(letters: Sequence[Letter]) -> Iterator[tuple[int, Frame]]:
    """One frame for neighbours in a line: gaps between letters would tell how many there are."""
    run: Frame | None = None
    page = 0
    for letter in letters:
        assert letter.frame is not None
        if run is not None and letter.page == page and _are_neighbours(run, letter.frame):
            run = around((run, letter.frame))
        else:
            if run is not None:
                yield page, run
            run, page = letter.frame, letter.page
    if run is not None:
        yield page, run


def _are_neighbours(run: Frame, frame: Frame) -> bool:
    height = min(run[3] - run[1], frame[3] - frame[1])
    overlap = min(run[3], frame[3]) - max(run[1], frame[1])
    gap = frame[0] - run[2]
    return overlap > height / 2 and -height / 2 < gap < height
