"""A Report as text in the database: the stable object, and the positions beside it."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import LocalRow, Place, Report, Section


def content(report: Report) -> str:
    """The object of ``report read --json``, in one fixed form: what a confirmation binds to."""
    return json.dumps(report.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def positions(report: Report) -> str:
    """Where each cell and paragraph stood in the source, how sure each cell is, and what else was seen."""
    found = {
        "cells": {id: _numbers(place) for id, place in report.places.items()},
        "sections": [[_numbers(place) for place in section.places] for section in report.sections],
        "grades": dict(report.grades),
        "reasons": dict(report.reasons),
        "local_rows": [
            [
                row.table,
                row.label,
                {id: _plain(value) for id, value in row.values.items()},
                _numbers(row.place),
            ]
            for row in report.local_rows
        ],
        "mixture": list(report.mixture),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def restored(content: str, positions: str) -> Report:
    """The report that was stored, positions included."""
    report = Report.from_dict(json.loads(content, parse_float=Decimal))
    known = json.loads(positions)
    places = [tuple(Place(*one) for one in section) for section in known["sections"]]
    sections: tuple[Section, ...] = tuple(
        replace(section, places=place) for section, place in zip(report.sections, places, strict=True)
    )
    cells = {id: Place(*numbers) for id, numbers in known["cells"].items()}
    rows = tuple(
        LocalRow(table, label, {id: _number(value) for id, value in numbers.items()}, Place(*place))
        for table, label, numbers, place in known.get("local_rows", ())
    )
    return replace(
        report,
        sections=sections,
        places=cells,
        grades=known.get("grades", {}),
        reasons=known.get("reasons", {}),
        local_rows=rows,
        mixture=tuple(known.get("mixture", ())),
    )


def _numbers(place: Place | None) -> list[Any]:
    if place is None:
        return []
    return [place.line, place.table, place.row, place.column, place.page, place.sheet]


def _plain(value: Number | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _number(value: int | str | None) -> Number | None:
    return Decimal(value) if isinstance(value, str) else value
