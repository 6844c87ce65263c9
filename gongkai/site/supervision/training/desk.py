"""Training on 今日: sessions to come, tests to take."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.permissions import Held
from ..desk import Pile, Waiting
from .coming import open_tests, sessions_of
from .reach import ATTEND

if TYPE_CHECKING:
    from ...accounts.models import User

FIRST = 5


def sessions(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Sessions to come that the person was asked to, the nearest first."""
    if not _attends(roles):
        return None
    rows = sessions_of(user, on)
    first = [
        Waiting(
            row.training.title,
            reverse("supervision:training", args=[row.training_id]),
            _("{on}　{place}　{answer}").format(
                on=row.training.on, place=row.training.place, answer=row.get_answer_display()
            ),
        )
        for row in rows[:FIRST]
    ]
    count = len(first) if len(first) < FIRST else rows.count()
    return Pile("trainings", _("请您参加的培训"), first, count, reverse("supervision:trainings"))


def tests(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Tests that are open for the person: not passed, with an attempt left, the first to close first."""
    if not _attends(roles):
        return None
    rows = list(open_tests(user, on))
    first = [
        Waiting(
            test.title,
            reverse("supervision:training_test", args=[test.pk]),
            _("{last}截止").format(last=test.closes_on),
            late=test.closes_on == on,
        )
        for test in rows[:FIRST]
    ]
    return Pile("tests", _("待完成的测试"), first, len(rows), reverse("supervision:trainings"))


def _attends(roles: list[Held]) -> bool:
    return any(role in permissions.ACTS[ATTEND] for role, *_rest in roles)
