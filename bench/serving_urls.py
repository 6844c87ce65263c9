"""Below /memory/, every public page again: its template filled with data that are in memory already."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import include, path, re_path

from gongkai.site.urls import handler400, handler404

__all__ = ["handler400", "handler404", "urlpatterns"]


@cache
def _held(address: str) -> tuple[str, dict[str, Any]]:
    """The template of a page and all that it was given, asked once."""
    setup_test_environment()  # the only way to come by the context of an answer
    try:
        answer = Client().get(address)
    finally:
        teardown_test_environment()
    context = {key: held[key] for part in answer.context for held in part.dicts for key in held}
    for own in ("request", "csrf_token", "user", "messages", "display", "today", "rail", "block"):
        context.pop(own, None)
    return answer.templates[0].name, context


def memory(request: HttpRequest) -> HttpResponse:
    template, context = _held(request.get_full_path().removeprefix("/memory"))
    response = render(request, template, context)
    response["Cache-Control"] = "no-store"
    return response


urlpatterns = [re_path("^memory/", memory), path("", include("gongkai.site.urls"))]
