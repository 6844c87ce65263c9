"""The first page of the room."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from .doors import doors

VIEW = "supervision.view"


@require_safe
def home(request: OfficeRequest) -> HttpResponse:
    """监督: the parts of the room, and how things stand in each."""
    on = today.today()
    if not permissions.may_anywhere(request.user, VIEW, on=on):
        raise permissions.Forbidden(VIEW)
    roles = permissions.roles_in(request, on=on)
    return render(request, "supervision/home.html", {"doors": doors(request.user, on, roles)})
