"""The PDF of a letter 文书的PDF: set from the DOCX, with open typefaces, without an office program."""

from pathlib import Path

from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.numbering import Numbering
from gongkai.annual_report.rendering.typesetting import typeset

from .package import opened
from .reading import data

_TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(docx: bytes) -> bytes:
    """A rendered letter as PDF (PDF/UA-1), following the DOCX in everything letters use.

    Raises TemplateRefused for what is no letter of ours.
    """
    package = opened(docx)
    return typeset(_TEMPLATE, data(package, Numbering(Archive(docx))))
