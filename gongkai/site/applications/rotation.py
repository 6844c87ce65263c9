"""更换数据密钥: everything the room keeps sealed, row by row; a row that is done is passed over.

A file is written anew beside the old one and named in its row's transaction, so that a halt in
between leaves each row with a file that opens.
"""

import json
from collections.abc import Callable
from functools import partial

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models.fields.files import FieldFile

from ..sealing import Change
from .models import Applicant, CaseFile, Consultation, Letter
from .people import HASHED, signs


def reseal(change: Change) -> int:
    """Everything of the room under the new key; answers how many rows were changed."""
    return sum(
        (
            _each(Applicant, lambda row: _applicant(row, change)),
            _each(Consultation, lambda row: _text(row, f"consultation:{row.application_id}", change)),
            _each(Letter, lambda row: _letter(row, change)),
            _each(CaseFile, lambda row: _file(row, "file", f"case:{row.application_id}", change)),
        )
    )


def _each(model: type[models.Model], act: Callable[..., bool]) -> int:
    done = 0
    for key in model._default_manager.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = model._default_manager.select_for_update().get(pk=key)
            done += act(row)
    return done


def _applicant(row: Applicant, change: Change) -> bool:
    """The hashes too: they are of the person, who is open here for a moment."""
    if not row.sealed or not _text(row, f"applicant:{row.pk}", change):
        return False
    person = json.loads(change.new.unseal(row.sealed, f"applicant:{row.pk}"))
    for name, fields in HASHED.items():
        text = signs(next((person[field] for field in fields if person[field]), ""))
        setattr(row, f"{name}_hash", change.new.keyed_hash(text, f"applicant:{name}") if text else "")
    row.save()
    return True


def _letter(row: Letter, change: Change) -> bool:
    place = f"letter:{row.application_id}"
    changed = [
        _text(row, place, change),
        *(_file(row, name, place, change) for name in ("docx", "pdf")),
    ]
    return any(changed)


def _text(row: Applicant | Consultation | Letter, place: str, change: Change) -> bool:
    if not row.sealed or (sealed := change.text(row.sealed, place)) is None:
        return False
    row.sealed = sealed
    row.save(update_fields=["sealed"])
    return True


def _file(row: Letter | CaseFile, name: str, place: str, change: Change) -> bool:
    file: FieldFile = getattr(row, name)
    if not file or not file.name:
        return False
    with file.open("rb") as opened:
        data = change.data(opened.read(), place)
    if data is None:
        return False
    old, storage = file.name, file.storage
    file.save(file.name.rsplit("/", 1)[-1], ContentFile(data), save=False)
    row.save(update_fields=[name])
    transaction.on_commit(partial(storage.delete, old))
    return True
