"""Files of a case handed to who asked for them: never kept by the browser, never shown in it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ..disclosure.files import MEDIA_TYPES


def attached(data: bytes, name: str, suffix: str) -> HttpResponse:
    """A download; ``name`` with its suffix must hold no personal data: it stands in histories."""
    answer = HttpResponse(data, content_type=MEDIA_TYPES[suffix])
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
