"""Where allauth asks us what to do: each act of signing in and out, with its line in the ledger.

These are its hooks rather than Django's signals: a hook holds the act and its line in one
transaction, and runs after axes has counted a failure.
"""

from ipaddress import ip_address, ip_network
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .. import today
from ..ledger import actions as ledger
from . import actions, sessions
from .actions import Refusal
from .models import User


class Adapter(DefaultAccountAdapter):
    """Sign-in by user name and password alone; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": format_lazy(
            _("用户名或密码不正确。连续输错{limit}次，将暂停登录{minutes}分钟。"),
            limit=settings.AXES_FAILURE_LIMIT,
            minutes=settings.AXES_COOLOFF_TIME.seconds // 60,
        ),
        "enter_current_password": _("当前密码不正确。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["gongkai.site.accounts.stages.CodeStage"]

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:  # type: ignore[override]
        super().login(request, user)
        sessions.begin(request.session, user, at=today.now(), on=today.today())
        ledger.record(user, "signed_in", user=user, address=self.get_client_ip(request))

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        if user.is_authenticated:
            ledger.record(user, "signed_out", user=user, address=self.get_client_ip(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        self._refuse(request, credentials["username"], "sign_in_failed")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        self._refuse(request, user.get_username(), "sign_in_disabled")
        return render(request, "account/account_inactive.html", status=403)

    def set_password(self, user: User, password: str) -> None:  # type: ignore[override]
        actions.change_password(user, password)
        self.request.session.pop(sessions.OLD_PASSWORD, None)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return settings.LOGIN_REDIRECT_URL

    def _refuse(self, request: Any, username: str, act: Refusal) -> None:
        """Write down a failure. axes has counted it, and left the count on the request."""
        if request.axes_failures_since_start is None:
            return  # locked out already: told once, or a stranger could fill the ledger at will
        actions.refuse_sign_in(
            username,
            act,
            address=self.get_client_ip(request),
            locks=request.axes_locked_out,
        )


def network_of(request: HttpRequest) -> str | None:
    """Where failures are counted: the address, or the /64 that one IPv6 client has to itself."""
    if "REMOTE_ADDR" not in request.META:
        return None  # nobody's request: Django's test client signs in with one
    address = ip_address(get_adapter(request).get_client_ip(request))
    address = getattr(address, "ipv4_mapped", None) or address
    prefix = 64 if address.version == 6 else 32
    return str(ip_network((address, prefix), strict=False).network_address)
