"""Pages already made, kept while nothing that the public reads has changed.

What a page shows follows from the database, and every change of it is a line of the ledger: an
answer made at one edition of the public side is right until a later line begins another. The day
is part of what a page is kept under, for validity and dates follow it without any act.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from .. import today
from ..ledger import actions as ledger
from ..ledger.models import Entry, Head
from .context import DISPLAY_COOKIES

_QUERY = frozenset({"page", "kind", "state"})
"""What our own links ask for."""
_LONGEST = 256 * 1024
"""Bytes of an answer that is kept."""
_AGE = timedelta(days=1)
_KEPT = ("Content-Type", "Content-Length", "Content-Disposition", "Vary")


class Edition:
    """The last act after which the public reads something else, as this process has followed it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._head = (-1, "")
        self._edition = ""

    def current(self) -> str:
        """A name for the public side as it stands now; another one after any act the public can see."""
        head = Head.current()
        last = (head.number, head.hash)
        with self._lock:
            if last != self._head:
                if _is_seen_after(*self._head):
                    self._edition = f"{last[0]}.{last[1][:16]}"
                self._head = last
            return self._edition


def _is_seen_after(number: int, hash_: str) -> bool:
    """True where an act after that line changed what the public reads, or its ledger is another one.

    Rooms name the acts that do not (``unseen`` in their apps.py); one that is not named does.
    """
    if not Entry.objects.filter(number=number, hash=hash_).exists():
        return True
    lines = ledger.after(number).values_list("room", "act")
    return any(act not in getattr(apps.app_configs.get(room), "unseen", ()) for room, act in lines)


@dataclass(frozen=True)
class _Kept:
    body: bytes
    headers: dict[str, str]
    etag: str

    def answer(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(self.body, headers=self.headers)
        response["ETag"] = self.etag
        # The browser may keep it too, and asks each time whether it still holds.
        response["Cache-Control"] = "no-cache"
        found = get_conditional_response(request, self.etag, response=response)
        return found if isinstance(found, HttpResponse) else response


class PageCache:
    """Middleware: answers a citizen's GET with the page made before, where it still holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.edition = Edition()
        self.pages = caches["pages"]

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        # Asked before the page is made: what changes meanwhile makes the page one of an old edition.
        key = _key(request, self.edition.current())
        kept = self.pages.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = _kept(response)
            if kept is None:
                return response
            self.pages.set(key, kept, _AGE.total_seconds())
        answer: HttpResponse = kept.answer(request)
        return answer


def _may_be_kept(request: HttpRequest) -> bool:
    """Somebody who is signed in goes past: each request of theirs renews their session."""
    return (
        settings.GONGKAI_PAGE_CACHE
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith((settings.LOGIN_REDIRECT_URL, "/api/"))
        and _QUERY.issuperset(request.GET)  # so that nobody fills the place with addresses of their own
    )


def _key(request: HttpRequest, edition: str) -> str:
    asked = (
        edition,
        today.today().isoformat(),
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        *(request.COOKIES.get(name, "") for name in DISPLAY_COOKIES),
    )
    return hashlib.sha256("\n".join(map(str, asked)).encode()).hexdigest()


def _kept(response: HttpResponseBase) -> _Kept | None:
    """What to keep of an answer; None for one that is for this visitor alone, or no plain page."""
    if (
        not isinstance(response, HttpResponse)
        or response.status_code != 200
        or response.cookies
        or "Cache-Control" in response
        or len(response.content) > _LONGEST
    ):
        return None
    headers = {name: response[name] for name in _KEPT if name in response}
    return _Kept(response.content, headers, f'"{hashlib.sha256(response.content).hexdigest()[:32]}"')
