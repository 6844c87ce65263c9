"""关怀版 and 字号: kept in cookies, for who has no scripts."""

import pytest


def test_elder_mode_stays_from_page_to_page(county, client):
    answer = client.post("/display/", {"mode": "elder", "next": "/o/wangshu/"})
    assert answer.status_code == 302 and answer["Location"] == "/o/wangshu/"
    for address in ("/", "/o/wangshu/", "/office/sign-in/"):
        assert 'data-mode="elder"' in client.get(address).content.decode()
    client.post("/display/", {"mode": "standard", "next": "/"})
    assert "data-mode" not in client.get("/").content.decode()


def test_size_is_chosen_apart_from_the_mode(county, client):
    client.post("/display/", {"size": "large"})
    client.post("/display/", {"mode": "elder"})
    page = client.get("/").content.decode()
    assert 'data-size="large"' in page and 'data-mode="elder"' in page


def test_the_cookie_is_for_the_server_only_and_lasts_a_year(client, db):
    cookie = client.post("/display/", {"mode": "elder"}).cookies["mode"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 365 * 24 * 3600


@pytest.mark.parametrize("value", ["<script>", "", "ELDER"])
def test_anything_else_is_not_taken(client, db, value):
    assert not client.post("/display/", {"mode": value}).cookies
    client.cookies["mode"] = value
    assert "data-mode" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target",
    ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "", "http:///x"],
)
def test_it_never_leads_to_another_site(client, db, target):
    assert client.post("/display/", {"mode": "elder", "next": target})["Location"] == "/"


def test_it_is_a_button_and_no_link(client, db):
    assert client.get("/display/").status_code == 405
