"""更正说明: the public reads what a new version changed, why and when; the old one stays and points to it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import reading
from gongkai.site.annual_reports import actions, compile_actions
from gongkai.site.annual_reports.models import Version
from gongkai.site.portal.corrections import notice
from tests.cast import AT, County, browser
from tests.site import cases, reports

ADDRESS = "/o/wangshu/reports/2020/"
CELLS = [
    f"applications.{row}.{column}"
    for row in ("received_new", "carried_out")
    for column in ("natural_person", "total")
]


def published(version: Version, county: County) -> Version:
    version = reports.signed(version, county)
    actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT)
    return reports.fresh(version)


def corrected(county: County, before: Version, value: str, text: str, reason: str) -> Version:
    """The next published version, signed by three people as the first was."""
    version = actions.start_correction(before.report, reason=reason, user=county.lin, at=AT)
    for cell in CELLS:
        actions.correct_cell(version, cell, value, reason="漏登", user=county.lin, at=AT)
    compile_actions.write_section(version, 5, text, user=county.lin, at=AT)
    return published(version, county)


@pytest.fixture
def first(county: County) -> Version:
    return published(reports.compiled(county), county)


@pytest.fixture
def second(county: County, first: Version) -> Version:
    text = "公开不够及时。已改：每月核对一次登记簿，每季通报一次。"
    return corrected(county, first, "1", text, "漏报一件申请")


def test_the_page_says_what_was_changed_why_and_when(second: Version) -> None:
    page = browser().get(ADDRESS).content.decode()
    said = page[page.index('id="notice"') : page.index('id="downloads"')]
    assert "2021年1月20日公布第 2 版，更正第 1 版。原因：漏报一件申请" in said
    assert "一、本年新收政府信息公开申请数量·自然人" in said
    assert said.count('<td class="num">0</td><td class="num">1</td>') == len(CELLS)
    assert "第5节的文字，由公开专员写成" in said and "每月核对一次登记簿" in said
    assert "漏报一件申请：4个单元格、文字1处" in page[page.index('id="versions"') :]


def test_the_old_version_stays_and_points_to_the_new(second: Version) -> None:
    page = browser().get(f"{ADDRESS}v1/").content.decode()
    assert "这是更正之前的版本" in page and f'href="{ADDRESS}"' in page
    assert "第5节的文字，由公开专员写成" in page and 'id="notice"' not in page


def test_each_version_is_compared_with_the_one_before_it(county: County, second: Version) -> None:
    text = "公开不够及时。已改：每月核对一次登记簿，每季通报一次。"
    version = actions.start_correction(second.report, reason="又漏一件", user=county.lin, at=AT)
    for cell in CELLS:
        actions.correct_cell(version, cell, "2", reason="漏登", user=county.lin, at=AT)
    published(version, county)
    page = browser().get(ADDRESS).content.decode()
    said = page[page.index('id="notice"') : page.index('id="downloads"')]
    assert said.count('<td class="num">1</td><td class="num">2</td>') == len(CELLS) and text not in said
    assert "又漏一件：4个单元格<" in page and "漏报一件申请：4个单元格、文字1处<" in page


def test_a_correction_keeps_the_day_of_the_report(county: County, first: Version) -> None:
    """成文日期 stays; when the correction was made stands in its notice."""
    version = actions.start_correction(first.report, reason="错字", user=county.lin, at=AT)
    later = cases.at("2021-05-06")
    text = "公开不够及时。已改：每月核对一次登记簿，每季通报一次。"
    compile_actions.write_section(version, 5, text, user=county.lin, at=later)
    version = reports.signed(version, county, later)
    assert version.reading.signed_on == date(2021, 1, 20)
    assert notice(first, version).cells == () and notice(first, version).summary == "文字1处"


def test_a_first_version_has_no_notice(first: Version) -> None:
    assert "更正说明" not in browser().get(ADDRESS).content.decode()


def test_the_page_asks_as_much_with_two_versions_as_with_three(county: County, second: Version) -> None:
    def queries() -> int:
        browser().get(ADDRESS)
        with CaptureQueriesContext(connection) as context:
            assert browser().get(ADDRESS).status_code == 200
        return len(context)

    few = queries()
    corrected(county, second, "3", "公开不够及时。另有一处没有按时公布，已经补上。", "再改")
    assert queries() == few


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx", "html", "json", "csv"])
def test_a_compiled_report_leaves_in_every_kind_and_is_read_back(first: Version, kind: str) -> None:
    answer = browser().get(f"{ADDRESS}v1/{kind}/")
    assert answer.status_code == 200
    report = reading.read(answer.content)
    printed = {id for id in first.reading.cells if report.printed(id) == first.reading.printed(id)}
    assert printed == set(first.reading.cells)
