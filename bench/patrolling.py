"""巡检 of a county: 70 organs, 2,000 columns, 100,000 items; again, and with an organ that is broken."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from unittest import mock
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db.models import F

from gongkai.site import today
from gongkai.site.accounts.models import User
from gongkai.site.disclosure.column_models import Column, Part
from gongkai.site.disclosure.index import index
from gongkai.site.disclosure.models import Body, Item, ItemVersion, Stage, StoredFile
from gongkai.site.organs.models import Organ, OrganName
from gongkai.site.supervision.patrol import running
from gongkai.site.supervision.patrol.models import Visit

from . import rows
from .measures import Measure, timed

ORGANS, COLUMNS, ITEMS = 70, 2_000, 100_000
AT = datetime(2026, 3, 2, 7, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
SLUG = "bench-patrol"
_DAYS = 1000
"""Over which the items were published."""
_SHA = "a" * 64
_TEXT = "<p>现将有关事项公告如下，请各村（居）民委员会遵照执行。</p>" * 8
_LINKS = '<p><a href="/i/{}/">办法</a><a href="https://www.gov.cn/zhengce/{}">政策</a></p>'


def measures() -> list[Measure]:
    """Builds the county, then measures."""
    organs = _built()
    note = f"{len(organs)}个机关，{COLUMNS}个栏目，{ITEMS}条信息"
    on = AT.date()
    found = [timed("巡检一夜", lambda: _night(organs, 0), times=1, bound=300_000, note=note)]
    found.append(timed("第二夜", lambda: _night(organs, 1), times=1, bound=300_000, note=note))
    with mock.patch.object(running, "_keep_spells", _broken_for(organs[5].pk)):
        found.append(timed("其中一个机关出错", lambda: _night(organs, 2), times=1, bound=300_000, note=note))
    third = Visit.objects.filter(run__on=on + timedelta(days=2), organ__in=organs)
    states = list(third.values_list("state", flat=True))
    assert states.count(Visit.State.FAILED) == 1 and len(states) == len(organs)
    return found


def _night(organs: list[Organ], days: int) -> None:
    for organ in organs:
        running.patrol_one(organ, AT.date() + timedelta(days=days), now=today.now)


def _broken_for(organ: int) -> object:
    keep = running._keep_spells

    def keeps(scene: object) -> None:
        if scene.organ.pk == organ:  # type: ignore[attr-defined]
            raise RuntimeError
        keep(scene)  # type: ignore[arg-type]

    return keeps


# The county -----------------------------------------------------------------------------------------


def _built() -> list[Organ]:
    root = Organ.add_root(slug=SLUG, kind="government", established_on=AT.date() - timedelta(days=3650))
    for number in range(1, ORGANS):
        Organ.objects.get(pk=root.pk).add_child(
            slug=f"{SLUG}-{number}", kind="town", established_on=root.established_on, sample=True
        )
    organs = list(Organ.objects.filter(slug__startswith=SLUG))
    OrganName.objects.bulk_create(
        OrganName(organ=one, name=f"{one.slug}机关", short_name=one.slug, since=one.established_on)
        for one in organs
    )
    officer = User.objects.create_user(SLUG, None, name="巡检")
    for organ in organs:
        stored = StoredFile(organ=organ, sha256=_SHA, kind="pdf", size=3, uploaded_by=officer, uploaded_at=AT)
        stored.file.save("a.pdf", ContentFile(b"PDF"), save=True)
    columns = _columns(organs)
    first = (Item.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    first_version = (ItemVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    _items(columns, first)
    _versions(officer, first, first_version)
    made = Item.objects.filter(pk__gte=first)
    made.update(current_id=F("pk") + (first_version - first), newest_id=F("pk") + (first_version - first))
    index().rebuild()
    return organs


def _columns(organs: list[Organ]) -> list[Column]:
    Column.objects.bulk_create(
        Column(
            organ=organs[number % ORGANS],
            part=Part.CATALOGUE,
            name=f"第{number}栏",
            position=number,
            count=ITEMS // COLUMNS,
            longest_age=(60, 90, 180, 365)[number % 4],
            warning_age=45,
            fewest_items=4,
            largest_gap=90 if number % 2 else None,
        )
        for number in range(COLUMNS)
    )
    return list(Column.objects.filter(organ__in=organs).order_by("position"))


def _items(columns: list[Column], first: int) -> None:
    dice = Random(7)
    like = Item(organ=columns[0].organ, part=Part.CATALOGUE)
    names = ["id", "organ_id", "column_id", "listed_in_id", "section_id", "index_number", "published_at"]

    def values() -> Iterator[tuple[object, ...]]:
        for number in range(ITEMS):
            column = columns[number % COLUMNS]
            at = AT - timedelta(days=dice.randrange(_DAYS), minutes=number % 600)
            yield (
                first + number, column.organ_id, column.pk, column.pk, column.pk, f"patrol-{number}",
                at.astimezone(ZoneInfo("UTC")).replace(tzinfo=None).isoformat(" "),
            )  # fmt: skip

    rows.insert(like, names, values())


def _versions(officer: User, first: int, first_version: int) -> None:
    like = ItemVersion(
        number=1, formed_on=AT.date() - timedelta(days=_DAYS + 20), digest="0" * 64, stage=Stage.PUBLISHED,
        made_by=officer, made_at=AT, published_by=officer, published_at=AT, category="20.15",
        genre="announcement",
    )  # fmt: skip
    titles = ("水利工程安排", "低保审核结果", "道路改造进度", "集中采购成交", "森林防火检查")
    rows.insert(
        like,
        ["id", "item_id", "title", "attachments"],
        (
            (
                first_version + number, first + number, f"关于{titles[number % 5]}的公告（第{number}号）",
                f'[["附件", "{_SHA}"]]' if number % 10 == 0 else "[]",
            )
            for number in range(ITEMS)
        ),
    )  # fmt: skip
    rows.insert(
        Body(version_id=first_version),
        ["version_id", "text"],
        ((first_version + number, _body(number, first)) for number in range(ITEMS)),
    )


def _body(number: int, first: int) -> str:
    """One in ten links to an item of the county and out of it."""
    links = _LINKS.format(first + (number * 7) % ITEMS, number % 3000)
    return _TEXT + (links if number % 10 == 1 else "")
