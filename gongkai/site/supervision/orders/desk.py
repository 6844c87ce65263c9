"""What of orders waits for a person: the door of the part, piles on 今日, last days in a calendar."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ...organs import permissions
from ...organs.models import Organ
from ...organs.permissions import Held
from ..desk import Pile, Waiting
from ..doors import Door
from . import offices
from .actions import ANSWER
from .models import OPEN, OWED, Event, Order, State

if TYPE_CHECKING:
    from ...accounts.models import User

_MOST = 5


def door(user: "User", on: date, roles: list[Held]) -> Door | None:
    """整改 in a sentence, of the organs one may see."""
    seen = permissions.organs_for(user, "supervision.view", on=on, roles=roles)
    counts = Order.objects.filter(organ__in=seen.values("pk")).aggregate(
        open=Count("pk", Q(state__in=OPEN)),
        overdue=Count("pk", Q(state__in=OWED, due_on__lt=on)),
        answered=Count("pk", Q(state=State.ANSWERED)),
        all=Count("pk"),
    )
    if not counts["all"]:
        says = _("巡检、扫描表、人工检查发现的问题，从这里下达整改、反馈、复核、销号")
    else:
        says = _("在办{open}份，逾期{overdue}份，待审核反馈{answered}份").format(**counts)
    return Door(_("整改"), reverse("supervision:orders"), says, counts["overdue"])


def owed(user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Orders that the person's organs have to answer, the most pressing first."""
    organs = permissions.organs_for(user, ANSWER, on=on, roles=roles)
    rows = Order.objects.filter(organ__in=organs.values("pk"), state__in=OWED)
    orders = list(rows.order_by("due_on", "pk")[: _MOST + 1])
    if not orders:
        return None
    count = rows.count() if len(orders) > _MOST else len(orders)
    urged = _urged(orders)
    first = [
        Waiting(
            f"{one.number}　{one.title}",
            reverse("supervision:order", args=[one.pk]),
            _left(one, on) + (_("。催办：{note}").format(note=urged[one.pk]) if one.pk in urged else ""),
            one.due_on < on,
        )
        for one in orders[:_MOST]
    ]
    return Pile("orders-owed", _("待整改反馈"), first, count, reverse("supervision:orders"))


def answered(_user: "User", on: date, roles: list[Held]) -> Pile | None:
    """Answers that the person's office has to look at, the oldest first."""
    own = offices.own(roles)
    rows = Order.objects.filter(offices.given(roles, on), state=State.ANSWERED)
    orders = list(rows.order_by("answered_on", "pk")[: _MOST + 1]) if own else []
    if not orders:
        return None
    names = _names(orders[:_MOST], on)
    first = [
        Waiting(
            f"{one.number}　{names[one.organ_id]}",
            reverse("supervision:order", args=[one.pk]),
            _("{day}反馈").format(day=one.answered_on),
        )
        for one in orders[:_MOST]
    ]
    count = rows.count() if len(orders) > _MOST else len(orders)
    address = f"{reverse('supervision:orders')}?state={State.ANSWERED}"
    return Pile("orders-answered", _("待审核的整改反馈"), first, count, address)


def days(user: "User", on: date) -> Iterator[tuple[str, date, str]]:
    """The last days of the orders that the person's organs have to answer."""
    organs = permissions.organs_for(user, ANSWER, on=on)
    rows = Order.objects.filter(organ__in=organs.values("pk"), state__in=OWED).order_by("due_on", "pk")
    for one in rows:
        yield f"order-{one.pk}", one.due_on, _("{number}整改期限").format(number=one)


def _left(order: Order, on: date) -> str:
    left = (order.due_on - on).days
    words = {"day": order.due_on, "days": abs(left)}
    if left < 0:
        return _("期限{day}，已逾期{days}天").format(**words)
    if left == 0:
        return _("期限{day}，今天到期").format(**words)
    return _("期限{day}，还有{days}天").format(**words)


def _urged(orders: Sequence[Order]) -> dict[int, str]:
    """Order → what the office urged last."""
    rows = Event.objects.filter(order__in=orders, kind=Event.Kind.URGED).order_by("pk")
    return dict(rows.values_list("order", "text"))


def _names(orders: Sequence[Order], on: date) -> dict[int, str]:
    asked = {one.organ_id for one in orders}
    names = Organ.objects.named(on).filter(pk__in=asked).values_list("pk", "short_name", "slug")
    return {pk: name or slug for pk, name, slug in names}
