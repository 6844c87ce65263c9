"""放置: labels that are not quite the form's, tables over page breaks, rows a place has put in."""

import re

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.parsing.document import Document, Grid, GridCell, Paragraph
from gongkai.annual_report.parsing.placing import place
from gongkai.annual_report.reading import read
from gongkai.annual_report.report import CERTAIN, DOUBTFUL, READ, Place, Report

from .build import sample_report

MISPRINTED = "2.其他法律行政法规禁公开"
ROW = "applications.refused_other_law"


def page(report: Report | None = None) -> str:
    return kinds.writer("html")(report or sample_report("2021")).decode()


def changed(old: str, new: str, count: int = 1) -> Report:
    text = page()
    assert old in text
    return read(text.replace(old, new, count).encode())


def as_document(report: Report) -> Document:
    """The report as a reader hands it over, with the grids of our own page."""
    reader = kinds.reader("html")(kinds.writer("html")(report))
    assert isinstance(reader, Document)
    return reader


def same_cells(found: Report, expected: Report) -> bool:
    return dict(found.cells) == dict(expected.cells)


def test_a_misprinted_row_is_placed_between_its_neighbours() -> None:
    found = changed("2.其他法律行政法规禁止公开", MISPRINTED)
    assert same_cells(found, sample_report("2021"))
    assert found.grades[f"{ROW}.natural_person"] == READ
    assert MISPRINTED in found.reasons[f"{ROW}.natural_person"]


def test_a_row_named_otherwise_is_not_placed() -> None:
    found = changed("2.其他法律行政法规禁止公开", "2.属于商业秘密")
    assert not any(id.startswith(ROW) for id in found.cells)
    assert any("属于商业秘密" in unread.text for unread in found.unread)


def test_a_misprinted_row_that_no_sum_confirms_is_doubtful() -> None:
    report = sample_report("2021")
    wrong = {**report.cells, f"{ROW}.natural_person": 99}
    text = page(sample_report("2021", cells=wrong)).replace("2.其他法律行政法规禁止公开", MISPRINTED)
    found = read(text.encode())
    assert found.grades[f"{ROW}.natural_person"] == DOUBTFUL
    assert found.grades["applications.granted.business"] == CERTAIN


def test_a_sum_makes_a_cell_certain_and_a_failing_one_leaves_it_read() -> None:
    report = sample_report("2021")
    found = read(page(sample_report("2021", cells={**report.cells, "remedies.review.total": 50})).encode())
    assert found.grades["remedies.review.total"] == READ
    assert found.grades["remedies.suit_direct.total"] == CERTAIN
    assert found.grades["disclosure.licences.decisions"] == READ  # no sum runs over it


def test_an_inserted_row_is_told_with_its_numbers_and_not_placed() -> None:
    text = page()
    row = next(found for found in re.findall(r"<tr>.*?</tr>", text, re.S) if "8.属于行政查询事项" in found)
    local = re.sub(r">\d+<", ">3<", row.replace("8.属于行政查询事项", "9.涉及个人隐私"))
    text = (
        text.replace(row, row + local)
        .replace('rowspan="8"', 'rowspan="9"')
        .replace('rowspan="22"', 'rowspan="23"')
    )
    found = read(text.encode())
    assert same_cells(found, sample_report("2021"))
    (only,) = found.local_rows
    assert (only.table, only.label, only.values["total"]) == ("applications", "9.涉及个人隐私", 3)


def test_a_group_label_cut_short_does_no_harm() -> None:
    found = changed("（四）无法提供", "（四）无")
    assert same_cells(found, sample_report("2021"))


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("1.属于国家秘密", "1、属于国家秘密"),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("总计", "总 计"),
    ],
)
def test_punctuation_and_spaces_in_labels_do_not_count(printed: str, instead: str) -> None:
    assert same_cells(changed(printed, instead, 99), sample_report("2021"))


def test_a_slip_in_a_heading_is_repaired_where_all_others_stand_in_their_places() -> None:
    found = changed(">科研机构<", ">科研机枸<")
    assert same_cells(found, sample_report("2021"))
    assert "科研机枸" in found.reasons["applications.granted.research"]


def test_the_unit_of_a_misprinted_amount_is_not_guessed() -> None:
    found = changed("本年收费金额（单位：万元）", "本年收费金额额（单位：元）")
    assert "disclosure.fees.amount" not in found.cells


