"""代录: the office enters the report of an organ that does not use the system; a second person files it."""

import pytest

from gongkai.site.annual_reports import actions as report_acts
from gongkai.site.annual_reports.filing import actions, desk
from gongkai.site.annual_reports.models import AnnualReport, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, ON
from tests.site import filed, reports

OF_TINGYU = sample_report(organ="听雨镇人民政府")


@pytest.fixture
def second(county):
    return filed.colleague(county)


@pytest.fixture
def version(county):
    return filed.entered(county.tingyu, county.fang)


def test_a_second_person_files_it_and_it_counts(county, version, second):
    submission = actions.take_in(version, version.digest, user=second, at=AT)
    assert submission.collected and submission.office == county.yunchuan
    assert Entry.objects.order_by("number").last().act == "filing_collected"
    actions.accept(submission, user=second, at=AT)
    assert AnnualReport.objects.get(organ=county.tingyu, year=2020).accepted == version


def test_the_public_does_not_read_it_as_if_the_organ_had_published(county, version, second, client):
    submission = actions.take_in(version, version.digest, user=second, at=AT)
    actions.accept(submission, user=second, at=AT)
    assert client.get("/o/tingyu/reports/2020/").status_code == 404
    assert not AnnualReport.objects.published().exists()


def test_who_entered_it_does_not_file_it(county, version):
    with pytest.raises(Refused, match="另一位工作人员"):
        actions.take_in(version, version.digest, user=county.fang, at=AT)


def test_who_entered_it_does_not_accept_it(county, version, second):
    submission = actions.take_in(version, version.digest, user=second, at=AT)
    with pytest.raises(Refused, match="不能接收"):
        actions.accept(submission, user=county.fang, at=AT)


@pytest.mark.parametrize("who", ["ye", "gu", "lin", "cheng"])
def test_only_the_office_files_it(county, version, who):
    with pytest.raises(Forbidden):
        actions.take_in(version, version.digest, user=getattr(county, who), at=AT)


def test_what_the_organ_entered_itself_is_the_organs(county, second):
    own = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="不是主管部门代录的"):
        actions.take_in(own, own.digest, user=second, at=AT)


def test_another_content_than_was_seen_is_refused(county, version, second):
    with pytest.raises(Refused, match="重新核对"):
        actions.take_in(version, "0" * 64, user=second, at=AT)


def test_what_is_filed_is_no_draft_any_more_and_never_changes(county, version, second):
    actions.take_in(version, version.digest, user=second, at=AT)
    assert not Version.objects.drafts().exists()
    for act in (
        lambda: report_acts.correct_cell(version, filed.CELL, "1", reason="误", user=county.ye, at=AT),
        lambda: report_acts.discard(version, user=county.ye, at=AT),
    ):
        with pytest.raises(Refused, match="已由主管部门代录报送"):
            act()


def test_what_was_returned_is_entered_anew(county, version, second):
    first = actions.take_in(version, version.digest, user=second, at=AT)
    actions.remark(first, filed.CELL, "与纸质件不符", user=county.fang, at=AT)
    actions.give_back(first, user=county.fang, at=AT)
    again = filed.entered(county.tingyu, county.fang)
    submission = actions.take_in(again, again.digest, user=second, at=AT)
    assert (submission.before, again.number) == (first, 2)


def test_an_organ_that_published_its_own_hands_it_in_itself(county, second):
    reports.published(county.tingyu, county.ye, county.gu, OF_TINGYU)
    again = filed.entered(county.tingyu, county.fang, reason="纸质件不同")
    with pytest.raises(Refused, match="请由机关报送"):
        actions.take_in(again, again.digest, user=second, at=AT)


def test_the_office_puts_right_what_was_misread_in_its_own_draft_only(county, version, second):
    report_acts.correct_cell(version, filed.CELL, "1", reason="误读", user=county.fang, at=AT)
    own = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Forbidden):
        report_acts.correct_cell(own, filed.CELL, "1", reason="误读", user=county.fang, at=AT)
    again = reports.fresh(version)
    actions.take_in(again, again.digest, user=second, at=AT)


def test_who_put_something_right_does_not_confirm_it(county, version, second):
    report_acts.correct_cell(version, filed.CELL, "1", reason="误读", user=second, at=AT)
    again = reports.fresh(version)
    with pytest.raises(Refused, match="另一位工作人员"):
        actions.take_in(again, again.digest, user=second, at=AT)


def test_the_second_person_finds_it_on_the_desk(county, version, second):
    assert desk.desk(second, ON).to_take_in == [version]
    assert desk.desk(county.fang, ON).to_take_in == []
