"""Acts on columns 栏目: set up, name, place, order, judge, close. Each one ledger line.

A column keeps its address whatever it is called and wherever it stands.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import disclosure as law

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Kind, Organ
from . import gate
from .column_models import Column, Part
from .index import update_index
from .listing import relist_all
from .question_models import COLUMN_NAME

if TYPE_CHECKING:
    from ..accounts.models import User

LONGEST_AGE = 3650
"""Days; beyond it nothing is being watched."""


@transaction.atomic
def add_column(
    organ: Organ,
    name: str,
    *,
    user: "User | None",
    at: datetime,
    part: str = Part.CATALOGUE,
    parent: Column | None = None,
    category: str = "",
) -> Column:
    """设立栏目; ``user`` None: the installation itself."""
    if user is not None:
        permissions.require(user, "disclosure.columns", organ, on=localdate(at))
    Organ.objects.select_for_update().get(pk=organ.pk)
    if parent is not None:
        _refuse_parent(parent, organ, part)
    _refuse_double(organ, part, parent, name)
    position = Column.objects.filter(organ=organ, part=part, parent=parent).count() + 1
    column = Column.objects.create(
        organ=organ, part=part, parent=parent, name=name, category=category, position=position
    )
    ledger.record(column, "column_added", user=user, organ=organ.slug, part=part)
    return column


@transaction.atomic
def add_usual_columns(organ: Organ, *, user: "User | None", at: datetime) -> None:
    """设立常设栏目: one for each matter of Art. 20, with those of Art. 21 for the organ's level."""
    by_hand = Column.objects.filter(organ=organ).exclude(part=Part.GUIDE).exclude(name=COLUMN_NAME)
    if by_hand.exists():
        raise Refused(_("已经有栏目，请逐个添加"))
    level = {Kind.GOVERNMENT: "21.county.", Kind.TOWN: "21.town."}.get(Kind(organ.kind))
    add_column(organ, _("政府信息公开制度"), part=Part.RULES, user=user, at=at)
    livelihood = None
    for code, (name, _article) in law.CATEGORIES.items():
        if code.startswith("20."):
            column = add_column(organ, name, category=code, user=user, at=at)
            livelihood = column if code == "20.11" else livelihood
        elif level and code.startswith(level):
            add_column(organ, name, category=code, parent=livelihood, user=user, at=at)


@transaction.atomic
def rename_column(column: Column, name: str, *, user: "User", at: datetime) -> None:
    """栏目更名."""
    column, name = _held(column, user, at), name.strip()
    if not name:
        raise Refused(_("请写栏目的名称"))
    if name == column.name:
        raise Refused(_("名称没有改动"))
    _refuse_double(column.organ, column.part, column.parent, name)
    old, column.name = column.name, name
    column.save(update_fields=["name"])
    ledger.record(column, "column_renamed", user=user, organ=column.organ.slug, old=old, new=name)


@transaction.atomic
def set_category(column: Column, category: str, *, user: "User", at: datetime) -> None:
    """改栏目的法定内容; items keep the one they were given."""
    column = _held(column, user, at)
    if category and category not in law.CATEGORIES:
        raise Refused(_("没有这一项法定内容，请从列表中选择"))
    if category == column.category:
        raise Refused(_("法定内容没有改动"))
    old, column.category = column.category, category
    column.save(update_fields=["category"])
    ledger.record(column, "column_category_set", user=user, organ=column.organ.slug, old=old, new=category)


@transaction.atomic
def move_column(column: Column, *, up: bool, user: "User", at: datetime) -> None:
    """调整次序: one place up or down among those beside it."""
    column = _held(column, user, at)
    beside = _beside(column.organ, column.part, column.parent)
    here = beside.index(column)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(beside):
        raise Refused(_("已经在最前") if up else _("已经在最后"))
    beside[here], beside[there] = beside[there], beside[here]
    _number(beside)
    ledger.record(column, "column_moved", user=user, organ=column.organ.slug, old=here + 1, new=there + 1)


@transaction.atomic
def place_column(column: Column, parent: Column | None, *, user: "User", at: datetime) -> None:
    """调整上级 within the same part; there are two levels, and no more."""
    column = _held(column, user, at)
    if (parent.pk if parent else None) == column.parent_id:
        raise Refused(_("上级栏目没有改动"))
    if parent is not None:
        parent = Column.objects.get(pk=parent.pk)
        _refuse_parent(parent, column.organ, column.part)
        if parent.pk == column.pk:
            raise Refused(_("栏目不能放在自己之下"))
        if column.children.exists():
            raise Refused(_("它有下级栏目；栏目只分两级，请先把下级移出"))
    _refuse_double(column.organ, column.part, parent, column.name)
    left, beside = column.parent, _beside(column.organ, column.part, parent)
    column.parent = parent
    column.save(update_fields=["parent"])
    relist_all([column])
    transaction.on_commit(update_index)
    _number([*beside, column])
    _number(_beside(column.organ, column.part, left))
    ledger.record(
        column,
        "column_placed",
        user=user,
        organ=column.organ.slug,
        old=left.name if left else "",
        new=parent.name if parent else "",
    )


