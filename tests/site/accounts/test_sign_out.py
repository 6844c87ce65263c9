"""Signing out 退出登录: by a button, never by a link that a page could load."""

from django.test import Client

from gongkai.site.ledger.models import Entry


def test_opening_the_page_asks_and_signs_nobody_out(office):
    assert "退出登录" in office.get("/office/sign-out/").content.decode()
    assert "_auth_user_id" in office.session


def test_the_button_signs_out_with_a_line_in_the_ledger(office, lin):
    answer = office.post("/office/sign-out/", follow=True)
    assert answer.redirect_chain[-1][0] == "/office/sign-in/"
    assert "您已退出登录。" in answer.content.decode()
    assert "_auth_user_id" not in office.session
    line = Entry.objects.get()
    assert (line.act, line.user) == ("signed_out", lin)


def test_signing_out_twice_is_one_line(office):
    office.post("/office/sign-out/")
    office.post("/office/sign-out/")
    assert Entry.objects.count() == 1


def test_signing_out_needs_the_token_of_the_page(lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post("/office/sign-out/").status_code == 403
