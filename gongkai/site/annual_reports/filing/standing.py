"""报送情况: of every organ below, how far its report is on its way up, and whether it is late."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...organs.models import CompetentOffice, Organ, OrganQuerySet
from ..filing_models import State, Submission, reached
from ..models import AnnualReport, Inclusion, Version
from .due import FIRST_YEAR, Due, due_days
from .offices import receivers

FILED = (State.SUBMITTED, State.ACCEPTED)
LATE, NIL = "late", "nil"
"""Beside the states, what a list may be narrowed to."""
_MARKS = {
    State.NOT_BEGUN: "○",
    State.DRAFTED: "◔",
    State.PUBLISHED: "◑",
    State.SUBMITTED: "●",
    State.RETURNED: "↩",
    State.ACCEPTED: "✓",
}


@dataclass(frozen=True)
class Standing:
    """Where an organ stands with its report on a year.

    ``late``: days after the last day, of today or of the day it was submitted. A report that is not
    there is never ``nil``: nil is what was submitted, with nothing but noughts.
    """

    organ: Organ
    state: State
    due: Due
    owed_on: date
    late: int
    report: AnnualReport | None = None
    submission: Submission | None = None

    @property
    def is_filed(self) -> bool:
        return self.state in FILED

    @property
    def is_overdue(self) -> bool:
        """逾期: not filed, and its last day is past."""
        return self.late > 0 and not self.is_filed

    @property
    def is_nil(self) -> bool:
        return self.is_filed and self.submission is not None and self.submission.nil

    @property
    def is_collected(self) -> bool:
        return self.is_filed and self.submission is not None and self.submission.collected

    @property
    def name(self) -> str:
        return getattr(self.organ, "name", None) or self.organ.slug

    @property
    def mark(self) -> str:
        """A sign beside the word, for who does not tell colours."""
        return "!" if self.is_overdue else _MARKS[self.state]

    @property
    def css(self) -> str:
        """The class of its tile."""
        if self.is_overdue:
            return "overdue"
        if self.is_filed:
            return "submitted"
        return "returned" if self.state == State.RETURNED else "unfiled"

    @property
    def words(self) -> str:
        """Everything a tile or an export says of it."""
        said = [str(self.state.label)]
        if self.is_overdue:
            said.append(_("逾期{days}天").format(days=self.late))
        elif self.late:
            said.append(_("迟报{days}天").format(days=self.late))
        if self.is_nil:
            said.append(_("零报告"))
        if self.is_collected:
            said.append(_("代录"))
        return "，".join(said)


def asked(organs: OrganQuerySet, year: int) -> OrganQuerySet:
    """Those whose report on a year is asked for: what stands in a successor's report is not."""
    included = Inclusion.objects.filter(year=year).values("organ")
    found: OrganQuerySet = organs.existing_in(year).exclude(pk__in=included)
    return found


def owed(organs: OrganQuerySet, year: int, on: date) -> list[Standing]:
    """Of those asked, who has still to hand in; where no office stands above, publishing is all there is."""
    if year < FIRST_YEAR:
        return []
    found = [one for one in standings(asked(organs, year), year, on) if not one.is_filed]
    public = [one.organ for one in found if one.state == State.PUBLISHED]
    highest = {organ.pk for organ in public} - set(receivers(public, on)) if public else set()
    return [one for one in found if one.organ.pk not in highest]


def awaited(government: Organ, year: int, on: date) -> list[Organ]:
    """The organs below whose reports on a year come to this government's office, named as on a day."""
    below = asked(Organ.objects.named(on).below(government), year).exclude(pk=government.pk)
    organs: list[Organ] = list(below)
    offices = set(
        CompetentOffice.objects.on(on).filter(government=government).values_list("office", flat=True)
    )
    to = receivers(organs, on)
    return [organ for organ in organs if to.get(organ.pk) in {government.pk, *offices}]


def standings(organs: Iterable[Organ], year: int, on: date) -> list[Standing]:
    """Where each organ stands on a day; the same number of queries however many there are."""
    organs = list(organs)
    known = {report.organ_id: report for report in _reports(organs, year)}
    filed: dict[int, list[Submission]] = defaultdict(list)
    rows = Submission.objects.filter(report__year=year, report__organ__in=[organ.pk for organ in organs])
    for submission in rows.order_by("pk"):
        filed[submission.report_id].append(submission)
    days = due_days(organs, year)
    found = []
    for organ in organs:
        report = known.get(organ.pk)
        found.append(_standing(organ, report, filed[report.pk] if report else [], days[organ.pk], on))
    return found


def told(found: Iterable[Standing]) -> str:
    """进度 in words: how many are awaited, and how far they are."""
    found = list(found)
    count = Counter(one.state for one in found)
    waiting = len(found) - count[State.ACCEPTED] - count[State.SUBMITTED] - count[State.RETURNED]
    return _(
        "应报{all}家：已接收{accepted}家，已报送待审核{submitted}家，退回{returned}家，尚未报送{waiting}家；逾期{late}家，零报告{nil}家。"
    ).format(
        all=len(found),
        accepted=count[State.ACCEPTED],
        submitted=count[State.SUBMITTED],
        returned=count[State.RETURNED],
        waiting=waiting,
        late=sum(one.is_overdue for one in found),
        nil=sum(one.is_nil for one in found),
    )


def narrowed(found: Iterable[Standing], state: str) -> list[Standing]:
    """Those in a state, those that are late, or the nil reports; all for a state that is none."""
    tests = {LATE: lambda one: one.is_overdue, NIL: lambda one: one.is_nil}
    if state in State.values:
        return [one for one in found if one.state == state]
    test = tests.get(state)
    return [one for one in found if test is None or test(one)]


def _reports(organs: list[Organ], year: int) -> Iterable[AnnualReport]:
    drafts = Version.objects.drafts().filter(report=OuterRef("pk"))
    found = AnnualReport.objects.filter(year=year, organ__in=[organ.pk for organ in organs])
    return found.annotate(draft=Subquery(drafts.values("pk")[:1]))


def _standing(
    organ: Organ, report: AnnualReport | None, submissions: list[Submission], due: Due, on: date
) -> Standing:
    last = submissions[-1] if submissions else None
    state = reached(
        last.state if last else None,
        published=bool(report and report.current_id),
        drafted=bool(report and getattr(report, "draft", None)),
    )
    owed = (last.again_by if last and state == State.RETURNED else None) or due.submit_on
    until = localdate(submissions[0].at) if state in FILED else on
    return Standing(organ, state, due, owed, max((until - owed).days, 0), report, last)
