"""A quarter of orders in every state over several organs: from the night, from a scan, by hand, one repeated.

All are dated in the last quarter before ``now``, on working days.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ..accounts.models import User
from ..disclosure.models import Item
from ..organs.calendar import calendar_of
from ..organs.models import Organ, Role
from ..supervision.orders import actions, drafts, scan_actions, scans
from ..supervision.orders.actions import Said
from ..supervision.orders.models import Order
from ..supervision.patrol.models import Hit, Severity
from . import items

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

CHINA = ZoneInfo("Asia/Shanghai")
_STALE = ("更新不及时", "deduct", "部门动态栏目", "最近一条信息距今已超过规定的天数")
_FOOT = ("页脚要素不全", "hint", "网站页脚", "没有标明网站标识码")
_WORD = ("错敏词", "veto", "公示公告栏目", "一则公告的标题里有错别字")
_GUIDE = ("指南更新不及时", "deduct", "政府信息公开指南", "办公地址、电话变更以后没有更新")
_ASKED = "请对照所列问题逐项整改，同类栏目一并自查，整改后逐项反馈并附佐证。"

_TERM = 10
"""Working days of an ordinary order."""


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
        return datetime.combine(day, time(hour, 20), CHINA)

    def worked(self, first: int, last: int) -> int:
        """The working days after one day and before another, both so many days before now."""
        begun, ended = self.at(first).date(), self.at(last).date()
        return sum(self.calendar.works(begun + timedelta(days=n)) for n in range(1, (ended - begun).days))

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
    # In the order of their days, so that numbers follow days.
    for step in (
        _closed,
        _put_right,
        _cancelled,
        _late,
        _returned,
        _not_put_right,
        _of_a_scan,
        _of_the_night,
        _new,
    ):
        step(one)


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


def _put_right(one: _Office) -> None:
    """A dead link of the night was corrected: the look that comes with the answer no longer finds it."""
    town = one.known[items.TOWN][0]
    gone = Hit.objects.filter(organ=town, check_code="link_dead", gone_on__isnull=False)
    order = one.order(items.TOWN, 52, "站内链接整改", *map(drafts.of_hit, gone))
    order = one.answered(order, items.TOWN, 34, *["已更正链接，公布了新的版本"] * gone.count())
    one.closed(order, 33)


def _not_put_right(one: _Office) -> None:
    """The other one was said to be corrected, and the look still finds it."""
    town = one.known[items.TOWN][0]
    open_ones = Hit.objects.open().filter(organ=town, check_code="link_dead")
    order = one.order(items.TOWN, 18, "站内链接再次整改", *map(drafts.of_hit, open_ones))
    order = one.answered(order, items.TOWN, 6, *["已请信息所属科室更正"] * open_ones.count())
    one.returned(order, 4)


def _of_the_night(one: _Office) -> None:
    """From what the last night found of the town, the gravest that no order names yet."""
    open_ones = drafts.open_hits([one.known[items.TOWN][0].pk]).filter(severity=Severity.DEDUCT)
    one.order(items.TOWN, 2, "巡检问题整改", *map(drafts.of_hit, open_ones.order_by("pk")[:3]))


def _of_a_scan(one: _Office) -> None:
    """A table of a scanner on the town: one row is ordered, one is put right, one leads nowhere."""
    organ = one.known[items.TOWN][0]
    said = ("镇属各单位", "镇直属各单位", "疑似不规范简称", "一般")
    put_right = ("自公布之曰起", "自公布之日起", "形近字错误", "严重")
    found = list(Item.objects.public().filter(organ=organ).order_by("pk")[:2])
    rows = [
        _row(item, f"/i/{item.pk}/", *words) for item, words in zip(found, (said, put_right), strict=True)
    ]
    rows.append(_row(found[0], "https://app.yunchuan.example/share/18", *said))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(scans.COLUMNS)
    writer.writerows([row.get(head, "") for head in scans.COLUMNS] for row in rows)
    data = table.getvalue().encode("gbk")
    scan = scan_actions.keep(one.office, data, "十一月扫描问题表.csv", user=one.user, at=one.at(9, 9))
    scan_actions.take_in(scan, user=one.user, at=one.at(9, 9))
    row = scan.rows.select_related("item").get(gone_on=None)
    order = one.order(items.TOWN, 8, "扫描问题整改", drafts.of_row(row))
    one.answered(order, items.TOWN, 3, "经核对，与印发的文件一致，属于通行简称，不需要修改")


def _row(item: Item, link: str, words: str, advice: str, note: str, level: str) -> dict[str, str]:
    assert item.current is not None
    return {
        "错敏词": words, "推荐修改": advice, "修改说明": note, "上下文": f"……{words}……", "文章链接": link,
        "标题": item.current.title, "网站名称": "云川县人民政府门户网站", "问题类型": "不规范表述",
        "问题级别": level, "内容类型": "正文",
    }  # fmt: skip


def _late(one: _Office) -> None:
    """Repeated, overdue and urged."""
    days = 24
    while one.worked(days, 4) <= _TERM:  # holidays make the ten working days longer
        days += 1
    late = one.order("tingyu", days, "公开指南再次整改", *one.seen("tingyu", _GUIDE))
    actions.urge([late], "已过整改期限，请本周内整改并反馈。", user=one.user, at=one.at(4))


def _new(one: _Office) -> None:
    """Issued these days."""
    one.order(items.TOWN, 2, "机构职能栏目整改", *one.seen(items.TOWN, _STALE, _FOOT))
