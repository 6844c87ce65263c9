"""Pages of patrol: who sees which organs, what the lists say, and at what cost."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import column_actions
from gongkai.site.disclosure.models import Body
from gongkai.site.organs.models import Role
from gongkai.site.supervision.patrol.models import Hit, OutsideLink, Run
from tests import cast
from tests.cast import AT, ON, browser
from tests.site import items
from tests.site.patrols import night

DAY = timedelta(days=1)
ROOM = "/office/supervision/patrol/"


@pytest.fixture(autouse=True)
def _on_the_day(clock) -> None:
    clock.at = AT


@pytest.fixture
def patrolled(county):
    """望舒镇 has an item with two links that lead nowhere; everybody was visited."""
    item = items.published(county)
    text = '<p><a href="/i/999999/">附件</a><a href="https://www.gov.cn/a">政策</a></p>'
    Body.objects.filter(version__item=item).update(text=text)
    night()
    return county


def slugs(person, address: str) -> set[str]:
    return {hit.organ.slug for hit in browser(person).get(ROOM + address).context["list"].page}


def test_officers_see_their_own_and_supervisors_those_below(patrolled):
    assert slugs(patrolled.lin, "hits/") == {"wangshu"}
    assert slugs(patrolled.fang, "hits/") == {"yunchuan", "wangshu", "tingyu"}
    assert browser(patrolled.lin).get(ROOM + "organs/tingyu/").status_code == 403
    assert browser(patrolled.fang).get(ROOM + "organs/tingyu/").status_code == 200
    assert browser(patrolled.cheng).get(ROOM).status_code == 403


def test_who_sees_one_organ_comes_to_its_page_at_once(patrolled):
    assert browser(patrolled.lin).get(ROOM).url == ROOM + "organs/wangshu/"
    rows = browser(patrolled.fang).get(ROOM).context["list"].page.object_list
    of = {row.slug: row for row in rows}
    assert (of["wangshu"].visited_on, of["wangshu"].deduct >= 1) == (ON, True)


def test_the_page_of_an_organ_leads_to_what_is_to_be_put_right(patrolled):
    item = Hit.objects.get(check_code="link_dead").key.split(":")[0]
    page = browser(patrolled.lin).get(ROOM + "organs/wangshu/").content.decode()
    assert "链接的信息不存在：/i/999999/" in page and f"/office/items/{item}/" in page
    assert f"{ROOM}checks/link_dead/" in page


def test_hits_are_narrowed_and_exported_as_they_stand(patrolled):
    client = browser(patrolled.fang)
    assert slugs(patrolled.fang, "hits/?organ=tingyu") == {"tingyu"}
    checks = {hit.check_code for hit in client.get(ROOM + "hits/?check=link_dead").context["list"].page}
    assert checks == {"link_dead"}
    assert slugs(patrolled.fang, "hits/?standing=gone") == set()
    Body.objects.update(text="<p>无</p>")
    night(ON + DAY)
    assert slugs(patrolled.fang, "hits/?standing=gone") == {"wangshu"}
    answer = client.post(ROOM + "hits/?check=footer_missing&organ=tingyu", {"export": "csv"})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:4] == ["位置", "机关", "检查项", "程度"] and {row[1] for row in rows[1:]} == {"听雨镇"}


def test_a_check_says_its_ground_and_where_it_hit(patrolled):
    client = browser(patrolled.fang)
    page = client.get(ROOM + "checks/link_dead/").content.decode()
    assert "国办秘函〔2019〕19号" in page and "未核对原文" in page and "/i/999999/" in page
    assert client.get(ROOM + "checks/nonsense/").status_code == 404
    counted = {check.code: count for check, count, _l in client.get(ROOM + "checks/").context["list"].page}
    assert counted["link_dead"] == 1 and counted["file_missing"] == 0


def test_a_run_tells_what_failed_to_those_who_see_the_organ(patrolled):
    run = Run.objects.get()
    run.visits.filter(organ=patrolled.tingyu).update(state="failed", error="ValueError links.dead:31")
    page = browser(patrolled.fang).get(f"{ROOM}runs/{run.pk}/").content.decode()
    assert "ValueError links.dead:31" in page
    assert "ValueError" not in browser(patrolled.lin).get(f"{ROOM}runs/{run.pk}/").content.decode()
    (row,) = browser(patrolled.fang).get(ROOM + "runs/").context["list"].page
    assert (row.done, row.failed) == (2, 1)


def test_the_page_of_a_column_has_every_state_it_was_in(county):
    column = items.column(county.wangshu)
    terms = {"longest_age": 30, "warning_age": None, "fewest_items": None, "section": "应急办"}
    column_actions.set_terms(column, **terms, user=county.lin, at=AT)
    night()
    items.published(county)
    night(ON + 5 * DAY)
    address = f"{ROOM}columns/{column.pk}/"
    rows = browser(county.lin).get(address).context["list"].page
    assert [(one.state, one.since, one.until) for one in rows] == [
        ("fresh", ON + 5 * DAY, None), ("empty", ON, ON + 4 * DAY),
    ]  # fmt: skip
    assert browser(county.ye).get(address).status_code == 403


def test_outside_links_are_listed_by_host(patrolled):
    assert OutsideLink.objects.get().host == "www.gov.cn"
    client = browser(patrolled.lin)
    assert len(client.get(ROOM + "links/?host=gov.cn").context["list"].page) == 1
    assert len(client.get(ROOM + "links/?host=example").context["list"].page) == 0


def test_a_figure_opens_to_its_records(patrolled):
    page = browser(patrolled.lin).get(ROOM + "organs/wangshu/figures/patrol.hits_deduct/")
    titles = [one.title for one in page.context["list"].page]
    assert any("链接的信息不存在" in title for title in titles)
    assert browser(patrolled.lin).get(ROOM + "organs/wangshu/figures/nonsense/").status_code == 404


def test_the_desk_and_the_room_lead_to_patrol(patrolled):
    page = browser(patrolled.lin).get("/office/").content.decode()
    assert "巡检问题" in page and "站内链接打不开" in page
    assert "巡检问题" not in browser(patrolled.fang).get("/office/").content.decode()
    room = browser(patrolled.fang).get("/office/supervision/").content.decode()
    assert "3个机关有问题" in room


def test_more_organs_hits_and_nights_need_no_more_queries(patrolled):
    def cost(address: str) -> int:
        client = browser(patrolled.fang)
        client.get(ROOM + address)
        with CaptureQueriesContext(connection) as context:
            assert client.get(ROOM + address).status_code == 200
        return len(context)

    run = Run.objects.get().pk
    column = items.column(patrolled.wangshu).pk
    addresses = [
        "", "hits/", "checks/", "checks/guide_missing/", "runs/", f"runs/{run}/", "links/",
        "organs/wangshu/", f"columns/{column}/", "organs/wangshu/figures/patrol.hits_deduct/",
    ]  # fmt: skip
    few = {address: cost(address) for address in addresses}
    for number in range(5):
        cast.establish(f"town-{number}", f"第{number}镇人民政府", f"第{number}镇", "town", patrolled.yunchuan)
        made = column_actions.add_column(patrolled.wangshu, f"第{number}栏", user=patrolled.lin, at=AT)
        terms = {"longest_age": 30, "warning_age": None, "fewest_items": None, "section": ""}
        column_actions.set_terms(made, **terms, user=patrolled.lin, at=AT)
    for item in (items.published(patrolled, title=f"第{n}条", document_number="") for n in range(4)):
        Body.objects.filter(version__item=item).update(
            text='<a href="/i/999999/">附件</a><a href="https://www.gov.cn/b">政策</a>'
        )
    Run.objects.all().update(on=ON - 3 * DAY)
    for days in range(-2, 1):
        night(ON + days * DAY)
    assert {address: cost(address) for address in addresses} == few


def test_a_handler_of_two_organs_sees_both(patrolled):
    cast.appointed(patrolled.gao, patrolled.tingyu, Role.HANDLER)
    assert slugs(patrolled.gao, "hits/") == {"wangshu", "tingyu"}
