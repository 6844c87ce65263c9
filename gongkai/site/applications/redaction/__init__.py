"""区分处理 (Art. 37): a file without the texts and places that are withheld, with proof that they are gone.

A library: no database, no clock but to stop in time. See ``docs/redaction.md``.
"""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from ...disclosure import files
from ...organs.actions import Refused
from . import raster, word, workbook
from .phrases import Phrases
from .proof import verify
from .result import LARGEST, LARGEST_RESULT, Box, Deadline, Found, PageImage, Redacted

__all__ = ["Box", "Found", "PageImage", "Redacted", "pages", "redact", "verify"]

_COMPOUND = b"\xd0\xcf\x11\xe0"


def redact(content: bytes, kind: str, *, phrases: Sequence[str], boxes: Sequence[Box] = ()) -> Redacted:
    """The file without phrases and boxes, verified.

    ``kind``: a key of ``files.MEDIA_TYPES``. PDF and pictures become a PDF of pictures, DOCX and
    XLSX are written anew and take no boxes. A phrase found nowhere is in ``Redacted.missing``: show
    it, and do not let the file go before somebody has said why. Raises Refused in Chinese.
    """
    _refuse_unfit(content, kind)
    wanted = Phrases(phrases)
    if not phrases and not boxes:
        raise Refused(_("请写明要遮盖的文字，或者在页面上画框"))
    deadline = Deadline()
    if kind in ("docx", "xlsx"):
        if boxes:
            raise Refused(_("DOCX和XLSX不能画框。请写明要遮盖的文字，或者另存为PDF再画框"))
        rewrite = word.redact if kind == "docx" else workbook.redact
        result = rewrite(content, wanted, deadline)
    else:
        result = raster.redact(content, kind, wanted, boxes, deadline)
    if len(result.content) > LARGEST_RESULT:
        raise Refused(_("遮盖后的文件太大，请分成几份再遮盖"))
    verify(result, phrases)
    return result


def pages(content: bytes, kind: str, *, numbers: Collection[int] | None = None) -> list[PageImage]:
    """Pictures of the pages, at the size of a screen, on which boxes are chosen.

    ``numbers``: only these pages, from 1; all where it is None. A DOCX or XLSX has none. Raises
    Refused in Chinese.
    """
    _refuse_unfit(content, kind)
    if kind in ("docx", "xlsx"):
        return []
    return raster.pages(content, kind, numbers, Deadline())


def _refuse_unfit(content: bytes, kind: str) -> None:
    if len(content) > LARGEST:
        raise Refused(_("文件超过{limit} MB，请分成几份再遮盖").format(limit=LARGEST // (1024 * 1024)))
    if content.startswith(_COMPOUND) and "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(_("文件设了打开密码，请去掉密码再遮盖"))
    if files.attachment_kind(content) != kind:
        raise Refused(_("文件的内容和类型不符，请重新上传"))
