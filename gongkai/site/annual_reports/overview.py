"""一页通: what a leader asks of an organ, or of all organs under one, on one page.

The number of queries is the same for any number of organs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.annual_report import pictures as of_reports
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.facts import Applied, Facts
from gongkai.annual_report.pictures import Behind, nowhere
from gongkai.annual_report.rendering.summary import Figure
from gongkai.annual_report.report import Report
from gongkai.charts import Chart

from ..applications import statistics
from ..organs.models import Organ
from . import measures, pictures
from .compile_actions import FIRST_YEAR
from .measures import Pair, Period, Waiting
from .models import AnnualReport

YEARS = 5
"""Years of reports shown, none before the uniform forms."""
MOST_CHANGED = 5
"""Organs named for what changed most."""


ACCEPTED, PUBLISHED, NONE = "submitted", "returned", "unfiled"
_WORDS = {
    ACCEPTED: gettext_lazy("已接收"),
    PUBLISHED: gettext_lazy("已公布未接收"),
    NONE: gettext_lazy("未公布"),
}


@dataclass(frozen=True)
class State:
    """年报 of an organ and a year: how far it is; ``kind`` as the tiles of the stylesheet call it."""

    year: int
    kind: str

    @property
    def word(self) -> str:
        return str(_WORDS[self.kind])


@dataclass(frozen=True)
class Row:
    """An organ among others."""

    organ: Organ
    report: State
    waiting: Waiting
    received: Pair
    disclosed: Pair


@dataclass(frozen=True)
class Change:
    """An organ whose figure changed much."""

    organ: Organ
    figure: Figure


@dataclass(frozen=True)
class Overview:
    period: Period
    waiting: Waiting
    figures: tuple[Figure, ...]
    charts: tuple[Chart, ...]
    states: tuple[State, ...]
    """Of one organ, the newest year first."""
    rows: tuple[Row, ...]
    """Of many organs."""
    changes: tuple[Change, ...]


def of(
    scope: measures.Organs, organs: Sequence[Organ], year: int, on: date, behind: Behind = nowhere
) -> Overview:
    """Of one organ or many: ``organs`` are those of ``scope``, named. What waits is of the day ``on``."""
    period, alone, years = Period.of(year, on), len(organs) == 1, report_years(year, on)
    received, disclosed = measures.received(scope, period), measures.disclosed(scope, period)
    waiting, states = measures.waiting(scope, on), reports(scope, years)
    this, last = (_counted(scope, one) for one in (year, year - 1))
    publication, reply, more = measures.terms(period.last)
    charts = (
        *pictures.by_records(
            period, of_reports.outcome(this, behind), of_reports.refusals(this, pictures.MOST, behind)
        ),
        pictures.replies(measures.answered(scope, period), period, reply, more),
        pictures.publication(measures.published(scope, period), period, publication),
        pictures.months(measures.monthly(scope, year), period),
    )
    rows = () if alone else tuple(_rows(organs, year, states, waiting, received, disclosed))
    return Overview(
        period,
        total(waiting.values()),
        tuple(_figures(period, this, last, received, disclosed)),
        (filed(organs, states, years), *charts) if rows else charts,
        tuple(state(states, organs[0].pk, one) for one in reversed(years)) if alone else (),
        rows,
        tuple(changed(rows)),
    )


def _figures(
    period: Period,
    this: Report,
    last: Report,
    received: Mapping[int, Pair],
    disclosed: Mapping[int, Pair],
) -> Iterator[Figure]:
    yield Figure(_("主动公开"), *measures.added(disclosed), _("条"))
    yield Figure(_("新收申请"), *measures.added(received), _("件"))
    if period.whole:  # of a year under way, what is not ended yet says nothing beside a whole year
        for row, label in (("handled_total", _("办结申请")), ("carried_out", _("结转下年度"))):
            yield Figure(label, of_reports.total(this, row), of_reports.total(last, row), _("件"))


def _rows(
    organs: Sequence[Organ],
    year: int,
    states: Mapping[tuple[int, int], bool],
    waiting: Mapping[int, Waiting],
    received: Mapping[int, Pair],
    disclosed: Mapping[int, Pair],
) -> Iterator[Row]:
    """What a table of organs says of each; its report is the one on the year before."""
    none = (0, 0)
    for one in organs:
        yield Row(
            one,
            state(states, one.pk, year - 1),
            waiting.get(one.pk, Waiting()),
            received.get(one.pk, none),
            disclosed.get(one.pk, none),
        )


def report_years(year: int, on: date) -> list[int]:
    """The years of reports beside a year: up to it, but not the one that is not over."""
    last = min(year, on.year - 1)
    return list(range(max(FIRST_YEAR, last - YEARS + 1), last + 1))


def reports(organs: measures.Organs, years: Sequence[int]) -> dict[tuple[int, int], bool]:
    """(organ, year) → whether its published report is accepted."""
    found = AnnualReport.objects.filter(organ__in=organs, year__in=years, current__isnull=False)
    return {
        (organ, year): accepted is not None
        for organ, year, accepted in found.order_by().values_list("organ", "year", "accepted")
    }


def state(found: Mapping[tuple[int, int], bool], organ: int, year: int) -> State:
    accepted = found.get((organ, year))
    return State(year, NONE if accepted is None else ACCEPTED if accepted else PUBLISHED)


def filed(organs: Sequence[Organ], found: Mapping[tuple[int, int], bool], years: Iterable[int]) -> Chart:
    """How many reports of each year are in, of the organs that existed in it."""
    counted = []
    for one in years:
        there = [found.get((organ.pk, one)) for organ in organs if existed(organ, one)]
        counted.append((one, there.count(True), there.count(False), there.count(None)))
    return pictures.filed(counted)


def existed(organ: Organ, year: int) -> bool:
    """As ``Organ.objects.existing_in``, of one that is in hand."""
    gone = organ.dissolved_on is not None and organ.dissolved_on <= date(year, 1, 1)
    return organ.established_on <= date(year, 12, 31) and not gone


def total(every: Iterable[Waiting]) -> Waiting:
    """Those of many organs together."""
    found = list(every)
    return Waiting(
        sum(one.open for one in found), sum(one.soon for one in found), sum(one.late for one in found)
    )


def changed(rows: Iterable[Row]) -> list[Change]:
    """The organs whose applications or items changed most, the greatest change first."""
    came, public = (_("新收申请"), _("件")), (_("主动公开"), _("条"))
    changes = [
        Change(row.organ, figure)
        for row in rows
        for (label, unit), pair in ((came, row.received), (public, row.disclosed))
        for figure in (Figure(label, *pair, unit),)
        if figure.weight
    ]
    return sorted(changes, key=lambda one: -one.figure.weight)[:MOST_CHANGED]


def _counted(organs: measures.Organs, year: int) -> Report:
    """Table three of many organs, counted from the cases."""
    applied = tuple(Applied(*one) for one in statistics.lives(organs, year))
    return compiled(Facts("", year, applied, kept=frozenset()))
