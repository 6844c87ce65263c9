"""Renaming an organ 更名: names have dates, the address stays."""

from datetime import date, timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, permissions
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import ON, browser
from tests.site.threads import meet_after, outcomes

STREET = {"name": "望舒街道办事处", "short_name": "望舒街道"}


def renamed(county, on: date = ON):
    return actions.rename(county.wangshu, **STREET, user=county.cheng, on=on)


def name(on: date) -> str:
    return Organ.objects.named(on).get(slug="wangshu").name


def test_the_old_name_holds_until_the_day_before(county):
    renamed(county)
    assert name(ON - timedelta(days=1)) == "望舒镇人民政府"
    assert name(ON) == "望舒街道办事处"
    old, new = county.wangshu.names.order_by("since")
    assert (old.until, new.since, new.until) == (ON - timedelta(days=1), ON, None)


def test_the_address_stays(county, client):
    renamed(county)
    assert Organ.objects.get(pk=county.wangshu.pk).slug == "wangshu"
    assert "望舒街道办事处" in client.get("/o/wangshu/").content.decode()


@pytest.mark.parametrize("days", [0, 1])
def test_a_name_begins_after_the_one_it_follows(county, days):
    renamed(county)
    with pytest.raises(actions.Refused, match="2021-01-20"):
        renamed(county, ON - timedelta(days=days))
    assert county.wangshu.names.count() == 2


def test_renaming_is_one_line_with_both_names(county):
    before = Entry.objects.count()
    renamed(county)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("renamed", county.cheng)
    assert "望舒镇人民政府" in line.detail and "望舒街道办事处" in line.detail


@pytest.mark.parametrize("who", ["lin", "fang", "an", "shen"])
def test_only_the_system_administrator_renames(county, who):
    with pytest.raises(Forbidden):
        actions.rename(county.wangshu, **STREET, user=getattr(county, who), on=ON)
    assert county.wangshu.names.count() == 1


def test_the_page_renames_from_today(county, clock):
    answer = browser(county.cheng).post("/office/organs/wangshu/rename/", STREET, follow=True)
    page = answer.content.decode()
    assert "名称已更改，网址不变" in page and "望舒街道办事处" in page


def test_a_second_name_on_the_same_day_is_refused_on_the_page(county, clock):
    client = browser(county.cheng)
    client.post("/office/organs/wangshu/rename/", STREET)
    again = client.post("/office/organs/wangshu/rename/", {"name": "望舒镇", "short_name": "望舒"})
    assert again.status_code == 422
    assert "新名称的启用日期应在这之后" in again.content.decode()
    assert county.wangshu.names.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_renamings_at_once_the_second_is_refused(monkeypatch):
    county = cast.county()
    meet_after(monkeypatch, permissions, "require")
    found = outcomes(*[lambda: renamed(county)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["OrganName", "Refused"]
    assert county.wangshu.names.count() == 2
