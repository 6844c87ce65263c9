"""考核 of the county: last year's, final and published with two appeals; this half year's, appealed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..accounts.models import User
from ..organs.models import Organ, Role
from ..supervision.assessment import actions, marks, schemes
from ..supervision.assessment.marks import Ground
from ..supervision.assessment.models import Appeal, Assessment, Scheme, Score
from . import items

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

REFUSED = "tingyu"
"""Its appeal of last year was refused; that of 望舒镇 was upheld in part."""
_ROOM = "D1"
"""The indicator marked by hand that the appeals are about."""
_MARKS: Mapping[str, tuple[str, str, str]] = {
    "yunchuan": ("8", "6", "8"),
    "yunchuan-office": ("9", "7", "8"),
    "yunchuan-finance": ("8", "6", "7"),
    "yunchuan-education": ("7", "5", "6"),
    "yunchuan-land": ("8", "5", "5"),
    "wangshu": ("8", "4", "8"),
    "tingyu": ("6", "4", "5"),
    "shiqiao": ("7", "5", "5"),
}
"""By slug what the office gave for A5, D1, E1."""
_WORDS = {
    "A5": "抽查10条，要素有缺漏的按条扣分",
    "D1": "逐栏检查，长期不更新的栏目按个扣分",
    "E1": "按部署、培训、自查三类材料评分",
}
_SELF = {
    "hand": "材料已随自评一并报送",
    "counted": "以系统记录为准",
}


def load(known: Known, office: str, last: int, now: datetime) -> None:
    """``office``: the slug of the competent office; ``last``: the year before."""
    county = known[next(iter(known))][0]
    supervisor = known[office][1][Role.SUPERVISOR]
    scheme = _scheme(county, supervisor, _moment(date(last, 1, 6)))
    _last_year(scheme, known, supervisor, last)
    _half_year(scheme, known, supervisor, last + 1, now)


def _scheme(county: Organ, supervisor: User, at: datetime) -> Scheme:
    made = schemes.draft(county, schemes.example(), user=supervisor, at=at)
    return schemes.enact(made, user=supervisor, at=at)


def _last_year(scheme: Scheme, known: Known, supervisor: User, year: int) -> None:
    begun = _moment(date(year + 1, 1, 5))
    title = f"{year}年度政府信息公开工作考核"
    first, last = date(year, 1, 1), date(year, 12, 31)
    assessment = actions.prepare(scheme, title, first, last, user=supervisor, at=begun)
    until = begun.date() + timedelta(days=14)
    actions.open_self(assessment, until, user=supervisor, at=begun)
    for score, people in _scores(assessment, known):
        _assess_self(score, people, begun + timedelta(days=4))
    computed = begun + timedelta(days=16)
    _compute(assessment, known, supervisor, computed)
    told = computed + timedelta(days=5)
    appeal_until = told.date() + timedelta(days=7)
    actions.notify(assessment, appeal_until, user=supervisor, at=told)
    for score, people in _scores(assessment, known):
        if score.organ.slug == items.TOWN:
            row = _appeal(score, people, "有两个栏目是县里统一停用的，不应算长期不更新", told)
            marks.answer(
                row, "partly", "其中一个栏目确由县里停用，予以更正；另一个属镇里维护",
                points=Decimal(5), user=supervisor, at=told + timedelta(days=3),
            )  # fmt: skip
        elif score.organ.slug == REFUSED:
            row = _appeal(score, people, "栏目没有更新是因为没有新的信息", told)
            marks.answer(
                row,
                "refused",
                "栏目里的规划已到期，应当更新为现行的",
                user=supervisor,
                at=told + timedelta(days=3),
            )
    final = told + timedelta(days=10)
    actions.finalise(assessment, user=supervisor, at=final)
    decision = f"县政府办公室{final.year}年第2次主任会议"
    actions.publish(assessment, decision, user=supervisor, at=final + timedelta(days=2))


def _half_year(scheme: Scheme, known: Known, supervisor: User, year: int, now: datetime) -> None:
    """Told a few days ago: one may appeal, and 望舒镇 has. Nothing while the half year is not over."""
    begun = now - timedelta(days=20)
    title = f"{year}年上半年政府信息公开工作考核"
    first, last = date(year, 1, 1), date(year, 6, 30)
    if begun.date() <= last:
        return
    assessment = actions.prepare(scheme, title, first, last, user=supervisor, at=begun)
    actions.open_self(assessment, (now - timedelta(days=8)).date(), user=supervisor, at=begun)
    for score, people in _scores(assessment, known):
        if score.organ.slug != REFUSED:
            _assess_self(score, people, begun + timedelta(days=5))
    _compute(assessment, known, supervisor, now - timedelta(days=6))
    told = now - timedelta(days=3)
    actions.notify(assessment, (now + timedelta(days=7)).date(), user=supervisor, at=told)
    for score, people in _scores(assessment, known):
        if score.organ.slug == items.TOWN:
            _appeal(score, people, "栏目已在六月底补齐，检查是在补齐以前做的", told + timedelta(days=1))


def _scores(assessment: Assessment, known: Known) -> list[tuple[Score, People]]:
    scores = assessment.scores.select_related("organ").order_by("organ__path")
    return [(score, known[score.organ.slug][1]) for score in scores]


def _assess_self(score: Score, people: People, at: datetime) -> None:
    """Full marks for what is counted, a little less for what the office looks into."""
    officer = people[Role.DISCLOSURE_OFFICER]
    for _area, one in score.assessment.scheme.reading.indicators:
        if one.is_bonus:
            continue
        points = one.weight - 1 if one.is_by_hand else one.weight
        reason = _SELF["hand" if one.is_by_hand else "counted"]
        marks.assess_self(score, one.code, points, Ground(reason), user=officer, at=at)
    marks.hand_in(score, user=officer, at=at)


def _compute(assessment: Assessment, known: Known, supervisor: User, at: datetime) -> None:
    for score, _people in _scores(assessment, known):
        given = _MARKS[score.organ.slug]
        for code, points in zip(_WORDS, given, strict=True):
            marks.give(score, code, Decimal(points), Ground(_WORDS[code]), user=supervisor, at=at)
        if score.organ.slug == items.TOWN:
            ground = Ground("公开栏与便民服务点结合的做法被市里通报推广")
            marks.give(score, "F1", Decimal(2), ground, user=supervisor, at=at)
    actions.compute(assessment, user=supervisor, at=at)


def _appeal(score: Score, people: People, reason: str, at: datetime) -> Appeal:
    return marks.appeal(score, _ROOM, "", Ground(reason), user=people[Role.DISCLOSURE_OFFICER], at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 12), ZoneInfo("Asia/Shanghai"))
