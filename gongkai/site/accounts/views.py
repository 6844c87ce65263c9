"""Pages that are our own: the lock-out, one's account, the second factor."""

import json
from datetime import datetime, timedelta
from typing import Any

import segno
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from axes.models import AccessAttempt
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..ledger.models import Entry
from . import second_factor, sessions, totp
from .adapter import network_of
from .forms import CodeForm, FirstCodeForm
from .middleware import OfficeRequest
from .models import SecondFactor
from .second_factor import Outcome
from .stages import CodeStage

LINES = 20
NEW_SECRET = "second_factor_secret"
"""Where the session keeps, sealed, the secret that is being set up."""

ISSUER = gettext_lazy("政府信息公开")
WRONG = gettext_lazy(
    "口令不正确，或者已经用过一次。请等手机显示下一个6位数字再输入；连续输错{limit}次将暂停{minutes}分钟。"
)

both = require_http_methods(["GET", "HEAD", "POST"])


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """Instead of the answer to a sign-in that is locked out: when to try again."""
    attempts = AccessAttempt.objects.filter(
        username=credentials["username"],
        ip_address=network_of(request),
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    return _locked(request, last + settings.AXES_COOLOFF_TIME, by_code=False)


@require_safe
def account(request: OfficeRequest) -> HttpResponse:
    """账号: how I sign in, and when somebody did with my name."""
    user = request.user
    factor = second_factor.of(user)
    changed = sessions.password_changed_at(user)
    days = settings.GONGKAI_PASSWORD_DAYS
    entries = Entry.objects.filter(
        room=user._meta.app_label, subject_type=user._meta.model_name, subject_id=str(user.pk)
    ).order_by("-number")[:LINES]
    acts = getattr(apps.get_app_config(user._meta.app_label), "acts", {})
    context = {
        "factor": factor,
        "required": second_factor.required(user, on=today.today()),
        "left": second_factor.left(factor) if factor else 0,
        "codes": second_factor.CODES,
        "changed": changed,
        "change_by": changed + timedelta(days=days) if changed and days else None,
        "lines": [
            (line, acts.get(line.act, line.act), json.loads(line.detail).get("address", ""))
            for line in entries
        ],
    }
    return render(request, "accounts/account.html", context)


@login_stage_required(stage=CodeStage.key, redirect_urlname="accounts:sign_in")  # type: ignore[untyped-decorator]
@both
def code(request: HttpRequest) -> HttpResponse:
    """动态口令 after the password: the second step of signing in."""
    stage: CodeStage = request._login_stage  # type: ignore[attr-defined]
    factor = stage.factor()
    if factor is None:  # reset since the password was given
        return _exit(stage)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _refused(request, form, factor)
        if refused:
            return refused
        if not form.errors:
            return _exit(stage)
    return _page(request, "accounts/code.html", form)


@both
def activate(request: OfficeRequest) -> HttpResponse:
    """启用第二因素: square and key, then the code that proves they were taken over."""
    user = request.user
    if second_factor.of(user):
        return redirect("accounts:account")
    sealed = request.session.setdefault(NEW_SECRET, second_factor.new_secret(user))
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            codes = second_factor.activate(
                user, sealed, form.cleaned_data["code"], at=today.now(), address=_address(request)
            )
        except ValidationError as error:
            form.add_error("code", error)
        else:
            del request.session[NEW_SECRET]
            return _codes_page(request, codes, activated=True)
    secret = second_factor.plain(user, sealed)
    context = {
        "square": _square(totp.address_of(secret, issuer=str(ISSUER), username=user.username)),
        "key": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "issuer": ISSUER,
        "required": second_factor.required(user, on=today.today()),
    }
    return _page(request, "accounts/activate.html", form, context)


@both
def renew_codes(request: OfficeRequest) -> HttpResponse:
    """更换恢复码."""
    factor = second_factor.of(request.user)
    if factor is None:
        return redirect("accounts:account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _refused(request, form, factor)
        if refused:
            return refused
        if not form.errors:
            codes = second_factor.renew_codes(request.user, address=_address(request))
            return _codes_page(request, codes, activated=False)
    return _page(request, "accounts/renew_codes.html", form, {"left": second_factor.left(factor)})


@both
def deactivate(request: OfficeRequest) -> HttpResponse:
    """停用第二因素, with a code: whoever finds an open screen cannot."""
    factor = second_factor.of(request.user)
    if factor is None:
        return redirect("accounts:account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _refused(request, form, factor)
        if refused:
            return refused
        if not form.errors:
            try:
                second_factor.deactivate(request.user, on=today.today(), address=_address(request))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("已停用第二因素，以后登录只用密码。"))
                return redirect("accounts:account")
    required = second_factor.required(request.user, on=today.today())
    return _page(request, "accounts/deactivate.html", form, {"required": required})


def _exit(stage: CodeStage) -> HttpResponse:
    """The step is done: signed in, and on to the page that was asked for."""
    answer: HttpResponse = stage.exit()  # type: ignore[no-untyped-call]
    return answer


def _refused(request: HttpRequest, form: CodeForm, factor: SecondFactor) -> HttpResponse | None:
    """Let the code be checked: a page where codes are locked, an error of the form where it is wrong."""
    at = today.now()
    outcome = second_factor.check(factor.user, form.cleaned_data["code"], at=at, address=_address(request))
    if outcome is Outcome.LOCKED:
        factor.refresh_from_db()
        # The lock may have ended since: refused it was all the same, and so it stays.
        return _locked(request, second_factor.locked_until(factor, at) or at, by_code=True)
    if outcome is Outcome.WRONG:
        minutes = settings.AXES_COOLOFF_TIME.seconds // 60
        form.add_error("code", WRONG.format(limit=settings.AXES_FAILURE_LIMIT, minutes=minutes))
    return None


def _locked(request: HttpRequest, until: datetime, *, by_code: bool) -> HttpResponse:
    context = {
        "limit": settings.AXES_FAILURE_LIMIT,
        "until": until.replace(second=0) + timedelta(minutes=1),  # shown to the minute, never too early
        "by_code": by_code,
    }
    page = render(request, "account/locked_out.html", context, status=429)
    page["Retry-After"] = max(0, round((until - today.now()).total_seconds()))
    return page


def _page(
    request: HttpRequest, template: str, form: forms.Form, context: dict[str, Any] | None = None
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **(context or {})}, status=status)


def _codes_page(request: OfficeRequest, codes: list[str], *, activated: bool) -> HttpResponse:
    """恢复码, this once: the page is the answer itself, nothing of it is kept."""
    grouped = ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]
    title = _("{issuer} 恢复码 {user}").format(issuer=ISSUER, user=request.user)
    context = {"grouped": grouped, "file": "\r\n".join([title, *grouped, ""]), "activated": activated}
    return render(request, "accounts/codes.html", context)


def _square(address: str) -> str:
    """Without a size of its own: it fits whatever it stands in, whole."""
    drawn = segno.make(address, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=4, light="#fff", svgclass=None, lineclass=None))


def _address(request: HttpRequest) -> str:
    address: str = get_adapter(request).get_client_ip(request)
    return address
