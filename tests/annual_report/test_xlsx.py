"""XLSX: the printed tables as sheets, numbers as numbers, texts as texts."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.grid import PrintedCell, printed
from gongkai.annual_report.rendering.xlsx import render
from gongkai.annual_report.report import Report, Section

from .build import ORGAN, sample_report

FORMULA = "=SUM(A1:A9)"


def workbook(report: Report) -> Workbook:
    return load_workbook(BytesIO(render(report)))


def place_of(form: Format, id: str) -> tuple[str, int, int]:
    """Sheet, row and column of a cell: the grid stands below a row with the table's title."""
    table = form.cells[id].table
    cells = (cell for row in printed(table).rows for cell in row)
    cell = next(cell for cell in cells if cell.cell == id)
    return table.title, cell.row + 2, cell.column + 1


def span(cell: PrintedCell) -> tuple[int, int, int, int]:
    row, column = cell.row + 2, cell.column + 1
    return column, row, column + cell.colspan - 1, row + cell.rowspan - 1


@pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")
def test_each_table_is_a_sheet_merged_as_printed(form: Format) -> None:
    sheets = workbook(sample_report(form.id, form.variant))
    assert sheets.sheetnames == ["报告", *(table.title for table in form.tables)]
    for table in form.tables:
        grid = printed(table)
        merged = {cells.bounds for cells in sheets[table.title].merged_cells.ranges}
        drawn = {span(cell) for row in grid.rows for cell in row if (cell.rowspan, cell.colspan) != (1, 1)}
        assert merged == drawn | {(1, 1, grid.width, 1)}


@pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")
def test_every_figure_is_a_number_in_its_place(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    sheets = workbook(report)
    for id, value in report.cells.items():
        sheet, row, column = place_of(form, id)
        cell = sheets[sheet].cell(row, column)
        assert cell.data_type == "n"
        assert Decimal(str(cell.value)) == value


def test_amounts_show_the_decimals_of_the_form() -> None:
    report = sample_report("2019")
    assert report.form is not None
    sheet, row, column = place_of(report.form, "disclosure.procurement.amount")
    assert workbook(report)[sheet].cell(row, column).number_format == "0.0000"


def test_blank_absent_and_remarked_cells_are_told_apart() -> None:
    report = sample_report("2021")
    cells = {
        **report.cells,
        "remedies.review.upheld": None,
        "remedies.review.corrected": None,
        "remedies.review.pending": None,
    }
    del cells["remedies.review.other"]
    marks = {
        "remedies.review.upheld": "blank",
        "remedies.review.corrected": "na",
        "remedies.review.pending": "text: 见附件",
        "remedies.review.total": "note: 6件",
    }
    sheet = workbook(sample_report("2021", cells=cells, marks=marks)).worksheets[3]
    printed_values = [sheet.cell(5, column).value for column in range(1, 6)]
    assert printed_values == [None, "/", "［未读出］", "见附件", "6件"]


def test_the_first_sheet_carries_organ_year_form_and_texts() -> None:
    sheet = workbook(sample_report("2021")).worksheets[0]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert rows[0][0] == "望舒镇人民政府2021年政府信息公开工作年度报告"
    assert ("机关", ORGAN) in rows
    assert ("年度", 2021) in rows
    assert any("国办公开办函〔2021〕30号" in str(content) for _, content in rows)
    assert ("一、总体情况", "（一）主动公开情况") in rows
    assert (None, "全年公开信息128条，其中通知公告46条。") in rows
    assert ("六、其他需要报告的事项", "无其他需要报告的事项。") in rows
    assert rows[-2:] == [("署名", ORGAN), ("成文日期", "2022年1月4日")]


@pytest.mark.parametrize("text", [FORMULA, "+1+1", "-1+1", "@SUM(A1)", "#N/A", "\x00=1+1"])
def test_no_text_becomes_a_formula_or_an_error(text: str) -> None:
    cells = {**sample_report("2021").cells, "remedies.review.total": None}
    report = sample_report(
        "2021",
        organ=text,
        preface=text,
        cells=cells,
        marks={"remedies.review.total": f"text: {text}"},
        sections=(Section(1, text, text),),
        signed_by=text,
    )
    for sheet in workbook(report):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_a_text_longer_than_a_cell_goes_on_below() -> None:
    text = "甲" * 40_000
    sheet = workbook(Report(sections=(Section(1, "一、总体情况", text),))).worksheets[0]
    assert "".join(str(row[1].value or "") for row in sheet.iter_rows(min_row=5)) == text


def test_sheets_print_on_a4_with_their_heads_in_sight() -> None:
    _, disclosure, applications, remedies = workbook(sample_report("2021")).worksheets
    for sheet in (disclosure, applications, remedies):
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert applications.freeze_panes == "D5"
    assert applications.print_title_rows == "$1:$4"
    assert disclosure.freeze_panes == "B2"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample_report("2019")) == render(sample_report("2019"))


def test_properties_name_organ_title_and_day() -> None:
    properties = workbook(sample_report("2021")).properties
    assert properties.creator == ORGAN
    assert properties.title == "望舒镇人民政府2021年政府信息公开工作年度报告"
    assert properties.modified is not None
    assert properties.modified.isoformat() == "2022-01-04T00:00:00"


def test_an_empty_report_is_one_sheet() -> None:
    assert workbook(Report()).sheetnames == ["报告"]
