"""更换数据密钥: everything the room keeps sealed."""

import json

from .. import resealing
from ..sealing import Change
from .models import Applicant, CaseFile, Consultation, Letter
from .people import HASHED, signs


def reseal(change: Change) -> int:
    """Everything of the room under the new key; answers how many rows were changed."""
    return sum(
        (
            resealing.each(Applicant, lambda row: _applicant(row, change)),
            resealing.each(
                Consultation,
                lambda row: resealing.text(row, f"consultation:{row.application_id}", change),
            ),
            resealing.each(Letter, lambda row: _letter(row, change)),
            resealing.each(CaseFile, lambda row: resealing.file(row, f"case:{row.application_id}", change)),
        )
    )


def _applicant(row: Applicant, change: Change) -> bool:
    """The hashes too: they are of the person, who is open here for a moment."""
    place = f"applicant:{row.pk}"
    if not resealing.text(row, place, change):
        return False
    person = json.loads(change.new.unseal(row.sealed, place))
    for name, fields in HASHED.items():
        known_by = signs(next((person[field] for field in fields if person[field]), ""))
        hashed = change.new.keyed_hash(known_by, f"applicant:{name}") if known_by else ""
        setattr(row, f"{name}_hash", hashed)
    row.save()
    return True


def _letter(row: Letter, change: Change) -> bool:
    place = f"letter:{row.application_id}"
    changed = [
        resealing.text(row, place, change),
        *(resealing.file(row, place, change, field=name) for name in ("docx", "pdf")),
    ]
    return any(changed)
