"""Reports on their way up: submitted, returned, accepted; reports taken in by the office."""

from datetime import datetime, timedelta
from typing import Any

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import actions as reports_acts
from gongkai.site.annual_reports import batches
from gongkai.site.annual_reports.filing import actions
from gongkai.site.annual_reports.models import Submission, Version
from gongkai.site.organs.models import Organ, Role
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, County
from tests.site import reports

LATER = AT + timedelta(days=1)
CELL = reports.GRANTED


def submitted(county: County, report: Report | None = None, at: datetime = AT) -> Submission:
    """The report of 望舒镇 on 2020, published by 林晓 and handed in to 云川县."""
    return actions.submit(reports.of_wangshu(county, report), user=county.lin, at=at)


def returned(county: County, place: str = CELL, **more: Any) -> Submission:
    submission = submitted(county)
    actions.remark(submission, place, "与去年相差很大，请核对", user=county.fang, at=AT)
    actions.give_back(submission, user=county.fang, at=AT, **more)
    return fresh(submission)


def accepted(county: County) -> Submission:
    submission = submitted(county)
    actions.accept(submission, user=county.fang, at=AT)
    return fresh(submission)


def corrected(county: County, cell: str = CELL, value: str = "60") -> Version:
    """A correction of what 望舒镇 has published, public in its turn."""
    report = submission_of(county).report
    version = reports_acts.start_correction(report, reason="核对后更正", user=county.lin, at=LATER)
    reports_acts.correct_cell(version, cell, value, reason="漏计", user=county.lin, at=LATER)
    return reports.publish(reports.fresh(version), county.lin, county.he)


def submission_of(county: County) -> Submission:
    return Submission.objects.filter(report__organ=county.wangshu).latest("pk")


def fresh(submission: Submission) -> Submission:
    return Submission.objects.get(pk=submission.pk)


def colleague(county: County) -> User:
    """郑原, a second supervisor in 云川县."""
    return cast.appointed(cast.user("zheng.yuan", "郑原"), county.yunchuan, Role.SUPERVISOR)


def entered(organ: Organ, by: User, report: Report | None = None, **more: Any) -> Version:
    """A report of a lower organ, entered from its file by the office."""
    report = report or sample_report(organ="听雨镇人民政府")
    assert report.year
    source = reports_acts.keep_file(
        organ, reports.text(report), "年报.txt", user=by, at=AT, by=batches.COLLECT
    )
    return reports_acts.upload(organ, report.year, source, user=by, at=AT, by=batches.COLLECT, **more)


def every_state(county: County) -> None:
    """Of 望舒镇: a submission that is open, with a remark; one returned; one accepted; one to be taken in."""
    open_one, back, in_total = (_of(county, year) for year in (2023, 2025, 2027))
    actions.remark(open_one, CELL, "请核对", user=county.fang, at=AT)
    actions.remark(back, CELL, "请核对", user=county.fang, at=AT)
    actions.give_back(back, user=county.fang, at=AT)
    actions.accept(in_total, user=county.fang, at=AT)
    entered(county.wangshu, county.fang, sample_report("2021", year=2029))


def _of(county: County, year: int) -> Submission:
    return actions.submit(
        reports.of_wangshu(county, sample_report("2021", year=year)), user=county.lin, at=AT
    )
