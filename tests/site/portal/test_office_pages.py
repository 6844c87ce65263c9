"""今日 and 操作台账."""

import re

import pytest

from gongkai.site.ledger.models import Entry
from tests.cast import browser
from tests.site import reports

TODAY = "/office/"


def halves(person) -> tuple[str, str]:
    """What waits for the person, and what waits for others."""
    page = browser(person).get(TODAY).content.decode()
    mine, others = re.search(r'id="mine"(.*)id="others"(.*)</main>', page, re.S).groups()
    return mine, others


def test_a_new_draft_waits_for_the_second_officer(county):
    version = reports.draft(county.wangshu, county.lin)
    link = f'href="/office/reports/{version.pk}/"'
    assert link in halves(county.he)[0] and link not in halves(county.he)[1]
    assert link in halves(county.lin)[1] and link not in halves(county.lin)[0]
    assert link in halves(county.zhou)[1] and link in halves(county.fang)[1]


def test_a_confirmed_one_waits_for_who_publishes(county):
    version = reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)
    link = f'href="/office/reports/{version.pk}/"'
    assert link in halves(county.lin)[0] and link in halves(county.he)[1]


def test_a_foreign_organ_sees_nothing_of_it(county):
    version = reports.draft(county.wangshu, county.lin)
    assert f"/office/reports/{version.pk}/" not in browser(county.ye).get(TODAY).content.decode()


def test_the_button_to_upload_is_for_who_may(county):
    link = "/office/reports/upload/wangshu/"
    assert link in browser(county.lin).get(TODAY).content.decode()
    for person in (county.he, county.fang, county.ye, county.cheng):
        assert link not in browser(person).get(TODAY).content.decode()


def test_the_button_to_register_an_application_is_for_who_may(county):
    link = "/office/applications/new/wangshu/"
    for person in (county.lin, county.gao):
        assert link in browser(person).get(TODAY).content.decode()
    for person in (county.he, county.fang, county.ye, county.cheng):
        assert link not in browser(person).get(TODAY).content.decode()


def test_an_administrator_is_told_there_are_no_reports_for_them(county):
    page = browser(county.shen).get(TODAY).content.decode()
    assert "您现在没有要在这里办理的工作" in page


@pytest.mark.parametrize(
    ("who", "rooms"),
    [
        (
            "lin",
            {
                "/office/",
                "/office/items/",
                "/office/disputes/",
                "/office/applications/",
                "/office/reports/",
                "/office/supervision/",
                "/office/organs/",
                "/office/account/",
            },
        ),
        ("cheng", {"/office/", "/office/organs/", "/office/account/"}),
        ("shen", {"/office/", "/office/ledger/", "/office/account/"}),
    ],
)
def test_the_rail_has_the_rooms_one_may_enter(county, who, rooms):
    client = browser(getattr(county, who))
    rail = re.search(r"<nav aria-label=\"工作区\">(.*?)</nav>", client.get(TODAY).content.decode(), re.S)[1]
    assert set(re.findall('href="([^"]*)"', rail)) == rooms
    assert all(client.get(room).status_code == 200 for room in rooms)


def test_the_ledger_is_for_the_audit_administrator(county):
    reports.of_wangshu(county)
    page = browser(county.shen).get("/office/ledger/").content.decode()
    last = Entry.objects.order_by("number").last()
    assert last.hash[:12] in page and "林晓" in page
    for person in (county.lin, county.fang, county.cheng, county.an):
        assert browser(person).get("/office/ledger/").status_code == 403


def test_the_office_lists_reports_with_their_drafts_and_a_filter(county):
    reports.of_wangshu(county)
    draft = reports.draft(county.tingyu, county.ye, accepted=["organ"])
    page = browser(county.fang).get("/office/reports/").content.decode()
    assert "望舒镇人民政府" in page and "已公布第1版" in page
    assert f"/office/reports/{draft.pk}/" in page and "有草稿" in page
    assert "听雨镇人民政府" not in browser(county.lin).get("/office/reports/").content.decode()
    for year in ("2019", "二〇二〇", "99999999999", "²²²²"):
        assert browser(county.fang).get("/office/reports/", {"year": year}).status_code == 200
