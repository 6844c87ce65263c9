"""工作登记: leading group, meetings, training, reading places, hand-overs."""

from datetime import timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import registers
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Gathering, GroupMember, HandOver, ReadingPlace
from gongkai.site.organs.permissions import Forbidden
from tests.cast import ON, browser

ADDRESS = "/office/organs/wangshu/registers/"
MEETING = {
    "register": "gathering",
    "gathering-kind": "meeting",
    "gathering-on": "2021-01-04",
    "gathering-title": "部署会",
    "gathering-people": "12",
}


def test_each_register_takes_its_row_with_a_line_in_the_ledger(county):
    client = browser(county.lin)
    sent = (
        {
            "register": "member",
            "member-body": "group",
            "member-name": "许致远",
            "member-post": "镇长",
            "member-since": "2020-06-01",
        },
        MEETING,
        {"register": "place", "place-name": "文化站", "place-address": "书院巷8号"},
    )
    for data in sent:
        assert client.post(ADDRESS, data).status_code == 302
    place = ReadingPlace.objects.get()
    handed = {"hand_over-place": place.pk, "hand_over-on": "2021-01-04", "hand_over-count": "46"}
    assert client.post(ADDRESS, {"register": "hand_over", **handed}).status_code == 302
    page = client.get(ADDRESS).content.decode()
    for said in ("许致远", "部署会", "文化站", "46"):
        assert said in page
    acts = Entry.objects.filter(room="organs").order_by("-number").values_list("act", flat=True)[:4]
    assert list(acts) == ["handed_over", "place_opened", "gathering_recorded", "member_added"]


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(county):
    answer = browser(county.lin).post(ADDRESS, MEETING | {"gathering-people": "很多"})
    assert answer.status_code == 422
    assert "部署会" in answer.content.decode()
    assert not Gathering.objects.exists()


def test_what_was_not_held_yet_is_not_recorded(county):
    tomorrow = ON + timedelta(days=1)
    with pytest.raises(Refused, match="还没有开"):
        registers.record_gathering(
            county.wangshu, user=county.lin, today=ON, on=tomorrow, title="会", people=1, kind="meeting"
        )
    place = registers.open_place(county.wangshu, user=county.lin, on=ON, name="站", address="巷")
    with pytest.raises(Refused, match="今天之后"):
        registers.hand_over(place, user=county.lin, today=ON, on=tomorrow, count=1)
    assert not HandOver.objects.exists()


def test_a_member_leaves_on_a_day_once(county):
    member = registers.add_member(
        county.wangshu, user=county.lin, on=ON, name="甲", post="镇长", since=ON - timedelta(days=9)
    )
    registers.end_member(member, user=county.lin, on=ON)
    assert GroupMember.objects.get().until == ON
    with pytest.raises(Refused, match="已于"):
        registers.end_member(member, user=county.lin, on=ON)


def test_another_organs_place_takes_nothing(county):
    place = registers.open_place(county.tingyu, user=county.ye, on=ON, name="站", address="巷")
    answer = browser(county.lin).post(
        ADDRESS,
        {
            "register": "hand_over",
            "hand_over-place": place.pk,
            "hand_over-on": "2021-01-04",
            "hand_over-count": "1",
        },
    )
    assert answer.status_code == 422
    with pytest.raises(Forbidden):
        registers.hand_over(place, user=county.lin, today=ON, on=ON, count=1)
