"""案卷材料: files of a case, told by their content, sealed before they touch the disk."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from ...disclosure import files as contents
from ...organs.actions import Refused
from ...sealing import seal_bytes, unseal_bytes
from ..letter_models import Letter
from ..models import Application
from ..step_models import CaseFile
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Upload:
    kind: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Sealed:
    """A file told by its content, freed of metadata, and sealed for its place."""

    name: str
    suffix: str
    size: int
    digest: str
    content: ContentFile[bytes]

    @property
    def stored_as(self) -> str:
        return f"{self.digest[:16]}.bin"


def sealed(name: str, data: bytes, place: str) -> Sealed:
    """A file as it is kept. Raises Refused for what is no document."""
    clean = contents.clean(data)
    stem = PurePath(name.replace("\\", "/")).stem.strip()[:_LONGEST_NAME] or _("材料")
    digest = hashlib.sha256(clean.data).hexdigest()
    content = ContentFile(seal_bytes(clean.data, place))
    return Sealed(f"{stem}.{clean.kind}", clean.kind, len(clean.data), digest, content)


@transaction.atomic
def add(
    application: Application,
    upload: Upload,
    *,
    user: "User",
    at: datetime,
    letter: Letter | None = None,
    source: CaseFile | None = None,
) -> CaseFile:
    """添加材料 to a case; ``letter``: the one it goes out with, or whose service it proves."""
    application = base.locked(application, "applications.handle", user=user, at=at)
    if application.archived_on:
        raise Refused(_("案卷已经归档，不能再添加材料"))
    kept = store(application, upload, user=user, at=at, letter=letter, source=source)
    base.done(application, "file_added", user=user, at=at, kind=kept.kind, digest=kept.digest)
    return kept


def store(
    application: Application,
    upload: Upload,
    *,
    user: "User | None",
    at: datetime,
    letter: Letter | None = None,
    source: CaseFile | None = None,
) -> CaseFile:
    """Keep a file, sealed, within the act that brings it. Raises Refused for what is no document."""
    new = sealed(upload.name, upload.data, _place(application))
    kept = CaseFile(
        application=application,
        kind=upload.kind,
        name=new.name,
        suffix=new.suffix,
        size=new.size,
        digest=new.digest,
        added_at=at,
        added_by=user,
        letter=letter,
        source=source,
    )
    kept.file.save(new.stored_as, new.content, save=False)
    kept.save()
    return kept


def read(kept: CaseFile) -> bytes:
    """What was stored. Raises Refused where it has been destroyed."""
    if kept.destroyed_on:
        raise Refused(_("这份材料已经按期销毁"))
    with kept.file.open("rb") as file:
        return unseal_bytes(file.read(), _place(kept.application))


def _place(application: Application) -> str:
    return f"case:{application.pk}"
