"""Acts on scan tables: keep the file for its dry run, take its rows in."""

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, Role
from .models import Scan, ScanRow
from .scans import Plan, plan, read

if TYPE_CHECKING:
    from ...accounts.models import User

INSPECT = "supervision.inspect"


@transaction.atomic
def keep(office: Organ, data: bytes, name: str, *, user: "User", at: datetime) -> Scan:
    """留存扫描表, before its dry run. Refuses what cannot be read."""
    _require(office, user, localdate(at))
    read(data)
    scan = Scan(office=office, name=name[-200:], made_by=user, made_at=at)
    scan.sha256 = hashlib.sha256(data).hexdigest()
    scan.file.save(f"{scan.sha256[:32]}.bin", ContentFile(data), save=False)
    scan.save()
    ledger.record(scan, "scan_kept", user=user, office=office.slug, sha256=scan.sha256)
    return scan


@transaction.atomic
def take_in(scan: Scan, *, user: "User", at: datetime) -> int:
    """收入扫描表: every row that is new, all or none; what is put right already is kept as such."""
    on = localdate(at)
    _require(scan.office, user, on)
    scan = Scan.objects.select_for_update(of=("self",)).select_related("office").get(pk=scan.pk)
    if scan.done_at:
        raise Refused(_("这份扫描表已经收入"))
    # Two tables with one row between them are taken in one after the other.
    Organ.objects.select_for_update().get(pk=scan.office_id)
    found = planned(scan, user=user, on=on)
    if not found.rows:
        raise Refused(_("扫描表里没有可以收入的新问题"))
    ScanRow.objects.bulk_create(
        ScanRow(
            scan=scan,
            line=row.line,
            organ=row.organ,
            item=row.place.item if row.place else None,
            fingerprint=row.fingerprint,
            gone_on=on if row.gone else None,
            **row.fields,
        )
        for row in found.rows
    )
    scan.done_at, scan.count = at, len(found.rows)
    scan.save()
    ledger.record(
        scan, "scan_taken_in", user=user, office=scan.office.slug, sha256=scan.sha256, count=scan.count,
        gone=found.gone, left_out=len(found.problems),
    )  # fmt: skip
    return scan.count


def planned(scan: Scan, *, user: "User", on: date) -> Plan:
    """What ``take_in`` would do."""
    within = permissions.organs_for(user, INSPECT, on=on)
    with scan.file.open() as file:
        return plan(read(file.read()), within)


def _require(office: Organ, user: "User", on: date) -> None:
    """A supervisor of the office; 403 for anybody else."""
    if not permissions.holds(user, Role.SUPERVISOR, office.pk, on=on):
        raise permissions.Forbidden(INSPECT)