def broken(document: Document, table: int, after: int, *, repeated: bool) -> Document:
    """The document with one grid broken over a page after ``after`` rows."""
    blocks = []
    for block in document.blocks:
        if not isinstance(block, Grid) or block.number != table:
            blocks.append(block)
            continue
        first = tuple(_cut(cell, 0, after) for cell in block.cells if cell.row < after)
        head = tuple(cell for cell in block.cells if cell.row < 3) if repeated else ()
        below = 3 if repeated else 0
        rest = tuple(
            _cut(cell, after, 999, down=below) for cell in block.cells if cell.row + cell.rowspan > after
        )
        blocks += [
            Grid(block.number, first, page=1),
            Paragraph("—1—", Place(line=900)),
            Grid(block.number + 10, (*head, *rest), page=2),
        ]
    return Document(document.kind, tuple(blocks), document.title)


def _cut(cell: GridCell, start: int, end: int, down: int = 0) -> GridCell:
    top = max(cell.row, start)
    bottom = min(cell.row + cell.rowspan, end)
    text = cell.text if cell.row >= start else ""
    return GridCell(top - start + down, cell.column, text, bottom - top, cell.colspan)


@pytest.mark.parametrize("format", ["2019", "2021"])
@pytest.mark.parametrize("repeated", [False, True], ids=["rows only", "heading repeated"])
@pytest.mark.parametrize("after", range(4, 27))
def test_a_table_over_a_page_break_is_read_whole(format: str, repeated: bool, after: int) -> None:
    report = sample_report(format)
    found = place(broken(as_document(report), 2, after, repeated=repeated), "")
    assert same_cells(found, report), found.unread
    assert not any("—1—" in section.text for section in found.sections)


def test_a_place_in_a_broken_table_names_its_page() -> None:
    found = place(broken(as_document(sample_report("2021")), 2, 10, repeated=False), "")
    assert str(found.places["applications.carried_out.total"]).startswith("第2页第12个表格")


def test_a_label_torn_by_a_page_break_is_whole_again() -> None:
    document = as_document(sample_report("2021"))
    grid = next(block for block in document.blocks if isinstance(block, Grid) and block.number == 2)
    row = next(cell.row for cell in grid.cells if cell.text.startswith("5.要求行政机关确认"))
    torn = []
    for cell in grid.cells:
        text = cell.text
        if text.startswith("5.要求行政机关确认"):
            text = "5.要求行政机关确认或重新出具"
        grown = cell.row < row < cell.row + cell.rowspan
        torn.append(
            GridCell(cell.row + (cell.row > row), cell.column, text, cell.rowspan + grown, cell.colspan)
        )
    width = max(cell.column + cell.colspan for cell in grid.cells)
    torn.append(GridCell(row + 1, 2, "已获取信息"))
    torn += [GridCell(row + 1, column, "") for column in range(3, width)]
    blocks = tuple(Grid(2, tuple(torn)) if block is grid else block for block in document.blocks)
    found = place(Document("pdf", blocks, document.title), "")
    assert same_cells(found, sample_report("2021")), found.unread


def test_a_mixture_of_editions_is_named() -> None:
    old, new = page(sample_report("2019")), page(sample_report("2021"))
    table = re.compile(r"<table.*?</table>", re.S)
    mixed = table.sub(lambda _found: table.search(old)[0], new, count=1)  # type: ignore[index]
    found = read(mixed.encode())
    assert "本年新制作数量" in found.mixture
    assert not any(id.startswith("disclosure.normative") for id in found.cells)
    assert not read(new.encode()).mixture


def test_a_table_in_the_wrong_section_is_read_where_its_own_has_none() -> None:
    text = page()
    start = text.index('<h2 data-gongkai="heading" data-no="3">')
    end = text.index("</h2>", start) + len("</h2>")
    found = read((text[:start] + text[end:]).replace("data-gongkai", "data-x").encode())
    assert same_cells(found, sample_report("2021"))
    assert found.section(3) is None


def test_a_traditional_copy_is_read() -> None:
    text = page()
    for simple, old in zip(
        "开请数处结转总计诉讼复议无关书国", "開請數處結轉總計訴訟復議無關書國", strict=True
    ):
        text = text.replace(simple, old)
    found = read(text.replace("data-gongkai", "data-x").encode())
    assert same_cells(found, sample_report("2021"))
    assert found.year == 2021


def test_tables_that_are_pictures_are_named() -> None:
    text = re.sub(r"<table.*?</table>", '<img src="a.png">', page(), flags=re.S)
    found = read(text.encode())
    assert not found.cells
    assert [unread.text for unread in found.unread if "图片" in unread.reason] == [
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
    ]


def test_another_report_on_the_page_is_left_out_by_name() -> None:
    both = page().replace("data-gongkai", "data-x") + page(sample_report("2021", organ="听泉镇人民政府"))
    found = read(both.replace("data-gongkai", "data-x").encode())
    assert found.organ == "望舒镇人民政府"
    assert same_cells(found, sample_report("2021"))
    assert any("另一份报告" in unread.reason for unread in found.unread)
