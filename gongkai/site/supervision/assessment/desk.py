"""What of assessment waits for a person: the door, the piles on 今日, the days in a calendar."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.models import Organ
from ..daily import Day
from ..desk import Pile, Waiting
from ..doors import Door
from .marks import APPEAL, SELF_ASSESS
from .models import Appeal, Assessment, AssessmentState, Score, ScoreQuerySet
from .schemes import ASSESS
from .showing import VIEW, governments

if TYPE_CHECKING:
    from ...accounts.models import User

_MOST = 5
State = AssessmentState


def door(user: "User", on: date, roles: list[permissions.Held]) -> Door | None:
    """考核 on the first page of the room."""
    if not _holds(VIEW, roles):
        return None
    mine = self_due(user, on, roles).count()
    open_appeals = to_answer(user, on, roles).count()
    running = _assessed(user, on, roles).exclude(state=State.FINAL).count()
    if open_appeals or running:
        says = _("进行中的考核{running}次，待答复的申诉{appeals}件").format(
            running=running, appeals=open_appeals
        )
    elif mine:
        says = _("有{count}次自评待提交").format(count=mine)
    else:
        says = _("考核方案、自评、得分、申诉和历次比较")
    return Door(_("考核"), reverse("supervision:assessments"), says, mine + open_appeals)


def self_pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """自评 that the person's organs have still to hand in."""
    return _of_scores(
        "self_assessment", _("待提交的自评"), self_due(user, on, roles), on, "self_until", _("自评到{day}")
    )


def appeal_pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """Scores that were told, as long as an appeal is possible and none was made."""
    found = _mine(user, APPEAL, on, roles).filter(
        assessment__state=State.NOTIFIED, assessment__appeal_until__gte=on, appeals__isnull=True
    )
    return _of_scores("assessment_told", _("考核得分已告知"), found, on, "appeal_until", _("可以申诉到{day}"))


def answer_pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """申诉 that the office has to answer."""
    found = to_answer(user, on, roles)
    rows = list(found.select_related("score__assessment").defer(*_HEAVY)[: _MOST + 1])
    if not rows:
        return None
    names = _names([row.score.organ_id for row in rows], on)
    first = [
        Waiting(
            _("{name}对{code}项的申诉").format(name=names[row.score.organ_id], code=row.code),
            reverse("supervision:appeal_answer", args=[row.pk]),
            row.score.assessment.title,
        )
        for row in rows[:_MOST]
    ]
    count = found.count() if len(rows) > _MOST else len(rows)
    address = reverse("supervision:assessment_appeals", args=[rows[0].score.assessment_id])
    return Pile("assessment_appeals", _("待答复的考核申诉"), first, count, address)


def mark_pile(user: "User", on: date, roles: list[permissions.Held]) -> Pile | None:
    """Computed scores that wait for marks by hand."""
    assessments = _assessed(user, on, roles).filter(state=State.COMPUTED)
    found = Score.objects.light().filter(assessment__in=assessments.values("pk"), pending__gt=0)
    return _of_scores("assessment_marks", _("待人工评分"), found, on, "", _("{count}项待评"))


def days(user: "User", on: date) -> Iterator[Day]:
    """The last days of self-assessment and appeal of the person's organs."""
    roles = permissions.roles_of(user, on=on)
    for score in self_due(user, on, roles).select_related("assessment"):
        last = score.assessment.self_until
        assert last is not None
        yield f"assessment-self-{score.pk}", last, _("{title}：自评期限").format(title=score.assessment.title)
    told = _mine(user, APPEAL, on, roles).filter(
        assessment__state=State.NOTIFIED, assessment__appeal_until__gte=on
    )
    for score in told.select_related("assessment"):
        last = score.assessment.appeal_until
        assert last is not None
        yield (
            f"assessment-appeal-{score.pk}",
            last,
            _("{title}：申诉期限").format(title=score.assessment.title),
        )


def self_due(user: "User", on: date, roles: list[permissions.Held]) -> ScoreQuerySet:
    """Scores whose self-assessment is open and was not handed in."""
    open_ones = Q(assessment__state__in=[State.SELF, State.COMPUTED], assessment__self_until__gte=on)
    return _mine(user, SELF_ASSESS, on, roles).filter(open_ones, self_at__isnull=True)


def to_answer(user: "User", on: date, roles: list[permissions.Held]) -> Any:
    """Appeals without an answer in the assessments that a person carries out."""
    assessments = _assessed(user, on, roles).filter(state=State.NOTIFIED)
    return Appeal.objects.open().filter(score__assessment__in=assessments.values("pk")).order_by("pk")


_HEAVY = ("score__facts", "score__result", "score__differences")


def _holds(act: str, roles: list[permissions.Held]) -> bool:
    return any(role in permissions.ACTS[act] for role, *_rest in roles)


def _mine(user: "User", act: str, on: date, roles: list[permissions.Held]) -> ScoreQuerySet:
    if not _holds(act, roles):
        return Score.objects.none()
    organs = permissions.organs_for(user, act, on=on, roles=roles)
    return Score.objects.light().filter(organ__in=organs.values("pk"))


def _assessed(user: "User", on: date, roles: list[permissions.Held]) -> Any:
    if not _holds(ASSESS, roles):
        return Assessment.objects.none()
    return Assessment.objects.filter(government__in=governments(user, on, roles).values("pk"))


def _of_scores(code: str, title: str, found: ScoreQuerySet, on: date, last: str, words: str) -> Pile | None:
    rows = list(found.select_related("assessment").order_by("assessment__last", "pk")[: _MOST + 1])
    if not rows:
        return None
    names = _names([row.organ_id for row in rows], on)
    first = [
        Waiting(
            _("{title}：{name}").format(title=row.assessment.title, name=names[row.organ_id]),
            reverse("supervision:score", args=[row.pk]),
            words.format(day=getattr(row.assessment, last, None) if last else "", count=row.pending),
        )
        for row in rows[:_MOST]
    ]
    count = found.count() if len(rows) > _MOST else len(rows)
    address = reverse("supervision:assessments")
    if not last:
        address = reverse("supervision:assessment", args=[rows[0].assessment_id])
    return Pile(code, title, first, count, address)


def _names(organs: list[int], on: date) -> dict[int, str]:
    named = Organ.objects.named(on).filter(pk__in=organs)
    return {organ.pk: organ.short_name or organ.slug for organ in named}
