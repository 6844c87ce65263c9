"""What happens by itself when its time has come: scheduled releases, the end of notice periods."""

from datetime import datetime

from django.utils.timezone import localdate

from . import actions, typed
from .models import Item, ItemVersion


def run(at: datetime) -> int:
    """Carry out everything that is due; answers how much. Each is an act of its own.

    What was typed long ago and never sent goes too; that is no act, and not counted.
    """
    done = 0
    for version in ItemVersion.objects.filter(published_at=None, release_at__lte=at).order_by("release_at"):
        done += actions.release(version, at=at)
    over = Item.objects.public_only().filter(current__notice_until__lt=localdate(at))
    for item in over.order_by("pk"):
        done += actions.end_notice(item, at=at)
    typed.sweep(at)
    return done
