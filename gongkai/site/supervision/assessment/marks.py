"""Acts on one score: marks by hand, self-assessment, appeal and its answer; evidence for them."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.assessment import Indicator, VetoRule

from ...disclosure import files
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from . import actions
from .models import (
    Appeal,
    Assessment,
    AssessmentState,
    Evidence,
    HandMark,
    Outcome,
    Score,
    SelfMark,
)
from .schemes import ASSESS

if TYPE_CHECKING:
    from ...accounts.models import User

SELF_ASSESS = "supervision.self_assess"
APPEAL = "supervision.appeal"
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Ground:
    """Words, and what they rest on."""

    reason: str
    links: str = ""
    upload: Upload | None = None


@transaction.atomic
def give(
    score: Score,
    code: str,
    points: Decimal | None,
    ground: Ground,
    *,
    applies: bool = True,
    user: "User",
    at: datetime,
) -> HandMark:
    """人工评分 of an indicator by its criterion; or that it does not apply; or that a veto strikes.

    As long as the organs have not been told.
    """
    score = _locked(score)
    assessment = score.assessment
    permissions.require(user, ASSESS, assessment.government, on=localdate(at))
    if not assessment.is_open:
        raise Refused(_("得分已经告知机关，不能再改评分；改动只能经申诉"))
    scheme = assessment.scheme.reading
    indicator = scheme.indicator(code)
    veto = next((one for one in scheme.vetoes if one.code == code), None)
    _check_given(indicator, veto, points, applies)
    if not ground.reason.strip():
        raise Refused(_("请写明评分的理由"))
    fields = {
        "points": points if applies and veto is None else None,
        "applies": applies,
        **_said(score, ground, user=user, at=at),
    }
    row, _made = HandMark.objects.update_or_create(score=score, code=code, defaults=fields)
    if assessment.state == AssessmentState.COMPUTED:
        actions.marked_anew(score, list(score.hand_marks.all()), ())
    ledger.record(
        score, "score_marked", user=user, code=code, points=row.points, applies=applies, reason=row.reason
    )
    return row


def _check_given(
    indicator: Indicator | None, veto: VetoRule | None, points: Decimal | None, applies: bool
) -> None:
    if indicator is None and veto is None:
        raise Refused(_("方案里没有这一项"))
    if veto is not None:
        if veto.figure:
            raise Refused(_("这一项由系统的记录认定，不由人工认定"))
        return
    assert indicator is not None
    if not applies:
        if indicator.is_bonus:
            raise Refused(_("加分项没有不适用"))
        return
    if not indicator.is_by_hand:
        raise Refused(_("这一项由系统取数计分，人工只能认定不适用"))
    if points is None or not 0 <= points <= indicator.weight:
        raise Refused(_("分数应在0到{most}之间").format(most=indicator.weight))
    if points != round(points, 2):
        raise Refused(_("分数最多两位小数"))


@transaction.atomic
def assess_self(
    score: Score, code: str, points: Decimal, ground: Ground, *, user: "User", at: datetime
) -> SelfMark:
    """自评 of one indicator: what the organ gives itself, why, and what it rests on."""
    score = _locked(score)
    _require_self(score, user, at)
    indicator = score.assessment.scheme.reading.indicator(code)
    if indicator is None or (indicator.kinds and score.organ.kind not in indicator.kinds):
        raise Refused(_("本机关没有这一项指标"))
    if not 0 <= points <= indicator.weight:
        raise Refused(_("自评分应在0到{most}之间").format(most=indicator.weight))
    if points != round(points, 2):
        raise Refused(_("分数最多两位小数"))
    if not ground.reason.strip():
        raise Refused(_("请写自评说明"))
    fields = {"points": points, **_said(score, ground, user=user, at=at)}
    row, _made = SelfMark.objects.update_or_create(score=score, code=code, defaults=fields)
    ledger.record(score, "self_assessed", user=user, code=code, points=points)
    return row


@transaction.atomic
def hand_in(score: Score, *, user: "User", at: datetime) -> Score:
    """提交自评, once every indicator that applies has one (a bonus may be left out)."""
    score = _locked(score)
    _require_self(score, user, at)
    done = set(score.self_marks.values_list("code", flat=True))
    left = [
        one.code
        for _area, one in score.assessment.scheme.reading.indicators
        if not one.is_bonus and (not one.kinds or score.organ.kind in one.kinds) and one.code not in done
    ]
    if left:
        raise Refused(_("还有{count}项没有自评：{codes}").format(count=len(left), codes="、".join(left[:20])))
    score.self_at, score.self_by_id = at, user.pk
    score.save(update_fields=["self_at", "self_by"])
    ledger.record(score, "self_handed_in", user=user, marks=len(done))
    return score


@transaction.atomic
def appeal(score: Score, code: str, hit: str, ground: Ground, *, user: "User", at: datetime) -> Appeal:
    """申诉 against an indicator as a whole, or against one record (``hit``) that costs marks."""
    score = _locked(score)
    on = localdate(at)
    permissions.require(user, APPEAL, score.organ, on=on)
    if not score.assessment.takes_appeals(on):
        raise Refused(_("现在不在申诉期内，不能申诉"))
    title = place_of(score, code, hit)
    if score.appeals.filter(code=code, hit=hit).exists():
        raise Refused(_("对这一处已经申诉过，一处只能申诉一次"))
    if not ground.reason.strip():
        raise Refused(_("请写申诉的理由"))
    row = Appeal.objects.create(
        score=score, code=code, hit=hit, hit_title=title, **_said(score, ground, user=user, at=at)
    )
    ledger.record(score, "score_appealed", user=user, code=code, hit=hit, reason=row.reason)
    return row


def place_of(score: Score, code: str, hit: str) -> str:
    """The title of the record, empty for the indicator as a whole. Refuses what cannot be appealed."""
    result = score.reading
    if result is None:
        raise Refused(_("还没有得分"))
    line = result.line(code)
    veto = next((one for one in result.vetoes if one.code == code), None)
    if line is None and veto is None:
        raise Refused(_("得分里没有这一项"))
    if not hit:
        if line is not None and line.given is not None and not line.bonus and line.given == line.full:
            raise Refused(_("这一项没有扣分，不必申诉"))
        return ""
    found = [one.hit for one in line.costs] if line else list(veto.hits) if veto else []
    title = next((one.title for one in found if one.fingerprint == hit), None)
    if title is None:
        raise Refused(_("这一项里没有这条记录"))
    if line is not None and line.of is not None and not any(one.points for one in line.costs):
        raise Refused(_("这一项按比例计分，不逐件扣分，请对整项申诉"))
    return title


@transaction.atomic
def answer(
    appeal: Appeal, outcome: str, words: str, *, points: Decimal | None = None, user: "User", at: datetime
) -> Appeal:
    """答复申诉. Upheld: the record costs nothing, or the indicator gets all its marks; partly: ``points``.

    The result is marked anew from the figures as they were frozen.
    """
    score = _locked(appeal.score)
    assessment = score.assessment
    permissions.require(user, ASSESS, assessment.government, on=localdate(at))
    row = Appeal.objects.select_for_update().get(pk=appeal.pk)
    if row.outcome or assessment.state != AssessmentState.NOTIFIED:
        raise Refused(_("这件申诉已经答复，或者考核已经定稿"))
    if row.by_id == user.pk:
        raise Refused(_("提出申诉的人不能答复，请由主管部门另一位工作人员答复"))
    if outcome not in Outcome.values:
        raise Refused(_("请选择成立、部分成立或者不成立"))
    if not words.strip():
        raise Refused(_("请写明答复的理由"))
    result = score.reading
    assert result is not None
    line = result.line(row.code)
    row.before = line.given if line else result.total
    row.points = _decided(row, outcome, points, score)
    row.outcome, row.answer = outcome, words.strip()
    row.answered_by_id, row.answered_at = user.pk, at
    row.save()
    if outcome != Outcome.REFUSED:
        actions.marked_anew(score, list(score.hand_marks.all()), list(score.appeals.all()))
    now = score.reading
    assert now is not None
    after = now.line(row.code)
    row.after = after.given if after else now.total
    row.save(update_fields=["after"])
    ledger.record(
        score,
        "appeal_answered",
        user=user,
        code=row.code,
        hit=row.hit,
        outcome=outcome,
        answer=row.answer,
        before=row.before,
        after=row.after,
        total=score.total,
    )
    return row


def _decided(row: Appeal, outcome: str, points: Decimal | None, score: Score) -> Decimal | None:
    """The marks that an answer sets; None where it waives a record or a veto, or changes nothing."""
    indicator = score.assessment.scheme.reading.indicator(row.code)
    if outcome == Outcome.REFUSED or (outcome == Outcome.UPHELD and (row.hit or indicator is None)):
        return None
    if indicator is None:
        raise Refused(_("单项否决的申诉只有成立和不成立"))
    if outcome == Outcome.UPHELD:
        return indicator.weight
    if points is None:
        raise Refused(_("部分成立的，请写明这一项改定为多少分"))
    if points != round(points, 2):
        raise Refused(_("分数最多两位小数"))
    if not (row.before or 0) < points <= indicator.weight:
        raise Refused(
            _("改定的分数应高于现在的{before}分，不超过{most}分").format(
                before=row.before or 0, most=indicator.weight
            )
        )
    return points


def _require_self(score: Score, user: "User", at: datetime) -> None:
    on: date = localdate(at)
    permissions.require(user, SELF_ASSESS, score.organ, on=on)
    if not score.assessment.takes_self(on):
        raise Refused(_("现在不在自评期内"))
    if score.self_at is not None:
        raise Refused(_("自评已经提交，不能再改"))


def _said(score: Score, ground: Ground, *, user: "User", at: datetime) -> dict[str, object]:
    kept = _kept(score, ground.upload, user=user, at=at) if ground.upload else None
    found: dict[str, object] = {
        "reason": ground.reason.strip(),
        "links": ground.links.strip(),
        "by": user,
        "at": at,
    }
    return {**found, "evidence": kept} if kept else found


def _kept(score: Score, upload: Upload, *, user: "User", at: datetime) -> Evidence:
    """The file, told by its content and freed of its metadata. Refused for what is no document."""
    clean = files.clean(upload.data)
    name = f"{PurePath(upload.name).stem[: _LONGEST_NAME - 10]}.{clean.kind}"
    row = Evidence(
        score=score, name=name, kind=clean.kind, digest=hashlib.sha256(clean.data).hexdigest(), by=user, at=at
    )
    row.file.save(name, ContentFile(clean.data), save=False)
    row.save()
    return row


def _locked(score: Score) -> Score:
    """The score with its assessment, which is locked first, as ``actions.held`` does."""
    Assessment.objects.select_for_update().get(pk=score.assessment_id)
    rows = Score.objects.select_for_update(of=("self",))
    return rows.select_related("assessment__scheme", "assessment__government", "organ").get(pk=score.pk)
