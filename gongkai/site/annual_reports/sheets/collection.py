"""一年年报的汇编: every organ's report as one workbook, a sheet a table, a line an organ, sums at the foot.

What the competent office otherwise types from as many files as it has organs.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gongkai.annual_report import aggregation, formats
from gongkai.annual_report.formats.form import Format, Table
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report

from ...organs.models import Organ, OrganQuerySet
from ..models import AnnualReport

ACCEPTED, CURRENT = "accepted", "current"
"""Which version of each report: the one the competent office accepted, or the one the public reads."""

_AT_ONCE = 200
_BOLD = Font(bold=True)
_HEADS = 4
"""Rows above the first organ: title, row labels, column labels, ids of cells."""


@dataclass
class Standing:
    """An organ of the year, named, and what there is of its report."""

    organ: Organ
    published: bool
    accepted: bool
    format: str | None = None
    """Of the version that is collected; None where there is none."""

    @property
    def words(self) -> str:
        if self.accepted:
            return _("已接收")
        return _("已公布未接收") if self.published else _("未公布")


def standings(organs: OrganQuerySet, year: int) -> list[Standing]:
    """Every organ whose report on the year is asked for; two queries."""
    rows = AnnualReport.objects.filter(organ__in=organs.values("pk"), year=year)
    known = {pk: (bool(current), bool(accepted)) for pk, current, accepted in rows.values_list(
        "organ", "current", "accepted"
    )}  # fmt: skip
    return [
        Standing(organ, *known.get(organ.pk, (False, False)))
        for organ in organs.existing_in(year).order_by("path")
    ]


def collected(organs: OrganQuerySet, year: int, of: str) -> tuple[bytes, int]:
    """The workbook and the number of reports in it. ``organs`` are named; three queries.

    Raises UnknownFormat before 2019.
    """
    form = aggregation.whole(formats.for_year(year))
    found = standings(organs, year)
    by_organ = {one.organ.pk: one for one in found}
    book = Workbook(write_only=True)
    first: Any = book.create_sheet(_("填报情况"))
    sheets = [_Sheet(book, table, form, year) for table in form.tables]
    for pk, report in _reports(organs, year, of):
        if pk not in by_organ:
            continue
        standing = by_organ[pk]
        standing.format = report.format or ""
        if report.format == form.id:
            for sheet in sheets:
                sheet.add(standing.organ.name, report)
    for sheet in sheets:
        sheet.close()
    _tell(first, found, form, year, of)
    out = BytesIO()
    book.save(out)
    return out.getvalue(), sum(one.format == form.id for one in found)


class _Sheet:
    """One table: a head, a line an organ, and at the foot each sum as a formula and as a number."""

    def __init__(self, book: Workbook, table: Table, form: Format, year: int) -> None:
        self.form, self.cells = form, list(table.cells.values())
        self.sheet: Any = book.create_sheet(table.title[:31].replace("/", "、"))
        self.sheet.freeze_panes = f"B{_HEADS + 1}"
        self.sheet.column_dimensions["A"].width = 32
        for number in range(2, len(self.cells) + 2):
            self.sheet.column_dimensions[get_column_letter(number)].width = 14
        title = _("{year}年　{title}").format(year=year, title=table.title)
        self.sheet.append([self._bold(title)])
        self.sheet.append([self._bold(_("机关")), *(self._bold(cell.row.label) for cell in self.cells)])
        self.sheet.append(["", *(self._bold(cell.column.label) for cell in self.cells)])
        self.sheet.append(["", *(cell.id for cell in self.cells)])
        self.sums: list[Number | None] = [None] * len(self.cells)
        self.count = 0

    def add(self, name: str, report: Report) -> None:
        """A blank stays blank: it is no nought. What was not read says so, and is in no sum."""
        found = [aggregation.value_of(report, self.form, cell.id) for cell in self.cells]
        shown = [self._text(_("未读出")) if one is None else one[0] for one in found]
        self.sheet.append([self._text(name), *shown])
        for place, one in enumerate(found):
            if one is not None and one[0] is not None:
                self.sums[place] = (self.sums[place] or 0) + one[0]
        self.count += 1

    def close(self) -> None:
        if self.count:
            first, last = _HEADS + 1, _HEADS + self.count
            letters = [get_column_letter(number) for number in range(2, len(self.cells) + 2)]
            formulas = [f"=SUM({letter}{first}:{letter}{last})" for letter in letters]
            self.sheet.append([self._bold(_("合计（公式）")), *formulas])
            self.sheet.append([self._bold(_("合计（数值）")), *(value or 0 for value in self.sums)])

    def _bold(self, text: str) -> Any:
        cell = self._text(text)
        cell.font = _BOLD
        return cell

    def _text(self, text: str) -> Any:
        return _as_text(self.sheet, text)


def _as_text(sheet: Any, text: str) -> Any:
    """Text whatever it begins with."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _tell(sheet: Any, found: Sequence[Standing], form: Format, year: int, of: str) -> None:
    """The first sheet: which organs are in, which are missing and why."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 36, 18
    sheet.column_dimensions["C"].width = 48
    chosen = _("已接收的版本") if of == ACCEPTED else _("已公布的版本")
    within = [one for one in found if one.format == form.id]
    sheet.append([_("{year}年政府信息公开工作年度报告汇编").format(year=year)])
    sheet.append([_("口径"), chosen])
    sheet.append([_("应报"), len(found)])
    sheet.append([_("列入"), len(within)])
    sheet.append([_("未列入"), len(found) - len(within)])
    sheet.append([])
    sheet.append([_("机关"), _("情况"), _("未列入的原因")])
    for one in found:
        sheet.append(
            [_as_text(sheet, one.organ.name), one.words, "" if one.format == form.id else _reason(one, of)]
        )


def _reason(one: Standing, of: str) -> str:
    if one.format is not None:
        return _("报告没有用当年的统一格式，请单独处理")
    if not one.published:
        return _("没有公布这一年度的报告")
    return _("报告已公布，还没有接收") if of == ACCEPTED else ""


def _reports(organs: OrganQuerySet, year: int, of: str) -> Iterator[tuple[int, Report]]:
    """Organ and report in the order of the tree, few at a time, in one query."""
    rows = AnnualReport.objects.filter(
        **{f"{of}__isnull": False}, organ__in=organs.values("pk"), year=year
    ).order_by("organ__path")
    for pk, content in rows.values_list("organ", f"{of}__content").iterator(_AT_ONCE):
        yield pk, Report.from_dict(json.loads(content, parse_float=Decimal))
