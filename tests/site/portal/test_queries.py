"""Pages need no more queries as rows grow."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.organs.models import Role
from tests.annual_report.build import sample_report
from tests.cast import appointed, browser, establish, user
from tests.site import reports

PUBLIC = ["/", "/o/", "/o/yunchuan/", "/o/wangshu/", "/o/wangshu/reports/", "/o/wangshu/reports/2020/"]
OFFICE = [
    "/office/",
    "/office/reports/",
    "/office/reports/findings/2020/",
    "/office/organs/",
    "/office/organs/wangshu/",
]


def queries(client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as context:
        client.get(address)
    return len(context)


def counted(county) -> dict[str, int]:
    office = browser(county.fang)
    found = {address: queries(browser(), address) for address in PUBLIC}
    found |= {address: queries(office, address) for address in OFFICE}
    return found | {"/office/ledger/": queries(browser(county.shen), "/office/ledger/")}


def grow(county, towns: range, years: range) -> None:
    """More towns under the county with a published report and a draft each, more years of 望舒镇."""
    for number in towns:
        organ = establish(f"town{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
        one = appointed(user(f"one{number}", "甲"), organ, Role.DISCLOSURE_OFFICER)
        two = appointed(user(f"two{number}", "乙"), organ, Role.SECTION_HEAD)
        name = f"第{number}镇人民政府"
        reports.published(organ, one, two, sample_report(organ=name))
        reports.draft(organ, one, sample_report("2021", organ=name))
    for year in years:
        reports.of_wangshu(county, replace(sample_report("2021"), year=year))


@pytest.mark.slow
def test_no_page_needs_more_queries_for_more_organs_and_reports(county):
    reports.of_wangshu(county)
    grow(county, range(1), range(2022, 2023))
    few = counted(county)
    grow(county, range(1, 7), range(2023, 2026))
    many = counted(county)
    assert {address: n for address, n in many.items() if n > few[address]} == {}
    assert max(many.values()) <= 25
