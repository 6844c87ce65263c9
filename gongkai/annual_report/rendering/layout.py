"""What every writer prints, in which order 版式: title, preface, sections with their tables, signature.

``flow`` is the one walk through a report; a writer turns each part into its own kind of file.
All text that leaves here is clean: no character that XML refuses, no empty paragraph.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from unicodedata import east_asian_width

from ..formats.grid import Printed, PrintedCell, printed
from ..report import Report, Section, clean

_NUMBERED = re.compile(r"[（(][一二三四五六七八九十百]+[）)]")
_HEADING_LENGTH = 30
"""A numbered paragraph up to this long, with no full stop, is a heading (28 characters make a line)."""


@dataclass(frozen=True)
class Heading:
    """The title of section ``no``, e.g. 一、总体情况."""

    no: int
    text: str


@dataclass(frozen=True)
class Subheading:
    """A paragraph of its own such as （一）主动公开情况."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class FilledTable:
    """A table as printed, with the text of its cells by cell id."""

    printed: Printed
    values: Mapping[str, str]

    def text(self, cell: PrintedCell) -> str:
        """What stands in ``cell``: its label, or the report's value."""
        return cell.text if cell.cell is None else self.values[cell.cell]


@dataclass(frozen=True)
class Signature:
    """署名: the organ and 成文日期, either of which may be missing."""

    organ: str | None
    day: str | None

    @property
    def indents(self) -> tuple[float, float]:
        """Characters kept free at the right of the organ and of the date, where no seal is put.

        The date begins two characters further in than the organ; the one that ends further
        right keeps two characters free (GB/T 9704-2012, 7.3.5.2). Below an organ that needs
        more than a line, and where there is none, the date ends at the right.
        """
        organ, day = width(self.organ or ""), width(self.day or "")
        if not 0 < organ <= _LONGEST_SIGNATURE:
            return 2.0, 2.0
        return max(2.0, day + 4 - organ), max(2.0, organ - day)


_LONGEST_SIGNATURE = 26
"""Characters of an organ's name that leave two free on a line of 28."""

Part = Heading | Subheading | Paragraph | FilledTable | Signature


@dataclass(frozen=True)
class Document:
    """An official document as the writers of DOCX and PDF print it; ``on``: the day its file is dated."""

    title: str
    lines: tuple[str, ...]
    """The title as it is broken into lines."""
    organ: str
    on: date | None
    parts: tuple[Part, ...]


def document(report: Report) -> Document:
    """A report as a document."""
    parts = tuple(flow(report))
    return Document(
        line(report.title), title_lines(report), line(report.organ or ""), report.signed_on, parts
    )


def flow(report: Report) -> Iterator[Part]:
    """The parts of a report below its title, in the order they are printed."""
    yield from _paragraphs(report.preface)
    tables = _tables(report)
    for section in _sections(report):
        if section.title.strip():
            yield Heading(section.no, line(section.title))
        yield from _paragraphs(section.text)
        if table := tables.pop(section.no, None):
            yield table
    signed_by = line(report.signed_by or "") or None
    signed_on = chinese_date(report.signed_on) if report.signed_on else None
    if signed_by or signed_on:
        yield Signature(signed_by, signed_on)


def title_lines(report: Report) -> tuple[str, ...]:
    """The title in two lines 标题: the organ, then year and kind of document."""
    organ = line(report.organ or "")
    rest = line(report.title)[len(organ) :].strip()
    return (organ, rest) if organ else (rest,)


def chinese_date(day: date) -> str:
    """A date as prose writes it: Arabic numerals, no leading zeros, e.g. 2021年1月4日."""
    return f"{day.year}年{day.month}月{day.day}日"


def line(text: str) -> str:
    """``text`` clean and on one line."""
    return " ".join(clean(text).split())


def width(text: str) -> float:
    """Width in Chinese characters; Latin letters and figures are half as wide."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def _sections(report: Report) -> list[Section]:
    """The report's sections, and the form's own title for one that is missing but has its cells."""
    form = report.form
    there = {section.no for section in report.sections}
    missing = [
        Section(section.no, section.title)
        for section in (form.sections if form else ())
        if form and section.table and section.no not in there
        if not form.table(section.table).cells.keys().isdisjoint(report.cells)
    ]
    return sorted((*report.sections, *missing), key=lambda section: section.no)


def _tables(report: Report) -> dict[int, FilledTable]:
    """Section number → the table the form puts there."""
    form = report.form
    if form is None:
        return {}
    return {
        section.no: FilledTable(printed(table), {cell: line(report.printed(cell)) for cell in table.cells})
        for section in form.sections
        if section.table
        for table in (form.table(section.table),)
    }


def _paragraphs(text: str) -> Iterator[Subheading | Paragraph]:
    for raw in clean(text).splitlines():
        if paragraph := raw.strip():
            yield Subheading(paragraph) if _is_heading(paragraph) else Paragraph(paragraph)


def _is_heading(paragraph: str) -> bool:
    return (
        _NUMBERED.match(paragraph) is not None
        and len(paragraph) <= _HEADING_LENGTH
        and not any(mark in paragraph for mark in "。；：！？")
    )
