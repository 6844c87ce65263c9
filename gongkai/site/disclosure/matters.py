"""Acts on the standard catalogue 政务公开标准目录: add, change, map, bind, retire, import. Each one line."""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .column_models import Column, Part
from .matter_models import Audience, Level, Matter, Outlet, Way
from .models import Item

if TYPE_CHECKING:
    from ..accounts.models import User

_TEXTS = ("field", "name", "subname", "content", "basis", "time_limit", "subject", "section")
_LONGEST = {"field": 60, "name": 100, "subname": 100, "time_limit": 300, "subject": 200, "section": 60}
_LONGEST_TEXT = 5000
"""Characters; what is longer is refused, never cut."""
_LARGEST_POSITION = 99999
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """A line of the catalogue, as typed or read."""

    position: int
    field: str
    name: str
    content: str
    subname: str = ""
    basis: str = ""
    time_limit: str = ""
    subject: str = ""
    outlets: tuple[str, ...] = ()
    audience: str = Audience.ALL
    way: str = Way.PROACTIVE
    levels: tuple[str, ...] = ()
    section: str = ""

    @classmethod
    def of(cls, matter: Matter) -> "Entry":
        """The line as it is stored."""
        stored = {one.name: getattr(matter, one.name) for one in fields(cls)}
        return cls(**{**stored, "outlets": tuple(matter.outlets), "levels": tuple(matter.levels)})

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other line of the organ."""
        return self.field, self.name, self.subname

    def as_dict(self) -> dict[str, Any]:
        """For the row: lists where JSON has lists."""
        return {**asdict(self), "outlets": list(self.outlets), "levels": list(self.levels)}


@transaction.atomic
def add_matter(organ: Organ, entry: Entry, *, column: Column | None, user: "User", at: datetime) -> Matter:
    """添加公开事项."""
    permissions.require(user, "disclosure.matters", organ, on=localdate(at))
    entry = checked(entry)
    _locked(organ)
    _refuse_known(organ, entry)
    _refuse_foreign(organ, column)
    matter = Matter.objects.create(organ=organ, column=column, **entry.as_dict())
    ledger.record(matter, "matter_added", user=user, organ=organ.slug, field=matter.field)
    return matter


@transaction.atomic
def change_matter(matter: Matter, entry: Entry, *, user: "User", at: datetime) -> None:
    """修改公开事项; the ledger keeps old and new of what changed."""
    organ = matter.organ
    permissions.require(user, "disclosure.matters", organ, on=localdate(at))
    entry = checked(entry)
    matter = _current(matter)
    changes = differences(Entry.of(matter), entry)
    if not changes:
        return
    _refuse_known(organ, entry, but=matter)
    _hold(matter, entry)
    matter.save()
    ledger.record(matter, "matter_changed", user=user, organ=organ.slug, changes=changes)


@transaction.atomic
def map_matter(matter: Matter, column: Column | None, *, user: "User", at: datetime) -> None:
    """对应栏目: where the public finds what the matter asks for; None: nowhere yet."""
    organ = matter.organ
    permissions.require(user, "disclosure.matters", organ, on=localdate(at))
    matter = _current(matter)
    _refuse_foreign(organ, column)
    if matter.column == column:
        return
    matter.column = column
    matter.save(update_fields=["column"])
    ledger.record(matter, "matter_mapped", user=user, organ=organ.slug, column=column.pk if column else None)


@transaction.atomic
def retire_matter(matter: Matter, *, reason: str, user: "User", at: datetime) -> None:
    """停用公开事项: it leaves the catalogue; the row and the ledger keep what it was."""
    organ = matter.organ
    permissions.require(user, "disclosure.matters", organ, on=localdate(at))
    matter = _current(matter)
    if not reason.strip():
        raise Refused(_("请写明停用的原因"))
    matter.retired_on = localdate(at)
    matter.save(update_fields=["retired_on"])
    ledger.record(matter, "matter_retired", user=user, organ=organ.slug, reason=reason.strip())


@transaction.atomic
def bind_matters(item: Item, matters: Collection[Matter], *, user: "User", at: datetime) -> None:
    """对应事项: which matters an item meets; none: those of its column."""
    permissions.require(user, "disclosure.edit", item.organ, on=localdate(at))
    item = Item.objects.select_for_update(of=("self",)).select_related("organ").get(pk=item.pk)
    _locked(item.organ)
    wanted = {matter.pk for matter in matters}
    if Matter.objects.active().filter(organ=item.organ_id, pk__in=wanted).count() != len(wanted):
        raise Refused(_("所选事项不在本机关现行的目录里"))
    held = set(item.matters.active().values_list("pk", flat=True))
    if held == wanted:
        return
    item.matters.remove(*(held - wanted))
    item.matters.add(*(wanted - held))
    ledger.record(
        item,
        "matters_bound",
        user=user,
        organ=item.organ.slug,
        bound=sorted(wanted - held),
        unbound=sorted(held - wanted),
    )


# Import -------------------------------------------------------------------------------------------


class Outcome(StrEnum):
    """What taking over a line would do; what needs a look first."""

    PROBLEM = "problem"
    CHANGED = "changed"
    NEW = "new"
    SAME = "same"


@dataclass(frozen=True)
class Row:
    """A line of a workbook: the fields it has, the name of a column, or what is wrong with it.

    ``column`` None: the workbook does not say; "": in no column.
    """

    place: str
    values: Mapping[str, Any]
    column: str | None = None
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """What would become of a row."""

    place: str
    outcome: Outcome
    title: str
    changes: Sequence[tuple[str, str, str]] = ()
    """Name, old and new of what would change."""
    problem: str = ""
    entry: Entry | None = None
    matter: Matter | None = None
    column: Column | None = None


@dataclass(frozen=True)
class Plan:
    """What taking a workbook over would do, line by line."""

    lines: Sequence[Line]

    def count(self, outcome: Outcome) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def counts(self) -> dict[str, int]:
        return {outcome.value: self.count(outcome) for outcome in Outcome}

    @property
    def worst_first(self) -> list[Line]:
        """The lines, those with problems before all others."""
        order = list(Outcome)
        return sorted(self.lines, key=lambda line: order.index(line.outcome))

    @property
    def digest(self) -> str:
        """Changes with anything the plan shows: a confirmation is of what was seen."""
        seen = [(one.place, one.outcome, one.title, list(one.changes), one.problem) for one in self.lines]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()


def plan(organ: Organ, rows: Sequence[Row]) -> Plan:
    """What ``import_matters`` would do with the rows, changing nothing."""
    held = {
        Entry.of(one).key: one
        for one in Matter.objects.active().filter(organ=organ).select_related("column__parent")
    }
    columns = _columns(organ)
    taken: dict[tuple[str, str, str], str] = {}
    lines = []
    for row in rows:
        try:
            lines.append(_line(row, held, columns, taken))
        except Refused as refused:
            title = "·".join(str(row.values[one]) for one in ("name", "subname") if row.values.get(one))
            lines.append(Line(row.place, Outcome.PROBLEM, title, problem=str(refused)))
    return Plan(lines)


@transaction.atomic
def import_matters(organ: Organ, rows: Sequence[Row], *, digest: str, user: "User", at: datetime) -> Plan:
    """导入目录: every line or none; ``digest``: the plan its reader had before them."""
    permissions.require(user, "disclosure.matters", organ, on=localdate(at))
    _locked(organ)
    todo = plan(organ, rows)
    if todo.digest != digest:
        raise Refused(_("目录在您查看之后有改动，请重新上传并核对"))
    if problems := todo.count(Outcome.PROBLEM):
        raise Refused(_("有{count}行有问题，改好后再导入，目录没有改动").format(count=problems))
    if todo.count(Outcome.SAME) == len(todo.lines):
        raise Refused(_("文件与现有目录一致，没有需要改动的"))
    fresh = [one for one in todo.lines if one.outcome == Outcome.NEW and one.entry]
    Matter.objects.bulk_create(
        Matter(organ=organ, column=one.column, **one.entry.as_dict()) for one in fresh if one.entry
    )
    changed = []
    for line in todo.lines:
        if line.outcome == Outcome.CHANGED and line.matter and line.entry:
            _hold(line.matter, line.entry)
            line.matter.column = line.column
            line.matter.save()
            changed.append([line.matter.pk, [list(change) for change in line.changes]])
    ledger.record(Matter, "matters_imported", user=user, organ=organ.slug, new=len(fresh), changed=changed)
    return todo


def checked(entry: Entry) -> Entry:
    """The entry with its texts clean. Refuses what no matter may lack, and what is too long."""
    texts: dict[str, Any] = {name: _clean(getattr(entry, name)) for name in _TEXTS}
    entry = replace(entry, **texts)
    if not 1 <= entry.position <= _LARGEST_POSITION:
        raise Refused(_("序号应是1到{most}的整数").format(most=_LARGEST_POSITION))
    for name in ("field", "name", "content"):
        if not getattr(entry, name):
            raise Refused(_("没有{name}").format(name=label(name)))
    for name in _TEXTS:
        most = _LONGEST.get(name, _LONGEST_TEXT)
        if len(getattr(entry, name)) > most:
            raise Refused(_("{name}超过{most}字").format(name=label(name), most=most))
    outlets = tuple(code for code in Outlet.values if code in entry.outlets)
    levels = tuple(code for code in Level.values if code in entry.levels)
    return replace(entry, outlets=outlets, levels=levels)


def label(name: str) -> str:
    """The Chinese name of a field."""
    return str(Matter._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def differences(old: Entry, new: Entry) -> list[tuple[str, str, str]]:
    """Name, old and new of every field that is not the same, in words."""
    return [
        (label(one.name), shown(old, one.name), shown(new, one.name))
        for one in fields(Entry)
        if getattr(old, one.name) != getattr(new, one.name)
    ]


def shown(entry: Entry, name: str) -> str:
    """A field as a person reads it."""
    value = getattr(entry, name)
    if name in ("outlets", "levels"):
        labels = {"outlets": Outlet, "levels": Level}[name]
        return "、".join(str(labels(code).label) for code in value)
    if name in ("audience", "way"):
        return str({"audience": Audience, "way": Way}[name](value).label)
    return str(value)


def _line(
    row: Row,
    held: Mapping[tuple[str, str, str], Matter],
    columns: Mapping[str, list[Column]],
    taken: dict[tuple[str, str, str], str],
) -> Line:
    if row.problem:
        raise Refused(row.problem)
    blank = Entry(position=len(taken) + 1, field="", name="", content="")
    key = _key(row.values)
    matter = held.get(key)
    entry = checked(replace(Entry.of(matter) if matter else blank, **row.values))
    if entry.key in taken:
        raise Refused(_("与{place}的领域和事项相同").format(place=taken[entry.key]))
    taken[entry.key] = row.place
    column = matter.column if matter else None
    if row.column is not None:
        column = _column(row.column, columns)
    if matter is None:
        return Line(row.place, Outcome.NEW, _title(entry), entry=entry, column=column)
    changes = differences(Entry.of(matter), entry)
    if column != matter.column:
        old, new = (one.path_name if one else "" for one in (matter.column, column))
        changes.append((label("column"), old, new))
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    return Line(row.place, outcome, _title(entry), changes, entry=entry, matter=matter, column=column)


def _key(values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Field, name and subname of a row, clean."""
    field, name, subname = (_clean(str(values.get(one, ""))) for one in ("field", "name", "subname"))
    return field, name, subname


