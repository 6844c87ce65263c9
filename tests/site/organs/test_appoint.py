"""Taking up a role 任职, by the security administrator; administrators are three people (三员分立)."""

from datetime import timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions
from gongkai.site.organs.models import ADMINISTRATORS, Officer, Role
from gongkai.site.organs.permissions import OFFICE, Forbidden
from tests import cast
from tests.cast import ON, SINCE, browser
from tests.site.threads import meet_after, outcomes

APPOINT = "/office/organs/wangshu/appoint/"


@pytest.fixture
def wen(county):
    """文静, without a role."""
    return cast.user("wen.jing", "文静")


def roles(person) -> set[str]:
    return {officer.role for officer in Officer.objects.on(ON).filter(user=person)}


def test_the_security_administrator_appoints_in_every_organ_below(county, wen):
    officer = actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON, user=county.an)
    assert (officer.organ, officer.role, officer.since, officer.until) == (
        county.wangshu,
        "handler",
        ON,
        None,
    )


def test_appointing_is_one_line_of_the_ledger(county, wen):
    before = Entry.objects.count()
    actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON, user=county.an)
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.act, line.user) == ("appointed", county.an)
    assert line.detail == '{"on":"2021-01-20","organ":"wangshu","role":"handler"}'


@pytest.mark.parametrize("who", ["lin", "fang", "cheng", "shen"])
def test_nobody_else_appoints(county, wen, who):
    with pytest.raises(Forbidden):
        actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON, user=getattr(county, who))
    assert not roles(wen)


def test_nobody_appoints_themselves(county):
    with pytest.raises(actions.Refused, match="不能给自己任职"):
        actions.appoint(county.an, county.wangshu, Role.HANDLER, on=ON, user=county.an)
    assert roles(county.an) == {"security"}


def test_the_same_role_twice_is_refused(county):
    with pytest.raises(actions.Refused, match="已经担任这一职责"):
        actions.appoint(county.lin, county.wangshu, Role.DISCLOSURE_OFFICER, on=ON, user=county.an)


def test_a_role_may_be_held_in_a_second_organ(county):
    actions.appoint(county.lin, county.tingyu, Role.DISCLOSURE_OFFICER, on=ON, user=county.an)
    assert Officer.objects.on(ON).filter(user=county.lin).count() == 2


@pytest.mark.parametrize("held", ADMINISTRATORS)
@pytest.mark.parametrize("asked", ADMINISTRATORS)
def test_nobody_holds_two_administrator_roles(county, wen, held, asked):
    if held == asked:
        return
    actions.appoint(wen, county.wangshu, held, on=SINCE)
    with pytest.raises(actions.Refused, match="三人分任"):
        actions.appoint(wen, county.tingyu, asked, on=ON)
    assert roles(wen) == {held}


@pytest.mark.parametrize("office", sorted(OFFICE))
def test_an_administrator_holds_no_office_role_and_the_reverse(county, wen, office):
    other = cast.user("wu.yan", "吴岩")
    actions.appoint(wen, county.wangshu, Role.AUDIT_ADMIN, on=SINCE)
    actions.appoint(other, county.wangshu, office, on=SINCE)
    with pytest.raises(actions.Refused, match="不兼任"):
        actions.appoint(wen, county.tingyu, office, on=ON)
    with pytest.raises(actions.Refused, match="不兼任"):
        actions.appoint(other, county.tingyu, Role.AUDIT_ADMIN, on=ON)


def test_a_role_that_has_ended_stands_in_nobodys_way(county, wen):
    officer = actions.appoint(wen, county.wangshu, Role.AUDIT_ADMIN, on=SINCE)
    actions.end_role(officer, user=county.an, on=ON)
    with pytest.raises(actions.Refused):
        actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON)
    actions.appoint(wen, county.wangshu, Role.HANDLER, on=ON + timedelta(days=1))


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_once_do_not_make_one_person_two_administrators(monkeypatch):
    county = cast.county()
    wen = cast.user("wen.jing", "文静")
    meet_after(monkeypatch, actions, "_clashes")
    found = outcomes(
        lambda: actions.appoint(wen, county.yunchuan, Role.SYSTEM_ADMIN, on=ON),
        lambda: actions.appoint(wen, county.yunchuan, Role.AUDIT_ADMIN, on=ON),
    )
    assert sorted(type(one).__name__ for one in found) == ["Officer", "Refused"]
    assert len(roles(wen)) == 1


def test_the_page_appoints_by_user_name(county, wen, clock):
    answer = browser(county.an).post(APPOINT, {"username": "WEN.JING", "role": "handler"}, follow=True)
    page = answer.content.decode()
    assert "已任职" in page and "文静" in page and "承办人" in page


def test_a_user_name_that_nobody_bears_is_told(county, clock):
    answer = browser(county.an).post(APPOINT, {"username": "nobody", "role": "handler"})
    assert answer.status_code == 422 and "没有这个用户，请核对用户名" in answer.content.decode()


def test_a_refusal_is_shown_beside_the_form(county, clock):
    answer = browser(county.an).post(APPOINT, {"username": "lin.xiao", "role": "system"})
    assert answer.status_code == 422 and "三人分任" in answer.content.decode()
