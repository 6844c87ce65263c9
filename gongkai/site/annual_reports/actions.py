"""Acts on annual reports: keep a file, upload, correct, confirm, publish. Each one ledger line.

An uploaded file is a report the organ has already published; what is confirmed here is that we
read it rightly. A compiled report is signed instead (signoff.py). Time comes from the caller, who
has it from the server's clock.
"""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report import reading
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.parsing import values
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.report import UNREAD, Report

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import blocking, editing
from .doubts import Doubtful, doubts
from .models import (
    LONGEST_VALUE,
    AnnualReport,
    CellCheck,
    CellCorrection,
    Confirmation,
    SourceFile,
    Verdict,
    Version,
)
from .versions import (
    COLLECT,
    authors,
    locked,
    new_version,
    open_version,
    previous_reading,
    refuse_accepted,
    refuse_second,
    require,
)

if TYPE_CHECKING:
    from ..accounts.models import User

LONGEST_NAME = 200


@transaction.atomic
def keep_file(
    organ: Organ,
    data: bytes,
    name: str,
    *,
    user: "User",
    at: datetime,
    by: str = "annual_reports.upload",
) -> SourceFile:
    """留存来源文件. Refuses what is no readable report, with the reason.

    ``by`` is the act that allows it: an officer's own upload, or a supervisor's collecting.
    """
    permissions.require(user, by, organ, on=localdate(at))
    report = _read(data)
    source = SourceFile(
        organ=organ,
        name=name[-LONGEST_NAME:],
        kind=report.source.kind,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        uploaded_by=user,
        uploaded_at=at,
    )
    source.file.save("", ContentFile(data), save=False)
    source.save()
    ledger.record(source, "file_kept", user=user, organ=organ.slug, sha256=source.sha256)
    return source


@transaction.atomic
def upload(
    organ: Organ,
    year: int,
    source: SourceFile,
    *,
    user: "User",
    at: datetime,
    accepted: Collection[str] = (),
    reason: str = "",
    by: str = "annual_reports.upload",
) -> Version:
    """上传: the file becomes a draft version of the organ's report on ``year``.

    Raises Refused where there is a draft already, or a published version and no ``reason`` for a
    correction, or where the organ was dissolved before the year; Doubtful where the file speaks of
    another organ, form or year than ``accepted`` doubts cover.
    """
    permissions.require(user, by, organ, on=localdate(at))
    if organ.is_dissolved(date(year, 1, 1)):
        raise Refused(_("{year}年以前，这个机关已经撤销，没有这一年的报告，请改选年度").format(year=year))
    with source.file.open() as file:
        report = _read(file.read())
    open_doubts = [
        doubt for doubt in doubts(report, organ, year) if not (doubt.acceptable and doubt.code in accepted)
    ]
    if open_doubts:
        raise Doubtful(open_doubts)
    annual_report = locked(organ, year)
    refuse_second(annual_report, reason)
    version = new_version(annual_report, source, report, user=user, at=at, reason=reason)
    if by == COLLECT and not permissions.may(user, "annual_reports.upload", organ, on=localdate(at)):
        version.from_above = True
        version.save(update_fields=["from_above"])
    ledger.record(
        version,
        "uploaded",
        user=user,
        organ=organ.slug,
        year=year,
        file=source.sha256,
        digest=version.digest,
        accepted=sorted(accepted),
        reason=reason,
    )
    return version


@transaction.atomic
def start_correction(report: AnnualReport, *, reason: str, user: "User", at: datetime) -> Version:
    """更正已公布的报告: a new draft with the content of the version published last."""
    permissions.require(user, "annual_reports.correct", report.organ, on=localdate(at))
    report = locked(report.organ, report.year)
    if report.current is None:
        raise Refused(_("报告尚未公布，直接在草稿上改即可"))
    if not reason.strip():
        raise Refused(_("请写明更正的原因，它会随新版本公布"))
    refuse_second(report, reason)
    before = report.current
    version = new_version(
        report,
        before.source,
        before.reading,
        user=user,
        at=at,
        reason=reason,
        bindings=before.bindings,
    )
    version.show_findings, version.nil = before.show_findings, before.nil
    version.save(update_fields=["show_findings", "nil"])
    ledger.record(version, "correction_started", user=user, organ=report.organ.slug, reason=reason)
    return version


