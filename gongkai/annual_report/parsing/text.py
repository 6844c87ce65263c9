"""Flat text 纯文本: each line a paragraph; what a copied table leaves is placed by its labels."""

from ..report import Place
from .decoding import decoded
from .document import Document, Paragraph


def read(data: bytes) -> Document:
    """Part a text into lines. Raises Unreadable for bytes that are no text."""
    return Document(
        "text",
        tuple(
            Paragraph(line.strip(), Place(line=number))
            for number, line in enumerate(decoded(data).splitlines(), start=1)
            if line.strip()
        ),
    )
