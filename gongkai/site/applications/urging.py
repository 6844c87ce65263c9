"""催办提醒: who is told that a case comes due, at 10, 5, 2 and 0 working days, and every day after.

A reminder is a row for a person, a case, its last day and the mark reached: running the job twice,
or late, tells nobody twice. By mail it names the case by its number alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.applications.case import Stage
from gongkai.law.clock import left

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.calendar import calendar_of
from ..organs.models import Officer, Role
from . import terms
from .models import Application, Assignment, CaseSettings, Reminder

if TYPE_CHECKING:
    from ..accounts.models import User

MARKS = (10, 5, 2, 0)
_AHEAD = timedelta(days=30)
"""Calendar days in which ten working days surely lie, the longest holidays among them."""
TOLD = (Role.SECTION_HEAD, Role.LEADER)
"""Beside the handler; where a case has none, or they have left, whoever handles in the organ."""
_TRIED = timedelta(days=3)
"""How long a reminder is put into a mail that could not be sent before."""
_HANDLERS = (Role.HANDLER, Role.DISCLOSURE_OFFICER)


@dataclass(frozen=True)
class Told:
    reminders: int
    mails: int


def mark_of(remaining: int) -> int | None:
    """The mark that so many working days left have reached; None: too early."""
    if remaining < 0:
        return remaining
    return min((mark for mark in MARKS if remaining <= mark), default=None)


def run(at: datetime) -> Told:
    """Tell everybody what has come due; called once a day, and harmless more often."""
    on = localdate(at)
    _lapse(at)
    found = Application.objects.open().filter(due_on__lte=on + _AHEAD)
    made: list[Reminder] = []
    for organ, cases in _by_organ(found.select_related("handler", "organ")).items():
        made += _remind(organ, cases, on, at)
    _chase(at)
    return Told(len(made), _mail(at))


@transaction.atomic
def _remind(organ: int, cases: list[Application], on: date, at: datetime) -> list[Reminder]:
    days = calendar_of(cases[0].organ)
    told = _told(organ, on)
    wanted = [
        Reminder(application=case, user=user, due_on=case.due_on, mark=mark, at=at)
        for case in cases
        if case.due_on is not None and (mark := mark_of(left(on, case.due_on, days))) is not None
        for user in _of_case(case, told)
    ]
    known = set(
        Reminder.objects.filter(application__in=cases).values_list("application", "user", "due_on", "mark")
    )
    new = [one for one in wanted if (one.application_id, one.user_id, one.due_on, one.mark) not in known]
    made = Reminder.objects.bulk_create(new)
    if made:
        ledger.record(Reminder, "reminded", user=None, organ=cases[0].organ.slug, count=len(made), on=on)
    return made


def waiting_for(user: "User", on: date) -> list[Reminder]:
    """What a person was told and what still runs, the most pressing first, each case once."""
    found = Reminder.objects.filter(user=user, due_on=F("application__due_on"))
    open_ones = found.filter(application__in=Application.objects.open())
    newest: dict[int, Reminder] = {}
    for one in open_ones.select_related("application__organ").order_by("due_on", "mark"):
        newest.setdefault(one.application_id, one)
    return list(newest.values())


def _lapse(at: datetime) -> None:
    """Consultations whose days ran out unanswered: the case is the organ's turn again, also in lists."""
    on = localdate(at)
    over = Application.objects.filter(
        stage=Stage.CONSULTING, consultations__answered_on=None, consultations__opinion_by__lt=on
    )
    for one in over.distinct():
        with transaction.atomic():
            held = Application.objects.select_for_update().select_related("organ").get(pk=one.pk)
            if terms.case_of(held, on).stage == held.stage:
                continue
            terms.refresh(held, on)
            ledger.record(held, "consultation_lapsed", user=None, organ=held.organ.slug, on=on)


def _chase(at: datetime) -> None:
    """Sections whose inner day has come without an answer are reminded by the job, once a day."""
    on = localdate(at)
    late = Assignment.objects.filter(done_on=None, due_on__lte=on).filter(
        Q(chased_on=None) | Q(chased_on__lt=on), application__in=Application.objects.open()
    )
    for one in late.select_related("application__organ"):
        with transaction.atomic():
            held = Assignment.objects.select_for_update().get(pk=one.pk)
            if held.done_on or held.chased_on == on:
                continue
            held.chased_on, held.chased = on, held.chased + 1
            held.save()
            ledger.record(
                held, "assignment_chased", user=None, organ=one.application.organ.slug, section=held.section
            )


def _by_organ(found: Iterable[Application]) -> Mapping[int, list[Application]]:
    organs: dict[int, list[Application]] = defaultdict(list)
    for one in found:
        organs[one.organ_id].append(one)
    return organs


def _told(organ: int, on: date) -> dict[str, list["User"]]:
    """Role → who holds it in the organ, or in those that answer for it since it was dissolved."""
    held: dict[str, list[User]] = defaultdict(list)
    organs = [organ, *permissions.successors(organ, on)]
    found = Officer.objects.on(on).filter(organ__in=organs, role__in=(*TOLD, *_HANDLERS))
    for officer in found.select_related("user"):
        held[officer.role].append(officer.user)
    return held


def _of_case(case: Application, told: Mapping[str, list["User"]]) -> set["User"]:
    handlers = [user for role in _HANDLERS for user in told.get(role, [])]
    if case.handler in handlers:
        handlers = [case.handler]
    return {*handlers, *(user for role in TOLD for user in told.get(role, []))}


def _mail(at: datetime) -> int:
    """One mail a person, where the organ wants mail and the person has an address.

    What could not be sent the days before goes with it, as far as it still runs.
    """
    organs = CaseSettings.objects.filter(notify_email=True).values("organ")
    waiting = Reminder.objects.filter(
        mailed=False, at__gt=at - _TRIED, at__lte=at, due_on=F("application__due_on")
    ).filter(application__in=Application.objects.open().filter(organ__in=organs))
    by_user: dict[User, list[Reminder]] = defaultdict(list)
    for one in waiting.exclude(user__email="").select_related("user", "application").order_by("pk"):
        by_user[one.user].append(one)
    messages = [
        EmailMessage(
            _("{count}件政府信息公开申请即将到期或者已经逾期").format(count=len(mine)),
            "\n".join(_sentence(one) for one in sorted(mine, key=lambda one: one.due_on)),
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
        )
        for user, mine in by_user.items()
    ]
    if messages:
        get_connection(fail_silently=False).send_messages(messages)
        mailed = [one.pk for mine in by_user.values() for one in mine]
        Reminder.objects.filter(pk__in=mailed).update(mailed=True)
    return len(messages)


def _sentence(one: Reminder) -> str:
    number, due = one.application.number, one.due_on
    if one.mark < 0:
        return _("申请{number}：答复期限{due}，已逾期{days}个工作日。").format(
            number=number, due=due, days=-one.mark
        )
    if one.mark == 0:
        return _("申请{number}：答复期限{due}，今天到期。").format(number=number, due=due)
    return _("申请{number}：答复期限{due}，剩余不超过{days}个工作日。").format(
        number=number, due=due, days=one.mark
    )
