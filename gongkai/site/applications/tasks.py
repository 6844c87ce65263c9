"""The daily job of the room: reminders, chasers, consultations that ran out, files nobody names."""

from datetime import datetime, time, timedelta

from django.utils.timezone import localtime
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from .. import hooks, sweeping, today
from . import urging

AT = time(7, 30)
"""Before the office opens."""


@task()
def daily() -> int:
    """Tell everybody what has come due, and come again tomorrow."""
    at = today.now()
    keep_going(at)  # first: a morning that fails is not the last one
    told = urging.run(at)
    for also in hooks.of("daily"):
        also(at)
    sweeping.run(at)
    return told.reminders


def keep_going(at: datetime) -> None:
    """See to it that the job waits for its next morning, once.

    Where the engine of jobs cannot wait, ``manage.py remind`` does the same from a timetable.
    """
    if not daily.get_backend().supports_defer:
        return
    waiting = DBTaskResult.objects.filter(task_path=daily.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        here = localtime(at)
        next_day = here.date() if here.time() < AT else here.date() + timedelta(days=1)
        daily.using(run_after=datetime.combine(next_day, AT, here.tzinfo)).enqueue()
