"""Locking out after failures 登录失败锁定: five, for half an hour."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from gongkai.site.ledger import actions as ledger
from tests import cast


def attempt(client: Client, username: str, password: str = "wrong", address: str = "192.0.2.1"):
    return client.post("/office/sign-in/", {"login": username, "password": password}, REMOTE_ADDR=address)


def fail(client: Client, username: str, times: int, address: str = "192.0.2.1"):
    for _ in range(times):
        answer = attempt(client, username, address=address)
    return answer


def acts() -> list[str]:
    return [entry.act for entry in ledger.after(0)]


def test_the_fifth_failure_locks_out_and_says_until_when(client, lin):
    assert fail(client, "lin.xiao", 4).status_code == 200
    answer = attempt(client, "lin.xiao")
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "暂停登录" in page and "已连续5次不正确" in page
    last = AccessAttempt.objects.get().attempt_time
    until = last.replace(second=0) + timedelta(hours=8, minutes=31)
    assert f"请在{until.year}年{until.month}月{until.day}日 {until:%H:%M}以后再试" in page
    assert 29 * 60 < int(answer["Retry-After"]) <= 30 * 60


def test_who_is_locked_out_does_not_get_in_with_the_right_password(client, lin):
    fail(client, "lin.xiao", 5)
    assert attempt(client, "lin.xiao", cast.PASSWORD).status_code == 429
    assert "_auth_user_id" not in client.session


def test_after_half_an_hour_the_right_password_opens_again(client, lin):
    fail(client, "lin.xiao", 5)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=30))
    assert attempt(client, "lin.xiao", cast.PASSWORD).status_code == 302


def test_trying_while_locked_out_does_not_put_the_time_off(client, lin):
    fail(client, "lin.xiao", 5)
    before = AccessAttempt.objects.get().attempt_time
    attempt(client, "lin.xiao")
    assert AccessAttempt.objects.get().attempt_time == before


def test_another_user_at_the_same_address_is_not_locked_out(client, lin, zhou):
    fail(client, "lin.xiao", 5)
    assert attempt(client, "zhou.min", cast.PASSWORD).status_code == 302


def test_a_stranger_elsewhere_cannot_lock_the_officer_out(client, lin):
    fail(client, "lin.xiao", 5, address="203.0.113.9")
    assert attempt(client, "lin.xiao", cast.PASSWORD).status_code == 302


def test_other_spellings_of_the_user_name_give_no_further_tries(client, lin):
    for spelling in ("lin.xiao", "LIN.xiao", "Lin.Xiao", "ｌｉｎ.xiao"):
        assert attempt(client, spelling).status_code == 200
    assert attempt(client, "lin.XIAO").status_code == 429


def test_other_addresses_of_one_ipv6_network_give_no_further_tries(client, lin):
    for last in range(4):
        assert attempt(client, "lin.xiao", address=f"2001:db8:1:2::{last}").status_code == 200
    assert attempt(client, "lin.xiao", address="2001:db8:1:2:ffff::1").status_code == 429


def test_a_server_that_hears_ipv4_as_ipv6_still_tells_clients_apart(client, lin):
    fail(client, "lin.xiao", 5, address="::ffff:203.0.113.9")
    assert attempt(client, "lin.xiao", cast.PASSWORD, address="::ffff:192.0.2.1").status_code == 302


def test_an_unknown_user_name_is_locked_out_just_the_same(client, db):
    assert fail(client, "nobody", 5).status_code == 429


def test_signing_in_wipes_the_failures_before_it(client, lin):
    fail(client, "lin.xiao", 4)
    attempt(client, "lin.xiao", cast.PASSWORD)
    assert attempt(Client(), "lin.xiao").status_code == 200


def test_the_lock_out_is_one_line_and_tries_during_it_are_none(client, lin):
    fail(client, "lin.xiao", 8)
    assert acts() == ["sign_in_failed"] * 5 + ["sign_in_locked"]


@pytest.mark.parametrize("secret", ["wrong", "lin.xiao", "csrfmiddlewaretoken=t"])
def test_the_counter_keeps_nothing_that_was_typed(client, lin, secret):
    client.post("/office/sign-in/", {"login": "lin.xiao", "password": "wrong", "csrfmiddlewaretoken": "t"})
    assert secret not in AccessAttempt.objects.get().post_data
