"""What the answers tell the browser it may do."""

from django.test import Client

from tests.cast import browser


def policy(client: Client) -> dict[str, str]:
    header = client.get("/office/sign-in/")["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_the_content_policy_allows_our_own_files_and_nothing_else(client, db):
    found = policy(client)
    assert found.pop("default-src") == "'none'"
    assert found.pop("frame-ancestors") == "'none'"
    assert found.pop("base-uri") == "'none'"
    assert set(found.values()) == {"'self'"}
    assert {"script-src", "style-src", "img-src", "form-action"} <= set(found)


def test_pages_have_no_inline_script_and_no_inline_style(client, db):
    page = client.get("/office/sign-in/").content.decode()
    assert "<script" not in page and "<style" not in page and "style=" not in page


def test_only_pages_with_the_editor_have_a_nonce(county):
    client = browser(county.lin)
    for address, has in (("/office/items/new/wangshu/", True), ("/office/items/", False), ("/", False)):
        assert ("'nonce-" in client.get(address)["Content-Security-Policy"]) is has, address


def test_pages_cannot_be_framed_sniffed_or_opened_from_elsewhere(client, db):
    answer = client.get("/office/sign-in/")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_page_that_is_not_there_is_answered_in_chinese(client, db):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404 and "没有找到" in answer.content.decode()
