"""A case and the list of cases, in their plainest form."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from .act_views import application_of
from .models import Application


@require_safe
def case_list(request: OfficeRequest) -> HttpResponse:
    """Every case one may see."""
    organs = permissions.organs_for(request.user, "applications.view", on=today.today())
    if not organs.exists():
        raise permissions.Forbidden("applications.view")
    cases = Application.objects.filter(organ__in=organs).order_by("-pk")[:50]
    return render(request, "applications/case.html", {"cases": cases})


@require_safe
def case_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """A case: its number and state."""
    application = application_of(request, pk, "applications.view")
    return render(request, "applications/case.html", {"cases": [application]})