def _title(entry: Entry) -> str:
    return f"{entry.name}·{entry.subname}" if entry.subname else entry.name


def _columns(organ: Organ) -> dict[str, list[Column]]:
    """The organ's columns by their names, and by their names after that of the column above."""
    found: dict[str, list[Column]] = {}
    for column in Column.objects.filter(organ=organ).exclude(part=Part.GUIDE).select_related("parent"):
        for name in {column.name, column.path_name}:
            found.setdefault(name, []).append(column)
    return found


def _column(name: str, columns: Mapping[str, list[Column]]) -> Column | None:
    if not name:
        return None
    fitting = columns.get(name, [])
    if not fitting:
        raise Refused(_("没有名为“{name}”的栏目，请先设立，或留空").format(name=name[:40]))
    if len(fitting) > 1:
        raise Refused(_("有几个栏目叫“{name}”，请连同上级栏目写明").format(name=name[:40]))
    return fitting[0]


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _hold(matter: Matter, entry: Entry) -> None:
    for name, value in entry.as_dict().items():
        setattr(matter, name, value)


def _locked(organ: Organ) -> None:
    """Two changes of a catalogue at once see each other."""
    Organ.objects.select_for_update().get(pk=organ.pk)


def _current(matter: Matter) -> Matter:
    """The matter as it is now, held until the end of the transaction; refuses one that is retired."""
    _locked(matter.organ)
    found = Matter.objects.select_related("column").get(pk=matter.pk)
    if found.retired_on:
        raise Refused(_("这个事项已于{day}停用").format(day=found.retired_on))
    return found


def _refuse_known(organ: Organ, entry: Entry, but: Matter | None = None) -> None:
    field, name, subname = entry.key
    same = Matter.objects.active().filter(organ=organ, field=field, name=name, subname=subname)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise Refused(_("“{field}”领域里已经有“{name}”").format(field=field, name=_title(entry)))


def _refuse_foreign(organ: Organ, column: Column | None) -> None:
    if column is not None and (column.organ_id != organ.pk or column.part == Part.GUIDE):
        raise Refused(_("所选栏目不是本机关可以对应的栏目"))
