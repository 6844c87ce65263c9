"""归档导出: a closed case as one folder in a ZIP file: what came, what went, who did what, checksums.

Everything sealed is opened in it: whoever takes it takes personal data, and the ledger says so.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..ledger.models import Entry
from ..organs import permissions
from ..organs.actions import Refused
from . import people, showing
from .actions import files, letters
from .models import Applicant, Application, Letter

if TYPE_CHECKING:
    from ..accounts.models import User

_FACTS = (
    "channel arrived_on confirmed_on confirmed_how carrier tracking_number taken_by correction_notified_on "
    "correct_by corrected_on reasons_asked_on reasons_given_on reasons_sound extended_on extension "
    "postponed_to fee_mode fee_quantity fee_yuan fee_notified_on fee_paid_on public_interest signed_on "
    "served_on withdrawn_on split_on merged_on archived_on received_on due_on answer closed_on used_days"
).split()


@transaction.atomic
def export(application: Application, *, user: "User", at: datetime) -> bytes:
    """The case as a ZIP file. Raises Refused while it is open, and once it is destroyed."""
    permissions.require(user, "applications.archive", application.organ, on=localdate(at))
    if application.is_open:
        raise Refused(_("案卷还没有办结，办结后才能导出"))
    if Applicant.objects.filter(application=application).exclude(destroyed_on=None).exists():
        raise Refused(_("案卷已经按期销毁，不能导出"))
    parts = list(_parts(application))
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in parts)
    parts.append(("SHA256SUMS", sums.encode()))
    target = BytesIO()
    folder = _("申请{number}").format(number=application.number)
    stamp = localtime(at).timetuple()[:6]
    with ZipFile(target, "w") as archive:
        for name, data in parts:
            info = ZipInfo(f"{folder}/{name}", date_time=stamp)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)
    ledger.record(
        application,
        "case_exported",
        user=user,
        organ=application.organ.slug,
        files=len(parts),
        digest=hashlib.sha256(sums.encode()).hexdigest(),
    )
    return target.getvalue()


def _parts(application: Application) -> Iterator[tuple[str, bytes]]:
    rows = [(_("卷内目录"), _("文件"), _("日期"))]
    parts: list[tuple[str, bytes]] = [(_("01 申请和办理情况.json"), _json(_case(application)))]
    for number, letter in enumerate(application.letters.exclude(state="void"), start=1):
        if letter.signed_on is None:
            continue
        for suffix in ("docx", "pdf"):
            name = f"02 {_('文书')}/{number:02} {letter.get_kind_display()} {letter.number}.{suffix}"
            parts.append((name, letters.content(letter, suffix)))
        rows.append((letter.get_kind_display(), letter.number, str(letter.signed_on)))
    for number, kept in enumerate(application.files.filter(destroyed_on=None), start=1):
        parts.append((f"03 {_('材料')}/{number:02} {kept.get_kind_display()} {kept.name}", files.read(kept)))
        rows.append((kept.get_kind_display(), kept.name, str(localdate(kept.added_at))))
    parts.append((_("04 操作台账.json"), _json([_line(line) for line in lines_of(application)])))
    yield _("00 卷内目录.txt"), "\n".join("\t".join(row) for row in rows).encode()
    yield from parts


def lines_of(application: Application) -> list[Entry]:
    """The lines of the ledger on a case and on what belongs to it, in order."""
    return [line.entry for line in showing.history(application)]


def _case(application: Application) -> dict[str, Any]:
    person = people.known(application)
    return {
        "number": application.number,
        "organ": str(application.organ),
        "subject": application.get_subject_display(),
        "applicant_kind": application.get_applicant_kind_display(),
        "applicant": asdict(person) if person else None,
        "title": application.title,
        "wanted": application.wanted,
        "corrected": application.corrected,
        "facts": {name: getattr(application, name) for name in _FACTS},
        "choices": list(application.steps.values("step", "choice", "note", "at")),
        "searches": list(application.searches.values("on", "place", "words", "by", "found", "result")),
        "pieces": list(application.pieces.values("text", "given", "ground", "reason")),
        "consultations": [
            {
                **asdict(people.party_of(asked)),
                "kind": asked.get_kind_display(),
                "about": asked.about,
                "sent_on": asked.sent_on,
                "delivered_on": asked.delivered_on,
                "answered_on": asked.answered_on,
                "opinion": asked.opinion,
                "reason": asked.reason,
            }
            for asked in application.consultations.all()
        ],
        "letters": [_letter(letter) for letter in application.letters.all()],
    }


def _letter(letter: Letter) -> dict[str, Any]:
    return {
        "kind": letter.get_kind_display(),
        "number": letter.number,
        "state": letter.get_state_display(),
        "signed_on": letter.signed_on,
        "way": letter.get_way_display(),
        "sent_on": letter.sent_on,
        "delivered_on": letter.delivered_on,
        "served_on": letter.served_on,
        "tracking_number": letter.tracking_number,
        "void_reason": letter.void_reason,
        "approvals": [
            {
                "role": one.get_role_display(),
                "by": one.by.name,
                "at": one.at,
                "passed": one.passed,
                "opinion": one.opinion,
            }
            for one in letter.approvals.select_related("by")
        ],
    }


def _line(line: Entry) -> dict[str, Any]:
    return {
        name: getattr(line, name)
        for name in ("number", "at", "user_name", "act", "subject_text", "detail", "previous", "hash")
    }


def _json(data: object) -> bytes:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()
