"""What holds for every page of the office."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from .models import User

BEFORE_CHANGE = ("accounts:change_password", "accounts:sign_out")
"""All that a user can do before changing a password that somebody else chose."""


class OfficeRequest(HttpRequest):
    """A request under /office/, for views there to name in their signature: somebody is signed in."""

    user: User


class OfficeMiddleware(LoginRequiredMiddleware):
    """Everything under /office/ is behind sign-in, even where a view forgot to say so.

    Its pages are not stored by the browser: after signing out, the next person at the computer
    cannot page back to them (GB/T 22239-2019 剩余信息保护).
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not _in_office(request):
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            match = request.resolver_match
            here = match and match.view_name
            return None if here in BEFORE_CHANGE else redirect("accounts:change_password")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _in_office(request):
            add_never_cache_headers(response)
        return response


def _in_office(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.LOGIN_REDIRECT_URL)
