"""What has pages 纸面: a PDF or a picture, the letters on it, and a picture of each page."""

from types import TracebackType
from typing import Protocol, Self

from PIL import Image

from .letters import Letter
from .pdf import PdfPaper
from .picture import PicturePaper
from .result import Deadline


class Paper(Protocol):
    """Something with pages, numbered from 1."""

    count: int
    remarks: int
    """Remarks that somebody put on it, which are left out."""

    def size(self, page: int) -> tuple[float, float]:
        """Width and height in points."""

    def letters(self, page: int) -> list[Letter]: ...

    def is_scan(self, page: int) -> bool:
        """May it hold writing that cannot be searched?"""

    def picture(self, page: int, dpi: float) -> Image.Image: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def opened(content: bytes, kind: str, deadline: Deadline) -> Paper:
    """The paper in a file of kind pdf, png or jpg. Raises Refused where it cannot be taken."""
    return PdfPaper(content, deadline) if kind == "pdf" else PicturePaper(content)
