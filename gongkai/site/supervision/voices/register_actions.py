"""Acts on the registers: evaluations with their questionnaire, answers of the public, accountability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from .register_models import (
    Accountability,
    Method,
    QuestionKind,
    Round,
    RoundAnswer,
    RoundQuestion,
    RoundReply,
)

if TYPE_CHECKING:
    from ...accounts.models import User

REGISTER = "supervision.register"
MOST_QUESTIONS, MOST_OPTIONS, SCALE = 10, 8, 5
SATISFIED = 4
"""On the scale of five, from here: 比较满意 and 满意."""


@dataclass(frozen=True)
class Question:
    """One question; ``options``: of a choice."""

    kind: str
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What an evaluation found. The counts are those of paper; an online one is counted."""

    asked: int | None = None
    answered: int | None = None
    satisfied: int | None = None
    issues: str = ""
    done: str = ""
    document: str = ""


@transaction.atomic
def open_round(
    organ: Organ, title: str, method: str, first: date, last: date, *, user: "User", at: datetime
) -> Round:
    """登记一次评议: one that was held, or one that is to be."""
    permissions.require(user, REGISTER, organ, on=localdate(at))
    if not title.strip() or method not in Method.values:
        raise Refused(_("请写名称，选择方式"))
    if last < first:
        raise Refused(_("结束日期不能早于开始日期"))
    made = Round.objects.create(
        organ=organ, title=title.strip(), method=method, first=first, last=last, made_at=at, made_by=user
    )
    ledger.record(made, "round_opened", user=user, organ=organ.slug, method=method, first=first, last=last)
    return made


@transaction.atomic
def set_questions(found: Round, questions: Sequence[Question], *, user: "User", at: datetime) -> None:
    """设置问卷, as long as nobody has answered it."""
    found = _held(found, user, at)
    if not found.is_online:
        raise Refused(_("只有网上问卷才在系统里设置题目"))
    if found.replies.exists():
        raise Refused(_("已经有人填写，题目不能再改"))
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise Refused(_("请写1至{most}道题").format(most=MOST_QUESTIONS))
    for number, one in enumerate(questions, start=1):
        _refuse_question(number, one)
    found.questions.all().delete()
    RoundQuestion.objects.bulk_create(
        RoundQuestion(
            round=found, position=number, kind=one.kind, text=one.text.strip(), options="\n".join(one.options)
        )
        for number, one in enumerate(questions, start=1)
    )
    ledger.record(found, "round_questions_set", user=user, organ=found.organ.slug, count=len(questions))


@transaction.atomic
def reply(found: Round, answers: Mapping[int, int | str], *, at: datetime) -> RoundReply:
    """填写问卷, by anybody; key of a question → the number chosen, or what was written."""
    found = Round.objects.select_for_update().get(pk=found.pk)
    if not found.is_running(localdate(at)):
        raise Refused(_("现在不在评议期间，不能填写"))
    kept = found.replies.create(on=localdate(at))
    rows = []
    for question in found.questions.all():
        given = answers.get(question.pk)
        if question.kind == QuestionKind.TEXT:
            if given:
                rows.append(RoundAnswer(reply=kept, question=question, text=str(given).strip()[:500]))
            continue
        most = SCALE if question.kind == QuestionKind.SCALE else len(question.choices)
        if not isinstance(given, int) or not 1 <= given <= most:
            raise Refused(_("第{number}题还没有选").format(number=question.position))
        rows.append(RoundAnswer(reply=kept, question=question, number=given))
    RoundAnswer.objects.bulk_create(rows)
    ledger.record(found, "round_answered", user=None, organ=found.organ.slug)
    return kept


@transaction.atomic
def conclude(found: Round, outcome: Outcome, *, user: "User", at: datetime) -> None:
    """登记结果, once it is over; again where more is known. An online one is counted here."""
    found = _held(found, user, at)
    if found.last >= localdate(at):
        raise Refused(_("评议到{day}结束，结束以后再登记结果").format(day=found.last))
    answered, satisfied = outcome.answered, outcome.satisfied
    if found.is_online:
        answered, satisfied = counted(found)
    elif answered is None:
        raise Refused(_("请写收回份数或者参加人数"))
    if (
        outcome.asked is not None
        and answered is not None
        and answered > outcome.asked
        and not found.is_online
    ):
        raise Refused(_("收回的份数不能多于发出的份数"))
    if satisfied is not None and satisfied > (answered or 0):
        raise Refused(_("满意的份数不能多于收回的份数"))
    found.asked = None if found.is_online else outcome.asked
    found.answered, found.satisfied = answered, satisfied
    found.issues, found.done = outcome.issues.strip(), outcome.done.strip()
    found.document, found.concluded_on = outcome.document.strip(), localdate(at)
    found.save()
    ledger.record(
        found, "round_concluded", user=user, organ=found.organ.slug, answered=answered, satisfied=satisfied
    )


def counted(found: Round) -> tuple[int, int | None]:
    """Replies of an online round, and how many were satisfied by its first question on the scale."""
    answered = found.replies.count()
    scale = found.questions.filter(kind=QuestionKind.SCALE).first()
    return answered, scale.answers.filter(number__gte=SATISFIED).count() if scale else None


@transaction.atomic
def hold_to_account(organ: Organ, *, user: "User", at: datetime, **fields: Any) -> Accountability:
    """登记责任追究, after it was decided; no name is asked for."""
    permissions.require(user, REGISTER, organ, on=localdate(at))
    _refuse_accountability(fields, localdate(at))
    made = Accountability.objects.create(organ=organ, made_at=at, made_by=user, **fields)
    ledger.record(
        made, "accountability_recorded", user=user, organ=organ.slug, measure=made.measure, people=made.people
    )
    return made


@transaction.atomic
def amend_accountability(
    row: Accountability, reason: str, *, user: "User", at: datetime, **fields: Any
) -> None:
    """更正或者补充, with the reason in the ledger."""
    row = Accountability.objects.select_for_update().get(pk=row.pk)
    permissions.require(user, REGISTER, row.organ, on=localdate(at))
    _refuse_accountability(fields, localdate(at))
    if not reason.strip():
        raise Refused(_("请写明更正或者补充的原因"))
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        raise Refused(_("没有改动"))
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    ledger.record(
        row,
        "accountability_amended",
        user=user,
        organ=row.organ.slug,
        before=before,
        after=changed,
        reason=reason,
    )


def _refuse_accountability(fields: Mapping[str, Any], on: date) -> None:
    if fields["on"] > on:
        raise Refused(_("决定日期不能晚于今天"))
    if not str(fields["matter"]).strip() or not str(fields["decided_by"]).strip():
        raise Refused(_("请写事项和决定机关"))


def _refuse_question(number: int, one: Question) -> None:
    if not one.text.strip() or one.kind not in QuestionKind.values:
        raise Refused(_("第{number}题：请写题目，选择题型").format(number=number))
    if one.kind == QuestionKind.CHOICE and not 2 <= len(one.options) <= MOST_OPTIONS:
        raise Refused(
            _("第{number}题：单选题请写2至{most}个选项，一行一个").format(number=number, most=MOST_OPTIONS)
        )
    if one.kind != QuestionKind.CHOICE and one.options:
        raise Refused(_("第{number}题：只有单选题才写选项").format(number=number))


def _held(found: Round, user: "User", at: datetime) -> Round:
    fresh = Round.objects.select_for_update().get(pk=found.pk)
    permissions.require(user, REGISTER, fresh.organ, on=localdate(at))
    return fresh
