"""Who must use a second factor sets it up before anything else (GONGKAI_SECOND_FACTOR)."""

import pytest
from django.test import Client

from gongkai.site.accounts import second_factor
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions as organs
from tests import cast
from tests.site.factors import activated

ACTIVATE = "/office/account/second-factor/"
OFF = "/office/account/second-factor/off/"
PEOPLE = ("lin", "fang", "cheng", "an", "shen")


def led_to_activate(client: Client) -> bool:
    answer = client.get("/office/")
    return answer.status_code == 302 and answer["Location"] == ACTIVATE


@pytest.mark.parametrize(
    ("groups", "must"),
    [
        ((), ()),
        (("administrators",), ("cheng", "an", "shen")),
        (("supervisors",), ("fang",)),
        (("administrators", "supervisors"), ("fang", "cheng", "an", "shen")),
        (("all",), PEOPLE),
    ],
)
def test_those_named_are_led_to_set_it_up_and_no_others(county, settings, groups, must):
    settings.GONGKAI_SECOND_FACTOR = frozenset(groups)
    led = tuple(name for name in PEOPLE if led_to_activate(cast.browser(getattr(county, name))))
    assert led == must


def test_until_then_they_can_only_set_it_up_or_leave(county, settings):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"administrators"})
    client = cast.browser(county.cheng)
    for address in (
        "/office/organs/",
        "/office/account/",
        "/office/password/",
        "/office/account/second-factor/off/",
    ):
        assert client.get(address)["Location"] == ACTIVATE
        assert client.post(address)["Location"] == ACTIVATE
    page = client.get(ACTIVATE).content.decode()
    assert "您的职责须使用第二因素" in page
    assert client.get("/office/sign-out/").status_code == 200
    assert client.get("/").status_code == 200


def test_a_password_of_somebody_else_is_changed_first(county, settings):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"all"})
    county.cheng.must_change_password = True
    county.cheng.save()
    assert cast.browser(county.cheng).get("/office/")["Location"] == "/office/password/"


def test_once_it_is_set_up_the_office_opens(county, settings, clock):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"administrators"})
    client = cast.browser(county.cheng)
    activated(county.cheng, clock.at)
    assert client.get("/office/").status_code == 200


def test_it_cannot_be_switched_off_by_who_must_use_it(county, settings, clock):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"administrators"})
    _telephone, codes = activated(county.cheng, clock.at)
    client = cast.browser(county.cheng)
    assert "不能停用" in client.get(OFF).content.decode()
    answer = client.post(OFF, {"code": codes[0]})
    assert answer.status_code == 422
    assert "换手机" in answer.content.decode()
    assert second_factor.of(county.cheng)
    assert not Entry.objects.filter(act="second_factor_deactivated").exists()


def test_who_is_appointed_an_administrator_must_from_then_on(county, settings):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"administrators"})
    wen = cast.user("wen.jing", "文静")
    client = cast.browser(wen)
    assert not led_to_activate(client)
    organs.appoint(wen, county.wangshu, "audit", on=cast.SINCE)
    assert led_to_activate(client)


def test_after_a_reset_it_is_set_up_anew(county, settings, clock):
    settings.GONGKAI_SECOND_FACTOR = frozenset({"administrators"})
    activated(county.cheng, clock.at)
    second_factor.reset(county.cheng, by=None)
    assert led_to_activate(cast.browser(county.cheng))


def test_where_nobody_must_the_question_costs_nothing(county, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not second_factor.missing(county.cheng, on=cast.ON)
