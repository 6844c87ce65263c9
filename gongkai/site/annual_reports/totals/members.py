"""应报机关: the organs below a government in a year, and how far the report of each has come."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from ...organs import placements
from ...organs.models import Organ, OrganName, in_force
from ..filing_models import State, Submission, reached
from ..models import AnnualReport, Version
from ..total_models import Contribution, Inclusion


class Standing(TextChoices):
    """How far a report has come on its way into the totals."""

    COUNTED = "counted", _("已接收")
    NOT_ADDED = "not_added", _("已接收，未计入")
    SUBMITTED = "submitted", _("已报送")
    RETURNED = "returned", _("退回")
    PUBLISHED = "published", _("已公布未报送")
    DRAFT = "draft", _("编制中")
    MISSING = "missing", _("未报")
    INCLUDED = "included", _("已并入承继机关")


ACCEPTED = (Standing.COUNTED, Standing.NOT_ADDED)
WANTING = (
    Standing.MISSING,
    Standing.DRAFT,
    Standing.PUBLISHED,
    Standing.RETURNED,
    Standing.SUBMITTED,
)
"""What keeps a total from being whole."""
BADGES = {
    Standing.COUNTED: "green",
    Standing.NOT_ADDED: "brand",
    Standing.SUBMITTED: "amber",
    Standing.RETURNED: "red",
    Standing.PUBLISHED: "amber",
    Standing.DRAFT: "amber",
    Standing.MISSING: "red",
    Standing.INCLUDED: "",
}
_FILING = {
    State.NOT_BEGUN: Standing.MISSING,
    State.DRAFTED: Standing.DRAFT,
    State.PUBLISHED: Standing.PUBLISHED,
    State.SUBMITTED: Standing.SUBMITTED,
    State.RETURNED: Standing.RETURNED,
    State.ACCEPTED: Standing.SUBMITTED,  # accepted between two queries: what was read first holds
}
"""How far a report has come that is not accepted."""


@dataclass(frozen=True)
class Member:
    """An organ as it was on the last day of the year; ``over`` stood right over it.

    ``nil``: 零报告, its report is filed and has nothing but noughts. That is data and not a gap.
    """

    pk: int
    slug: str
    name: str
    over: int | None
    standing: Standing
    note: str = ""
    version: int | None = None
    """The version that is accepted, else the one the public reads."""
    nil: bool = False

    @property
    def badge(self) -> str:
        return BADGES[self.standing]


class Members:
    """All of a year below an organ, from a number of queries that does not grow with them."""

    def __init__(self, organ: Organ, year: int) -> None:
        self.organ, self.year = organ, year
        self.last = date(year, 12, 31)
        self.parents = placements.parents_on(self.last)
        rows = Organ.objects.existing_in(year).order_by("path").values_list("pk", "slug")
        self._slugs: dict[int, str] = dict(rows)

    @cached_property
    def below(self) -> list[Member]:
        """Every organ below, in the order of the tree; not the organ itself."""
        return [self._member(pk) for pk in self._slugs if pk != self.organ.pk and self._is_below(pk)]

    @cached_property
    def own(self) -> Member:
        """The organ itself."""
        return self._member(self.organ.pk)

    @cached_property
    def inner(self) -> frozenset[int]:
        """Keys of those that have others below."""
        return frozenset(one.over for one in self.below if one.over is not None)

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(one.standing for one in self.below)

    @property
    def asked(self) -> int:
        """How many reports are asked for: what stands in a successor's is not."""
        return len(self.below) - self.counts[Standing.INCLUDED]

    @property
    def accepted(self) -> int:
        return sum(self.counts[one] for one in ACCEPTED)

    @property
    def wanting(self) -> list[Member]:
        """Those whose figures are missing in the total."""
        return [one for one in self.below if one.standing in WANTING]

    @property
    def progress(self) -> str:
        """67个机关已接收60，未报5，编制中2."""
        told = [_t("{asked}个机关已接收{accepted}").format(asked=self.asked, accepted=self.accepted)]
        told += [
            f"{one.label}{self.counts[one]}" for one in (*WANTING, Standing.INCLUDED) if self.counts[one]
        ]
        if nil := sum(one.nil for one in self.below):
            told.append(_t("零报告{count}").format(count=nil))
        return "，".join(told)

    def right_below(self) -> list[Member]:
        return [one for one in self.below if one.over == self.organ.pk]

    def progress_of(self) -> Mapping[int, tuple[int, int]]:
        """Organ right below → how many in and under it are accepted, of how many asked for."""
        counted: Counter[int] = Counter()
        asked: Counter[int] = Counter()
        for one in self.below:
            top = self._top(one.pk)
            asked[top] += one.standing != Standing.INCLUDED
            counted[top] += one.standing in ACCEPTED
        return {pk: (counted[pk], asked[pk]) for pk in asked}

    @cached_property
    def _names(self) -> dict[int, str]:
        names = OrganName.objects.filter(in_force(self.last)).order_by("since")
        return dict(names.values_list("organ", "name"))

    @cached_property
    def _reports(self) -> dict[int, tuple[int | None, int | None]]:
        """Organ → what is accepted, what the public reads."""
        rows = AnnualReport.objects.filter(year=self.year).order_by()
        told = rows.values_list("organ", "accepted", "current")
        return {pk: (accepted, current) for pk, accepted, current in told}

    @cached_property
    def _drafts(self) -> set[int]:
        drafts = Version.objects.drafts().filter(report__year=self.year).order_by()
        return set(drafts.values_list("report__organ", flat=True))

    @cached_property
    def _filed(self) -> dict[int, tuple[str, bool]]:
        """Organ → the state of what it handed in last, and whether that is a nil report."""
        rows = Submission.objects.filter(report__year=self.year).order_by("pk")
        told = rows.values_list("report__organ", "state", "nil")
        return {pk: (state, nil) for pk, state, nil in told}

    @cached_property
    def _states(self) -> dict[int, str]:
        return dict(Contribution.objects.filter(year=self.year).values_list("organ", "state"))

    @cached_property
    def _included(self) -> dict[int, int]:
        return dict(Inclusion.objects.filter(year=self.year).values_list("organ", "within"))

    def _member(self, pk: int) -> Member:
        standing, note = self._standing(pk)
        accepted, current = self._reports.get(pk, (None, None))
        slug = self._slugs.get(pk, self.organ.slug)
        name = self._names.get(pk, slug)
        _last, nil = self._filed.get(pk, ("", False))
        nil = nil and standing in (*ACCEPTED, Standing.SUBMITTED)
        return Member(pk, slug, name, self.parents[pk], standing, note, accepted or current, nil)

    def _standing(self, pk: int) -> tuple[Standing, str]:
        if pk in self._included:
            within = self._names.get(self._included[pk], "")
            return Standing.INCLUDED, _t("已并入{name}的报告").format(name=within)
        accepted, current = self._reports.get(pk, (None, None))
        if accepted:
            state = self._states.get(pk, Contribution.State.COUNTED)
            if state == Contribution.State.COUNTED:
                return Standing.COUNTED, ""
            return Standing.NOT_ADDED, str(Contribution.State(state).label)
        last, _nil = self._filed.get(pk, (None, False))
        return _FILING[reached(last, published=bool(current), drafted=pk in self._drafts)], ""

    def _is_below(self, pk: int) -> bool:
        return self.organ.pk in self._line(pk)

    def _top(self, pk: int) -> int:
        """The organ right below that ``pk`` stands in or under."""
        here = pk
        for over in self._line(pk):
            if over == self.organ.pk:
                break
            here = over
        return here

    def _line(self, pk: int) -> Iterator[int]:
        """Who stands over it, the nearest first."""
        here = self.parents.get(pk)
        while here is not None:
            yield here
            here = self.parents.get(here)
