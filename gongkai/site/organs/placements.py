"""隶属 on a day that has passed: the tree of today, and where those that were moved since stood before."""

from collections.abc import Collection
from datetime import date

from .models import Organ, Placement


def parents_on(day: date) -> dict[int, int | None]:
    """Every organ → the one over it on a day, by keys; None for the highest. Two queries."""
    rows = list(Organ.objects.order_by().values_list("pk", "path"))
    keys = {path: pk for pk, path in rows}
    parents = {pk: keys.get(path[: -Organ.steplen]) for pk, path in rows}
    return parents | _left(day)


def above_on(organ: Organ, day: date) -> list[int]:
    """The organ and every one over it on a day, the nearest first."""
    found: list[int] = []
    here: Organ | None = organ
    while here is not None:
        chain = [one.pk for one in Organ.objects.above(here)][::-1]
        left = _left(day, chain)
        moved = next((number for number, pk in enumerate(chain) if pk in left), None)
        if moved is None:
            return found + chain
        found += chain[: moved + 1]
        here = Organ.objects.get(pk=left[chain[moved]])
    return found


def has_below(organ: Organ, year: int) -> bool:
    """Whether organs that existed in a year stood right under it on its last day."""
    last = date(year, 12, 31)
    below = Organ.objects.existing_in(year)
    came = Placement.objects.filter(until__gte=last).values("organ")
    if below.children_of(organ).exclude(pk__in=came).exists():
        return True
    were = Placement.objects.filter(parent=organ, until__gte=last).values_list("organ", flat=True)
    left = _left(last, list(were))
    stayed = [pk for pk, parent in left.items() if parent == organ.pk]
    return bool(below.filter(pk__in=stayed).exists())


def _left(day: date, organs: Collection[int] | None = None) -> dict[int, int]:
    """Organs that were moved after a day → the one over them on it."""
    rows = Placement.objects.filter(until__gte=day)
    if organs is not None:
        rows = rows.filter(organ__in=organs)
    # The first that reaches the day is what held on it.
    return dict(rows.order_by("-until").values_list("organ", "parent"))
