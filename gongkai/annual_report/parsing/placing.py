"""Grids and text become a Report: the edition told by its labels, each number by its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from gongkai.translation import _

from .. import formats
from ..formats.form import Format, Table
from ..report import Report, Section, Source, Unread
from . import columns, grids, labels, lines
from .document import Block, Document, Grid, Paragraph, Unreadable
from .outline import Outline, Part, outline
from .placed import Placed

_FEWEST_LABELS = 4
_FIRST_YEAR = 2019
_TABLES = (2, 3, 4)  # the sections with tables: prose elsewhere may use the same words
_CLAUSE = re.compile(r"[^，。；！？\s]+")
_FIGURE = re.compile(r"\d\s*(?:万|余|多)?(?:条|件|次|人|个|项|篇|期|份|元|万元|[%％])")


def place(document: Document, sha256: str) -> Report:
    """The report that ``document`` holds. Raises Unreadable if it holds none."""
    parts = outline(document)
    form = _edition(parts)
    if form is None and not parts.parts:
        raise Unreadable(_("文件里没有找到年度报告的表格和章节，请确认选对了文件"))
    if form is None and parts.year and parts.year >= _FIRST_YEAR:
        form = formats.for_year(parts.year)  # its tables are pictures, or elsewhere: the checks say so
    placed = Placed(form) if form else None
    before = [line for block in parts.loose if (line := _left_over(block, placed))]
    sections = tuple(_section(part, placed) for part in parts.parts)
    unread = (*parts.unread, *before, *(placed.unread if placed else _numbers(sections)))
    return Report(
        organ=parts.organ,
        year=parts.year,
        format=form.id if form else None,
        variant=form.variant if form else None,
        preface="\n".join(line.text for line in parts.preface),
        cells=placed.in_form_order() if placed else {},
        marks=placed.marks if placed else {},
        sections=sections,
        signed_by=parts.signed_by,
        signed_on=parts.signed_on,
        unread=unread,
        places=placed.places if placed else {},
        source=Source(document.kind, sha256),
    )


def _numbers(sections: Iterable[Section]) -> Iterator[Unread]:
    """The clauses with numbers of a report that has no form (before 2019): told, not placed."""
    reason = _("2019年统一格式之前的报告没有统一的表格，只列出文中的数")
    for section in sections:
        for paragraph, place in zip(section.text.split("\n"), section.places, strict=False):
            for clause in _CLAUSE.findall(paragraph):
                if _FIGURE.search(clause):
                    yield Unread(clause, reason, place)


def _section(part: Part, placed: Placed | None) -> Section:
    """A section's text; numbers only from its own table."""
    paragraphs = [block for block in part.blocks if isinstance(block, Paragraph)]
    table = _table(part, placed)
    for block in part.blocks:
        if isinstance(block, Grid) and placed and not (table and grids.place(block, placed, table)):
            placed.refuse(_text(block), _("不是这一节的表格"), block.place)
    if placed and table and not any(isinstance(block, Grid) for block in part.blocks):
        paragraphs = lines.place(paragraphs, table, placed)
    return Section(
        part.no,
        part.title,
        "\n".join(line.text for line in paragraphs),
        tuple(line.place for line in paragraphs),
    )


def _table(part: Part, placed: Placed | None) -> Table | None:
    if placed is None or not 1 <= part.no <= len(placed.form.sections):
        return None
    id = placed.form.section(part.no).table
    return placed.form.table(id) if id else None


def _left_over(block: Block, placed: Placed | None) -> Unread | None:
    """A grid before the first section: read if it holds the form's cells, else reported."""
    if isinstance(block, Grid) and not (placed and grids.place(block, placed)):
        return Unread(_text(block), _("不是年度报告的表格"), block.place)
    return None


def _text(grid: Grid) -> str:
    return " ".join(cell.text for cell in grid.cells if cell.text)


def _edition(parts: Outline) -> Format | None:
    """The format and variant whose labels the document has; None where it has hardly any.

    Only labels that one edition has and the other lacks tell them apart. Where there is none
    (table two is missing) the reporting year does; where nothing does, Unreadable is raised
    rather than a form guessed.
    """
    year = parts.year
    present = _Present(
        [*parts.loose, *(b for part in parts.parts if part.no in _TABLES for b in part.blocks)]
    )
    if max(present.count(_labels(formats.load(id))) for id in formats.IDS) < _FEWEST_LABELS:
        return None
    signs = {id: present.count(_own_labels(id)) for id in formats.IDS}
    likely = [id for id in formats.IDS if signs[id] == max(signs.values())]
    if len(likely) > 1:
        likely = [id for id in likely if year is not None and year in formats.load(id).years]
        if not likely:
            raise Unreadable(
                _("表格的名称不能确定报告用的是哪一版格式（2019年版或2021年版），标题中也没有年度")
            )
    return formats.load(likely[0], _variant(formats.load(likely[0]), present))


class _Present:
    """Which labels a document has: as a cell of a grid, or in its running text."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.cells: set[str] = set()
        text = []
        for block in blocks:
            if isinstance(block, Grid):
                self.cells |= grids.vocabulary(block)
            else:
                text.append(labels.key(block.text))
        self.text = "".join(text)

    def count(self, keys: Iterable[str]) -> int:
        return sum(key in self.cells or key in self.text for key in keys)


def _variant(form: Format, present: _Present) -> str | None:
    """The variant whose own rows are there, and the rows it does without are not."""
    for id in form.variants:
        new, old = _changed_rows(form, id)
        if present.count(new) and 2 * present.count(old) <= len(old):
            return id
    return None


@cache
def _labels(form: Format) -> frozenset[str]:
    """The keys of all row and column labels."""
    return frozenset(
        key
        for cell in form.cells.values()
        for key in (*(labels.key(label) for label in cell.row.path), *columns.keys(cell.column))
    )


@cache
def _own_labels(id: str) -> frozenset[str]:
    """Labels of a format that no label of the others contains."""
    others = [key for other in formats.IDS if other != id for key in _labels(formats.load(other))]
    return frozenset(key for key in _labels(formats.load(id)) if not any(key in other for other in others))


@cache
def _changed_rows(form: Format, variant: str) -> tuple[frozenset[str], frozenset[str]]:
    """Labels of the rows a variant brings in, and of those it does without."""
    plain = {labels.key(row.label): row for table in form.tables for row in table.rows}
    varied = {
        labels.key(row.label): row for table in formats.load(form.id, variant).tables for row in table.rows
    }
    kept = {labels.key(label) for row in varied.values() for label in row.path}
    return frozenset(varied.keys() - plain.keys()), frozenset(plain.keys() - kept)
