"""催报: the office asks one late organ, or all of them, for the report."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from ..filing_models import Urging
from .standing import Standing, awaited, standings

if TYPE_CHECKING:
    from ...accounts.models import User


def late(government: Organ, year: int, at: datetime) -> list[Standing]:
    """The organs below whose reports are overdue."""
    on = localdate(at)
    return [one for one in standings(awaited(government, year, on), year, on) if one.is_overdue]


@transaction.atomic
def urge(
    government: Organ, year: int, organs: Collection[str], note: str, *, user: "User", at: datetime
) -> list[Urging]:
    """``organs``: by their slugs. They see the note on their desk, and by mail the next morning.

    Raises Refused for an organ that is not late, and without a note.
    """
    on = localdate(at)
    permissions.require(user, "annual_reports.urge", government, on=on)
    if not note.strip():
        raise Refused(_("请写催报内容"))
    if not organs:
        raise Refused(_("请选择要催报的机关"))
    found = {one.organ.slug: one for one in late(government, year, at)}
    wrong = [slug for slug in organs if slug not in found]
    if wrong:
        raise Refused(_("所选机关里有{count}家没有逾期，请刷新页面重新选择").format(count=len(wrong)))
    office = government.competent_office(on) or government
    asked = sorted(set(organs))
    made = Urging.objects.bulk_create(
        Urging(organ=found[slug].organ, office=office, year=year, note=note.strip(), by=user, at=at)
        for slug in asked
    )
    ledger.record(
        Urging,
        "filing_urged",
        user=user,
        government=government.slug,
        year=year,
        organs=asked,
        note=note.strip(),
    )
    return made
