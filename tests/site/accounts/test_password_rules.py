"""Passwords that were, and passwords that are old."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.test import Client

from gongkai.site.accounts import actions
from gongkai.site.accounts.models import FormerPassword
from gongkai.site.ledger.models import Entry
from tests import cast

PAGE = "/office/password/"
PASSWORDS = [
    cast.PASSWORD,
    "Yunchuan+2021",
    "Yunchuan+2022",
    "Yunchuan+2023",
    "Yunchuan+2024",
    "Yunchuan+2025",
]


def signed_in(password: str = cast.PASSWORD) -> Client:
    client = Client()
    client.post("/office/sign-in/", {"login": "lin.xiao", "password": password})
    return client


def change(client: Client, old: str, new: str):
    cache.clear()  # not at the pace of a person
    return client.post(PAGE, {"oldpassword": old, "password1": new, "password2": new})


def through(client: Client, number: int) -> None:
    """The first ``number`` passwords, one after another."""
    for old, new in pairwise(PASSWORDS[:number]):
        assert change(client, old, new).status_code == 302


def test_none_of_the_last_five_passwords_may_be_taken_again(office):
    through(office, 5)
    for former in PASSWORDS[:4]:
        assert "不能使用最近5次用过的密码。" in change(office, PASSWORDS[4], former).content.decode()


def test_the_sixth_last_may(office):
    through(office, 6)
    assert change(office, PASSWORDS[5], PASSWORDS[0]).status_code == 302


def test_one_that_an_administrator_replaced_counts_too(lin):
    actions.reset_password(lin, PASSWORDS[1], by=None)
    client = signed_in(PASSWORDS[1])
    assert "不能使用最近" in change(client, PASSWORDS[1], cast.PASSWORD).content.decode()


def test_how_many_is_a_setting_and_no_more_are_kept(office, settings):
    settings.GONGKAI_PASSWORD_HISTORY = 2
    through(office, 4)
    assert FormerPassword.objects.count() == 2
    assert change(office, PASSWORDS[3], PASSWORDS[2]).status_code == 200
    assert change(office, PASSWORDS[3], PASSWORDS[1]).status_code == 302


def test_former_passwords_are_kept_as_hashes(office):
    through(office, 3)
    kept = str(list(FormerPassword.objects.values()))
    assert not any(password in kept for password in PASSWORDS)


def test_a_password_of_ninety_days_is_changed_at_the_next_sign_in(lin, clock):
    change(signed_in(), cast.PASSWORD, PASSWORDS[1])
    clock.forward(days=89)
    assert signed_in(PASSWORDS[1]).get("/office/").status_code == 200
    clock.forward(days=1)
    client = signed_in(PASSWORDS[1])
    assert client.get("/office/")["Location"] == PAGE
    assert "已用满规定的天数" in client.get(PAGE).content.decode()
    change(client, PASSWORDS[1], PASSWORDS[2])
    assert client.get("/office/").status_code == 200


def test_no_age_no_matter_how_old(lin, clock, settings):
    settings.GONGKAI_PASSWORD_DAYS = 0
    change(signed_in(), cast.PASSWORD, PASSWORDS[1])
    clock.forward(days=4000)
    assert signed_in(PASSWORDS[1]).get("/office/").status_code == 200


def test_a_password_nobody_chose_for_themselves_has_no_age(lin, clock):
    """That of the sample: it is nobody's own, and goes on opening it."""
    clock.forward(days=4000)
    assert signed_in().get("/office/").status_code == 200


@pytest.mark.parametrize("days", [1, 90])
def test_the_account_says_when_the_password_must_be_changed(lin, clock, settings, days):
    settings.GONGKAI_PASSWORD_DAYS = days
    client = signed_in()
    change(client, cast.PASSWORD, PASSWORDS[1])
    by = Entry.objects.get(act="password_changed").at + timedelta(days=days, hours=8)
    assert (
        f"{by.year}年{by.month}月{by.day}日起登录，须先换新密码"
        in client.get("/office/account/").content.decode()
    )
