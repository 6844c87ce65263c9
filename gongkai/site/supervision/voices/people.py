"""投诉人、建议人: sealed, masked, recognised by keyed hash. Who looked and why stands in the ledger."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import resealing
from ...applications.people import LEAST_REASON, mask, signs
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...sealing import Change, keyed_hash, seal, unseal
from . import offices
from .models import Complaint, ComplaintFile, Statement, Suggestion, Voice

if TYPE_CHECKING:
    from ...accounts.models import User

V = TypeVar("V", bound=Voice)
_HASHED = "voice"


@dataclass(frozen=True)
class Person:
    """Who speaks and how to be reached; all of it may be left out."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    @property
    def contact(self) -> str:
        return self.phone or self.email or self.name


LABELS = {
    "name": gettext_lazy("姓名或名称"),
    "phone": gettext_lazy("联系电话"),
    "email": gettext_lazy("电子邮箱"),
    "address": gettext_lazy("通信地址"),
}


def keep(voice: Voice, person: Person) -> None:
    """Seal who speaks, in the transaction of the act that enters the row; nothing for somebody unnamed."""
    if person:
        voice.sealed = seal(json.dumps(asdict(person), ensure_ascii=False), place(voice))
        voice.contact_hash = hashed(person)
        voice.save(update_fields=["sealed", "contact_hash"])


def hashed(person: Person) -> str:
    """By which the same person is recognised; "" for somebody unnamed."""
    known_by = signs(person.contact)
    return keyed_hash(known_by, _HASHED) if known_by else ""


def masked(voice: Voice) -> Person:
    """Who speaks, as a page may show it."""
    person = _opened(voice)
    return Person(**{field.name: mask(field.name, getattr(person, field.name)) for field in fields(person)})


def same(voice: V) -> list[V]:
    """Others of the kind about the same organ by the same person, the newest first."""
    if not voice.contact_hash:
        return []
    found = type(voice)._default_manager.filter(contact_hash=voice.contact_hash, organ=voice.organ_id)
    return list(found.exclude(pk=voice.pk).order_by("-pk"))


@transaction.atomic
def reveal_complainant(complaint: Complaint, reason: str, *, user: "User", at: datetime) -> Person:
    """查看投诉人, for who handles the complaint."""
    offices.require_hearing(user, complaint, localdate(at))
    return _revealed(complaint, reason, user)


@transaction.atomic
def reveal_to_organ(statement: Statement, reason: str, *, user: "User", at: datetime) -> Person:
    """查看投诉人, for the organ it is about; refused unless the office let it know."""
    complaint = statement.complaint
    permissions.require(user, "supervision.reply", complaint.organ, on=localdate(at))
    if not statement.names:
        raise Refused(_("受理机关没有告知投诉人的身份；确需了解的，请与受理机关联系"))
    return _revealed(complaint, reason, user)


@transaction.atomic
def reveal_suggester(suggestion: Suggestion, reason: str, *, user: "User", at: datetime) -> Person:
    """查看建议人, for who answers."""
    permissions.require(user, "supervision.reply", suggestion.organ, on=localdate(at))
    return _revealed(suggestion, reason, user)


def reseal(change: Change) -> int:
    """Everything the part keeps sealed, under the new key; answers how many rows were changed."""
    return sum(
        [
            resealing.each(Complaint, lambda row: _resealed(row, change)),
            resealing.each(Suggestion, lambda row: _resealed(row, change)),
            resealing.each(
                ComplaintFile, lambda row: resealing.file(row, file_place(row.complaint_id), change)
            ),
        ]
    )


def place(voice: Voice) -> str:
    return f"{voice._meta.model_name}:{voice.pk}"


def file_place(complaint: int) -> str:
    return f"complaint file:{complaint}"


def _revealed(voice: Voice, reason: str, user: "User") -> Person:
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(_("请写明查看的理由，例如：电话核实情况"))
    person = _opened(voice)
    if not person:
        raise Refused(_("对方没有留下姓名和联系方式"))
    ledger.record(voice, "voice_revealed", user=user, organ=voice.organ.slug, reason=reason)
    return person


def _opened(voice: Voice) -> Person:
    return Person(**json.loads(unseal(voice.sealed, place(voice)))) if voice.sealed else Person()


def _resealed(row: Voice, change: Change) -> bool:
    if not resealing.text(row, place(row), change):
        return False
    person = Person(**json.loads(change.new.unseal(row.sealed, place(row))))
    row.contact_hash = change.new.keyed_hash(signs(person.contact), _HASHED)
    row.save(update_fields=["contact_hash"])
    return True
