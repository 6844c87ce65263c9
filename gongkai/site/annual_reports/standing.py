"""How a compiled version stands to what it was counted from: overridden cells, figures of the text.

What is published is held against the facts it was compiled from, a draft against the records of now.
"""

import json
from collections.abc import Iterator, Sequence

from django.db.models.fields.files import FieldFile

from gongkai.annual_report import live, standing
from gongkai.annual_report.drafting import figures
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.live import Binding, Living
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.report import Report

from ..organs.models import Organ
from .telling import told_of


def read(kept: FieldFile) -> Facts:
    """The facts that a file of ours keeps."""
    with kept.open() as file:
        return Facts.from_dict(json.loads(file.read()))


def living(
    report: Report, bindings: Sequence[Binding], facts: Facts, *, organ: Organ, is_published: bool
) -> list[Living]:
    """The bound figures of the text, each with what its cell or count says."""
    if not bindings:
        return []
    told = facts.told if is_published else told_of(organ, facts.year)
    return live.living(report, bindings, figures(report, told))


def findings(report: Report, facts: Facts, lives: Sequence[Living]) -> Iterator[Finding]:
    """Cells put over the compiled number, and figures of the text that no longer agree."""
    yield from standing.overridden(report, facts)
    yield from standing.stale(report, lives)
