"""Changing one's password 修改密码."""

import pytest
from django.test import Client

from gongkai.site.accounts.models import User
from gongkai.site.ledger.models import Entry
from tests import cast

PAGE = "/office/password/"
NEW = "Yunchuan+2021"


def change(client: Client, new: str = NEW, old: str = cast.PASSWORD, again: str | None = None):
    return client.post(PAGE, {"oldpassword": old, "password1": new, "password2": again or new})


def test_the_page_is_chinese(office):
    page = office.get(PAGE).content.decode()
    for words in ("当前密码", "新密码", "再次输入新密码", "至少8个字符"):
        assert words in page
    assert "Password" not in page


def test_the_new_password_holds_and_the_session_goes_on(office, lin):
    assert change(office)["Location"] == "/office/"
    lin.refresh_from_db()
    assert lin.check_password(NEW)
    assert office.get(PAGE).status_code == 200


def test_other_sessions_of_the_user_end(office, lin):
    other = Client()
    other.force_login(lin)
    change(office)
    assert other.get(PAGE).status_code == 302


def test_the_change_is_a_line_of_the_ledger_and_the_password_is_not(office, lin):
    change(office)
    line = Entry.objects.get()
    assert (line.act, line.user, line.detail) == ("password_changed", lin, "{}")


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("Ab3+", "密码至少8个字符。"),
        ("abcdefgh1", "密码须含大写字母、小写字母、数字、符号中的至少三种。"),
        ("Lin.Xiao-1", "密码跟 用户名 太相似了。"),
        ("Abcdefg1", "这个密码太常见了。"),
        (cast.PASSWORD, "新密码不能与当前密码相同。"),
    ],
)
def test_a_weak_password_is_refused_in_chinese(office, lin, new, message):
    assert message in change(office, new).content.decode()
    lin.refresh_from_db()
    assert lin.check_password(cast.PASSWORD)


def test_the_current_password_must_be_known(office):
    assert "当前密码不正确。" in change(office, old="wrong").content.decode()


def test_both_entries_must_agree(office):
    assert "每次输入的密码必须相同。" in change(office, again="Yunchuan+2022").content.decode()


def test_a_password_chosen_by_another_must_be_changed_first(lin):
    User.objects.filter(pk=lin.pk).update(must_change_password=True)
    client = Client()
    client.force_login(lin)
    assert client.get("/office/sign-in/")["Location"] == PAGE
    assert "请先改成只有您本人知道的密码" in client.get(PAGE).content.decode()
    assert client.get("/office/sign-out/").status_code == 200
    change(client)
    lin.refresh_from_db()
    assert not lin.must_change_password


@pytest.mark.parametrize("good", ["Bcdefgz1", "abcdefg-1", "ABCDEFG-1", "Abcdefg-", "Aa1望舒镇公开办"])
def test_three_classes_of_four_are_enough(office, good):
    assert change(office, good).status_code == 302
