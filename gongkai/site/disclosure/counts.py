"""数量登记: permits, penalties, coercion, other services, fees, procurement, by month and section.

What an organ does in bulk is counted here and not item by item; section two of the annual
report adds it up. A number is typed, or comes from a workbook, and every change is told apart
from what stood there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from openpyxl import Workbook

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.document import Unreadable

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .record_models import Count

if TYPE_CHECKING:
    from ..accounts.models import User

MONTHS = range(1, 13)
_MOST_SECTIONS = 18
"""Twelve months of nine kinds each: more would be more fields than one form may send."""
_LARGEST = Decimal("99999999")
_DECIMALS = {Count.Kind.FEES: 6, Count.Kind.PROCUREMENT_AMOUNT: 6}
"""Decimals of an amount in 万元; all else is counted in whole numbers."""

Key = tuple[str, str, int]
"""Section, kind, month."""
Numbers = Mapping[Key, Decimal]


@dataclass(frozen=True)
class Change:
    """A number that is not what it was; None: blank."""

    key: Key
    old: Decimal | None
    new: Decimal | None


def held(organ: Organ, year: int) -> dict[Key, Decimal]:
    """What stands in the register of a year."""
    rows = Count.objects.filter(organ=organ, year=year)
    return {(row.section, row.kind, row.month): _tidy(row.value) for row in rows}


def number(text: str, kind: str) -> Decimal | None:
    """A typed number; None for a blank, which is not zero. Raises Refused with what is wrong."""
    plain = text.strip().replace(",", "").replace("，", "")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Refused(_("“{text}”不是数").format(text=text[:20])) from None
    if not value.is_finite() or not 0 <= value <= _LARGEST:
        raise Refused(_("“{text}”不在0到99999999之间").format(text=text[:20]))
    if value != round(value, _DECIMALS.get(Count.Kind(kind), 0)):
        if kind in _DECIMALS:
            raise Refused(_("“{text}”的小数超过6位，单位是万元").format(text=text[:20]))
        raise Refused(_("“{text}”应是整数").format(text=text[:20]))
    return _tidy(value)


def changes(old: Numbers, new: Numbers) -> list[Change]:
    """What would be different, in the order of sections, kinds and months."""
    order = list(Count.Kind.values)
    keys = sorted({*old, *new}, key=lambda key: (key[0], order.index(key[1]), key[2]))
    return [Change(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]


@transaction.atomic
def save(organ: Organ, year: int, new: Numbers, *, user: "User", at: datetime) -> list[Change]:
    """登记: the year's numbers as they now are; answers what changed, which the ledger keeps."""
    permissions.require(user, "disclosure.draft", organ, on=localdate(at))
    on = localdate(at)
    if not 2008 <= year <= on.year:
        raise Refused(_("年度应在2008年到今年之间"))
    future = [key for key in new if (year, key[2]) > (on.year, on.month)]
    if future:
        raise Refused(_("{month}月还没有到，不能登记").format(month=future[0][2]))
    if len({section for section, _kind, _month in new}) > _MOST_SECTIONS:
        raise Refused(_("科室不超过{most}个").format(most=_MOST_SECTIONS))
    Organ.objects.select_for_update().get(pk=organ.pk)  # two savings at once see each other
    changed = changes(held(organ, year), new)
    for change in changed:
        section, kind, month = change.key
        row: dict[str, Any] = {"organ": organ, "year": year, "section": section, "kind": kind, "month": month}
        if change.new is None:
            Count.objects.filter(**row).delete()
        else:
            Count.objects.update_or_create(**row, defaults={"value": change.new})
    if changed:
        told = [[*change.key, change.old, change.new] for change in changed]
        ledger.record(Count, "counted", user=user, organ=organ.slug, year=year, changes=told)
    return changed


def totals(organ: Organ, year: int) -> dict[str, Decimal]:
    """The year's sum of each kind; a kind without a number is absent."""
    summed = Count.objects.filter(organ=organ, year=year).values_list("kind").annotate(Sum("value"))
    return {kind: _tidy(value) for kind, value in summed.order_by("kind")}


# Workbooks ----------------------------------------------------------------------------------------


def workbook(year: int, sections: Sequence[str], numbers: Numbers) -> bytes:
    """The year's register as a workbook, empty cells to be filled in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = f"{year}年"
    sheet.append([_("科室"), _("事项"), *(f"{month}月" for month in MONTHS), _("合计")])
    for section in sections:
        for kind in Count.Kind:
            values = [numbers.get((section, kind.value, month)) for month in MONTHS]
            row = sheet.max_row + 1
            sheet.append([section, str(kind.label), *values, f"=SUM(C{row}:N{row})"])
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 34
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes) -> dict[Key, Decimal]:
    """The numbers of a workbook in that form. Raises Refused, naming the row."""
    try:
        _kind, sheets = workbooks.read(data)
    except Unreadable as error:
        raise Refused(str(error)) from error
    rows = sheets[0].rows() if sheets else {}
    if not rows:
        raise Refused(_("工作簿的第一张表是空的"))
    first, *rest = sorted(rows)
    names = {column: text.strip() for column, text in rows[first]}
    if "科室" not in names.values() or "事项" not in names.values():
        raise Refused(_("第一行应有“科室”“事项”和“1月”到“12月”，请用本页下载的模板"))
    found: dict[Key, Decimal] = {}
    for row in rest:
        cells = {names.get(column, ""): text for column, text in rows[row]}
        try:
            found |= _row(cells)
        except Refused as refused:
            raise Refused(_("第{row}行：{reason}").format(row=row + 1, reason=refused)) from refused
    return found


def _row(cells: Mapping[str, str]) -> dict[Key, Decimal]:
    section, label = cells.get("科室", "").strip(), cells.get("事项", "").strip()
    if not section and not label:
        return {}
    kinds = {str(kind.label): kind.value for kind in Count.Kind}
    if label not in kinds:
        raise Refused(_("不认识的事项“{label}”").format(label=label[:20]))
    if not section or len(section) > 40:
        raise Refused(_("没有科室，或科室名超过40字"))
    kind = kinds[label]
    values = {month: number(cells.get(f"{month}月", ""), kind) for month in MONTHS}
    found = {(section, kind, month): value for month, value in values.items() if value is not None}
    printed = cells.get("合计", "").strip()
    said = None if printed.startswith("=") else number(printed, kind)  # a formula nobody has worked out yet
    if said is not None and found and said != sum(found.values()):
        raise Refused(_("各月相加是{sum}，合计写的是{said}").format(sum=_total(found.values()), said=said))
    return found


def _total(values: Iterable[Decimal]) -> Decimal:
    return _tidy(sum(values, Decimal()))


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros a database adds, and never as 1E+2."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()
