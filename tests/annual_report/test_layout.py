"""The walk through a report that all writers share, and the page they print on."""

from datetime import date
from itertools import pairwise

import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.grid import printed
from gongkai.annual_report.rendering import page
from gongkai.annual_report.rendering.layout import (
    FilledTable,
    Heading,
    Paragraph,
    Signature,
    Subheading,
    chinese_date,
    clean,
    flow,
    title_lines,
)
from gongkai.annual_report.report import Report, Section

from .build import sample_report

EVERY = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


@EVERY
def test_sample_report_keeps_every_relation_of_its_form(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    assert report.cells.keys() == form.cells.keys()
    for relation in (relation for relation in form.relations if relation.scope == "report"):
        for instance in relation.instances():
            sides = instance.sides(lambda term: report.cells[term.cell or ""])
            assert sides is not None and instance.holds(*sides), relation.id


def test_parts_come_in_the_order_they_are_printed() -> None:
    report = sample_report("2021", sections=(Section(1, "一、总体情况", "（一）平台\n全年正常。"),), cells={})
    assert list(flow(report)) == [
        Paragraph(report.preface),
        Heading(1, "一、总体情况"),
        Subheading("（一）平台"),
        Paragraph("全年正常。"),
        Signature("望舒镇人民政府", "2022年1月4日"),
    ]


@EVERY
def test_each_table_stands_in_the_section_the_form_names(form: Format) -> None:
    parts = list(flow(sample_report(form.id, form.variant)))
    places = {
        part.printed.table.id: before.no
        for before, part in pairwise(parts)
        if isinstance(part, FilledTable) and isinstance(before, Heading)
    }
    assert places == {section.table: section.no for section in form.sections if section.table}


def test_a_missing_section_is_supplied_for_its_table_only_where_cells_were_read() -> None:
    sections = sample_report("2021").sections[:1]
    report = sample_report("2021", sections=sections, cells={"remedies.review.total": 3})
    parts = list(flow(report))
    assert Heading(4, "四、政府信息公开行政复议、行政诉讼情况") in parts
    assert [part.printed.table.id for part in parts if isinstance(part, FilledTable)] == ["remedies"]


def test_a_section_that_is_there_keeps_its_table_though_nothing_was_read_in_it() -> None:
    tables = [part for part in flow(sample_report("2019", cells={})) if isinstance(part, FilledTable)]
    assert len(tables) == 3
    assert set(tables[0].values.values()) == {"［未读出］"}


@pytest.mark.parametrize(
    ("paragraph", "part"),
    [
        ("（一）主动公开情况", Subheading),
        ("(二)监督保障", Subheading),
        ("（一）我镇全年公开信息百余条。", Paragraph),
        ("（一）" + "甲" * 40, Paragraph),
        ("1.公开目录", Paragraph),
    ],
)
def test_a_short_numbered_paragraph_is_a_heading(paragraph: str, part: type) -> None:
    report = Report(sections=(Section(1, "一、总体情况", paragraph),))
    assert isinstance(list(flow(report))[1], part)


def test_an_empty_report_has_a_title_and_nothing_else() -> None:
    assert list(flow(Report())) == []
    assert title_lines(Report()) == ("政府信息公开工作年度报告",)


def test_the_title_stands_in_two_lines() -> None:
    assert title_lines(sample_report("2019")) == (
        "望舒镇人民政府",
        "2020年政府信息公开工作年度报告",
    )


def test_characters_that_xml_refuses_are_dropped_and_rare_ones_kept() -> None:
    assert clean("甲\x00\x0b\x1f\ud800\ufffe乙𠮷\t<&") == "甲乙𠮷\t<&"


def test_dates_are_written_without_leading_zeros() -> None:
    assert chinese_date(date(2021, 1, 4)) == "2021年1月4日"


@pytest.mark.parametrize(
    ("organ", "indents"),
    [
        ("望舒镇人民政府", (3.0, 2.0)),  # 7 characters above a date of 6: the date sets the edge
        ("望舒县人民政府办公室", (2.0, 4.0)),  # 10 characters: the date begins 2 further in
        (None, (2.0, 2.0)),
        ("甲" * 40, (2.0, 2.0)),
    ],
)
def test_the_date_begins_two_characters_further_in_than_the_organ(
    organ: str | None, indents: tuple[float, float]
) -> None:
    assert Signature(organ, "2021年1月4日").indents == indents


@EVERY
def test_columns_are_together_as_wide_as_the_text(form: Format) -> None:
    for table in form.tables:
        columns = page.columns(printed(table))
        assert len(columns) == table.grid_columns
        assert sum(columns) == pytest.approx(156)
        assert min(columns) > 10


def test_a_page_has_22_lines() -> None:
    height = (page.PAPER[1] - page.TOP - page.BOTTOM) / 25.4 * 72
    assert int(height / page.LINE_PITCH) == 22


def test_figures_too_wide_for_their_column_are_set_smaller() -> None:
    assert page.fitting("12345", 11, page.NARROW) == 9
    assert page.fitting("1234567", 11, page.NARROW) < 9


def test_a_long_organ_breaks_into_lines_of_equal_length() -> None:
    assert page.title_indent("望舒镇人民政府") == 0
    assert page.title_indent("甲" * 24) == pytest.approx((156 - 12 * 22 * 25.4 / 72) / 2)
