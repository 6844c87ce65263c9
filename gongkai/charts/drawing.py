"""Shapes of a drawing, in units of which one is a pixel at its own width; x to the right, y downwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

WIDE, NARROW, HALF = 640, 320, 440
"""Widths drawn: for a screen or paper; for a phone, where the first would be too small to read; for
half the width of a printed page."""
SIZES = {WIDE: 14, NARROW: 16, HALF: 15}
"""Width → type size."""
_FIGURE = 0.58
"""Width of a figure or a Latin letter, in its size, in the widest of the typefaces."""


@dataclass(frozen=True)
class Box:
    """A bar, or a part of one. ``label`` is what it says aloud where it leads to an address."""

    tone: int
    x: float
    y: float
    width: float
    height: float
    link: str = ""
    label: str = ""


@dataclass(frozen=True)
class Key(Box):
    """The fill of a series, before its name."""


@dataclass(frozen=True)
class Words:
    """``kind``: value, label; ``anchor``: start, middle, end. ``y`` is the line it stands on."""

    kind: str
    x: float
    y: float
    text: str
    anchor: str = "start"

    def spans(self, size: float) -> tuple[float, float]:
        """From where to where it reaches."""
        long = width(self.text) * size
        left = self.x - {"start": 0.0, "middle": long / 2, "end": long}[self.anchor]
        return left, left + long


@dataclass(frozen=True)
class Stroke:
    """A line through points; ``kind``: axis, line, line-2."""

    kind: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Point:
    tone: int
    x: float
    y: float


Shape = Box | Words | Stroke | Point


@dataclass(frozen=True)
class Drawing:
    width: int
    height: float
    size: int
    shapes: tuple[Shape, ...]

    @property
    def bars(self) -> list[Box]:
        """Bars and their parts, without the keys of the legend."""
        return [shape for shape in self.shapes if isinstance(shape, Box) and not isinstance(shape, Key)]

    @property
    def words(self) -> list[Words]:
        return [shape for shape in self.shapes if isinstance(shape, Words)]


def width(text: str) -> float:
    """Width of a text in its type size."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else _FIGURE for letter in text)


def widest(texts: Iterable[str]) -> float:
    return max((width(text) for text in texts), default=0.0)


def broken(text: str, room: float) -> list[str]:
    """``text`` in lines no wider than ``room`` (in its type size); a letter alone may be wider."""
    lines = [""]
    for letter in text:
        if lines[-1] and width(lines[-1] + letter) > room:
            lines.append("")
        lines[-1] += letter
    return lines
