"""Trying addresses elsewhere, where the installation may: some a night, each at most once.

An address is asked for by name and never with anything of ours; one that leads into a private network is
not asked for at all, for whoever writes a text must not be able to look around behind the server.
"""

import ipaddress
import socket
from collections.abc import Callable
from datetime import date
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db.models import F
from django.utils.encoding import iri_to_uri

from ...organs.models import Organ
from .models import OutsideLink

Fetch = Callable[[str], bool]
"""True where the address answers."""

A_NIGHT = 40
"""Addresses of an organ that are tried in a night, those that failed first."""
_TIMEOUT = 5.0
_DEAD = frozenset({404, 410})


def allowed() -> Fetch | None:
    """None where the installation may not ask other hosts, which is how it comes."""
    return answers if settings.GONGKAI_TRY_LINKS else None


def try_addresses(organ: Organ, on: date, fetch: Fetch) -> None:
    """Try some addresses of an organ; one that answers has failed no night."""
    rows = OutsideLink.objects.filter(organ=organ).exclude(tried_on=on)
    order = (F("failures").desc(), F("tried_on").asc(nulls_first=True))
    chosen = dict.fromkeys(rows.order_by(*order, "pk").values_list("address", flat=True)[:A_NIGHT])
    for address in chosen:
        alive = fetch(address)
        failures = 0 if alive else F("failures") + 1
        OutsideLink.objects.filter(organ=organ, address=address).update(tried_on=on, failures=failures)


class _NoRedirect(HTTPRedirectHandler):
    """A redirection is an answer, and could lead where we must not look."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


def answers(address: str) -> bool:
    """Ask for the head of a page. What refuses the question is there all the same."""
    try:
        address = plain(address)
        host = urlsplit(address).hostname
        if not host or not _is_public(host):
            return True  # not ours to judge
        request = Request(address, method="HEAD", headers={"User-Agent": "gongkai-patrol"})
        with build_opener(_NoRedirect).open(request, timeout=_TIMEOUT):
            return True
    except HTTPError as error:
        return error.code not in _DEAD
    except (OSError, HTTPException, ValueError):
        return False


def plain(address: str) -> str:
    """As a request may carry it: names of hosts in IDNA, all else that is not ASCII in per cent."""
    parts = urlsplit(address)
    host = (parts.hostname or "").encode("idna").decode()
    where = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port else ""
    return iri_to_uri(urlunsplit((parts.scheme, where + port, parts.path, parts.query, "")))


def _is_public(host: str) -> bool:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ipaddress.ip_address(one[4][0]).is_global for one in found)
