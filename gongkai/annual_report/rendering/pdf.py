"""PDF by GB/T 9704-2012, tagged for readers of the screen (PDF/UA-1), with open typefaces.

The template is report.typ.
"""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..formats.grid import PrintedCell
from ..report import Report
from . import page
from .archive import moment
from .layout import Document, FilledTable, Heading, Paragraph, Part, Signature, Subheading, document
from .typesetting import typeset

Rows = tuple[tuple[PrintedCell, ...], ...]

_KINDS = {Heading: "heading", Subheading: "subheading", Paragraph: "paragraph"}
_TEMPLATE = Path(__file__).with_name("report.typ")


def render(report: Report) -> bytes:
    """The document; the same report gives the same bytes, with the same fonts at hand."""
    return written(document(report))


def written(what: Document) -> bytes:
    """The file of a document; the same document gives the same bytes, with the same fonts at hand."""
    return typeset(_TEMPLATE, _data(what))


def _data(what: Document) -> dict[str, Any]:
    day = moment(what.on)
    return {
        "title": what.title,
        "lines": [{"text": text, "indent": page.title_indent(text)} for text in what.lines],
        "author": what.organ,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "page": _page(),
        "parts": [_part(part) for part in what.parts],
    }


def _page() -> Mapping[str, Any]:
    return {
        "paper": page.PAPER,
        "top": page.TOP,
        "bottom": page.BOTTOM,
        "left": page.LEFT,
        "right": page.RIGHT,
        "text_width": page.TEXT_WIDTH,
        "text_height": page.PAPER[1] - page.TOP - page.BOTTOM,
        "body": page.BODY,
        "pitch": page.LINE_PITCH,
        "character_pitch": page.CHARACTER_PITCH,
        "title": page.TITLE,
        "title_pitch": page.TITLE_PITCH,
        "number": page.PAGE_NUMBER,
        "number_below": page.NUMBER_BELOW,
        "around_table": page.AROUND_TABLE,
    }


def _part(part: Part) -> Mapping[str, Any]:
    if isinstance(part, FilledTable):
        return _table(part)
    if isinstance(part, Signature):
        return {"kind": "signature", "organ": part.organ, "day": part.day, "indents": part.indents}
    return {"kind": _KINDS[type(part)], "text": part.text}


def _table(filled: FilledTable) -> Mapping[str, Any]:
    printed = filled.printed
    return {
        "kind": "table",
        "columns": page.columns(printed),
        "type": {
            **asdict(page.table_type(printed)),
            "above": page.TABLE_PADDING,
            "stub_indent": page.STUB_INDENT,
        },
        "blocks": [
            {"head": _rows(filled, block.head), "body": _rows(filled, block.body)} for block in printed.blocks
        ],
    }


def _rows(filled: FilledTable, rows: Rows) -> list[list[Mapping[str, Any]]]:
    return [[_cell(filled, cell) for cell in row] for row in rows]


def _cell(filled: FilledTable, cell: PrintedCell) -> Mapping[str, Any]:
    printed, text = filled.printed, filled.text(cell)
    width = page.span(page.columns(printed), cell)
    return {
        "kind": cell.kind,
        "text": text,
        "size": page.fitting(text, width, page.table_type(printed)),
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
    }
