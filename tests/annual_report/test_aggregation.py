"""汇总: sums keep every relation; what is missing is named; split rows go into the whole row."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_report import formats
from gongkai.annual_report.aggregation import DifferentForms, total
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import Report

from .build import sample_report

ALL = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


@ALL
def test_every_cell_is_the_sum_of_its_cells(form: Format) -> None:
    one = sample_report(form.id, form.variant)
    summed = total([one, one, one])
    assert (summed.format, summed.variant, summed.year) == (form.id, form.variant, one.year)
    assert all(value == 3 * (one.cells[id] or 0) for id, value in summed.cells.items())
    assert set(summed.cells) == set(form.cells)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 5000), min_size=1, max_size=6), st.sampled_from(formats.every()))
def test_a_sum_keeps_every_relation_its_parts_keep(factors: list[int], form: Format) -> None:
    base = sample_report(form.id, form.variant)
    parts = [
        replace(base, cells={id: (v or 0) * factor for id, v in base.cells.items()}) for factor in factors
    ]
    kept = {relation.id for relation in form.relations if relation.severity == "error"}
    assert not [finding for finding in check(total(parts)) if finding.code in kept]


def test_split_rows_are_added_into_the_whole_row() -> None:
    whole = sample_report("2019")
    split = sample_report("2019", "beijing_2020")
    summed = total([split, whole])
    assert summed.variant is None
    parts = [
        split.cells[f"disclosure.other_services_{p}.decisions"] or 0 for p in ("inspection", "confirmation")
    ]
    assert summed.cells["disclosure.other_services.decisions"] == sum(parts) + (
        whole.cells["disclosure.other_services.decisions"] or 0
    )


def test_other_results_in_three_rows_and_in_one_come_together_in_one() -> None:
    three, one = sample_report("2021"), sample_report("2021", "single_other_row")
    summed = total([three, one])
    assert summed.variant == "single_other_row"
    rows = ("other_not_corrected", "other_fee_unpaid", "other_misc")
    expected = sum(three.cells[f"applications.{row}.total"] or 0 for row in rows)
    assert summed.cells["applications.other.total"] == expected + (one.cells["applications.other.total"] or 0)
    assert not [f for f in check(summed) if f.severity == "error" and "section" not in f.code]


def test_a_blank_is_not_added_as_zero_without_a_word() -> None:
    id = "disclosure.rules.issued"
    full = sample_report("2021")
    blank = replace(full, cells={**full.cells, id: None}, marks={id: "blank"})
    summed = total([full, blank, blank])
    assert summed.cells[id] == 2
    assert summed.marks[id] == "note: 2（2份未填）"
    assert total([blank, blank]).cells[id] is None
    assert total([blank, blank]).marks[id] == "blank"


def test_what_all_leave_open_stays_open() -> None:
    id = "disclosure.rules.issued"
    full = sample_report("2021")
    stroke = replace(full, cells={**full.cells, id: None}, marks={id: "na"})
    assert total([stroke, stroke]).marks[id] == "na"


def test_a_cell_one_report_lacks_is_left_out_and_named() -> None:
    id = "remedies.review.total"
    full = sample_report("2021")
    without = replace(full, cells={k: v for k, v in full.cells.items() if k != id})
    summed = total([full, without])
    assert id not in summed.cells
    assert [(u.text, u.reason) for u in summed.unread] == [
        ("行政复议·总计", "有1份报告没有读出这一格，未作合计")
    ]


def test_years_that_differ_leave_the_year_open() -> None:
    assert total([sample_report("2021", year=2021), sample_report("2021", year=2022)]).year is None


@pytest.mark.parametrize(
    "reports",
    [[sample_report("2019"), sample_report("2021")], [Report(organ="甲", year=2016)], []],
    ids=["two formats", "no format", "nothing"],
)
def test_one_form_only(reports: list[Report]) -> None:
    with pytest.raises(DifferentForms):
        total(reports)


def test_amounts_are_added_exactly() -> None:
    id = "disclosure.fees.amount"
    full = sample_report("2021")
    parts = [replace(full, cells={**full.cells, id: Decimal("0.1")}) for _ in range(3)]
    assert total(parts).cells[id] == Decimal("0.3")
