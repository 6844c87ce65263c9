"""Correcting what is published 更正: a new version; the old one stays to be read."""

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import reports
from tests.site.reports import GRANTED

PAGE = "/o/wangshu/reports/2020/"
CORRECTION = "/office/reports/wangshu/2020/correction/"


@pytest.fixture
def first(county):
    return reports.of_wangshu(county, show_findings=True)


def start(first, by, reason: str = "漏报一件"):
    return actions.start_correction(first.report, reason=reason, user=by, at=AT)


def test_it_begins_with_the_content_published_last(county, first):
    second = start(first, county.lin)
    assert second.number == 2 and second.reason == "漏报一件" and not second.is_published
    assert second.reading == first.reading and second.source == first.source
    assert second.show_findings


def test_the_public_reads_the_old_version_until_the_new_one_is_published(county, first, client):
    second = start(first, county.lin)
    actions.correct_cell(second, GRANTED, "97531", reason="漏报", user=county.lin, at=AT)
    assert "97531" not in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}v2/").status_code == 404

    reports.publish(reports.fresh(second), county.lin, county.he)
    page = client.get(PAGE).content.decode()
    assert "97531" in page and "本报告已更正" in page and "漏报一件" in page
    old = client.get(f"{PAGE}v1/").content.decode()
    assert "97531" not in old and "这是更正之前的版本" in old
    assert client.get(f"{PAGE}v1/json/").json()["cells"][GRANTED] == first.reading.cells[GRANTED]


@pytest.mark.parametrize("reason", ["", " \n"])
def test_a_reason_is_required(county, first, reason):
    with pytest.raises(Refused, match="请写明更正的原因"):
        start(first, county.lin, reason)


def test_what_is_not_published_is_put_right_in_its_draft(county):
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="直接在草稿上改即可"):
        start(version, county.lin)


def test_beside_a_draft_no_second_one_is_begun(county, first):
    start(first, county.lin)
    with pytest.raises(Refused, match="已有一份草稿"):
        start(first, county.gao)


@pytest.mark.parametrize("who", ["he", "ye", "fang"])
def test_only_who_hands_in_begins_one(county, first, who):
    with pytest.raises(Forbidden):
        start(first, getattr(county, who))


def test_the_page_asks_for_the_reason_and_leads_to_the_new_draft(county, first):
    office = browser(county.lin)
    assert "建立新版本" in office.get(CORRECTION).content.decode()
    assert office.post(CORRECTION, {"reason": ""}).status_code == 422
    answer = office.post(CORRECTION, {"reason": "漏报一件"}, follow=True)
    assert "第2版" in answer.content.decode() and "漏报一件" in answer.content.decode()
    again = office.post(CORRECTION, {"reason": "漏报一件"})
    assert again.status_code == 422 and "已有一份草稿" in again.content.decode()


def test_of_a_year_without_a_report_there_is_nothing_to_correct(county, first):
    assert browser(county.lin).get("/office/reports/wangshu/2019/correction/").status_code == 404
