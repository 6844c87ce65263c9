"""What is to come for a person: sessions, tests, days in the calendar."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from .models import Attendance, Training, TrainingPaper, TrainingTest

if TYPE_CHECKING:
    from ...accounts.models import User


def sessions_of(user: "User", on: date) -> QuerySet[Attendance]:
    """Those to come that the person was asked to, the nearest first."""
    rows = Attendance.objects.filter(user=user, training__state=Training.State.PLANNED, training__on__gte=on)
    return rows.select_related("training").order_by("training__on", "pk")


def open_tests(user: "User", on: date) -> QuerySet[TrainingTest]:
    """Those that the person may take or go on with."""
    mine = TrainingPaper.objects.filter(test=OuterRef("pk"), user=user)
    asked = Attendance.objects.filter(training=OuterRef("training"), user=user)
    return (
        TrainingTest.objects.filter(Exists(asked), ~Exists(mine.filter(passed=True)))
        .filter(opens_on__lte=on, closes_on__gte=on)
        .exclude(training__state=Training.State.CANCELLED)
        .annotate(used=Count("papers", filter=Q(papers__user=user, papers__handed_in_at__isnull=False)))
        .filter(used__lt=F("attempts"))
        .order_by("closes_on", "pk")
    )


def days(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """The days of sessions that the person was asked to and did not decline."""
    for row in sessions_of(user, on).exclude(answer=Attendance.Answer.NO):
        told = row.training
        yield f"training-{told.pk}", told.on, _("培训：{title}").format(title=told.title)
