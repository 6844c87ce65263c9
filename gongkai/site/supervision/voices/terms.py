"""办理期限: what an office set for itself, else the parameters; days are fixed when they are told."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import parameters
from gongkai.law.clock import Due, Walk
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import OutOfRange

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.calendar import calendar_of
from ...organs.models import Organ, Role
from . import offices
from .models import VoiceTerms

if TYPE_CHECKING:
    from ...accounts.models import User

LONGEST = 365
_NAMES = {
    "accept": "complaint_acceptance",
    "finish": "complaint_answer",
    "statement": "complaint_statement",
    "answer": "suggestion_answer",
}


@dataclass(frozen=True)
class Terms:
    """Working days, but for ``finish``: calendar days from acceptance."""

    accept: int
    finish: int
    statement: int
    answer: int
    source: str
    """What the office's own rest on; "" for those every office starts from."""


def terms_of(office: Organ, on: date) -> Terms:
    own = VoiceTerms.objects.filter(office=office).first()
    if own:
        return Terms(own.accept, own.finish, own.statement, own.answer, own.source)
    try:
        return Terms(**{name: parameters.on(code, on).value for name, code in _NAMES.items()}, source="")
    except NotInForce as error:
        raise Refused(_("{day}太早，请核对日期").format(day=on)) from error


def working_days(organ: Organ, start: date, count: int) -> date:
    """The last day of a term in working days by the organ's calendar."""
    try:
        due = Due.walked(start, count, calendar_of(organ)).on
    except OutOfRange as error:
        raise Refused(_("{day}太早，没有那一年的工作日历，请核对日期").format(day=start)) from error
    assert due is not None
    return due


def calendar_days(start: date, count: int) -> date:
    return start + timedelta(days=count)


def walked(organ: Organ, start: date, last: date) -> Due:
    """A term whose last day was fixed, day by day, to be drawn."""
    walk = Walk(start, calendar_of(organ))
    walk.until(last)
    return Due(last, walk.steps, walk.provisional)


@transaction.atomic
def set_terms(office: Organ, terms: Terms, *, user: "User", at: datetime) -> None:
    """设定办理期限 of an office; what runs already keeps its last day."""
    on = localdate(at)
    permissions.require(user, offices.HEAR, office, on=on)
    if not permissions.holds(user, Role.SUPERVISOR, office.pk, on=on):
        raise permissions.Forbidden(offices.HEAR)
    numbers = (terms.accept, terms.finish, terms.statement, terms.answer)
    if not all(1 <= number <= LONGEST for number in numbers):
        raise Refused(_("期限应为1至{most}日").format(most=LONGEST))
    if not terms.source.strip():
        raise Refused(_("请写明依据，例如：本机关投诉举报办理办法"))
    values = dict(zip(_NAMES, numbers, strict=True))
    fields = {**values, "source": terms.source.strip()}
    row, _made = VoiceTerms.objects.update_or_create(office=office, defaults=fields)
    ledger.record(row, "voice_terms_set", user=user, organ=office.slug, **fields)
