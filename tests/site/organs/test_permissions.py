"""Who may do what: own organ, organs below, foreign organs, and only while the role lasts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from gongkai.site.organs import actions, permissions
from gongkai.site.organs.models import ADMINISTRATORS, Role
from gongkai.site.organs.permissions import ACTS, DOWNWARDS, may, may_anywhere, organs_for
from tests import cast
from tests.cast import ON, SINCE


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_table_says_in_its_organ_and_below(county, role):
    person = cast.appointed(cast.user("wen.jing", "文静"), county.yunchuan, role)
    for act, roles in ACTS.items():
        own, below = role in roles, role in DOWNWARDS.get(act, ())
        assert may(person, act, county.yunchuan, on=ON) is own, act
        assert may(person, act, county.wangshu, on=ON) is below, act
        assert may_anywhere(person, act, on=ON) is own, act
        expected = [county.yunchuan] if own else []
        if below:
            expected = [county.yunchuan, county.wangshu, county.tingyu]
        assert list(organs_for(person, act, on=ON)) == expected, act


@pytest.mark.parametrize("role", list(Role))
def test_no_role_reaches_an_organ_beside_or_above(county, role):
    person = cast.appointed(cast.user("wen.jing", "文静"), county.tingyu, role)
    for act in ACTS:
        assert not may(person, act, county.wangshu, on=ON)
        assert not may(person, act, county.yunchuan, on=ON)
        assert set(organs_for(person, act, on=ON)) <= {county.tingyu}


def test_a_role_counts_from_its_first_day_to_its_last(county):
    officer = county.lin.roles.get()
    actions.end_role(officer, user=county.an, on=ON)
    act, day = "annual_reports.upload", timedelta(days=1)
    for on, open in ((SINCE - day, False), (SINCE, True), (ON, True), (ON + day, False)):
        assert may(county.lin, act, county.wangshu, on=on) is open
        assert may_anywhere(county.lin, act, on=on) is open
        assert organs_for(county.lin, act, on=on).exists() is open


def test_who_has_signed_in_nowhere_may_do_nothing(county):
    nobody = AnonymousUser()
    for act in ACTS:
        assert not may(nobody, act, county.wangshu, on=ON)
        assert not may_anywhere(nobody, act, on=ON)


def test_require_raises_where_may_says_no(county):
    permissions.require(county.lin, "annual_reports.upload", county.wangshu, on=ON)
    with pytest.raises(permissions.Forbidden):
        permissions.require(county.lin, "annual_reports.upload", county.tingyu, on=ON)


def test_what_reaches_downwards_is_open_in_the_own_organ_too():
    assert all(roles <= ACTS[act] for act, roles in DOWNWARDS.items())


def test_administrators_never_touch_reports_and_the_office_never_the_ledger():
    reports = [roles for act, roles in ACTS.items() if act.startswith("annual_reports.")]
    assert not any(roles & set(ADMINISTRATORS) for roles in reports)
    assert ACTS["ledger.view"] == {Role.AUDIT_ADMIN}
