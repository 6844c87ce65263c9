"""The PDF of a letter 文书的PDF: set from the DOCX, with open typefaces, without an office program."""

from pathlib import Path

from django.utils.translation import gettext as _
from typst import TypstError

from gongkai.annual_report.parsing.archive import Archive
from gongkai.annual_report.parsing.numbering import Numbering
from gongkai.annual_report.rendering.typesetting import typeset

from .package import TemplateRefused, opened
from .reading import data

_TEMPLATE = Path(__file__).with_name("letter.typ")


def pdf(docx: bytes) -> bytes:
    """A rendered letter as PDF (PDF/UA-1), following the DOCX in everything letters use.

    Raises TemplateRefused for what is no letter of ours.
    """
    package = opened(docx)
    try:
        return typeset(_TEMPLATE, data(package, Numbering(Archive(docx))))
    except TypstError:
        raise TemplateRefused(_("排不成PDF，请检查模板里的表格、字号和页边距")) from None
