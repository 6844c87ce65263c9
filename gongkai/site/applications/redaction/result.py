"""What goes in and what comes out 框、结果: plain values, and how much is taken."""

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ...organs.actions import Refused

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is taken."""
LARGEST_RESULT = 60 * 1024 * 1024
SECONDS = 120
"""What one file may take."""


@dataclass(frozen=True)
class Box:
    """A rectangle on page ``page`` (from 1), as fractions (0 to 1) of the page as it is shown.

    Fractions of width and height from the upper left corner: the same on paper and at any size of
    a picture of the page.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Found:
    """How often a phrase was found: in what is shown, and in what is left out of the result."""

    phrase: str
    shown: int
    left_out: int

    @property
    def is_missing(self) -> bool:
        return not (self.shown or self.left_out)


@dataclass(frozen=True)
class Redacted:
    """A file that holds none of the withheld texts.

    ``kind``: pdf, docx or xlsx. ``notes``: Chinese sentences on what the officer should know.
    """

    kind: str
    content: bytes
    found: tuple[Found, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The phrases found nowhere: mistyped, or in a picture."""
        return tuple(found.phrase for found in self.found if found.is_missing)


@dataclass(frozen=True)
class PageImage:
    """Page ``number`` of ``count`` as a PNG, ``width`` by ``height`` pixels."""

    number: int
    count: int
    png: bytes
    width: int
    height: int


class Deadline:
    """Until when work on a file may go on. Raises Refused when it is over."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.monotonic() + seconds

    @property
    def is_over(self) -> bool:
        return time.monotonic() > self._end

    def check(self) -> None:
        if self.is_over:
            raise Refused(_("这份文件处理得太久，已停止。请分成几份再遮盖"))
