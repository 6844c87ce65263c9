"""A picture as a paper of one page."""

from io import BytesIO
from typing import Self

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from ...organs.actions import Refused
from .letters import MOST_PIXELS, Letter

_A4 = (595.0, 842.0)


class PicturePaper:
    """One picture, as large as fits on A4."""

    count, remarks = 1, 0

    def __init__(self, content: bytes) -> None:
        try:
            with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(_("这张图片太大，请缩小后再遮盖"))
                # As it is shown: turned as the camera says, and white where it is transparent.
                turned = ImageOps.exif_transpose(image).convert("RGBA")
                self._image = Image.new("RGB", turned.size, "white")
                self._image.paste(turned, mask=turned.getchannel("A"))
        except (
            UnidentifiedImageError,
            Image.DecompressionBombError,
            OSError,
            ValueError,
            SyntaxError,
        ) as error:
            raise Refused(_("这张图片已损坏，打不开")) from error

    def size(self, page: int) -> tuple[float, float]:
        width, height = self._image.size
        across, down = _A4 if height >= width else _A4[::-1]
        scale = min(across / width, down / height)
        return width * scale, height * scale

    def letters(self, page: int) -> list[Letter]:
        return []

    def is_scan(self, page: int) -> bool:
        return True

    def picture(self, page: int, dpi: float) -> Image.Image:
        copy = self._image.copy()
        most = round(max(self.size(page)) * dpi / 72)
        copy.thumbnail((most, most))
        return copy

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ended: object) -> None:
        return None
