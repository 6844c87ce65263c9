"""Looking again at one place: whether what was found there still stands."""

from datetime import date

from ...organs.models import Organ
from .checks import CHECKS
from .models import Hit
from .scene import Scene

_OF_AN_ITEM = frozenset({"item", "file", "link"})
"""Kinds of places whose key begins with that of an item."""


def still_found(hit: Hit, on: date) -> bool:
    """再查: run the one check on the one place. False for a check, or an organ, that is no more."""
    check = CHECKS.get(hit.check_code)
    organ = Organ.objects.named(on).existing(on).filter(pk=hit.organ_id).first()
    if check is None or organ is None:
        return False
    item = int(hit.key.split(":")[0]) if hit.place in _OF_AN_ITEM else None
    scene = Scene(organ, on, item)
    return any((one.place, one.key) == (hit.place, hit.key) for one in check.find(scene))
