"""年度图表 and 一页通: what they show, to whom, and in how many queries."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site import today
from gongkai.site.annual_reports import compile_actions
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.organs.models import Role
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, County, browser
from tests.site import cases, disputed, items, reports
from tests.site.applications.test_statistics import rows

PICTURES, OVERVIEW = "/office/reports/pictures/wangshu/", "/office/reports/overview/wangshu/"
COUNTY = "/office/reports/overview/yunchuan/"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "now", lambda: cases.at("2022-06-15"))


def page(person: object, address: str) -> str:
    response = browser(person).get(address)  # type: ignore[arg-type]
    assert response.status_code == 200
    return response.content.decode()


def test_pictures_show_the_years_and_lead_from_bars_to_records(county: County) -> None:
    rows(county.wangshu, 100)
    reports.of_wangshu(county)
    found = page(county.lin, f"{PICTURES}?year=2021")
    for title in (
        "历年新收与办结的申请",
        "2021年申请的办理结果",
        "2021年申请答复用时",
        "2021年新收申请的渠道",
    ):
        assert f'<p class="chart-title">{title}</p>' in found
    link = (
        "/office/applications/statistics/cases/?organ=wangshu&amp;year=2021&amp;row=granted&amp;column=total"
    )
    assert f'<a href="{link}" aria-label="予以公开 办结' in found
    assert browser(county.lin).get(link.replace("&amp;", "&")).status_code == 200


def test_reports_read_from_files_lead_to_no_records(county: County) -> None:
    reports.of_wangshu(county)
    found = page(county.lin, f"{PICTURES}?year=2021")
    assert "year=2020" not in found


def test_bars_of_a_compiled_report_lead_to_its_records(county: County) -> None:
    rows(county.wangshu, 100)
    version = compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=cases.at("2021-01-20"))
    for number in (1, 5, 6):
        compile_actions.write_section(version, number, "本节的文字已经写好。", user=county.lin, at=AT)
    reports.signed_and_published(version, county)
    found = page(county.lin, f"{PICTURES}?year=2021")
    assert "organ=wangshu&amp;year=2020&amp;row=received_new&amp;column=total" in found


def test_who_has_no_role_there_sees_neither(county: County) -> None:
    nobody = cast.user("lu.ren", "路人")
    for address in (PICTURES, OVERVIEW):
        assert browser(nobody).get(address).status_code == 403


def test_an_organ_sees_its_own_figures_with_last_years(county: County) -> None:
    for day in ("2021-03-01", "2021-09-01", "2022-03-01", "2022-03-02"):
        cases.registered(county, on=day)
    found = page(county.lin, OVERVIEW)
    assert "2022年至今与上年同期" in found
    assert '<dd>2 <small>件</small></dd><dd class="base">上年1件，增加1件</dd>' in found
    assert "各机关情况" not in found


def test_waiting_applications_lead_to_the_register(county: County) -> None:
    cases.registered(county, on="2022-06-01")
    found = page(county.lin, OVERVIEW)
    address = f"/office/applications/?organ={county.wangshu.pk}&due=open"
    assert f'href="{address.replace("&", "&amp;")}">1</a>' in found
    assert browser(county.lin).get(address).status_code == 200


def test_reports_are_told_by_what_is_published_and_what_is_accepted(county: County) -> None:
    first = reports.of_wangshu(county)
    assert "已公布未接收" in page(county.lin, OVERVIEW)
    AnnualReport.objects.filter(pk=first.report_id).update(accepted=first)
    found = page(county.lin, OVERVIEW)
    assert "已接收" in found and "已公布未接收" not in found
    assert found.count("未公布") == 2  # of 2019 and 2021; the year that is not over owes none


def test_a_supervisor_sees_every_organ_below_and_what_changed_most(county: County) -> None:
    rows(county.tingyu, 60)
    found = page(county.fang, f"{COUNTY}?year=2021")
    assert "本机关和下级机关共3个" in found and "变化最大的机关" in found
    for organ in ("云川县人民政府", "望舒镇人民政府", "听雨镇人民政府"):
        assert organ in found
    assert "/office/reports/overview/tingyu/?only=1&amp;year=2021" in found
    alone = page(county.fang, f"{COUNTY}?only=1")
    assert "各机关情况" not in alone


def test_who_supervises_nobody_sees_the_organ_alone(county: County) -> None:
    handler = cast.appointed(cast.user("jing.ban", "经办"), county.yunchuan, Role.HANDLER)
    found = page(handler, COUNTY)
    assert "听雨镇" not in found


def test_an_organ_not_yet_there_owes_no_report(county: County) -> None:
    found = page(county.fang, COUNTY)
    # Established in 2020: none of the three owed one on 2019.
    assert "2019已接收0份，已公布未接收0份，未公布0份；2020已接收0份，已公布未接收0份，未公布3份" in found


def test_the_table_of_organs_is_exported_as_it_is_seen(county: County) -> None:
    response = browser(county.fang).post(COUNTY, {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("机关,上年年报,在办申请") and len(text.splitlines()) == 4


@pytest.mark.parametrize("address", [PICTURES, OVERVIEW, COUNTY])
def test_the_pages_take_as_many_queries_whatever_there_is(county: County, address: str) -> None:
    client = browser(county.fang)

    def queries() -> int:
        client.get(f"{address}?year=2021")
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"{address}?year=2021").status_code == 200
        return len(context)

    rows(county.wangshu, 3)
    reports.of_wangshu(county)
    items.published(county)
    few = queries()
    for number in range(5):
        organ = cast.establish(
            f"town-{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan
        )
        rows(organ, 20, seed=number)
    rows(county.wangshu, 100, seed=9)
    disputed.registered(county)
    reports.of_wangshu(county, replace(sample_report("2021"), year=2021))
    assert queries() == few <= 34


def test_the_list_of_reports_leads_to_the_page_of_ones_organ(county: County) -> None:
    assert f'href="{OVERVIEW}"' in page(county.lin, "/office/reports/")
    of_county = page(county.fang, "/office/reports/")
    assert f'href="{COUNTY}"' in of_county and f'href="{OVERVIEW}"' not in of_county
