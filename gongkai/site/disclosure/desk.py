"""What waits for a person: steps of theirs, what came back, what may be published, what falls due."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from ..organs import permissions
from ..organs.models import Officer, OrganQuerySet
from .models import REVIEWERS, ItemVersion, ItemVersionQuerySet, Review, Stage

if TYPE_CHECKING:
    from ..accounts.models import User

SOON = timedelta(days=5)
_MOST = 8


@dataclass(frozen=True)
class Pile:
    """What waits, the most pressing first and cut short; ``count``: how much there is in all."""

    versions: list[ItemVersion]
    count: int


@dataclass(frozen=True)
class Desk:
    mine: Pile
    """Steps I may take now, and what I may publish."""
    returned: Pile
    due: Pile
    """To be published and not yet, past or near the last day."""
    reexamine: Pile
    """Withheld, and to be examined again (Art. 18)."""


def desk(user: "User", on: date) -> Desk:
    """The lists of a person on a day."""
    drafts = _in(permissions.organs_for(user, "disclosure.edit", on=on))
    seen = _in(permissions.organs_for(user, "disclosure.view", on=on))
    newest = ItemVersion.objects.newest().filter(item__withdrawn_at=None)
    returned = newest.filter(drafts, stage=Stage.RETURNED)
    due = newest.duty().filter(seen, due_on__lte=on + SOON)
    looks = _in(permissions.organs_for(user, "disclosure.reexamine", on=on))
    reexamine = newest.filter(looks, stage=Stage.SETTLED, item__reexamine_on__lte=on + SOON)
    return Desk(
        _cut(_mine(user, on).order_by("due_on", "pk")),
        _cut(returned.order_by("due_on", "pk")),
        _cut(due.order_by("due_on", "pk")),
        _cut(reexamine.order_by("item__reexamine_on", "pk")),
    )


def _mine(user: "User", on: date) -> ItemVersionQuerySet:
    steps = [
        (Q(item__organ=officer.organ_id) | Q(item__organ__in=permissions.inherited([officer.organ_id], on)))
        & Q(stage=Stage.REVIEW, waits_for=officer.role)
        for officer in Officer.objects.on(on).filter(user=user, role__in=REVIEWERS)
    ]
    ready = _in(permissions.organs_for(user, "disclosure.publish", on=on)) & Q(stage=Stage.READY)
    wrote = ItemVersion.authors.through.objects.filter(itemversion=OuterRef("pk"), user=user)
    passed = Review.objects.filter(version=OuterRef("pk"), by=user, passed=True, digest=OuterRef("digest"))
    mine = ItemVersion.objects.filter(item__withdrawn_at=None)
    return mine.filter(ready | (reduce(or_, steps, Q(pk__in=[])) & ~Exists(wrote) & ~Exists(passed)))


def _in(organs: OrganQuerySet) -> Q:
    return Q(item__organ__in=organs.values("pk"))


def _cut(versions: ItemVersionQuerySet) -> Pile:
    found = list(versions.select_related("item").defer("body")[: _MOST + 1])
    count = versions.count() if len(found) > _MOST else len(found)
    return Pile(found[:_MOST], count)
