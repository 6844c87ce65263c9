"""DOCX by GB/T 9704-2012, its tables merged as the form prints them."""

from io import BytesIO

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.grid import Printed, printed
from gongkai.annual_report.rendering.docx import render
from gongkai.annual_report.report import Report, Section

from .build import ORGAN, sample_report

HOSTILE = "甲\x00<乙>&amp;\x0b𠮷\ud800"
EVERY = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


def document(report: Report) -> Document:
    return docx.Document(BytesIO(render(report)))


def texts(report: Report) -> list[str]:
    return [paragraph.text for paragraph in document(report).paragraphs]


def attribute(element: object, path: str, name: str) -> list[str]:
    """The values of attribute ``name`` of the elements at ``path``, both in Word's namespace."""
    found = element.iterfind("/".join(qn(f"w:{tag}") for tag in path.split("/")))  # type: ignore[attr-defined]
    return [each.get(qn(f"w:{name}")) for each in found]


def drawn(grid: Printed) -> list[list[tuple[int, int]]]:
    """For each place of the grid, row and column of the printed cell that covers it."""
    places = {
        (cell.row + down, cell.column + across): (cell.row, cell.column)
        for row in grid.rows
        for cell in row
        for down in range(cell.rowspan)
        for across in range(cell.colspan)
    }
    return [[places[row, column] for column in range(grid.width)] for row in range(grid.height)]


def merged(table: Table) -> list[list[tuple[int, int]]]:
    """The same as a word processor sees it: the first place of each cell."""
    first: dict[object, tuple[int, int]] = {}
    return [
        [first.setdefault(cell._tc, (down, across)) for across, cell in enumerate(row.cells)]
        for down, row in enumerate(table.rows)
    ]


@EVERY
def test_tables_are_merged_as_printed(form: Format) -> None:
    tables = document(sample_report(form.id, form.variant)).tables
    assert len(tables) == len(form.tables)
    for table, of_form in zip(tables, form.tables, strict=True):
        assert merged(table) == drawn(printed(of_form))


@EVERY
def test_every_label_and_figure_stands_in_its_cell(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    for table, of_form in zip(document(report).tables, form.tables, strict=True):
        grid = [list(row.cells) for row in table.rows]
        for cell in (cell for row in printed(of_form).rows for cell in row):
            expected = report.printed(cell.cell) if cell.cell else cell.text
            assert grid[cell.row][cell.column].text == expected


@EVERY
def test_tables_are_as_wide_as_the_text_and_every_cell_says_its_width(form: Format) -> None:
    for table in document(sample_report(form.id, form.variant)).tables:
        grid = attribute(table._tbl, "tblGrid/gridCol", "w")
        assert sum(map(int, grid)) == pytest.approx(156 * 1440 / 25.4, abs=len(grid))
        for row in table.rows:
            widths = attribute(row._tr, "tc/tcPr/tcW", "w")
            assert sum(map(int, widths)) == pytest.approx(156 * 1440 / 25.4, abs=len(grid))
            assert len(widths) == len(row._tr.tc_lst)


def test_rows_stay_whole_and_the_head_of_a_long_table_repeats() -> None:
    disclosure, applications, remedies = document(sample_report("2021")).tables
    heads = [len(table._tbl.findall(f".//{qn('w:tblHeader')}")) for table in (applications, remedies)]
    assert heads == [3, 3]
    assert not disclosure._tbl.findall(f".//{qn('w:tblHeader')}")  # no one head speaks for all its blocks
    for table in (disclosure, applications, remedies):
        assert all(row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in table.rows)
        assert set(attribute(table._tbl, "tr/tc/p/pPr/snapToGrid", "val")) == {"0"}


def test_the_page_is_that_of_an_official_document() -> None:
    section = document(sample_report()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Body Text", "仿宋_GB2312", 16),
        ("footer", "宋体", 14),
    ],
)
def test_typefaces_are_named_as_the_standard_names_them(style: str, font: str, size: int) -> None:
    found = document(sample_report()).styles[style]
    fonts = found.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert found.font.size.pt == size


def test_body_lines_are_29_points_apart_and_paragraphs_indented_by_two_characters() -> None:
    style = document(sample_report()).styles["Body Text"]
    assert style.paragraph_format.line_spacing.pt == 29
    assert style.element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_nothing_is_embedded() -> None:
    names = [part.partname for part in document(sample_report()).part.package.iter_parts()]
    assert not [name for name in names if name.endswith((".odttf", ".ttf", ".jpeg", ".bin"))]


def test_title_headings_and_texts_have_their_styles() -> None:
    styles = [(p.text, p.style.name) for p in document(sample_report("2021")).paragraphs if p.style]
    assert styles[:2] == [(ORGAN, "Title"), ("2021年政府信息公开工作年度报告", "Title")]
    assert ("一、总体情况", "Heading 1") in styles
    assert ("（一）主动公开情况", "Heading 2") in styles
    assert ("全年公开信息128条，其中通知公告46条。", "Body Text") in styles
    assert styles[-2:] == [(ORGAN, "Signature"), ("2022年1月4日", "Signature")]


def test_the_signature_keeps_free_what_an_unsealed_document_does() -> None:
    organ, day = document(sample_report()).paragraphs[-2:]
    assert organ.paragraph_format.keep_with_next
    assert [p._p.pPr.ind.get(qn("w:rightChars")) for p in (organ, day)] == ["300", "200"]


def test_page_numbers_stand_at_the_outer_edge() -> None:
    section = document(sample_report()).sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for paragraph in (odd, even):
        assert "".join(node.text for node in paragraph._p.iter(qn("w:t"))) == "— 1 —"


def test_properties_name_title_organ_language_and_day() -> None:
    properties = document(sample_report("2021")).core_properties
    assert properties.title == "望舒镇人民政府2021年政府信息公开工作年度报告"
    assert (properties.author, properties.language) == (ORGAN, "zh-CN")
    assert properties.created.date().isoformat() == "2022-01-04"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample_report("2019")) == render(sample_report("2019"))


def test_text_of_any_kind_is_only_text() -> None:
    report = sample_report(
        organ=HOSTILE, preface=HOSTILE, sections=(Section(1, HOSTILE, HOSTILE),), signed_by=HOSTILE
    )
    assert texts(report).count("甲<乙>&amp;𠮷") == 5


def test_a_cell_that_was_not_read_says_so() -> None:
    table = document(sample_report("2021", cells={"remedies.review.total": 3})).tables[2]
    assert table.rows[3].cells[0].text == "［未读出］"
    assert table.rows[3].cells[4].text == "3"


def test_a_name_too_long_for_a_property_is_still_printed_whole() -> None:
    organ = "甲" * 300
    assert texts(sample_report(organ=organ))[0] == organ


def test_an_empty_report_is_its_title() -> None:
    assert texts(Report()) == ["政府信息公开工作年度报告", ""]
