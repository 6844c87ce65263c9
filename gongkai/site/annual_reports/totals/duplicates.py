"""并入: a dissolved organ's last year stands in the report of the one that took over; said by who adds up."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, OrganQuerySet
from ..total_models import Inclusion
from .counting import count_again

if TYPE_CHECKING:
    from ...accounts.models import User


def includable(organ: Organ, year: int) -> OrganQuerySet:
    """Organs below that were dissolved in the year: their figures may stand in a successor's report."""
    found: OrganQuerySet = Organ.objects.existing_in(year).below(organ)
    return found.filter(dissolved_on__lte=date(year, 12, 31))


@transaction.atomic
def declare(organ: Organ, year: int, within: Organ, note: str, *, user: "User", at: datetime) -> Inclusion:
    """声明并入: ``organ``'s report on ``year`` is not added, for ``within``'s report holds it already."""
    permissions.require(user, "annual_reports.settle", organ, on=localdate(at))
    if organ.dissolved_on is None or organ.dissolved_on > date(year, 12, 31):
        raise Refused(_("只有当年撤销的机关，数据才会由承继机关一并报告"))
    if not Organ.objects.successors_of(organ).filter(pk=within.pk).exists():
        raise Refused(_("请选择承继它的机关"))
    if not note.strip():
        raise Refused(_("请写明依据，例如承继机关报告中的说明"))
    made, new = Inclusion.objects.get_or_create(
        organ=organ, year=year, defaults={"within": within, "note": note.strip(), "by": user, "at": at}
    )
    if not new:
        raise Refused(_("已经声明并入，要改请先撤销"))
    count_again(organ, year, at=at)
    ledger.record(
        made, "included", user=user, organ=organ.slug, year=year, within=within.slug, note=made.note
    )
    return made


@transaction.atomic
def revoke(inclusion: Inclusion, *, user: "User", at: datetime) -> None:
    """撤销并入声明: the organ's own report is asked for, and counts, again."""
    organ, year = inclusion.organ, inclusion.year
    permissions.require(user, "annual_reports.settle", organ, on=localdate(at))
    ledger_line = {"organ": organ.slug, "year": year, "within": inclusion.within.slug}
    Inclusion.objects.filter(pk=inclusion.pk).delete()
    count_again(organ, year, at=at)
    ledger.record(Inclusion, "inclusion_revoked", user=user, **ledger_line)
