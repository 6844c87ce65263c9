"""一图读懂: one page, from the report alone; what changed with its base, blanks as blanks."""

import re
from dataclasses import replace

import pypdfium2
import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.rendering import summary
from gongkai.annual_report.report import Report
from tests.annual_report.build import sample_report

EVERY = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def changed(report: Report, **cells: int | None) -> Report:
    return replace(report, cells={**report.cells, **{f"applications.{k}.total": v for k, v in cells.items()}})


@EVERY
def test_it_is_one_page_with_every_figure_of_it(form: formats.Format) -> None:
    report = sample_report(form.id, form.variant)
    (page,) = pages(summary.render(report))
    made = summary.summarised(report)
    for part in made.parts:
        assert part.title in page
        for one in part.figures:
            assert f"{one.label}{one.value}{one.unit}" in page
    assert report.organ in page and f"{report.year}年政府信息公开工作年度报告" in page


def test_much_to_say_still_stands_on_one_page() -> None:
    report = replace(sample_report("2021"), organ="云川县退役军人事务和应急管理综合行政执法局" * 3)
    (page,) = pages(summary.render(report, replace(sample_report("2021"), year=2020)))
    assert "以报告为准" in page


def test_the_same_reports_give_the_same_bytes() -> None:
    report = sample_report("2021")
    assert summary.render(report) == summary.render(report)


def test_changes_have_their_base_and_the_greatest_comes_first() -> None:
    before = changed(sample_report("2021"), received_new=100, handled_total=40, carried_out=2)
    now = changed(before, received_new=110, handled_total=80, carried_out=3)
    first, second, third = summary.summarised(now, before).changes
    assert (first.label, first.told) == ("办结申请", "80件，上年40件，增加40件（100.0%）")
    assert second.told == "110件，上年100件，增加10件（10.0%）"
    assert third.told == "3件，上年2件，增加1件"  # a base too small for a rate


def test_without_last_year_nothing_is_compared() -> None:
    made = summary.summarised(sample_report("2021"))
    assert made.changes == () and not made.compared
    assert all(one.change == "" for part in made.parts for one in part.figures)
    assert "没有可以对比的上年年度报告" in pages(summary.render(sample_report("2021")))[0]


def test_a_blank_is_said_to_be_blank() -> None:
    report = changed(sample_report("2021"), received_new=None)
    made = summary.summarised(report, sample_report("2021"))
    figures = [one for part in made.parts for one in part.figures]
    (blank,) = [one for one in figures if one.label == "新收申请"]
    assert blank.value == "未填" and blank.change == ""


def test_cells_that_last_year_did_not_have_are_not_compared() -> None:
    made = summary.summarised(sample_report("2021"), sample_report("2019"))
    told = {one.label: one.change for part in made.parts for one in part.figures}
    assert told["制发规范性文件"] == "" and told["行政许可决定"] == "上年1046件，持平"


def test_a_year_without_requests_and_disputes_says_so() -> None:
    report = sample_report("2021")
    nought = {id: 0 for id in report.cells if not id.startswith("disclosure")}
    (page,) = pages(summary.render(replace(report, cells={**report.cells, **nought})))
    assert "本年没有办结的申请。" in page and "本年没有因政府信息公开发生的行政复议和行政诉讼。" in page


def test_a_report_before_the_forms_has_no_such_page() -> None:
    with pytest.raises(ValueError, match="uniform"):
        summary.summarised(Report(organ="望舒镇人民政府", year=2015))
