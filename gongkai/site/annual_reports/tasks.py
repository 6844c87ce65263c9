"""Jobs of the room; JSON arguments only, so that any engine can run them."""

from django_tasks import task

from .. import today
from . import batches
from .models import BatchFile


@task()
def read_batch(batch: int) -> int:
    """Read every waiting file of a batch; what a killed job has left waits for the next one."""
    waiting = BatchFile.objects.filter(batch=batch, state=BatchFile.State.WAITING)
    done = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        batches.process(pk, at=today.now())
        done += 1
    return done
