"""The annual report as data 年度报告: whose, which year, which form, every cell, every section.

A cell is a number, blank, not applicable or text, and stays so (空白不等于零). A cell that could
not be placed with certainty is absent from ``cells``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from . import formats
from .formats.form import Cell, Format
from .formats.relations import Number

BLANK = "blank"
NOT_APPLICABLE = "na"
TEXT = "text: "
NOTE = "note: "

_MOST_DIGITS = 15
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Before the point, and after it: more is no figure of a report, and could be written out for hours."""

UNREAD = "［未读出］"
"""What a writer prints for an absent cell, and a reader takes for one."""

CERTAIN, READ, DOUBTFUL = "certain", "read", "doubtful"
"""Grades of a cell read from a file 可信程度: its labels are the form's and a sum over it agrees; its
labels are the form's; its labels had to be repaired and no sum settles the doubt."""


@dataclass(frozen=True)
class Place:
    """Where something stood in the source; counts start at 1. ``str`` gives it in Chinese."""

    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    page: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        words = f"第{self.page}页" if self.page is not None else ""
        if self.sheet is not None:
            words += f"工作表“{self.sheet}”"
        elif self.table is not None:
            words += f"第{self.table}个表格"
        elif self.line is not None:
            words += f"第{self.line}行"
        if self.row is not None:
            words += f"第{self.row}行"
        return words + (f"第{self.column}列" if self.column is not None else "")


@dataclass(frozen=True)
class Section:
    """A section as printed: number 1 to 6, title, text (paragraphs parted by line breaks)."""

    no: int
    title: str
    text: str = ""
    places: tuple[Place, ...] = field(default=(), compare=False)
    """Where each paragraph stood; empty for a report that was not read from a file."""


@dataclass(frozen=True)
class Unread:
    """A passage that could not be placed, with the reason and its position."""

    text: str
    reason: str
    place: Place | None = None


@dataclass(frozen=True)
class Source:
    """The file a report was read from: its kind and SHA-256, or ``compiled``."""

    kind: str
    sha256: str | None = None


@dataclass(frozen=True)
class LocalRow:
    """A row that the form does not have, put in by the place itself: its label and its numbers.

    ``values`` are keyed by the ids of the columns of the table ``table``.
    """

    table: str
    label: str
    values: Mapping[str, Number | None]
    place: Place | None = None


