"""PDF: what is printed reads back, is tagged, and fits the page."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pypdfium2
import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.rendering import page, pdf
from gongkai.annual_report.rendering.pdf import render
from gongkai.annual_report.rendering.typesetting import Unrenderable
from gongkai.annual_report.report import Report, Section

from .build import ORGAN, sample_report

EVERY = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(data)
    try:
        yield document
    finally:
        document.close()


def pages(report: Report) -> list[str]:
    """The text of each page, without blanks and line ends."""
    with opened(render(report)) as document:
        return [re.sub(r"\s", "", each.get_textpage().get_text_range()) for each in document]


def text(report: Report) -> str:
    return "".join(pages(report))


@EVERY
def test_every_label_and_figure_is_printed(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    found = text(report)
    for cell in form.cells.values():
        assert cell.row.label in found
        assert all(word in found for word in re.findall("..?", cell.column.label))  # lines of narrow heads
    for table in form.tables:
        for row in table.rows:
            figures = [report.printed(id) for id, cell in table.cells.items() if cell.row is row]
            assert "".join(figures) in found


def test_texts_dates_and_page_numbers_are_printed() -> None:
    first, *_, last = pages(sample_report("2021"))
    assert first.startswith(f"{ORGAN}2021年政府信息公开工作年度报告")
    assert "（一）主动公开情况全年公开信息128条，其中通知公告46条。" in first
    assert first.endswith("—1—")
    assert f"无其他需要报告的事项。{ORGAN}2022年1月4日" in last


@EVERY
def test_each_table_stands_on_one_page(form: Format) -> None:
    found = pages(sample_report(form.id, form.variant))
    for first, last in (("第二十条第（一）项", "行政事业性收费"), ("申请人情况", "四、结转下年度继续办理")):
        assert sum(first in each and last in each for each in found) == 1


def test_it_is_tagged_and_says_what_it_is() -> None:
    data = render(sample_report("2021"))
    with opened(data) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "望舒镇人民政府2021年政府信息公开工作年度报告"
        assert document.get_metadata_value("Author") == ORGAN
        assert document.get_metadata_value("CreationDate").startswith("D:20220104")
    assert b"/Lang(zh-CN)" in data
    assert b"pdfuaid:part>1<" in data


def test_pages_are_a4_and_the_text_keeps_to_its_area() -> None:
    with opened(render(sample_report("2021"))) as document:
        for each in document:
            assert [round(length / 72 * 25.4) for length in each.get_size()] == [210, 297]
            left, _, right, top = (edge / 72 * 25.4 for edge in extent(each))
            assert left >= page.LEFT - 0.5
            assert right <= page.PAPER[0] - page.RIGHT + 0.5
            assert top <= page.PAPER[1] - page.TOP + 0.5


def extent(each: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Left, lower, right and upper edge of all that is printed on a page, in points."""
    boxes = [thing.get_bounds() for thing in each.get_objects()]
    lefts, lowers, rights, uppers = zip(*boxes, strict=True)
    return min(lefts), min(lowers), max(rights), max(uppers)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample_report("2019")) == render(sample_report("2019"))


def test_text_of_any_kind_is_only_text() -> None:
    strange = "#set page(width: 1pt) $x$ *甲* _乙_ \\ <b>&amp;</b> [丙] `丁` \x00\x0b\ud800"
    report = sample_report(preface=strange, sections=(Section(1, strange, strange),), signed_by=strange)
    assert text(report).count("#setpage(width:1pt)$x$*甲*_乙_\\<b>&amp;</b>[丙]`丁`") == 4


def test_a_character_no_typeface_has_is_printed_as_a_box_not_refused() -> None:
    report = sample_report(signed_by="望舒镇\ue123人民政府")
    with opened(render(report)) as document:
        assert document.is_tagged()
        assert "望舒镇" in document[len(document) - 1].get_textpage().get_text_range()


def test_a_text_higher_than_a_page_runs_on_over_the_next() -> None:
    remark = "甲" * 300
    cells = {**sample_report("2021").cells, "applications.granted.business": None}
    marks = {"applications.granted.business": f"text: {remark}"}
    found = text(sample_report("2021", cells=cells, marks=marks))
    assert found.count("甲") == 300


def test_a_report_before_the_form_has_its_texts_only() -> None:
    report = Report(organ=ORGAN, year=2017, sections=(Section(1, "一、概述", "全年公开信息96条。"),))
    assert text(report) == f"{ORGAN}2017年政府信息公开工作年度报告一、概述全年公开信息96条。—1—"


def test_a_subheading_without_a_heading_above_is_no_fault() -> None:
    assert "（一）甲" in text(Report(sections=(Section(1, "", "（一）甲\n乙。"),)))


def test_threads_may_print_at_once() -> None:
    reports = [sample_report(organ=f"望舒镇第{number}所") for number in range(4)]
    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(render, reports))) == 4


def test_a_typeface_that_is_not_there_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    template = tmp_path_factory.mktemp("template") / "report.typ"
    lines = pdf._TEMPLATE.read_text("utf-8").replace("Noto Sans SC", "Nowhere Sans")
    template.write_text(lines, "utf-8")
    monkeypatch.setattr(pdf, "_TEMPLATE", template)
    with pytest.raises(Unrenderable, match="nowhere sans"):
        render(sample_report())
