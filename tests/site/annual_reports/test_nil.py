"""零报告: a signed zero is data, a missing report is not."""

from datetime import date
from decimal import Decimal

import pytest

from gongkai.annual_report import nil
from gongkai.annual_report.facts import APPLICANTS, KINDS, Applied, Disputed, Facts, Told, tally
from gongkai.annual_report.reconciliation import check
from gongkai.site.annual_reports import actions, compiling, nil_actions, signoff
from gongkai.site.annual_reports.models import Step, Version
from gongkai.site.disclosure import counts
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, County, browser
from tests.site import cases, disputed, items, reports
from tests.site.applications.test_statistics import rows
from tests.site.reports import GRANTED, fresh


def declared(county: County, year: int = 2020) -> Version:
    return nil_actions.declare_nil(county.wangshu, year, user=county.lin, at=AT)


def published(county: County) -> Version:
    return reports.signed_and_published(declared(county), county)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2025])
def test_every_cell_that_can_be_counted_is_nought_and_the_text_says_so(year: int) -> None:
    report = nil.nil(Facts("望舒镇人民政府", year, kept=frozenset()))
    assert report.form
    assert report.cells.keys() == report.form.cells.keys()
    assert set(report.cells.values()) == {0}
    assert "零报告" in report.section(1).text  # type: ignore[union-attr]
    assert {one.severity for one in check(report)} <= {"info"}


@pytest.mark.parametrize(
    "facts",
    [
        {"applied": (Applied(APPLICANTS[0], True, "granted", 1),)},
        {"disputed": (Disputed("review", "upheld", 1),)},
        *({"tallied": tally({kind: 1})} for kind in KINDS),
        {"told": Told(published=(1, 0))},
        {"told": Told(fee_cases=1)},
    ],
)
def test_anything_recorded_makes_it_no_nil_report(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="records"):
        nil.nil(Facts("望舒镇人民政府", 2021, **facts))  # type: ignore[arg-type]


def test_it_goes_the_way_of_sign_off_and_is_published(county: County) -> None:
    version = published(county)
    assert version.nil and version.reading.signed_on == date(2021, 1, 20)
    page = browser().get("/o/wangshu/reports/2020/").content.decode()
    assert "本机关声明这一年度没有需要统计的事项" in page
    assert "零报告" in browser().get("/o/wangshu/reports/").content.decode()


def test_lists_tell_it_from_a_report_and_from_a_missing_one(county: County) -> None:
    published(county)
    reports.publish(
        reports.draft(county.tingyu, county.ye, reports.sample_report(organ="听雨镇人民政府")),
        county.ye,
        county.gu,
    )
    office = browser(county.fang)
    every = office.get("/office/reports/?year=2020").content.decode()
    assert every.count("零报告</span>") == 1
    only = office.get("/office/reports/?state=nil").content.decode()
    assert "望舒镇人民政府</th>" in only and "听雨镇人民政府</th>" not in only
    assert "云川县人民政府</th>" not in every


def test_what_exists_is_named_and_it_is_refused(county: County) -> None:
    rows(county.wangshu, 80)
    with pytest.raises(Refused, match=r"2020年有记录，不能作零报告：政府信息公开申请\d+件"):
        declared(county)
    disputed.registered(county, filed_on=date(2020, 9, 7), notified_on=date(2020, 9, 14), at="2021-01-20")
    with pytest.raises(Refused, match="、行政复议、行政诉讼1件。请由记录编制"):
        declared(county)
    assert not Version.objects.exists()


def test_an_item_made_public_is_a_record(county: County) -> None:
    items.published(county)
    year = AT.year
    with pytest.raises(Refused, match="主动公开的信息1条"):
        nil_actions.declare_nil(county.wangshu, year, user=county.lin, at=cases.at("2022-01-20"))


def test_a_record_that_comes_later_stops_the_sign_off(county: County) -> None:
    version = reports.taken(declared(county), Step.SENT, county.lin)
    values = {("执法队", "penalties", 3): Decimal(2)}
    counts.save(county.wangshu, 2020, values, user=county.lin, at=AT)
    with pytest.raises(Refused, match="不能作零报告：数量登记1项"):
        reports.taken(version, Step.EXAMINED, county.he)


def test_a_number_put_in_by_hand_makes_it_an_ordinary_report(county: County) -> None:
    version = declared(county)
    actions.correct_cell(version, GRANTED, "1", reason="纸质登记", user=county.lin, at=AT)
    assert not fresh(version).nil


def test_a_correction_of_its_text_leaves_it_one(county: County) -> None:
    version = actions.start_correction(published(county).report, reason="错字", user=county.lin, at=AT)
    assert fresh(version).nil and signoff.waits_for(fresh(version)) == Step.SENT


def test_noughts_that_no_record_feeds_are_no_difference(county: County) -> None:
    assert compiling.differences(declared(county)) == []


def test_only_one_and_only_after_the_year(county: County) -> None:
    with pytest.raises(Refused, match="年度结束以后"):
        declared(county, 2021)
    declared(county)
    with pytest.raises(Refused, match="已有一份草稿"):
        declared(county)


@pytest.mark.parametrize("who", ["he", "song", "zhou", "ye", "fang", "cheng"])
def test_only_who_compiles_declares_it(county: County, who: str) -> None:
    with pytest.raises(Forbidden):
        nil_actions.declare_nil(county.wangshu, 2020, user=getattr(county, who), at=AT)


def test_the_page_drafts_it_and_keeps_a_refused_year(county: County) -> None:
    office = browser(county.lin)
    assert office.get("/office/reports/nil/wangshu/").status_code == 200
    wrong = office.post("/office/reports/nil/wangshu/", {"year": "2018"})
    assert wrong.status_code == 422 and 'value="2018"' in wrong.content.decode()
    page = office.post("/office/reports/nil/wangshu/", {"year": "2020"}, follow=True).content.decode()
    assert "已拟成零报告" in page and "作零报告" in page
