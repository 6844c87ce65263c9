"""Annual reports on their way: handed in, confirmed, published."""

from datetime import datetime
from typing import Any

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import actions, compile_actions, signoff
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
    Step,
    StepRemark,
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
    version = confirmed(version, second)
    actions.publish(version, version.digest, show_findings=show_findings, user=by, at=AT)
    return fresh(version)


def of_wangshu(county: County, report: Report | None = None, **more: Any) -> Version:
    """A published report of 望舒镇."""
    return published(county.wangshu, county.lin, county.he, report, **more)


def compiled(county: County, year: int = 2020, at: datetime = AT) -> Version:
    """望舒镇's report counted by 林晓, its text written by her: only the sign-off is wanting."""
    version = compile_actions.compile_report(county.wangshu, year, user=county.lin, at=at)
    for number in (1, 5, 6):
        text = f"第{number}节的文字，由公开专员写成，不再有待填写的内容。"
        compile_actions.write_section(fresh(version), number, text, user=county.lin, at=at)
    return fresh(version)


def taken(version: Version, step: Step, by: User, at: datetime = AT, opinion: str = "") -> Version:
    """``step`` taken by ``by`` on the content as it is."""
    version = fresh(version)
    signoff.take(version, step, version.digest, opinion=opinion, user=by, at=at)
    return fresh(version)


def signed(version: Version, county: County, at: datetime = AT) -> Version:
    """Sent up by 林晓, examined by 何川, signed by 宋岚."""
    version = taken(version, Step.SENT, county.lin, at)
    version = taken(version, Step.EXAMINED, county.he, at)
    return taken(version, Step.SIGNED, county.song, at)


def worded(version: Version, by: User, at: datetime = AT) -> None:
    """A word on every warning, so that it may be sent up."""
    for finding in fresh(version).stored_findings.filter(severity="warning"):
        actions.judge(fresh(version), finding.fingerprint, "right", reason="已核实", user=by, at=at)


def signed_and_published(
    version: Version, county: County, at: datetime = AT, *, show_findings: bool = False
) -> Version:
    """Signed by the three, and public."""
    version = signed(version, county, at)
    actions.publish(version, version.digest, show_findings=show_findings, user=county.lin, at=at)
    return fresh(version)


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
        StepRemark,
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
