"""取数和计分: what the figures say of many organs at once, and what a scheme gives for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from gongkai import assessment as library
from gongkai.assessment import Fact, Facts, Hit, Result
from gongkai.assessment.result import MOST_KEPT

from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from ..figures.registry import figures
from .models import Appeal, HandMark, Outcome, Score

Taken = dict[int, dict[str, Fact]]
"""Organ → figure → what it said."""


def assessed(scheme: library.Scheme, government: Organ, span: Span) -> OrganQuerySet:
    """The organs that a scheme is applied to: of its kinds, below the government, there on the last day.

    The government itself where the scheme says so.
    """
    below = Organ.objects.below(government).existing(span.last).exclude(slug__in=scheme.excluded)
    wanted = Q(kind__in=scheme.kinds) & ~Q(pk=government.pk)
    if scheme.own:
        wanted |= Q(pk=government.pk)
    found: OrganQuerySet = below.filter(wanted)
    return found


def take(scheme: library.Scheme, organs: OrganQuerySet, span: Span) -> Taken:
    """取数: every figure of the scheme for all organs; each figure asks a fixed number of queries.

    Records are kept as far as each may have a price; of the others the first MOST_KEPT.
    """
    known = figures()
    keys = list(organs.values_list("pk", flat=True))
    every, priced = frozenset(keys), _priced(scheme)
    taken: Taken = {key: {} for key in keys}
    for code in sorted(scheme.figures):
        figure = known[code]
        behind: dict[int, list[Hit]] = defaultdict(list)
        for record in figure.records(organs, span):
            hit = Hit(record.fingerprint, record.title[:300], record.day, record.address)
            behind[record.organ].append(hit)
        shares = figure.share(organs, span) if figure.share is not None else None
        looked = every if figure.looked is None else set(figure.looked(organs, span))
        for key in keys:
            if key not in looked:
                taken[key][code] = Fact(None)
                continue
            hits = behind.get(key, [])
            kept = tuple(hits if code in priced else sorted(hits, key=lambda hit: hit.order)[:MOST_KEPT])
            if shares is None:
                taken[key][code] = Fact(Decimal(len(hits)), None, kept)
            else:
                value = shares.get(key)
                number = None if value is None or value.number is None else round(value.number, 6)
                taken[key][code] = Fact(number, value.of if value else None, kept)
    return taken


def mark(
    scheme: library.Scheme,
    organ: Organ,
    taken: Mapping[str, Fact],
    hand: Iterable[HandMark] = (),
    appeals: Iterable[Appeal] = (),
) -> Result:
    """One organ's result from its figures, from marks by hand, and from what appeals changed."""
    by_hand = {one.code: library.HandMark(one.points, one.reason, one.applies) for one in hand}
    waived: dict[tuple[str, str], str] = {}
    decided: dict[str, library.HandMark] = {}
    for one in appeals:
        if one.outcome not in (Outcome.UPHELD, Outcome.PARTLY):
            continue
        if one.points is not None:
            decided[one.code] = library.HandMark(one.points, one.answer)
        elif one.hit:
            waived[one.code, one.hit] = one.answer
        else:
            decided[one.code] = library.HandMark(None, one.answer, applies=False)
    return library.mark(scheme, Facts(organ.kind, taken, by_hand, waived, decided))


def facts_of(score: Score) -> dict[str, Fact]:
    """What was taken, as it was kept."""
    return {code: Fact.from_dict(data) for code, data in score.facts.items()}


def kept(taken: Mapping[str, Fact]) -> dict[str, Any]:
    return {code: fact.as_dict() for code, fact in taken.items()}


def settle(score: Score, result: Result) -> None:
    """Give a score its result and what lists say of it; does not save."""
    score.result = result.as_dict()
    score.__dict__.pop("reading", None)
    score.total, score.grade = result.total, result.grade
    score.judged, score.pending = result.judged, len(result.pending)


SETTLED = ("result", "total", "grade", "judged", "pending")
"""The fields that ``settle`` gives."""


@dataclass(frozen=True)
class Simulated:
    """What a scheme would have given an organ; ``real``: the score it has over the same days."""

    organ: Organ
    result: Result
    real: Score | None

    @property
    def change(self) -> Decimal | None:
        if self.real is None or self.real.total is None or self.result.total is None:
            return None
        return self.result.total - self.real.total

    @property
    def pk(self) -> int:
        return int(self.organ.pk)


def simulate(
    scheme: library.Scheme, organs: OrganQuerySet, span: Span, real: Sequence[Score]
) -> list[Simulated]:
    """模拟: scores as they would have been, stored nowhere.

    ``real``: the scores of one assessment. Marks by hand are those of it, where the indicator is the
    same by code, name and weight.
    """
    taken = take(scheme, organs, span)
    of = {score.organ_id: score for score in real}
    same: dict[int, list[HandMark]] = defaultdict(list)
    if real:
        assessment = real[0].assessment
        then = assessment.scheme.reading
        rows = HandMark.objects.filter(score__assessment=assessment).select_related("score")
        for one in rows.defer("score__facts", "score__result", "score__differences"):
            if _is_same(scheme, then, one.code):
                same[one.score.organ_id].append(one)
    return [
        Simulated(organ, mark(scheme, organ, taken[organ.pk], same[organ.pk]), of.get(organ.pk))
        for organ in organs
    ]


def _is_same(new: library.Scheme, old: library.Scheme, code: str) -> bool:
    now, then = new.indicator(code), old.indicator(code)
    if now is None or then is None:
        return False
    return now.is_by_hand and (now.name, now.weight) == (then.name, then.weight)


def _priced(scheme: library.Scheme) -> set[str]:
    """Figures whose every record is kept: it may have a price, or strike."""
    found = {veto.figure for veto in scheme.vetoes}
    for _area, one in scheme.indicators:
        if one.goes_by_hits or getattr(one.method, "small_each", None) is not None:
            found.add(one.figure)
    return found
