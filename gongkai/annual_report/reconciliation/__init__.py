"""勾稽 and the other checks of a report: what must be put right, what a person must look at.

One published rule is one function or one relation of the format file; its code is its name.
"""

from collections.abc import Iterable, Sequence

from ..report import Report
from . import cells, jumps, names, period, prose, relations, sections, similarity, wording
from .findings import ERROR, INFO, WARNING, Finding

__all__ = ["ERROR", "INFO", "WARNING", "Finding", "NotThePreviousYear", "check"]

_ORDER = {ERROR: 0, WARNING: 1, INFO: 2}


class NotThePreviousYear(ValueError):
    """The report given as last year's is not on the year before."""


def check(report: Report, previous: Report | None = None, *, peers: Sequence[Report] = ()) -> list[Finding]:
    """All findings on ``report``, errors first, each in the order of the form.

    With ``previous``, last year's report of the same organ, the relations across the years
    are checked too; with ``peers``, reports of other organs on the same year, copied texts, other
    organs' names and outliers. Raises NotThePreviousYear where both years are known and do not follow.
    A report without a form (before 2019) has nothing to be checked against: no findings.
    """
    if report.form is None:
        return []
    if previous is not None and report.year and previous.year and previous.year != report.year - 1:
        raise NotThePreviousYear(f"{previous.year} / {report.year}")
    found: Iterable[Finding] = (
        *sections.check(report),
        *cells.check(report),
        *relations.check(report, previous),
        *period.check(report),
        *wording.check(report),
        *prose.check(report),
        *names.check(report, peers),
        *similarity.check(report, previous, peers),
        *jumps.check(report, previous, peers),
    )
    return sorted(found, key=lambda finding: _ORDER[finding.severity])
