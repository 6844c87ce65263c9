"""Figures of voices: complaints, suggestions, accountability of organs in a span."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...organs.models import OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value
from .models import RIGHT, Complaint, State, Suggestion
from .register_models import Accountability


def _complaint(one: Complaint, organ: int, day: date | None) -> Record:
    address = reverse("supervision:complaint", args=[one.pk])
    return Record(organ, "complaint", str(one.pk), f"{one.number} {one.matter_short}", day, address)


def complaints(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    found = Complaint.objects.filter(organ__in=organs, received_on__range=span.days).order_by("pk")
    for one in found.exclude(state__in=(State.DECLINED, State.WITHDRAWN)):
        yield _complaint(one, one.organ_id, one.received_on)


def upheld(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    found = Complaint.objects.filter(organ__in=organs, answered_on__range=span.days, result__in=RIGHT)
    for one in found.order_by("pk"):
        yield _complaint(one, one.organ_id, one.answered_on)


def overdue(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Of the office that handles them, by the span's last day."""
    found = Complaint.objects.filter(office__in=organs, received_on__range=span.days).came_late(span.last)
    for one in found.order_by("pk"):
        yield _complaint(one, one.office_id, one.finish_by or one.accept_by)


_TERM_OVER = Q(answer_by__lt=F("answered_on")) | Q(answered_on__isnull=True)


def unanswered(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Suggestions whose day to answer fell into the span and that were answered late or not at all."""
    found = Suggestion.objects.filter(_TERM_OVER, organ__in=organs, answer_by__range=span.days)
    for one in found.order_by("pk"):
        if one.answered_on is None and one.answer_by >= span.last:
            continue  # its last day is not over
        address = reverse("supervision:suggestion", args=[one.pk])
        yield Record(one.organ_id, "suggestion", str(one.pk), one.number, one.answer_by, address)


def answered(organs: OrganQuerySet, span: Span) -> dict[int, Value]:
    """Per cent answered by the promised day, of those whose day fell into the span."""
    over = Q(answered_on__isnull=False) | Q(answer_by__lt=span.last)
    rows = Suggestion.objects.filter(over, organ__in=organs, answer_by__range=span.days).values("organ")
    counts = rows.annotate(all=Count("pk"), late=Count("pk", filter=_TERM_OVER)).order_by("organ")
    return {
        row["organ"]: Value(Decimal(100 * (row["all"] - row["late"])) / row["all"], of=row["all"])
        for row in counts
    }


def accountability(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    for one in Accountability.objects.filter(organ__in=organs, on__range=span.days).order_by("pk"):
        address = reverse("supervision:accountability_case", args=[one.pk])
        yield Record(one.organ_id, "accountability", str(one.pk), one.matter, one.on, address)


FIGURES = (
    Figure(
        "voices.complaints", _("投诉举报"), _("件"),
        _("这一时段收到的、涉及机关公开工作的投诉举报，不予受理和撤回的不计（条例第四十七条、第五十一条）"),
        complaints,
    ),
    Figure(
        "voices.upheld", _("属实的投诉举报"), _("件"),
        _("这一时段答复的投诉举报中认定属实、部分属实的（条例第四十七条）"),
        upheld,
    ),
    Figure(
        "voices.overdue", _("逾期办理的投诉举报"), _("件"),
        _("这一时段收到、由机关负责处理的投诉举报中，受理或者答复超过设定期限的；条例没有规定期限"),
        overdue,
    ),
    Figure(
        "voices.answered", _("批评建议按时答复率"), "%",
        _("承诺答复日在这一时段的批评建议中，按时答复的比例（条例第九条）"),
        unanswered, share=answered, more_is_better=True,
    ),
    Figure(
        "voices.accountability", _("责任追究"), _("件"),
        _("这一时段决定的责任追究（条例第四十六条、第五十二条、第五十三条）"),
        accountability,
    ),
)  # fmt: skip
