"""Signing in 登录."""

import pytest
from django.test import Client

from gongkai.site.accounts.models import User
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import Entry
from tests import cast

SIGN_IN = "/office/sign-in/"


def sign_in(client: Client, username: str, password: str = cast.PASSWORD, **more: str):
    return client.post(SIGN_IN, {"login": username, "password": password, **more})


def acts() -> list[str]:
    return [entry.act for entry in ledger.after(0)]


def test_the_page_is_chinese_and_says_whom_to_ask(client, db):
    page = client.get(SIGN_IN).content.decode()
    assert "用户名" in page and "密码" in page
    assert "请联系本单位的系统管理员" in page
    assert "Password" not in page and "Username" not in page


def test_user_name_and_password_open_the_office(client, lin):
    answer = sign_in(client, "lin.xiao")
    assert answer.status_code == 302 and answer["Location"] == "/office/"
    assert client.session["_auth_user_id"] == str(lin.pk)


def test_signing_in_is_a_line_of_the_ledger(client, lin):
    sign_in(client, "lin.xiao")
    line = Entry.objects.get()
    assert (line.room, line.act, line.user) == ("accounts", "signed_in", lin)
    assert line.detail == '{"address":"127.0.0.1"}'


@pytest.mark.parametrize("typed", ["LIN.XIAO", "ｌｉｎ．ｘｉａｏ", " lin.xiao "])
def test_the_user_name_may_be_typed_in_capitals_or_full_width(client, lin, typed):
    assert sign_in(client, typed).status_code == 302


def test_a_wrong_password_is_answered_in_chinese_and_the_user_name_stays(client, lin):
    page = sign_in(client, "lin.xiao", "wrong").content.decode()
    assert "用户名或密码不正确。连续输错5次，将暂停登录30分钟。" in page
    assert 'value="lin.xiao"' in page
    assert "wrong" not in page


def test_a_wrong_password_is_a_line_about_the_user_by_nobody(client, lin):
    sign_in(client, "lin.xiao", "wrong")
    line = Entry.objects.get()
    assert (line.act, line.subject_id, line.user) == ("sign_in_failed", str(lin.pk), None)


def test_an_unknown_user_name_gets_the_same_answer(client, lin):
    known = sign_in(client, "lin.xiao", "wrong").content.decode()
    unknown = sign_in(client, "nobody", "wrong").content.decode()
    assert "用户名或密码不正确" in known and "用户名或密码不正确" in unknown


def test_an_unknown_user_name_is_never_written_down(client, db):
    """People type their password into the field of the user name."""
    sign_in(client, "My-Secret-1", "x")
    line = Entry.objects.get()
    assert (line.act, line.subject_type, line.subject_id) == ("sign_in_failed", "user", "")
    assert "secret" not in (line.subject_text + line.detail).lower()


def test_a_user_name_that_grows_when_normalised_is_refused_quietly(client, db):
    assert sign_in(client, "ﷺ" * 64, "x").status_code == 200


def test_a_disabled_account_is_told_so(client, db):
    cast.user("chen.gang", "陈刚", is_active=False)
    answer = sign_in(client, "chen.gang")
    assert answer.status_code == 403 and "账号已停用" in answer.content.decode()
    assert acts() == ["sign_in_disabled"]


def test_the_session_ends_with_the_browser_or_after_half_an_hour(client, lin):
    sign_in(client, "lin.xiao")
    assert client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == 30 * 60


def test_every_request_begins_the_half_hour_anew(office):
    cookies = office.get("/office/password/").cookies
    assert "sessionid" in cookies


def test_sign_in_never_leads_to_another_site(client, lin):
    assert sign_in(client, "lin.xiao", next="https://example.org/")["Location"] == "/office/"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(client, lin):
    assert sign_in(client, "lin.xiao", next="/office/password/")["Location"] == "/office/password/"


@pytest.mark.parametrize(
    "path", ["signup/", "sign-up/", "email/", "password/reset/", "password/set/", "login/code/", "social/"]
)
def test_nothing_else_of_allauth_can_be_reached(client, db, path):
    assert client.get(f"/office/{path}").status_code == 404
    assert client.get(f"/accounts/{path}").status_code == 404


def test_a_burst_of_sign_ins_from_one_address_is_slowed(client, db):
    for number in range(30):
        sign_in(client, f"user{number}", "x")
    answer = sign_in(client, "user31", "x")
    assert answer.status_code == 429 and "请求过于频繁" in answer.content.decode()


def test_user_names_are_kept_in_small_letters_of_half_width(db):
    assert User.objects.create_user("Ｌｉｎ", "x", name="林").username == "lin"


def test_behind_a_proxy_the_client_is_who_the_proxy_says(client, lin, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.post(
        SIGN_IN,
        {"login": "lin.xiao", "password": "wrong"},
        headers={"x-forwarded-for": "192.0.2.66, 198.51.100.7"},
    )
    assert Entry.objects.get().detail == '{"address":"198.51.100.7"}'
