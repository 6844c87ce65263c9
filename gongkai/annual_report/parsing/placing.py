"""Grids and text become a Report: the edition told by its labels, each number by its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from gongkai.translation import _

from .. import formats
from ..formats.form import Format, Table
from ..report import Report, Section, Source, Unread
from . import columns, grading, grids, labels, lines
from .document import Block, Document, Grid, Paragraph, Unreadable
from .outline import Outline, Part, outline
from .placed import Placed

_FEWEST_LABELS = 4
_SEVERAL_SIGNS = 2
_LONG_ENOUGH = 4  # characters of a label that no other table would have
_FIRST_YEAR = 2019
_TABLES = (2, 3, 4)  # the sections with tables: prose elsewhere may use the same words
_CLAUSE = re.compile(r"[^，。；！？\s]+")
_FIGURE = re.compile(r"\d\s*(?:万|余|多)?(?:条|件|次|人|个|项|篇|期|份|元|万元|[%％])")


def place(document: Document, sha256: str) -> Report:
    """The report that ``document`` holds. Raises Unreadable if it holds none."""
    parts = outline(document)
    form, mixture = _edition(parts)
    if form is None and not parts.parts:
        raise Unreadable(_no_report(document))
    if form is None and parts.year and parts.year >= _FIRST_YEAR:
        form = formats.for_year(parts.year)  # its tables are pictures, or elsewhere: the checks say so
    placed = Placed(form) if form else None
    astray = _Astray()
    sections = tuple(_section(part, placed, astray) for part in parts.parts)
    if placed:
        _place_astray(parts.loose, astray, placed, sections)
    else:
        astray.unread += [Unread(_text(grid), _NO_TABLE, grid.place) for grid in _grids(parts.loose)]
    pictures = _pictures(document, placed)
    unread = (*parts.unread, *astray.unread, *(placed.unread if placed else _numbers(sections)), *pictures)
    grades, reasons = grading.graded(placed, document.kind) if placed else ({}, {})
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
        grades=grades,
        reasons=reasons,
        local_rows=tuple(placed.local_rows) if placed else (),
        mixture=mixture,
        source=Source(document.kind, sha256),
    )


def _no_report(document: Document) -> str:
    if document.pictures:
        return _('文件里只有图片，没有可读的文字；请用原来的文档，或安装文字识别：pip install "gongkai[ocr]"')
    return _("文件里没有找到年度报告的表格和章节，请确认选对了文件")


def _pictures(document: Document, placed: Placed | None) -> Iterator[Unread]:
    """A table of which nothing was read, in a file with pictures: it may be one of them."""
    if placed is None or not document.pictures:
        return
    for table in placed.form.tables:
        if table.cells.keys().isdisjoint(placed.cells):
            reason = _("没有读到这张表，文件里有{count}张图片，表可能是其中之一；请用原来的文档，或人工录入")
            yield Unread(table.title, reason.format(count=document.pictures))


def _numbers(sections: Iterable[Section]) -> Iterator[Unread]:
    """The clauses with numbers of a report that has no form (before 2019): told, not placed."""
    reason = _("2019年统一格式之前的报告没有统一的表格，只列出文中的数")
    for section in sections:
        for paragraph, place in zip(section.text.split("\n"), section.places, strict=False):
            for clause in _CLAUSE.findall(paragraph):
                if _FIGURE.search(clause):
                    yield Unread(clause, reason, place)


_NO_TABLE = _("不是年度报告的表格")
_COUNTER = re.compile(r"[-—–－\s第/共]*\d{1,3}[-—–－\s页/共\d]*")


@dataclass
class _Astray:
    """Grids that are not of the section they stand in."""

    pieces: list[list[Grid]] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    """Tables that have a section of their own in the document."""


def _section(part: Part, placed: Placed | None, astray: _Astray) -> Section:
    """A section's text; numbers only from its own table."""
    table = _table(part, placed)
    paragraphs = [block for block in part.blocks if isinstance(block, Paragraph)]
    found = False
    for pieces in _joined(part.blocks):
        counters = [line for line in pieces if isinstance(line, Paragraph)]
        paragraphs = [line for line in paragraphs if all(line is not counter for counter in counters)]
        for run in _by_table(_grids(pieces), placed):
            if placed and table and grids.place(run, placed, table):
                found = True
            elif placed:
                astray.pieces.append(run)
    if placed and table and not found:
        before = len(placed.cells) + len(placed.unread)
        paragraphs = lines.place(paragraphs, table, placed)
        found = len(placed.cells) + len(placed.unread) > before
    if table and found:
        astray.seen.add(table.id)
    return Section(
        part.no,
        part.title,
        "\n".join(line.text for line in paragraphs),
        tuple(line.place for line in paragraphs),
    )


def _by_table(run: list[Grid], placed: Placed | None) -> Iterator[list[Grid]]:
    """The pieces that go together: one that has rows of another table under headings of its own does not."""
    if placed is None or len(run) == 1:
        yield run
        return
    begun: list[Grid] = []
    table: Table | None = None
    for piece in run:
        own = _whose([piece], placed.form)
        if begun and own and table and own is not table:
            yield begun
            begun = []
        begun.append(piece)
        table = own or table
    yield begun


