"""How a compiled version stands to what it was counted from: overridden cells, figures of the text.

What is published is held against the facts it was compiled from, a draft against the records of now.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models.fields.files import FieldFile

from gongkai.annual_report import live, standing
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import figures
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.live import Binding, Living
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.regional import plain
from gongkai.annual_report.report import Report

from ..organs.models import Organ
from .gathered import Gathered
from .telling import told_of


def read(kept: FieldFile) -> Facts:
    """The facts that a file of ours keeps."""
    return Facts.from_dict(_kept(kept))


def counted(kept: FieldFile, facts: Facts, variant: str | None) -> Report:
    """The tables as they were counted, in a comprehensive report together with those below."""
    data = _kept(kept)
    return plain(Gathered.from_dict(data).report()) if "gathered" in data else compiled(facts, variant)


def _kept(kept: FieldFile) -> dict[str, Any]:
    with kept.open() as file:
        found: dict[str, Any] = json.loads(file.read())
    return found


def living(
    report: Report, bindings: Sequence[Binding], facts: Facts, *, organ: Organ, is_published: bool
) -> list[Living]:
    """The bound figures of the text, each with what its cell or count says."""
    if not bindings:
        return []
    told = facts.told if is_published else told_of(organ, facts.year)
    return live.living(report, bindings, figures(report, told))


def findings(report: Report, derived: Report, lives: Sequence[Living]) -> Iterator[Finding]:
    """Cells put over the compiled number, and figures of the text that no longer agree."""
    yield from standing.overridden(report, derived)
    yield from standing.stale(report, lives)
