"""Acts on orders: issue, answer, look, return, close, cancel, set the day, urge. Each one ledger line.

The order's row is locked first, so that two people never decide on one answer.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import OutOfRange

from ...disclosure.files import Clean
from ...disclosure.models import Item
from ...ledger import actions as ledger
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import offices, recheck, terms
from .drafts import Draft, gravest, mark_repeated
from .models import OWED, Event, Finding, Order, Proof, State

if TYPE_CHECKING:
    from ...accounts.models import User

INSPECT = offices.INSPECT
ANSWER = "supervision.answer"
MOST = 100
"""Problems of one order."""
LONGEST_TERM = timedelta(days=731)
"""A day further off is mistyped; its term would be walked day by day on every page."""


@dataclass(frozen=True)
class Said:
    """What the organ says of a problem: done, proof in words, items that show it, a cleaned file."""

    done: str
    proof: str = ""
    items: tuple[Item, ...] = ()
    file: tuple[str, Clean] | None = None
    """Name and bytes."""


@transaction.atomic
def issue(
    office: Organ,
    organ: Organ,
    drafts: Sequence[Draft],
    *,
    title: str,
    asked: str,
    user: "User",
    at: datetime,
    due_on: date | None = None,
    due_reason: str = "",
) -> Order:
    """下达整改通知: the office's next number of the year; its last day computed, or set with a reason.

    Raises Refused without a problem, a title or what is asked, for a hit or row that another order
    names, and for a day that has passed.
    """
    on = localdate(at)
    offices.require_over(user, office, organ, on)
    if not drafts:
        raise Refused(_("请至少选择或者填写一个问题"))
    if len(drafts) > MOST:
        raise Refused(_("一份整改通知最多列{most}个问题，请分几份下达").format(most=MOST))
    if not title.strip() or not asked.strip():
        raise Refused(_("请写明事由和整改要求"))
    # One number at a time, and one order to the organ, whatever office gives it. From above, so that nobody
    # waits for another crosswise.
    both = Organ.objects.select_for_update(no_key=True).filter(pk__in=(office.pk, organ.pk))
    list(both.order_by("path"))
    _refuse_others(organ, drafts)
    _refuse_named(drafts)
    severity = gravest(one.severity for one in drafts)
    findings = [one.finding() for one in drafts]
    order = Order.objects.create(
        office=office,
        organ=organ,
        year=on.year,
        serial=_next(office, on.year),
        title=title.strip(),
        asked=asked.strip(),
        severity=severity,
        repeated=mark_repeated(organ, findings, on),
        issued_on=on,
        owed_from=on,
        due_on=last_day(organ, severity, on, due_on, due_reason),
        due_reason=due_reason.strip() if due_on else "",
        by=user,
    )
    for number, one in enumerate(findings, start=1):
        one.order, one.number = order, number
    Finding.objects.bulk_create(findings)
    _event(order, Event.Kind.ISSUED, user, at, order.asked)
    _line(order, "order_issued", user, findings=len(findings), due_on=order.due_on, title=order.title)
    return order


@transaction.atomic
def answer(order: Order, said: Mapping[int, Said], *, user: "User", at: datetime, seen: int) -> Order:
    """反馈整改情况, a problem at a time; each is looked at at once. ``said``: by the keys of the problems.

    Raises Refused for an order that is not owed, and where a problem that is still open is left out.
    """
    on = localdate(at)
    permissions.require(user, ANSWER, order.organ, on=on)
    order = _held(order, seen, OWED)
    open_ones = list(_findings(order).filter(settled=False))
    left = [str(one.number) for one in open_ones if not (one.pk in said and said[one.pk].done.strip())]
    if left:
        raise Refused(_("第{numbers}个问题没有写整改情况，请逐个写明").format(numbers="、".join(left)))
    for one in open_ones:
        told = said[one.pk]
        event = _event(order, Event.Kind.ANSWERED, user, at, told.done.strip(), one, told.proof.strip())
        _refuse_foreign(order.organ, told.items)
        event.items.set(told.items)
        if told.file:
            name, clean = told.file
            kept = Proof(event=event, name=name[-200:], kind=clean.kind)
            kept.sha256 = hashlib.sha256(clean.data).hexdigest()
            kept.file.save(f"{kept.sha256[:32]}.{clean.kind}", ContentFile(clean.data), save=False)
            kept.save()
    order.late = order.late or on > order.due_on
    order.answered_on = on
    _event(order, Event.Kind.ANSWERED, user, at)
    recheck.note(open_ones, None, at, always=True)
    _to(order, State.ANSWERED)
    found = sum(one.found is True for one in open_ones)
    _line(order, "order_answered", user, late=on > order.due_on, found=found)
    return order


@transaction.atomic
def look(order: Order, *, user: "User", at: datetime) -> Order:
    """复核: look again at every problem that is open, now."""
    order = _decided(order, user, at)
    findings = list(_findings(order).filter(settled=False))
    recheck.note(findings, user, at, always=True)
    _line(order, "order_looked", user, found=sum(one.found is True for one in findings))
    return order


@transaction.atomic
def look_by_hand(finding: Finding, found: bool, words: str, *, user: "User", at: datetime) -> Finding:
    """人工复核: what a person saw at a problem that no check can see, or better than the check."""
    order = _decided(finding.order, user, at)
    finding = _findings(order).get(pk=finding.pk)
    if not words.strip():
        raise Refused(_("请写明复核时看到的情况"))
    if finding.settled:
        raise Refused(_("这个问题已经认可，不用再复核"))
    recheck.by_person(finding, recheck.Look(found, words.strip()), user, at)
    _line(order, "order_looked", user, finding=finding.number, found=found)
    return finding


@transaction.atomic
def give_back(
    order: Order,
    remarks: Mapping[int, str],
    *,
    user: "User",
    at: datetime,
    seen: int,
    due_on: date | None = None,
    due_reason: str = "",
) -> Order:
    """退回 with a remark at each problem that is not put right; the others are taken as put right.

    A term of its own begins. Raises Refused without a remark, and where the look still finds a
    problem that has none.
    """
    on = localdate(at)
    order = _decided(order, user, at, seen, (State.ANSWERED,))
    _refuse_own(order, user)
    findings = list(_findings(order).filter(settled=False))
    told = {one.pk: remarks.get(one.pk, "").strip() for one in findings}
    if not any(told.values()):
        raise Refused(_("退回须写明意见，请在没有整改到位的问题下写"))
    left = [str(one.number) for one in findings if one.found and not told[one.pk]]
    if left:
        raise Refused(_("第{numbers}个问题复核仍有，请写明退回意见").format(numbers="、".join(left)))
    for one in findings:
        one.settled = not told[one.pk]
        if told[one.pk]:
            _event(order, Event.Kind.RETURNED, user, at, told[one.pk], one)
    Finding.objects.bulk_update(findings, ["settled"])
    order.owed_from = on
    order.due_on = last_day(order.organ, order.severity, on, due_on, due_reason)
    order.due_reason = due_reason.strip() if due_on else ""
    _event(order, Event.Kind.RETURNED, user, at)
    _to(order, State.RETURNED)
    _line(order, "order_returned", user, remarks=sum(map(bool, told.values())), due_on=order.due_on)
    return order


@transaction.atomic
def close(order: Order, *, reason: str, user: "User", at: datetime, seen: int) -> Order:
    """销号. With a problem that the look still finds, or that nobody looked at, a reason is asked for."""
    order = _decided(order, user, at, seen, (State.ANSWERED,))
    _refuse_own(order, user)
    findings = list(_findings(order).filter(settled=False))
    found = [str(one.number) for one in findings if one.found is not False]
    if found and not reason.strip():
        raise Refused(
            _("第{numbers}个问题复核仍有或者还没有复核，销号须写明理由").format(numbers="、".join(found))
        )
    order.findings.update(settled=True)
    order.ended_on, order.end_reason = localdate(at), reason.strip()
    _event(order, Event.Kind.CLOSED, user, at, reason.strip())
    _to(order, State.CLOSED)
    _line(order, "order_closed", user, reason=order.end_reason, found=len(found))
    return order


@transaction.atomic
def cancel(order: Order, *, reason: str, user: "User", at: datetime, seen: int) -> Order:
    """撤销: issued in error. It counts nowhere; its number is not given again."""
    order = _decided(order, user, at, seen)
    if not reason.strip():
        raise Refused(_("请写明撤销的理由"))
    order.ended_on, order.end_reason = localdate(at), reason.strip()
    _event(order, Event.Kind.CANCELLED, user, at, order.end_reason)
    _to(order, State.CANCELLED)
    _line(order, "order_cancelled", user, reason=order.end_reason)
    return order


@transaction.atomic
def set_due(order: Order, due_on: date, *, reason: str, user: "User", at: datetime, seen: int) -> Order:
    """改定整改期限 of an order that is owed, for a reason; from today on."""
    order = _decided(order, user, at, seen, OWED)
    if due_on == order.due_on:
        raise Refused(_("期限没有变"))
    order.due_on = last_day(order.organ, order.severity, localdate(at), due_on, reason)
    order.due_reason = reason.strip()
    _event(order, Event.Kind.DUE, user, at, order.due_reason)
    _to(order, order.state)
    _line(order, "order_due_set", user, due_on=due_on, reason=order.due_reason)
    return order


@transaction.atomic
def urge(orders: Sequence[Order], note: str, *, user: "User", at: datetime) -> int:
    """催办 overdue orders: their organs see the note on their desk and at the order."""
    on = localdate(at)
    if not orders:
        raise Refused(_("请选择要催办的整改通知"))
    if not note.strip():
        raise Refused(_("请写催办内容"))
    held = Order.objects.select_for_update(of=("self",)).select_related("organ", "office").order_by("pk")
    rows = list(held.filter(pk__in=[one.pk for one in orders]))
    for order in rows:
        offices.require_decider(user, order, on)
        if not order.days_late(on):
            raise Refused(_("{number}没有逾期，请刷新页面重新选择").format(number=order))
    for order in rows:
        _event(order, Event.Kind.URGED, user, at, note.strip())
    ledger.record(Order, "order_urged", user=user, orders=[order.number for order in rows], note=note.strip())
    return len(rows)


def _next(office: Organ, year: int) -> int:
    given = Order.objects.filter(office=office, year=year).order_by("-serial")
    return (given.values_list("serial", flat=True).first() or 0) + 1


def last_day(organ: Organ, severity: str, on: date, due_on: date | None, reason: str) -> date:
    """The day that is set, for a reason, or else the one that is computed; raises Refused."""
    if due_on is None:
        try:
            last = terms.usual(organ, severity, on).on
        except (OutOfRange, NotInForce) as error:
            raise Refused(str(error)) from error
        assert last is not None
        return last
    if due_on < on:
        raise Refused(_("整改期限不能早于今天"))
    if due_on > on + LONGEST_TERM:
        raise Refused(_("整改期限不能超过两年，请核对年份"))
    if not reason.strip():
        raise Refused(_("自行设定期限的，请写明理由"))
    return due_on


def _refuse_others(organ: Organ, drafts: Sequence[Draft]) -> None:
    """A hit, a row or an item of another organ is no problem of this one."""
    found = [thing for one in drafts for thing in (one.hit, one.row, one.item) if thing]
    if any(thing.organ_id != organ.pk for thing in found):
        raise Refused(_("所选问题不是这个机关的，请刷新页面重新选择"))


def _refuse_own(order: Order, user: "User") -> None:
    """Who answered does not judge the answer."""
    answers = order.events.filter(kind=Event.Kind.ANSWERED, finding__isnull=True).order_by("-pk")
    if answers.values_list("by", flat=True).first() == user.pk:
        raise Refused(_("反馈整改的人不能自己审核，请由主管部门另一位工作人员办理"))


def _refuse_named(drafts: Sequence[Draft]) -> None:
    """A problem stands in one order that counts, and once in it."""
    hits = [one.hit.pk for one in drafts if one.hit]
    rows = [one.row.pk for one in drafts if one.row]
    named = Finding.objects.exclude(order__state=State.CANCELLED).select_related("order")
    taken = named.filter(hit__in=hits).first() or named.filter(row__in=rows).first()
    if taken:
        raise Refused(
            _("“{title}”已经列入{number}，请刷新页面").format(title=taken.title, number=taken.order)
        )
    if len({*hits}) + len({*rows}) < len(hits) + len(rows):
        raise Refused(_("同一个问题选了两次，请刷新页面"))


def _refuse_foreign(organ: Organ, items: Sequence[Item]) -> None:
    if any(item.organ_id != organ.pk or item.current_id is None for item in items):
        raise Refused(_("佐证信息须是本机关已公布的信息，请核对编号或者网址"))


def _held(order: Order, seen: int | None, states: Sequence[str]) -> Order:
    """The order as it is now, locked; refuses another state, and what was opened before another act."""
    rows = Order.objects.select_for_update(of=("self",)).select_related("organ", "office")
    fresh: Order = rows.get(pk=order.pk)
    if fresh.state not in states:
        raise Refused(
            _("这份整改通知现在的状态是“{state}”，请刷新页面").format(state=fresh.get_state_display())
        )
    if seen is not None and seen != fresh.edition:
        raise Refused(_("您打开页面之后有人办理过，请刷新页面，看清楚再办"))
    return fresh


def _decided(
    order: Order,
    user: "User",
    at: datetime,
    seen: int | None = None,
    states: Sequence[str] = (*OWED, State.ANSWERED),
) -> Order:
    """The same, for a supervisor of the office that issued it."""
    offices.require_decider(user, order, localdate(at))
    return _held(order, seen, states)


def _findings(order: Order) -> models.QuerySet[Finding]:
    return order.findings.select_related("hit", "row", "item__current", "item__newest").order_by("number")


def _event(
    order: Order,
    kind: str,
    user: "User",
    at: datetime,
    text: str = "",
    finding: Finding | None = None,
    proof: str = "",
) -> Event:
    return Event.objects.create(
        order=order, finding=finding, kind=kind, text=text, proof=proof, due_on=order.due_on,
        on=localdate(at), at=at, by=user,
    )  # fmt: skip


def _to(order: Order, state: str) -> None:
    order.state = state
    order.edition += 1
    order.save()


def _line(order: Order, act: str, user: "User", **detail: object) -> None:
    ledger.record(order, act, user=user, organ=order.organ.slug, office=order.office.slug, **detail)
