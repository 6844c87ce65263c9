"""What the pages of orders show: rows of the list, one order with its history, the paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from ...disclosure.models import Item
from ...organs.models import Organ
from .drafts import chains, check_name
from .models import Event, Finding, Order
from .notice import Notice


@dataclass
class Told:
    """A problem with all that was said of it, the oldest first, and the earlier ones it repeats."""

    finding: Finding
    events: list[Event] = field(default_factory=list)
    earlier: list[Finding] = field(default_factory=list)
    form: object = None
    """To write down what a person sees."""
    check: str = ""
    """What its check is called."""
    origin: str = ""
    """The page of the complaint it came from, for who may open it."""


def words(order: Order, on: date) -> str:
    """The state, and how late."""
    late = order.days_late(on)
    state = str(order.get_state_display())
    return _("{state}，已逾期{days}天").format(state=state, days=late) if late else state


def complete(batch: Sequence[Order], names: Mapping[int, str], on: date) -> None:
    """Rows of the list with the organ's name, the state in words and what the problems are."""
    grounds: dict[int, list[str]] = {one.pk: [] for one in batch}
    rows = Finding.objects.filter(order__in=list(grounds)).order_by("number")
    for order, title, ground in rows.values_list("order", "title", "ground"):
        grounds[order].append(f"{title}：{ground}")
    for one in batch:
        one.organ_name = names.get(one.organ_id, "")
        one.words = words(one, on)
        one.grounds = "\n".join(grounds[one.pk])


def told(order: Order) -> tuple[list[Told], list[Event]]:
    """The problems of an order, and the history of the order itself."""
    findings = list(order.findings.select_related("hit", "row", "item__current", "item__newest"))
    behind = chains(findings)
    found = {one.pk: Told(one, earlier=behind[one.pk], check=check_name(one.check_code)) for one in findings}
    whole: list[Event] = []
    shown = Prefetch("items", Item.objects.select_related("current"))
    for event in order.events.select_related("by").prefetch_related(shown, "files"):
        if event.finding_id:
            found[event.finding_id].events.append(event)
        else:
            whole.append(event)
    return list(found.values()), whole


def remarked(order: Order) -> list[Finding]:
    """The problems that the organ has to answer, each with the last remark on it."""
    findings = list(order.findings.filter(settled=False).order_by("number"))
    rows = order.events.filter(kind=Event.Kind.RETURNED, finding__in=findings).order_by("pk")
    last = dict(rows.values_list("finding", "text"))
    for one in findings:
        one.remark = last.get(one.pk, "")
    return findings


def paper(order: Order, base: str) -> Notice:
    """The paper of an order, organs named as on its day, the day the one it was issued with."""
    findings = list(order.findings.select_related("earlier__order"))
    first = order.events.filter(kind=Event.Kind.ISSUED).values_list("due_on", flat=True).first()
    names = _named([order.office_id, order.organ_id], order.issued_on)
    return Notice(
        names[order.office_id], names[order.organ_id], order.number, findings, order.asked,
        order.issued_on, first or order.due_on, base,
    )  # fmt: skip


def _named(organs: Iterable[int], on: date) -> dict[int, str]:
    return {one.pk: one.name or one.slug for one in Organ.objects.named(on).filter(pk__in=organs)}
