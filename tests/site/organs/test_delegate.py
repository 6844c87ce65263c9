"""请人代办: a colleague holds one's role for some days, and it is said for whom."""

from datetime import timedelta

import pytest

from gongkai.site.disclosure import actions as disclosure
from gongkai.site.organs import actions
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Officer, Role
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, appointed, browser, user
from tests.site import items

WEEK = timedelta(days=7)


def delegated(county, person=None, **changes):
    officer = Officer.objects.get(user=county.song, role=Role.LEADER)
    given = {"since": ON, "until": ON + WEEK, "user": county.song, "on": ON} | changes
    return actions.delegate(officer, person or county.gao, **given)


def test_who_stands_in_takes_the_step(county):
    version = items.passed(county, items.submitted(county), steps=1)
    with pytest.raises(Forbidden):
        disclosure.review(version, version.digest, passed=True, opinion="", user=county.gao, at=AT)
    stand_in = delegated(county)
    disclosure.review(version, version.digest, passed=True, opinion="", user=county.gao, at=AT)
    assert items.fresh(version).waits_for == Role.SECRECY_REVIEWER
    assert stand_in.stands_for.user == county.song


def test_standing_in_gives_nobody_two_steps(county):
    delegated(county, county.he)
    version = items.passed(county, items.submitted(county), steps=1)
    with pytest.raises(Refused, match="一人不能办理两个环节"):
        disclosure.review(version, version.digest, passed=True, opinion="", user=county.he, at=AT)


def test_it_ends_by_itself_or_is_taken_back(county):
    stand_in = delegated(county)
    held = Officer.objects.filter(user=county.gao, role=Role.LEADER)
    assert held.on(ON + WEEK).exists() and not held.on(ON + 2 * WEEK).exists()
    with pytest.raises(Forbidden):
        actions.end_delegation(stand_in, user=county.gao, on=ON)
    actions.end_delegation(stand_in, user=county.song, on=ON + timedelta(days=1))
    assert not held.on(ON + timedelta(days=2)).exists()
    later = delegated(county, since=ON + 2 * WEEK, until=ON + 3 * WEEK)
    actions.end_delegation(later, user=county.song, on=ON + timedelta(days=2))
    assert not Officer.objects.filter(pk=later.pk).exists()


@pytest.mark.parametrize(
    ("who", "changes", "said"),
    [
        ("ye", {}, "本机关的另一位"),
        ("song", {}, "本机关的另一位"),
        ("gao", {"since": ON - WEEK}, "从今天或以后"),
        ("gao", {"until": ON - WEEK}, "从今天或以后"),
        ("gao", {"until": ON + timedelta(days=100)}, "不超过90天"),
    ],
)
def test_what_is_refused(county, who, changes, said):
    with pytest.raises(Refused, match=said):
        delegated(county, getattr(county, who), **changes)


def test_only_ones_own_role_once_and_not_at_second_hand(county):
    with pytest.raises(Forbidden):
        delegated(county, user=county.he)
    stand_in = delegated(county)
    with pytest.raises(Refused, match="已经担任"):
        delegated(county)
    with pytest.raises(Refused, match="不能再请人代办"):
        actions.delegate(stand_in, county.he, since=ON, until=ON + WEEK, user=county.gao, on=ON)


def test_no_administrator_gives_or_takes(county):
    officer = Officer.objects.get(user=county.cheng)
    with pytest.raises(Refused, match="管理员的职责"):
        actions.delegate(officer, county.fang, since=ON, until=ON, user=county.cheng, on=ON)
    admin = appointed(user("guan.li", "管理"), county.wangshu, Role.SYSTEM_ADMIN)
    with pytest.raises(Refused, match="管理员不能代办"):
        delegated(county, admin)


def test_the_register_says_for_whom(county, clock):
    clock.at = AT
    delegated(county)
    assert "代宋岚办理" in browser(county.lin).get("/office/organs/wangshu/").content.decode()


def test_the_page_offers_it_and_keeps_what_was_typed(county):
    client = browser(county.song)
    assert "请一位同事代办" in client.get("/office/organs/wangshu/").content.decode()
    answer = client.post("/office/organs/wangshu/delegate/", {"since": "2021-01-20", "until": ""})
    assert answer.status_code == 422
    assert 'value="2021-01-20"' in answer.content.decode()
