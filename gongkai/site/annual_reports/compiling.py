"""底数 of an organ and a year from the rooms' records, and the way back from a cell to them.

A number of queries that does not grow with what there is to count.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.db.models import Count as Counting
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from gongkai.annual_report import formats
from gongkai.annual_report.compilation import TOTAL, compiled, kinds_of
from gongkai.annual_report.facts import (
    KINDS,
    NORMATIVE,
    RULES,
    Applied,
    Disputed,
    Facts,
    Tallied,
    Told,
    tally,
)
from gongkai.annual_report.formats.form import Cell
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report, figure

from ..applications import statistics
from ..applications.models import Application
from ..disclosure import counts, stock
from ..disclosure.models import Item
from ..disclosure.record_models import Count
from ..disputes import counting
from ..organs.models import Kind, Organ
from .models import AnnualReport, Version

COUNTED = {
    Count.Kind.LICENCES: "licences",
    Count.Kind.OTHER_SERVICES: "services",
    Count.Kind.PENALTIES: "penalties",
    Count.Kind.COERCION: "coercion",
    Count.Kind.FEES: "fees",
    Count.Kind.PROCUREMENT: "procurement",
    Count.Kind.PROCUREMENT_AMOUNT: "procurement_amount",
}
"""What the count register counts, by the kinds of facts."""

_NO_RULES = (Kind.TOWN, Kind.SUBDISTRICT)
"""Organs that can make no 规章 whatever their place (立法法 gives the power to none of them)."""


def facts_of(organ: Organ, year: int, name: str) -> Facts:
    """Everything the report of ``organ``, called ``name``, on ``year`` is counted from."""
    organs = Organ.objects.filter(pk=organ.pk)
    disputes = counting.column_counts(organ, year)
    kept = {*NORMATIVE, *COUNTED.values(), *(RULES if organ.kind in _NO_RULES else ())}
    return Facts(
        organ=name,
        year=year,
        applied=tuple(Applied(*one) for one in statistics.lives(organs, year)),
        disputed=tuple(
            Disputed(group, column, count)
            for (group, column), count in disputes.items()
            if count and column != TOTAL
        ),
        tallied=(*_documents(organ, year), *_counts(organ, year)),
        kept=frozenset(kind for kind in KINDS if kind in kept),
        told=_told(organ, year),
    )


def variant_of(organ: Organ, year: int) -> str | None:
    """How the organ printed the form when it last published a report on it."""
    before = AnnualReport.objects.published().filter(organ=organ, year__lte=year).order_by("-year").first()
    last = before.current.reading if before and before.current else None
    return last.variant if last and last.format == formats.for_year(year).id else None


def frozen(version: Version) -> Facts:
    """The facts a compiled version was counted from, as they were then."""
    with version.source.file.open() as file:
        return Facts.from_dict(json.loads(file.read()))


@dataclass(frozen=True)
class Difference:
    """A cell whose number is no longer one: as compiled, as it stands in the report, as records say now."""

    cell: Cell
    then: str
    stands: str
    now: str
    behind: str
    """Address of the records; empty where there is none."""


def differences(version: Version) -> list[Difference]:
    """What was frozen in a compiled version, and in its report, against the records of now."""
    report, organ = version.reading, version.report.organ
    form = report.form
    assert form is not None
    before = compiled(frozen(version), report.variant)
    after = compiled(facts_of(organ, version.report.year, before.organ or ""), report.variant)
    return [
        Difference(cell, *printed, behind(organ, version.report.year, cell))
        for id, cell in form.cells.items()
        for printed in [(_printed(before, cell), report.printed(id), _printed(after, cell))]
        if len(set(printed)) > 1
    ]


def behind(organ: Organ, year: int, cell: Cell) -> str:
    """The address of the records that a cell counts; empty where it has no source."""
    row, column = cell.row.id, cell.column.id
    if cell.table.id == "applications":
        query = {"organ": organ.slug, "year": year, "row": row, "column": column}
        return f"{reverse('applications:behind')}?{urlencode(query)}"
    if cell.table.id == "remedies":
        return (
            f"{reverse('disputes:table', args=[organ.slug, year])}?{urlencode({'cell': f'{row}.{column}'})}"
        )
    return _of_table_two(organ, year, cell)


def summands(organ: Organ, year: int, cell: Cell) -> str:
    """The address of the organs whose numbers make up a cell of a total."""
    return reverse("annual_reports:total_cell", args=[organ.slug, year, cell.id])


def addresses(organ: Organ, version: Version) -> dict[str, str]:
    """Cell → the records behind it, for those that count any; of a gathered version the organs added up."""
    report = version.reading
    form = report.form
    to = summands if version.is_gathered else behind
    found = {
        id: to(organ, version.report.year, form.cells[id])
        for id, value in report.cells.items()
        if form and value
    }
    return {id: address for id, address in found.items() if address}


def _of_table_two(organ: Organ, year: int, cell: Cell) -> str:
    edition = formats.for_year(year).id
    forms = (form for form in formats.every() if form.id == edition and cell.id in form.cells)
    kinds = {kind for form in forms for kind in kinds_of(cell, form)}
    if kinds & set(NORMATIVE):
        return reverse("disclosure:normative", args=[organ.slug])
    if kinds & set(COUNTED.values()):
        return reverse("disclosure:counts", args=[organ.slug, year])
    return ""


def _printed(report: Report, cell: Cell) -> str:
    value: Number | None = report.cells[cell.id]
    return "" if value is None else figure(value, cell)


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


def _counts(organ: Organ, year: int) -> tuple[Tallied, ...]:
    return tuple(
        Tallied(COUNTED[Count.Kind(kind)], value, section, month)
        for (section, kind, month), value in sorted(counts.held(organ, year).items())
    )


def _told(organ: Organ, year: int) -> Told:
    """What only the text tells; items by the day they became public, fees by the day they were paid."""
    published = Item.objects.filter(
        organ=organ, published_at__gte=_start(year - 1), published_at__lt=_start(year + 1)
    )
    items = published.aggregate(
        now=Counting("pk", filter=Q(published_at__gte=_start(year))),
        before=Counting("pk", filter=Q(published_at__lt=_start(year))),
    )
    cases = Application.objects.counted().filter(organ=organ)
    received = cases.filter(received_on__range=(date(year - 1, 1, 1), date(year, 12, 31))).aggregate(
        now=Counting("pk", filter=Q(received_on__year=year)),
        before=Counting("pk", filter=Q(received_on__year=year - 1)),
    )
    paid = cases.filter(fee_paid_on__range=(date(year, 1, 1), date(year, 12, 31)))
    fees = paid.aggregate(cases=Counting("pk"), yuan=Sum("fee_yuan"))
    return Told(
        published=(items["now"], items["before"]),
        received=(received["now"], received["before"]),
        fee_cases=fees["cases"],
        fee_yuan=fees["yuan"] or 0,
    )


def _start(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), get_current_timezone())
