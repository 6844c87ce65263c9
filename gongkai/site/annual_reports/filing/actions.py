"""Acts of filing: submit, remark, return, answer, accept, unlock, take in. Each one ledger line.

The report's row is locked first, so that two people never decide on one submission.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.report import Report

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, Role
from .. import totals
from ..filing_models import Remark, Submission
from ..models import AnnualReport, StoredFinding, Verdict, Version
from ..versions import authors, locked, open_version
from . import offices, places

if TYPE_CHECKING:
    from ...accounts.models import User

SUBMIT = "annual_reports.submit"
TAKE_IN = "annual_reports.take_in"
RECEIVE = offices.RECEIVE
_BACK = (Submission.State.RETURNED, Submission.State.UNLOCKED)


@transaction.atomic
def submit(version: Version, *, user: "User", at: datetime) -> Submission:
    """报送: the version that the public reads goes to the competent office, which gives a receipt.

    Raises Refused for any other version, where one is with the office already or accepted, where
    remarks of the last return have no answer, and for an organ that no office stands over.
    """
    organ = version.report.organ
    permissions.require(user, SUBMIT, organ, on=localdate(at))
    report = locked(organ, version.report.year)
    if report.current_id != version.pk:
        raise Refused(_("只能报送已公布的现行版本，请先公布"))
    office = _free_to_file(report, at)
    before = last_of(report)
    if before and before.state == Submission.State.RETURNED:
        left = before.remarks.filter(answer="").count()
        if left:
            raise Refused(_("还有{count}条审核意见没有答复，请逐条答复后再报送").format(count=left))
    submission = _filed(report, version, office, before, user=user, at=at)
    _line(submission, "filing_submitted", user, office=office.slug, digest=version.digest)
    return submission


@transaction.atomic
def take_in(version: Version, digest: str, *, user: "User", at: datetime) -> Submission:
    """代录报送: a second person of the office stands for what a first one entered, and files it.

    The version is kept and counted, and never shown to the public as if the organ had published it.
    """
    organ = version.report.organ
    permissions.require(user, TAKE_IN, organ, on=localdate(at))
    version = open_version(version)
    report = locked(organ, version.report.year)
    if digest != version.digest:
        raise Refused(_("内容在您查看之后有改动，请重新核对后再确认"))
    if report.current_id:
        raise Refused(_("机关已经公布了自己的报告，请由机关报送，不再代录"))
    office = _free_to_file(report, at)
    on = localdate(at)
    if not permissions.holds(user, Role.SUPERVISOR, office.pk, on=on):
        raise permissions.Forbidden(TAKE_IN)
    if not version.from_above:
        raise Refused(_("这份草稿不是主管部门代录的，应由机关自己复核、公布后报送"))
    if user.pk in authors(version):
        raise Refused(_("录入或改动过的人不能确认，请由主管部门另一位工作人员核对确认"))
    unchecked = len(version.unchecked())
    if unchecked:
        raise Refused(_("还有{count}个存疑的单元格没有与来源核对，请先逐格核对").format(count=unchecked))
    if version.confirmation is None:
        version.confirmations.create(digest=digest, by=user, at=at)
    version.collected_at = at
    version.save(update_fields=["collected_at"])
    submission = _filed(report, version, office, last_of(report), user=user, at=at, collected=True)
    _line(submission, "filing_collected", user, office=office.slug, digest=digest)
    return submission


@transaction.atomic
def remark(submission: Submission, place: str, text: str, *, user: "User", at: datetime) -> Remark:
    """写审核意见 at a cell, a section or the whole; the organ sees it once the report is returned."""
    submission = _held(submission, user, at)
    if not places.is_place(submission.version.reading, place):
        raise Refused(_("报告里没有这个位置，请在报告上点选单元格或者章节"))
    if not text.strip():
        raise Refused(_("请写审核意见"))
    made = submission.remarks.create(place=place, text=text.strip(), by=user, at=at)
    _line(submission, "filing_remarked", user, place=place, text=made.text)
    return made


@transaction.atomic
def drop_remark(remark: Remark, *, user: "User", at: datetime) -> None:
    """删除审核意见, as long as it has not gone to the organ."""
    submission = _held(remark.submission, user, at)
    _line(submission, "filing_remark_dropped", user, place=remark.place, text=remark.text)
    remark.delete()


@transaction.atomic
def give_back(submission: Submission, *, user: "User", at: datetime, again_by: date | None = None) -> None:
    """退回 with the remarks, at least one; ``again_by``: by when it is to be handed in anew."""
    submission = _held(submission, user, at)
    count = submission.remarks.count()
    if not count:
        raise Refused(_("退回须写明审核意见，请先在单元格或者章节上写至少一条"))
    if again_by and again_by < localdate(at):
        raise Refused(_("重新报送期限不能早于今天"))
    submission.again_by = again_by
    submission.end(Submission.State.RETURNED, user=user, at=at)
    _line(submission, "filing_returned", user, remarks=count, again_by=again_by)


@transaction.atomic
def answer(remark: Remark, answer: str, words: str, *, user: "User", at: datetime) -> Remark:
    """答复: 已更正 where the newest version shows it; where it does not, and for 说明, in words."""
    report = remark.submission.report
    permissions.require(user, SUBMIT, report.organ, on=localdate(at))
    report = locked(report.organ, report.year)
    remark = Remark.objects.select_related("submission__version").get(pk=remark.pk)
    last = last_of(report)
    if last != remark.submission or last.state != Submission.State.RETURNED:
        raise Refused(_("这条意见所在的报送不在退回状态，不能答复"))
    if answer not in Remark.Answer.values:
        raise Refused(_("请选择已更正或者说明"))
    now = newest(report)
    if not words.strip() and answer == Remark.Answer.EXPLAINED:
        raise Refused(_("请写明理由"))
    if not words.strip() and not places.changed(remark, remark.submission.version, now):
        raise Refused(_("这一处与退回时相同，没有改动；请先更正，或者写明是怎样处理的"))
    remark.answer, remark.words = answer, words.strip()
    remark.answered_by, remark.answered_at = user, at
    remark.save()
    _line(remark.submission, "filing_answered", user, place=remark.place, answer=answer, words=remark.words)
    return remark


@transaction.atomic
def accept(submission: Submission, *, user: "User", at: datetime) -> None:
    """接收: the version counts in every total from now on, and is locked.

    Raises Refused while a finding of severity error is without a verdict that settles it, and for
    a version that the organ has replaced since.
    """
    submission = _held(submission, user, at)
    version, report = submission.version, submission.report
    if user.pk in authors(version) or (user.pk == submission.by_id and not submission.collected):
        raise Refused(_("录入或者报送过这份报告的人不能接收，请由另一位工作人员接收"))
    if report.current_id != (None if submission.collected else version.pk):
        raise Refused(_("机关在报送之后公布了新版本，请写明意见退回，由机关重新报送"))
    left = unsettled(version)
    if left:
        raise Refused(
            _("还有{count}条错误没有处理意见，或者已查明属实待更正，不能接收：第{numbers}条").format(
                count=len(left), numbers="、".join(str(one.number) for one in left[:10])
            )
        )
    submission.end(Submission.State.ACCEPTED, user=user, at=at)
    totals.take(report, version, at=at)
    _line(submission, "filing_accepted", user, digest=version.digest)


@transaction.atomic
def unlock(submission: Submission, *, reason: str, user: "User", at: datetime) -> None:
    """解除锁定: what was accepted may be corrected again, and counts in no total until accepted anew."""
    submission = _held(submission, user, at, state=Submission.State.ACCEPTED)
    if not reason.strip():
        raise Refused(_("请写明解除锁定的理由"))
    submission.reason = reason.strip()
    submission.end(Submission.State.UNLOCKED, user=user, at=at)
    totals.take(submission.report, None, at=at)
    _line(submission, "filing_unlocked", user, reason=submission.reason)


def unsettled(version: Version) -> list[StoredFinding]:
    """The errors that nobody has looked into, or that were found to be right and wait to be corrected."""
    errors = list(version.stored_findings.filter(severity="error"))
    verdicts = version.report.verdicts.filter(fingerprint__in=[one.fingerprint for one in errors])
    last: dict[str, str] = {}
    for fingerprint, decision in verdicts.order_by("at", "pk").values_list("fingerprint", "decision"):
        last[fingerprint] = decision
    open_ones = (None, Verdict.Decision.TO_CORRECT)
    return [one for one in errors if last.get(one.fingerprint) in open_ones]


def last_of(report: AnnualReport) -> Submission | None:
    """The submission made last."""
    return report.submissions.select_related("version").order_by("-pk").first()


def newest(report: AnnualReport) -> Version:
    """The version made last: the draft of a correction, or what the public reads."""
    return report.versions.order_by("-number")[0]


def is_nil(report: Report) -> bool:
    """零报告: every number of it is nought, and there are some. No report at all is not nil."""
    counted = [value for value in report.cells.values() if value is not None]
    return bool(counted) and not any(counted)


def _free_to_file(report: AnnualReport, at: datetime) -> Organ:
    """The office that the report goes to; refuses what is there or accepted already."""
    if report.accepted_id:
        raise Refused(_("{year}年的报告已被接收，不必再报送").format(year=report.year))
    if report.submissions.filter(state=Submission.State.OPEN).exists():
        raise Refused(_("{year}年的报告已经报送，正在审核").format(year=report.year))
    office = offices.receiver(report.organ, localdate(at))
    if office is None:
        raise Refused(_("没有找到收件的主管部门，请系统管理员设定上级政府的公开工作主管部门"))
    return office


def _filed(
    report: AnnualReport,
    version: Version,
    office: Organ,
    before: Submission | None,
    *,
    user: "User",
    at: datetime,
    collected: bool = False,
) -> Submission:
    """The row, with the office's next number of the year; the office is locked until it is given."""
    year = localdate(at).year
    Organ.objects.select_for_update().get(pk=office.pk)
    given = Submission.objects.filter(office=office, year=year).order_by("-serial")
    last = given.values_list("serial", flat=True).first() or 0
    return Submission.objects.create(
        report=report,
        version=version,
        office=office,
        year=year,
        serial=last + 1,
        digest=version.digest,
        nil=is_nil(version.reading),
        collected=collected,
        before=before,
        by=user,
        at=at,
    )


def _held(
    submission: Submission, user: "User", at: datetime, *, state: str = Submission.State.OPEN
) -> Submission:
    """The submission as it is now, its report locked; refuses one that is not in ``state``."""
    offices.require_receiver(user, submission, localdate(at))
    report = locked(submission.report.organ, submission.report.year)
    fresh = Submission.objects.select_related("version__report").get(pk=submission.pk)
    fresh.report = report
    if fresh.state != state:
        raise Refused(_("这份报送现在的状态是“{state}”，请刷新页面").format(state=fresh.get_state_display()))
    return fresh


def _line(submission: Submission, act: str, user: "User", **detail: object) -> None:
    """The line of the ledger, naming organ, year and receipt."""
    report = submission.report
    ledger.record(
        submission,
        act,
        user=user,
        organ=report.organ.slug,
        year=report.year,
        receipt=submission.number,
        **detail,
    )
