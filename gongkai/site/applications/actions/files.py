"""案卷材料: files of a case, told by their content, sealed before they touch the disk."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...disclosure import files as contents
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...sealing import seal_bytes, unseal_bytes
from .. import redaction
from ..letter_models import Letter
from ..models import Application
from ..redaction import Box, Redacted
from ..step_models import CaseFile
from . import base

if TYPE_CHECKING:
    from ...accounts.models import User

_LONGEST_NAME = 100
WORKING = ("applications.handle", "applications.approve", "applications.reveal")
"""Who opens the files of a case: a supervisor of a higher organ does not."""


REDACTABLE = frozenset({CaseFile.Kind.INFORMATION, CaseFile.Kind.REDACTED})


class Unfound(Refused):
    """Texts to be withheld that stand nowhere in the file: mistyped, or in a picture."""

    def __init__(self, phrases: Sequence[str]) -> None:
        words = _("文件里没有找到：{phrases}。写错了的请改正；在图片里的请画框；确实没有的，写明原因再保存")
        super().__init__(words.format(phrases="、".join(phrases)))


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


def redact(
    source: CaseFile,
    phrases: Sequence[str],
    boxes: Sequence[Box],
    *,
    unfound: str = "",
    user: "User",
    at: datetime,
) -> tuple[CaseFile, Redacted]:
    """遮盖 a file (Art. 37): kept beside its source, which stays as it is.

    ``unfound``: why a phrase that stands nowhere in the file is no mistake. Raises Unfound where one
    does not and nothing is said. The file is made anew before anything is locked: it may take long,
    and what it is made from never changes.
    """
    permissions.require(user, "applications.handle", source.application.organ, on=localdate(at))
    if source.kind not in REDACTABLE:
        raise Refused(_("只能遮盖“所公开的信息”，请先把文件按这一种类添加"))
    made = redaction.redact(read(source), source.suffix, phrases=phrases, boxes=boxes)
    if made.missing and not unfound.strip():
        raise Unfound(made.missing)
    with transaction.atomic():
        application = base.locked(source.application, "applications.handle", user=user, at=at)
        if application.archived_on:
            raise Refused(_("案卷已经归档，不能再添加材料"))
        name = _("{name}（遮盖后）").format(name=PurePath(source.name).stem)
        upload = Upload("redacted", f"{name}.{made.kind}", made.content)
        kept = store(application, upload, user=user, at=at, source=source)
        kept.note = unfound.strip()
        kept.save(update_fields=["note"])
        base.done(
            application, "redacted", user=user, at=at, subject=kept, source=source.digest, digest=kept.digest,
            phrases=len(phrases), boxes=len(boxes),
        )  # fmt: skip
    return kept, made


@transaction.atomic
def open_for(kept: CaseFile, *, user: "User", at: datetime) -> bytes:
    """查看材料: its bytes, for whoever works on the case; of personal data, with a line of the ledger.

    ``kept`` with its application and organ.
    """
    organ, on = kept.application.organ, localdate(at)
    if kept.is_personal:
        permissions.require(user, "applications.reveal", organ, on=on)
    elif not any(permissions.may_each(user, WORKING, organ, on=on).values()):
        raise permissions.Forbidden("applications.handle")
    data = read(kept)
    if kept.is_personal:
        number = kept.application.number
        ledger.record(kept, "file_read", user=user, organ=organ.slug, application=number, digest=kept.digest)
    return data


def refuse_to_enclose(found: Iterable[CaseFile]) -> None:
    """Raise Refused for what does not go out with a letter."""
    if any(file.kind not in CaseFile.SENT_OUT or file.destroyed_on for file in found):
        raise Refused(_("申请人、第三方提交的材料和送达证明不能随文书送出，请重新选择"))


def read(kept: CaseFile) -> bytes:
    """What was stored. Raises Refused where it has been destroyed."""
    if kept.destroyed_on:
        raise Refused(_("这份材料已经按期销毁"))
    with kept.file.open("rb") as file:
        return unseal_bytes(file.read(), _place(kept.application))


def _place(application: Application) -> str:
    return f"case:{application.pk}"
