"""个人信息 of applicants and third parties: sealed, masked, recognised by keyed hash.

Nothing here writes a name to the ledger, a log or an address; who looked and why is a line of the
ledger (``reveal``).
"""

import json
import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..sealing import keyed_hash, seal, unseal
from .models import Applicant, Application
from .step_models import Consultation

if TYPE_CHECKING:
    from ..accounts.models import User

LEAST_REASON = 4
"""Letters of a reason to look: 核对身份 is one, 看 is none."""


@dataclass(frozen=True)
class Person:
    """Who applies: only what Art. 29 asks for."""

    name: str
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    contact: str = ""
    """Of an organisation: the person to speak to; of a person: who acts for them."""


LABELS = {
    "name": gettext_lazy("姓名或名称"),
    "identity_kind": gettext_lazy("证件种类"),
    "identity_number": gettext_lazy("证件号码"),
    "phone": gettext_lazy("联系电话"),
    "email": gettext_lazy("电子邮箱"),
    "address": gettext_lazy("通信地址"),
    "postcode": gettext_lazy("邮政编码"),
    "contact": gettext_lazy("联系人或代理人"),
}


HASHED = {"name": ("name",), "identity": ("identity_number",), "contact": ("phone", "email")}
"""Hash → what it is of: the first of these that is given."""


@dataclass(frozen=True)
class Party:
    """A third party, a co-maker, an organ asked for help."""

    name: str
    address: str = ""
    phone: str = ""


def keep(application: Application, person: Person) -> Applicant:
    """Seal who applies, in the transaction of the act that registers the application."""
    kept, _new = Applicant.objects.update_or_create(
        application=application,
        defaults={
            "sealed": seal(json.dumps(asdict(person), ensure_ascii=False), _place(application)),
            **{
                f"{name}_hash": hashed(name, next((text for f in of if (text := getattr(person, f))), ""))
                for name, of in HASHED.items()
            },
        },
    )
    return kept


def hashed(name: str, text: str) -> str:
    """By which a name, number or contact is found again; "" for none."""
    known_by = signs(text)
    return keyed_hash(known_by, f"applicant:{name}") if known_by else ""


def signs(text: str) -> str:
    """The text as it is compared: no blanks or dashes, one width, capitals."""
    return re.sub(r"[\s\-·.]", "", unicodedata.normalize("NFKC", text)).upper()


def known(application: Application) -> Person | None:
    """Who applies, for what the office makes of it (letters); None once destroyed. Show only ``masked``."""
    applicant = Applicant.objects.filter(application=application).first()
    return _opened(application, applicant)


def masked(application: Application) -> Person | None:
    """Who applies as a page may show it; ask for ``applicant`` together with the application."""
    person = _opened(application, getattr(application, "applicant", None))
    return person and Person(
        **{
            field.name: value if field.name == "identity_kind" else mask(field.name, value)
            for field in fields(person)
            for value in [getattr(person, field.name)]
        }
    )


def mask(field: str, text: str) -> str:
    """The text with its middle covered: enough to recognise, too little to use."""
    if not text:
        return ""
    if field in ("name", "contact"):
        return text[0] + "＊" * min(len(text) - 1, 2)
    if field == "email":
        name, _at, host = text.partition("@")
        return f"{name[:1]}＊＊＊@{host}"
    if field == "address":
        return text[:6] + "＊＊＊" if len(text) > 6 else "＊＊＊"
    shown = 3 if len(text) > 8 else 0
    return text[:shown] + "＊" * (len(text) - 2 * shown) + (text[-shown:] if shown else "")


@transaction.atomic
def reveal(application: Application, reason: str, *, user: "User", at: datetime) -> Person:
    """查看: everything about the applicant, for a reason that stands in the ledger."""
    permissions.require(user, "applications.reveal", application.organ, on=localdate(at))
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise Refused(_("请写明查看的理由，例如：电话确认收到申请"))
    person = known(application)
    if person is None:
        raise Refused(_("申请人的个人信息已经按期销毁"))
    ledger.record(application, "revealed", user=user, organ=application.organ.slug, reason=reason)
    return person


def same_applicant(application: Application) -> list[int]:
    """Keys of other applications to the same organ by the same name, number or contact."""
    mine = Applicant.objects.filter(application=application).first()
    if mine is None:
        return []
    hashes = {name: getattr(mine, f"{name}_hash") for name in HASHED}
    known_by = [Q(**{f"{name}_hash": value}) for name, value in hashes.items() if value]
    if not known_by:
        return []
    # Whom the hashes know first, and their organ after: the other way round a register is read through.
    keys = list(Applicant.objects.filter(reduce(or_, known_by)).values_list("pk", flat=True))
    rows = Application.objects.filter(pk__in=keys, organ=application.organ_id)
    return sorted(rows.exclude(pk=application.pk).values_list("pk", flat=True))


def seal_party(application: Application, party: Party) -> str:
    return seal(json.dumps(asdict(party), ensure_ascii=False), f"consultation:{application.pk}")


def party_of(consultation: Consultation) -> Party:
    """Whom a consultation asks, for its letters. Show only ``masked_party``."""
    if not consultation.sealed:
        return Party(_("（已按期销毁）"))
    data = json.loads(unseal(consultation.sealed, f"consultation:{consultation.application_id}"))
    return Party(**data)


def masked_party(consultation: Consultation) -> Party:
    """An organ is named in full; a third party may be a person."""
    party = party_of(consultation)
    if consultation.kind != "third_party" or not consultation.sealed:
        return party
    return Party(mask("name", party.name), mask("address", party.address), mask("phone", party.phone))


def _opened(application: Application, applicant: Applicant | None) -> Person | None:
    if applicant is None or not applicant.sealed:
        return None
    return Person(**json.loads(unseal(applicant.sealed, _place(application))))


def _place(application: Application) -> str:
    return f"applicant:{application.pk}"
