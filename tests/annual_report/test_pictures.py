"""What reports say, as charts: the years, how applications ended, what was not given, remedies."""

from dataclasses import replace

import pytest

from gongkai.annual_report import formats, pictures
from gongkai.annual_report.pictures import SMALL
from gongkai.annual_report.report import Report
from tests.annual_report.build import sample_report

EVERY = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


def of_year(year: int, **cells: int | None) -> Report:
    """A report on the form of 2021; cells by the row of table three, in its column 总计."""
    full = sample_report("2021")
    changed = {f"applications.{row}.total": value for row, value in cells.items()}
    return replace(full, year=year, cells={**full.cells, **changed})


def test_the_years_run_from_the_oldest() -> None:
    chart = pictures.requests([of_year(2023), of_year(2021), of_year(2022)])
    assert chart.labels == ("2021", "2022", "2023")


def test_a_year_without_a_number_is_no_zero() -> None:
    chart = pictures.requests([of_year(2021, received_new=None, handled_total=3)])
    assert chart.sentence == "2021新收申请无数据，办结申请3件"


def test_reports_before_the_uniform_forms_are_left_out() -> None:
    old = Report(organ="望舒镇人民政府", year=2015)
    assert pictures.requests([old]).labels == ()
    assert pictures.refusals(old).labels == () and pictures.matters(old).labels == ()


@EVERY
def test_the_parts_of_a_year_are_all_that_ended(form: formats.Format) -> None:
    report = sample_report(form.id, form.variant)
    chart = pictures.outcomes([report])
    assert chart.total(0) == report.cells["applications.handled_total.total"]
    assert [one.name for one in chart.series] == ["予以公开", "部分公开", "不予公开", "其他结果"]


@EVERY
def test_what_was_not_given_is_all_that_ended_otherwise(form: formats.Format) -> None:
    report = sample_report(form.id, form.variant)
    (reasons,) = pictures.refusals(report).series
    given = pictures.ended(report, ["予以公开", "部分公开"])
    assert given is not None
    assert sum(value or 0 for value in reasons.values) + given == pictures.total(report, "handled_total")
    assert list(reasons.values) == sorted(reasons.values, reverse=True)  # type: ignore[type-var]


def test_a_blank_reason_is_shown_as_blank_and_noughts_are_counted() -> None:
    rows = [row.id for row in formats.load("2021").table("applications").rows if row.role == "leaf"]
    chart = pictures.refusals(
        of_year(2021, **{**dict.fromkeys(rows, 0), "refused_process": 1, "other_misc": None})
    )
    assert chart.labels == ("不予公开：属于四类过程性信息", "其他处理：其他")
    assert chart.series[0].values == (1, None)
    assert "其余17项都是0件。" in chart.notes


@pytest.mark.parametrize(("whole", "told"), [(SMALL - 1, ""), (SMALL, "33.3%")])
def test_no_rate_is_given_of_too_few(whole: int, told: str) -> None:
    assert pictures.rate(10, whole) == told
    notes = pictures.refusals(of_year(2021, handled_total=whole)).notes
    assert any("不算比例" in note for note in notes) is (told == "")


def test_a_rate_of_a_blank_is_none() -> None:
    assert pictures.rate(None, 100) == pictures.rate(1, None) == ""


def test_a_sum_with_a_blank_is_none() -> None:
    assert pictures.added([1, None]) is None and pictures.added([1, 2]) == 3


def test_years_that_do_not_join_are_told() -> None:
    joined = pictures.carry_over([of_year(2021, carried_out=4), of_year(2022, carried_in=4)])
    assert joined.notes == ()
    apart = pictures.carry_over([of_year(2021, carried_out=4), of_year(2022, carried_in=5)])
    assert apart.notes == ("2021年结转下年4件，2022年报告写上年结转5件，两数不一致。",)
    assert pictures.carry_over([of_year(2021, carried_out=None), of_year(2022)]).notes == ()
    assert pictures.carry_over([of_year(2021, carried_out=4), of_year(2023, carried_in=5)]).notes == ()


def disputed(**review: int | None) -> Report:
    report = sample_report("2021")
    cells = {f"remedies.review.{column}": value for column, value in review.items()}
    return replace(report, cells={**report.cells, **cells})


def test_the_corrected_rate_is_of_those_that_ended() -> None:
    notes = pictures.remedies(disputed(upheld=20, corrected=10, other=10, pending=50)).notes
    assert notes[0] == "行政复议：已审结40件，其中纠正10件，纠正率25.0%。"
    few = pictures.remedies(disputed(upheld=1, corrected=1, other=0, pending=50)).notes
    assert few[0] == "行政复议：已审结2件，其中纠正1件（不足30件，不算比例）。"
    none = pictures.remedies(disputed(upheld=0, corrected=0, other=0, pending=1)).notes
    assert none[0] == "行政复议：没有已审结的。"
    blank = pictures.remedies(disputed(corrected=None)).notes
    assert blank[0] == "行政复议：报告中有空白，不能计算。"


@EVERY
def test_of_table_two_documents_and_decisions_are_drawn_and_amounts_are_not(form: formats.Format) -> None:
    chart = pictures.matters(sample_report(form.id, form.variant))
    assert len(chart.labels) == len(set(chart.labels)) > 4
    assert not any("金额" in label or "增/减" in label for label in chart.labels)
