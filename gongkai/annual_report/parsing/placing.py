"""Grids and text become a Report: the edition told by its labels, each number by its own."""

from collections.abc import Iterable
from functools import cache

from gongkai.translation import _

from .. import formats
from ..formats.form import Format
from ..report import Report, Section, Source, Unread
from . import columns, grids, labels, lines
from .document import Block, Document, Grid, Paragraph, Unreadable
from .outline import Part, outline
from .placed import Placed

FIRST_YEAR = 2019
_FEWEST_LABELS = 6


def place(document: Document, sha256: str) -> Report:
    """The report that ``document`` holds. Raises Unreadable if it holds none."""
    parts = outline(document)
    form = _edition(document, parts.year)
    if form is None and not parts.parts:
        raise Unreadable(_("文件里没有找到年度报告的表格和章节，请确认选对了文件"))
    placed = Placed(form) if form else None
    before = [line for block in parts.loose if (line := _left_over(block, placed))]
    sections = tuple(_section(part, placed) for part in parts.parts)
    unread = (*parts.unread, *before, *(placed.unread if placed else ()))
    return Report(
        organ=parts.organ or parts.signed_by,
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


def _section(part: Part, placed: Placed | None) -> Section:
    paragraphs = [block for block in part.blocks if isinstance(block, Paragraph)]
    for block in part.blocks:
        if isinstance(block, Grid) and placed and not grids.place(block, placed):
            placed.refuse(_text(block), _("不是年度报告的表格"), block.place)
    form = placed.form.section(part.no) if placed and 1 <= part.no <= len(placed.form.sections) else None
    if placed and form and form.table and not any(isinstance(block, Grid) for block in part.blocks):
        paragraphs = lines.place(paragraphs, placed.form.table(form.table), placed)
    return Section(
        part.no,
        part.title,
        "\n".join(line.text for line in paragraphs),
        tuple(line.place for line in paragraphs),
    )


def _left_over(block: Block, placed: Placed | None) -> Unread | None:
    """A grid before the first section: read if it holds the form's cells, else reported."""
    if isinstance(block, Grid) and not (placed and grids.place(block, placed)):
        return Unread(_text(block), _("不是年度报告的表格"), block.place)
    return None


def _text(grid: Grid) -> str:
    return " ".join(cell.text for cell in grid.cells if cell.text)


def _edition(document: Document, year: int | None) -> Format | None:
    """The format and variant whose labels the document has; None where it has hardly any.

    Where labels alone do not settle it (table two is missing), the reporting year does; where
    nothing does, Unreadable is raised rather than a form guessed.
    """
    present = _present(document.blocks)
    scores = {form: _score(form, present) for form in formats.every()}
    best = max(scores.values())
    if max(_count(form, present) for form in scores) < _FEWEST_LABELS:
        return None
    likely = [form for form, score in scores.items() if score == best]
    if len({form.id for form in likely}) > 1:
        likely = [form for form in likely if year is not None and year in form.years]
        if not likely:
            raise Unreadable(_("表格的名称不能确定报告用的是哪一版格式（2019年版或2021年版），标题中也没有年度"))
    return likely[0]


def _present(blocks: Iterable[Block]) -> tuple[set[str], str]:
    """Label keys of all grids, and the running keys of all text."""
    cells: set[str] = set()
    text = []
    for block in blocks:
        if isinstance(block, Grid):
            cells |= grids.vocabulary(block)
        else:
            text.append(labels.key(block.text))
    return cells, "".join(text)


def _score(form: Format, present: tuple[set[str], str]) -> int:
    """Labels found less labels missing: a form that lacks what is there, or has what is not, loses."""
    return 2 * _count(form, present) - len(_vocabulary(form))


def _count(form: Format, present: tuple[set[str], str]) -> int:
    cells, text = present
    return sum(label in cells or label in text for label in _vocabulary(form))


@cache
def _vocabulary(form: Format) -> frozenset[str]:
    """The keys of all row and column labels."""
    return frozenset(
        key
        for cell in form.cells.values()
        for key in (*(labels.key(label) for label in cell.row.path), *columns.keys(cell.column))
    )
