"""投诉建议: the first page of the part."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from .pages import VIEW, nav
from .waiting import complaint_pile, statement_pile, suggestion_pile


@require_safe
def voices(request: OfficeRequest) -> HttpResponse:
    """What waits, and the lists."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    found = [pile(request.user, on, roles) for pile in (complaint_pile, statement_pile, suggestion_pile)]
    context = {
        "supervision": [pile for pile in found if pile and pile.count],
        "nav": nav(request, on, ""),
    }
    return render(request, "supervision/voices/home.html", context)
