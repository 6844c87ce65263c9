"""汇总编制: a government's comprehensive report from the accepted reports below and its own records.

What went in is kept with the version: the government's own facts, the sums of the organs below, and
of every report its version and digest. Later acceptances show as differences, never as a silent change.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.formats.form import Cell
from gongkai.annual_report.regional import regional
from gongkai.annual_report.report import Source
from gongkai.annual_report.sums import Sums

from ...ledger import actions as ledger
from ...organs import permissions, placements
from ...organs.actions import Refused
from ...organs.models import Organ
from ..compile_actions import given_up, keep_facts, refuse_year
from ..compiling import facts_of, variant_of
from ..gathered import Gathered
from ..models import GATHERED, Version
from ..total_models import Contribution, Total
from ..versions import locked, new_version, previous_reading, refuse_second
from .members import Member, Members, Standing

if TYPE_CHECKING:
    from ...accounts.models import User


@transaction.atomic
def gather(
    organ: Organ, year: int, *, user: "User", at: datetime, reason: str = "", replacing: str = ""
) -> Version:
    """汇总编制: sums and own figures become a draft of ``organ``'s report on ``year``, with a text begun.

    ``replacing`` as in ``compile_report``. Raises Refused before the year is over, where nobody stood
    below the organ, or no report is accepted yet.
    """
    permissions.require(user, "annual_reports.upload", organ, on=localdate(at))
    refuse_year(organ, year, localdate(at))
    if not placements.has_below(organ, year):
        raise Refused(_("这个机关在{year}年没有下级机关，请用“由记录编制”").format(year=year))
    report = locked(organ, year)
    if replacing:
        reason = given_up(report, replacing) or reason
    refuse_second(report, reason)
    gathered = gathered_now(organ, year)
    if not gathered.lower.count:
        raise Refused(_("还没有接收任何下级机关{year}年的年报，没有可以汇总的").format(year=year))
    source = keep_facts(organ, year, gathered.as_dict(), GATHERED, user=user, at=at)
    reading = regional(gathered.report(), gathered.region, previous_reading(report))
    reading = replace(reading, source=Source(GATHERED, source.sha256))
    version = new_version(report, source, reading, user=user, at=at, reason=reason)
    ledger.record(
        version,
        "gathered",
        user=user,
        organ=organ.slug,
        year=year,
        reports=len(gathered.reports),
        file=source.sha256,
        digest=version.digest,
        replaced=replacing,
        reason=version.reason,
    )
    return version


def gathered_now(organ: Organ, year: int) -> Gathered:
    """As things stand."""
    members = Members(organ, year)
    counted = {one.pk: one for one in members.below if one.standing == Standing.COUNTED}
    versions = Contribution.objects.filter(year=year, state=Contribution.State.COUNTED)
    rows = versions.values_list("organ", "version__number", "version__digest")
    return Gathered(
        facts=facts_of(organ, year, members.own.name),
        variant=variant_of(organ, year),
        lower=lower_sums(organ, year),
        reports={
            counted[pk].slug: {"name": counted[pk].name, "number": number, "digest": digest}
            for pk, number, digest in rows
            if pk in counted
        },
        wanting=_names(members.wanting),
        included=_names(one for one in members.below if one.standing == Standing.INCLUDED),
    )


def gathered_then(version: Version) -> Gathered:
    """What a gathered version was made of."""
    with version.source.file.open() as file:
        return Gathered.from_dict(json.loads(file.read()))


def lower_sums(organ: Organ, year: int) -> Sums:
    """The total of an organ without its own part: the sums of all below it."""
    total = Total.objects.filter(organ=organ, year=year).first()
    sums = total.sums if total else Sums()
    own = Contribution.objects.filter(organ=organ, year=year).first()
    if own and own.adds:
        sums.add(own.adds, -1)
    return sums


@dataclass(frozen=True)
class Changed:
    """A report that is no longer what was added: its version then and now; an empty word for none."""

    name: str
    then: str
    now: str


@dataclass(frozen=True)
class Difference:
    cell: Cell
    then: str
    stands: str
    now: str


def differences(version: Version) -> tuple[list[Changed], list[Difference]]:
    """What was frozen in a gathered version, and in its report, against what is accepted now."""
    organ, year, stands = version.report.organ, version.report.year, version.reading
    then, now = gathered_then(version), gathered_now(organ, year)
    slugs = dict.fromkeys((*then.reports, *now.reports))
    changed = [
        Changed((then.reports.get(slug) or now.reports[slug])["name"], *told)
        for slug in slugs
        for told in [(_told(then.reports.get(slug)), _told(now.reports.get(slug)))]
        if then.reports.get(slug, {}).get("digest") != now.reports.get(slug, {}).get("digest")
    ]
    before, after = (regional(one.report(), one.region) for one in (then, now))
    form = stands.form
    assert form is not None
    cells = [
        Difference(cell, *printed)
        for id, cell in form.cells.items()
        for printed in [tuple(report.printed(id) for report in (before, stands, after))]
        if len(set(printed)) > 1
    ]
    return changed, cells


def _told(report: Mapping[str, Any] | None) -> str:
    return _("第{number}版").format(number=report["number"]) if report else ""


def _names(members: Any) -> tuple[str, ...]:
    found: list[Member] = list(members)
    return tuple(one.name for one in found)
