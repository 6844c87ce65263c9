"""A Report as text in the database: the stable object, and the positions beside it."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gongkai.annual_report.report import Place, Report, Section


def content(report: Report) -> str:
    """The object of ``report read --json``, in one fixed form: what a confirmation binds to."""
    return json.dumps(report.as_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def positions(report: Report) -> str:
    """Where each cell and paragraph stood in the source."""
    found = {
        "cells": {id: _numbers(place) for id, place in report.places.items()},
        "sections": [[_numbers(place) for place in section.places] for section in report.sections],
    }
    return json.dumps(found, separators=(",", ":"))


def restored(content: str, positions: str) -> Report:
    """The report that was stored, positions included."""
    report = Report.from_dict(json.loads(content, parse_float=Decimal))
    known = json.loads(positions)
    places = [tuple(Place(*one) for one in section) for section in known["sections"]]
    sections: tuple[Section, ...] = tuple(
        replace(section, places=place) for section, place in zip(report.sections, places, strict=True)
    )
    cells = {id: Place(*numbers) for id, numbers in known["cells"].items()}
    return replace(report, sections=sections, places=cells)


def _numbers(place: Place) -> list[Any]:
    return [place.line, place.table, place.row, place.column]