@transaction.atomic
def correct_cell(
    version: Version,
    cell: str,
    text: str,
    *,
    reason: str,
    user: "User",
    at: datetime,
    seen: str | None = None,
) -> CellCorrection:
    """更正单元格: ``text`` as it stands in the file, read as the reader reads it.

    ``seen`` is what the officer saw printed there; Overtaken where another has changed it since. A
    number put into a nil report makes it one no longer.
    """
    require(user, "annual_reports.correct", version, on=localdate(at))
    version = open_version(version)
    report = version.reading
    form = report.form
    if form is None or cell not in form.cells:
        raise Refused(_("表格中没有这个单元格"))
    if not reason.strip():
        raise Refused(_("请写明更正的原因"))
    old = report.printed(cell)
    editing.refuse_overtaken(version, cell, seen, old, old)
    version.hold(_with_cell(report, cell, text))
    version.store_findings(previous_reading(version.report))
    new = version.reading.printed(cell)
    if (old, report.cells.get(cell)) == (new, version.reading.cells.get(cell)):
        raise Refused(_("新值与原值相同，没有更正"))
    version.nil = version.nil and not any(version.reading.cells.values())
    version.save(update_fields=["content", "positions", "digest", "nil"])
    correction = version.corrections.create(
        cell=cell, old=old[:LONGEST_VALUE], new=new[:LONGEST_VALUE], reason=reason.strip(), by=user, at=at
    )
    ledger.record(
        version,
        "cell_corrected",
        user=user,
        cell=cell,
        old=old,
        new=new,
        reason=reason,
        digest=version.digest,
    )
    return correction


@transaction.atomic
def check_cell(version: Version, cell: str, printed: str, *, user: "User", at: datetime) -> CellCheck:
    """核对单元格: ``printed`` is what the officer saw beside the source, and found there."""
    require(user, "annual_reports.check", version, on=localdate(at))
    version = open_version(version)
    report = version.reading
    form = report.form
    if form is None or cell not in form.cells or cell not in report.cells:
        raise Refused(_("表格中没有这个单元格，或这一格没有读出"))
    if report.printed(cell) != printed:
        raise Refused(_("这一格在您查看之后有改动，请重新核对"))
    check, _made = version.checks.update_or_create(
        cell=cell, defaults={"printed": printed[:LONGEST_VALUE], "by": user, "at": at}
    )
    ledger.record(version, "cell_checked", user=user, cell=cell, printed=printed)
    return check


@transaction.atomic
def judge(
    version: Version, fingerprint: str, decision: str, *, reason: str, user: "User", at: datetime
) -> Verdict:
    """对核验意见写处理意见: kept while the numbers it judged stay as they are."""
    permissions.require(user, "annual_reports.judge", version.report.organ, on=localdate(at))
    finding = version.stored_findings.filter(fingerprint=fingerprint).first()
    if finding is None and version.is_compiled:  # records may have moved since the findings were stored
        version.store_findings(previous_reading(version.report))
        finding = version.stored_findings.filter(fingerprint=fingerprint).first()
    if finding is None:
        raise Refused(_("这条核验意见已经不在了：报告的内容有改动，请看现在的核验意见"))
    if decision not in Verdict.Decision.values:
        raise Refused(_("请选择处理意见"))
    if not reason.strip():
        raise Refused(_("请写明理由"))
    return put_verdict(
        version, fingerprint, finding.code, finding.message, decision, reason, user=user, at=at
    )


def put_verdict(
    version: Version,
    fingerprint: str,
    code: str,
    message: str,
    decision: str,
    reason: str,
    *,
    user: "User",
    at: datetime,
) -> Verdict:
    """Keep a word on what ``fingerprint`` is about; the last step of an act."""
    verdict = version.report.verdicts.create(
        fingerprint=fingerprint,
        code=code,
        message=message,
        decision=decision,
        reason=reason.strip(),
        by=user,
        at=at,
    )
    ledger.record(
        version,
        "judged",
        user=user,
        organ=version.report.organ.slug,
        year=version.report.year,
        finding=code,
        fingerprint=fingerprint,
        decision=decision,
        reason=verdict.reason,
    )
    return verdict


