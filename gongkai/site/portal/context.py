"""What every page needs: how to display, whether the data are samples, the rail of the office."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from .. import today
from ..organs import permissions
from ..organs.models import Organ

DISPLAY_COOKIES = {"mode": ("standard", "elder"), "size": ("standard", "large")}
"""Cookie → its values; the first is the default."""

_ROOMS = (
    ("portal:today", _("今日"), None),
    ("disclosure:list", _("信息"), "disclosure.view"),
    ("applications:list", _("申请"), "applications.view"),
    ("disputes:list", _("复议诉讼"), "disputes.view"),
    ("annual_reports:list", _("年报"), "annual_reports.view"),
    ("supervision:home", _("监督"), "supervision.view"),
    ("organs:list", _("机关"), "organs.view"),
    ("portal:ledger", _("操作台账"), "ledger.view"),
    ("accounts:account", _("账号"), None),
)


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of base.html and its children."""
    return {
        "display": {name: _chosen(request, name) for name in DISPLAY_COOKIES},
        "sample": SimpleLazyObject(lambda: Organ.objects.filter(sample=True).exists()),
        "today": today.today(),
        "rail": SimpleLazyObject(lambda: _rail(request)),
    }


def _chosen(request: HttpRequest, name: str) -> str:
    values = DISPLAY_COOKIES[name]
    chosen = request.COOKIES.get(name, "")
    return chosen if chosen in values else values[0]


def _rail(request: HttpRequest) -> list[dict[str, Any]]:
    """The rooms that the signed-in person may enter."""
    here = request.path
    signed_in = request.user.is_authenticated
    held = {role for role, *_ in permissions.roles_in(request, on=today.today())}
    rooms = [
        (reverse(address), title)
        for address, title, act in _ROOMS
        if signed_in and (act is None or not held.isdisjoint(permissions.ACTS[act]))
    ]
    deepest = max((url for url, _title in rooms if here.startswith(url)), key=len, default="")
    return [{"url": url, "title": title, "current": url == deepest} for url, title in rooms]
