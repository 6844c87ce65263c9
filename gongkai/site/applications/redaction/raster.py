"""Pages as pictures with black boxes burnt in 涂黑, put together to a PDF of nothing but pictures."""

import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw

from ...organs.actions import Refused
from .letters import Frame, Letter, hiding
from .papers import Paper, opened
from .phrases import Phrases
from .result import LARGEST_RESULT, Box, Deadline, Found, PageImage, Redacted

_FINE, _COARSE = 200, 150
"""Dots an inch, of usual papers and of those larger than A3."""
_LARGE = 9_000_000
_SCREEN = 96
_ASIDE, _ABOVE = 0.4, 1.0
"""Points around a letter: no rim of its ink may stay, and its neighbour shall."""
_QUALITY = 85
_MOST_BOXES = 1000


def redact(content: bytes, kind: str, phrases: Phrases, boxes: Sequence[Box], deadline: Deadline) -> Redacted:
    """The paper as pictures in which phrases and boxes are black."""
    with opened(content, kind, deadline) as paper:
        frames = _checked(boxes, paper.count)
        letters: list[Letter] = []
        unread = []
        for page in range(1, paper.count + 1):
            here = paper.letters(page)
            letters += here
            if not here or paper.is_scan(page):
                unread.append(page)
        found, counts = hiding(letters, phrases)
        sheets = _Sheets()
        for page in range(1, paper.count + 1):
            image = paper.picture(page, _resolution(paper.size(page)))
            width, height = paper.size(page)
            _burn(image, [*_with_margin(found.get(page, ()), width, height), *frames.get(page, ())])
            sheets.add(image, width, height)
        told = tuple(Found(text, count, 0) for text, count in zip(phrases.texts, counts, strict=True))
        return Redacted("pdf", sheets.pdf(), told, tuple(_notes(paper, unread)))


def pages(content: bytes, kind: str, numbers: Iterable[int] | None, deadline: Deadline) -> list[PageImage]:
    """Pictures of the pages for a screen; of all where ``numbers`` is None."""
    with opened(content, kind, deadline) as paper:
        wanted = range(1, paper.count + 1) if numbers is None else sorted(set(numbers))
        return [_preview(paper, page) for page in wanted if 1 <= page <= paper.count]


def _preview(paper: Paper, page: int) -> PageImage:
    image = paper.picture(page, min(_SCREEN, _resolution(paper.size(page))))
    out = BytesIO()
    image.save(out, "PNG")
    return PageImage(page, paper.count, out.getvalue(), image.width, image.height)


def _resolution(size: tuple[float, float]) -> int:
    width, height = size
    return _FINE if width * height * (_FINE / 72) ** 2 <= _LARGE else _COARSE


def _checked(boxes: Sequence[Box], count: int) -> Mapping[int, list[Frame]]:
    if len(boxes) > _MOST_BOXES:
        raise Refused(_("一次最多画{most}个框").format(most=_MOST_BOXES))
    frames: dict[int, list[Frame]] = {}
    for box in boxes:
        if not 1 <= box.page <= count:
            raise Refused(_("文件没有第{page}页，请重新画框").format(page=box.page))
        frame = box.left, box.top, box.right, box.bottom
        inside = all(math.isfinite(side) and 0 <= side <= 1 for side in frame)
        if not inside or box.left >= box.right or box.top >= box.bottom:
            raise Refused(_("第{page}页有一个框不在纸面上，请重新画").format(page=box.page))
        frames.setdefault(box.page, []).append(frame)
    return frames


def _with_margin(frames: Iterable[Frame], width: float, height: float) -> Iterable[Frame]:
    across, down = _ASIDE / width, _ABOVE / height
    return [(left - across, top - down, right + across, bottom + down) for left, top, right, bottom in frames]


def _burn(image: Image.Image, frames: Iterable[Frame]) -> None:
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in frames:
        corner = math.floor(left * image.width), math.floor(top * image.height)
        pen.rectangle((corner, (math.ceil(right * image.width), math.ceil(bottom * image.height))), fill=0)


def _notes(paper: Paper, unread: Sequence[int]) -> Iterable[str]:
    if paper.remarks:
        yield _("PDF上的{count}处批注没有放进结果").format(count=paper.remarks)
    if unread:
        listed = "、".join(map(str, unread))
        yield _("第{pages}页有图像或者没有文字，图像里的字查不到，要遮盖的请画框，并逐页看过").format(
            pages=listed
        )


class _Sheets:
    """A PDF of pictures: no text, no font, no date, no name."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._size = 0

    def add(self, image: Image.Image, width: float, height: float) -> None:
        picture = self._picture(image)
        name = "/Page"
        drawing = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm {name} Do Q".encode()
        self._pdf.pages.append(
            pikepdf.Page(
                self._pdf.make_indirect(
                    pikepdf.Dictionary(
                        Type=pikepdf.Name.Page,
                        MediaBox=[0, 0, round(width, 2), round(height, 2)],
                        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary({name: picture})),
                        Contents=self._pdf.make_stream(drawing),
                    )
                )
            )
        )

    def pdf(self) -> bytes:
        out = BytesIO()
        # Nothing is put in on saving, not even which program wrote it; the same pages are the same bytes.
        self._pdf.save(out, deterministic_id=True)
        return out.getvalue()

    def _picture(self, image: Image.Image) -> pikepdf.Object:
        plain = _grey(image)
        smooth = BytesIO()
        plain.save(smooth, "JPEG", quality=_QUALITY, subsampling=0)
        exact = zlib.compress(plain.tobytes(), 6)
        data, coding = min(
            ((exact, pikepdf.Name.FlateDecode), (smooth.getvalue(), pikepdf.Name.DCTDecode)),
            key=lambda pair: len(pair[0]),
        )
        self._size += len(data)
        if self._size > LARGEST_RESULT:
            raise Refused(_("遮盖后的文件太大，请分成几份再遮盖"))
        stream = pikepdf.Stream(self._pdf, data)
        stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        stream.Width, stream.Height, stream.BitsPerComponent = plain.width, plain.height, 8
        stream.ColorSpace = pikepdf.Name.DeviceGray if plain.mode == "L" else pikepdf.Name.DeviceRGB
        stream.Filter = coding
        return stream


def _grey(image: Image.Image) -> Image.Image:
    """Without colour where it has none: a third of the size."""
    red, green, blue = image.split()
    has_colour = ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox()
    return image if has_colour else red
