"""How long one is signed in: idle, at the longest, and where else."""

import pytest
from django.test import Client

from tests import cast

PAGE = "/office/password/"


def signed_in(username: str) -> Client:
    client = Client()
    client.post("/office/sign-in/", {"login": username, "password": cast.PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("username", "minutes"), [("cheng.xu", 15), ("an.ning", 15), ("shen.jing", 15), ("lin.xiao", 30)]
)
def test_administrators_are_signed_out_after_a_quarter_of_an_hour_others_after_half(
    county, clock, username, minutes
):
    client = signed_in(username)
    clock.forward(minutes=minutes, seconds=-1)
    assert is_in(client)
    clock.forward(minutes=minutes)
    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_nobody_is_signed_in_for_longer_than_twelve_hours_however_busy(lin, clock):
    client = signed_in("lin.xiao")
    for _ in range(12 * 4 - 1):
        clock.forward(minutes=15)
        assert is_in(client)
    clock.forward(minutes=15)
    assert not is_in(client)


def test_the_longest_session_is_a_setting(lin, clock, settings):
    settings.GONGKAI_SESSION_LONGEST /= 12
    client = signed_in("lin.xiao")
    clock.forward(minutes=29)
    assert is_in(client)
    clock.forward(minutes=29)
    assert is_in(client)
    clock.forward(minutes=2)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("limit", "hold"), [(1, [False, False, True]), (2, [False, True, True]), (0, [True] * 3)]
)
def test_only_the_newest_sign_ins_hold(lin, settings, limit, hold):
    settings.GONGKAI_SESSIONS = limit
    clients = [signed_in("lin.xiao") for _ in range(3)]
    assert [is_in(client) for client in clients] == hold


def test_the_sign_ins_of_others_do_not_count(lin, zhou, settings):
    settings.GONGKAI_SESSIONS = 1
    client = signed_in("lin.xiao")
    signed_in("zhou.min")
    assert is_in(client)


def test_a_failed_sign_in_ends_no_session(lin, settings):
    settings.GONGKAI_SESSIONS = 1
    client = signed_in("lin.xiao")
    Client().post("/office/sign-in/", {"login": "lin.xiao", "password": "wrong"})
    assert is_in(client)


def test_who_comes_back_is_told_and_led_back_after_signing_in(lin, clock):
    client = signed_in("lin.xiao")
    clock.forward(minutes=31)
    answer = client.get("/office/password/?from=1")
    assert answer["Location"] == "/office/sign-in/?next=/office/password/%3Ffrom%3D1"
    page = client.get(answer["Location"]).content.decode()
    assert "您的登录已经结束" in page
    assert "刚才填写的内容" not in page
    again = client.post(
        answer["Location"],
        {"login": "lin.xiao", "password": cast.PASSWORD, "next": "/office/password/?from=1"},
    )
    assert again["Location"] == "/office/password/?from=1"


def test_who_was_typing_is_told_that_it_was_not_kept_and_led_back_to_the_form(lin, clock):
    client = signed_in("lin.xiao")
    clock.forward(minutes=31)
    form = "http://testserver/office/items/?organ=wangshu"
    answer = client.post("/office/items/", {"title": "通知"}, headers={"referer": form})
    assert answer["Location"] == "/office/sign-in/?next=/office/items/%3Forgan%3Dwangshu"
    page = client.get(answer["Location"]).content.decode()
    assert "刚才填写的内容没有提交，也没有保存" in page


@pytest.mark.parametrize("form", ["https://example.org/office/", "http://testserver/o/", ""])
def test_a_form_from_elsewhere_leads_to_the_address_it_was_sent_to(lin, clock, form):
    client = signed_in("lin.xiao")
    clock.forward(minutes=31)
    answer = client.post(PAGE, headers={"referer": form} if form else {})
    assert answer["Location"] == f"/office/sign-in/?next={PAGE}"


def test_a_session_that_the_database_has_forgotten_is_told_alike(lin):
    client = signed_in("lin.xiao")
    client.session.flush()
    page = client.get(client.get(PAGE)["Location"]).content.decode()
    assert "您的登录已经结束" in page


def test_who_never_was_signed_in_or_signed_out_is_told_nothing(client, lin):
    assert "已经结束" not in client.get(client.get(PAGE)["Location"]).content.decode()
    other = signed_in("lin.xiao")
    other.post("/office/sign-out/")
    assert "已经结束" not in other.get(other.get(PAGE)["Location"]).content.decode()


def test_who_signs_out_of_a_session_that_has_ended_is_told_nothing(lin, clock):
    client = signed_in("lin.xiao")
    clock.forward(minutes=31)
    answer = client.post("/office/sign-out/")
    assert "已经结束" not in client.get(answer["Location"]).content.decode()
