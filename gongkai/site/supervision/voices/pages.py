"""What the pages of voices share: whose lists one sees, the links between them, doing an act by a form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, OrganQuerySet
from . import offices

VIEW, REPLY, REGISTER = "supervision.view", "supervision.reply", "supervision.register"


def seen(request: OfficeRequest, on: date) -> OrganQuerySet:
    """The organs whose voices a person sees, named; 403 for who sees none."""
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    found: OrganQuerySet = permissions.organs_for(request.user, VIEW, on=on, roles=roles).named(on)
    return found


def may_for(request: OfficeRequest, act: str, on: date) -> list[Organ]:
    """The organs for which a person may carry out an act, named."""
    roles = permissions.roles_in(request, on=on)
    return list(permissions.organs_for(request.user, act, on=on, roles=roles).named(on))


def nav(request: OfficeRequest, on: date, current: str) -> list[tuple[str, str, bool]]:
    """Title, address and whether it is here, of the lists a person may open."""
    lists = [
        ("suggestions", _("批评建议")),
        ("statements", _("投诉事项说明")),
        ("rounds", _("社会评议")),
        ("accountability", _("责任追究")),
    ]
    if offices.heard_in(request.user, on, permissions.roles_in(request, on=on)):
        lists.insert(0, ("complaints", _("投诉举报")))
    return [(title, reverse(f"supervision:{name}"), name == current) for name, title in lists]


def organ_of(slug: str, on: date) -> Organ:
    found: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    return found


def by_form(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What the act answers (True for nothing); None where the form now says why it was not done."""
    if not form.is_valid():
        return None
    try:
        done = act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None
    return True if done is None else done


def act_page(
    request: OfficeRequest,
    form: forms.BaseForm,
    *,
    title: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form, its cancel leading back; 422 where it was sent and not done."""
    context = {"form": form, "title": title, "back": back, "button": _("确定"), **more}
    return render(
        request, "supervision/voices/act.html", context, status=422 if request.method == "POST" else 200
    )


def said(request: OfficeRequest, words: str) -> None:
    messages.success(request, words)


def organ_named(organ: Organ) -> Organ:
    organ.name = organ.name_on(today.today())
    return organ
