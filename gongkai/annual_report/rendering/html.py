"""HTML: one page that stands alone, its tables accessible and its parts told to readers.

``data-gongkai`` says what each paragraph is, so that the page reads back to the same report
whatever its text looks like. ``table`` alone is what the site puts into its own pages.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from typing import Protocol

from ..formats.grid import PrintedBlock, PrintedCell
from ..report import Report
from .layout import FilledTable, Heading, Paragraph, Part, Signature, Subheading, flow, line, title_lines


class Around(Protocol):
    """What a page adds to value cells: class names, and markup around the value."""

    def classes(self, cell: str) -> str: ...

    def value(self, cell: str, text: str) -> str: ...


class Plain:
    """Nothing added."""

    def classes(self, cell: str) -> str:
        return ""

    def value(self, cell: str, text: str) -> str:
        return escape(text)


def render(report: Report) -> bytes:
    """A whole page in UTF-8, with its style in it and nothing loaded."""
    style = files(__package__).joinpath("report.css").read_text("utf-8")
    page = (
        f'<!doctype html>\n<html lang="zh-Hans">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(line(report.title))}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(_parts(report))}</main>\n</body>\n</html>\n"
    )
    return page.encode()


def table(filled: FilledTable, around: Around | None = None) -> str:
    """A table with caption, scopes and headers; value cells carry their cell id."""
    return "".join(_Markup(filled, around or Plain()).lines())


def _parts(report: Report) -> Iterator[str]:
    yield f"<header>\n{''.join(_title(report))}</header>\n"
    begun = False
    for part in flow(report):
        if isinstance(part, Heading):
            begun = True
            yield _heading(report, part)
        else:
            yield _part(part, "text" if begun else "preface")


def _title(report: Report) -> Iterator[str]:
    *organ, rest = title_lines(report)
    if organ:
        yield f'<p class="organ" data-gongkai="organ">{escape(organ[0])}</p>\n'
    yield f'<h1 data-gongkai="title">{escape(rest)}</h1>\n'


def _heading(report: Report, heading: Heading) -> str:
    """A section that the report lacks, printed for its table only, says so to readers."""
    part = "heading" if report.section(heading.no) else "supplied"
    return f'<h2 data-gongkai="{part}" data-no="{heading.no}">{escape(heading.text)}</h2>\n'


def _part(part: Part, kind: str) -> str:
    if isinstance(part, Subheading):
        return f'<h3 data-gongkai="{kind}">{escape(part.text)}</h3>\n'
    if isinstance(part, Paragraph):
        return f'<p data-gongkai="{kind}">{escape(part.text)}</p>\n'
    if isinstance(part, FilledTable):
        label = escape(part.printed.table.title)
        return f'<div class="table" tabindex="0" role="region" aria-label="{label}">\n{table(part)}</div>\n'
    assert isinstance(part, Signature)
    return f'<footer class="signature">\n{"".join(_signature(part))}</footer>\n'


def _signature(signature: Signature) -> Iterator[str]:
    if signature.organ:
        yield f'<p data-gongkai="signed_by">{escape(signature.organ)}</p>\n'
    if signature.day:
        yield f'<p data-gongkai="signed_on">{escape(signature.day)}</p>\n'


class _Markup:
    """Writes one table; label cells have ids, value cells name the labels that speak for them."""

    def __init__(self, filled: FilledTable, around: Around) -> None:
        self.filled, self.around = filled, around
        self.table = filled.printed.table
        self.blocks = filled.printed.blocks

    def lines(self) -> Iterator[str]:
        yield f'<table class="form-table form-{self.table.id}">\n'
        yield f"<caption>{escape(self.table.title)}</caption>\n"
        for number, block in enumerate(self.blocks):
            yield from self._head(block, first=number == 0)
            yield from self._rows(block.body, "tbody")
        yield "</table>\n"

    def _head(self, block: PrintedBlock, *, first: bool) -> Iterator[str]:
        yield from self._rows(block.head, "thead" if first else "tbody")

    def _rows(self, rows: tuple[tuple[PrintedCell, ...], ...], group: str) -> Iterator[str]:
        yield f"<{group}>\n"
        for row in rows:
            yield f"<tr>{''.join(self._cell(cell) for cell in row)}</tr>\n"
        yield f"</{group}>\n"

    def _cell(self, cell: PrintedCell) -> str:
        spans = _span("rowspan", cell.rowspan) + _span("colspan", cell.colspan)
        if cell.cell is None:
            return self._label(cell, spans)
        headers = " ".join(self._id(*at) for at in cell.labels)
        names = f"value {self.around.classes(cell.cell)}".strip()
        value = self.around.value(cell.cell, self.filled.text(cell))
        return f'<td id="{cell.cell}" class="{names}" headers="{headers}"{spans}>{value}</td>'

    def _label(self, cell: PrintedCell, spans: str) -> str:
        if cell.kind == "corner":
            return f'<td class="corner"{spans}>{escape(cell.text)}</td>'
        scope = {"caption": "colgroup", "head": "col", "stub": "row"}[cell.kind]
        if cell.kind == "head" and cell.colspan > 1:
            scope = "colgroup"
        if cell.kind == "stub" and cell.rowspan > 1:
            scope = "rowgroup"
        id = self._id(cell.row, cell.column)
        return f'<th id="{id}" class="{cell.kind}" scope="{scope}"{spans}>{escape(cell.text)}</th>'

    def _id(self, row: int, column: int) -> str:
        return f"{self.table.id}-{row}-{column}"


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""
