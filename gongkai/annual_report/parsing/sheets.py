"""XLSX, XLS and ODS: a sheet for each table, or all on one sheet; rows of one cell are lines of text."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

import python_calamine as calamine

from gongkai.translation import _

from ..report import Place
from .archive import Archive
from .document import Block, Document, Grid, GridCell, Paragraph, Unreadable
from .outline import is_heading

_MOST_SHEETS, _WIDEST, _TALLEST = 50, 64, 5000
_SENTENCE = re.compile(r"[。；！？]")
_LONGEST_CAPTION = 24
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OWN_SHEET, _OWN_FACTS = "报告", ("机关", "年度", "格式")
_SEE_SHEET = re.compile(r"见工作表“(.+)”")
_SIGNED_BY, _SIGNED_ON = "署名", "成文日期"
_REFUSED = (calamine.CalamineError, ValueError, OSError, OverflowError)


@dataclass
class _Sheet:
    """A sheet as shown: texts by place (from 0), merged cells by their first place."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def rows(self) -> dict[int, list[tuple[int, str]]]:
        found: dict[int, list[tuple[int, str]]] = {}
        for (row, column), text in sorted(self.texts.items()):
            if text and row not in self.hidden_rows and column not in self.hidden_columns:
                found.setdefault(row, []).append((column, text))
        return found


def read(data: bytes) -> Document:
    """Part a workbook into paragraphs and grids. Raises Unreadable where it cannot be opened."""
    kind = "xlsx" if data.startswith(b"PK") else "xls"
    archive = Archive(data) if kind == "xlsx" else None
    if archive:
        _refuse_large(archive)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = list(_visible(workbook, archive))
    except calamine.PasswordError as error:
        raise Unreadable(_("这份表格设了密码，请另存一份不加密的")) from error
    except _REFUSED as error:
        raise Unreadable(_("表格文件已损坏，打不开；请用表格软件打开后另存一份")) from error
    assembly = _Assembly(sheets)
    return Document(kind, tuple(assembly.own() if _is_own(sheets) else assembly.blocks()))


def _refuse_large(archive: Archive) -> None:
    """Every part is unpacked once within its limit, before a library unpacks it without one."""
    for name in archive.names:
        if name.endswith((".xml", ".bin", ".rels")):
            archive.part(name)


