"""Acts on schemes: draft, change, copy to a new version, put in force, drop."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai import assessment as library

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Kind, Organ
from ..figures.figure import Figure
from ..figures.registry import figures
from .models import Scheme

if TYPE_CHECKING:
    from ...accounts.models import User

ASSESS = "supervision.assess"
EXAMPLE = Path(library.__file__).with_name("example.toml")


def example() -> str:
    """The rubric of our own making that is shipped, as a file."""
    return EXAMPLE.read_text("utf-8")


def known_figures() -> dict[str, bool]:
    """The codes of the figures there are, each with whether it is a share."""
    return {code: figure.share is not None for code, figure in figures().items()}


def catalogue() -> list[Figure]:
    """The figures that a scheme may ask, in the order of the parts."""
    return list(figures().values())


def read(text: str) -> library.Scheme:
    """A scheme from what was uploaded or written. Raises Refused with everything that is wrong."""
    try:
        found = library.read(text)
    except library.Unreadable as error:
        raise Refused(str(error)) from error
    wrong = library.problems(found, known_figures())
    if wrong:
        raise Refused("\n".join(str(one) for one in wrong))
    return found


@transaction.atomic
def draft(owner: Organ, text: str, *, user: "User", at: datetime) -> Scheme:
    """拟定方案: a first version, or the next of a title that the government has already."""
    require_government(owner, user, at)
    found = read(text)
    Organ.objects.select_for_update().get(pk=owner.pk)  # numbers of versions are given one by one
    last = Scheme.objects.filter(owner=owner, title=found.title).aggregate(last=Max("number"))["last"] or 0
    made = Scheme.objects.create(
        owner=owner,
        title=found.title,
        number=last + 1,
        content=_content(found, last + 1),
        made_by=user,
        made_at=at,
    )
    ledger.record(made, "scheme_drafted", user=user, organ=owner.slug, number=made.number)
    return made


@transaction.atomic
def change(scheme: Scheme, text: str, *, user: "User", at: datetime) -> Scheme:
    """修改方案, as long as it is a draft. The title stays: under another it is another scheme."""
    scheme = _held(scheme, user, at)
    found = read(text)
    if found.title != scheme.title:
        raise Refused(_("名称应仍是“{title}”；改名的请另拟一份方案").format(title=scheme.title))
    changes = library.compare(scheme.reading, found)
    scheme.content = _content(found, scheme.number)
    scheme.save(update_fields=["content"])
    ledger.record(scheme, "scheme_changed", user=user, changes=len(changes))
    return scheme


@transaction.atomic
def copy(scheme: Scheme, *, user: "User", at: datetime) -> Scheme:
    """复制为新版: the same content as a draft under the next number."""
    require_government(scheme.owner, user, at)
    if Scheme.objects.filter(owner=scheme.owner, title=scheme.title, state=Scheme.State.DRAFT).exists():
        raise Refused(_("这份方案已有一版草稿，请先改好或者删除那一版"))
    return draft(scheme.owner, library.to_toml(scheme.reading), user=user, at=at)


@transaction.atomic
def enact(scheme: Scheme, *, user: "User", at: datetime) -> Scheme:
    """施行: from now on it may be used, and no longer changed. Figures are looked up once more."""
    scheme = _held(scheme, user, at)
    read(library.to_toml(scheme.reading))
    scheme.state, scheme.in_force_at = Scheme.State.IN_FORCE, at
    scheme.save(update_fields=["state", "in_force_at"])
    ledger.record(scheme, "scheme_enacted", user=user)
    return scheme


@transaction.atomic
def drop(scheme: Scheme, *, user: "User", at: datetime) -> None:
    """删除草稿."""
    scheme = _held(scheme, user, at)
    ledger.record(scheme, "scheme_dropped", user=user, content=scheme.content)
    scheme.delete()


def require_government(owner: Organ, user: "User", at: datetime) -> None:
    """Raise Forbidden for whoever does not assess there, Refused for what is no government."""
    permissions.require(user, ASSESS, owner, on=localdate(at))
    if owner.kind != Kind.GOVERNMENT:
        raise Refused(_("考核由人民政府组织，请选人民政府"))


def _held(scheme: Scheme, user: "User", at: datetime) -> Scheme:
    scheme = Scheme.objects.select_for_update().select_related("owner").get(pk=scheme.pk)
    permissions.require(user, ASSESS, scheme.owner, on=localdate(at))
    if not scheme.is_draft:
        raise Refused(_("已施行的方案不能再改，请复制为新版再改"))
    return scheme


def _content(found: library.Scheme, number: int) -> dict[str, object]:
    return {**library.to_data(found), "version": str(number)}
