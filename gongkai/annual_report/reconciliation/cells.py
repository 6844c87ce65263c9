"""Checks of single cells: what is no number, what cannot be negative, what was not read."""

import re
from collections.abc import Iterator

from gongkai.translation import _

from ..formats.form import Cell
from ..report import BLANK, DOUBTFUL, NOT_APPLICABLE, NOTE, TEXT, Report, figure
from .findings import ERROR, INFO, WARNING, Finding, where

_WITH_UNIT = re.compile(r"\D*[\d,，.]+\s*[（(]?(?:单位[:：]?)?万?元")


def check(report: Report) -> Iterator[Finding]:
    form = report.form
    assert form is not None
    for id, cell in form.cells.items():
        if id not in report.cells:
            continue
        yield from cell_not_a_number(report, cell)
        yield from negative_count(report, cell)
        yield from unit_unknown(report, cell)
    yield from cell_unread(report)
    yield from cell_doubtful(report)
    yield from normative_made_over_disclosed(report)


def cell_not_a_number(report: Report, cell: Cell) -> Iterator[Finding]:
    """A blank is told, a "/" is to be looked at, text must be put right."""
    mark = report.marks.get(cell.id, "")
    if report.cells[cell.id] is not None:
        return
    if mark.startswith(TEXT):
        printed = mark.removeprefix(TEXT)
        severity, words = (
            ERROR,
            _("“{cell}”填的是“{printed}”，不是数").format(cell=cell.label, printed=printed),
        )
    elif mark == NOT_APPLICABLE:
        severity, words = WARNING, _("“{cell}”填的是“/”，没有数的应填0").format(cell=cell.label)
    else:
        assert mark == BLANK or not mark
        severity, words = INFO, _("“{cell}”是空白，空白不等于0").format(cell=cell.label)
    yield Finding("cell_not_a_number", severity, words, "form", (cell.id,), where=where(report, cell.id))


def negative_count(report: Report, cell: Cell) -> Iterator[Finding]:
    value = report.cells[cell.id]
    if value is None or cell.column.min is None or value >= cell.column.min:
        return
    words = _("“{cell}”是{value}，不应小于{least}").format(
        cell=cell.label, value=figure(value), least=cell.column.min
    )
    yield Finding(
        "negative_count",
        ERROR,
        words,
        "arithmetic",
        (cell.id,),
        value,
        cell.column.min,
        where(report, cell.id),
    )


def unit_unknown(report: Report, cell: Cell) -> Iterator[Finding]:
    """An amount where neither the form's label nor the report prints a unit."""
    unit = cell.column.unit
    if not unit or not report.cells[cell.id] or unit in cell.column.label:
        return
    if _WITH_UNIT.match(report.marks.get(cell.id, "").removeprefix(NOTE)):
        return
    words = _("“{cell}”没有写明单位，按{unit}读取，请核对").format(cell=cell.label, unit=unit)
    yield Finding("unit_unknown", WARNING, words, "form", (cell.id,), where=where(report, cell.id))


def cell_unread(report: Report) -> Iterator[Finding]:
    """Cells the reader left out: the relations over them are undecided."""
    form = report.form
    assert form is not None
    missing = tuple(id for id in form.cells if id not in report.cells)
    if missing:
        words = _("有{count}个单元格没有读出，例如“{cell}”；与它们有关的勾稽关系未作判断").format(
            count=len(missing), cell=form.cells[missing[0]].label
        )
        yield Finding("cell_unread", WARNING, words, "form", missing)


def cell_doubtful(report: Report) -> Iterator[Finding]:
    """Cells the reader placed without being sure: a person must compare them with the source."""
    form = report.form
    assert form is not None
    doubtful = tuple(id for id in form.cells if report.grades.get(id) == DOUBTFUL)
    if doubtful:
        words = _("有{count}个单元格读取存疑，例如“{cell}”（{reason}），请与来源核对").format(
            count=len(doubtful),
            cell=form.cells[doubtful[0]].label,
            reason=report.reasons.get(doubtful[0], ""),
        )
        yield Finding(
            "cell_doubtful", WARNING, words, "form", doubtful, where=where(report, doubtful[0]),
            values=tuple(report.cells[id] for id in doubtful),
        )  # fmt: skip


def normative_made_over_disclosed(report: Report) -> Iterator[Finding]:
    """Format 2019: a normative document binds only once published, so made > disclosed is odd."""
    made_id, disclosed_id = (f"disclosure.normative_documents.{column}" for column in ("made", "disclosed"))
    made, disclosed = report.cells.get(made_id), report.cells.get(disclosed_id)
    if made is None or disclosed is None or made <= disclosed:
        return
    words = _(
        "规范性文件本年新制作{made}件，新公开{disclosed}件：规范性文件应当公开，"
        "请核对是否把一般公文计入，或有{left}件未公开"
    ).format(made=figure(made), disclosed=figure(disclosed), left=figure(made - disclosed))
    yield Finding(
        "normative_made_over_disclosed",
        WARNING,
        words,
        "derived",
        (made_id, disclosed_id),
        made,
        disclosed,
        where(report, made_id),
    )
