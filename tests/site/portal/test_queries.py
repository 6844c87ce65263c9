"""Pages need no more queries as rows grow."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, importing, matters
from gongkai.site.disclosure.matter_models import Matter
from gongkai.site.disclosure.models import Item
from gongkai.site.organs.models import Role
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, appointed, browser, establish, user
from tests.site import catalogue, items, reports

PUBLIC = ["/", "/o/", "/o/yunchuan/", "/o/wangshu/", "/o/wangshu/reports/", "/o/wangshu/reports/2020/"]
OFFICE = [
    "/office/",
    "/office/reports/",
    "/office/reports/findings/2020/",
    "/office/organs/",
    "/office/organs/wangshu/",
]


ITEMS = [
    "/",
    "/o/wangshu/",
    "/o/wangshu/catalogue/",
    "/o/wangshu/catalogue/{column}/",
    "/o/wangshu/catalogue/matters/",
    "/i/{item}/",
    "/search/?q=公开",
    "/search/?q=公开&sort=time&validity=in_force",
    "/feeds/wangshu.atom",
    "/sitemap.xml",
    "/sitemap-items.xml",
]
ITEMS_OFFICE = [
    "/office/",
    "/office/items/",
    "/office/items/?q=公开",
    "/office/items/{item}/",
    "/office/items/columns/wangshu/",
    "/office/items/matters/wangshu/",
    "/office/items/matters/wangshu/?state=met",
    "/office/items/matter/{matter}/",
    "/office/items/{item}/matters/",
    "/office/items/columns/wangshu/{column}/",
    "/office/items/health/",
    "/office/items/steps/wangshu/",
    "/office/items/numbering/wangshu/",
    "/office/items/normative/wangshu/",
    "/office/items/withheld/wangshu/",
    "/office/items/adoptions/wangshu/",
    "/office/items/counts/wangshu/2020/",
    "/office/items/import/wangshu/",
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


def stock_up(county, organs, numbers: range) -> None:
    """More items in several organs: drafts, withheld, public ones, a normative document and a matter each."""
    rows = [
        items.ROW | {"标题": f"第{number}号公开信息", "规范性文件": "是", "原网址": ""} for number in numbers
    ]
    for organ, officer in organs:
        data = items.import_file(*rows)
        kept = importing.keep(organ, data, "旧站.json", user=officer, at=AT)
        importing.import_items(kept, user=officer, at=AT)
    for number in numbers:
        title = f"第{number}号草稿"
        items.submitted(county, title=title, document_number="")
        reason = {"klass": "withheld", "ground": "process", "ground_note": "讨论稿"}
        items.passed(
            county, items.submitted(county, title=f"{title}（不公开）", document_number="", **reason)
        )
        column = items.column(county.wangshu, items.ROW["栏目"])
        matter = catalogue.added(county, column=column, subname=f"第{number}项", field=f"领域{number % 4}")
        if number % 2:
            newest = Item.objects.public().filter(organ=county.wangshu).latest("pk")
            matters.bind_matters(newest, [*newest.matters.all(), matter], user=county.lin, at=AT)
        actions.record_adoption(county.wangshu, title, adopter="县", on=ON, user=county.lin, at=AT)


def test_no_page_of_items_needs_more_queries_for_more_items(county):
    organs = [(county.wangshu, county.lin), (county.tingyu, county.ye)]
    stock_up(county, organs, range(10))  # more than the desk shows
    item = Item.objects.public().filter(organ=county.wangshu).earliest("pk")
    places = {"item": item.pk, "column": item.column_id, "matter": Matter.objects.earliest("pk").pk}

    def counted() -> dict[str, int]:
        found = {a: queries(browser(), a.format(**places)) for a in ITEMS}
        return found | {a: queries(browser(county.lin), a.format(**places)) for a in ITEMS_OFFICE}

    few = counted()
    stock_up(county, organs, range(10, 26))
    many = counted()
    assert {address: (few[address], n) for address, n in many.items() if n > few[address]} == {}
    assert {address: n for address, n in many.items() if address in ITEMS and n > 12} == {}


@pytest.mark.parametrize(
    "address", ["/search/", "/search/?q=公开", "/search/?q=公开&organ=wangshu", "/search/?organ=镇"]
)
def test_a_search_does_not_grow_with_the_organs(county, address):
    stock_up(county, [(county.wangshu, county.lin), (county.tingyu, county.ye)], range(3))

    def more(numbers: range) -> tuple[int, int]:
        for number in numbers:
            establish(f"town{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
        return queries(browser(), address), len(browser().get(address).content)

    few, many = more(range(10, 20)), more(range(20, 60))
    assert many[0] <= few[0] <= 11
    assert many[1] == few[1]


@pytest.mark.slow
def test_no_page_needs_more_queries_for_more_organs_and_reports(county):
    reports.of_wangshu(county)
    grow(county, range(1), range(2022, 2023))
    few = counted(county)
    grow(county, range(1, 7), range(2023, 2026))
    many = counted(county)
    assert {address: n for address, n in many.items() if n > few[address]} == {}
    # 今日 gathers what waits in every room: 24 for the older ones, 8 for the piles of supervision this
    # person's roles may have (those of other roles ask nothing).
    assert many.pop("/office/") <= 24 + 8
    assert max(many.values()) <= 25
