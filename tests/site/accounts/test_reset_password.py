"""Setting a password anew for one who forgot it 重设密码."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gongkai.site.accounts import actions
from gongkai.site.ledger.models import Entry

NEW = "Yunchuan+2021"


def sign_in(password: str) -> Client:
    client = Client()
    client.post("/office/sign-in/", {"login": "lin.xiao", "password": password})
    return client


def test_the_new_password_opens_and_must_be_changed(lin, zhou):
    actions.reset_password(lin, NEW, by=zhou)
    assert sign_in(NEW).get("/office/sign-in/")["Location"] == "/office/password/"


def test_it_is_a_line_of_the_administrator_about_the_user(lin, zhou):
    actions.reset_password(lin, NEW, by=zhou)
    line = Entry.objects.get()
    assert (line.act, line.subject_id, line.user) == ("password_reset", str(lin.pk), zhou)


def test_sessions_of_the_user_end(office, lin):
    actions.reset_password(lin, NEW, by=None)
    assert office.get("/office/password/").status_code == 302


def test_a_lock_out_ends(lin):
    for _ in range(5):
        sign_in("wrong")
    actions.reset_password(lin, NEW, by=None)
    assert "_auth_user_id" in sign_in(NEW).session


def test_the_command_prints_a_password_that_opens(lin):
    out = StringIO()
    call_command("reset_password", "LIN.XIAO", stdout=out)
    password = out.getvalue().split("初始密码：")[1].strip()
    assert "_auth_user_id" in sign_in(password).session


def test_the_command_knows_only_users_there_are(db):
    with pytest.raises(CommandError, match="没有这个用户：nobody"):
        call_command("reset_password", "nobody")
