"""报送提醒: who is told that a report comes due, 10, 5, 2 and 0 days before its day and 2, 5, 10 after.

A reminder is a row for a person, an organ, a year, the last day and the mark reached: running the
job twice, or late, tells nobody twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...applications.models import CaseSettings
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.models import Officer, Organ, Role, Succession
from ..filing_models import FilingReminder, Urging
from .actions import SUBMIT
from .standing import Standing, owed

if TYPE_CHECKING:
    from ...accounts.models import User

MARKS = (10, 5, 2, 0, -2, -5, -10)
"""Days left, of the calendar; below nought: days after the last one."""
TOLD = (Role.HANDLER, Role.DISCLOSURE_OFFICER, Role.SECTION_HEAD, Role.LEADER)
_AHEAD = timedelta(days=MARKS[0])
_TRIED = timedelta(days=3)
"""How long a reminder is put into a mail that could not be sent before."""


def mark_of(remaining: int) -> int | None:
    """The mark that so many days left have reached; None: too early."""
    return min((mark for mark in MARKS if remaining <= mark), default=None)


def run(at: datetime) -> int:
    """Tell the people of every organ whose report on last year comes due or is late; then the mails."""
    on = localdate(at)
    year = on.year - 1
    made = _remind(
        [one for one in owed(Organ.objects.named(on), year, on) if one.owed_on <= on + _AHEAD], year, on, at
    )
    _mail(at)
    return made


def days(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """For the calendar of a person: the last days of the reports their organs have still to submit."""
    year = on.year - 1
    for one in owed(permissions.organs_for(user, SUBMIT, on=on).named(on), year, on):
        summary = _("{organ}{year}年年报报送期限").format(organ=one.name, year=year)
        yield f"report-{one.organ.slug}-{year}", one.owed_on, summary


@transaction.atomic
def _remind(found: list[Standing], year: int, on: date, at: datetime) -> int:
    people = _people([one.organ for one in found], on)
    wanted = [
        FilingReminder(organ=one.organ, year=year, user=user, due_on=one.owed_on, mark=mark, at=at)
        for one in found
        if (mark := mark_of((one.owed_on - on).days)) is not None
        for user in people[one.organ.pk]
    ]
    known = set(FilingReminder.objects.filter(year=year).values_list("organ", "user", "due_on", "mark"))
    new = [one for one in wanted if (one.organ_id, one.user_id, one.due_on, one.mark) not in known]
    FilingReminder.objects.bulk_create(new)
    if new:
        ledger.record(FilingReminder, "filing_reminded", user=None, year=year, count=len(new), on=on)
    return len(new)


def _people(organs: Iterable[Organ], on: date) -> Mapping[int, set["User"]]:
    """Organ → who is told: its own people, or those of the organs that answer for it since it went."""
    asked = {organ.pk: {organ.pk} for organ in organs}
    gone = Succession.objects.filter(predecessor__in=list(asked), on__lte=on)
    for predecessor, successor in gone.values_list("predecessor", "successor"):
        asked[predecessor].add(successor)
    every = set().union(*asked.values()) if asked else set()
    by_organ: dict[int, set[User]] = defaultdict(set)
    for officer in Officer.objects.on(on).filter(organ__in=every, role__in=TOLD).select_related("user"):
        by_organ[officer.organ_id].add(officer.user)
    return {organ: {user for one in ones for user in by_organ[one]} for organ, ones in asked.items()}


def _mail(at: datetime) -> None:
    """One mail a person, where the organ wants mail and the person has an address."""
    on = localdate(at)
    organs = CaseSettings.objects.filter(notify_email=True).values("organ")
    recent: dict[str, Any] = {"mailed": False, "at__gt": at - _TRIED, "at__lte": at, "organ__in": organs}
    reminders = list(FilingReminder.objects.filter(**recent).select_related("user").order_by("pk"))
    urgings = list(Urging.objects.filter(**recent).order_by("pk"))
    if not reminders and not urgings:
        return
    asked = {one.organ_id for one in reminders} | {one.organ_id for one in urgings}
    named = {organ.pk: organ for organ in Organ.objects.named(on).filter(pk__in=asked)}
    lines: dict[User, list[str]] = defaultdict(list)
    for one in reminders:
        lines[one.user].append(_sentence(one, str(named[one.organ_id]), on))
    people = _people([named[one.organ_id] for one in urgings], on)
    for urging in urgings:
        words = _("催报：{organ}{year}年年报。{note}").format(
            organ=named[urging.organ_id], year=urging.year, note=urging.note
        )
        for user in people[urging.organ_id]:
            lines[user].append(words)
    messages = [
        EmailMessage(
            _("政府信息公开年报报送提醒"), "\n".join(told), settings.DEFAULT_FROM_EMAIL, [user.email]
        )
        for user, told in lines.items()
        if user.email
    ]
    if messages:
        get_connection(fail_silently=False).send_messages(messages)
    FilingReminder.objects.filter(pk__in=[one.pk for one in reminders]).update(mailed=True)
    Urging.objects.filter(pk__in=[one.pk for one in urgings]).update(mailed=True)


def _sentence(one: FilingReminder, organ: str, on: date) -> str:
    left = (one.due_on - on).days
    words = {"organ": organ, "year": one.year, "due": one.due_on, "days": abs(left)}
    if left < 0:
        return _("{organ}{year}年年报：报送期限{due}，已逾期{days}天。").format(**words)
    if left == 0:
        return _("{organ}{year}年年报：报送期限{due}，今天到期。").format(**words)
    return _("{organ}{year}年年报：报送期限{due}，剩余{days}天。").format(**words)
