"""收录: items an organ published elsewhere, taken over from a file after a dry run.

A file is JSON (a list of objects) or a workbook whose first row names its columns; both use the
Chinese names of FIELDS. What was public stays public as it was: the time of its publication is
that of the old site, and the time of taking over stands beside it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from gongkai.annual_report.parsing import workbooks
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.law.scope import Class

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import content, leaks
from .column_models import Column, Part
from .content import Content
from .index import update_index
from .listing import relist_all
from .models import Body, Genre, Item, ItemVersion, Stage
from .numbering import category_of, next_numbers
from .record_models import Import, OldAddress

if TYPE_CHECKING:
    from ..accounts.models import User

FIELDS = {
    "标题": "title",
    "发文字号": "document_number",
    "栏目": "column",
    "形成日期": "formed_on",
    "发布时间": "published_at",
    "实施日期": "effective_on",
    "有效期至": "expires_on",
    "规范性文件": "normative",
    "统一登记号": "registration_number",
    "体裁": "genre",
    "内容概述": "summary",
    "正文": "body",
    "制作机关": "maker",
    "原网址": "old_address",
}
_MOST_ROWS = 4900
"""Of a workbook: the reader stops at 5,000."""
_LONGEST = {"标题": 300, "发文字号": 60, "栏目": 40, "统一登记号": 60, "内容概述": 500, "制作机关": 200}
"""Characters; what is longer is refused, never cut."""
_BATCH = 500
_GENRES = {str(label): value for value, label in Genre.choices}
_YES = frozenset({"是", "1", "true", "True", "√"})


@dataclass(frozen=True)
class Row:
    """One item of a file, checked."""

    line: int
    content: Content
    column: str
    published_at: datetime
    old_address: str


@dataclass(frozen=True)
class Plan:
    """What taking a file over would do."""

    rows: tuple[Row, ...]
    problems: tuple[tuple[int, str], ...]
    known: tuple[Row, ...]
    """Rows that the organ has already, by title and day of publication; passed over."""
    new_columns: tuple[str, ...]


def read(data: bytes) -> list[dict[str, Any]]:
    """The rows of a file under the names of FIELDS. Raises Refused, in Chinese."""
    if data.lstrip()[:1] in (b"[", b"{"):
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Refused(_("JSON读不出来，请检查文件是否完整")) from error
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise Refused(_("JSON应是一个数组，每条信息一个对象"))
        return found
    try:
        _kind, sheets = workbooks.read(data)
    except Unreadable as error:
        raise Refused(str(error)) from error
    rows = sheets[0].rows() if sheets else {}
    if len(rows) < 2:
        raise Refused(_("工作簿的第一张表没有内容；第一行应是栏名，从第二行起每行一条"))
    if len(rows) > _MOST_ROWS:
        raise Refused(_("每个工作簿不超过{most}条，请分成几个文件").format(most=_MOST_ROWS))
    first, *rest = sorted(rows)
    names = {column: text.strip() for column, text in rows[first]}
    return [{names.get(column, ""): text for column, text in rows[row]} for row in rest]


def plan(organ: Organ, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> Plan:
    """What ``import_items`` would do with the rows, changing nothing."""
    columns = Column.objects.filter(organ=organ)
    names, doubled = _by_name(organ)
    closed = set(columns.exclude(closed_on=None).values_list("name", flat=True)) - names.keys()
    good: list[Row] = []
    problems: list[tuple[int, str]] = []
    for line, row in enumerate(rows, start=1):
        try:
            checked = _row(line, row, at)
            if checked.column in closed:
                raise Refused(_("栏目“{name}”已停用，不再放入新的信息").format(name=checked.column))
            if checked.column in doubled:
                raise Refused(
                    _("有几个栏目叫“{name}”，请连上级栏目一起写，例如“{whole}”").format(
                        name=checked.column, whole=doubled[checked.column]
                    )
                )
            _refuse_leak(organ, checked.content)
            good.append(checked)
        except Refused as refused:
            problems.append((line, str(refused)))
    held = {
        (title, localdate(at))
        for title, at in ItemVersion.objects.published()
        .filter(item__organ=organ)
        .values_list("title", "item__published_at")
    }
    known: list[Row] = []
    fresh: list[Row] = []
    for one in good:
        key = (one.content.title, localdate(one.published_at))
        (known if key in held else fresh).append(one)
        held.add(key)  # the same again further down in the file is known too
    missing = dict.fromkeys(row.column for row in fresh if row.column not in names)
    return Plan(tuple(fresh), tuple(problems), tuple(known), tuple(missing))


@transaction.atomic
def keep(organ: Organ, data: bytes, name: str, *, user: "User", at: datetime) -> Import:
    """留存收录文件, before its dry run. Refuses what cannot be read."""
    permissions.require(user, "disclosure.import", organ, on=localdate(at))
    read(data)
    kept = Import(
        organ=organ, name=name[-200:], sha256=hashlib.sha256(data).hexdigest(), made_by=user, made_at=at
    )
    kept.file.save(f"{kept.sha256[:32]}.bin", ContentFile(data), save=False)
    kept.save()
    ledger.record(kept, "import_kept", user=user, organ=organ.slug, sha256=kept.sha256)
    return kept


@transaction.atomic
def import_items(kept: Import, *, user: "User", at: datetime) -> int:
    """收录 every row that is right and new, all or none; answers how many."""
    organ = kept.organ
    permissions.require(user, "disclosure.import", organ, on=localdate(at))
    kept = Import.objects.select_for_update(of=("self",)).select_related("organ").get(pk=kept.pk)
    if kept.done_at:
        raise Refused(_("这个文件已经收录"))
    with kept.file.open() as file:
        todo = plan(organ, read(file.read()), at=at)
    if not todo.rows:
        raise Refused(_("文件里没有可以收录的新信息"))
    columns = _columns(organ, todo.new_columns)
    items = _items(kept, todo.rows, columns, user=user, at=at)
    OldAddress.objects.bulk_create(
        [
            OldAddress(path=row.old_address, item=item)
            for row, item in zip(todo.rows, items, strict=True)
            if row.old_address
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    kept.done_at, kept.count = at, len(items)
    kept.save()
    ledger.record(kept, "imported", user=user, organ=organ.slug, sha256=kept.sha256, count=len(items))
    transaction.on_commit(update_index)
    return len(items)


def _columns(organ: Organ, names: Sequence[str]) -> dict[str, Column]:
    last = Column.objects.filter(organ=organ, part=Part.CATALOGUE, parent=None).count()
    for position, name in enumerate(names, start=last + 1):
        Column.objects.create(organ=organ, name=name, position=position)
    return _by_name(organ)[0]


def _by_name(organ: Organ) -> tuple[dict[str, Column], dict[str, str]]:
    """Open columns by their names, alone and after that of the column above; and names that several have."""
    known: dict[str, Column] = {}
    doubled: dict[str, str] = {}
    for column in Column.objects.filter(organ=organ, closed_on=None).select_related("parent"):
        if column.name in known:
            doubled[column.name] = column.path_name
        known |= {column.name: column, column.path_name: column}
    return known, {name: whole for name, whole in doubled.items() if "·" in whole}


def _items(
    kept: Import, rows: Sequence[Row], columns: Mapping[str, Column], *, user: "User", at: datetime
) -> list[Item]:
    organ = kept.organ
    items = [
        Item(
            organ=organ,
            column=columns[row.column],
            published_at=row.published_at,
            imported_from=kept,
            imported_at=at,
        )
        for row in rows
    ]
    ordered = sorted(zip(rows, items, strict=True), key=lambda pair: pair[0].published_at)
    for year, group in groupby(ordered, key=lambda pair: localdate(pair[0].published_at).year):
        of_year = list(group)
        kinds = [category_of(row.content.category, columns[row.column]) for row, _item in of_year]
        for (_of, item), number in zip(of_year, next_numbers(organ, year, kinds), strict=True):
            item.index_number = number
    Item.objects.bulk_create(items, batch_size=_BATCH)
    versions = [_version(item, row, user=user, at=at) for item, row in zip(items, rows, strict=True)]
    ItemVersion.objects.bulk_create(versions, batch_size=_BATCH)
    bodies = [Body(version=version, text=version.body) for version in versions]
    Body.objects.bulk_create(bodies, batch_size=_BATCH)
    first = ItemVersion.objects.filter(item=OuterRef("pk")).values("pk")[:1]
    Item.objects.filter(imported_from=kept).update(current=Subquery(first), newest=Subquery(first))
    relist_all(list(columns.values()))
    return items


def _version(item: Item, row: Row, *, user: "User", at: datetime) -> ItemVersion:
    version = ItemVersion(
        item=item,
        number=1,
        stage=Stage.PUBLISHED,
        made_by=user,
        made_at=at,
        published_by=user,
        published_at=row.published_at,
    )
    version.hold(row.content)
    return version


def _row(line: int, row: Mapping[str, Any], at: datetime) -> Row:
    values = {FIELDS[name]: _text(value) for name, value in row.items() if name in FIELDS}
    title = values.get("title", "")
    if not title:
        raise Refused(_("没有标题"))
    for name, most in _LONGEST.items():
        if len(values.get(FIELDS[name], "")) > most:
            raise Refused(_("{name}超过{most}字").format(name=name, most=most))
    column = values.get("column", "")
    if not column:
        raise Refused(_("没有栏目"))
    published_at = _moment(values.get("published_at", ""))
    if published_at is None:
        raise Refused(_("没有发布时间，或不是“2020-01-04 09:30”的样子"))
    if published_at > at:
        raise Refused(_("发布时间在今天之后"))
    days = {name: _day(values.get(name, "")) for name in ("formed_on", "effective_on", "expires_on")}
    body = content.body(values.get("body", ""))
    if not body:
        raise Refused(_("没有正文"))
    made = Content(
        title=title,
        formed_on=days["formed_on"] or localdate(published_at),
        klass=Class.PUBLISH,
        document_number=content.document_number(values.get("document_number", "")),
        effective_on=days["effective_on"],
        expires_on=days["expires_on"],
        normative=values.get("normative", "") in _YES,
        registration_number=content.document_number(values.get("registration_number", "")),
        genre=_GENRES.get(values.get("genre", ""), ""),
        summary=values.get("summary", ""),
        body=body,
        maker=values.get("maker", ""),
    )
    return Row(line, made, column, published_at, _path(values.get("old_address", "")))


def _refuse_leak(organ: Organ, held: Content) -> None:
    """What was public elsewhere with a person's number in it is not made public here once more."""
    parts = (
        leaks.Part("title", _("标题"), held.title),
        leaks.Part("summary", _("内容概述"), held.summary),
        leaks.Part("body", _("正文"), content.rows(held.body)),
    )
    stopping = [one for one in leaks.check(parts, own=(organ.phone, organ.fax, organ.email)) if one.blocks]
    if stopping:
        listed = "；".join(
            _("{place}有{label}{count}处").format(place=one.place, label=one.label, count=one.count)
            for one in stopping
        )
        raise Refused(
            _("泄露检查：{found}。请在文件里删去或者遮盖；依法应当公开的，请单独登记并说明理由").format(
                found=listed
            )
        )


def _text(value: Any) -> str:
    if value is True:
        return "是"
    return str(value).replace("\x00", "").strip() if isinstance(value, str | int | float) else ""


def _path(address: str) -> str:
    """The path of an old address, with its query; nothing for what is none."""
    path = "/" + address.split("://", 1)[-1].split("/", 1)[-1] if "/" in address else ""
    return path if 1 < len(path) <= 300 else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise Refused(_("“{text}”不是“2020-01-04”样子的日期").format(text=text[:20])) from None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) <= 10:
        moment = datetime.combine(moment, time(9))
    return moment if moment.tzinfo else moment.replace(tzinfo=get_current_timezone())
