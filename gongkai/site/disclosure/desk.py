"""What waits for a person: steps of theirs, what came back, what to publish, what falls due, questions."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from ..organs import permissions
from ..organs.models import OrganQuerySet
from . import health
from .models import REVIEWERS, ItemVersion, ItemVersionQuerySet, Review, Stage
from .question_models import Question, QuestionState

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
class QuestionPile:
    """Questions of the public that wait for an answer, the most pressing first and cut short."""

    questions: list[Question]
    count: int


@dataclass(frozen=True)
class Columns:
    """The same, of columns."""

    health: list[health.Health]
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
    questions: QuestionPile
    columns: Columns
    """栏目预警: columns of mine where something new belongs."""


def desk(user: "User", on: date, roles: list[permissions.Held] | None = None) -> Desk:
    """The lists of a person on a day; ``roles``: theirs, where already known."""
    roles = permissions.roles_of(user, on=on) if roles is None else roles
    writes = permissions.organs_for(user, "disclosure.draft", on=on, roles=roles)
    drafts, seen, publishes, looks = (
        _in(permissions.organs_for(user, f"disclosure.{act}", on=on, roles=roles))
        for act in ("edit", "view", "publish", "reexamine")
    )
    newest = ItemVersion.objects.newest().filter(item__withdrawn_at=None)
    returned = newest.filter(drafts, stage=Stage.RETURNED)
    due = newest.duty().filter(seen, due_on__lte=on + SOON)
    reexamine = newest.filter(looks, stage=Stage.SETTLED, item__reexamine_on__lte=on + SOON)
    answers = permissions.organs_for(user, "disclosure.answer", on=on, roles=roles)
    pressing = [one for one in health.of_organs(writes, on) if one.state in health.PRESSING]
    return Desk(
        _cut(_mine(user, roles, publishes, on).order_by("due_on", "pk")),
        _cut(returned.order_by("due_on", "pk")),
        _cut(due.order_by("due_on", "pk")),
        _cut(reexamine.order_by("item__reexamine_on", "pk")),
        _questions(answers),
        Columns(pressing[:_MOST], len(pressing)),
    )


def _questions(organs: OrganQuerySet) -> QuestionPile:
    waiting = Question.objects.in_state(QuestionState.WAITING).filter(organ__in=organs.values("pk"))
    found = list(waiting.order_by("due_on", "pk")[: _MOST + 1])
    return QuestionPile(found[:_MOST], waiting.count() if len(found) > _MOST else len(found))


def _mine(user: "User", roles: list[permissions.Held], publishes: Q, on: date) -> ItemVersionQuerySet:
    steps = [
        (Q(item__organ=organ) | Q(item__organ__in=permissions.inherited([organ], on)))
        & Q(stage=Stage.REVIEW, waits_for=role)
        for role, organ, _path, _government in roles
        if role in REVIEWERS
    ]
    ready = publishes & Q(stage=Stage.READY)
    wrote = ItemVersion.authors.through.objects.filter(itemversion=OuterRef("pk"), user=user)
    passed = Review.objects.filter(
        version=OuterRef("pk"), by=user, passed=True, superseded=False, digest=OuterRef("digest")
    )
    mine = ItemVersion.objects.filter(item__withdrawn_at=None)
    return mine.filter(ready | (reduce(or_, steps, Q(pk__in=[])) & ~Exists(wrote) & ~Exists(passed)))


def _in(organs: OrganQuerySet) -> Q:
    return Q(item__organ__in=organs.values("pk"))


def _cut(versions: ItemVersionQuerySet) -> Pile:
    found = list(versions.select_related("item")[: _MOST + 1])
    count = versions.count() if len(found) > _MOST else len(found)
    return Pile(found[:_MOST], count)
