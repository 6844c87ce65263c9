"""How a compiled version stands to what it was counted from: overridden cells, figures of the text.

What is published is held against the facts it was compiled from, a draft against the records of now.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.annual_report import live
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.drafting import figures
from gongkai.annual_report.facts import Facts
from gongkai.annual_report.live import Binding, Living
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.regional import plain
from gongkai.annual_report.report import Report
from gongkai.annual_report.sums import Part, Sums

from .telling import told_of

if TYPE_CHECKING:
    from .models import SourceFile, Version


def read(source: "SourceFile") -> Facts:
    """The facts that a file of ours keeps."""
    return Facts.from_dict(_kept(source))


def counted(version: "Version") -> Report | None:
    """The tables as counted, in a comprehensive report with those below; None for one from a file."""
    facts = version.frozen
    if facts is None:
        return None
    if not version.is_gathered:
        return compiled(facts, version.reading.variant)
    gathered = _kept(version.source)["gathered"]
    sums = Sums.from_dict(gathered["sums"])
    sums.add(Part.of(compiled(facts, gathered["variant"])))
    total = sums.report(facts.year)
    return plain(total) if total else None


def _kept(source: "SourceFile") -> dict[str, Any]:
    with source.file.open() as file:
        found: dict[str, Any] = json.loads(file.read())
    return found


def living(version: "Version") -> list[Living]:
    """The bound figures of the text, each with what its cell or count says."""
    bindings = [Binding(*one) for one in version.bindings]
    facts = version.frozen
    if not bindings or facts is None:
        return []
    if all("." in one.key for one in bindings) or version.is_published:
        told = facts.told
    else:
        told = told_of(version.report.organ, version.report.year)
    return live.living(version.reading, bindings, figures(version.reading, told))


def findings(version: "Version") -> Iterator[Finding]:
    """Cells put over the compiled number, and figures of the text that no longer agree."""
    if derived := counted(version):
        yield from live.overridden(version.reading, derived)
        yield from live.stale(version.reading, version.living)
