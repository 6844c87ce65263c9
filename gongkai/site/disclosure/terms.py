"""公开期限: by when a version is to be public, in the working days of its organ (Art. 26)."""

from datetime import date

from django.utils.translation import gettext as _

from gongkai.law import disclosure as law
from gongkai.law.clock import Due
from gongkai.law.parameters import NotInForce
from gongkai.law.scope import Class
from gongkai.law.working_days import OutOfRange, WorkingDays

from ..organs.calendar import Moved, calendar_of, calendars
from ..organs.models import Organ
from .models import ItemVersion

_BATCH = 500


def due_of(version: ItemVersion) -> Due | None:
    """The term of a version that is to be published; None where none can be computed."""
    if version.klass != Class.PUBLISH:
        return None
    return _due(version.formed_on, calendar_of(version.item.organ))


def follow_calendar(organ: Organ, _on: date) -> list[Moved]:
    """Compute the open terms of an organ and those below again: of what is neither public nor settled.

    What is public keeps the day that it was measured by.
    """
    organs = {one.pk: one for one in Organ.objects.below(organ)}
    days = calendars(organs.values())
    known: dict[tuple[int, date], date | None] = {}
    duty = ItemVersion.objects.duty().filter(item__organ__path__startswith=organ.path)
    wrong = []
    for pk, where, formed_on, due_on in duty.values_list("pk", "item__organ", "formed_on", "due_on"):
        calendar = days[where]
        key = (id(calendar), formed_on)  # one calendar serves many organs
        if key not in known:
            known[key] = _last_day(formed_on, calendar)
        if known[key] != due_on:
            wrong.append(pk)
    moved = []
    for first in range(0, len(wrong), _BATCH):
        moved += _corrected(wrong[first : first + _BATCH], days)
    return moved


def _corrected(pks: list[int], days: dict[int, WorkingDays]) -> list[Moved]:
    """The versions as they are now that they are held: one may have been published meanwhile."""
    found = ItemVersion.objects.duty().filter(pk__in=pks).select_related("item").order_by("pk")
    versions, moved = [], []
    for version in found.select_for_update(of=("self",)):
        new = _last_day(version.formed_on, days[version.item.organ_id])
        if new == version.due_on:
            continue
        subject = _("信息{item}第{number}版的公开期限").format(item=version.item_id, number=version.number)
        moved.append(Moved(version.item.organ_id, subject, version.due_on, new))
        version.due_on = new
        versions.append(version)
    ItemVersion.objects.bulk_update(versions, ["due_on"])
    return moved


def _last_day(formed_on: date, days: WorkingDays) -> date | None:
    due = _due(formed_on, days)
    return due.on if due else None


def _due(formed_on: date, days: WorkingDays) -> Due | None:
    try:
        return law.publication_due(formed_on, days)
    except (NotInForce, OutOfRange):
        return None  # formed before the calendars on file: no day is guessed
