"""测试: questions of an office, tests of a session, papers.

A paper is its person's own, and never changes once it was handed in.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import questions, reach
from .models import Attendance, Training, TrainingPaper, TrainingQuestion, TrainingTest
from .questions import Question
from .reach import ATTEND, TRAIN

if TYPE_CHECKING:
    from ...accounts.models import User

_FAULTS = {
    "options": gettext_lazy("选项应当是2到8个，互不相同"),
    "right": gettext_lazy("请从选项中选出正确的"),
    "number": gettext_lazy("多选题至少有两个正确选项，单选题和判断题只有一个"),
}


@transaction.atomic
def add_question(organ: Organ, *, user: "User", at: datetime, **fields: Any) -> TrainingQuestion:
    """添加试题 of the office's own, beside those shipped."""
    permissions.require(user, TRAIN, organ, on=localdate(at))
    row = TrainingQuestion(organ=organ, by=user, at=at, **fields)
    if fault := questions.fault(row.kind, row.options, row.right):
        raise Refused(str(_FAULTS[fault]))
    row.save()
    ledger.record(row, "training_question_added", user=user, organ=organ.slug, kind=row.kind)
    return row


@transaction.atomic
def retire_question(row: TrainingQuestion, *, user: "User", at: datetime) -> None:
    """停用: it is drawn no more; papers that have it keep it."""
    permissions.require(user, TRAIN, row.organ, on=localdate(at))
    row = TrainingQuestion.objects.select_for_update(of=("self",)).select_related("organ").get(pk=row.pk)
    if row.retired_at:
        raise Refused(_("这道题已经停用"))
    row.retired_at = at
    row.save(update_fields=["retired_at"])
    ledger.record(row, "training_question_retired", user=user, organ=row.organ.slug)


@transaction.atomic
def set_test(training: Training, *, user: "User", at: datetime, **fields: Any) -> TrainingTest:
    """设立测试: its size, pass mark, attempts and days are settings, and stay once it stands."""
    permissions.require(user, TRAIN, training.organ, on=localdate(at))
    if training.state == Training.State.CANCELLED:
        raise Refused(_("这次培训已经取消，不能设立测试"))
    test = TrainingTest(training=training, by=user, at=at, **fields)
    if test.closes_on < test.opens_on:
        raise Refused(_("截止日期不能早于开始日期"))
    have = len(bank(training.organ))
    if test.size > have:
        raise Refused(_("题库现有{have}道题，题数不能超过它").format(have=have))
    test.save()
    ledger.record(
        test, "training_test_set", user=user, organ=training.organ.slug, size=test.size,
        pass_mark=test.pass_mark, attempts=test.attempts,
    )  # fmt: skip
    return test


@transaction.atomic
def start(test: TrainingTest, *, user: "User", at: datetime) -> TrainingPaper:
    """开始测试: draws the questions; a paper that is open is given back as it is.

    Raises Forbidden for who was not asked to the session; Refused before and after its days, for
    who has passed, and for who has no attempt left.
    """
    row = Attendance.objects.filter(training=test.training_id, user=user).first()
    if row is None:
        raise permissions.Forbidden(ATTEND)
    reach.owned(row, user, localdate(at))
    # The person's row is locked: two windows never begin two papers.
    Attendance.objects.select_for_update().get(pk=row.pk)
    papers = list(test.papers.filter(user=user).order_by("number"))
    if papers and papers[-1].handed_in_at is None and test.is_open(localdate(at)):
        return papers[-1]
    _may_begin(test, papers, at)
    number = len(papers) + 1
    drawn = questions.draw(bank(test.training.organ), test.size, f"{test.pk}:{user.pk}:{number}")
    paper = TrainingPaper.objects.create(
        test=test, user=user, organ_id=row.organ_id, number=number, started_at=at,
        questions=[one.as_dict() for one in drawn], answers=[None] * len(drawn),
    )  # fmt: skip
    ledger.record(paper, "training_paper_begun", user=user, number=number)
    return paper


