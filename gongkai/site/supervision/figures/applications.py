"""Figures of requests: answered late or not at all, in time, corrected in review or court.

Titles name the number alone: what was asked for, and by whom, is destroyed in its time, and a score
is kept longer.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.law.disputes.outcomes import Proceeding, column
from gongkai.law.parameters import NotInForce

from ...applications.models import Application, ApplicationQuerySet
from ...disputes.models import Dispute
from ...organs.models import OrganQuerySet
from ...spans import Span
from .addresses import pages
from .figure import Figure, Record, Value

_LATE = Q(closed_on__isnull=True) | Q(closed_on__gt=F("due_on"))
_CORRECTED = "corrected"


def late(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Requests whose last day lay in the span and was past before its end, without an answer by it."""
    address = pages("applications:case")
    found = _due_in(organs, span).filter(_LATE)
    rows = found.only("pk", "year", "organ_id", "due_on", "closed_on")
    for case in rows.order_by("pk"):
        words = (
            _("申请{number}，应于{day}前答复")
            if case.closed_on is None
            else _("申请{number}，{day}到期，{end}办结")
        )
        title = words.format(number=case.number, day=case.due_on, end=case.closed_on)
        yield Record(case.organ_id, "case", case.number, title, case.due_on, address(case.pk))


def in_time(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    """In per cent: answered by the last day, of those whose last day lay in the span."""
    counted = _due_in(organs, span).values_list("organ")
    rows = counted.annotate(all=Count("pk"), late=Count("pk", filter=_LATE)).order_by()
    return {organ: Value(Decimal(all_ - late_) * 100 / Decimal(all_), all_) for organ, all_, late_ in rows}


def corrected(organs: OrganQuerySet, span: Span) -> Iterator[Record]:
    """Disputes that ended in the span with 结果纠正 of table four."""
    address = pages("disputes:dispute")
    ended = Dispute.objects.valid().filter(organ__in=organs.values("pk"), concluded_on__range=span.days)
    for dispute in ended.exclude(outcome="").order_by("pk"):
        try:
            where = column(
                Proceeding(dispute.proceeding), dispute.outcome, dispute.concluded_on, on=span.last
            )
        except (KeyError, NotInForce, StopIteration):
            continue  # an outcome that table four of its time does not count
        if where == _CORRECTED:
            title = _("{number} {result}").format(number=dispute.number, result=dispute.result)
            yield Record(
                dispute.organ_id, "dispute", dispute.number, title, dispute.concluded_on, address(dispute.pk)
            )


def _due_in(organs: OrganQuerySet, span: Span) -> ApplicationQuerySet:
    """Those of the span whose last day is past, and that were not withdrawn or merged before it."""
    due = Application.objects.counted().filter(organ__in=organs.values("pk"))
    return due.filter(due_on__gte=span.first, due_on__lt=span.last)


FIGURES = (
    Figure(
        "applications.late",
        gettext_lazy("逾期答复的申请"),
        gettext_lazy("件"),
        gettext_lazy("答复期限在期内、到期没有办结的申请（《条例》第三十三条）"),
        late,
    ),
    Figure(
        "applications.in_time",
        gettext_lazy("申请按期办结率"),
        gettext_lazy("%"),
        gettext_lazy("答复期限在期内的申请里，按期办结的比例（《条例》第三十三条）"),
        late,
        share=in_time,
        more_is_better=True,
    ),
    Figure(
        "applications.corrected",
        gettext_lazy("复议诉讼结果纠正"),
        gettext_lazy("件"),
        gettext_lazy("期内审结、年度报告表四计入“结果纠正”的复议和诉讼"),
        corrected,
    ),
)
