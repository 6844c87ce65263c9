"""A quarter of orders in every state over several organs; one repeats an earlier one, one is from a scan.

All are dated in the last months before ``now``, on working days by the office's own hours.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from ..accounts.models import User
from ..disclosure.models import Item
from ..organs.calendar import calendar_of
from ..organs.models import Organ, Role
from ..supervision.orders import actions, drafts, scan_actions, scans
from ..supervision.orders.actions import Said
from ..supervision.orders.models import Order, ScanRow
from ..supervision.patrol.models import Hit
from . import items

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

_STALE = ("更新不及时", "deduct", "部门动态栏目", "最近一条信息距今已超过规定的天数")
_FOOT = ("页脚要素不全", "hint", "网站页脚", "没有标明网站标识码")
_WORD = ("错敏词", "veto", "公示公告栏目", "一则公告的标题里有错别字")
_GUIDE = ("指南更新不及时", "deduct", "政府信息公开指南", "办公地址、电话变更以后没有更新")
_ASKED = "请对照所列问题逐项整改，同类栏目一并自查，整改后逐项反馈并附佐证。"


class _Office:
    """The supervisor's acts, a working day and an hour at a time."""

    def __init__(self, known: Known, office: str, now: datetime) -> None:
        self.known, self.now = known, now
        self.office, people = known[office]
        self.user = people[Role.SUPERVISOR]
        self.calendar = calendar_of(self.office)

    def at(self, days: int, hour: int = 10) -> datetime:
        """The working day ``days`` before now, or the one before it."""
        day: date = (self.now - timedelta(days=days)).date()
        while not self.calendar.works(day):
            day -= timedelta(days=1)
        return datetime.combine(day, time(hour, 20), self.now.tzinfo)

    def order(self, slug: str, days: int, title: str, *found: drafts.Draft) -> Order:
        return actions.issue(
            self.office, self.known[slug][0], found, title=title, asked=_ASKED, user=self.user,
            at=self.at(days),
        )  # fmt: skip

    def seen(self, slug: str, *problems: tuple[str, str, str, str]) -> Iterable[drafts.Draft]:
        for kind, severity, title, ground in problems:
            yield drafts.by_hand(
                self.known[slug][0], kind=kind, severity=severity, title=title, address="", ground=ground
            )

    def answered(self, order: Order, slug: str, days: int, *words: str) -> Order:
        """``words``: one for each problem that is open."""
        open_ones = order.findings.filter(settled=False).order_by("number")
        said = {
            one.pk: Said(text, "栏目页面截图存档备查") for one, text in zip(open_ones, words, strict=True)
        }
        user = self.known[slug][1][Role.DISCLOSURE_OFFICER]
        return actions.answer(order, said, user=user, at=self.at(days), seen=order.edition)

    def looked(self, order: Order, days: int, *found: bool) -> Order:
        """``found``: of each problem that is open."""
        for one, still in zip(order.findings.filter(settled=False).order_by("number"), found, strict=True):
            words = "查看了网页，问题仍在" if still else "查看了网页，已经整改"
            actions.look_by_hand(one, still, words, user=self.user, at=self.at(days, 14))
        order.refresh_from_db()
        return order

    def returned(self, order: Order, days: int) -> Order:
        left = order.findings.filter(settled=False, found=True)
        remarks = {one.pk: "页面上仍是旧内容，请核对以后再反馈" for one in left}
        return actions.give_back(order, remarks, user=self.user, at=self.at(days, 15), seen=order.edition)

    def closed(self, order: Order, days: int) -> Order:
        return actions.close(order, reason="", user=self.user, at=self.at(days, 16), seen=order.edition)


def load(known: Known, office: str, now: datetime) -> None:
    """``office``: the slug of the competent office."""
    one = _Office(known, office, now)
    _closed(one)
    _returned(one)
    _cancelled(one)
    _of_the_night(one)
    _of_a_scan(one)
    _waiting(one)


