"""Feeds, the map of the site, robots, security.txt."""

from lxml import etree

from gongkai.site.annual_reports.actions import correct_cell, start_correction
from gongkai.site.disclosure import actions
from tests.cast import AT, ON, browser
from tests.site import items, reports

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(address: str) -> list[str]:
    root = etree.fromstring(browser().get(address).content)
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


def locations(address: str) -> list[str]:
    root = etree.fromstring(browser().get(address).content)
    return [place.text for place in root.iter(f"{MAP}loc")]


def test_the_feed_of_an_organ_has_what_is_public_and_nothing_else(county):
    item = items.published(county)
    items.submitted(county, title="草稿")
    assert entries("/feeds/wangshu.atom") == [item.current.title]
    assert entries(f"/feeds/wangshu/{item.column_id}.atom") == [item.current.title]
    assert entries("/feeds/tingyu.atom") == []
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert entries("/feeds/wangshu.atom") == []


def test_an_entry_has_its_address_and_time(county):
    item = items.published(county)
    page = browser().get("/feeds/wangshu.atom").content.decode()
    assert f"http://testserver/i/{item.pk}/" in page
    assert "2021-01-20T01:12:00+00:00" in page


def test_a_report_is_news_when_it_is_published_and_again_when_it_is_corrected(county):
    version = reports.draft(county.wangshu, county.lin)
    assert entries("/feeds/wangshu.atom") == []
    reports.publish(version, county.lin, county.he)
    title = "望舒镇人民政府2020年政府信息公开工作年度报告"
    assert entries("/feeds/wangshu.atom") == [title]
    anew = start_correction(version.report, reason="漏登一件", user=county.lin, at=AT)
    correct_cell(anew, reports.GRANTED, "18", reason="漏登一件", user=county.lin, at=AT)
    assert entries("/feeds/wangshu.atom") == [title]
    reports.publish(reports.fresh(anew), county.lin, county.he)
    assert entries("/feeds/wangshu.atom") == [f"{title}（更正，第 2 版）", title]
    page = browser().get("/feeds/wangshu.atom").content.decode()
    assert "更正原因：漏登一件" in page
    for number in (1, 2):
        address = f"/o/wangshu/reports/2020/v{number}/"
        assert f"<id>http://testserver{address}</id>" in page
        assert browser().get(address).status_code == 200


def test_reports_are_no_entries_of_a_column_or_of_another_organ(county):
    item = items.published(county)
    reports.of_wangshu(county)
    assert len(entries("/feeds/wangshu.atom")) == 2
    assert entries(f"/feeds/wangshu/{item.column_id}.atom") == [item.current.title]
    assert entries("/feeds/tingyu.atom") == entries("/feeds/yunchuan.atom") == []


def test_feeds_of_nothing_are_not_found(county):
    column = items.column(county.wangshu)
    for address in ("/feeds/nowhere.atom", f"/feeds/tingyu/{column.pk}.atom"):
        assert browser().get(address).status_code == 404


def test_the_map_names_every_public_page_by_kind(county):
    item = items.published(county)
    reports.of_wangshu(county)
    parts = locations("/sitemap.xml")
    assert parts == [
        f"http://testserver/sitemap-{kind}.xml" for kind in ("organs", "apply", "items", "reports")
    ]
    assert locations("/sitemap-items.xml") == [f"http://testserver/i/{item.pk}/"]
    assert locations("/sitemap-reports.xml") == ["http://testserver/o/wangshu/reports/2020/"]
    assert len(locations("/sitemap-organs.xml")) == 3
    assert "http://testserver/o/wangshu/apply/" in locations("/sitemap-apply.xml")


def test_robots_leave_the_office_alone(county):
    text = browser().get("/robots.txt").content.decode()
    assert "Disallow: /office/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_txt_names_the_highest_organ_or_is_not_there(county):
    assert browser().get("/.well-known/security.txt").status_code == 404
    county.yunchuan.email = "anquan@example.cn"
    county.yunchuan.save()
    text = browser().get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:anquan@example.cn" in text
    assert f"Expires: {ON.year // 1000}" in text
