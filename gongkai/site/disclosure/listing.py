"""Where the public finds an item: derived, and kept beside it so that no list has to be counted.

A column holds 100,000 items and the reader asks for its thousandth page: the index of a list then
has to hold just what is in the list, and its length has to be known. Every act that makes an item
public, takes it away or moves it calls ``relist`` in its own transaction.
"""

from collections.abc import Sequence

from django.db.models import Count, F

from .column_models import Column
from .models import Item


def relist(item: Item) -> None:
    """Set the lists an item stands in, and the counts of the columns it leaves and enters."""
    wanted = item.column_id if item.current_id and not item.withdrawn_at else None
    columns = _held({item.listed_in_id, wanted})
    column = columns[wanted] if wanted is not None else None
    if item.listed_in_id != wanted:
        for pk, change in ((item.listed_in_id, -1), (wanted, 1)):
            if pk is not None:
                Column.objects.filter(pk=pk).update(count=F("count") + change)
    item.listed_in = column
    item.section = (column.parent or column) if column else None
    item.part = column.part if column else ""
    item.save(update_fields=["listed_in", "section", "part"])


def relist_all(columns: Sequence[Column]) -> None:
    """The same for every item of some columns: after many were taken over, or a column was moved."""
    for column in _held({column.pk for column in columns}).values():
        items = Item.objects.filter(column=column, current__isnull=False, withdrawn_at__isnull=True)
        items.update(listed_in=column, section=column.parent or column, part=column.part)
        counted = Item.objects.filter(listed_in=column).aggregate(count=Count("pk"))
        Column.objects.filter(pk=column.pk).update(**counted)


def _held(keys: set[int | None]) -> dict[int, Column]:
    """The columns, held until the end of the transaction; always in one order, so that none waits for ever.

    Whoever counts or places a column waits for whoever lists an item in it, and the other way round.
    """
    wanted = sorted(key for key in keys if key is not None)
    held = Column.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {column.pk: column for column in held}
