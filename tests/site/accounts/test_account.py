"""One's own account 账号."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import cast
from tests.site.factors import activated

PAGE = "/office/account/"


def test_it_shows_sign_ins_and_failures_in_chinese_the_newest_first(lin, zhou):
    Client().post("/office/sign-in/", {"login": "zhou.min", "password": "wrong"})
    client = Client()
    client.post("/office/sign-in/", {"login": "lin.xiao", "password": "wrong"}, REMOTE_ADDR="203.0.113.9")
    client.post("/office/sign-in/", {"login": "lin.xiao", "password": cast.PASSWORD})
    page = client.get(PAGE).content.decode()
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    assert body.count("<tr>") == 2
    assert body.index("林晓") < body.index("登录失败")
    assert "203.0.113.9" in body
    assert "sign" not in body


def test_it_says_whether_there_is_a_second_factor(office, lin, clock):
    page = office.get(PAGE).content.decode()
    assert "未启用" in page
    assert "/office/account/second-factor/" in page
    activated(lin, clock.at)
    page = office.get(PAGE).content.decode()
    assert "已启用" in page
    assert "10个恢复码还有10个没有用过" in page


def test_it_stands_in_the_rail_of_the_office(county):
    for person in (county.lin, county.shen):
        assert 'href="/office/account/"' in cast.browser(person).get("/office/").content.decode()


def test_its_queries_do_not_grow_with_its_lines(lin):
    def sign_in() -> Client:
        client = Client()
        client.post("/office/sign-in/", {"login": "lin.xiao", "password": cast.PASSWORD})
        return client

    client = sign_in()
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for _ in range(15):
        client = sign_in()
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
