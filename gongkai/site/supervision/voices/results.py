"""评议结果: counted answers, told only where they are of enough people."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongkai.annual_report.pictures import SMALL

from .register_actions import SCALE
from .register_models import QuestionKind, Round, RoundAnswer

FEW = 10
"""Under this many replies nothing but their number is told: a row could be somebody."""


@dataclass(frozen=True)
class Row:
    label: str
    count: int
    share: str
    """In per cent; "" where it is of too few."""


@dataclass(frozen=True)
class Result:
    """One question with its counts; texts are for the office alone."""

    text: str
    rows: list[Row]
    texts: list[str]


def results(found: Round, *, texts: bool = False) -> tuple[int, list[Result]]:
    """How many replied, and each question; no question of a round that few replied to."""
    base = found.replies.count()
    if base < FEW:
        return base, []
    answers = RoundAnswer.objects.filter(reply__round=found)
    numbers = Counter(answers.exclude(number=None).values_list("question", "number"))
    written: dict[int, list[str]] = {}
    if texts:
        for key, text in answers.exclude(text="").order_by("pk").values_list("question", "text"):
            written.setdefault(key, []).append(text)
    told = []
    for question in found.questions.all():
        labels = scale() if question.kind == QuestionKind.SCALE else question.choices
        rows = [
            Row(label, count, share(count, base))
            for number, label in enumerate(labels, start=1)
            for count in [numbers[question.pk, number]]
        ]
        if rows or texts:
            told.append(
                Result(question.text, rows[::-1] if labels == scale() else rows, written.get(question.pk, []))
            )
    return base, told


def scale() -> list[str]:
    """The five steps, the lowest first."""
    words = [_("不满意"), _("不太满意"), _("一般"), _("比较满意"), _("满意")]
    assert len(words) == SCALE
    return words


def share(count: int | None, base: int | None) -> str:
    """A share in per cent with one decimal; "" of fewer than SMALL."""
    if count is None or not base or base < SMALL:
        return ""
    return f"{100 * count / base:.1f}%"
