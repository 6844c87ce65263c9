"""Leaving a role 离任."""

from datetime import timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions, permissions
from gongkai.site.organs.models import Role
from gongkai.site.organs.permissions import Forbidden, may
from tests import cast
from tests.cast import ON, browser
from tests.site.threads import meet_after, outcomes


@pytest.fixture
def role(county):
    """林晓 as disclosure officer of 望舒镇."""
    return county.lin.roles.get()


def test_the_day_it_ends_is_the_last_day_of_the_role(county, role):
    actions.end_role(role, user=county.an, on=ON)
    assert may(county.lin, "annual_reports.upload", county.wangshu, on=ON)
    assert not may(county.lin, "annual_reports.upload", county.wangshu, on=ON + timedelta(days=1))


def test_ending_is_one_line_of_the_ledger(county, role):
    before = Entry.objects.count()
    actions.end_role(role, user=county.an, on=ON)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user, line.subject_id) == ("role_ended", county.an, str(role.pk))


def test_it_ends_once(county, role):
    actions.end_role(role, user=county.an, on=ON)
    with pytest.raises(actions.Refused, match="2021-01-20"):
        actions.end_role(role, user=county.an, on=ON)


def test_a_role_that_was_to_begin_later_ends_on_its_first_day(county):
    later = actions.appoint(county.gao, county.tingyu, Role.HANDLER, on=ON + timedelta(days=9))
    actions.end_role(later, user=county.an, on=ON)
    later.refresh_from_db()
    assert later.until == later.since


@pytest.mark.parametrize("who", ["lin", "fang", "cheng", "shen"])
def test_only_the_security_administrator_ends_a_role(county, role, who):
    with pytest.raises(Forbidden):
        actions.end_role(role, user=getattr(county, who), on=ON)
    role.refresh_from_db()
    assert role.until is None


def test_the_page_ends_it_today_and_the_second_time_says_so(county, role, clock):
    client = browser(county.an)
    first = client.post(f"/office/organs/roles/{role.pk}/end/", follow=True)
    assert "已离任，今天是最后一天" in first.content.decode()
    again = client.post(f"/office/organs/roles/{role.pk}/end/", follow=True)
    assert "这一职责已于" in again.content.decode()


def test_a_role_that_is_not_there_is_not_found(county):
    assert browser(county.an).post("/office/organs/roles/999999/end/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_ended_twice_at_once_it_ends_once(monkeypatch):
    county = cast.county()
    role = county.lin.roles.get()
    meet_after(monkeypatch, permissions, "require")
    found = outcomes(*[lambda: actions.end_role(role, user=county.an, on=ON)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["NoneType", "Refused"]
    assert Entry.objects.filter(act="role_ended").count() == 1
