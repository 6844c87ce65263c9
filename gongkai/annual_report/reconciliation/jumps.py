"""突变和单位: numbers that are far from last year's or from the peers'."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from gongkai.translation import _

from ..formats.form import Cell
from ..formats.relations import Number
from ..report import Report, figure
from .findings import WARNING, Finding, where

TIMES = 5
"""How many times more, or less, is a jump (practice R17)."""
FLOOR = 50
"""The larger number must be at least this: from 1 to 6 is no jump."""
PEERS_HAVE = 100
"""A zero where the peers' median is above this is to be explained."""
UNIT_TIMES = 1000
"""An amount this many times last year's, or the peers' median, is likely in 元."""
FEWEST_PEERS = 5
MOST_OF_A_TOWN = 100_000
"""万元 a town, township or sub-district hardly collects or buys for in a year."""
_TOWN = ("镇人民政府", "乡人民政府", "街道办事处", "镇政府", "乡政府", "街道")


def check(report: Report, previous: Report | None, peers: Sequence[Report]) -> Iterator[Finding]:
    form = report.form
    assert form is not None
    for cell in form.cells.values():
        value = report.cells.get(cell.id)
        if value is None or not _is_compared(cell):
            continue
        before = previous.cells.get(cell.id) if previous else None
        middle = _median(cell.id, peers)
        if cell.column.unit:
            finding = unit_suspect(report, cell, value, before, middle)
            if finding:
                yield finding
                continue
        yield from jump(report, cell, value, before, middle)


def unit_suspect(
    report: Report, cell: Cell, value: Number, before: Number | None, middle: Number | None
) -> Finding | None:
    """An amount that looks like 元 where the form asks 万元."""
    for known, words in ((before, _("上年是{known}")), (middle, _("同级机关的中位数是{known}"))):
        if known and value >= known * UNIT_TIMES:
            told = words.format(known=figure(known))
            return _unit(report, cell, value, told)
    if value > MOST_OF_A_TOWN and (report.organ or "").endswith(_TOWN):
        return _unit(report, cell, value, _("乡镇、街道一般没有这样大的数额"))
    return None


def jump(
    report: Report, cell: Cell, value: Number, before: Number | None, middle: Number | None
) -> Iterator[Finding]:
    """A number more than TIMES or less than a TIMES-th of last year's; none where the peers have many."""
    if before is not None and _jumps(value, before):
        words = _("“{cell}”是{value}，上年是{before}，请核对并说明原因").format(
            cell=cell.label, value=figure(value), before=figure(before)
        )
        yield Finding("jump", WARNING, words, "practice", (cell.id,), value, before, where(report, cell.id))
    elif middle is not None and middle > PEERS_HAVE and value == 0:
        words = _("“{cell}”是0，同级机关的中位数是{middle}，请核对").format(
            cell=cell.label, middle=figure(middle)
        )
        yield Finding("jump", WARNING, words, "practice", (cell.id,), value, middle, where(report, cell.id))


def _jumps(value: Number, before: Number) -> bool:
    """Zero on one side says nothing: duties begin and end."""
    if not value or not before or max(value, before) < FLOOR:
        return False
    return value > before * TIMES or before > value * TIMES


def _is_compared(cell: Cell) -> bool:
    """Row totals; not every column of applicants, and no changes."""
    if cell.table.id == "disclosure":
        return cell.column.min is not None
    return cell.column.id == "total" and cell.row.role in (None, "flow", "total")


def _median(id: str, peers: Sequence[Report]) -> Number | None:
    values = [value for peer in peers if (value := peer.cells.get(id)) is not None]
    return median(map(Decimal, values)) if len(values) >= FEWEST_PEERS else None


def _unit(report: Report, cell: Cell, value: Number, told: str) -> Finding:
    words = _("“{cell}”是{value}{unit}，{told}，单位可能是元，请核对").format(
        cell=cell.label, value=figure(value), unit=cell.column.unit, told=told
    )
    return Finding(
        "unit_suspect", WARNING, words, "practice", (cell.id,), value, None, where(report, cell.id)
    )
