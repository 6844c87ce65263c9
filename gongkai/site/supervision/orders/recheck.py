"""复核: whether what an order names still stands, with an answer and every morning until it is closed.

A hit is asked of the checks of the night; a row of a scanner, of the text that the public reads; what
somebody saw can only be seen by somebody.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ..patrol.looking import still_found
from . import words as wording
from .drafts import waiting_rows
from .models import OPEN, Event, Finding, Order, ScanRow, Source

if TYPE_CHECKING:
    from ...accounts.models import User

logger = logging.getLogger(__name__)
_BATCH = 500
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Look:
    """``found``: it still stands; None where only a person can tell, or the check failed."""

    found: bool | None
    compared: str


def looks(findings: Sequence[Finding], on: date) -> Mapping[int, Look]:
    """Finding → what a look says now; for those of a scanner in a fixed number of queries."""
    texts = wording.texts([one.item for one in findings if one.row_id and one.item])
    return {one.pk: _look(one, texts, on) for one in findings}


def note(
    findings: Iterable[Finding], user: "User | None", at: datetime, *, always: bool = False
) -> list[Finding]:
    """Look at each and write the result to it; answers those of which it is another than before.

    A line of the history is written where the result changed, and with ``always`` of every look.
    """
    on = localdate(at)
    findings = list(findings)
    seen = looks(findings, on)
    changed = []
    for one in findings:
        look = seen[one.pk]
        if look.found is None:
            continue
        if always or look.found != one.found:
            _write(one, look, user, on, at)
        if look.found != one.found:
            changed.append(one)
        one.found, one.looked_on, one.compared = look.found, on, look.compared
    Finding.objects.bulk_update(findings, ["found", "looked_on", "compared"], batch_size=_BATCH)
    _tell_rows(changed, on)
    return changed


def by_person(one: Finding, look: Look, user: "User", at: datetime) -> None:
    """Write down what a person saw."""
    on = localdate(at)
    one.found, one.looked_on, one.compared = look.found, on, look.compared
    one.save(update_fields=["found", "looked_on", "compared"])
    _write(one, look, user, on, at)
    _tell_rows([one], on)


def run(at: datetime) -> int:
    """Every morning: look at what is ordered and open, and at the rows that wait for an order.

    Answers how many results changed. Batch by batch, so that no lock is held for long.
    """
    changed = 0
    keys = Finding.objects.filter(order__state__in=OPEN, settled=False).values_list("pk", flat=True)
    for batch in _batches(list(keys.order_by("pk"))):
        changed += _batch(batch, at)
    _waiting(localdate(at))
    return changed


@transaction.atomic
def _batch(keys: Sequence[int], at: datetime) -> int:
    named = Finding.objects.filter(pk__in=keys).values("order")
    held = Order.objects.filter(pk__in=named, state__in=OPEN).order_by("pk").select_for_update()
    orders = {order.pk for order in held}
    rows = Finding.objects.filter(pk__in=keys, order__in=orders, settled=False)
    found = note(rows.select_related("hit", "row", "item__current", "item__newest").order_by("pk"), None, at)
    if found:
        ledger.record(
            Finding, "order_looked", user=None, on=localdate(at), findings=[one.pk for one in found]
        )
    return len(found)


def _waiting(on: date) -> None:
    rows = waiting_rows().filter(item__isnull=False).select_related("item")
    for batch in _batches(list(rows.order_by("pk"))):
        texts = wording.texts([row.item for row in batch if row.item])
        gone = [row.pk for row in batch if not wording.stand(row.words, texts.get(row.item_id or 0))]
        ScanRow.objects.filter(pk__in=gone).update(gone_on=on)


def _batches(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    for first in range(0, len(rows), _BATCH):
        yield rows[first : first + _BATCH]


def _look(one: Finding, texts: Mapping[int, str], on: date) -> Look:
    if one.source == Source.HIT and one.hit:
        try:
            with transaction.atomic():
                found = still_found(one.hit, on)
        except Exception:  # one check that fails may not keep an organ from answering, nor stop the others
            logger.exception("复核问题%s出错", one.pk)
            return Look(None, "")
        return Look(found, _("巡检仍然发现") if found else _("巡检已不再发现"))
    if one.row and one.item:
        text = texts.get(one.item.pk)
        found = wording.stand(one.row.words, text)
        return Look(found, wording.told(one.row.words, one.item, found, text))
    return Look(None, "")


def _write(one: Finding, look: Look, user: "User | None", on: date, at: datetime) -> None:
    Event.objects.create(
        order_id=one.order_id, finding=one, kind=Event.Kind.LOOKED, text=look.compared, found=look.found,
        on=on, at=at, by=user,
    )  # fmt: skip


def _tell_rows(findings: Sequence[Finding], on: date) -> None:
    """A row of a scanner says itself whether it still stands."""
    for found, gone_on in ((True, None), (False, on)):
        rows = [one.row_id for one in findings if one.row_id and one.found is found]
        if rows:
            ScanRow.objects.filter(pk__in=rows).update(gone_on=gone_on)
