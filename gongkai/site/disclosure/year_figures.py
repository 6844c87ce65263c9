"""年度数: numbers of items and of rules, one a year; section two of the annual report takes them over."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .record_models import YearFigure

if TYPE_CHECKING:
    from ..accounts.models import User

LARGEST = 99_999_999


def held(organ: Organ, first: int, last: int) -> dict[tuple[int, str], int]:
    """What is recorded of the years ``first`` to ``last``: (year, kind) → number."""
    rows = YearFigure.objects.filter(organ=organ, year__range=(first, last))
    return {(year, kind): value for year, kind, value in rows.values_list("year", "kind", "value")}


@transaction.atomic
def save(
    organ: Organ, year: int, new: Mapping[str, int | None], *, user: "User", at: datetime
) -> list[tuple[str, int | None, int | None]]:
    """登记年度数 as they now are, None for a blank; answers what changed: kind, old, new."""
    on = localdate(at)
    permissions.require(user, "disclosure.draft", organ, on=on)
    if not 2008 <= year <= on.year:
        raise Refused(_("年度应在2008年到今年之间"))
    if strange := set(new) - set(YearFigure.Kind.values):
        raise Refused(_("不认识的事项“{kind}”").format(kind=min(strange)[:20]))
    if any(value is not None and not 0 <= value <= LARGEST for value in new.values()):
        raise Refused(_("数量应在0到{most}之间").format(most=LARGEST))
    Organ.objects.select_for_update().get(pk=organ.pk)  # two savings at once see each other
    old = held(organ, year, year)
    changed = [
        (kind, old.get((year, kind)), new[kind])
        for kind in YearFigure.Kind.values
        if kind in new and new[kind] != old.get((year, kind))
    ]
    for kind, _old, value in changed:
        row: dict[str, Any] = {"organ": organ, "year": year, "kind": kind}
        if value is None:
            YearFigure.objects.filter(**row).delete()
        else:
            YearFigure.objects.update_or_create(**row, defaults={"value": value})
    if changed:
        ledger.record(
            YearFigure,
            "counted",
            user=user,
            organ=organ.slug,
            year=year,
            changes=[list(change) for change in changed],
        )
    return changed
