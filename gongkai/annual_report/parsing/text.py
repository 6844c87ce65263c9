"""Flat text 纯文本: each line a paragraph; what a copied table leaves is placed by its labels."""

from gongkai.translation import _

from ..report import Place
from .decoding import decoded
from .document import Document, Paragraph, Unreadable

_MOST_LINES = 200_000


def read(data: bytes) -> Document:
    """Part a text into lines. Raises Unreadable for bytes that are no text, and for far too many lines."""
    lines = decoded(data).splitlines()
    if len(lines) > _MOST_LINES:
        raise Unreadable(_("文件有{count}行，不像年度报告").format(count=len(lines)))
    return Document(
        "text",
        tuple(
            Paragraph(line.strip(), Place(line=number))
            for number, line in enumerate(lines, start=1)
            if line.strip()
        ),
    )
