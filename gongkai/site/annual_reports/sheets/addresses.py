"""Where a figure opens to its records."""

from urllib.parse import urlencode

from django.urls import reverse

from ...organs.models import Organ
from ...spans import Span
from .figures import COUNTED


def behind(organ: Organ, figure: str, span: Span, **more: int) -> str:
    """The records that a figure of an organ counts; empty where none can be shown.

    ``more``: the column, where it is the figure of one.
    """
    if figure == "newest":
        figure = "total"
    if figure not in COUNTED:
        return ""
    query = {"since": span.first.isoformat(), "until": span.last.isoformat(), **more}
    if span.running:
        query["running"] = 1
    return f"{reverse('annual_reports:records', args=[organ.slug, figure])}?{urlencode(query)}"
