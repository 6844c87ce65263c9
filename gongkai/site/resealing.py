"""更换数据密钥: rows and files of a room under another key, one by one; what is done is passed over.

A file is written anew beside the old one and named in its row's transaction, so that a halt in
between leaves each row with a file that opens.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models, transaction

from .sealing import Change

Row = TypeVar("Row", bound=models.Model)


def each(model: type[Row], act: Callable[[Row], bool]) -> int:
    """Every row, held and changed by ``act``, which says whether it changed anything; how many it did."""
    done = 0
    for key in model._default_manager.order_by("pk").values_list("pk", flat=True).iterator():
        with transaction.atomic():
            row = model._default_manager.select_for_update(of=("self",)).get(pk=key)
            done += act(row)
    return done


def text(row: Any, place: str, change: Change, *, field: str = "sealed") -> bool:
    """A sealed field of a row; an empty one was never sealed, or is destroyed."""
    before = getattr(row, field)
    if not before or (sealed := change.text(before, place)) is None:
        return False
    setattr(row, field, sealed)
    row.save(update_fields=[field])
    return True


def file(row: Any, place: str, change: Change, *, field: str = "file") -> bool:
    """A sealed file of a row."""
    kept = getattr(row, field)
    if not kept or not kept.name:
        return False
    with kept.open("rb") as opened:
        data = change.data(opened.read(), place)
    if data is None:
        return False
    old, storage = kept.name, kept.storage
    kept.save(kept.name.rsplit("/", 1)[-1], ContentFile(data), save=False)
    row.save(update_fields=[field])
    transaction.on_commit(partial(storage.delete, old))
    return True
