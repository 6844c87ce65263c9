"""What pages show: a score indicator by indicator, who may do what with it, years beside each other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from gongkai.assessment import Bands, Bonus, ByHand, Deduction, Indicator, Line, Linear, Scheme, VetoRule
from gongkai.assessment.files import told

from ...organs import permissions
from ...organs.models import Organ, OrganQuerySet
from ..figures.registry import figures
from .marks import APPEAL, SELF_ASSESS
from .models import Appeal, Assessment, AssessmentState, HandMark, Score, SelfMark
from .schemes import ASSESS

if TYPE_CHECKING:
    from ...accounts.models import User

VIEW = "supervision.view"


@dataclass(frozen=True)
class Rights:
    """What a person may do with a score on a day."""

    assesses: bool
    sees: bool
    """The result: the office always, the organ once it was told."""
    marks: bool
    assesses_self: bool
    appeals: bool


def rights(score: Score, user: "User", on: date) -> Rights:
    assessment = score.assessment
    own = permissions.may_each(user, (SELF_ASSESS, APPEAL), score.organ, on=on)
    assesses = permissions.may(user, ASSESS, assessment.government, on=on)
    return Rights(
        assesses,
        assesses or assessment.is_told,
        assesses and assessment.is_open,
        own[SELF_ASSESS] and assessment.takes_self(on) and score.self_at is None,
        own[APPEAL] and assessment.takes_appeals(on),
    )


@dataclass(frozen=True)
class ShownLine:
    """An indicator with everything said of it; ``how`` tells in a sentence how it is marked."""

    indicator: Indicator
    how: str
    line: Line | None
    mine: SelfMark | None
    hand: HandMark | None
    appeals: Sequence[Appeal]
    applies: bool

    @property
    def appealed(self) -> set[str]:
        return {one.hit for one in self.appeals}


@dataclass(frozen=True)
class ShownArea:
    name: str
    given: Decimal | None
    full: Decimal
    lines: Sequence[ShownLine]


@dataclass(frozen=True)
class ShownVeto:
    rule: VetoRule
    how: str
    hand: HandMark | None
    struck: bool


def areas(score: Score, *, sees: bool) -> list[ShownArea]:
    """The score area by area; three queries. Without ``sees`` the result is left out."""
    scheme = score.assessment.scheme.reading
    result = score.reading if sees else None
    mine = {one.code: one for one in score.self_marks.select_related("by", "evidence")}
    hand = {one.code: one for one in score.hand_marks.select_related("by", "evidence")} if sees else {}
    appeals: dict[str, list[Appeal]] = defaultdict(list)
    for one in score.appeals.select_related("by", "answered_by", "evidence"):
        appeals[one.code].append(one)
    lines = {line.code: line for line in result.lines} if result else {}
    sums = {name: (given, full) for name, given, full in result.areas} if result else {}
    found = []
    for area in scheme.areas:
        shown = [
            ShownLine(
                one,
                how(one, scheme),
                lines.get(one.code),
                mine.get(one.code),
                hand.get(one.code),
                appeals[one.code],
                not one.kinds or score.organ.kind in one.kinds,
            )
            for one in area.indicators
        ]
        given, full = sums.get(area.name, (None, area.weight))
        found.append(ShownArea(area.name, given, full, shown))
    return found


def vetoes(score: Score) -> list[ShownVeto]:
    """Every veto of the scheme, and whether it struck."""
    scheme = score.assessment.scheme.reading
    struck = {one.code for one in score.reading.vetoes} if score.reading else set()
    hand = {one.code: one for one in score.hand_marks.all()}
    return [ShownVeto(one, veto_how(one), hand.get(one.code), one.code in struck) for one in scheme.vetoes]


def how(one: Indicator, scheme: Scheme) -> str:
    """How an indicator is marked, in a sentence."""
    way = one.method
    name = figure_name(one.figure)
    if isinstance(way, ByHand):
        return _("人工评分：{criterion}").format(criterion=way.criterion)
    if isinstance(way, Bonus):
        if not way.figure:
            return _("人工加分，最多{most}分：{criterion}").format(
                most=told(one.weight), criterion=way.criterion
            )
        assert way.each is not None
        return _("按“{name}”加分，每件{each}分，最多{most}分").format(
            name=name, each=told(way.each), most=told(one.weight)
        )
    if isinstance(way, Deduction):
        return _("按“{name}”扣分，每件{each}分，最多扣{cap}分").format(
            name=name, each=told(way.each), cap=told(way.cap)
        )
    if isinstance(way, Bands):
        parts = [
            _("{least}起{given}分").format(least=told(band.least), given=told(band.given))
            for band in way.bands
        ]
        said = _("按“{name}”分档：{parts}").format(name=name, parts="，".join(parts))
    elif isinstance(way, Linear):
        said = _("按“{name}”比例评分：{zero}得0分，{full}得满分").format(
            name=name, zero=told(way.zero_at), full=told(way.full_at)
        )
    elif way.at_least is not None:
        said = _("“{name}”不低于{number}得满分，否则0分").format(name=name, number=told(way.at_least))
    else:
        assert way.at_most is not None
        said = _("“{name}”不高于{number}得满分，否则0分").format(name=name, number=told(way.at_most))
    if way.small_each is None:
        return said
    return said + _("；分母不足{small}的，改为每件扣{each}分").format(
        small=scheme.small, each=told(way.small_each)
    )


def veto_how(one: VetoRule) -> str:
    """When a veto strikes, and what it does."""
    when = (
        _("“{name}”有{least}件及以上").format(name=figure_name(one.figure), least=one.least)
        if one.figure
        else _("由主管部门认定")
    )
    then = _("等次最高为“{grade}”").format(grade=one.grade) if one.grade else _("总分记0分")
    return _("{when}的，{then}").format(when=when, then=then)


def figure_name(code: str) -> str:
    known = figures().get(code)
    return str(known.name) if known else code


def governments(user: "User", on: date, roles: list[permissions.Held] | None = None) -> OrganQuerySet:
    """The governments whose organs a person assesses, named, the highest first."""
    found = permissions.organs_for(user, ASSESS, on=on, roles=roles).filter(kind="government")
    named: OrganQuerySet = found.named(on)
    return named


@dataclass(frozen=True)
class Year:
    """A score among those of other periods. ``changed``: the scheme is not that of the period before."""

    score: Score
    assessment: Assessment
    areas: Sequence[tuple[str, Decimal, Decimal]]
    changed: bool


def years(organ: Organ, assessing: OrganQuerySet) -> list[Year]:
    """The scores of an organ from the oldest on; those not told yet for who assesses there."""
    scores = Score.objects.filter(organ=organ, result__isnull=False).select_related("assessment__scheme")
    told = Q(assessment__state__in=[AssessmentState.NOTIFIED, AssessmentState.FINAL])
    scores = scores.filter(told | Q(assessment__government__in=assessing.values("pk")))
    found: list[Year] = []
    for score in scores.order_by("assessment__last", "pk"):
        assert score.reading is not None
        before = found[-1].assessment.scheme_id if found else score.assessment.scheme_id
        changed = before != score.assessment.scheme_id
        found.append(Year(score, score.assessment, score.reading.areas, changed))
    return found
