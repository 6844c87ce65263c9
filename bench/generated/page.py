"""A report as it stands on a page: lines and tables, to be spoilt by habits and written as a file."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from gongkai.annual_report.formats.grid import printed
from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.parsing.document import GridCell
from gongkai.annual_report.rendering.layout import chinese_date
from gongkai.annual_report.report import Report


@dataclass
class Line:
    """A line of text; ``style``: organ, title, text, heading, signature."""

    text: str
    style: str = "text"


@dataclass
class Table:
    """A table; ``id`` is the form's, None for one that is none of the form's."""

    cells: list[GridCell]
    id: str | None = None

    @property
    def height(self) -> int:
        return max(cell.row + cell.rowspan for cell in self.cells)

    @property
    def width(self) -> int:
        return max(cell.column + cell.colspan for cell in self.cells)

    def relabel(self, change: Callable[[GridCell], str]) -> None:
        self.cells = [replace(cell, text=change(cell)) for cell in self.cells]


@dataclass
class Page:
    """What is printed, and what a reader must find there.

    ``truth``: every cell's number, None where the page has none; a cell of ``hidden`` is on the
    page in a way no reader should believe (a picture, another edition).
    """

    report: Report
    blocks: list[Line | Table]
    truth: dict[str, Number | None]
    title: str = ""
    hidden: set[str] = field(default_factory=set)
    habits: list[str] = field(default_factory=list)
    html: set[str] = field(default_factory=set)
    """Ways of writing HTML that a habit asks for."""

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table) and block.id]

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)

    def values(self, table: Table) -> dict[tuple[int, int], str]:
        """Grid place → cell id of the table's numbers, as first laid out."""
        form = self.report.form
        assert form and table.id
        return {
            (cell.row, cell.column): cell.cell
            for row in printed(form.table(table.id)).rows
            for cell in row
            if cell.cell
        }


def page(report: Report) -> Page:
    """The report as its form prints it."""
    form = report.form
    assert form is not None
    blocks: list[Line | Table] = [
        Line(report.organ or "", "organ"),
        Line(f"{report.year}年政府信息公开工作年度报告", "title"),
        Line(report.preface),
    ]
    for section in report.sections:
        blocks.append(Line(section.title, "heading"))
        blocks += [Line(text) for text in section.text.split("\n") if text]
        id = form.section(section.no).table
        if id:
            cells = [
                GridCell(
                    c.row,
                    c.column,
                    c.text if c.cell is None else report.printed(c.cell),
                    c.rowspan,
                    c.colspan,
                )
                for row in printed(form.table(id)).rows
                for c in row
            ]
            blocks.append(Table(cells, id))
    if report.signed_by:
        blocks.append(Line(report.signed_by, "signature"))
    if report.signed_on:
        blocks.append(Line(chinese_date(report.signed_on), "signature"))
    return Page(report, blocks, dict(report.cells), title=report.title)
