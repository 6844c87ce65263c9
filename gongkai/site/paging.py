"""Pages of long lists: first the keys of a page, read from an index alone, then their rows."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class _Rows:
    """A list as Paginator asks for it: counted, and cut."""

    def __init__(
        self, keys: "QuerySet[Any, Any]", rows: Callable[[list[int]], Sequence[Any]], length: int | None
    ) -> None:
        self.keys, self.rows, self.length = keys, rows, length

    def count(self) -> int:
        return self.keys.count() if self.length is None else self.length

    def __getitem__(self, cut: slice) -> Sequence[Any]:
        return self.rows(list(self.keys.values_list("pk", flat=True)[cut]))


def page_of(
    ordered: "QuerySet[Any, Any]",
    rows: Callable[[list[int]], Sequence[Any]],
    *,
    size: int,
    number: str | None,
    length: int | None = None,
) -> Page[Any]:
    """A page of an ordered list; ``rows`` fetches what it shows, in the same order.

    ``length`` where it is on record, so that nothing has to be counted.
    """
    listed = _Rows(ordered, rows, length)
    return Paginator(listed, size).get_page(number)  # type: ignore[arg-type]
