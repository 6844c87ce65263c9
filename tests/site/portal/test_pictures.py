"""一图读懂 on the portal, and the charts beside the reports."""

from dataclasses import replace
from urllib.parse import unquote

import pypdfium2
import pytest

from gongkai.site.annual_reports import actions
from tests.annual_report.build import sample_report
from tests.cast import AT
from tests.site import reports

PICTURE = "/o/wangshu/reports/2020/v1/picture/"


def page(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_has_the_figures_of_the_report_with_last_years(county, client):
    reports.of_wangshu(county, replace(sample_report(), year=2019))
    version = reports.of_wangshu(county)
    found = page(client, PICTURE)
    received = version.reading.cells["applications.received_new.total"]
    assert f"<dd>{received} <small>件</small></dd>" in found
    assert f"上年{received}件，持平" in found and "主要数据与上年相同" in found


def test_without_last_years_report_nothing_is_compared(county, client):
    reports.of_wangshu(county)
    assert "没有可以对比的上年年度报告" in page(client, PICTURE)


def test_a_draft_of_last_year_is_not_compared_with(county, client):
    reports.draft(county.wangshu, county.lin, replace(sample_report(), year=2019))
    reports.of_wangshu(county)
    assert "没有可以对比的上年年度报告" in page(client, PICTURE)


def test_the_file_is_one_page_named_in_chinese_and_fetched_once(county, client):
    reports.of_wangshu(county)
    response = client.get(f"{PICTURE}pdf/")
    assert response["Content-Type"] == "application/pdf"
    assert "一图读懂望舒镇人民政府2020年" in unquote(response["Content-Disposition"])
    assert len(pypdfium2.PdfDocument(response.content)) == 1
    again = client.get(f"{PICTURE}pdf/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304 and not again.content


def test_a_correction_of_last_year_is_another_file(county, client):
    first = reports.of_wangshu(county, replace(sample_report(), year=2019))
    reports.of_wangshu(county)
    old = client.get(f"{PICTURE}pdf/")["ETag"]
    second = actions.start_correction(first.report, reason="漏报一件", user=county.lin, at=AT)
    actions.correct_cell(second, reports.GRANTED, "7", reason="漏报", user=county.lin, at=AT)
    reports.publish(reports.fresh(second), county.lin, county.he)
    assert client.get(f"{PICTURE}pdf/", headers={"If-None-Match": old}).status_code == 200


@pytest.mark.parametrize("address", [PICTURE, f"{PICTURE}pdf/"])
def test_a_draft_has_no_picture(county, client, address):
    reports.draft(county.wangshu, county.lin)
    assert client.get(address).status_code == 404


def test_a_report_shows_its_charts_and_leads_to_its_picture(county, client):
    reports.of_wangshu(county)
    found = page(client, "/o/wangshu/reports/2020/")
    assert f'href="{PICTURE}"' in found
    for title in ("2020年没有公开的原因", "2020年行政复议和行政诉讼的结果"):
        assert f'<p class="chart-title">{title}</p>' in found and f"{title}数据表" in found


def test_the_list_of_reports_shows_the_years_together(county, client):
    for year in (2019, 2020):
        reports.of_wangshu(county, replace(sample_report(), year=year))
    found = page(client, "/o/wangshu/reports/")
    for title in ("历年新收与办结的申请", "历年申请的办理结果", "历年结转的申请"):
        assert found.count(title) >= 3
    assert "两数不一致" in found  # the sample's years do not join


def test_drawings_hold_no_style_that_the_policy_forbids(county, client):
    reports.of_wangshu(county)
    for address in (PICTURE, "/o/wangshu/reports/2020/", "/o/wangshu/reports/"):
        found = page(client, address)
        assert "<svg" in found and "style=" not in found


def test_a_report_before_the_uniform_forms_has_no_picture(county, client):
    version = reports.of_wangshu(county)
    version.hold(replace(version.reading, format=None, variant=None, cells={}, marks={}))
    version.save()
    assert client.get(PICTURE).status_code == 404
    assert "一图读懂" not in page(client, "/o/wangshu/reports/2020/")
