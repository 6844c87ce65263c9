"""Title, year, organ, sections and signature, in the ways real pages print them."""

from datetime import date

import pytest

from gongkai.annual_report.reading import read
from gongkai.annual_report.report import Report


def read_lines(*lines: str) -> Report:
    return read("\n".join(lines).encode())


BODY = ("一、总体情况", "本年工作平稳。", "五、存在的主要问题及改进情况", "解读较少。")


@pytest.mark.parametrize(
    ("lines", "organ", "year"),
    [
        (["望舒镇人民政府2023年政府信息公开工作年度报告"], "望舒镇人民政府", 2023),
        (["望舒镇人民政府", "2023年政府信息公开工作年度报告"], "望舒镇人民政府", 2023),
        (["望舒镇人民政府", "2023年政府信息", "公开工作年度报告"], "望舒镇人民政府", 2023),
        (["云川县财政局关于2022年度政府信息公开工作的年度报告"], "云川县财政局", 2022),
        (["望舒镇人民政府二〇二一年政府信息公开工作年度报告"], "望舒镇人民政府", 2021),
        (["望舒镇人民政府政府信息公开工作年度报告（2023年）"], "望舒镇人民政府", 2023),
        (["望舒镇2023年政府信息公开年报报告"], "望舒镇", 2023),
        (["2023年政府信息公开工作年度报告"], None, 2023),
    ],
)
def test_the_title_names_organ_and_year(lines: list[str], organ: str | None, year: int) -> None:
    found = read_lines(*lines, *BODY)
    assert (found.organ, found.year) == (organ, year)


def test_what_stands_before_the_title_is_unread_and_what_follows_is_the_preface() -> None:
    found = read_lines("首页 > 年报", "望舒镇人民政府2023年政府信息公开工作年度报告", "按条例编制。", *BODY)
    assert [unread.text for unread in found.unread] == ["首页 > 年报"]
    assert found.preface == "按条例编制。"


def test_the_organ_comes_from_the_signature_where_the_title_has_none() -> None:
    found = read_lines("2023年政府信息公开工作年度报告", *BODY, "望舒镇人民政府", "2024年1月8日")
    assert found.organ == "望舒镇人民政府"


@pytest.mark.parametrize(
    ("lines", "by", "on"),
    [
        (["望舒镇人民政府", "2024年1月8日"], "望舒镇人民政府", date(2024, 1, 8)),
        (["望舒镇人民政府 2024年1月8日"], "望舒镇人民政府", date(2024, 1, 8)),
        (["望舒镇人民政府", "二〇二四年一月二十八日"], "望舒镇人民政府", date(2024, 1, 28)),
        (["望舒镇人民政府", "二○二四年十月十日"], "望舒镇人民政府", date(2024, 10, 10)),
        (["2024年1月8日"], None, date(2024, 1, 8)),
        ([], None, None),
        (["2024年13月8日"], None, None),
    ],
)
def test_the_signature_is_no_text_of_the_last_section(
    lines: list[str], by: str | None, on: date | None
) -> None:
    found = read_lines("甲镇2023年政府信息公开工作年度报告", *BODY, *lines)
    assert (found.signed_by, found.signed_on) == (by, on)
    if on:
        assert found.sections[-1].text == "解读较少。"


def test_what_follows_the_signature_is_unread() -> None:
    found = read_lines("甲镇2023年政府信息公开工作年度报告", *BODY, "甲镇", "2024年1月8日", "打印 关闭")
    assert [unread.text for unread in found.unread] == ["打印 关闭"]
    assert found.sections[-1].text == "解读较少。"


def test_numbered_lines_that_are_no_headings_stay_text() -> None:
    found = read_lines(
        "甲镇2023年政府信息公开工作年度报告",
        "一、总体情况",
        "一、本年新收的各类来信较多。",
        "五、存在的主要问题及改进情况",
        "二、主动公开不够及时。",
        "六、其他需要报告的事项",
        "无",
    )
    assert [section.no for section in found.sections] == [1, 5, 6]
    assert [section.text for section in found.sections] == [
        "一、本年新收的各类来信较多。",
        "二、主动公开不够及时。",
        "无",
    ]


def test_each_paragraph_knows_its_line() -> None:
    found = read_lines(
        "甲镇2023年政府信息公开工作年度报告", "", "一、总体情况", "", "甲。", "乙。", *BODY[2:]
    )
    assert [place.line for place in found.sections[0].places] == [5, 6]


def test_a_report_from_before_2019_has_no_form() -> None:
    found = read_lines("甲镇2016年政府信息公开工作年度报告", *BODY)
    assert (found.format, found.year, found.cells) == (None, 2016, {})


def test_of_a_report_without_a_form_the_numbers_of_the_prose_are_told() -> None:
    found = read_lines(
        "甲镇2016年政府信息公开工作年度报告", "一、概述", "全年公开128条，2016年受理申请3件。", "无。"
    )
    assert [(unread.text, str(unread.place)) for unread in found.unread] == [
        ("全年公开128条", "第3行"),
        ("2016年受理申请3件", "第3行"),
    ]
