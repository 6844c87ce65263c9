"""Pages of a dissolved organ and of its successor, the lists it leaves, the page that dissolves it."""

from gongkai.site.organs.models import Organ
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import browser
from tests.site import items, reports
from tests.site.portal.test_queries import queries
from tests.site.successions import PLAN, dissolved

PAGE = "/office/organs/wangshu/dissolve/"


def test_every_public_page_of_it_says_so_and_leads_to_the_heir(county, client):
    item = items.published(county)
    reports.of_wangshu(county)
    assert "撤销" not in client.get("/o/wangshu/").content.decode()
    dissolved(county)
    for address in (
        "/o/wangshu/",
        "/o/wangshu/guide/",
        "/o/wangshu/rules/",
        "/o/wangshu/catalogue/",
        f"/o/wangshu/catalogue/{item.column_id}/",
        "/o/wangshu/reports/",
        "/o/wangshu/reports/2020/",
        f"/i/{item.pk}/",
    ):
        page = client.get(address).content.decode()
        assert "本机关已于2021年1月20日撤销" in page, address
        assert '职责由以下机关承继（合并）：<a href="/o/tingyu/">听雨镇人民政府</a>。' in page, address
        assert f"依据：{PLAN}" in page, address
    assert "本机关已于" not in client.get("/o/tingyu/").content.decode()


def test_nobody_is_sent_to_a_telephone_that_nobody_answers(county, client):
    Organ.objects.filter(pk=county.wangshu.pk).update(phone="0000-1234567", office="望舒镇党政办公室")
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        assert "0000-1234567" in client.get(address).content.decode(), address
    dissolved(county)
    for address in ("/o/wangshu/", "/o/wangshu/guide/"):
        assert "0000-1234567" not in client.get(address).content.decode(), address
    assert "请看承继职责的机关的指南" in client.get("/o/wangshu/guide/").content.decode()


def test_the_page_of_the_heir_leads_back(county, client):
    dissolved(county)
    page = client.get("/o/tingyu/").content.decode()
    assert "本机关承继的机关" in page and '<a href="/o/wangshu/">望舒镇人民政府</a>' in page
    assert "本机关承继的机关" not in client.get("/o/yunchuan/").content.decode()


def test_it_leaves_the_lists_of_present_organs_and_stands_in_that_of_dissolved(county, client):
    assert "已撤销的机关" not in client.get("/o/").content.decode()
    assert "没有已撤销的机关" in client.get("/o/?state=dissolved").content.decode()
    dissolved(county)
    for address in ("/", "/o/", "/o/?kind=town", "/o/yunchuan/"):
        page = client.get(address).content.decode()
        assert "/o/wangshu/" not in page and "/o/tingyu/" in page, address
    assert "2个机关" in client.get("/").content.decode()
    page = client.get("/o/?state=dissolved").content.decode()
    assert "/o/wangshu/" in page and "2021-01-20 撤销" in page and "/o/tingyu/" not in page
    assert 'href="/o/?state=dissolved"' in client.get("/o/").content.decode()


def test_the_share_of_the_year_counts_the_organs_of_that_year(county, client):
    reports.of_wangshu(county)
    dissolved(county)
    page = client.get("/").content.decode()
    assert "3个机关中，<strong>1个</strong>已公布，2个未公布" in page


def test_search_keeps_it_marked(county, client):
    dissolved(county)
    assert "只看望舒镇人民政府（已撤销）的信息" in client.get("/search/?organ=望舒").content.decode()
    assert client.get("/search/?organ=镇").context["meant"].alike == {
        "wangshu": "望舒镇人民政府（已撤销）",
        "tingyu": "听雨镇人民政府",
    }


def test_the_sitemap_and_the_feed_keep_it(county, client):
    dissolved(county)
    assert "/o/wangshu/" in client.get("/sitemap-organs.xml").content.decode()
    assert client.get("/feeds/wangshu.atom").status_code == 200


def test_open_data_say_when_and_who(county, client):
    dissolved(county)
    found = {organ["slug"]: organ for organ in client.get("/api/v1/organs").json()}
    assert (found["wangshu"]["dissolved_on"], found["wangshu"]["successors"]) == ("2021-01-20", ["tingyu"])
    assert (found["tingyu"]["dissolved_on"], found["tingyu"]["successors"]) == (None, [])


def test_the_page_offers_those_beside_and_above_and_dissolves(county):
    cast.establish("station", "听雨镇站所", "站所", "department", county.tingyu)
    client = browser(county.cheng)
    page = client.get(PAGE).content.decode()
    assert "它现有的6位工作人员到撤销之日离任" in page
    assert "听雨镇人民政府" in page and "云川县人民政府" in page and "听雨镇站所" not in page
    sent = {"kind": "merger", "successors": [county.tingyu.pk], "on": "2021-01-20", "note": PLAN}
    answer = client.post(PAGE, sent, follow=True)
    page = answer.content.decode()
    assert "本机关已于2021年1月20日撤销" in page and PLAN in page
    assert "更名" not in page and "调整隶属" not in page


def test_a_refusal_keeps_what_was_typed(county):
    sent = {"kind": "division", "successors": [county.tingyu.pk], "on": "2021-01-20", "note": PLAN}
    answer = browser(county.cheng).post(PAGE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "承继机关至少有两个" in page and f'value="{PLAN}"' in page


def test_the_office_lists_it_apart(county):
    dissolved(county)
    page = browser(county.cheng).get("/office/organs/").content.decode()
    assert page.index("已撤销的机关") < page.index("望舒镇人民政府")
    assert "本机关承继的机关" in browser(county.ye).get("/office/organs/tingyu/").content.decode()


def test_a_report_of_it_stays_where_it_was(county, client):
    reports.of_wangshu(county, sample_report("2021"))
    dissolved(county)
    assert client.get("/o/wangshu/reports/2021/").status_code == 200


def test_no_page_needs_more_queries_for_more_predecessors(county):
    cheng, ye, citizen = browser(county.cheng), browser(county.ye), browser()

    def counted() -> dict[str, int]:
        public = ("/", "/o/", "/o/?state=dissolved", "/o/tingyu/", "/o/town0/", "/search/", "/api/v1/organs")
        found = {address: queries(citizen, address) for address in public}
        for address in ("/office/organs/", "/office/organs/town0/", "/office/organs/tingyu/", PAGE):
            found[address] = queries(cheng, address)
        return found | {address: queries(ye, address) for address in ("/office/", "/office/items/")}

    def grow(numbers: range) -> None:
        for number in numbers:
            name = f"第{number}镇"
            cast.establish(f"town{number}", name, name, "town", county.yunchuan)
            dissolved(county, f"town{number}")

    grow(range(1))
    few = counted()
    grow(range(1, 6))
    many = counted()
    assert {address: (few[address], n) for address, n in many.items() if n > few[address]} == {}
