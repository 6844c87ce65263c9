"""排名: the scores of an assessment, each organ beside those of its kind."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ...organs.models import Kind, Organ
from .models import Assessment, Score

FEWEST = 3
"""Organs of a kind that can be judged: of fewer no rank is given."""


@dataclass(frozen=True)
class Row:
    """A score in the list. ``rank`` is None, and ``why_not`` says why, where it would say nothing."""

    score: Score
    organ: Organ
    rank: int | None
    of: int
    why_not: str
    open_appeals: int

    @property
    def pk(self) -> int:
        return int(self.score.pk)

    @property
    def name(self) -> str:
        return self.organ.name or self.organ.slug

    @property
    def kind(self) -> str:
        return str(Kind(self.organ.kind).label)

    @property
    def ranked(self) -> str:
        return _("{rank}/{of}").format(rank=self.rank, of=self.of) if self.rank else self.why_not


def rows(assessment: Assessment, on: date) -> list[Row]:
    """Every score, the kinds apart, the best first; two queries whatever the number."""
    scores: list[Any] = list(
        assessment.scores.light().annotate(
            appealed=Count("appeals", filter=Q(appeals__isnull=False, appeals__outcome=""))
        )
    )
    organs = {
        organ.pk: organ for organ in Organ.objects.named(on).filter(assessment_scores__assessment=assessment)
    }
    ranks, sizes = ranked([(organs[one.organ_id].kind, one) for one in scores])
    found = []
    for score in scores:
        organ = organs[score.organ_id]
        rank = ranks.get(score.pk)
        why = ""
        if rank is None:
            why = _why_not(score, sizes[organ.kind])
        found.append(Row(score, organ, rank, sizes[organ.kind], why, score.appealed))
    order = list(Kind.values)
    return sorted(
        found,
        key=lambda one: (
            order.index(one.organ.kind),
            one.score.total is None,
            -(one.score.total or Decimal(0)),
            one.organ.path,
        ),
    )


def ranked(scores: Sequence[tuple[str, Score]]) -> tuple[dict[int, int], Counter[str]]:
    """Score → its place among its kind, equal totals on equal places; kind → how many are compared."""
    by_kind: dict[str, list[Score]] = defaultdict(list)
    for kind, score in scores:
        if score.judged and score.total is not None and not score.pending:
            by_kind[kind].append(score)
    places: dict[int, int] = {}
    for group in by_kind.values():
        if len(group) < FEWEST:
            continue
        totals = sorted((score.total for score in group if score.total is not None), reverse=True)
        first: dict[Decimal, int] = {}
        for place, total in enumerate(totals, start=1):
            first.setdefault(total, place)
        places |= {score.pk: first[score.total] for score in group if score.total is not None}
    return places, Counter({kind: len(group) for kind, group in by_kind.items()})


def _why_not(score: Score, compared: int) -> str:
    if score.total is None:
        return _("没有得分")
    if score.pending:
        return _("待人工评分")
    if not score.judged:
        return _("可评的太少，不排名")
    return _("同类不足{fewest}家，不排名").format(fewest=FEWEST) if compared < FEWEST else ""


def grades(assessment: Assessment, found: Sequence[Row]) -> list[tuple[str, int]]:
    """等次 and how many got it, the best first; none where nothing was marked yet."""
    count = Counter(one.score.grade for one in found if one.score.grade)
    ranked = sorted(assessment.scheme.reading.grades, key=lambda one: one.least, reverse=True)
    return [(one.name, count[one.name]) for one in ranked] if count else []


@dataclass(frozen=True)
class Told:
    """What the public reads of an organ: each area's marks of what applied to it, total, grade."""

    organ: Organ
    areas: Sequence[tuple[str, Decimal, Decimal]]
    total: Decimal | None
    grade: str


def published(assessment: Assessment) -> list[tuple[str, list[Told]]]:
    """Kind of organs → theirs, named as they were on the last day, in the order of the tree."""
    scores = assessment.scores.exclude(result=None).defer("facts", "differences")
    named = Organ.objects.named(assessment.last).filter(assessment_scores__assessment=assessment)
    organs = {organ.pk: organ for organ in named}
    found: dict[str, list[Told]] = defaultdict(list)
    for score in scores:
        organ, result = organs[score.organ_id], score.reading
        assert result is not None
        found[organ.kind].append(Told(organ, result.areas, score.total, score.grade))
    return [
        (str(kind.label), sorted(found[kind], key=lambda one: one.organ.path)) for kind in Kind if found[kind]
    ]
