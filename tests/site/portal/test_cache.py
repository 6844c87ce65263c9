"""Pages already made: answered again without being made, and never a moment longer than they are true."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions
from gongkai.site.organs import actions as organs
from gongkai.site.portal.cache import Edition
from tests.cast import AT, ON, browser
from tests.site import items, reports


@pytest.fixture(autouse=True)
def _kept(settings, _every_page_is_made_anew):
    settings.GONGKAI_PAGE_CACHE = True
    caches["pages"].clear()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code == 200
    return len(context)


def test_a_page_already_made_costs_one_question_to_the_database(county):
    item = items.published(county)
    first, again = (queries(Client(), f"/i/{item.pk}/") for _ in range(2))
    assert first > 2
    assert again == 1


def test_withdrawing_correcting_and_publishing_are_seen_at_once(county):
    item = items.published(county)
    column = f"/o/wangshu/catalogue/{item.column_id}/"
    client = Client()
    assert "森林防火" in client.get(column).content.decode()
    second = items.published(county, title="关于防汛的通知", document_number="望政发〔2021〕9号")
    assert "防汛" in client.get(column).content.decode()
    version = actions.revise(item, change_note="改标题", user=county.lin, at=AT)
    actions.edit(
        version, replace(version.content, title="新标题"), column=item.column, user=county.lin, at=AT
    )
    version = items.fresh(version)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    assert "新标题" in client.get(column).content.decode()
    assert "新标题" in client.get("/").content.decode()
    actions.withdraw(second, reason="数字有误", user=county.lin, at=AT)
    assert "防汛" not in client.get(column).content.decode()
    assert client.get(f"/i/{second.pk}/").status_code == 410


def test_a_report_and_a_new_name_are_seen_at_once(county):
    client = Client()
    assert "2020" not in client.get("/o/wangshu/reports/").content.decode()
    reports.of_wangshu(county)
    assert "2020" in client.get("/o/wangshu/reports/").content.decode()
    organs.rename(
        county.wangshu, name="望舒街道办事处", short_name="望舒街道", user=county.cheng, on=ON + timedelta(1)
    )
    assert "望舒街道办事处" in client.get("/o/").content.decode()


def test_drafting_leaves_kept_pages_as_they_are(county):
    item = items.published(county)
    queries(Client(), f"/i/{item.pk}/")
    items.submitted(county, title="另一份", document_number="")
    queries(Client(), f"/i/{item.pk}/")  # looks at the lines once
    assert queries(Client(), f"/i/{item.pk}/") == 1


def test_each_way_of_display_has_its_own_page_and_each_day(county, clock):
    client = Client()
    plain = client.get("/").content.decode()
    client.post("/display/", {"mode": "elder", "next": "/"})
    elder = client.get("/").content.decode()
    assert 'data-mode="elder"' in elder
    assert 'data-mode="elder"' not in plain
    before = clock.at.date().isoformat()
    clock.forward(days=1)
    assert before not in Client().get("/").content.decode().split("打印日期")[1]


def test_who_is_signed_in_goes_past_the_kept_pages(county):
    item = items.published(county)
    Client().get(f"/i/{item.pk}/")
    assert queries(browser(county.lin), f"/i/{item.pk}/") > 2


def test_a_browser_that_has_the_page_is_told_that_it_still_holds(county):
    item = items.published(county)
    address = f"/i/{item.pk}/"
    first = Client().get(address)
    assert first["Cache-Control"] == "no-cache"
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "default-src 'none'" in Client().get(address)["Content-Security-Policy"]
    actions.withdraw(item, reason="数字有误", user=county.lin, at=AT)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 410


def test_nothing_is_kept_that_is_for_one_visitor(county):
    assert "csrftoken" in Client().get("/office/sign-in/").cookies
    assert "csrftoken" in Client().get("/office/sign-in/").cookies
    assert not Client().get("/").cookies  # so that it may be kept


def test_rooms_name_only_acts_of_theirs_as_unseen():
    for room in apps.get_app_configs():
        assert set(getattr(room, "unseen", ())) <= set(getattr(room, "acts", {})), room.name


def test_a_ledger_put_back_begins_another_edition(county):
    edition = Edition()
    first = edition.current()
    assert edition.current() == first
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")
        cursor.execute("UPDATE ledger_head SET number = 10000, hash = 'other'")
    assert edition.current() != first


def test_a_search_is_never_kept(county):
    """The index may be a moment behind the ledger."""
    items.published(county)
    assert "no-store" in Client().get("/search/?q=防火")["Cache-Control"]


def test_addresses_nobody_links_to_take_no_place(county):
    item = items.published(county)
    address = f"/i/{item.pk}/?x=1"
    assert queries(Client(), address) == queries(Client(), address) > 1


def test_a_kept_page_may_not_be_framed_either(county):
    first, again = (Client().get("/") for _ in range(2))
    assert first["X-Frame-Options"] == again["X-Frame-Options"] == "DENY"
