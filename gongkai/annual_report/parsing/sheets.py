"""XLSX, XLS and ODS: a sheet for each table, or all on one sheet; rows of one cell are lines of text."""

import re
from collections.abc import Iterator, Sequence

from ..report import Place
from . import workbooks
from .document import Block, Document, Grid, GridCell, Paragraph
from .outline import is_heading
from .workbooks import Sheet

_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_CAPTION = 24
_OWN_SHEET, _OWN_FACTS = "报告", ("机关", "年度", "格式")
_SEE_SHEET = re.compile(r"见工作表“(.+)”")
_SIGNED_BY, _SIGNED_ON = "署名", "成文日期"


def read(data: bytes) -> Document:
    """Part a workbook into paragraphs and grids. Raises Unreadable where it cannot be opened."""
    kind, sheets = workbooks.read(data)
    assembly = _Assembly(sheets)
    return Document(kind, tuple(assembly.own() if _is_own(sheets) else assembly.blocks()))


def _is_own(sheets: Sequence[Sheet]) -> bool:
    """True for a workbook that ``rendering.xlsx`` wrote."""
    if not sheets or sheets[0].name != _OWN_SHEET:
        return False
    return all(sheets[0].texts.get((row, 0)) == fact for row, fact in enumerate(_OWN_FACTS, start=1))


class _Assembly:
    """Blocks in the order of the sheets and their rows."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.sheets = sheets
        self.tables = self.lines = 0

    def blocks(self) -> Iterator[Block]:
        for sheet in self.sheets:
            if len(self.sheets) > 1 and is_heading(sheet.name) and not self._says(sheet, sheet.name):
                yield self._paragraph(sheet.name)
            yield from self._of(sheet)

    def own(self) -> Iterator[Block]:
        """Our own workbook says what its parts are."""
        first = self.sheets[0]
        others = {sheet.name: sheet for sheet in self.sheets[1:]}
        title = first.texts.get((0, 0), "")
        organ = first.texts.get((1, 1), "")
        if organ:
            yield self._paragraph(organ, "organ")
        yield self._paragraph(title.removeprefix(organ), "title")
        section = 0
        height = max((row for row, _column in first.texts), default=0)
        for row in range(len(_OWN_FACTS) + 1, height + 1):
            label, content = first.texts.get((row, 0), ""), first.texts.get((row, 1), "")
            if label == _SIGNED_BY and content:
                yield self._paragraph(content, "signed_by")
            elif label == _SIGNED_ON and content:
                yield self._paragraph(content, "signed_on")
            elif label == "变体" and not section:
                continue
            else:
                if label and label not in (_SIGNED_BY, _SIGNED_ON):
                    section = _section_number(label, section)
                    yield self._paragraph(label, "heading", section)
                see = _SEE_SHEET.fullmatch(content)
                if see and see[1] in others:
                    yield from self._grids(others[see[1]])
                elif content:
                    yield self._paragraph(content, "text" if section else "preface")

    def _grids(self, sheet: Sheet) -> Iterator[Block]:
        return (block for block in self._of(sheet) if isinstance(block, Grid))

    @staticmethod
    def _says(sheet: Sheet, text: str) -> bool:
        return any(cell == text for cell in sheet.texts.values())

    def _of(self, sheet: Sheet) -> Iterator[Block]:
        """A sheet's rows: those of one cell are lines, runs of the others tables."""
        rows = sheet.rows()
        covered = _covered(sheet)
        run: list[int] = []
        for row in range(max((*rows, *covered), default=-1) + 1):
            if row in sheet.hidden_rows:
                continue
            goes_on = row not in rows and row in covered and run
            if goes_on or (row in rows and self._is_table_row(sheet, rows, row)):
                run.append(row)
            else:
                yield from self._grid(sheet, run)
                run = []
                for _column, text in rows.get(row, ()):
                    for line in text.splitlines():
                        if line.strip():
                            yield self._paragraph(line.strip())
        yield from self._grid(sheet, run)

    @staticmethod
    def _is_table_row(sheet: Sheet, rows: dict[int, list[tuple[int, str]]], row: int) -> bool:
        if len(rows[row]) > 1:
            return True
        text = rows[row][0][1]
        if is_heading(text) or len(text) > _LONGEST_CAPTION or _SENTENCE.search(text):
            return False
        return any(len(rows.get(near, ())) > 1 for near in (row - 1, row + 1))

    def _grid(self, sheet: Sheet, run: Sequence[int]) -> Iterator[Grid]:
        if not run:
            return
        self.tables += 1
        place_of = {row: number for number, row in enumerate(run)}
        columns = self._columns(sheet, run)
        column_of = {column: number for number, column in enumerate(columns)}
        hidden_by: set[tuple[int, int]] = set()
        cells = []
        for row in run:
            for column in columns:
                if (row, column) in hidden_by:
                    continue
                down, right = sheet.spans.get((row, column), (1, 1))
                members = [
                    (r, c)
                    for r in range(row, row + down)
                    for c in range(column, column + right)
                    if r in place_of and c in column_of
                ]
                hidden_by |= set(members)
                cells.append(
                    GridCell(
                        place_of[row],
                        column_of[column],
                        " ".join(sheet.texts.get((row, column), "").split()),
                        len({r for r, _c in members}),
                        len({c for _r, c in members}),
                        Place(sheet=sheet.name, row=row + 1, column=column + 1),
                    )
                )
        yield Grid(self.tables, tuple(cells), sheet=sheet.name)

    @staticmethod
    def _columns(sheet: Sheet, run: Sequence[int]) -> list[int]:
        """The columns the table takes: to the last that has a text or a merged cell."""
        rows = set(run)
        used = {column for (row, column) in sheet.texts if row in rows}
        last = max(used, default=0)
        for (row, column), (_down, right) in sheet.spans.items():
            if row in rows:
                last = max(last, column + right - 1)
        return [one for one in range(min(used, default=0), last + 1) if one not in sheet.hidden_columns]

    def _paragraph(self, text: str, part: str | None = None, no: int | None = None) -> Paragraph:
        self.lines += 1
        return Paragraph(" ".join(text.split()), Place(line=self.lines), part, no)


def _covered(sheet: Sheet) -> set[int]:
    """Rows that a cell merged from above reaches into."""
    return {
        covered
        for (row, _column), (down, _right) in sheet.spans.items()
        for covered in range(row + 1, row + down)
    }


_NUMERALS = "一二三四五六"


def _section_number(label: str, before: int) -> int:
    return _NUMERALS.index(label[0]) + 1 if label[:1] in _NUMERALS else before + 1
