"""保管期限和销毁: when it ends, what is sealed is destroyed, with a certificate of what there was.

Facts, dates and results stay: the annual reports stand on them. Gone are who applied and was asked,
the words of what was wanted, the letters and files.

A room that keeps more about a case names a function in its apps.py (``case_destroyer``). It is called
in the transaction of the act and answers the digests of what it destroyed.
"""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications.case import Stage

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .models import Applicant, Application, ApplicationQuerySet, Destruction, Letter

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from ..accounts.models import User


Destroyer = Callable[[Application, date], list[str]]
"""Called with a case and the day; answers the digests of what was destroyed. Raises Refused."""


def due(organ: Organ, on: date) -> ApplicationQuerySet:
    """Filed cases of an organ whose years are over, and whose people are still known.

    A case that is being done anew, by order of a review body or a court, is needed until that is done.
    """
    before = date(on.year - years(), 1, 1)  # the years run from the one after the case was closed
    anew = Application.objects.filter(redo_of=OuterRef("pk")).exclude(stage=Stage.ARCHIVED)
    return Application.objects.filter(
        ~Exists(anew),
        organ=organ,
        stage=Stage.ARCHIVED,
        closed_on__lt=before,
        applicant__destroyed_on=None,
        applicant__isnull=False,
    ).order_by("pk")


def years() -> int:
    """保管期限 in full years."""
    found: int = settings.GONGKAI_RETENTION_YEARS
    return found


@transaction.atomic
def destroy(
    organ: Organ, numbers: list[str], witness: str, reason: str, *, user: "User", at: datetime
) -> Destruction:
    """销毁 of the cases named, all of them due, before a witness 监销人; answers the certificate.

    Files leave the disk once the transaction stands: a failure in between leaves bytes that nobody
    can open, and no row that lies.
    """
    on = localdate(at)
    permissions.require(user, "applications.destroy", organ, on=on)
    if not witness.strip() or not reason.strip():
        raise Refused(_("请写监销人和销毁的依据"))
    if witness.strip() in (user.name, user.username):
        raise Refused(_("监销人应当是另一个人"))
    found = {one.number: one for one in due(organ, on).select_for_update(of=("self",))}
    if not numbers:
        raise Refused(_("请选择要销毁的案卷"))
    if missing := [number for number in numbers if number not in found]:
        raise Refused(_("{numbers}还没有到期，或者已经销毁").format(numbers="、".join(missing)))
    digests: list[str] = []
    for number in numbers:
        for destroyer in (_destroy, *_destroyers()):
            digests += destroyer(found[number], on)
    certificate = Destruction.objects.create(
        organ=organ,
        at=at,
        by=user,
        witness=witness.strip(),
        reason=reason.strip(),
        numbers=numbers,
        digests=digests,
    )
    ledger.record(certificate, "destroyed", user=user, organ=organ.slug, numbers=numbers, files=len(digests))
    return certificate


def _destroy(application: Application, on: date) -> list[str]:
    """Digests of what is destroyed of a case."""
    digests = []
    applicant = application.applicant
    digests.append(hashlib.sha256(applicant.sealed.encode()).hexdigest())
    Applicant.objects.filter(pk=applicant.pk).update(
        sealed="", name_hash="", identity_hash="", contact_hash="", destroyed_on=on
    )
    for letter in application.letters.all():
        digests += [digest for digest in (letter.docx_digest, letter.pdf_digest) if digest]
        gone(letter.docx, letter.pdf)
        Letter.objects.filter(pk=letter.pk).update(
            sealed="", docx="", pdf="", tracking_number="", void_reason=letter.void_reason and _("已销毁")
        )
        letter.approvals.exclude(opinion="").update(opinion=_("已销毁"))
    for kept in application.files.filter(destroyed_on=None):
        digests.append(kept.digest)
        gone(kept.file)
        kept.name, kept.file, kept.destroyed_on = f"{_('已销毁')}.{kept.suffix}", "", on
        kept.note = ""
        kept.save()
    application.consultations.update(sealed="", about="", reason="")
    application.searches.update(place=_("已销毁"), words="", result="")
    application.pieces.update(text=_("已销毁"), reason="")
    application.assignments.update(task=_("已销毁"), result="")
    application.steps.update(note="")
    Application.objects.filter(pk=application.pk).update(
        title=_("已销毁"),
        wanted="",
        corrected="",
        document_number="",
        confirmed_how="",
        withdrawn_how="",
        reasons_note="",
        carrier="",
        public_interest="",
        help_wanted="",
        tracking_number="",
        taken_by="",
        code_hash="",
    )
    return digests


@cache
def _destroyers() -> tuple[Destroyer, ...]:
    """Those of the other rooms."""
    named = (getattr(room, "case_destroyer", "") for room in apps.get_app_configs())
    return tuple(import_string(name) for name in named if name)


def gone(*files: "FieldFile") -> None:
    """Off the disk, once the transaction stands."""
    for file in files:
        if file:
            transaction.on_commit(partial(file.storage.delete, str(file.name)))
