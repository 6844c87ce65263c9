"""Orders on their way: hits, tables of a scanner, orders in every state."""

import csv
import io
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook

from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.files import Clean
from gongkai.site.disclosure.models import Item
from gongkai.site.organs.models import Organ
from gongkai.site.supervision.orders import actions, drafts, scan_actions, scans
from gongkai.site.supervision.orders.actions import Said
from gongkai.site.supervision.orders.models import Order
from gongkai.site.supervision.patrol.models import Hit
from tests.cast import AT, ON, County
from tests.site import cases, items

ASKED = "请核对全部栏目，逐项改正。"
HEADS = tuple(scans.COLUMNS)


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), AT.timetz()).replace(hour=hour)


def hit(organ: Organ, **fields: Any) -> Hit:
    """A stale column that the night found."""
    made = {
        "check_code": "column_stale",
        "severity": "deduct",
        "place": "column",
        "key": "7",
        "title": "统计信息",
        "address": f"/o/{organ.slug}/catalogue/7/",
        "ground": "400天没有更新，超过365天",
        "found_on": ON,
        "seen_on": ON,
    }
    return Hit.objects.create(organ=organ, **(made | fields))


def standing(organ: Organ) -> Hit:
    """An empty column, which any look finds again."""
    column = Column.objects.create(organ=organ, name="统计信息", fewest_items=1)
    address = f"/o/{organ.slug}/catalogue/{column.pk}/"
    return hit(organ, check_code="column_empty", key=str(column.pk), address=address, ground="没有公开的信息")


def seen(organ: Organ, **fields: Any) -> drafts.Draft:
    """What 方舟 saw herself."""
    said = {
        "kind": "更新不及时",
        "severity": "deduct",
        "title": "机构职能栏目",
        "address": "",
        "ground": "领导分工没有更新",
    }
    return drafts.by_hand(organ, **(said | fields))


def issued(county: County, *found: drafts.Draft, moment: datetime = AT, **fields: Any) -> Order:
    """方舟 orders 望舒镇, with one problem by hand but for ``found``."""
    said = {"title": "栏目更新整改", "asked": ASKED, "user": county.fang, "at": moment}
    organ = fields.pop("organ", county.wangshu)
    return actions.issue(county.yunchuan, organ, found or (seen(organ),), **(said | fields))


def said(order: Order, words: str = "已更新") -> dict[int, Said]:
    return {one.pk: Said(words) for one in order.findings.filter(settled=False)}


def answered(county: County, order: Order, moment: datetime = AT) -> Order:
    order.refresh_from_db()
    user = county.ye if order.organ_id == county.tingyu.pk else county.lin
    return actions.answer(order, said(order), user=user, at=moment, seen=order.edition)


def looked(county: County, order: Order, found: bool, moment: datetime = AT) -> None:
    """方舟 looks at every problem herself."""
    for one in order.findings.filter(settled=False):
        actions.look_by_hand(one, found, "看了网页", user=county.fang, at=moment)


def returned(county: County, order: Order, moment: datetime = AT) -> Order:
    order.refresh_from_db()
    remarks = {one.pk: "没有改完" for one in order.findings.filter(settled=False)}
    return actions.give_back(order, remarks, user=county.fang, at=moment, seen=order.edition)


def closed(county: County, order: Order, moment: datetime = AT, reason: str = "") -> Order:
    order.refresh_from_db()
    return actions.close(order, reason=reason, user=county.fang, at=moment, seen=order.edition)


def cancelled(county: County, order: Order, moment: datetime = AT) -> Order:
    order.refresh_from_db()
    return actions.cancel(order, reason="下达有误", user=county.fang, at=moment, seen=order.edition)


def returned_with_a_file(county: County) -> Order:
    """Answered with a file, returned and owed again; and a table of a scanner that is not taken in."""
    order = issued(county)
    (one,) = order.findings.all()
    file = ("截图.png", Clean("png", cases.picture(), ""))
    order = actions.answer(order, {one.pk: Said("已改", file=file)}, user=county.lin, at=AT, seen=1)
    data = table(row("/o/wangshu/guide/"))
    scan_actions.keep(county.yunchuan, data, "扫描.xlsx", user=county.fang, at=AT)
    return returned(county, order)


def faulty(county: County, text: str = "<p>经镇攻府研究决定。</p>", **fields: Any) -> Item:
    """A public item with a wrong word."""
    return items.published(county, body=text, **fields)


def row(link: str, **fields: str) -> dict[str, str]:
    return {
        "错敏词": "攻府",
        "推荐修改": "政府",
        "修改说明": "错别字",
        "上下文": "经镇攻府研究",
        "文章链接": link,
        "标题": "通知",
        "问题类型": "严重错别字",
        "问题级别": "严重",
    } | fields


def table(*rows: dict[str, str], heads: tuple[str, ...] = HEADS, title: str = "") -> bytes:
    """An XLSX of a scanner."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in _lines(rows, heads, title):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_table(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    """The same as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(_lines(rows, HEADS, ""))
    return out.getvalue().encode(encoding)


def _lines(rows: tuple[dict[str, str], ...], heads: tuple[str, ...], title: str) -> list[list[str]]:
    above = [[title]] if title else []
    return [*above, list(heads), *([one.get(head, "") for head in heads] for one in rows)]
