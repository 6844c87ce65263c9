"""Questions of the public without an answer."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ....disclosure.question_models import Question, QuestionQuerySet
from ....spans import Span
from ..scene import Found, Scene


def late(scene: Scene) -> Iterator[Found]:
    """Past the day that was promised."""
    for question in _unanswered(scene).filter(due_on__lt=scene.on):
        if localdate(question.asked_at) >= _long_ago(scene):
            yield _of(question, _("承诺{due}前答复，还没有公开答复").format(due=question.due_on))


def very_late(scene: Scene) -> Iterator[Found]:
    """V5: within a year, more than three months without an answer."""
    since = Span(scene.back("patrol_looks_back"), scene.on).start
    for question in _unanswered(scene).filter(asked_at__gte=since):
        asked = localdate(question.asked_at)
        if asked < _long_ago(scene):
            words = _("{asked}提出，超过{months}个月没有公开答复")
            yield _of(question, words.format(asked=asked, months=scene.number("patrol_question_months")))


def _long_ago(scene: Scene) -> date:
    return scene.back("patrol_question_months")


def _unanswered(scene: Scene) -> QuestionQuerySet:
    waiting = Question.objects.filter(organ=scene.organ, refused_at__isnull=True, asked_at__lt=scene.end)
    answered = Q(item__published_at__lt=scene.end, item__withdrawn_at__isnull=True)
    return waiting.exclude(pk__in=waiting.filter(answered).values("pk")).order_by("pk")


def _of(question: Question, ground: str) -> Found:
    """Told by its number: what somebody asked stays where it is read."""
    title = _("提问{number}").format(number=question.number)
    return Found(
        "question", str(question.pk), title, reverse("disclosure:question", args=[question.pk]), ground
    )
