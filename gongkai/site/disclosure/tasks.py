"""Jobs of the room: what is due by itself. Each event wakes the job once, at its own time."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone
from django_tasks import task

from .. import today
from . import timed
from .models import ItemVersion


@task()
def run_due() -> int:
    """Carry out what is due now; a job that comes late does what the earlier ones missed."""
    return timed.run(today.now())


def wake(version: ItemVersion) -> None:
    """Have the job run when the version is to be released, and when its notice period is over.

    Where the engine of jobs cannot wait, ``manage.py run_due`` does the same from a timetable.
    """
    if not run_due.get_backend().supports_defer:
        return
    times: list[datetime] = [version.release_at] if version.release_at else []
    if version.notice_until:
        after = version.notice_until + timedelta(days=1)
        times.append(datetime.combine(after, time(), get_current_timezone()))
    for at in times:
        run_due.using(run_after=at).enqueue()
