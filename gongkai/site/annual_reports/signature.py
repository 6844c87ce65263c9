"""成文日期 of a compiled draft: set by whoever writes it, else the day it is signed off."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from .models import SIGNED_ON, Version
from .versions import open_version, previous_reading

if TYPE_CHECKING:
    from ..accounts.models import User


@transaction.atomic
def set_signed_on(version: Version, day: date, *, user: "User", at: datetime) -> None:
    """落款: the day that stands below the report, never before the year is over."""
    permissions.require(user, "annual_reports.correct", version.report.organ, on=localdate(at))
    version = open_version(version)
    if not version.is_compiled:
        raise Refused(_("这一版本是从文件读入的，成文日期以文件为准"))
    first = date(version.report.year + 1, 1, 1)
    if day < first:
        raise Refused(_("报告的统计期限到年底，成文日期不能早于{first}").format(first=first))
    if day.year > localdate(at).year + 1:
        raise Refused(_("成文日期太晚，请核对年份"))
    if day == version.reading.signed_on:
        raise Refused(_("成文日期与原来相同，没有改动"))
    old = version.reading.signed_on
    version.hold(replace(version.reading, signed_on=day))
    version.save(update_fields=["content", "positions", "digest"])
    version.store_findings(previous_reading(version.report))
    version.corrections.create(
        cell=SIGNED_ON,
        old=old.isoformat() if old else "",
        new=day.isoformat(),
        reason=_("填写成文日期"),
        by=user,
        at=at,
    )
    ledger.record(version, "signed_on_set", user=user, day=day.isoformat(), digest=version.digest)