@transaction.atomic
def close_column(column: Column, *, reason: str, on: date, user: "User", at: datetime) -> None:
    """停用: it takes nothing new; what stands in it stays to be read, and the reason above it."""
    column = _held(column, user, at)
    if column.part == Part.GUIDE:
        raise Refused(_("公开指南的栏目不能停用"))
    if column.name == str(COLUMN_NAME):
        raise Refused(_("公众问答的栏目不能停用，答复公布在这里"))
    if column.closed_on:
        raise Refused(_("已于{day}停用").format(day=column.closed_on))
    if not reason.strip():
        raise Refused(_("请写明停用的原因，它会显示在栏目页上"))
    gate.refuse_number(reason)
    if on > localdate(at):
        raise Refused(_("停用日期不能在今天之后"))
    if column.children.filter(closed_on=None).exists():
        raise Refused(_("它有在用的下级栏目，请先停用或移出下级栏目"))
    column.closed_on, column.closing_reason = on, reason.strip()
    column.save(update_fields=["closed_on", "closing_reason"])
    ledger.record(
        column, "column_closed", user=user, organ=column.organ.slug, on=on, reason=column.closing_reason
    )


@transaction.atomic
def reopen_column(column: Column, *, user: "User", at: datetime) -> None:
    """恢复使用."""
    column = _held(column, user, at)
    if not column.closed_on:
        raise Refused(_("这个栏目没有停用"))
    if column.parent and column.parent.closed_on:
        raise Refused(_("上级栏目已停用，请先恢复上级栏目"))
    was, column.closed_on, column.closing_reason = column.closed_on, None, ""
    column.save(update_fields=["closed_on", "closing_reason"])
    ledger.record(column, "column_reopened", user=user, organ=column.organ.slug, closed_on=was)


@transaction.atomic
def set_terms(
    column: Column,
    *,
    longest_age: int | None,
    warning_age: int | None,
    fewest_items: int | None,
    largest_gap: int | None = None,
    section: str,
    exempt_reason: str = "",
    user: "User",
    at: datetime,
) -> None:
    """设定更新要求: what the organ asks of the column, who answers for it, why it is not judged."""
    column = _held(column, user, at)
    if longest_age is not None and not 1 <= longest_age <= LONGEST_AGE:
        raise Refused(_("更新周期应为1至{most}天").format(most=LONGEST_AGE))
    if warning_age is not None and (longest_age is None or not 1 <= warning_age <= longest_age):
        raise Refused(_("预警天数应在1天以上，不超过更新周期；没有更新周期的，不填预警天数"))
    if fewest_items is not None and not 1 <= fewest_items <= 999:
        raise Refused(_("最少条数应为1至999；不作要求的，请留空"))
    if largest_gap is not None and not 1 <= largest_gap <= LONGEST_AGE:
        raise Refused(_("最大间隔应为1至{most}天；不作要求的，请留空").format(most=LONGEST_AGE))
    gate.refuse_number(exempt_reason)
    wanted = {
        "longest_age": longest_age,
        "warning_age": warning_age,
        "fewest_items": fewest_items,
        "largest_gap": largest_gap,
        "section": section.strip(),
        "exempt_reason": exempt_reason.strip(),
    }
    old = {name: getattr(column, name) for name in wanted}
    if old == wanted:
        raise Refused(_("更新要求没有改动"))
    for name, value in wanted.items():
        setattr(column, name, value)
    column.save(update_fields=list(wanted))
    ledger.record(column, "column_terms_set", user=user, organ=column.organ.slug, old=old, new=wanted)


def _held(column: Column, user: "User", at: datetime) -> Column:
    """The column as it is now; the organ's tree is held until the end of the transaction."""
    permissions.require(user, "disclosure.columns", column.organ, on=localdate(at))
    Organ.objects.select_for_update().get(pk=column.organ_id)
    return Column.objects.select_related("organ", "parent").get(pk=column.pk)


def _beside(organ: Organ, part: str, parent: Column | None) -> list[Column]:
    return list(Column.objects.filter(organ=organ, part=part, parent=parent))


def _number(columns: list[Column]) -> None:
    for position, column in enumerate(columns, start=1):
        column.position = position
    Column.objects.bulk_update(columns, ["position"])


def _refuse_parent(parent: Column, organ: Organ, part: str) -> None:
    if (parent.organ_id, parent.part) != (organ.pk, part):
        raise Refused(_("上级栏目不是本机关同一部分的栏目"))
    if parent.parent_id:
        raise Refused(_("栏目只分两级，下级栏目之下不能再设"))
    if parent.closed_on:
        raise Refused(_("上级栏目已停用，请先恢复或改选"))


def _refuse_double(organ: Organ, part: str, parent: Column | None, name: str) -> None:
    if Column.objects.filter(organ=organ, part=part, parent=parent, name=name).exists():
        raise Refused(_("同一位置已经有同名的栏目“{name}”").format(name=name))
