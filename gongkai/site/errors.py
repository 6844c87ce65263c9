"""Answers to requests that cannot be served, where Django's own would not say why."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.defaults import bad_request as django_bad_request
from django.views.defaults import page_not_found as django_page_not_found

from .disclosure.record_models import OldAddress

_LONGEST = 300


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 with the limit for an upload that is too large."""
    if not isinstance(exception, RequestDataTooBig):
        return django_bad_request(request, exception)
    limit = settings.GONGKAI_UPLOAD_LIMIT // (1024 * 1024)
    return render(request, "413.html", {"limit": limit}, status=413)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; an address of the site an item came from leads on to where it stands now."""
    address = request.get_full_path()
    known = OldAddress.objects.filter(path=address).first() if len(address) <= _LONGEST else None
    if known:
        return redirect("portal:item", known.item_id, permanent=True)
    return django_page_not_found(request, exception)
