"""要点的数: tasks of organs that came due in a span, done in time, overdue, without evidence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...organs.models import OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value
from .models import Task, TaskEvidence, TaskQuerySet


def _due(organs: OrganQuerySet, span: Span) -> TaskQuerySet:
    """Those of the organs whose last day is in the span."""
    found: TaskQuerySet = Task.objects.counted().filter(
        organ__in=organs.values("pk"), due_on__range=span.days
    )
    return found.order_by("due_on", "pk")


def _records(tasks: TaskQuerySet) -> Iterator[Record]:
    for task in tasks:
        address = reverse("supervision:points_task", args=[task.pk])
        yield Record(task.organ_id, "task", str(task.pk), task.done_when, task.due_on, address)


def _late() -> Q:
    return Q(reported_on__isnull=True) | Q(reported_on__gt=F("due_on"))


def _assigned(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    return _records(_due(organs, span))


def _not_in_time(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    return _records(_due(organs, span).filter(_late()))


def _in_time(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    every: Counter[int] = Counter()
    late: Counter[int] = Counter()
    for organ, due_on, reported_on in _due(organs, span).values_list("organ", "due_on", "reported_on"):
        every[organ] += 1
        late[organ] += reported_on is None or reported_on > due_on
    return {
        organ: Value((Decimal(count - late[organ]) * 100 / count).quantize(Decimal("0.1")), count)
        for organ, count in every.items()
    }


def _overdue(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Not reported on the last day of the span, which is after their own."""
    tasks = Task.objects.counted().filter(organ__in=organs.values("pk"), due_on__lt=span.last)
    open_then = Q(reported_on__isnull=True) | Q(reported_on__gt=span.last)
    return _records(tasks.filter(open_then).order_by("due_on", "pk"))


def _unproved(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    own = TaskEvidence.objects.filter(task=OuterRef("pk"))
    split = TaskEvidence.objects.filter(task__parent=OuterRef("pk"))
    done = _due(organs, span).filter(reported_on__isnull=False)
    return _records(done.filter(~Exists(own), ~Exists(split)))


FIGURES = (
    Figure(
        "points.assigned",
        _("到期的要点任务"),
        _("项"),
        _("完成期限在这段时间内的任务；本机关分解到科室的不重复计。"),
        _assigned,
    ),
    Figure(
        "points.in_time",
        _("要点任务按期完成率"),
        "%",
        _("期限在这段时间内的任务里，期限当日或之前报完成且没有被退回的所占比例。"),
        _not_in_time,
        share=_in_time,
        more_is_better=True,
    ),
    Figure(
        "points.overdue",
        _("逾期的要点任务"),
        _("项"),
        _("到这段时间最后一天，期限已过而没有报完成的任务。"),
        _overdue,
    ),
    Figure(
        "points.without_evidence",
        _("没有佐证的要点任务"),
        _("项"),
        _("期限在这段时间内、已经报完成，而任务和分解任务都没有佐证的。"),
        _unproved,
    ),
)
