"""文书: the letters of disclosure on application, from templates an office may edit, as DOCX and PDF.

``KINDS`` names them; ``default_template``, ``check``, ``render`` and ``pdf`` are pure functions.
"""

from .checking import check
from .default import default_template
from .kinds import FIELDS, KINDS, Addressee, Field, Kind, Need
from .package import TemplateRefused
from .pdf import pdf
from .rendering import render

__all__ = [
    "FIELDS",
    "KINDS",
    "Addressee",
    "Field",
    "Kind",
    "Need",
    "TemplateRefused",
    "check",
    "default_template",
    "pdf",
    "render",
]
