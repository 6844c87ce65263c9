"""日历订阅: the last days of open cases, for the calendar of a telephone or computer.

A calendar cannot sign in: the address itself is the key, kept here only as its hash. It tells
numbers and days, no word of what is asked or by whom.
"""

import hashlib
from datetime import date, datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .. import hooks
from ..ledger import actions as ledger
from ..organs import permissions
from .models import Application, CalendarFeed

if TYPE_CHECKING:
    from ..accounts.models import User

_MOST = 500


@transaction.atomic
def renew(user: "User", at: datetime) -> str:
    """A new address for a person; the one before leads nowhere. Told once."""
    token = token_urlsafe(24)
    feed, _new = CalendarFeed.objects.update_or_create(
        user=user, defaults={"token_hash": _hash(token), "made_at": at}
    )
    ledger.record(feed, "feed_renewed", user=user)
    return token


def of(token: str) -> CalendarFeed | None:
    """The feed of an address; None where there is none, or its person may no longer sign in."""
    return CalendarFeed.objects.filter(token_hash=_hash(token), user__is_active=True).first()


def calendar(feed: CalendarFeed, on: date, at: datetime) -> bytes:
    """The open cases of the organs in which the person handles, a day each (RFC 5545)."""
    found = Calendar()
    found.add("prodid", "-//Gongkai//CN")
    found.add("version", "2.0")
    found.add("x-wr-calname", _("依申请公开答复期限"))
    organs = permissions.organs_for(feed.user, "applications.handle", on=on)
    cases = Application.objects.open().filter(organ__in=organs, due_on__isnull=False).order_by("due_on")
    for case in cases[:_MOST]:
        assert case.due_on is not None
        provisional = _("（暂定）") if case.provisional else ""
        summary = _("申请{number}答复期限").format(number=case.number) + provisional
        found.add_component(_day(f"application-{case.number}", case.due_on, summary, at))
    for days in hooks.of("feed"):
        for uid, day, summary in days(feed.user, on):
            found.add_component(_day(uid, day, summary, at))
    return bytes(found.to_ical())


def _day(uid: str, day: date, summary: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@gongkai")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    return event


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
