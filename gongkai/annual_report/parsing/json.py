"""Our own JSON: the object of ``gongkai report read --json``."""

import json
from decimal import Decimal
from typing import Any

from gongkai.translation import _

from ..report import NOTE, Report
from . import values
from .decoding import decoded
from .document import Unreadable


def read(data: bytes) -> Report:
    """The report the object tells of. Raises Unreadable for other JSON."""
    try:
        loaded = json.loads(decoded(data), parse_float=Decimal, object_pairs_hook=_once)
        report = Report.from_dict(loaded)
        _refuse_contradiction(report)
        return report
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("这个JSON文件不是年度报告，或内容不合约定")) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand once: of two values for one cell neither is believed."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse_contradiction(report: Report) -> None:
    """A remark tells how the number was printed; it must be that number."""
    form = report.form
    for id, mark in report.marks.items():
        if mark.startswith(NOTE) and form:
            printed = values.read(mark.removeprefix(NOTE), form.cells[id].column)
            if printed.number != report.cells[id]:
                raise ValueError(f"{id}: {mark}")
