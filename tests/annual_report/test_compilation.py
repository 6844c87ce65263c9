"""编制: each fact lands in one cell of the form, and each cell has a source or is declared to have none."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.annual_report import formats, reconciliation
from gongkai.annual_report.compilation import compiled, kinds_of, landing, table_two
from gongkai.annual_report.facts import (
    APPLICANTS,
    GROUPS,
    ITEMS,
    KINDS,
    RULES,
    Applied,
    Disputed,
    Facts,
    Tallied,
    Told,
    tally,
)
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.report import BLANK, Report
from gongkai.law.applications.answers import ANSWERS, row
from gongkai.law.disputes.outcomes import COLUMNS

FORMS = formats.every()
forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.variant or 'plain'}")
ORGAN = "望舒镇人民政府"

APPLIED = [
    Applied(who, carried_in, answer, 1)
    for who in APPLICANTS
    for carried_in in (False, True)
    for answer in (None, *ANSWERS)
]
DISPUTED = [Disputed(group, column, 1) for group in GROUPS for column in COLUMNS]
TALLIED = [Tallied(kind, Decimal(1)) for kind in KINDS]

NOT_ASKED = {
    ("2019", None): {"rules_ended", "normative_ended", "fees"},
    ("2019", "beijing_2020"): {
        "rules_ended",
        "normative_ended",
        "fees",
        "services",
        "services_before",
        "services_change",
    },
    ("2021", None): {
        "rules_disclosed",
        "normative_disclosed",
        "services",
        "inspections",
        "confirmations",
        "procurement",
        "procurement_amount",
        *ITEMS,
    },
}
NOT_ASKED["2021", "single_other_row"] = NOT_ASKED["2021", None]


def of(form: Format, **facts: object) -> Report:
    return compiled(Facts(ORGAN, form.years.first, **facts), form.variant)  # type: ignore[arg-type]


@forms
def test_every_application_lands_in_one_cell_as_it_came_and_in_one_as_it_ended(form: Format) -> None:
    leaves = {one.id for one in form.table("applications").rows if one.role == "leaf"}
    for fact in APPLIED:
        came, ended = (form.cells[cell] for cell in landing(fact, form))
        assert came.row.id == ("carried_in" if fact.carried_in else "received_new")
        assert ended.row.id in leaves if fact.answer else ended.row.id == "carried_out"
        assert came.column.id == ended.column.id == fact.applicant


@forms
def test_an_answer_lands_in_its_row_or_in_the_row_the_variant_prints_for_it(form: Format) -> None:
    for answer in ANSWERS:
        (_came, ended) = landing(Applied("business", False, answer, 1), form)
        plain = row(answer, form.id)
        alone = form.variant == "single_other_row" and plain.startswith("other_")
        assert ended == f"applications.{'other' if alone else plain}.business"


@forms
def test_every_dispute_lands_in_the_cell_of_its_group_and_column(form: Format) -> None:
    for fact in DISPUTED:
        assert landing(fact, form) == (f"remedies.{fact.group}.{fact.column}",)


@forms
def test_every_kind_of_table_two_lands_in_one_cell_or_is_declared_not_asked_for(form: Format) -> None:
    not_asked = NOT_ASKED[form.id, form.variant]
    for fact in TALLIED:
        found = landing(fact, form)
        assert len(found) == (0 if fact.kind in not_asked else 1)
        assert all(form.cells[cell].table.id == "disclosure" for cell in found)


@forms
def test_every_cell_has_a_source(form: Format) -> None:
    fed = {cell for fact in (*APPLIED, *DISPUTED, *TALLIED) for cell in landing(fact, form)}
    totals = {id for id, cell in form.cells.items() if "total" in (cell.column.id, cell.row.role)}
    assert fed | totals == set(form.cells)
    assert not fed & totals


@forms
def test_where_nothing_was_counted_a_cell_is_nought(form: Format) -> None:
    report = of(form)
    assert set(report.cells.values()) == {0} and not report.marks
    assert list(report.cells) == list(form.cells)
    assert Report.from_dict(report.as_dict()) == report


@forms
def test_what_nobody_keeps_is_blank_and_not_nought(form: Format) -> None:
    report = of(form, kept=frozenset(KINDS) - set(RULES))
    for id, cell in form.cells.items():
        if cell.table.id == "disclosure":
            assert (report.cells[id] is None) == (cell.row.id == "rules")
            assert report.marks.get(id) == (BLANK if cell.row.id == "rules" else None)


def test_services_nobody_divided_leave_both_parts_blank() -> None:
    kept = frozenset(KINDS) - {"inspections", "confirmations"}
    report = compiled(Facts(ORGAN, 2020, tallied=tally({"services": 7}), kept=kept), "beijing_2020")
    assert report.cells["disclosure.other_services_inspection.decisions"] is None
    assert report.cells["disclosure.other_services_confirmation.decisions"] is None
    plain = compiled(Facts(ORGAN, 2020, tallied=tally({"services": 7, "inspections": 2}), kept=kept))
    assert plain.cells["disclosure.other_services.decisions"] == 9


def test_amounts_keep_their_decimals_and_counts_have_none() -> None:
    months = (Tallied("fees", Decimal("0.1234"), "财政所", 1), Tallied("fees", Decimal("1.2"), "财政所", 2))
    report = compiled(Facts(ORGAN, 2025, tallied=months))
    assert report.cells["disclosure.fees.amount"] == Decimal("1.3234")
    with pytest.raises(ValueError, match="licences"):
        compiled(Facts(ORGAN, 2025, tallied=(Tallied("licences", Decimal("1.5")),)))


@pytest.mark.parametrize(
    "fact",
    [
        Applied("total", False, None, 1),
        Applied("nobody", False, None, 1),
        Applied("business", False, "lost", 1),
        Disputed("review", "total", 1),
        Disputed("review", "won", 1),
        Tallied("bridges", Decimal(1)),
    ],
)
def test_what_the_form_does_not_know_is_refused_and_not_dropped(fact: Applied) -> None:
    with pytest.raises(KeyError):
        landing(fact, formats.load("2021"))


def test_years_before_the_form_are_refused() -> None:
    with pytest.raises(formats.UnknownFormat):
        compiled(Facts(ORGAN, 2018))


numbers = st.integers(0, 10**6)


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """A year in which documents are public only if made, and none leaves the stock before it was in it."""
    groups = draw(st.lists(st.builds(replace, st.sampled_from(APPLIED), count=numbers), max_size=12))
    disputes = draw(st.lists(st.builds(replace, st.sampled_from(DISPUTED), count=numbers), max_size=6))
    counted = {kind: draw(numbers) for kind in KINDS if not kind.startswith(("rules_", "normative_"))}
    amounts = {kind: Decimal(draw(numbers)) / 10**4 for kind in ("fees", "procurement_amount")}
    documents = {}
    for kind in ("rules", "normative"):
        before, made = draw(numbers), draw(numbers)
        ended = draw(st.integers(0, before))
        documents |= {
            f"{kind}_made": made,
            f"{kind}_disclosed": made,
            f"{kind}_ended": ended,
            f"{kind}_in_force": before + made - ended,
        }
    year = draw(st.integers(2019, 2030))
    return Facts(
        ORGAN,
        year,
        tuple(groups),
        tuple(disputes),
        tally({**counted, **documents, **amounts}),
        told=Told((3, 2)),
    )


calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@calm
@given(any_facts(), st.booleans())
def test_a_compiled_report_keeps_every_relation_of_its_form(facts: Facts, varied: bool) -> None:
    variants = list(formats.for_year(facts.year).variants)
    report = compiled(facts, variants[0] if varied else None)
    form = report.form
    assert form is not None
    for instance in form.instances:
        if instance.relation.scope == "report":
            sides = instance.sides(lambda term: report.cells[term.cell or ""])
            assert sides is not None and instance.holds(*sides), instance.relation.id
    found = {finding.code for finding in reconciliation.check(report) if finding.severity == "error"}
    assert found <= {"section_missing"}  # the text is not compiled


@calm
@given(any_facts())
def test_nothing_is_lost_between_facts_and_cells(facts: Facts) -> None:
    report = compiled(facts)
    cells = report.cells
    assert cells["applications.received_new.total"] == sum(
        one.count for one in facts.applied if not one.carried_in
    )
    assert cells["applications.handled_total.total"] == sum(one.count for one in facts.applied if one.answer)
    assert sum(cells[f"remedies.{group}.total"] or 0 for group in GROUPS) == sum(
        one.count for one in facts.disputed
    )


@calm
@given(any_facts())
def test_facts_written_as_json_are_read_again_the_same(facts: Facts) -> None:
    assert Facts.from_dict(json.loads(json.dumps(facts.as_dict()))) == facts


@forms
def test_kinds_of_a_cell_are_those_that_land_in_it(form: Format) -> None:
    for kind, place in table_two(form).items():
        if place:
            assert kind in kinds_of(form.cells[f"disclosure.{place}"], form)


def test_numbers_of_items_land_beside_the_decisions_of_their_kind() -> None:
    given = tally(
        {"licences_before": 12, "licences_change": -2, "services_before": 3, "confirmations_before": 4}
    )
    cells = compiled(Facts(ORGAN, 2020, tallied=given)).cells
    assert cells["disclosure.licences.items_last_year"] == 12
    assert cells["disclosure.licences.items_change"] == -2
    assert cells["disclosure.other_services.items_last_year"] == 7
    assert compiled(Facts(ORGAN, 2021, tallied=given)).cells["disclosure.licences.decisions"] == 0
