"""培训的数: sessions held, people trained, people who passed a test (Art. 48)."""

from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ...organs.models import OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value
from .models import TrainingPaper
from .standing import held, standings


def _sessions(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    for pk, organ, title, on in (
        held(span).filter(organ__in=organs.values("pk")).values_list("pk", "organ", "title", "on")
    ):
        address = reverse("supervision:training", args=[pk])
        yield Record(organ, "training", str(pk), title, on, address)


def _passed(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    rows = TrainingPaper.objects.filter(
        organ__in=organs.values("pk"), passed=True, handed_in_at__range=span.times
    ).select_related("test")
    for paper in rows:
        title = paper.test.title  # who passed is for whoever holds the session
        address = reverse("supervision:training_test", args=[paper.test_id])
        assert paper.handed_in_at is not None
        yield Record(paper.organ_id, "paper", str(paper.pk), title, localdate(paper.handed_in_at), address)


def _untrained(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    address = reverse("supervision:training_overview")
    for one in standings(organs, span).values():
        for person, name in one.untrained.items():
            yield Record(one.organ, "officer", str(person), name, None, address)


def _trained(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    return {organ: Value(one.share, len(one.people)) for organ, one in standings(organs, span).items()}


FIGURES = (
    Figure(
        "training.sessions", _("举办的培训"), _("次"),
        _("本机关举办、已登记签到的培训，按举办日期计。《条例》第四十八条。"), _sessions, more_is_better=True,
    ),
    Figure(
        "training.trained", _("工作人员参训率"), _("%"),
        _("期末任职的公开工作人员中，期内至少参加过一次培训并签到的所占比例；列出的是没有参加的。《条例》第四十八条。"),
        _untrained, share=_trained, more_is_better=True,
    ),
    Figure(
        "training.passed", _("通过的测试"), _("人次"),
        _("本机关工作人员通过的培训测试，按交卷日期计。《条例》第四十八条。"), _passed, more_is_better=True,
    ),
)  # fmt: skip
