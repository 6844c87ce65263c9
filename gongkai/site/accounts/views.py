"""What allauth has no page for."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import today
from .adapter import network_of


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """Instead of the answer to a sign-in that is locked out: when to try again."""
    attempts = AccessAttempt.objects.filter(
        username=credentials["username"],
        ip_address=network_of(request),
    )
    last = attempts.aggregate(last=Max("attempt_time"))["last"]
    until = last + settings.AXES_COOLOFF_TIME
    context = {
        "limit": settings.AXES_FAILURE_LIMIT,
        "until": until.replace(second=0) + timedelta(minutes=1),  # shown to the minute, never too early
    }
    page = render(request, "account/locked_out.html", context, status=429)
    page["Retry-After"] = max(0, round((until - today.now()).total_seconds()))
    return page
