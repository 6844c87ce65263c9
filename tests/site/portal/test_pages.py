"""What the public reads: home, organs, reports and their versions."""

import re
from dataclasses import replace

import pytest

from gongkai.site.annual_reports import actions
from gongkai.site.organs.models import Organ
from tests.annual_report.build import sample_report
from tests.cast import AT
from tests.site import reports
from tests.site.reports import GRANTED

REPORT = "/o/wangshu/reports/2020/"
PUBLIC = ["/", "/o/", "/o/wangshu/", "/o/tingyu/", "/o/wangshu/reports/", REPORT, f"{REPORT}v1/"]


def page(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def cell(page: str, id: str) -> str:
    """What the table of a page prints in a cell."""
    found = re.search(rf'<td[^>]*\bid="{re.escape(id)}"[^>]*>(.*?)</td>', page)
    assert found, id
    return re.sub("<[^>]*>", "", found[1])


def test_an_empty_site_says_what_will_stand_here(client, db):
    assert "还没有机关" in page(client, "/")


def test_home_lists_organs_and_what_was_published_last(county, client):
    reports.of_wangshu(county)
    home = page(client, "/")
    assert all(name in home for name in ("云川县人民政府", "望舒镇人民政府", "听雨镇人民政府"))
    assert f'href="{REPORT}"' in home and "望舒镇人民政府2020年政府信息公开工作年度报告" in home
    assert "3个机关中，<strong>1个</strong>已公布，2个未公布" in home


def test_home_names_no_draft(county, client):
    reports.draft(county.wangshu, county.lin)
    home = page(client, "/")
    assert REPORT not in home and "还没有公布年度报告" in home


def test_an_organ_shows_its_newest_report_and_the_organs_under_it(county, client):
    reports.of_wangshu(county)
    reports.of_wangshu(county, sample_report("2021"))
    organ = page(client, "/o/wangshu/")
    assert '<p class="year">2021</p>' in organ and REPORT in organ
    assert "望舒镇人民政府" in page(client, "/o/yunchuan/")


def test_the_list_has_every_year_and_the_figures_of_the_chart(county, client):
    made = [reports.of_wangshu(county, report) for report in (sample_report(), sample_report("2021"))]
    found = page(client, "/o/wangshu/reports/")
    assert found.index("2021年政府") < found.index("2020年政府")
    for version in made:
        assert f"新收申请{version.reading.cells['applications.received_new.total']}" in found


def test_every_figure_stands_in_the_table(county, client):
    version = reports.of_wangshu(county)
    found = page(client, REPORT)
    for id in version.reading.cells:
        assert cell(found, id) == version.reading.printed(id), id
    for section in version.reading.sections:
        assert section.title in found


def test_what_was_not_read_is_not_shown_as_zero(county, client):
    version = reports.draft(county.wangshu, county.lin)
    actions.correct_cell(version, GRANTED, "", reason="原件空白", user=county.lin, at=AT)
    reports.publish(reports.fresh(version), county.lin, county.he)
    assert cell(page(client, REPORT), GRANTED) == ""


@pytest.mark.parametrize("shown", [True, False])
def test_findings_are_published_only_if_the_organ_chose_so(county, client, shown):
    wrong = sample_report(cells={**sample_report().cells, "applications.granted.total": 9999})
    reports.of_wangshu(county, wrong, show_findings=shown)
    found = page(client, REPORT)
    assert ("核验意见" in found) is shown and ("found-error" in found) is shown
    assert 'class="findings"' in found or not shown


def test_a_first_version_speaks_of_no_correction(county, client):
    reports.of_wangshu(county)
    found = page(client, REPORT)
    assert "已更正" not in found and "#versions" not in found


def test_a_corrected_report_says_so_and_lists_its_versions(county, client):
    first = reports.of_wangshu(county)
    second = actions.start_correction(first.report, reason="漏报一件", user=county.lin, at=AT)
    reports.publish(second, county.lin, county.he)
    found = page(client, REPORT)
    assert "本报告已更正" in found and "2021年1月20日更正：漏报一件" in found
    assert f'{REPORT}v1/"' in found and "首次公布" in found
    assert "已更正" in page(client, "/") and "第 2 版" in page(client, "/o/wangshu/reports/")
    assert "这是更正之前的版本" in page(client, f"{REPORT}v1/")


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}v1/", f"{REPORT}v1/pdf/"])
def test_a_draft_has_no_address(county, client, address):
    reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/o/nowhere/",
        "/o/wangshu/reports/2019/",
        f"{REPORT}v2/",
        f"{REPORT}v2/json/",
        f"{REPORT}v1/doc/",
        f"{REPORT}v99999999999/",
        "/o/tingyu/reports/2020/",
    ],
)
def test_what_there_is_not_is_not_found(county, client, address):
    reports.of_wangshu(county)
    assert client.get(address).status_code == 404


def test_an_old_report_keeps_the_name_printed_in_it(county, client):
    reports.of_wangshu(county, replace(sample_report(), organ="云川县望舒镇人民政府"))
    assert "云川县望舒镇人民政府" in page(client, REPORT)


def test_sample_data_are_marked_on_every_page_and_real_data_are_not(county, client):
    reports.of_wangshu(county)
    for address in (*PUBLIC, "/office/sign-in/"):
        assert "示例数据" not in page(client, address)
    Organ.objects.filter(pk=county.tingyu.pk).update(sample=True)
    for address in (*PUBLIC, "/office/sign-in/"):
        assert "示例数据：云川县及其机关、人员、数字均为虚构" in page(client, address)


def test_nothing_on_a_page_comes_from_elsewhere_or_stands_inline(county, client):
    reports.of_wangshu(county, show_findings=True)
    for address in PUBLIC:
        answer = client.get(address)
        found = answer.content.decode()
        assert "<script" not in found and "<style" not in found, address
        assert not re.search(r"\s(style|on\w+)=", found), address
        links = re.findall(r'(?:href|src|action|srcset|data)="([^"]*)"', found)
        assert links and all(re.match(r"/(?!/)|#|\?", link) for link in links), address
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_the_public_may_ask_for_the_head_alone(county, client):
    reports.of_wangshu(county)
    for address in (*PUBLIC, f"{REPORT}v1/pdf/"):
        answer = client.head(address)
        assert answer.status_code == 200 and answer.content == b"", address


def test_a_page_says_its_title_and_language(county, client):
    reports.of_wangshu(county)
    titles = {re.search("<title>(.*?)</title>", page(client, address), re.S)[1] for address in PUBLIC[:-1]}
    assert len(titles) == len(PUBLIC) - 1
    assert '<html lang="zh-Hans"' in page(client, REPORT)
