"""What changed from one version to the next, paragraph by paragraph."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Field
from django.utils.translation import gettext as _

from . import content
from .models import ItemVersion

_FIELDS = (
    "title",
    "document_number",
    "formed_on",
    "normative",
    "registration_number",
    "effective_on",
    "expires_on",
    "notice_until",
    "origin",
    "maker",
    "co_makers",
    "lead",
    "publish_basis",
    "original",
    "original_title",
    "original_number",
    "original_class",
    "genre",
    "category",
    "klass",
    "ground",
    "ground_note",
    "reexamine_on",
    "summary",
)


@dataclass(frozen=True)
class Difference:
    """One place that changed; ``old`` or ``new`` is empty where something came or went."""

    name: str
    old: str
    new: str


def differences(old: ItemVersion, new: ItemVersion) -> list[Difference]:
    """Changed fields, then changed paragraphs of the body, in their order."""
    found = [
        Difference(_label(name), _printed(old, name), _printed(new, name))
        for name in _FIELDS
        if getattr(old, name) != getattr(new, name)
    ]
    before, after = content.plain(old.body).split("\n"), content.plain(new.body).split("\n")
    body = str(_("正文"))
    found += [
        Difference(body, "\n".join(before[a:b]), "\n".join(after[c:d]))
        for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    had, has = (["\n".join(name for name, _sha256 in one.attachments)] for one in (old, new))
    if old.attachments != new.attachments:
        found.append(Difference(_label("attachments"), *had, *has))
    return found


def _label(name: str) -> str:
    field = ItemVersion._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.verbose_name)


def _printed(version: ItemVersion, name: str) -> str:
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name)
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    return "" if value is None else str(value)
