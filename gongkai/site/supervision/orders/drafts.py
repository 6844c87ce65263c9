"""What an order may name: from a hit of the night, a row of a scanner, somebody's look, a complaint."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from ...disclosure.models import Item
from ...organs.actions import Refused
from ...organs.models import Organ
from ..patrol.checks import name_of
from ..patrol.models import Hit, HitQuerySet, Severity
from .models import LONGEST, Finding, Repeat, ScanRow, Source, State
from .places import places
from .terms import since

HAND_CHECK = "hand"
_GRAVE = ("严重", "高", "一级", "致命", "重大", "极高")
"""How scanners call what weighs most."""
_ORDER = tuple(Severity.values)


def check_name(code: str) -> str:
    """What the kind of a problem is called, where it has a kind."""
    return "" if code == HAND_CHECK else name_of(code)


@dataclass(frozen=True)
class Draft:
    """A problem before its order; ``check_code`` and place decide what repeats it.

    ``reference`` is the number of a complaint.
    """

    source: str
    severity: str
    place: str
    key: str
    title: str
    address: str
    ground: str
    check_code: str = ""
    reference: str = ""
    hit: Hit | None = None
    row: ScanRow | None = None
    item: Item | None = None

    def finding(self) -> Finding:
        """Not saved, and of no order yet."""
        return Finding(**{name: getattr(self, name) for name in self.__dataclass_fields__})


def of_hit(hit: Hit) -> Draft:
    return Draft(
        Source.HIT, hit.severity, hit.place, hit.key, hit.title, hit.address, hit.ground,
        hit.check_code, hit=hit,
    )  # fmt: skip


def of_row(row: ScanRow) -> Draft:
    """A wrong word; its check is what the scanner calls the kind of problem."""
    ground = _("“{words}”应为“{advice}”") if row.advice else _("“{words}”有误")
    said = ground.format(words=row.words, advice=row.advice)
    said = _("{said}（{note}）").format(said=said, note=row.note) if row.note else said
    if row.context:
        said = _("{said}。上下文：{context}").format(said=said, context=row.context)
    return Draft(
        Source.SCAN,
        Severity.VETO if any(word in row.level for word in _GRAVE) else Severity.DEDUCT,
        "item" if row.item_id else "address",
        str(row.item_id) if row.item_id else row.link[:200],
        row.title or row.link[:300],
        f"/i/{row.item_id}/" if row.item_id else row.link if leads(row.link) else "",
        said[:LONGEST],
        (row.kind or _("错敏词"))[:30],
        row=row,
        item=row.item,
    )


def by_hand(
    organ: Organ,
    *,
    kind: str,
    severity: str,
    title: str,
    address: str,
    ground: str,
    source: str = Source.HAND,
    reference: str = "",
) -> Draft:
    """What somebody saw. ``title`` says where; an address of this site is led to its item or column.

    Raises Refused without a place or a ground, and for an address of another organ.
    """
    if not ground.strip():
        raise Refused(_("请写明问题"))
    if severity not in Severity.values:
        raise Refused(_("请选择问题的程度"))
    address, title = address.strip(), title.strip()
    place = places([address]).get(address) if address else None
    if place and place.organ.pk != organ.pk:
        raise Refused(_("这个网址不是该机关的，请核对"))
    if address and not place and not leads(address):
        raise Refused(_("网址应以http://或者https://开头，本站的也可以以/开头"))
    title = title or (place.title if place else "")
    if not title:
        raise Refused(_("请写明位置：栏目、信息的名称，或者本站的网址"))
    return Draft(
        source,
        severity,
        place.kind if place else "text",
        place.key if place else title[:200],
        title[:300],
        place.address if place else address[:500],
        ground.strip()[:LONGEST],
        kind.strip()[:30] or HAND_CHECK,
        reference,
        item=place.item if place else None,
    )


def leads(address: str) -> bool:
    """True for what may stand behind a link: a page of the web, or a path of this site."""
    return address.startswith(("http://", "https://")) or (address[:1] == "/" and address[:2] != "//")


def open_hits(organs: Iterable[int]) -> HitQuerySet:
    """Hits of organs that stand and that no order names; one that was cancelled names none."""
    named = Finding.objects.exclude(order__state=State.CANCELLED).filter(hit__isnull=False)
    return Hit.objects.open().filter(organ__in=organs).exclude(pk__in=named.values("hit"))


def waiting_rows() -> models.QuerySet[ScanRow]:
    """Rows of scanners that stand and that no order names, likewise."""
    named = Finding.objects.exclude(order__state=State.CANCELLED).filter(row__isnull=False)
    return ScanRow.objects.filter(gone_on__isnull=True).exclude(pk__in=named.values("row"))


def open_rows(organs: Iterable[int]) -> models.QuerySet[ScanRow]:
    """Those of some organs."""
    return waiting_rows().filter(organ__in=organs)


def gravest(severities: Iterable[str]) -> str:
    return min(severities, key=_ORDER.index)


def mark_repeated(organ: Organ, findings: Sequence[Finding], on: date) -> int:
    """重复发生: each with the last order on the same check, the same place before another; how many.

    One query. Orders that were cancelled do not count, nor do those older than the parameter says.
    """
    earlier: dict[tuple[str, ...], Finding] = {}
    rows = Finding.objects.filter(
        order__organ=organ, order__issued_on__gte=since(on), order__issued_on__lte=on,
        check_code__in={one.check_code for one in findings},
    ).exclude(order__state=State.CANCELLED)  # fmt: skip
    for one in rows.order_by(F("order__issued_on"), "pk"):
        earlier[(one.check_code,)] = one
        earlier[one.check_code, one.place, one.key] = one
    for one in findings:
        same = earlier.get((one.check_code, one.place, one.key))
        one.earlier = same or earlier.get((one.check_code,))
        one.repeat = Repeat.PLACE if same else Repeat.KIND if one.earlier else Repeat.NONE
    return sum(bool(one.repeat) for one in findings)


def chains(findings: Sequence[Finding]) -> Mapping[int, list[Finding]]:
    """Finding → all earlier ones it repeats, the newest first: as many queries as the longest chain."""
    found: dict[int, list[Finding]] = {one.pk: [] for one in findings}
    at = {one.pk: one for one in findings}
    while wanted := {one.earlier_id for one in at.values() if one.earlier_id}:
        rows = Finding.objects.select_related("order").in_bulk(wanted)
        at = {pk: rows[one.earlier_id] for pk, one in at.items() if one.earlier_id}
        for pk, one in at.items():
            found[pk].append(one)
    return found