def _joined(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Grids that follow each other with nothing between but the number of a page, which goes with them."""
    run: list[Block] = []
    waiting: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            run += [*waiting, block]
            waiting = []
        elif run and not waiting and _COUNTER.fullmatch(block.text):
            waiting = [block]
        elif run:
            yield run
            run, waiting = [], []
    if run:
        yield run


def _place_astray(
    loose: Sequence[Block], astray: _Astray, placed: Placed, sections: Sequence[Section]
) -> None:
    """Grids outside their sections: believed only for a table that no section of its own has,
    and only where one grid has it; anything else is another report's, or another year's.
    """
    everywhere = [*(_grids(run) for run in _joined(loose)), *astray.pieces]
    trials: dict[str, list[tuple[list[Grid], Placed]]] = {}
    for run in everywhere:
        table = _whose(run, placed.form)
        if table is None or table.id in astray.seen:
            reason = _("不是这一节的表格") if table else _NO_TABLE
            astray.unread += [Unread(_text(grid), reason, grid.place) for grid in run]
        else:
            trials.setdefault(table.id, []).append((run, placed))
    for id, runs in trials.items():
        if len(runs) == 1:
            grids.place(runs[0][0], placed, placed.form.table(id))
        else:
            reason = _("同一张表格出现了{count}次，不能确定是哪一张").format(count=len(runs))
            astray.unread += [
                Unread(_text(grid), reason, grid.place) for run, _placed in runs for grid in run
            ]


def _whose(run: Sequence[Grid], form: Format) -> Table | None:
    """The one table of the form that these grids hold cells of."""
    found = []
    for table in form.tables:
        trial = Placed(form)
        if grids.place(run, trial, table) and trial.cells:
            found.append(table)
    return found[0] if len(found) == 1 else None


def _table(part: Part, placed: Placed | None) -> Table | None:
    if placed is None or not 1 <= part.no <= len(placed.form.sections):
        return None
    id = placed.form.section(part.no).table
    return placed.form.table(id) if id else None


def _grids(blocks: Iterable[Block]) -> list[Grid]:
    return [block for block in blocks if isinstance(block, Grid)]


def _text(grid: Grid) -> str:
    return " ".join(cell.text for cell in grid.cells if cell.text)


def _edition(parts: Outline) -> tuple[Format | None, tuple[str, ...]]:
    """The format and variant whose labels the document has; None where it has hardly any.

    With it the labels of another edition that the document has, too (a mixture of editions).

    Only labels that one edition has and the other lacks tell them apart. Where there is none
    (table two is missing) the reporting year does; where nothing does, Unreadable is raised
    rather than a form guessed.
    """
    year = parts.year
    present = _Present(
        [
            *parts.loose,
            *(b for part in parts.parts for b in part.blocks if part.no in _TABLES or isinstance(b, Grid)),
        ]
    )
    if max(present.count(_labels(formats.load(id))) for id in formats.IDS) < _FEWEST_LABELS:
        return None, ()
    signs = {id: present.count(_own_labels(id)) for id in formats.IDS}
    likely = [id for id in formats.IDS if signs[id] == max(signs.values())]
    if len(likely) > 1 or all(count >= _SEVERAL_SIGNS for count in signs.values()):
        of_year = [id for id in formats.IDS if year is not None and year in formats.load(id).years]
        likely = of_year or (likely if len(likely) == 1 else [])
        if not likely:
            raise Unreadable(
                _("表格的名称不能确定报告用的是哪一版格式（2019年版或2021年版），标题中也没有年度")
            )
    form = formats.load(likely[0], _variant(formats.load(likely[0]), present))
    return form, _mixture(form, present)


def _mixture(form: Format, present: "_Present") -> tuple[str, ...]:
    """Labels as printed in cells of grids that only another edition has."""
    found = []
    for other in formats.IDS:
        if other != form.id:
            keys = [key for key in _own_labels(other) if key in present.cells]
            found += [_printed_labels(other)[key] for key in keys if len(key) >= _LONG_ENOUGH]
    return tuple(sorted(found))


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
def _printed_labels(id: str) -> dict[str, str]:
    """Key → label as the form prints it."""
    found = {}
    for cell in formats.load(id).cells.values():
        for label in (*cell.row.path, *cell.column.path):
            found[labels.key(label)] = found[labels.amount(label)[0]] = label
    return found


@cache
def _changed_rows(form: Format, variant: str) -> tuple[frozenset[str], frozenset[str]]:
    """Labels of the rows a variant brings in, and of those it does without."""
    plain = {labels.key(row.label): row for table in form.tables for row in table.rows}
    varied = {
        labels.key(row.label): row for table in formats.load(form.id, variant).tables for row in table.rows
    }
    kept = {labels.key(label) for row in varied.values() for label in row.path}
    return frozenset(varied.keys() - plain.keys()), frozenset(plain.keys() - kept)
