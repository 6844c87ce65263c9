"""Writing then reading gives the same report, whatever the figures, marks and words."""

import random
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench.generated.towns import town
from gongkai.annual_report import formats, kinds
from gongkai.annual_report.formats.form import Cell, Format
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.parsing import values
from gongkai.annual_report.reading import read
from gongkai.annual_report.report import Report, Section

from .build import sample_report

WORDS = st.text(
    st.one_of(
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
        st.sampled_from("，。、；：“”（）《》〔〕123.%<>&\"'-/abc𠮷"),
    ),
    min_size=1,
    max_size=40,
)
WITHOUT_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
"""A report has two hundred cells: to shrink one takes minutes and tells no more."""
PARAGRAPHS = st.lists(WORDS, max_size=3).map("\n".join)


def amounts(cell: Cell) -> st.SearchStrategy[Number]:
    if cell.column.whole:
        low = 0 if cell.column.min == 0 else -10_000
        return st.integers(low, 10_000_000)
    return st.decimals(0, 10_000_000, places=4).map(lambda number: Decimal(number).normalize())


@st.composite
def cells(draw: st.DrawFn, form: Format) -> tuple[dict[str, Number | None], dict[str, str]]:
    """Numbers in most cells; here and there a blank, a stroke, a text, a remark, or nothing read."""
    found: dict[str, Number | None] = {}
    marks: dict[str, str] = {}
    kind = st.sampled_from(["number"] * 20 + ["blank", "na", "text", "note", "absent"])
    for id, cell in form.cells.items():
        chosen = draw(kind)
        if chosen == "absent":
            continue
        found[id] = draw(amounts(cell)) if chosen in ("number", "note") else None
        if chosen in ("blank", "na"):
            marks[id] = chosen
        elif chosen == "text":
            text = draw(WORDS)
            value = values.read(text, cell.column)
            found[id] = value.number
            marks.update({id: value.mark} if value.mark else {})
        elif chosen == "note":
            value = values.read(f"{found[id]}（其中街道{draw(st.integers(0, 9))}）", cell.column)
            found[id] = value.number
            marks[id] = value.mark or ""
    return found, marks


@st.composite
def reports(draw: st.DrawFn) -> Report:
    form = draw(st.sampled_from(formats.every()))
    figures, marks = draw(cells(form))
    present = [s for s in form.sections if s.table or draw(st.booleans())]
    return Report(
        organ=draw(st.none() | WORDS),
        year=draw(st.none() | st.integers(2019, 2035)),
        format=form.id,
        variant=form.variant,
        preface=draw(PARAGRAPHS),
        cells=figures,
        marks=marks,
        sections=tuple(Section(s.no, s.title, draw(PARAGRAPHS)) for s in present),
        signed_by=draw(st.none() | WORDS),
        signed_on=draw(st.none() | st.dates(date(2019, 1, 1), date(2035, 12, 31))),
    )


@pytest.mark.parametrize("kind", ["html", "json"])
@settings(max_examples=60, deadline=None, phases=WITHOUT_SHRINKING)
@given(report=reports())
def test_a_written_report_reads_back_the_same(kind: str, report: Report) -> None:
    found = read(kinds.writer(kind)(report))
    differing = [
        f.name for f in fields(Report) if f.compare and getattr(found, f.name) != getattr(report, f.name)
    ]
    assert not differing, [
        (getattr(report, name), getattr(found, name)) for name in differing if name != "cells"
    ]
    assert found == report


def test_a_difference_in_one_cell_is_a_difference() -> None:
    form = formats.load("2021")
    report = Report(format="2021", cells=dict.fromkeys(form.cells, 0))
    other = replace(report, cells={**report.cells, "remedies.review.total": 1})
    assert read(kinds.writer("html")(other)) != report


@st.composite
def tables(draw: st.DrawFn) -> Report:
    """A report with ordinary prose, and whatever may stand in its cells."""
    form = draw(st.sampled_from(formats.every()))
    figures, marks = draw(cells(form))
    return sample_report(form.id, form.variant, cells=figures, marks=marks)


def told_alike(found: Report, report: Report) -> None:
    """Every cell the same number, blank, "/" or text; texts may have lost their spaces."""
    assert dict(found.cells) == dict(report.cells)
    assert {id: "".join(mark.split()) for id, mark in found.marks.items()} == {
        id: "".join(mark.split()) for id, mark in report.marks.items()
    }


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv"])
@settings(max_examples=12, deadline=None, phases=WITHOUT_SHRINKING)
@given(report=tables())
def test_the_cells_of_a_written_file_read_back(kind: str, report: Report) -> None:
    told_alike(read(kinds.writer(kind)(report)), report)


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
@pytest.mark.parametrize("format", [(form.id, form.variant) for form in formats.every()])
def test_a_whole_report_reads_back_from_an_office_file(kind: str, format: tuple[str, str | None]) -> None:
    report = sample_report(*format)
    found = read(kinds.writer(kind)(report))
    told_alike(found, report)
    assert (found.organ, found.year, found.format, found.variant) == (
        report.organ,
        report.year,
        report.format,
        report.variant,
    )
    assert [(s.no, s.title, s.text) for s in found.sections] == [
        (s.no, s.title, s.text) for s in report.sections
    ]
    assert (found.signed_by, found.signed_on, found.preface) == (
        report.signed_by,
        report.signed_on,
        report.preface,
    )
    assert not found.unread


@pytest.mark.parametrize("number", range(6))
def test_the_cells_of_a_pdf_of_every_size_read_back(number: int) -> None:
    report = town(random.Random(number), number)
    told_alike(read(kinds.writer("pdf")(report)), report)
