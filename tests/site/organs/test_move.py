"""调整隶属: an organ and all below it come under another; addresses stay."""

from datetime import timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, structure
from gongkai.site.organs.models import CompetentOffice, Organ, Role
from gongkai.site.organs.permissions import Forbidden, may
from tests import cast
from tests.cast import ON, SINCE, browser
from tests.site import items

PAGE = "/office/organs/station/move/"


@pytest.fixture
def station(county) -> Organ:
    """听雨镇站所, with a room of its own below it."""
    made = cast.establish("station", "听雨镇站所", "站所", "department", county.tingyu)
    cast.establish("room", "站所分部", "分部", "department", made)
    return made


def fresh(slug: str) -> Organ:
    return Organ.objects.get(slug=slug)


def moved(county, slug: str, parent: str, who: str = "cheng") -> None:
    structure.move(fresh(slug), fresh(parent), user=getattr(county, who), on=ON)


def test_it_moves_with_all_below_it(county, station):
    moved(county, "station", "wangshu")
    assert list(Organ.objects.below(fresh("wangshu")).values_list("slug", flat=True)) == [
        "wangshu",
        "station",
        "room",
    ]
    assert list(Organ.objects.below(fresh("tingyu"))) == [county.tingyu]
    assert fresh("tingyu").numchild == 0 and fresh("wangshu").numchild == 1
    assert Organ.objects.find_problems() == ([], [], [], [], [])


def test_its_address_and_its_people_stay(county, station, client):
    wen = cast.appointed(cast.user("wen.jing", "文静"), station, Role.DISCLOSURE_OFFICER)
    moved(county, "station", "wangshu")
    page = client.get("/o/station/").content.decode()
    assert "听雨镇站所" in page and '<a href="/o/wangshu/">望舒镇人民政府</a>' in page
    assert may(wen, "disclosure.publish", fresh("station"), on=ON)


def test_who_sees_what_is_below_follows_the_tree(county, station):
    over = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SUPERVISOR)
    assert not may(over, "disclosure.view", fresh("room"), on=ON)
    moved(county, "station", "wangshu")
    assert may(over, "disclosure.view", fresh("room"), on=ON)


def test_what_it_published_is_found_where_it_was(county, client):
    item = items.published(county)
    moved(county, "wangshu", "tingyu")
    assert client.get(f"/i/{item.pk}/").status_code == 200
    assert client.get("/o/wangshu/catalogue/").status_code == 200


def test_moving_is_one_line_with_both_places(county, station):
    before = Entry.objects.count()
    moved(county, "station", "wangshu")
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("moved", county.cheng)
    assert line.detail == '{"new":"wangshu","old":"tingyu","on":"2021-01-20"}'


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_only_the_system_administrator_moves(county, station, who):
    with pytest.raises(Forbidden):
        moved(county, "station", "wangshu", who)


def test_an_administrator_needs_both_places(county, station):
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.tingyu, Role.SYSTEM_ADMIN)
    with pytest.raises(Forbidden):
        structure.move(fresh("station"), fresh("wangshu"), user=wen, on=ON)
    structure.move(fresh("room"), fresh("tingyu"), user=wen, on=ON)


@pytest.mark.parametrize(
    ("slug", "parent", "told"),
    [
        ("station", "tingyu", "已经在这个机关之下"),
        ("station", "room", "自己的下级之下"),
        ("station", "station", "自己的下级之下"),
        ("yunchuan", "wangshu", "最高一级"),
    ],
)
def test_a_move_that_leads_nowhere_is_refused(county, station, slug, parent, told):
    with pytest.raises(actions.Refused, match=told):
        moved(county, slug, parent)


def test_nothing_moves_under_a_dissolved_organ_nor_does_one_move(county, station):
    structure.dissolve(
        county.wangshu,
        kind="merger",
        successors=[county.tingyu],
        on=ON,
        note="方案",
        user=county.cheng,
        today=ON,
    )
    with pytest.raises(Forbidden):
        moved(county, "station", "wangshu")
    with pytest.raises(actions.Refused, match="已于2021-01-20撤销"):
        moved(county, "wangshu", "tingyu")


def test_an_office_that_leaves_its_government_is_no_longer_competent(county, station):
    district = cast.establish("district", "云川新区管委会", "新区", "government", county.yunchuan)
    office = cast.establish("office", "新区办公室", "办公室", "department", district)
    for government in (district, county.yunchuan):
        structure.set_competent_office(
            fresh(government.slug), fresh(office.slug), since=SINCE, user=county.cheng, on=ON
        )
    moved(county, "office", "tingyu")
    ended = dict(CompetentOffice.objects.values_list("government__slug", "until"))
    assert ended == {"district": ON, "yunchuan": None}


def test_the_page_offers_every_organ_but_its_own_and_moves(county, station):
    client = browser(county.cheng)
    page = client.get(PAGE).content.decode()
    assert f'value="{county.wangshu.pk}"' in page and f'value="{fresh("room").pk}"' not in page
    answer = client.post(PAGE, {"parent": county.wangshu.pk}, follow=True)
    assert "隶属已调整，网址不变" in answer.content.decode()
    assert Organ.objects.get_parent(fresh("station")) == county.wangshu


def test_where_it_is_already_is_told_on_the_page(county, station):
    answer = browser(county.cheng).post(PAGE, {"parent": county.tingyu.pk})
    assert answer.status_code == 422 and "已经在这个机关之下" in answer.content.decode()


def test_the_day_of_a_move_is_today_only(county, station):
    """The tree is not dated: a permission asked for yesterday follows the tree of today."""
    over = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SUPERVISOR)
    moved(county, "station", "wangshu")
    assert may(over, "disclosure.view", fresh("station"), on=ON - timedelta(days=1))