def _visible(workbook: calamine.CalamineWorkbook, archive: Archive | None) -> Iterator[_Sheet]:
    shown = [one for one in workbook.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
    if len(shown) > _MOST_SHEETS:
        raise Unreadable(_("有{count}张工作表，不像年度报告").format(count=len(shown)))
    for meta in shown:
        if meta.typ == calamine.SheetTypeEnum.WorkSheet:
            yield _sheet(workbook.get_sheet_by_name(meta.name), meta.name, archive)


def _sheet(source: calamine.CalamineSheet, name: str, archive: Archive | None) -> _Sheet:
    sheet = _Sheet(name)
    for number, row in enumerate(source.iter_rows()):
        if number >= _TALLEST:
            break
        for column, value in enumerate(row[:_WIDEST]):
            text = _shown(value)
            if text:
                sheet.texts[number, column] = text
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        if top < _TALLEST and left < _WIDEST:
            sheet.spans[top, left] = (
                min(bottom, _TALLEST) - top + 1,
                min(right, _WIDEST - 1) - left + 1,
            )
    if archive:
        sheet.hidden_rows, sheet.hidden_columns = _hidden(archive, name)
        _mark_formulas(archive, name, sheet)
    return sheet


def _shown(value: object) -> str:
    """A value as the sheet shows it; dates and truth values are texts."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if not math.isfinite(value):
            return str(value)
        return str(int(value)) if value == int(value) else f"{value:.10f}".rstrip("0")
    if isinstance(value, datetime | date | time | timedelta):
        return f"{value}日期"  # never to be taken for a number
    return str(value).strip()


def _hidden(archive: Archive, name: str) -> tuple[frozenset[int], frozenset[int]]:
    """Rows and columns that the sheet does not show, counted from 0."""
    path = _paths(archive).get(name)
    if path is None:
        return frozenset(), frozenset()
    root = archive.xml(path)
    rows = frozenset(
        int(row.get("r", "0")) - 1
        for row in root.iter(f"{_MAIN}row")
        if row.get("hidden") in ("1", "true") and row.get("r", "").isdigit()
    )
    columns: set[int] = set()
    for column in root.iter(f"{_MAIN}col"):
        first, last = column.get("min", ""), column.get("max", "")
        if column.get("hidden") in ("1", "true") and first.isdigit() and last.isdigit():
            columns |= set(range(int(first) - 1, min(int(last), _WIDEST)))
    return rows, frozenset(columns)


def _mark_formulas(archive: Archive, name: str, sheet: _Sheet) -> None:
    """A formula that was never computed is no blank."""
    path = _paths(archive).get(name)
    for cell in archive.xml(path).iter(f"{_MAIN}c") if path else ():
        formula = cell.find(f"{_MAIN}f")
        value = cell.find(f"{_MAIN}v")
        if formula is not None and (value is None or not value.text):
            place = _place(cell.get("r", ""))
            if place:
                sheet.texts.setdefault(place, f"={formula.text or ''}")


_REFERENCE = re.compile(r"([A-Z]{1,2})(\d{1,5})")


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2]) - 1
    return (row, column - 1) if row < _TALLEST and column <= _WIDEST else None


def _paths(archive: Archive) -> dict[str, str]:
    """Sheet name → its part in the archive."""
    if "xl/workbook.xml" not in archive.names or "xl/_rels/workbook.xml.rels" not in archive.names:
        return {}
    targets = {one.get("Id", ""): one.get("Target", "") for one in archive.xml("xl/_rels/workbook.xml.rels")}
    found = {}
    for sheet in archive.xml("xl/workbook.xml").iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION, ""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.names:
            found[sheet.get("name", "")] = path
    return found


def _is_own(sheets: Sequence[_Sheet]) -> bool:
    """True for a workbook that ``rendering.xlsx`` wrote."""
    if not sheets or sheets[0].name != _OWN_SHEET:
        return False
    return all(sheets[0].texts.get((row, 0)) == fact for row, fact in enumerate(_OWN_FACTS, start=1))


class _Assembly:
    """Blocks in the order of the sheets and their rows."""

    def __init__(self, sheets: Sequence[_Sheet]) -> None:
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

    def _grids(self, sheet: _Sheet) -> Iterator[Block]:
        return (block for block in self._of(sheet) if isinstance(block, Grid))

    @staticmethod
    def _says(sheet: _Sheet, text: str) -> bool:
        return any(cell == text for cell in sheet.texts.values())

    def _of(self, sheet: _Sheet) -> Iterator[Block]:
        """A sheet's rows: those of one cell are lines, runs of the others tables."""
        rows = sheet.rows()
        covered = _covered(sheet)
        run: list[int] = []
        for row in range(max(rows, default=-1) + 2):
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

    @staticmethod
    def _is_table_row(sheet: _Sheet, rows: dict[int, list[tuple[int, str]]], row: int) -> bool:
        if len(rows[row]) > 1:
            return True
        text = rows[row][0][1]
        if is_heading(text) or len(text) > _LONGEST_CAPTION or _SENTENCE.search(text):
            return False
        return any(len(rows.get(near, ())) > 1 for near in (row - 1, row + 1))

    def _grid(self, sheet: _Sheet, run: Sequence[int]) -> Iterator[Grid]:
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
    def _columns(sheet: _Sheet, run: Sequence[int]) -> list[int]:
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


def _covered(sheet: _Sheet) -> set[int]:
    """Rows that a cell merged from above reaches into."""
    return {
        covered
        for (row, _column), (down, _right) in sheet.spans.items()
        for covered in range(row + 1, row + down)
    }


_NUMERALS = "一二三四五六"


def _section_number(label: str, before: int) -> int:
    return _NUMERALS.index(label[0]) + 1 if label[:1] in _NUMERALS else before + 1