@dataclass(frozen=True)
class Report:
    """One organ's report on one year. Equality leaves out source, unread and positions.

    ``marks`` says of a cell that is no number what stood there ("blank", "na", "text: …"), and
    of a number printed with a remark or a unit of its own what was printed ("note: …").
    Amounts are in the form's unit. Of cells read from a file ``places`` says where each stood,
    ``grades`` how sure it is (CERTAIN, READ or DOUBTFUL), and ``reasons`` in Chinese why it was
    placed there, where its labels were not simply the form's.
    """

    organ: str | None = None
    year: int | None = None
    format: str | None = None
    variant: str | None = None
    preface: str = ""
    cells: Mapping[str, Number | None] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    signed_by: str | None = None
    signed_on: date | None = None
    unread: tuple[Unread, ...] = field(default=(), compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    grades: Mapping[str, str] = field(default_factory=dict, compare=False)
    reasons: Mapping[str, str] = field(default_factory=dict, compare=False)
    local_rows: tuple[LocalRow, ...] = field(default=(), compare=False)
    mixture: tuple[str, ...] = field(default=(), compare=False)
    """Labels in its tables that only another edition of the form has."""
    source: Source = field(default=Source("compiled"), compare=False)

    @property
    def form(self) -> Format | None:
        """The form it follows; None before 2019. UnknownFormat for one we do not know."""
        return None if self.format is None else formats.load(self.format, self.variant)

    @property
    def title(self) -> str:
        """组织名称、年度与文种, e.g. 望舒镇人民政府2020年政府信息公开工作年度报告."""
        return f"{self.organ or ''}{f'{self.year}年' if self.year else ''}政府信息公开工作年度报告"

    def section(self, no: int) -> Section | None:
        return next((section for section in self.sections if section.no == no), None)

    def printed(self, cell: str) -> str:
        """What the form prints in a cell: number, remark, nothing, "/" or text."""
        if cell not in self.cells:
            return UNREAD
        mark, value = self.marks.get(cell, ""), self.cells[cell]
        if mark.startswith(NOTE):
            return mark.removeprefix(NOTE)
        if mark.startswith(TEXT):
            return mark.removeprefix(TEXT)
        if value is None:
            return "/" if mark == NOT_APPLICABLE else ""
        form = self.form
        return figure(value, form.cells[cell] if form else None)

    def as_dict(self) -> dict[str, Any]:
        """The object of ``gongkai report read --json``: a stable contract."""
        return {
            "organ": self.organ,
            "year": self.year,
            "format": self.format,
            "variant": self.variant,
            "preface": self.preface,
            "cells": {id: _plain(value) for id, value in self.cells.items()},
            "marks": dict(self.marks),
            "sections": [{"no": s.no, "title": s.title, "text": s.text} for s in self.sections],
            "signed_by": self.signed_by,
            "signed_on": self.signed_on.isoformat() if self.signed_on else None,
            "unread": [
                {"text": u.text, "reason": u.reason, "where": str(u.place or "")} for u in self.unread
            ],
            "source": {"kind": self.source.kind, "sha256": self.source.sha256},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Report":
        """The report that ``as_dict`` wrote. Raises ValueError for anything else.

        Positions are not written, and so not read; numbers may be ``Decimal`` or ``float``.
        """
        try:
            report = cls(
                organ=data["organ"],
                year=data["year"],
                format=data["format"],
                variant=data["variant"],
                preface=data.get("preface") or "",
                cells={id: _number(value) for id, value in data["cells"].items()},
                marks=dict(data["marks"]),
                sections=tuple(Section(s["no"], s["title"], s["text"]) for s in data["sections"]),
                signed_by=data["signed_by"],
                signed_on=date.fromisoformat(data["signed_on"]) if data["signed_on"] else None,
                unread=tuple(
                    Unread(str(u["text"]), str(u.get("reason", ""))) for u in data.get("unread") or ()
                ),
                source=Source(data["source"]["kind"], data["source"]["sha256"]),
            )
            _refuse_strange(report)
            return report
        except (KeyError, TypeError, AttributeError, ArithmeticError, LookupError) as error:
            raise ValueError(f"{type(error).__name__}: {error}") from error


def clean(text: str) -> str:
    """``text`` without what is no text: control characters, halves of characters (XML has none either)."""
    return _NO_TEXT.sub("", text)


def figure(value: Number, cell: Cell | None = None) -> str:
    """A number as the form prints it: amounts other than 0 with the form's decimals, never rounded."""
    if not isinstance(value, Decimal):
        return str(value)
    plain = value.normalize()
    decimals = max(0, -int(plain.as_tuple().exponent))
    scale = cell.column.scale if cell and value else None
    return f"{plain:.{max(decimals, scale or 0)}f}"


def _plain(value: Number | None) -> int | float | None:
    """A JSON number; amounts have far fewer digits than a float keeps."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _number(value: Any) -> Number | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"not a number: {value!r}")
    exact = Decimal(str(value))
    exponent = exact.as_tuple().exponent
    if not isinstance(exponent, int) or exact.adjusted() > _MOST_DIGITS or exponent < -_MOST_DIGITS:
        raise ValueError("not a number that a report can hold")
    return value if isinstance(value, int) else exact


def _refuse_strange(report: Report) -> None:
    form = report.form
    strange = set(report.cells) - set(form.cells if form else ())
    if strange:
        raise ValueError(f"cells the form does not have: {sorted(strange)[:3]}")
    for id, value in report.cells.items():
        if form and form.cells[id].column.whole and value is not None and value % 1:
            raise ValueError(f"not a whole number: {id}")
    for id, mark in report.marks.items():
        if id not in report.cells or not _fits(mark, report.cells[id]):
            raise ValueError(f"mark of {id}: {mark!r}")
    if not isinstance(report.year, int | None):
        raise TypeError("year")
    for section in report.sections:
        if not (
            isinstance(section.no, int) and isinstance(section.title, str) and isinstance(section.text, str)
        ):
            raise TypeError("section")
    sections = (text for section in report.sections for text in (section.title, section.text))
    unread = (text for one in report.unread for text in (one.text, one.reason))
    for text in (report.organ, report.preface, report.signed_by, *sections, *report.marks.values(), *unread):
        if not isinstance(text, str | None):
            raise TypeError("text")
        if text and clean(text) != text:
            raise ValueError("a character that is no text")


def _fits(mark: object, value: Number | None) -> bool:
    """True where a mark can stand with a value: a note with a number, all else with none."""
    if not isinstance(mark, str):
        return False
    if mark.startswith(NOTE):
        return value is not None
    return value is None and (mark in (BLANK, NOT_APPLICABLE) or mark.startswith(TEXT))