@transaction.atomic
def save_answers(
    paper: TrainingPaper, answers: Sequence[Sequence[int] | None], *, user: "User", at: datetime
) -> None:
    """保存答案 to go on later."""
    paper = _open(paper, user, at)
    paper.answers = _checked(paper, answers)
    paper.save(update_fields=["answers"])
    done = sum(one is not None for one in paper.answers)
    ledger.record(paper, "training_paper_saved", user=user, number=paper.number, answered=done)


@transaction.atomic
def hand_in(
    paper: TrainingPaper, answers: Sequence[Sequence[int] | None], *, user: "User", at: datetime
) -> TrainingPaper:
    """交卷: marked at once, and never changed again. Refuses while a question has no answer."""
    paper = _open(paper, user, at)
    paper.answers = _checked(paper, answers)
    left = [str(number) for number, one in enumerate(paper.answers, start=1) if one is None]
    if left:
        raise Refused(_("第{numbers}题还没有作答").format(numbers="、".join(left)))
    asked = questions_of(paper)
    paper.right = questions.mark(asked, paper.answers)
    paper.passed = questions.passes(paper.right, len(asked), paper.test.pass_mark)
    paper.handed_in_at = at
    paper.save()
    ledger.record(
        paper, "training_paper_handed_in", user=user, number=paper.number, right=paper.right,
        of=len(asked), passed=paper.passed,
    )  # fmt: skip
    return paper


def bank(organ: Organ) -> list[Question]:
    """What a test of the organ draws from: all questions shipped, and its own in use."""
    own = TrainingQuestion.objects.filter(organ=organ, retired_at=None)
    return [*questions.shipped(), *(as_question(row) for row in own)]


def as_question(row: TrainingQuestion) -> Question:
    return Question(
        f"o{row.pk}", row.kind, row.text, tuple(row.options), tuple(row.right), row.explanation, row.article
    )


def questions_of(paper: TrainingPaper) -> list[Question]:
    """As they were drawn."""
    return [questions.question(row) for row in paper.questions]


def explains(paper: TrainingPaper) -> bool:
    """Whether right answers are shown: after passing, or after the last attempt."""
    return paper.handed_in_at is not None and (bool(paper.passed) or paper.number >= paper.test.attempts)


def _may_begin(test: TrainingTest, papers: Sequence[TrainingPaper], at: datetime) -> None:
    if test.training.state == Training.State.CANCELLED:
        raise Refused(_("这次培训已经取消"))
    if not test.is_open(localdate(at)):
        raise Refused(_("测试时间是{first}至{last}").format(first=test.opens_on, last=test.closes_on))
    if any(paper.passed for paper in papers):
        raise Refused(_("您已经通过这次测试"))
    if len(papers) >= test.attempts:
        raise Refused(_("可测{count}次，已经用完").format(count=test.attempts))


def _open(paper: TrainingPaper, user: "User", at: datetime) -> TrainingPaper:
    """The paper, locked, for its own person; refuses one handed in, or after the last day."""
    if paper.user_id != user.pk or not permissions.may_anywhere(user, ATTEND, on=localdate(at)):
        raise permissions.Forbidden(ATTEND)
    rows = TrainingPaper.objects.select_for_update(of=("self",)).select_related("test")
    paper = rows.get(pk=paper.pk)
    if paper.handed_in_at:
        raise Refused(_("已经交卷，答案不能再改"))
    if not paper.test.is_open(localdate(at)):
        raise Refused(_("测试已于{last}截止，不能再作答").format(last=paper.test.closes_on))
    return paper


def _checked(paper: TrainingPaper, answers: Sequence[Sequence[int] | None]) -> list[list[int] | None]:
    """The answers, as they are kept; refuses what fits no question."""
    asked = questions_of(paper)
    if len(answers) != len(asked):
        raise Refused(_("答案与题目对不上，请刷新页面"))
    kept: list[list[int] | None] = []
    for one, chosen in zip(asked, answers, strict=True):
        numbers = sorted(set(chosen or ()))
        many = len(numbers) > 1 and one.kind != questions.MULTIPLE
        if many or any(not 0 <= number < len(one.options) for number in numbers):
            raise Refused(_("答案与题目对不上，请刷新页面"))
        kept.append(numbers or None)
    return kept
