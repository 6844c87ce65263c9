"""编制: facts → a Report on the form of its year.

Where a fact is counted is data. Every application lands in one cell by how it came and in one by
how it ended, so that table three balances by what is counted; every dispute in one cell; every kind of
table two in one cell, or it is declared that the form does not ask for it. Totals are added up.
"""

from collections.abc import Iterator, Mapping

from gongkai.law.applications import answers

from . import formats
from .facts import APPLICANTS, ITEMS, LISTED, SERVICES, Applied, Disputed, Fact, Facts, Tallied
from .formats.form import Cell, Format
from .formats.relations import Number
from .report import BLANK, Report

TOTAL = "total"
_HANDLED = "handled_total"

_COLUMN = {"before": "items_last_year", "change": "items_change"}


def _items(of: Mapping[str, str | None]) -> dict[str, str | None]:
    """Where the numbers of items stand, by the row of each kind; None: the form has no such row."""
    return {
        f"{kind}_{when}": row and f"{row}.{column}"
        for kind, row in of.items()
        for when, column in _COLUMN.items()
    }


_DECISIONS = {
    "licences": "licences.decisions",
    "penalties": "penalties.decisions",
    "coercion": "coercion.decisions",
}
TABLE_TWO: Mapping[str, Mapping[str, str | None]] = {
    "2019": {
        "rules_made": "rules.made",
        "rules_disclosed": "rules.disclosed",
        "rules_ended": None,
        "rules_in_force": "rules.disclosed_total",
        "normative_made": "normative_documents.made",
        "normative_disclosed": "normative_documents.disclosed",
        "normative_ended": None,
        "normative_in_force": "normative_documents.disclosed_total",
        **_DECISIONS,
        "services": "other_services.decisions",
        "inspections": "other_services.decisions",
        "confirmations": "other_services.decisions",
        "fees": None,
        "procurement": "procurement.projects",
        "procurement_amount": "procurement.amount",
        **_items({kind: "other_services" if kind in SERVICES else kind for kind in LISTED}),
    },
    "2021": {
        "rules_made": "rules.issued",
        "rules_disclosed": None,
        "rules_ended": "rules.repealed",
        "rules_in_force": "rules.in_force",
        "normative_made": "normative_documents.issued",
        "normative_disclosed": None,
        "normative_ended": "normative_documents.repealed",
        "normative_in_force": "normative_documents.in_force",
        **_DECISIONS,
        "services": None,
        "inspections": None,
        "confirmations": None,
        "fees": "fees.amount",
        "procurement": None,
        "procurement_amount": None,
        **dict.fromkeys(ITEMS),
    },
}
"""Form → kind → its cell of table two; None: the form does not ask for it."""

SPLIT: Mapping[str, Mapping[str, str | None]] = {
    "beijing_2020": {
        "services": None,  # nobody said which of the two they were
        "inspections": "other_services_inspection.decisions",
        "confirmations": "other_services_confirmation.decisions",
        **_items(
            {
                "services": None,
                "inspections": "other_services_inspection",
                "confirmations": "other_services_confirmation",
            }
        ),
    },
}
"""Variant → kinds that it counts elsewhere than the plain form."""


def compiled(facts: Facts, variant: str | None = None) -> Report:
    """The tables counted from ``facts``, on the form of the year as ``variant`` prints it; no text yet.

    A cell is 0 where nothing was counted, blank where it has no source or nothing of the kind is kept.
    Raises UnknownFormat before 2019, KeyError for an answer, applicant, group or kind nobody knows.
    """
    form = formats.load(formats.for_year(facts.year).id, variant)
    counted: dict[str, Number] = dict.fromkeys(form.cells, 0)
    every: tuple[Fact, ...] = (*facts.applied, *facts.disputed, *facts.tallied)
    for fact in every:
        for cell in landing(fact, form):
            counted[cell] += _amount(fact, form.cells[cell])
    _add_totals(counted, form)
    cells: dict[str, Number | None] = {
        id: counted[id] if is_fed(cell, form, facts.kept) else None for id, cell in form.cells.items()
    }
    return Report(
        organ=facts.organ,
        year=facts.year,
        format=form.id,
        variant=variant,
        cells=cells,
        marks={id: BLANK for id, value in cells.items() if value is None},
    )


def landing(fact: Fact, form: Format) -> tuple[str, ...]:
    """The cells that count a fact, totals apart: of an application two, of all else one, or none."""
    if isinstance(fact, Applied):
        came = "carried_in" if fact.carried_in else "received_new"
        ended = "carried_out" if fact.answer is None else _row(fact.answer, form)
        return tuple(_known(f"applications.{row}.{fact.applicant}", form) for row in (came, ended))
    if isinstance(fact, Disputed):
        return (_known(f"remedies.{fact.group}.{fact.column}", form),)
    cell = table_two(form)[fact.kind]
    return () if cell is None else (_known(f"disclosure.{cell}", form),)


def table_two(form: Format) -> dict[str, str | None]:
    """Kind → ``row.column`` of table two as the form prints it; None: not asked for."""
    return {**TABLE_TWO[form.id], **SPLIT.get(form.variant or "", {})}


def is_fed(cell: Cell, form: Format, kept: frozenset[str]) -> bool:
    """Whether records tell the number: always in tables three and four, in table two by its kinds."""
    return cell.table.id != "disclosure" or any(kind in kept for kind in kinds_of(cell, form))


def kinds_of(cell: Cell, form: Format) -> tuple[str, ...]:
    """The kinds that a cell of table two counts."""
    place = f"{cell.row.id}.{cell.column.id}"
    return tuple(kind for kind, counted_in in table_two(form).items() if counted_in == place)


def _row(answer: str, form: Format) -> str:
    """The row of an answer; where a variant prints several rows as one, that one."""
    row = answers.row(answer, form.id)
    if any(row == one.id for one in form.table("applications").rows):
        return row
    whole = next(whole for whole, parts in form.parts.items() if f"applications.{row}" in parts)
    return whole.removeprefix("applications.")


def _known(cell: str, form: Format) -> str:
    if cell not in form.cells or cell.endswith(f".{TOTAL}"):
        raise KeyError(cell)
    return cell


def _amount(fact: Fact, cell: Cell) -> Number:
    """Decimals only where the form has them."""
    if not isinstance(fact, Tallied):
        return fact.count
    if not cell.column.whole:
        return fact.value
    if fact.value != fact.value.to_integral_value():
        raise ValueError(f"{fact.kind}: {fact.value}")
    return int(fact.value)


def _add_totals(counted: dict[str, Number], form: Format) -> None:
    for total, addends in _sums(form):
        counted[total] = sum(counted[cell] for cell in addends)


def _sums(form: Format) -> Iterator[tuple[str, list[str]]]:
    """Each total with the cells it adds up; those of columns before those of rows."""
    leaves = [row.id for row in form.table("applications").rows if row.role == "leaf"]
    for applicant in APPLICANTS:
        addends = [f"applications.{row}.{applicant}" for row in leaves]
        yield f"applications.{_HANDLED}.{applicant}", addends
    for table in (form.table("applications"), form.table("remedies")):
        for block in table.blocks:
            names = [column.id for column in block.columns if column.id != TOTAL]
            for row in block.rows:
                yield f"{table.id}.{row.id}.{TOTAL}", [f"{table.id}.{row.id}.{name}" for name in names]
