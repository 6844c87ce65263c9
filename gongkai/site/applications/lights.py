"""红黄绿: how pressing a case is, by the working days that are left to answer it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongkai.law.working_days import WorkingDays

from . import terms
from .models import Application

SOON = 5
"""Working days left at which a case turns yellow."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Light:
    """``left``: working days after today up to the last day; below nothing: days past it."""

    due_on: date
    left: int

    @property
    def colour(self) -> str:
        """As the badges of the stylesheet are called."""
        return "red" if self.left <= 0 else "amber" if self.left <= SOON else "green"

    @property
    def words(self) -> str:
        """The same in words: a colour never speaks alone."""
        if self.left < 0:
            return _("已逾期{days}天").format(days=-self.left)
        if self.left == 0:
            return _("今天到期")
        return _("还剩{days}个工作日").format(days=self.left)


def light(due_on: date, on: date, days: WorkingDays) -> Light:
    """How a last day looks on a day. A last day to come with no working day before it is as today's."""
    if due_on < on:
        return Light(due_on, (due_on - on).days)
    left, day = 0, on
    while day < due_on:
        day += _DAY
        left += days.works(day)
    return Light(due_on, left)


def soon(on: date, days: WorkingDays) -> date:
    """The last day that is yellow on a day."""
    day, left = on, 0
    while left < SOON:
        day += _DAY
        left += days.works(day)
    return day


def lights(on: date) -> Callable[[Application], Light | None]:
    """Of many cases on one day; None for those that are answered, or that wait for the applicant."""
    calendars: dict[int, WorkingDays] = {}
    known: dict[tuple[int, date], Light] = {}

    def of(application: Application) -> Light | None:
        due_on, organ = application.due_on, application.organ_id
        if due_on is None or not application.is_open:
            return None
        if (organ, due_on) not in known:
            if organ not in calendars:
                calendars[organ] = terms.days_of(application)
            known[organ, due_on] = light(due_on, on, calendars[organ])
        return known[organ, due_on]

    return of
