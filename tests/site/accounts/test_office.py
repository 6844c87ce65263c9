"""Every page under /office/ is behind sign-in, and is not stored."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def forgetful(request: HttpRequest) -> HttpResponse:
    return HttpResponse("受保护")


urlpatterns = [
    path("office/", include("gongkai.site.accounts.urls")),
    path("office/forgetful/", forgetful),
    path("i/1/", forgetful),
]


@pytest.fixture(autouse=True)
def _pages(settings):
    settings.ROOT_URLCONF = __name__


def test_a_view_that_says_nothing_of_sign_in_is_protected_all_the_same(client, db):
    assert client.get("/office/forgetful/")["Location"] == "/office/sign-in/?next=/office/forgetful/"


def test_who_is_signed_in_sees_it_and_the_browser_does_not_keep_it(office):
    answer = office.get("/office/forgetful/")
    assert answer.content.decode() == "受保护"
    assert "no-store" in answer["Cache-Control"]


def test_public_pages_are_open_cacheable_and_ask_the_database_nothing(client):
    answer = client.get("/i/1/")
    assert answer.status_code == 200
    assert not answer.has_header("Cache-Control") and not answer.has_header("Vary")
