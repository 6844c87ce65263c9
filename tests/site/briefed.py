"""Organs with many items, quickly: what figures and notices are asked of."""

from datetime import date, datetime, timedelta

from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.briefing import actions
from gongkai.site.supervision.briefing.drafting import DEMANDS
from gongkai.site.supervision.briefing.models import Notice, Passage
from tests import cast
from tests.cast import AT, County

YEAR = Span(date(2020, 1, 1), date(2020, 12, 31))
ALL = ("filing", "disclosure", "columns", "requests", "training")


def towns(county: County, number: int) -> list[Organ]:
    """More towns under 云川县."""
    return [
        cast.establish(f"town-{n}", f"第{n}镇人民政府", f"第{n}镇", "town", county.yunchuan)
        for n in range(1, number + 1)
    ]


def published(
    organ: Organ, county: County, *, business: int, news: int, late: int = 0, on: datetime | None = None
) -> None:
    """Public items first published in 2020: so many of business and news, of these so many too late."""
    at = on or datetime(2020, 6, 10, 9, 0, tzinfo=AT.tzinfo)
    column, _new = Column.objects.get_or_create(organ=organ, name="公开信息", section="办公室")
    for number in range(business + news):
        item = Item.objects.create(
            organ=organ, column=column, published_at=at, listed_in=column, section=column, part=column.part
        )
        days = -1 if number < late else 1
        item.current = item.newest = ItemVersion.objects.create(
            item=item,
            number=1,
            title=f"信息{number}",
            formed_on=at.date(),
            klass="publish",
            category="20.12" if number < business else "",
            due_on=at.date() + timedelta(days=days),
            digest="0" * 64,
            stage="published",
            made_by=county.lin,
            made_at=at,
            published_at=at,
        )
        item.save()


def notice(county: County, **more: object) -> Notice:
    """A draft of 云川县 on the year 2020."""
    fields = {"title": "关于2020年的通报", "mark": "云政公开通报", **more}
    return actions.draft(county.yunchuan, YEAR, ALL, user=county.fang, at=AT, **fields)  # type: ignore[arg-type]


def demanded(made: Notice, county: County) -> Notice:
    """With what only people write."""
    one = Passage.objects.select_related("notice__government").get(notice=made, key=DEMANDS)
    actions.write(one, "请逐项核对。", user=county.fang, at=AT)
    return made


def issued(county: County, **more: object) -> Notice:
    return actions.issue(demanded(notice(county, **more), county), user=county.fang, at=AT)