@transaction.atomic
def confirm(version: Version, digest: str, *, user: "User", at: datetime) -> Confirmation:
    """复核: ``digest`` is what the officer had before them; it must still be the content."""
    permissions.require(user, "annual_reports.confirm", version.report.organ, on=localdate(at))
    version = open_version(version)
    if version.is_compiled:
        raise Refused(_("由记录编制的报告须送审、审核、签发，不作复核"))
    if digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请重新核对后再确认"))
    if user.pk in authors(version):
        raise Refused(_("上传或改动过这一版本的人不能复核，请由另一位工作人员复核"))
    unchecked = version.unchecked()
    if unchecked:
        raise Refused(_("还有{count}个存疑的单元格没有与来源核对，请先逐格核对").format(count=len(unchecked)))
    if version.confirmation:
        raise Refused(_("{by}已经复核过这一内容").format(by=version.confirmation.by))
    confirmation = version.confirmations.create(digest=version.digest, by=user, at=at)
    ledger.record(version, "confirmed", user=user, digest=version.digest)
    return confirmation


@transaction.atomic
def publish(version: Version, digest: str, *, show_findings: bool, user: "User", at: datetime) -> None:
    """公布: only exactly the content a second officer confirmed, or a leader signed."""
    permissions.require(user, "annual_reports.publish", version.report.organ, on=localdate(at))
    version = open_version(version)
    if digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请重新核对"))
    if version.confirmation is None:
        raise Refused(
            _("这一内容还没有签发，不能公布")
            if version.is_compiled
            else _("还没有第二位工作人员对这一内容复核，不能公布")
        )
    if version.is_compiled:
        blocking.refuse_errors(version)
    refuse_accepted(version.report)  # a draft may have been begun before the office accepted
    version.published_by, version.published_at = user, at
    version.show_findings = show_findings
    version.save(update_fields=["published_by", "published_at", "show_findings"])
    report = version.report
    report.current = version
    report.save(update_fields=["current"])
    if version.is_compiled:
        version.store_findings(previous_reading(report))  # what is public is held against its own facts
    after = Version.objects.filter(report__organ=report.organ_id, report__year=report.year + 1)
    for later in after.filter(Q(pk__in=after.newest().values("pk")) | Q(pk=F("report__current"))):
        later.store_findings(version.reading)  # the relations across the years can be judged now
    ledger.record(
        version,
        "published",
        user=user,
        organ=report.organ.slug,
        year=report.year,
        number=version.number,
        digest=digest,
        show_findings=show_findings,
    )


@transaction.atomic
def discard(version: Version, *, user: "User", at: datetime, digest: str | None = None) -> None:
    """删除草稿; the file and the ledger's lines stay. ``digest``: what the officer saw and gives up."""
    require(user, "annual_reports.correct", version, on=localdate(at))
    version = open_version(version)
    if digest is not None and digest != version.digest:
        raise Refused(_("草稿在您查看之后有改动，请看过现在的内容再删除"))
    ledger.record(version, "discarded", user=user, digest=version.digest, file=version.source.sha256)
    version.delete()


def _read(data: bytes) -> Report:
    try:
        return reading.read(data)
    except Unreadable as error:
        raise Refused(str(error)) from error


def _with_cell(report: Report, cell: str, text: str) -> Report:
    form = report.form
    assert form is not None
    cells: dict[str, Number | None] = dict(report.cells)
    marks = {id: mark for id, mark in report.marks.items() if id != cell}
    cells.pop(cell, None)
    if text.strip() != UNREAD:
        value = values.read(text, form.cells[cell].column)
        cells[cell] = value.number
        if value.mark:
            marks[cell] = value.mark
    ordered = {id: cells[id] for id in form.cells if id in cells}
    # What a person has put right is no longer a matter of how well it was read.
    grades = {id: grade for id, grade in report.grades.items() if id != cell}
    return replace(report, cells=ordered, marks=marks, grades=grades)
