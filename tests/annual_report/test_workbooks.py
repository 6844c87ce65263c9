"""Workbooks as other programs save them: what is shown is read, what is hidden is not, bombs do no harm."""

import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
import xlwt
from openpyxl import Workbook

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.document import Grid, Paragraph, Unreadable
from gongkai.annual_report.reading import document, read


def xlsx(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def xls(fill: Callable[[xlwt.Workbook], None]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    fill(book)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def ods(tables: str, styles: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return saved.getvalue()


def shown(data: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet → the texts it shows."""
    return {
        sheet.name: {(row, column): text for row, cells in sheet.rows().items() for column, text in cells}
        for sheet in workbooks.read(data)[1]
    }


def a_small_sheet(book: Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    sheet.append(["信息内容", "本年制发件数"])
    sheet.append(["规章", 3])
    sheet.append([0.1 + 0.2, True])
    sheet["D1"] = date(2021, 1, 4)
    sheet["D2"] = 12.5
    sheet["D2"].number_format = '0.00"万元";[Red]-0.00'
    sheet["D3"] = "=A1"
    sheet.merge_cells("A4:B5")
    sheet["A4"] = "合并"


def test_a_workbook_is_what_it_shows() -> None:
    (_kind, [sheet]) = workbooks.read(xlsx(a_small_sheet))
    assert sheet.texts == {
        (0, 0): "信息内容", (0, 1): "本年制发件数", (0, 3): "2021年1月4日",
        (1, 0): "规章", (1, 1): "3", (1, 3): "12.5",
        (2, 0): "0.3", (2, 1): "TRUE", (2, 3): "=A1",
        (3, 0): "合并",
    }  # fmt: skip
    assert sheet.spans == {(3, 0): (2, 2)}


def test_a_binary_workbook_is_what_it_shows() -> None:
    def fill(book: xlwt.Workbook) -> None:
        sheet = book.add_sheet("表")
        sheet.write_merge(0, 0, 0, 1, "合并")
        sheet.write(1, 0, 3)
        sheet.write(1, 1, 0.1 + 0.2)
        sheet.write(2, 0, date(2021, 1, 4), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
        sheet.write(2, 1, True)
        sheet.write(3, 0, "藏")
        sheet.row(3).hidden = True
        sheet.write(4, 2, "藏")
        sheet.col(2).hidden = True
        book.add_sheet("藏").visibility = 1

    kind, [sheet] = workbooks.read(xls(fill))
    assert kind == "xls"
    assert sheet.spans == {(0, 0): (1, 2)}
    assert [cell for cells in sheet.rows().values() for cell in cells] == [
        (0, "合并"), (0, "3"), (1, "0.3"), (0, "2021年1月4日"), (1, "TRUE"),
    ]  # fmt: skip


def test_an_open_document_is_what_it_shows() -> None:
    row = (
        '<table:table-cell office:value-type="float" office:value="3.50"><text:p>3.50</text:p>'
        "</table:table-cell>"
        '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>甲</text:p>'
        "<text:p>乙<text:span>丙</text:span></text:p></table:table-cell>"
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2"><text:p>跨</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
    )
    tables = (
        f'<table:table table:name="表"><table:table-column table:number-columns-repeated="7"/>'
        f'<table:table-column table:visibility="collapse"/>'
        f'<table:table-row table:number-rows-repeated="2">{row}</table:table-row>'
        f'<table:table-row table:visibility="collapse">{row}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        f'<table:table table:name="藏" table:style-name="ta2"><table:table-row>{row}</table:table-row>'
        "</table:table>"
    )
    styles = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    kind, [sheet] = workbooks.read(ods(tables, styles))
    assert kind == "ods"
    one = {0: "3.5", 1: "甲\n乙丙", 2: "甲\n乙丙", 3: "跨"}
    assert {row: dict(cells) for row, cells in sheet.rows().items()} == {0: one, 1: one}
    assert sheet.spans[0, 3] == (2, 2) and sheet.hidden_columns == {7}


def test_what_is_hidden_is_left_out() -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        for number in range(1, 4):
            sheet.append([f"甲{number}", f"乙{number}", f"丙{number}"])
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        other = book.create_sheet("藏")
        other["A1"] = "藏"
        other.sheet_state = "veryHidden"

    assert shown(xlsx(fill)) == {"Sheet": {(0, 0): "甲1", (0, 2): "丙1", (2, 0): "甲3", (2, 2): "丙3"}}


def test_rich_text_escapes_and_cells_without_an_address() -> None:
    data = BytesIO(xlsx(lambda book: None))
    changed = BytesIO()
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(data) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    f'<worksheet {main}><sheetData><row><c t="inlineStr"><is><r><t>行政</t></r>'
                    "<r><t>规范</t></r>"
                    "<rPh><t>guifan</t></rPh></is></c><c><v>7</v></c></row><row><c/>"
                    '<c t="str"><v>一</v></c><c t="s"><v>9</v></c><c><v>x</v></c></row></sheetData>'
                    "</worksheet>"
                ).encode()
            target.writestr(name, content)
    assert shown(changed.getvalue()) == {
        "Sheet": {(0, 0): "行政规范", (0, 1): "7", (1, 1): "一", (1, 3): "x"}
    }


def far(book: Workbook) -> None:
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "甲", "乙"


def test_a_cell_at_the_far_end_costs_nothing() -> None:
    """In a process of its own with little memory: a library that lays out the whole sheet dies here."""
    program = (
        "import sys; from gongkai.annual_report.reading import document;"
        "print(len(document(sys.stdin.buffer.read()).blocks))"
    )

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, input=xlsx(far), capture_output=True, timeout=60, preexec_fn=limited, check=False
    )
    assert done.stdout == b"1\n", done.stderr.decode()


def test_too_many_sheets_are_no_report() -> None:
    def fill(book: Workbook) -> None:
        for number in range(60):
            book.create_sheet(f"{number}")["A1"] = "甲"

    with pytest.raises(Unreadable, match="超过50张"):
        read(xlsx(fill))


def test_a_binary_workbook_in_xlsx_clothes_is_named() -> None:
    saved = BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    with pytest.raises(Unreadable, match="XLSB"):
        read(saved.getvalue())


def test_a_table_below_a_line_of_text() -> None:
    found = document(xlsx(a_small_sheet))
    assert found is not None
    assert [type(block) for block in found.blocks] == [Grid]

    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["一、总体情况。"])
        sheet.append(["甲", "乙"])

    found = document(xlsx(fill))
    assert found is not None
    assert [type(block) for block in found.blocks] == [Paragraph, Grid]
