"""Annual reports on their way: handed in, confirmed, published."""

from typing import Any

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import (
    AnnualReport,
    Batch,
    BatchFile,
    CellCheck,
    CellCorrection,
    Confirmation,
    DueDay,
    FilingReminder,
    Remark,
    SourceFile,
    StoredFinding,
    Submission,
    Urging,
    Verdict,
    Version,
)
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.models import Officer, Organ, OrganName
from tests.annual_report.build import flat_text, sample_report
from tests.cast import AT, County

GRANTED = "applications.granted.natural_person"


def text(report: Report | None = None) -> bytes:
    """The report as a text file; of 望舒镇 on 2020 unless told otherwise."""
    return flat_text(report or sample_report()).encode()


def kept(organ: Organ, by: User, data: bytes | None = None, name: str = "年报.txt") -> SourceFile:
    return actions.keep_file(organ, data or text(), name, user=by, at=AT)


def draft(organ: Organ, by: User, report: Report | None = None, **more: Any) -> Version:
    """A report handed in by ``by``, waiting for the second officer."""
    report = report or sample_report()
    assert report.year
    return actions.upload(organ, report.year, kept(organ, by, text(report)), user=by, at=AT, **more)


def confirmed(version: Version, by: User) -> Version:
    actions.confirm(version, version.digest, user=by, at=AT)
    return fresh(version)


def published(
    organ: Organ, by: User, second: User, report: Report | None = None, *, show_findings: bool = False
) -> Version:
    """A report the public can read."""
    return publish(draft(organ, by, report), by, second, show_findings=show_findings)


def publish(version: Version, by: User, second: User, *, show_findings: bool = False) -> Version:
    confirmed(version, second)
    actions.publish(version, version.digest, show_findings=show_findings, user=by, at=AT)
    return fresh(version)


def of_wangshu(county: County, report: Report | None = None, **more: Any) -> Version:
    """A published report of 望舒镇."""
    return published(county.wangshu, county.lin, county.he, report, **more)


def fresh(version: Version) -> Version:
    """The version as the database has it."""
    return Version.objects.get(pk=version.pk)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of the rooms and the ledger, to compare before and after."""
    models = (
        Organ,
        OrganName,
        Officer,
        SourceFile,
        AnnualReport,
        Version,
        CellCheck,
        CellCorrection,
        Confirmation,
        StoredFinding,
        Verdict,
        Batch,
        BatchFile,
        Submission,
        Remark,
        DueDay,
        FilingReminder,
        Urging,
        Entry,
    )
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
