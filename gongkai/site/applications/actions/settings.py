"""设置 of an organ for disclosure on application: what its letters name, their numbers, their templates."""

from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .. import composing, letters
from ..letter_models import CaseSettings, LetterPattern, LetterTemplate
from ..letters import KINDS

if TYPE_CHECKING:
    from ...accounts.models import User

SERIES = list(dict.fromkeys(kind.numbering for kind in KINDS.values() if kind.numbering))
"""The series of numbers, in the order of the letters."""
_LONGEST = 60
_PARTS = ("year", "serial")


@transaction.atomic
def change(
    organ: Organ,
    *,
    review_body: str,
    court: str,
    pay_to: str,
    wants_identity: bool,
    notify_email: bool,
    user: "User",
    at: datetime,
) -> CaseSettings:
    """设置; blank names are those that follow from the organ's place."""
    organ = _locked(organ, user=user, at=at)
    kept, _new = CaseSettings.objects.update_or_create(
        organ=organ,
        defaults={
            "review_body": review_body.strip(),
            "court": court.strip(),
            "pay_to": pay_to.strip(),
            "wants_identity": wants_identity,
            "notify_email": notify_email,
        },
    )
    ledger.record(kept, "settings_changed", user=user, organ=organ.slug, identity=wants_identity)
    return kept


@transaction.atomic
def set_pattern(organ: Organ, series: str, pattern: str, *, user: "User", at: datetime) -> LetterPattern:
    """文号编法 of one series; serials go on, so that no number is given twice."""
    organ = _locked(organ, user=user, at=at)
    pattern = pattern.strip()
    check_pattern(organ, series, pattern, at)
    kept, _new = LetterPattern.objects.update_or_create(
        organ=organ, series=series, defaults={"pattern": pattern}
    )
    ledger.record(kept, "pattern_set", user=user, organ=organ.slug, series=series, pattern=pattern)
    return kept


def check_pattern(organ: Organ, series: str, pattern: str, at: datetime) -> None:
    """Raise Refused for a pattern that would give one number twice, or that names what there is not."""
    if series not in SERIES:
        raise Refused(_("没有这一类文号"))
    try:
        parts = [part for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        raise Refused(_("花括号没有成对，请检查")) from None
    if any(name not in _PARTS or spec or conversion for _text, name, spec, conversion in parts):
        raise Refused(_("编法里只能用{year}和{serial}，不能有其他字段或者格式"))
    if sorted(str(part[1]) for part in parts) != sorted(_PARTS):
        raise Refused(_("编法里{year}和{serial}应当各有一个，例如：望政公开答〔{year}〕{serial}号"))
    if len(pattern) > _LONGEST:
        raise Refused(_("编法不能超过{most}个字").format(most=_LONGEST))
    if pattern in (patterns(organ, at)[other] for other in SERIES if other != series):
        raise Refused(_("另一类文书已经这样编号，文号会重复"))


def patterns(organ: Organ, at: datetime) -> dict[str, str]:
    """Series → pattern, the organ's own or the default."""
    own = dict(LetterPattern.objects.filter(organ=organ).values_list("series", "pattern"))
    first = composing.default_pattern(organ, "{series}", localdate(at))
    return {series: own.get(series) or first.replace("{series}", series) for series in SERIES}


def numbered(pattern: str, year: int, serial: int = 1) -> str:
    """A number as the pattern makes it."""
    return pattern.format(year=year, serial=serial)


@transaction.atomic
def add_template(organ: Organ, kind: str, content: bytes, *, user: "User", at: datetime) -> LetterTemplate:
    """启用自有模板, once nothing is wrong with it; the one before it ends and stays."""
    organ = _locked(organ, user=user, at=at)
    if kind not in KINDS:
        raise Refused(_("没有这一种文书"))
    if wrong := letters.check(kind, content):
        raise Refused("；".join(wrong))
    _own(organ, kind).update(ended_at=at)
    kept = LetterTemplate.objects.create(organ=organ, kind=kind, content=content, added_at=at, added_by=user)
    ledger.record(kept, "template_added", user=user, organ=organ.slug, kind=kind)
    return kept


@transaction.atomic
def end_template(organ: Organ, kind: str, *, user: "User", at: datetime) -> LetterTemplate:
    """停用自有模板: the default is used again."""
    organ = _locked(organ, user=user, at=at)
    kept = _own(organ, kind).first()
    if kept is None:
        raise Refused(_("这种文书用的就是默认模板"))
    kept.ended_at = at
    kept.save()
    ledger.record(kept, "template_ended", user=user, organ=organ.slug, kind=kind)
    return kept


def _own(organ: Organ, kind: str) -> "QuerySet[LetterTemplate]":
    return LetterTemplate.objects.filter(organ=organ, kind=kind, ended_at=None)


def _locked(organ: Organ, *, user: "User", at: datetime) -> Organ:
    permissions.require(user, "applications.settings", organ, on=localdate(at))
    found: Organ = Organ.objects.select_for_update().get(pk=organ.pk)
    return found
