"""Answers to requests that cannot be served, where Django's own would not say why."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import bad_request as django_bad_request


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; 413 with the limit for an upload that is too large."""
    if not isinstance(exception, RequestDataTooBig):
        return django_bad_request(request, exception)
    limit = settings.GONGKAI_UPLOAD_LIMIT // (1024 * 1024)
    return render(request, "413.html", {"limit": limit}, status=413)
