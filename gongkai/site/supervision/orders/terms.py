"""整改期限: the last day of an order, in the working days of its organ; how it was reached."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law import parameters
from gongkai.law.clock import Due, Walk
from gongkai.law.parameters import Parameter
from gongkai.law.working_days import OutOfRange, WorkingDays

from ...organs.calendar import Moved, calendar_of, calendars
from ...organs.models import Organ
from ..patrol.models import Severity
from .models import OPEN, Order

GRAVE, ORDINARY, REPEATED = "order_grave", "order_ordinary", "order_repeated"


def term_of(severity: str, on: date) -> Parameter:
    """Working days to the answer."""
    return parameters.on(GRAVE if severity == Severity.VETO else ORDINARY, on)


def usual(organ: Organ, severity: str, on: date) -> Due:
    """The term of an order of that severity. Raises OutOfRange, NotInForce for days too far back."""
    return Due.walked(on, term_of(severity, on).value, calendar_of(organ))


def running(order: Order) -> Due | None:
    """The running term, day by day up to its last day, for the strip; None before the calendars on file.

    A last day that was set may be a day of rest: then the walk ends there without a count.
    """
    walk = Walk(order.owed_from, calendar_of(order.organ))
    try:
        walk.until(order.due_on)
    except OutOfRange:
        return None
    return Due(order.due_on, walk.steps, walk.provisional)


def since(on: date) -> date:
    """From when an earlier order makes one of today a repetition."""
    months = parameters.on(REPEATED, on).value
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, 28))


def follow_calendar(organ: Organ, _on: date) -> list[Moved]:
    """Compute the open terms of an organ and those below again, but for the days that an office set."""
    rows = Order.objects.filter(organ__path__startswith=organ.path, state__in=OPEN, due_reason="")
    orders = list(rows.select_for_update(of=("self",)).select_related("organ").order_by("pk"))
    known = calendars(_organs(orders))
    moved = []
    for order in orders:
        new = _last(order, known[order.organ_id])
        if new is None or new == order.due_on:
            continue
        moved.append(Moved(order.organ_id, _("{number}的整改期限").format(number=order), order.due_on, new))
        order.due_on = new
        order.save(update_fields=["due_on"])
    return moved


def _last(order: Order, days: WorkingDays) -> date | None:
    try:
        return Due.walked(order.owed_from, term_of(order.severity, order.issued_on).value, days).on
    except OutOfRange:
        return None


def _organs(orders: Iterable[Order]) -> list[Organ]:
    return list({order.organ_id: order.organ for order in orders}.values())
