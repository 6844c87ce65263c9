"""统计: how many came, how they ended, how long it took; by the definitions of the annual report.

Table three balances by what is counted: whoever was received before a year ends and has not ended
before it begins is either carried in or new, and either ends in the year or is carried out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, BooleanField, Case, Count, ExpressionWrapper, F, Q, QuerySet, When

from gongkai.law.applications.answers import ANSWERS, row

from .models import ApplicantKind, Application, ApplicationQuerySet

Cells = dict[str, int]
COLUMNS = tuple(kind.value for kind in ApplicantKind)


@dataclass(frozen=True)
class Year:
    """Of the organs and the year asked for. Days are working days of the term, on average."""

    cells: Cells
    """``row.column`` of table three, totals among them."""
    channels: Mapping[str, int]
    answers: Mapping[str, int]
    used: float | None
    late: int
    extended: int
    by_month: tuple[int, ...]


def counted(organs: QuerySet[Any]) -> ApplicationQuerySet:
    """The applications that table three counts, to some organs."""
    return Application.objects.counted().filter(organ__in=organs)


def of_row(found: ApplicationQuerySet, name: str, year: int) -> ApplicationQuerySet:
    """Those behind a row of table three (form of 2021, or ``other`` of 2019): what a cell opens to."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    unfinished = Q(closed_on__isnull=True)
    if name == "received_new":
        return found.filter(received_on__range=(first, last))
    if name == "carried_in":
        return found.filter(unfinished | Q(closed_on__gte=first), received_on__lt=first)
    if name == "carried_out":
        return found.filter(unfinished | Q(closed_on__gt=last), received_on__lte=last)
    ended = found.filter(closed_on__range=(first, last))
    if name == "handled_total":
        return ended
    return ended.filter(
        answer__in=[code for code in ANSWERS if name in (row(code, "2021"), row(code, "2019"))]
    )


def table_three(organs: QuerySet[Any], year: int, form: str) -> Cells:
    """The cells of table three by grouped counts, four queries whatever there is to count."""
    found = counted(organs)
    cells: Cells = {}
    for name in ("received_new", "carried_in", "carried_out"):
        _add(cells, name, of_row(found, name, year))
    ended = of_row(found, "handled_total", year)
    grouped = ended.values("answer", "applicant_kind").annotate(count=Count("pk")).order_by()
    for one in grouped:
        for name in (row(one["answer"], form), "handled_total"):
            _count(cells, name, one["applicant_kind"], one["count"])
    names = {row(code, form) for code in ANSWERS}
    for name in (*names, "received_new", "carried_in", "carried_out", "handled_total"):
        for column in (*COLUMNS, "total"):
            cells.setdefault(f"{name}.{column}", 0)
    return cells


def lives(organs: QuerySet[Any], year: int) -> list[tuple[str, bool, str | None, int]]:
    """Table three before it is a table: applicant, carried in, answer (None: carried out), how many.

    One query; whoever was in hand at some time of the year is in one group.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_hand = counted(organs).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=first), received_on__lte=last
    )
    grouped = in_hand.annotate(
        carried_in=ExpressionWrapper(Q(received_on__lt=first), output_field=BooleanField()),
        ended=Case(When(closed_on__lte=last, then=F("answer")), default=None),
    ).values_list("applicant_kind", "carried_in", "ended")
    return [
        (who, bool(carried), ended, count)
        for who, carried, ended, count in grouped.annotate(count=Count("pk")).order_by(
            "applicant_kind", "carried_in", "ended"
        )
    ]


def year_of(organs: QuerySet[Any], year: int, form: str) -> Year:
    """Everything the page says of a year."""
    found = counted(organs)
    new, ended = of_row(found, "received_new", year), of_row(found, "handled_total", year)
    channels = new.values_list("channel").annotate(count=Count("pk")).order_by()
    answers = ended.values_list("answer").annotate(count=Count("pk")).order_by()
    figures = ended.aggregate(
        used=Avg("used_days"),
        late=Count("pk", filter=Q(served_on__gt=F("due_on"))),
        extended=Count("pk", filter=Q(extended_on__isnull=False)),
    )
    months = dict(new.values_list("received_on__month").annotate(count=Count("pk")).order_by())
    return Year(
        cells=table_three(organs, year, form),
        channels=dict(channels),
        answers=dict(answers),
        used=figures["used"],
        late=figures["late"],
        extended=figures["extended"],
        by_month=tuple(months.get(month, 0) for month in range(1, 13)),
    )


def _add(cells: Cells, name: str, found: ApplicationQuerySet) -> None:
    for column, count in found.values_list("applicant_kind").annotate(count=Count("pk")).order_by():
        _count(cells, name, column, count)


def _count(cells: Cells, name: str, column: str, count: int) -> None:
    for cell in (f"{name}.{column}", f"{name}.total"):
        cells[cell] = cells.get(cell, 0) + count
