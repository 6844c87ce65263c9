"""公开期限: by when a version is to be public, in the working days of its organ (Art. 26)."""

from collections.abc import Iterable
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
    days = _LastDays(Organ.objects.below(organ))
    duty = ItemVersion.objects.duty().filter(item__organ__path__startswith=organ.path)
    wrong = [
        pk
        for pk, where, formed_on, due_on in duty.values_list("pk", "item__organ", "formed_on", "due_on")
        if days.of(where, formed_on) != due_on
    ]
    moved = []
    for first in range(0, len(wrong), _BATCH):
        moved += _corrected(wrong[first : first + _BATCH], days)
    return moved


class _LastDays:
    """Last days of many organs; one calendar serves many organs, and one day many versions."""

    def __init__(self, organs: Iterable[Organ]) -> None:
        self._calendars = calendars(organs)
        self._known: dict[tuple[int, date], date | None] = {}

    def of(self, organ: int, formed_on: date) -> date | None:
        calendar = self._calendars[organ]
        key = (id(calendar), formed_on)
        if key not in self._known:
            due = _due(formed_on, calendar)
            self._known[key] = due.on if due else None
        return self._known[key]


def _corrected(pks: list[int], days: _LastDays) -> list[Moved]:
    """The versions as they are once they are held: one may have been published meanwhile."""
    held = ItemVersion.objects.duty().filter(pk__in=pks).order_by("pk").select_for_update()
    rows = ItemVersion.objects.filter(pk__in=list(held.values_list("pk", flat=True))).order_by("pk")
    moved = []
    by_day: dict[date | None, list[int]] = {}
    for pk, item, number, where, formed_on, old in rows.values_list(
        "pk", "item", "number", "item__organ", "formed_on", "due_on"
    ):
        new = days.of(where, formed_on)
        if new == old:
            continue
        subject = _("信息{item}第{number}版的公开期限").format(item=item, number=number)
        moved.append(Moved(where, subject, old, new))
        by_day.setdefault(new, []).append(pk)
    for new, keys in by_day.items():
        ItemVersion.objects.filter(pk__in=keys).update(due_on=new)
    return moved


def _due(formed_on: date, days: WorkingDays) -> Due | None:
    try:
        return law.publication_due(formed_on, days)
    except (NotInForce, OutOfRange):
        return None  # formed before the calendars on file: no day is guessed
