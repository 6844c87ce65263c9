"""What holds for every page of the office."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from .. import today
from . import second_factor, sessions
from .models import User

BEFORE_CHANGE = ("accounts:change_password", "accounts:sign_out")
"""All that a user can do before changing a password that somebody else chose, or that is old."""

BEFORE_FACTOR = ("accounts:activate", "accounts:sign_out")
"""All that a user can do before setting up a second factor that must be used."""


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
        if request.user.is_authenticated and sessions.over(request.session, request.user, at=today.now()):
            auth.logout(request)
        if request.user.is_authenticated:
            sessions.seen(request.session, at=today.now())
            if first := _first(request):
                return first
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """To sign-in, and from there back; who was signed in until now is told that it ended."""
        ended = request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty()
        if ended and _here(request) != "accounts:sign_out":
            messages.warning(request, _ended(request))
        return redirect_to_login(_place(request), resolve_url(self.get_login_url(view_func)))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if _in_office(request):
            add_never_cache_headers(response)
        return response


def _in_office(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.LOGIN_REDIRECT_URL)


def _first(request: HttpRequest) -> HttpResponseBase | None:
    """What must be done before anything else in the office."""
    user: User = request.user  # type: ignore[assignment]
    here = _here(request)
    if user.must_change_password or sessions.OLD_PASSWORD in request.session:
        return None if here in BEFORE_CHANGE else redirect("accounts:change_password")
    if here not in BEFORE_FACTOR and second_factor.missing(user, on=today.today()):
        return redirect("accounts:activate")
    return None


def _here(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _ended(request: HttpRequest) -> str:
    why = _("您的登录已经结束：一段时间没有操作，达到一次登录的最长时间，或者在别处登录、修改了密码。")
    if request.method == "POST":
        return why + _("刚才填写的内容没有提交，也没有保存。请重新登录，登录后回到填写的页面。")
    return why + _("请重新登录，登录后回到原来的页面。")


def _place(request: HttpRequest) -> str:
    """Where the person was: the page itself, or the page whose form was sent."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc == request.get_host() and page.path.startswith(settings.LOGIN_REDIRECT_URL):
        return page.path + (f"?{page.query}" if page.query else "")
    return request.get_full_path()
