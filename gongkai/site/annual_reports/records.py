"""底数 of an organ and a year from the rooms' records.

A number of queries that does not grow with what there is to count.
"""

from gongkai.annual_report.compilation import TOTAL
from gongkai.annual_report.facts import (
    KINDS,
    LISTED,
    NORMATIVE,
    RULES,
    Applied,
    Disputed,
    Facts,
    Tallied,
    Told,
    tally,
)

from ..applications import statistics
from ..disclosure import counts, stock, year_figures
from ..disclosure.record_models import Count
from ..disputes import counting
from ..organs.models import Kind, Organ
from .telling import told_of

COUNTED = {
    Count.Kind.LICENCES: "licences",
    Count.Kind.OTHER_SERVICES: "services",
    Count.Kind.INSPECTIONS: "inspections",
    Count.Kind.CONFIRMATIONS: "confirmations",
    Count.Kind.PENALTIES: "penalties",
    Count.Kind.COERCION: "coercion",
    Count.Kind.FEES: "fees",
    Count.Kind.PROCUREMENT: "procurement",
    Count.Kind.PROCUREMENT_AMOUNT: "procurement_amount",
}
"""What the count register counts, by the kinds of facts."""

_NO_RULES = (Kind.TOWN, Kind.SUBDISTRICT)
"""Organs that can make no 规章 whatever their place (立法法 gives the power to none of them)."""


def facts_of(organ: Organ, year: int, name: str, *, told: bool = True) -> Facts:
    """Everything the report of ``organ``, called ``name``, on ``year`` is counted from.

    ``told``: with what only the text tells, which the tables do without.
    """
    organs = Organ.objects.filter(pk=organ.pk)
    disputes = counting.column_counts(organ, year)
    yearly = _year_figures(organ, year)
    kept = {*NORMATIVE, *COUNTED.values(), *(RULES if organ.kind in _NO_RULES else ()), *yearly}
    return Facts(
        organ=name,
        year=year,
        applied=tuple(Applied(*one) for one in statistics.lives(organs, year)),
        disputed=tuple(
            Disputed(group, column, count)
            for (group, column), count in disputes.items()
            if count and column != TOTAL
        ),
        tallied=(*_documents(organ, year), *_counts(organ, year), *tally(yearly)),
        kept=frozenset(kind for kind in KINDS if kind in kept),
        told=told_of(organ, year) if told else Told(),
    )


def _documents(organ: Organ, year: int) -> tuple[Tallied, ...]:
    found = stock.of_year(organ, year)
    return tally(
        {
            "normative_made": found.made,
            "normative_disclosed": found.disclosed,
            "normative_ended": found.ended,
            "normative_in_force": found.in_force,
        }
    )


def _year_figures(organ: Organ, year: int) -> dict[str, int]:
    """Rules of the year; items at the end of the last and their change, each where both ends are known."""
    known = year_figures.held(organ, year - 1, year)
    found = {kind: known[year, kind] for kind in RULES if (year, kind) in known}
    for kind in LISTED:
        before, now = known.get((year - 1, kind)), known.get((year, kind))
        if before is not None:
            found[f"{kind}_before"] = before
            if now is not None:
                found[f"{kind}_change"] = now - before
    return found


def _counts(organ: Organ, year: int) -> tuple[Tallied, ...]:
    return tuple(
        Tallied(COUNTED[Count.Kind(kind)], value, section, month)
        for (section, kind, month), value in sorted(counts.held(organ, year).items())
    )