def _closed(one: _Office) -> None:
    """Put right in time; later returned once and then closed; and late."""
    order = one.order(
        "yunchuan-education", 88, "栏目更新整改", *one.seen("yunchuan-education", _STALE, _FOOT)
    )
    order = one.answered(order, "yunchuan-education", 80, "已补发近期信息4条", "页脚已补上标识码")
    one.closed(one.looked(order, 79, False, False), 79)
    order = one.order("tingyu", 74, "公开指南整改", *one.seen("tingyu", _GUIDE, _STALE))
    order = one.answered(order, "tingyu", 66, "指南已更新", "已补发动态3条")
    order = one.returned(one.looked(order, 65, True, False), 65)
    order = one.answered(order, "tingyu", 60, "指南的地址、电话均已改为新址")
    one.closed(one.looked(order, 59, False), 59)
    order = one.order("shiqiao", 70, "错别字整改", *one.seen("shiqiao", _WORD))
    order = one.answered(order, "shiqiao", 60, "已更正并举一反三核对同类公告")
    one.closed(one.looked(order, 59, False), 58)


def _returned(one: _Office) -> None:
    """Returned, and waiting for the organ."""
    order = one.order("yunchuan-land", 20, "栏目更新整改", *one.seen("yunchuan-land", _STALE, _GUIDE))
    order = one.answered(order, "yunchuan-land", 12, "已更新", "正在核对电话")
    one.returned(one.looked(order, 5, False, True), 3)


def _cancelled(one: _Office) -> None:
    order = one.order("yunchuan-finance", 50, "页脚要素整改", *one.seen("yunchuan-finance", _FOOT))
    actions.cancel(
        order, reason="经核对，该站点由县政府门户统一管理，不由该局整改", user=one.user, at=one.at(49),
        seen=order.edition,
    )  # fmt: skip


def _of_the_night(one: _Office) -> None:
    """From what the night found, if anything is open: the organ with the most."""
    slugs = {organ.pk: slug for slug, (organ, _people) in one.known.items() if organ != one.office}
    hits = list(Hit.objects.open().filter(organ__in=slugs).order_by("organ", "pk"))
    if hits:
        organ = hits[0].organ_id
        found = [drafts.of_hit(hit) for hit in hits if hit.organ_id == organ][:3]
        one.order(slugs[organ], 2, "巡检问题整改", *found)


def _of_a_scan(one: _Office) -> None:
    """A table of a scanner with what it says of two items of the town; the first is ordered."""
    organ = one.known[items.TOWN][0]
    found = list(Item.objects.public().filter(organ=organ).order_by("pk")[:2])
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(scans.COLUMNS)
    for item in found:
        assert item.current is not None
        word = item.current.title[:2]
        known = {
            "错敏词": word, "推荐修改": f"{word}（规范用语）", "修改说明": "疑似不规范表述",
            "上下文": item.current.title, "文章链接": f"/i/{item.pk}/", "标题": item.current.title,
            "网站名称": "云川县人民政府门户网站", "问题类型": "不规范表述", "问题级别": "一般",
            "内容类型": "标题",
        }  # fmt: skip
        writer.writerow([known.get(head, "") for head in scans.COLUMNS])
    data = table.getvalue().encode("gbk", "replace")
    scan = scan_actions.keep(one.office, data, "第三季度扫描问题表.csv", user=one.user, at=one.at(9, 9))
    scan_actions.take_in(scan, user=one.user, at=one.at(9, 9))
    row = ScanRow.objects.filter(scan=scan).select_related("item").first()
    if row:
        order = one.order(items.TOWN, 8, "扫描问题整改", drafts.of_row(row))
        one.answered(order, items.TOWN, 3, "经核对，标题与印发的文件一致，不需要修改；文件原件已附在信息里")


def _waiting(one: _Office) -> None:
    """Overdue and urged, repeated; and issued these days."""
    late = one.order("tingyu", 24, "公开指南再次整改", *one.seen("tingyu", _GUIDE))
    actions.urge([late], "已过整改期限，请本周内整改并反馈。", user=one.user, at=one.at(4))
    one.order(items.TOWN, 2, "机构职能栏目整改", *one.seen(items.TOWN, _STALE, _FOOT))
