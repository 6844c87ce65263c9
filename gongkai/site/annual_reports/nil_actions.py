"""零报告 of an organ and a year without any record: drafted by one act, then signed as any other report."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.nil import declaring, nil, present
from gongkai.annual_report.report import Source

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .compile_actions import keep_facts, refuse_year
from .compiling import facts_of, variant_of
from .models import COMPILED, Version
from .versions import locked, new_version, refuse_second

if TYPE_CHECKING:
    from ..accounts.models import User


@transaction.atomic
def declare_nil(organ: Organ, year: int, *, user: "User", at: datetime) -> Version:
    """零报告: every cell that can be counted is 0 and the text says so, as a draft.

    Raises Refused where there are records, naming them, and wherever compiling would be refused.
    """
    permissions.require(user, "annual_reports.upload", organ, on=localdate(at))
    refuse_year(organ, year, localdate(at))
    report = locked(organ, year)
    refuse_second(report, "")
    refuse_records(organ, year)
    facts = declaring(facts_of(organ, year, organ.name_on(localdate(at))))
    source = keep_facts(organ, year, facts.as_dict(), COMPILED, user=user, at=at)
    reading = replace(nil(facts, variant_of(organ, year)), source=Source(COMPILED, source.sha256))
    version = new_version(report, source, reading, user=user, at=at, reason="")
    version.nil = True
    version.save(update_fields=["nil"])
    ledger.record(
        version,
        "nil_declared",
        user=user,
        organ=organ.slug,
        year=year,
        file=source.sha256,
        digest=version.digest,
    )
    return version


def refuse_records(organ: Organ, year: int) -> None:
    """Raise Refused where anything of the year is recorded: its report is counted from that."""
    found = "、".join(present(facts_of(organ, year, "")))
    if found:
        raise Refused(_("{year}年有记录，不能作零报告：{found}。请由记录编制").format(year=year, found=found))
