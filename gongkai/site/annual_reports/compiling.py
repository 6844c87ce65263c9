"""What was frozen in a compiled version against the records of now; from a cell to its records."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.annual_report import formats
from gongkai.annual_report.compilation import compiled, kinds_of
from gongkai.annual_report.facts import ITEMS, NORMATIVE, RULES, Facts
from gongkai.annual_report.formats.form import Cell
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report, figure

from ..organs.models import Organ
from .models import AnnualReport, Version
from .records import COUNTED, facts_of

_NOT_COMPILED = "version was read from a file"
__all__ = ["COUNTED", "Difference", "addresses", "behind", "differences", "facts_of", "frozen", "variant_of"]


def variant_of(organ: Organ, year: int) -> str | None:
    """How the organ printed the form when it last published a report on it."""
    before = AnnualReport.objects.published().filter(organ=organ, year__lte=year).order_by("-year").first()
    last = before.current.reading if before and before.current else None
    return last.variant if last and last.format == formats.for_year(year).id else None


def frozen(version: Version) -> Facts:
    """The facts a compiled version was counted from, as they were then."""
    facts = version.frozen
    if facts is None:
        raise ValueError(_NOT_COMPILED)
    return facts


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
    then = frozen(version)
    before = compiled(then, report.variant)
    now = facts_of(organ, version.report.year, before.organ or "")
    after = compiled(replace(now, kept=now.kept | then.kept), report.variant)
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
    """Cell → the records behind it, for cells that count any or have none yet; of a nought there are none.

    Of a gathered version they are the organs whose numbers were added up.
    """
    report = version.reading
    form = report.form
    to = summands if version.is_gathered else behind
    found = {
        id: to(organ, version.report.year, form.cells[id])
        for id, value in report.cells.items()
        if form and value != 0
    }
    return {id: address for id, address in found.items() if address}


def _of_table_two(organ: Organ, year: int, cell: Cell) -> str:
    edition = formats.for_year(year).id
    forms = (form for form in formats.every() if form.id == edition and cell.id in form.cells)
    kinds = {kind for form in forms for kind in kinds_of(cell, form)}
    if figures := [kind.removeprefix("normative_") for kind in NORMATIVE if kind in kinds]:
        query = {"figure": figures[0], "year": year}
        return f"{reverse('disclosure:normative', args=[organ.slug])}?{urlencode(query)}"
    if counted := [kind.value for kind, fact in COUNTED.items() if fact in kinds]:
        kept = urlencode({"kind": counted}, doseq=True)
        return f"{reverse('disclosure:counts', args=[organ.slug, year])}?{kept}"
    if kinds & {*RULES, *ITEMS}:
        return reverse("disclosure:year_figures", args=[organ.slug, year])
    return ""


def _printed(report: Report, cell: Cell) -> str:
    value: Number | None = report.cells[cell.id]
    return "" if value is None else figure(value, cell)
