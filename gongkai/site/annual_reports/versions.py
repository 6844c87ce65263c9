"""What every act on a version goes through: the report's row locked, the draft as it is now, who may."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from gongkai.annual_report.report import Report

from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .models import AnnualReport, SourceFile, Version

if TYPE_CHECKING:
    from ..accounts.models import User

COLLECT = "annual_reports.collect"
_ENTERING = ("annual_reports.correct", "annual_reports.check")
"""Acts that the office does itself on a draft it entered for an organ."""


def locked(organ: Organ, year: int) -> AnnualReport:
    """The report's row, locked until the act is done."""
    AnnualReport.objects.get_or_create(organ=organ, year=year)
    return (
        AnnualReport.objects.select_for_update(of=("self",))
        .select_related("organ")
        .get(organ=organ, year=year)
    )


def open_version(version: Version) -> Version:
    """The version as it is now, its report locked. Refuses one that is published."""
    locked(version.report.organ, version.report.year)
    fresh = Version.objects.select_related("report__organ", "source").filter(pk=version.pk).first()
    if fresh is None:
        raise Refused(_("这份草稿已被删除"))
    if fresh.is_published:
        raise Refused(_("这一版本已经公布，不能再改；要更正请另起新版本"))
    if fresh.collected_at:
        raise Refused(_("这一版本已由主管部门代录报送，不能再改；有误的请主管部门退回后重新代录"))
    return fresh


def refuse_second(report: AnnualReport, reason: str) -> None:
    """One draft at a time, none of what is accepted; a new version of what is published says why."""
    refuse_accepted(report)
    if report.versions.drafts().exists():
        raise Refused(_("{year}年的报告已有一份草稿，请先处理或删除它").format(year=report.year))
    if report.current_id and not reason.strip():
        raise Refused(
            _("{year}年的报告已经公布；如果是更正，请写明更正原因，作为新版本上传").format(year=report.year)
        )


def refuse_accepted(report: AnnualReport) -> None:
    """What the competent office accepted stays as it is until the office unlocks it."""
    if report.accepted_id:
        raise Refused(
            _("{year}年的报告已被接收锁定，不能更正；确须更正的，请主管部门先解除锁定").format(
                year=report.year
            )
        )


def new_version(
    report: AnnualReport,
    source: SourceFile,
    reading: Report,
    *,
    user: "User",
    at: datetime,
    reason: str,
    bindings: list[list[int | str]] | None = None,
) -> Version:
    """The next draft of a report, its findings with it; ``bindings``: the figures of its text."""
    last = report.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version(
        report=report,
        number=last + 1,
        source=source,
        made_by=user,
        made_at=at,
        reason=reason.strip() if report.current_id else "",
    )
    version.bindings = bindings or []
    version.hold(reading)
    version.save()
    version.store_findings(previous_reading(report))
    return version


def previous_reading(report: AnnualReport) -> Report | None:
    """The published report of the same organ on the year before, as data."""
    before = AnnualReport.objects.published().filter(organ_id=report.organ_id, year=report.year - 1).first()
    return before.current.reading if before and before.current else None


def may(user: "User", act: str, version: Version, *, on: date) -> bool:
    """True for who may do it for the organ; what the office entered, it also compares and puts right."""
    organ = version.report.organ
    entered = version.from_above and act in _ENTERING
    return permissions.may(user, act, organ, on=on) or (
        entered and permissions.may(user, COLLECT, organ, on=on)
    )


def require(user: "User", act: str, version: Version, *, on: date) -> None:
    """Raise Forbidden for whoever may not."""
    if not may(user, act, version, on=on):
        raise permissions.Forbidden(act)


def authors(version: Version) -> set[int]:
    """Who made or changed the version: none of them may confirm it."""
    return {version.made_by_id, *(correction.by_id for correction in version.corrections.all())}
