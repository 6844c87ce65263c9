"""正文与表格: what the prose may say of the tables, and what it may not."""

from dataclasses import replace

import pytest

from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import Report, Section

from .build import sample_report

CODES = {"prose_differs", "percentage_differs", "rate_without_base", "fee_differs", "nothing_said_of_figures"}
FORMATS = ["2019", "2021"]


def report(text: str, format: str = "2021", organ: str = "望舒镇人民政府", **cells: int) -> Report:
    """A report with ``text`` as section one. New 41, carried in 6, handled 38, out 9, granted 20."""
    base = sample_report(format, organ=organ)
    figures = {
        "applications.received_new.total": 41,
        "applications.carried_in.total": 6,
        "applications.handled_total.total": 38,
        "applications.carried_out.total": 9,
        "applications.granted.total": 20,
        "remedies.review.total": 3,
        **{cell.replace("__", "."): number for cell, number in cells.items()},
    }
    sections = (Section(1, "一、总体情况", text), *base.sections[1:])
    return replace(base, cells={**base.cells, **figures}, sections=sections)


def codes(found: Report) -> list[str]:
    return [finding.code for finding in check(found) if finding.code in CODES]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请52件。",
        "共收到信息公开申请五十二件，均已答复。",
        "新收依申请公开申请52件。",
        "本年度受理政府信息公开申请１２０件。",
        "全年共收到52件政府信息公开申请。",
        "全年办结77件。",
        "已答复申请77件。",
        "予以公开33件，部分公开2件。",
        "结转下年度继续办理19件。",
        "上年结转16件。",
        "全年发生政府信息公开行政复议13件。",
    ],
)
def test_a_number_that_is_none_of_those_its_words_may_mean_is_told(text: str, format: str) -> None:
    assert "prose_differs" in codes(report(text, format))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请41件。",
        "共收到信息公开申请四十一件。",
        "收到政府信息公开申请47件（含上年结转6件）。",  # new and carried over
        "本年度受理政府信息公开申请47件。",
        "全年办结38件，结转下年9件。",
        "办结47件。",
        "已答复38件。",
        "予以公开20件。",
        "上年收到政府信息公开申请88件，今年收到41件。",
        "2019年收到政府信息公开申请17件。",
        "其中自然人申请30件。",
        "网上收到政府信息公开申请12件，信函收到申请29件。",
        "全区收到政府信息公开申请3000件。",
        "较上年增加收到申请7件。",
        "办理人大代表建议12件，办结12件提案。",
        "一季度受理政府信息公开申请9件。",
        "答复群众来电来信330件。",
        "公开政府信息1.2万条。",
        "12345热线受理群众诉求8000件。",
        "制发文件66件。",
    ],
)
def test_words_that_may_mean_the_number_are_left_alone(text: str, format: str) -> None:
    assert codes(report(text, format)) == []


def test_the_scope_of_a_districts_government_is_the_district() -> None:
    text = "全区收到政府信息公开申请3000件。"
    assert codes(report(text, organ="望舒区人民政府")) == ["prose_differs"]
    assert codes(report(text, organ="望舒区财政局")) == []
    assert codes(report("本办收到政府信息公开申请2件。", organ="望舒区人民政府")) == []


def test_documents_of_the_year_are_compared() -> None:
    assert codes(report("全年制发行政规范性文件十二件。")) == ["prose_differs"]
    assert codes(report("全年制发行政规范性文件两件。")) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公开信息150条，同比增长50%（上年100条）。", False),
        ("公开信息150条，同比增长40%（上年100条）。", True),
        ("公开信息90条，同比下降10.0%（上年100条）。", False),
        ("公开信息90条，同比下降11.1%（上年100条）。", True),
        ("公开信息1.2万条，同比增长20%（上年1万条）。", False),
        ("公开信息300条，其中通知公告类60条，占比20%。", False),
        ("公开信息300条，其中通知公告类60条，占比25%。", True),
        ("公开信息300条，其中通知公告类70条，占比23.3%。", False),
    ],
)
def test_percentages_are_derived_again(text: str, wrong: bool) -> None:
    assert codes(report(text)) == (["percentage_differs"] if wrong else [])


def test_a_rate_of_no_applications_has_no_base() -> None:
    text = "政府信息公开申请按时答复率100%。"
    nothing = {"applications__received_new__total": 0, "applications__carried_in__total": 0}
    assert codes(report(text, **nothing)) == ["rate_without_base"]
    assert codes(report(text)) == []


def test_nothing_received_and_figures_in_the_table_contradict() -> None:
    assert codes(report("本年度未收到政府信息公开申请。")) == ["nothing_said_of_figures"]
    assert codes(report("本年度未收到政府信息公开申请。", applications__received_new__total=0)) == []
    assert codes(report("未发生因政府信息公开的行政复议。")) == ["nothing_said_of_figures"]
    assert codes(report("本年度收到政府信息公开申请5件。", applications__received_new__total=0)) == [
        "prose_differs"
    ]


def with_six(first: str, six: str) -> Report:
    found = report(first)
    sections = tuple(replace(s, text=six) if s.no == 6 else s for s in found.sections)
    return replace(found, sections=sections)


@pytest.mark.parametrize(
    ("first", "six", "wrong"),
    [
        ("本年度未收取信息处理费。", "全年收取信息处理费4300元。", True),
        ("本年度收取信息处理费0.43万元。", "全年收取信息处理费4300元。", False),
        ("本年度未收取信息处理费。", "全年收取信息处理费0元。", False),
        ("本年度收取信息处理费4,300元。", "全年收取信息处理费4200元。", True),
    ],
)
def test_the_fee_is_the_same_everywhere(first: str, six: str, wrong: bool) -> None:
    assert codes(with_six(first, six)) == (["fee_differs"] if wrong else [])


def test_an_absent_cell_is_undecided() -> None:
    found = report("全年收到政府信息公开申请52件。")
    cells = {id: value for id, value in found.cells.items() if "received_new" not in id}
    assert codes(replace(found, cells=cells)) == []
