"""报送日历: by which day an organ's report is submitted and public; the act that sets it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import annual_reports as law

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Kind, Organ
from ..filing_models import DueDay

if TYPE_CHECKING:
    from ...accounts.models import User

FIRST_YEAR = 2019
"""The first year whose reports the article of today asks for."""
WHOSE = {
    Kind.GOVERNMENT: law.GOVERNMENT,
    Kind.DEPARTMENT: law.DEPARTMENT,
    Kind.VERTICAL: law.DEPARTMENT,
    Kind.TOWN: law.TOWN,
    Kind.SUBDISTRICT: law.TOWN,
}


@dataclass(frozen=True)
class Due:
    """The two last days of a kind of organ, and where they come from; ``row`` is None for the law's."""

    kind: str
    submit_on: date
    publish_on: date
    source: str
    row: DueDay | None = None


def of_law(kind: str, year: int) -> Due:
    """What holds where no office has set anything."""
    found = law.last_day(WHOSE[Kind(kind)], year)
    source = (
        _("《条例》第四十九条")
        if found.statutory
        else _("《条例》第四十九条没有写明乡镇、街道，按惯例；主管部门可以另行设定")
    )
    return Due(kind, found.on, found.on, source)


def due_days(organs: Iterable[Organ], year: int) -> Mapping[int, Due]:
    """Organ → its days for the report on ``year``, for many organs in one query."""
    rows = DueDay.objects.filter(year=year).select_related("government")
    by_place = {(row.government.path, row.kind): row for row in rows}
    usual = {kind: of_law(kind, year) for kind in Kind.values}
    return {
        organ.pk: _nearest(organ.paths_above, organ.kind, by_place) or usual[organ.kind] for organ in organs
    }


def calendar(government: Organ, year: int) -> list[Due]:
    """The days of every kind of organ below a government."""
    rows = DueDay.objects.filter(year=year, government__path__in=government.paths_above)
    by_place = {(row.government.path, row.kind): row for row in rows.select_related("government", "by")}
    return [_nearest(government.paths_above, kind, by_place) or of_law(kind, year) for kind in Kind.values]


@transaction.atomic
def set_due(
    government: Organ,
    year: int,
    kind: str,
    *,
    submit_on: date,
    publish_on: date,
    source: str,
    user: "User",
    at: datetime,
) -> DueDay:
    """设定报送期限 for the organs of a kind below a government; never later than the law's own day."""
    permissions.require(user, "annual_reports.due_days", government, on=localdate(at))
    if government.kind != Kind.GOVERNMENT:
        raise Refused(_("报送期限按人民政府设定，请选人民政府"))
    if kind not in Kind.values:
        raise Refused(_("请选择机关类别"))
    if year < FIRST_YEAR:
        raise Refused(_("报告年度从{first}年起").format(first=FIRST_YEAR))
    if not source.strip():
        raise Refused(_("请写明依据，例如通知的名称和文号"))
    usual = law.last_day(WHOSE[Kind(kind)], year)
    for day in (submit_on, publish_on):
        if day.year != year + 1:
            raise Refused(_("{year}年度的报告在{next}年报送，请改日期").format(year=year, next=year + 1))
        if usual.statutory and day > usual.on:
            raise Refused(_("不能晚于《条例》第四十九条规定的{day}").format(day=usual.on))
    fields = {
        "submit_on": submit_on,
        "publish_on": publish_on,
        "source": source.strip(),
        "by": user,
        "at": at,
    }
    old = DueDay.objects.filter(government=government, year=year, kind=kind).first()
    row, _made = DueDay.objects.update_or_create(government=government, year=year, kind=kind, defaults=fields)
    ledger.record(
        row,
        "filing_due_set",
        user=user,
        government=government.slug,
        year=year,
        kind=kind,
        submit_on=submit_on,
        publish_on=publish_on,
        source=row.source,
        before=[old.submit_on, old.publish_on] if old else [],
    )
    return row


def _nearest(paths: list[str], kind: str, rows: Mapping[tuple[str, str], DueDay]) -> Due | None:
    row = next((rows[path, kind] for path in reversed(paths) if (path, kind) in rows), None)
    return Due(kind, row.submit_on, row.publish_on, row.source, row) if row else None
