"""Acts of an assessment: set up, ask for self-assessments, compute, notify, settle, publish.

Each is one line of the ledger. The row of the assessment is locked first, so that nothing is marked
while figures are taken.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import terms
from gongkai.law.parameters import on as parameter

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.calendar import calendar_of
from ...organs.models import Organ
from . import computing
from .models import Appeal, Assessment, AssessmentState, HandMark, Scheme, Score
from .schemes import ASSESS, require_government

if TYPE_CHECKING:
    from ...accounts.models import User

_BATCH = 500
FIRST_YEAR = 2008
"""Of the Regulation: there is nothing to assess before."""
State = AssessmentState


@transaction.atomic
def prepare(scheme: Scheme, title: str, first: date, last: date, *, user: "User", at: datetime) -> Assessment:
    """建立考核 with a score, still empty, for every organ that the scheme is applied to."""
    require_government(scheme.owner, user, at)
    if scheme.is_draft:
        raise Refused(_("方案还是草稿，请先施行"))
    if first.year < FIRST_YEAR:
        raise Refused(_("起始日太早，请核对年份"))
    if last < first:
        raise Refused(_("截止日不能早于起始日"))
    if not title.strip():
        raise Refused(_("请写考核的名称"))
    if Assessment.objects.filter(government=scheme.owner, title=title.strip()).exists():
        raise Refused(_("已有叫这个名称的考核，请换一个"))
    made = Assessment.objects.create(
        scheme=scheme,
        government=scheme.owner,
        title=title.strip(),
        first=first,
        last=last,
        made_by=user,
        made_at=at,
    )
    organs = computing.assessed(scheme.reading, scheme.owner, made.span)
    rows = [Score(assessment=made, organ=organ) for organ in organs]
    if not rows:
        raise Refused(_("这份方案在本级以下没有可考核的机关，请检查方案里的机关类别"))
    Score.objects.bulk_create(rows, batch_size=1000)
    ledger.record(made, "assessment_prepared", user=user, first=first, last=last, organs=len(rows))
    return made


@transaction.atomic
def open_self(assessment: Assessment, until: date, *, user: "User", at: datetime) -> Assessment:
    """开始自评: organs say of every indicator what they give themselves, up to and with ``until``."""
    assessment = held(assessment, user, at)
    if assessment.state not in (State.PREPARED, State.SELF):
        raise Refused(_("已经初评，不能再改自评期限"))
    if until < localdate(at):
        raise Refused(_("自评期限不能早于今天"))
    assessment.state, assessment.self_until = State.SELF, until
    assessment.save(update_fields=["state", "self_until"])
    ledger.record(assessment, "assessment_self_opened", user=user, until=until)
    return assessment


@transaction.atomic
def compute(assessment: Assessment, *, user: "User", at: datetime) -> Assessment:
    """初评: take the figures of all organs as they are now, freeze them, and mark.

    Done anew, each score keeps what became different. Refused before the last day is over, and once
    the organs were told.
    """
    assessment = held(assessment, user, at)
    if not assessment.is_open:
        raise Refused(_("得分已经告知机关，不能再取数；改动只能经申诉"))
    if localdate(at) <= assessment.last:
        raise Refused(
            _("考核期到{day}才结束，请在那以后取数；想先看看，请用模拟").format(day=assessment.last)
        )
    scheme = assessment.scheme.reading
    scores = list(assessment.scores.select_related("organ").order_by("pk"))
    organs = Organ.objects.filter(assessment_scores__assessment=assessment)
    taken = computing.take(scheme, organs, assessment.span)
    hand: dict[int, list[HandMark]] = defaultdict(list)
    for one in HandMark.objects.filter(score__assessment=assessment):
        hand[one.score_id].append(one)
    changed = 0
    for score in scores:
        before = score.reading
        score.facts = computing.kept(taken[score.organ_id])
        result = computing.mark(scheme, score.organ, taken[score.organ_id], hand[score.pk])
        computing.settle(score, result)
        if before is not None:
            was = {line.code: line.given for line in before.lines}
            score.differences = [
                [line.code, _text(was.get(line.code)), _text(line.given)]
                for line in result.lines
                if was.get(line.code) != line.given
            ]
            changed += bool(score.differences)
    # As rows that are there already: one statement of short rows, where bulk_update writes a case for
    # every field of every row and takes longer than the marking.
    Score.objects.bulk_create(
        scores,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["facts", "differences", *computing.SETTLED],
    )
    assessment.state, assessment.computed_at = State.COMPUTED, at
    assessment.save(update_fields=["state", "computed_at"])
    ledger.record(assessment, "assessment_computed", user=user, organs=len(scores), changed=changed)
    return assessment


@transaction.atomic
def notify(assessment: Assessment, appeal_until: date, *, user: "User", at: datetime) -> Assessment:
    """告知: organs see their scores, and may appeal up to and with ``appeal_until``."""
    assessment = held(assessment, user, at)
    if assessment.state != State.COMPUTED:
        raise Refused(_("请先取数初评，再告知机关"))
    if assessment.self_until is not None and localdate(at) <= assessment.self_until:
        raise Refused(_("自评期限到{day}，请在那以后告知").format(day=assessment.self_until))
    waiting = assessment.scores.filter(pending__gt=0).count()
    if waiting:
        raise Refused(_("还有{count}家机关有指标没有人工评分，请评完再告知").format(count=waiting))
    if appeal_until < localdate(at):
        raise Refused(_("申诉期限不能早于今天"))
    assessment.state, assessment.notified_at, assessment.appeal_until = State.NOTIFIED, at, appeal_until
    assessment.save(update_fields=["state", "notified_at", "appeal_until"])
    ledger.record(assessment, "assessment_notified", user=user, until=appeal_until)
    return assessment


@transaction.atomic
def finalise(assessment: Assessment, *, user: "User", at: datetime) -> Assessment:
    """定稿: the term of appeal is over, every appeal is answered; nothing changes from now on."""
    assessment = held(assessment, user, at)
    if assessment.state != State.NOTIFIED:
        raise Refused(_("告知机关、申诉期满以后才能定稿"))
    if assessment.appeal_until is not None and localdate(at) <= assessment.appeal_until:
        raise Refused(_("申诉期限到{day}，请在那以后定稿").format(day=assessment.appeal_until))
    left = Appeal.objects.open().filter(score__assessment=assessment).count()
    if left:
        raise Refused(_("还有{count}件申诉没有答复，请先答复").format(count=left))
    assessment.state, assessment.final_at = State.FINAL, at
    assessment.save(update_fields=["state", "final_at"])
    totals = {score.organ.slug: score.total for score in assessment.scores.light().select_related("organ")}
    ledger.record(assessment, "assessment_finalised", user=user, totals=totals)
    return assessment


@transaction.atomic
def publish(assessment: Assessment, decision: str, *, user: "User", at: datetime) -> Assessment:
    """公布 totals and grades; ``decision``: by whose decision. Only what is final."""
    assessment = held(assessment, user, at)
    if assessment.state != State.FINAL:
        raise Refused(_("定稿以后才能公布"))
    if assessment.published_at is not None:
        raise Refused(_("已经公布"))
    if not decision.strip():
        raise Refused(_("请写明公布是谁决定的，例如会议或者批示"))
    assessment.published_at, assessment.publication = at, decision.strip()
    assessment.save(update_fields=["published_at", "publication"])
    ledger.record(assessment, "assessment_published", user=user, decision=assessment.publication)
    return assessment


@transaction.atomic
def discard(assessment: Assessment, *, user: "User", at: datetime) -> None:
    """删除 what was set up by mistake: nobody has computed or said anything yet."""
    assessment = held(assessment, user, at)
    said = HandMark.objects.filter(score__assessment=assessment).exists()
    if assessment.state != State.PREPARED or said:
        raise Refused(_("已经开始的考核不能删除"))
    ledger.record(assessment, "assessment_discarded", user=user)
    assessment.scores.all().delete()
    assessment.delete()


def default_day(name: str, government: Organ, on: date) -> date:
    """The last day of a term of ``law/parameters/supervision.toml`` that begins on a day."""
    last = terms.due(parameter(name, on), on, calendar_of(government)).on
    assert last is not None  # a term of a number of days always ends
    return last


def held(assessment: Assessment, user: "User", at: datetime) -> Assessment:
    """The assessment, locked, for whoever assesses there."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("government", "scheme")
    assessment = rows.get(pk=assessment.pk)
    permissions.require(user, ASSESS, assessment.government, on=localdate(at))
    return assessment


def marked_anew(score: Score, hand: Sequence[HandMark], appeals: Sequence[Appeal]) -> None:
    """The result from the figures as they were frozen; saves."""
    scheme = score.assessment.scheme.reading
    computing.settle(score, computing.mark(scheme, score.organ, computing.facts_of(score), hand, appeals))
    score.save(update_fields=computing.SETTLED)


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)
