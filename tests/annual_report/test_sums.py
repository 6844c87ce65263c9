"""累计: one report at a time, in and out, is always what adding them all up gives."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.annual_report import formats
from gongkai.annual_report.aggregation import DifferentForms, total
from gongkai.annual_report.report import BLANK, NOT_APPLICABLE, Report
from gongkai.annual_report.sums import Part, Sums

from .build import sample_report

CHOICES = {
    "2019": (None, *formats.load("2019").variants),
    "2021": (None, *formats.load("2021").variants),
}


@st.composite
def a_report(draw: st.DrawFn, form: str) -> Report:
    """Numbers, blanks, strokes and cells nobody could read, on any variant of a form."""
    base = sample_report(form, draw(st.sampled_from(CHOICES[form])))
    cells, marks = dict(base.cells), {}
    for id in draw(st.lists(st.sampled_from(sorted(cells)), max_size=12)):
        if id not in cells:
            continue
        match draw(st.sampled_from(("number", "blank", "stroke", "unread"))):
            case "number":
                whole = base.form and base.form.cells[id].column.whole
                cells[id] = draw(
                    st.integers(0, 10**15 - 1)
                    if whole
                    else st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6)
                )
                marks.pop(id, None)
            case "blank":
                cells[id], marks[id] = None, BLANK
            case "stroke":
                cells[id], marks[id] = None, NOT_APPLICABLE
            case _:
                del cells[id]
                marks.pop(id, None)
    return replace(base, cells=cells, marks=marks)


FORM = st.shared(st.sampled_from(("2019", "2021")), key="form")
REPORTS = FORM.flatmap(lambda form: st.lists(a_report(form), min_size=1, max_size=6))


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.randoms(use_true_random=False))
def test_in_and_out_in_any_order_is_what_adding_up_gives(reports: list[Report], dice) -> None:
    """Add all, take some out, through JSON in between: the rest is the total of the rest."""
    sums = Sums()
    for report in reports:
        sums.add(Part.of(report))
        sums = Sums.from_dict(json.loads(json.dumps(sums.as_dict())))
    gone = [report for report in reports if dice.random() < 0.5]
    rest = [report for report in reports if not any(report is one for one in gone)]
    dice.shuffle(gone)
    for report in gone:
        part = Part.from_dict(json.loads(json.dumps(Part.of(report).as_dict())))
        sums.add(part, -1)
    assert sums.as_dict() == Sums.of(Part.of(report) for report in rest).as_dict()
    if not rest:
        assert sums.report() is None
        return
    found, wanted = sums.report(), total(rest)
    assert found is not None
    assert (found.cells, found.marks, found.unread, found.variant) == (
        wanted.cells,
        wanted.marks,
        wanted.unread,
        wanted.variant,
    )


@settings(max_examples=20, deadline=None)
@given(REPORTS)
def test_totals_of_groups_add_up_to_the_total_of_all(reports: list[Report]) -> None:
    halves = [Sums.of(Part.of(report) for report in reports[at::2]) for at in (0, 1)]
    whole = Sums()
    for half in halves:
        whole.merge(half)
    assert whole.as_dict() == Sums.of(Part.of(report) for report in reports).as_dict()
    whole.merge(halves[1], -1)
    assert whole.as_dict() == halves[0].as_dict()


def test_a_sum_of_more_digits_than_a_report_holds_is_exact() -> None:
    id = "disclosure.fees.amount"
    parts = [
        Part.of(replace(sample_report("2021"), cells={**sample_report("2021").cells, id: Decimal(text)}))
        for text in ("999999999999999.000000000000001", "0.000000000000001")
    ]
    assert Sums.of(parts).cells[id][0] == Decimal("999999999999999.000000000000002")


def test_reports_of_two_forms_are_not_added_up() -> None:
    sums = Sums.of([Part.of(sample_report("2019"))])
    with pytest.raises(DifferentForms):
        sums.add(Part.of(sample_report("2021")))
    with pytest.raises(DifferentForms):
        Part.of(Report(organ="甲", year=2016))
