"""CSV: one line per cell, for programs and for Excel."""

import csv
from io import StringIO

import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.rendering.csv import render
from gongkai.annual_report.report import Report

from .build import sample_report


def lines(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(render(report).decode("utf-8-sig"))))


def test_excel_is_told_the_encoding() -> None:
    assert render(sample_report()).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")
def test_there_is_one_line_per_cell_in_printed_order(form: Format) -> None:
    assert [line["单元格"] for line in lines(sample_report(form.id, form.variant))] == list(form.cells)


def test_a_line_says_whose_figure_it_is_and_where_it_stands() -> None:
    line = next(
        line for line in lines(sample_report("2021")) if line["单元格"].endswith("declined_repeat.business")
    )
    assert line == {
        "机关": "望舒镇人民政府",
        "年度": "2021",
        "格式": "2021",
        "变体": "",
        "单元格": "applications.declined_repeat.business",
        "表": "收到和处理政府信息公开申请情况",
        "行": "三、本年度办理结果 / （五）不予处理 / 2.重复申请",
        "列": "申请人情况 / 法人或其他组织 / 商业企业",
        "数值": "1",
        "标注": "",
    }


def test_amounts_have_the_decimals_of_the_form_and_changes_their_sign() -> None:
    values = {line["单元格"]: line["数值"] for line in lines(sample_report("2019"))}
    assert values["disclosure.procurement.amount"] == "58.6200"
    assert values["disclosure.fees.items_change"] == "-3"


def test_blank_absent_and_remarked_cells_are_told_apart() -> None:
    report = sample_report("2021")
    cells = {**report.cells, "remedies.review.upheld": None}
    del cells["remedies.review.other"]
    marks = {"remedies.review.upheld": "blank", "remedies.review.total": "note: 6件"}
    found = {
        line["单元格"]: (line["数值"], line["标注"])
        for line in lines(sample_report("2021", cells=cells, marks=marks))
    }
    assert found["remedies.review.upheld"] == ("", "blank")
    assert found["remedies.review.other"] == ("", "未读出")
    assert found["remedies.review.total"] == ("6", "note: 6件")


@pytest.mark.parametrize("organ", ["=1+1", "+甲", "-甲", "@甲", " =1+1", "\t=1+1", "\x00=1+1"])
def test_no_text_becomes_a_formula(organ: str) -> None:
    assert {line["机关"][:1] for line in lines(sample_report(organ=organ))} == {"'"}


def test_a_report_that_follows_no_form_has_a_header_only() -> None:
    assert lines(Report(organ="望舒镇人民政府", year=2017)) == []
