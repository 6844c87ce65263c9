"""HTML tables: the row by the labels at its left, the column by the labels above it."""

import pytest

from gongkai.annual_report import formats, kinds
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.parsing.document import Grid, Paragraph, Unreadable
from gongkai.annual_report.parsing.html import read as document
from gongkai.annual_report.reading import read
from gongkai.annual_report.report import Place, Report

from .build import sample_report

ALL = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")
TITLE = "望舒镇人民政府2023年政府信息公开工作年度报告"
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"


def page(report: Report) -> str:
    return kinds.writer("html")(report).decode()


def read_page(text: str) -> Report:
    return read(text.encode())


@ALL
def test_our_own_page_reads_to_the_same_report(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    found = read_page(page(report))
    assert found == report
    assert not found.unread
    assert set(found.places) == set(form.cells)


@ALL
def test_a_page_without_our_marks_reads_to_the_same_tables(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    foreign = page(report).replace("data-gongkai", "data-other")
    found = read_page(foreign)
    assert found == report


def disclosure(*rows: str) -> str:
    return (
        f"{HEAD}<p>二、主动公开政府信息情况</p><table>"
        "<tr><td colspan=4>第二十条第（一）项</td></tr>"
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        f"{''.join(rows)}"
        "<tr><td colspan=4>第二十条第（五）项</td></tr>"
        "<tr><td>信息内容</td><td colspan=3>本年处理决定数量</td></tr>"
        "<tr><td>行政许可</td><td colspan=3>36</td></tr></table>"
        "<p>三、收到和处理政府信息公开申请情况</p><p>无</p>"
    )


RULES = "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr>"
DOCUMENTS = "<tr><td>行政规范性文件</td><td>4</td><td>5</td><td>6</td></tr>"


def test_cells_are_placed_by_their_labels() -> None:
    found = read_page(disclosure(RULES, DOCUMENTS))
    assert found.cells == {
        "disclosure.rules.issued": 1,
        "disclosure.rules.repealed": 2,
        "disclosure.rules.in_force": 3,
        "disclosure.normative_documents.issued": 4,
        "disclosure.normative_documents.repealed": 5,
        "disclosure.normative_documents.in_force": 6,
        "disclosure.licences.decisions": 36,
    }
    assert found.places["disclosure.rules.repealed"] == Place(table=1, row=3, column=3)
    assert str(found.places["disclosure.rules.repealed"]) == "第1个表格第3行第3列"


def test_columns_in_another_order_follow_their_labels() -> None:
    swapped = disclosure(RULES).replace(
        "<td>本年制发件数</td><td>本年废止件数</td>", "<td>本年废止件数</td><td>本年制发件数</td>"
    )
    found = read_page(swapped)
    assert found.cells["disclosure.rules.repealed"] == 1
    assert found.cells["disclosure.rules.issued"] == 2


def rules_left_out(found: Report) -> bool:
    return not any(id.startswith("disclosure.rules") for id in found.cells)


def test_a_heading_the_form_lacks_leaves_its_rows_out() -> None:
    found = read_page(disclosure(RULES).replace("本年废止件数", "本年修改件数"))
    assert rules_left_out(found)
    assert [(unread.text, str(unread.place)) for unread in found.unread] == [("规章 1 2 3", "第1个表格第3行")]
    assert found.cells["disclosure.licences.decisions"] == 36


def test_two_columns_of_one_name_leave_their_rows_out() -> None:
    assert rules_left_out(read_page(disclosure(RULES).replace("本年废止件数", "本年制发件数")))


@pytest.mark.parametrize(
    "row",
    [
        "<tr><td>规章</td><td>1</td><td>2</td><td>3</td><td>4</td></tr>",
        "<tr><td>规章</td><td></td><td>1</td><td>2</td><td>3</td></tr>",
        "<tr><td>规章</td><td>1</td><td>2</td></tr>",
        "<tr><td>规章</td><td colspan=2>1</td><td>2</td></tr>",
        "<tr><td>规章</td><td>1</td><td rowspan=2>2</td><td>3</td></tr>"
        "<tr><td>行政规范性文件</td><td>4</td><td>6</td></tr>",
        "<tr><td>规章</td><td>其中</td><td>1</td><td>2</td></tr>",
    ],
    ids=["too many", "shifted", "too few", "merged", "reaching down", "a label among numbers"],
)
def test_a_row_whose_shape_is_not_its_headings_is_refused_whole(row: str) -> None:
    found = read_page(disclosure(row))
    if "其中" in row:  # a text in a value cell stays a text, and shifts nothing
        assert found.cells["disclosure.rules.repealed"] == 1
        assert found.marks["disclosure.rules.issued"] == "text: 其中"
    else:
        assert rules_left_out(found)
        assert found.unread


def test_a_hidden_cell_is_no_cell_of_the_table() -> None:
    hidden = RULES.replace("<td>1</td>", '<td style="display: none">9</td><td>1</td>')
    assert read_page(disclosure(hidden)).cells["disclosure.rules.issued"] == 1


@pytest.mark.parametrize(
    "cell",
    ["1<br>2", "<p>1</p><p>2</p>", "<li>1<li>2", "1<sup>2</sup>", "<s>1</s>2", "1\t2", "1 2", "1②"],
)
def test_two_figures_in_a_cell_do_not_become_one(cell: str) -> None:
    found = read_page(disclosure(RULES.replace("<td>2</td>", f"<td>{cell}</td>")))
    assert found.cells["disclosure.rules.repealed"] is None
    assert found.marks["disclosure.rules.repealed"].startswith("text: ")


def test_an_empty_row_in_between_does_no_harm() -> None:
    text = disclosure(RULES, DOCUMENTS)
    found = read_page(text.replace("<tr>", "<tr></tr><tr>"))
    assert found.cells == read_page(text).cells
    assert found.places["disclosure.rules.repealed"] == Place(table=1, row=6, column=3)


def test_a_row_split_locally_is_not_taken_for_the_whole_row() -> None:
    report = sample_report("2019", "beijing_2020")
    found = read_page(page(report).replace("行政检查", "行政征收").replace("行政确认", "行政裁决"))
    assert not any(id.startswith("disclosure.other_services") for id in found.cells)


@pytest.mark.parametrize("span", ["3px", " +3", "003"])
def test_spans_are_read_as_browsers_read_them(span: str) -> None:
    report = sample_report("2021")
    assert read_page(page(report).replace('colspan="3"', f'colspan="{span}"')).cells == report.cells


def test_a_table_of_another_section_is_not_believed() -> None:
    """A second report on the page must not fill what the first lacks."""
    report = sample_report("2021")
    first = page(report)
    start, end = (
        first.index('<h2 data-gongkai="heading" data-no="4">'),
        first.index('<h2 data-gongkai="heading" data-no="5">'),
    )
    other = first[first.index("<main>") : first.index("</main>")]
    both = (first[:start] + first[end:]).replace(
        "</main>", other.replace("data-gongkai", "data-x") + "</main>"
    )
    found = read_page(both)
    assert not any(id.startswith("remedies.") for id in found.cells)


def test_a_row_the_form_lacks_goes_to_unread() -> None:
    local = "<tr><td>其他文件</td><td>7</td><td>8</td><td>9</td></tr>"
    found = read_page(disclosure(RULES, local, DOCUMENTS))
    assert [unread.text for unread in found.unread] == ["其他文件 7 8 9"]
    assert found.cells["disclosure.normative_documents.in_force"] == 6


def test_a_row_with_a_cell_too_few_does_not_shift() -> None:
    short = "<tr><td>规章</td><td>1</td><td>3</td></tr>"
    found = read_page(disclosure(short, DOCUMENTS))
    assert "disclosure.rules.in_force" not in found.cells
    assert found.cells["disclosure.normative_documents.in_force"] == 6


def test_labels_split_over_elements_are_whole() -> None:
    split = RULES.replace("规章", "<p>规</p><p><span>章</span></p>").replace(
        "<td>2</td>", "<td><span>1</span><b>2</b></td>"
    )
    assert read_page(disclosure(split)).cells["disclosure.rules.repealed"] == 12


def test_a_report_inside_a_layout_table_is_found() -> None:
    inner = disclosure(RULES, DOCUMENTS).removeprefix(HEAD)
    framed = f"<table><tr><td>导航</td><td>{HEAD}{inner}</td></tr></table>"
    assert read_page(framed).cells == read_page(disclosure(RULES, DOCUMENTS)).cells


def test_blank_stroke_and_text_stay_what_they_are() -> None:
    row = "<tr><td>规章</td><td></td><td>/</td><td>无</td></tr>"
    found = read_page(disclosure(row))
    assert [found.cells[f"disclosure.rules.{c}"] for c in ("issued", "repealed", "in_force")] == [None] * 3
    assert found.marks == {
        "disclosure.rules.issued": "blank",
        "disclosure.rules.repealed": "na",
        "disclosure.rules.in_force": "text: 无",
    }


def test_a_table_of_something_else_is_named_unread() -> None:
    other = "<table><tr><td>索引号</td><td>000/2024-1</td></tr></table>"
    found = read_page(disclosure(RULES).replace("<p>二、", f"{other}<p>二、"))
    assert [(unread.text, unread.reason) for unread in found.unread] == [
        ("索引号 000/2024-1", "不是年度报告的表格")
    ]


def test_the_remedies_are_told_apart_by_their_groups() -> None:
    report = sample_report("2021")
    text = page(report)
    found = read_page(text)
    assert found.cells["remedies.review.pending"] == 3
    assert found.cells["remedies.suit_after_review.pending"] == 5
    without_groups = text.replace(">复议后起诉<", ">其他起诉<")
    found = read_page(without_groups)
    assert not any(id.startswith("remedies.suit_after_review") for id in found.cells)
    assert not any(id.startswith("remedies.") for id in found.cells)
    assert found.cells["applications.granted.total"] == report.cells["applications.granted.total"]


@pytest.mark.parametrize("span", ["99999999", "-1", "x", "0", "９", "1" * 5000])
def test_absurd_spans_do_not_break_the_reader(span: str) -> None:
    found = document(f'<table><tr><td rowspan="{span}" colspan="{span}">甲</td></tr></table>'.encode())
    assert isinstance(found.blocks[0], Grid)


def test_paragraphs_keep_their_order_and_their_breaks() -> None:
    found = document("<div>甲<br>乙 <span>丙</span><p>丁</p></div><script>戊</script>".encode())
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["甲", "乙 丙", "丁"]


def test_a_page_that_declares_gb2312_is_read_as_gb18030() -> None:
    text = '<html><meta charset="gb2312">' + disclosure(RULES).replace("<p>无</p>", "<p>由镕𠮷办理</p>")
    section = read(text.encode("gb18030")).section(3)
    assert section is not None
    assert section.text == "由镕𠮷办理"


@pytest.mark.parametrize("depth", [400, 3000, 200_000])
def test_elements_nested_beyond_all_measure_are_refused_at_once(depth: int) -> None:
    with pytest.raises(Unreadable, match="嵌套过深"):
        document(("<html>" + "<div>" * depth + "二、主动公开").encode())
