"""Bars over the years: from zero, to scale, and read aloud."""

from dataclasses import replace
from itertools import pairwise

import pytest

from gongkai.annual_report.report import Report
from gongkai.site.portal import charts
from tests.annual_report.build import sample_report

CELLS = ("applications.received_new.total", "applications.handled_total.total")
SERIES = ("新收申请", "办结申请")


def report(year: int, *numbers: int | None) -> Report:
    full = sample_report("2021")
    return replace(full, year=year, cells={**full.cells, **dict(zip(CELLS, numbers, strict=True))})


def drawn(*reports: Report) -> charts.YearlyBars:
    return charts.requests_by_year(reports, SERIES)


def test_the_years_run_from_left_to_right():
    chart = drawn(report(2023, 4, 2), report(2021, 8, 4), report(2022, 6, 3))
    assert [group.year for group in chart.groups] == [2021, 2022, 2023]
    middles = [group.middle for group in chart.groups]
    assert middles == sorted(middles)


def test_heights_are_to_scale_from_zero_and_stand_on_the_axis():
    chart = drawn(report(2021, 80, 20), report(2022, 40, 0))
    heights = [bar.height for group in chart.groups for bar in group.bars]
    assert heights == pytest.approx([heights[0], heights[0] / 4, heights[0] / 2, 0])
    assert all(bar.y + bar.height == pytest.approx(chart.base) for g in chart.groups for bar in g.bars)


@pytest.mark.parametrize("years", [1, 2, 8])
def test_bars_stay_in_the_drawing_and_never_lie_over_each_other(years):
    chart = drawn(*[report(2021 + n, 5, 9) for n in range(years)])
    bars = [bar for group in chart.groups for bar in group.bars]
    assert all(left.x + left.width <= right.x for left, right in pairwise(bars))
    assert bars[0].x >= chart.left and bars[-1].x + bars[-1].width <= chart.right
    assert all(0 < bar.label_y < bar.y for bar in bars)


def test_a_year_without_a_number_is_no_zero():
    chart = drawn(report(2021, None, 3))
    assert chart.groups[0].bars[0].value is None
    assert chart.sentence == "2021年新收申请无数据，办结申请3"


def test_nothing_but_zeros_is_drawn_flat():
    chart = drawn(report(2021, 0, 0))
    assert [bar.height for bar in chart.groups[0].bars] == [0, 0]
    assert chart.sentence == "2021年新收申请0，办结申请0"


def test_reports_before_the_uniform_forms_are_left_out():
    old = Report(organ="望舒镇人民政府", year=2015)
    assert drawn(old).groups == () and drawn().groups == ()


def test_the_legend_names_each_series_with_its_square():
    legend = drawn(report(2021, 1, 1)).legend
    assert [(number, name) for number, _square, _text, name in legend] == [(0, "新收申请"), (1, "办结申请")]
    assert all(square < text for _number, square, text, _name in legend)
