"""What pages show of filing: remarks with their answers, and what a person may do with a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING

from gongkai.annual_report import comparison
from gongkai.annual_report.comparison import Comparison
from gongkai.annual_report.reconciliation import Finding
from gongkai.annual_report.report import Report

from ...organs import permissions
from ..display import Marks
from ..filing_models import Remark, Submission
from ..models import Version
from . import offices, places
from .actions import SUBMIT, TAKE_IN, last_of, newest

if TYPE_CHECKING:
    from ...accounts.models import User


@dataclass(frozen=True)
class ShownRemark:
    """A remark under its number; ``changed``: what stands there now is not what it was made on."""

    number: int
    remark: Remark
    place: str
    changed: bool

    @property
    def is_cell(self) -> bool:
        return bool(self.remark.place) and not self.remark.place.startswith("section.")


@dataclass(frozen=True)
class OfVersion:
    """Of a version's page: the last submission of its report, its remarks, what may be done next."""

    submission: Submission | None
    remarks: Sequence[ShownRemark]
    may_submit: bool
    may_take_in: bool
    may_answer: bool
    receives: bool

    @property
    def remarked(self) -> Mapping[str, int]:
        return numbered(self.remarks)

    @property
    def unanswered(self) -> int:
        return sum(not one.remark.answer for one in self.remarks)


def of_version(version: Version, user: "User", on: date) -> OfVersion:
    report, organ = version.report, version.report.organ
    last = last_of(report)
    returned = last is not None and last.state == Submission.State.RETURNED
    may = permissions.may_each(user, (SUBMIT, TAKE_IN), organ, on=on)
    is_open = last is not None and last.is_open
    submits = may[SUBMIT] and report.current_id == version.pk and not report.accepted_id and not is_open
    return OfVersion(
        last,
        shown(last, newest(report)) if last and returned else (),
        submits,
        may[TAKE_IN] and version.from_above and not (version.is_published or version.collected_at),
        may[SUBMIT] and returned,
        last is not None and offices.receives(user, last, on),
    )


def shown(submission: Submission, now: Version) -> list[ShownRemark]:
    """The remarks of a submission in their order, against the version of ``now``."""
    was = submission.version
    remarks = submission.remarks.select_related("by", "answered_by")
    return [
        ShownRemark(
            number,
            one,
            places.words(was.reading, one.place),
            now.pk != was.pk and places.changed(one, was, now),
        )
        for number, one in enumerate(remarks, start=1)
    ]


def numbered(remarks: Sequence[ShownRemark]) -> Mapping[str, int]:
    """Cell → the number of the first remark on it."""
    found: dict[str, int] = {}
    for one in remarks:
        if one.is_cell:
            found.setdefault(one.remark.place, one.number)
    return found


def differences(submission: Submission) -> Comparison | None:
    """What differs from what was submitted before; None for a first submission."""
    if submission.before is None:
        return None
    return comparison.compare(submission.before.version.reading, submission.version.reading)


class Picks(Marks):
    """As Marks, and each value leads to the form that writes a remark on it."""

    def __init__(
        self, report: Report, page: str, findings: Sequence[Finding], remarked: Mapping[str, int]
    ) -> None:
        super().__init__(report, findings, remarked=remarked)
        self.page = page

    def figure(self, cell: str, text: str) -> str:
        label = escape(f"{self.labels[cell]} {text}")
        return (
            f'<a href="{self.page}?place={cell}#remark" aria-label="{label}">{escape(text) or "&nbsp;"}</a>'
        )


def sections(report: Report) -> list[tuple[str, str]]:
    """The places of a report's sections, with their titles."""
    return [(f"section.{one.no}", one.title) for one in report.sections]
