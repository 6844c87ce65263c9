"""报送: the published version goes to the competent office, and gets a receipt."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.annual_report.report import Report
from gongkai.site.annual_reports.filing import actions, offices
from gongkai.site.annual_reports.models import Submission
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import CompetentOffice
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, SINCE, establish
from tests.site import filed, reports


def test_the_published_version_is_submitted_and_gets_a_receipt(county):
    version = reports.of_wangshu(county)
    submission = actions.submit(version, user=county.gao, at=AT)
    assert (submission.office, submission.number, submission.digest) == (
        county.yunchuan,
        "2021-0001",
        version.digest,
    )
    assert (submission.at, submission.state, submission.before) == (AT, Submission.State.OPEN, None)
    line = Entry.objects.order_by("number").last()
    assert (line.act, line.user) == ("filing_submitted", county.gao)
    assert "2021-0001" in line.detail and version.digest in line.detail


def test_numbers_go_on_in_their_office_and_begin_anew_with_the_year(county):
    filed.submitted(county)
    other = reports.published(county.tingyu, county.ye, county.gu, sample_report(organ="听雨镇人民政府"))
    second = actions.submit(other, user=county.ye, at=AT)
    of_2021 = reports.published(
        county.tingyu, county.ye, county.gu, sample_report("2021", organ="听雨镇人民政府")
    )
    third = actions.submit(of_2021, user=county.ye, at=AT + timedelta(days=365))
    assert [second.number, third.number] == ["2021-0002", "2022-0001"]


def test_a_draft_is_not_submitted(county):
    draft = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="请先公布"):
        actions.submit(draft, user=county.lin, at=AT)


def test_an_earlier_version_is_not_submitted(county):
    first = filed.returned(county).version
    filed.corrected(county)
    with pytest.raises(Refused, match="现行版本"):
        actions.submit(first, user=county.lin, at=AT)


def test_one_submission_is_open_at_a_time(county):
    submission = filed.submitted(county)
    with pytest.raises(Refused, match="正在审核"):
        actions.submit(submission.version, user=county.lin, at=AT)


@pytest.mark.parametrize("who", ["he", "song", "zhou", "ye", "fang", "cheng"])
def test_only_who_handles_submits(county, who):
    version = reports.of_wangshu(county)
    with pytest.raises(Forbidden):
        actions.submit(version, user=getattr(county, who), at=AT)


def test_the_receiver_is_the_competent_office_of_the_day(county):
    office = establish("office", "云川县政务公开办公室", "公开办", "department", county.yunchuan)
    CompetentOffice.objects.create(government=county.yunchuan, office=office, since=date(2021, 1, 15))
    assert offices.receiver(county.wangshu, date(2021, 1, 14)) == county.yunchuan
    assert offices.receiver(county.wangshu, date(2021, 1, 15)) == office


def test_a_governments_report_goes_to_the_one_above(db):
    city = establish("city", "银川市人民政府", "银川市", "government")
    district = establish("district", "河东区人民政府", "河东区", "government", city)
    CompetentOffice.objects.create(
        government=district, office=establish("own", "区公开办", "区办", "department", district), since=SINCE
    )
    assert offices.receiver(district, ON) == city
    assert offices.receiver(city, ON) is None


def test_without_any_office_above_it_is_said(county):
    lone = establish("lone", "独山局", "独山局", "department")
    county.lin.roles.create(organ=lone, role="disclosure", since=SINCE)
    county.he.roles.create(organ=lone, role="section_head", since=SINCE)
    version = reports.published(lone, county.lin, county.he, sample_report(organ="独山局"))
    with pytest.raises(Refused, match="没有找到收件的主管部门"):
        actions.submit(version, user=county.lin, at=AT)


def test_a_report_of_noughts_is_nil_and_one_without_numbers_is_not():
    noughts = sample_report()
    assert not actions.is_nil(noughts)
    assert actions.is_nil(_all(noughts, 0))
    assert not actions.is_nil(_all(noughts, None))


def _all(report: Report, value: int | None) -> Report:
    return replace(report, cells=dict.fromkeys(report.cells, value))
