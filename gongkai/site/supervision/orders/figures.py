"""Figures of orders; those that were cancelled count nowhere."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...organs.models import OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Record, Value
from .models import OWED, Event, Order, OrderQuerySet, State

_POWER = _("《政府信息公开条例》第四十七条。撤销的不计。")


def _of(organs: OrganQuerySet) -> OrderQuerySet:
    return Order.objects.filter(organ__in=organs.values("pk")).exclude(state=State.CANCELLED)


def _records(orders: OrderQuerySet, day: str) -> list[Record]:
    return [
        Record(
            one.organ_id, "order", str(one.pk), f"{one.number}　{one.title}", getattr(one, day),
            reverse("supervision:order", args=[one.pk]),
        )
        for one in orders.order_by(day, "pk")
    ]  # fmt: skip


def _issued(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    return _records(_of(organs).filter(issued_on__range=span.days), "issued_on")


def _open(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    going = Q(ended_on__isnull=True) | Q(ended_on__gt=span.last)
    return _records(_of(organs).filter(going, issued_on__lte=span.last), "issued_on")


def _overdue(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    """Late on some day of the span: not answered to this day, or answered later, after that day."""
    answers = Event.objects.filter(
        order=OuterRef("pk"), kind=Event.Kind.ANSWERED, finding__isnull=True,
        on__gt=F("due_on"), due_on__lt=span.last, on__gte=span.first,
    )  # fmt: skip
    standing = Q(state__in=OWED, due_on__lt=span.last)
    return _records(_of(organs).filter(standing | Exists(answers)), "due_on")


def _closed(organs: OrganQuerySet, span: Span) -> OrderQuerySet:
    return _of(organs).filter(state=State.CLOSED, ended_on__range=span.days)


def _closed_late(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    return _records(_closed(organs, span).filter(late=True), "ended_on")


def _in_time(organs: OrganQuerySet, span: Span) -> Mapping[int, Value]:
    rows = list(_closed(organs, span).values_list("organ", "late"))
    of = Counter(organ for organ, _is_late in rows)
    good = Counter(organ for organ, late in rows if not late)
    return {
        organ: Value((Decimal(100 * good[organ]) / count).quantize(Decimal("0.1")), count)
        for organ, count in of.items()
    }


def _returned(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    rows = Event.objects.filter(
        kind=Event.Kind.RETURNED, finding__isnull=True, on__range=span.days, order__in=_of(organs)
    )
    return [
        Record(
            one.order.organ_id, "order", f"{one.order_id}-{one.pk}", f"{one.order.number}　{one.order.title}",
            one.on, reverse("supervision:order", args=[one.order_id]),
        )
        for one in rows.select_related("order").order_by("on", "pk")
    ]  # fmt: skip


def _repeated(organs: OrganQuerySet, span: Span) -> Iterable[Record]:
    return _records(_of(organs).filter(issued_on__range=span.days, repeated__gt=0), "issued_on")


FIGURES = (
    Figure("orders.issued", _("下达的整改通知"), _("份"), _POWER, _issued),
    Figure("orders.open", _("没有销号的整改通知"), _("份"), _("期末没有销号的。撤销的不计。"), _open),
    Figure(
        "orders.overdue", _("逾期的整改通知"), _("份"),
        _("期内有一天过了整改期限而没有反馈的，包括后来才反馈的。撤销的不计。"), _overdue,
    ),
    Figure(
        "orders.in_time", _("按期反馈率"), _("%"),
        _("期内销号的整改通知里，每次反馈都没有逾期的所占的比例。撤销的不计。"), _closed_late,
        share=_in_time, more_is_better=True,
    ),
    Figure(
        "orders.returned", _("退回整改的次数"), _("次"),
        _("反馈以后审核没有通过的次数；同一份通知退回几次，计几次。撤销的不计。"), _returned,
    ),
    Figure(
        "orders.repeated", _("重复发生的整改通知"), _("份"),
        _("期内下达的整改通知里，同一位置或者同类问题在规定的月数以内曾下达过的。撤销的不计。"), _repeated,
    ),
)  # fmt: skip
