"""The rows of the room: Django finds them here."""

from .case_models import (
    LONGEST_WANTED,
    RESULTS,
    Applicant,
    ApplicantKind,
    Application,
    ApplicationQuerySet,
    Form,
    Way,
)
from .letter_models import (
    Approval,
    CaseSettings,
    Choice,
    Letter,
    LetterNumber,
    LetterPattern,
    LetterState,
    LetterTemplate,
)
from .public_models import Deflection, Sent
from .step_models import Assignment, CaseFile, Consultation, Consulted, Piece, Search

__all__ = [
    "LONGEST_WANTED",
    "RESULTS",
    "Applicant",
    "ApplicantKind",
    "Application",
    "ApplicationQuerySet",
    "Approval",
    "Assignment",
    "CaseFile",
    "CaseSettings",
    "Choice",
    "Consultation",
    "Consulted",
    "Deflection",
    "Form",
    "Letter",
    "LetterNumber",
    "LetterPattern",
    "LetterState",
    "LetterTemplate",
    "Piece",
    "Search",
    "Sent",
    "Way",
]
