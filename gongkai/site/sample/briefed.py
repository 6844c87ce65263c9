"""研判: how far 望舒镇's measures have come this year, and the county's notice of the last quarter."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from ..accounts.models import User
from ..annual_reports import progress_actions
from ..annual_reports.improvement_models import rows_of
from ..disclosure.models import Item
from ..organs.models import Organ, Role
from ..supervision.briefing import actions, drafting, forms, parts
from ..supervision.briefing.models import Passage
from . import items, promised

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

_PROGRESS = (
    (0, (3, 31), "一季度核对3次，列出应当公开而没有公开的事项11项，已补9项", True),
    (0, (6, 30), "二季度核对3次，列出6项，已全部补上", False),
    (0, (9, 30), "三季度核对3次，列出4项，已补3项", False),
    (1, (4, 15), "送审单增加“解读材料”一栏，没有附解读材料的退回", False),
    (2, (3, 5), "开始每月5日张贴上月目录的更新情况", False),
    (2, (9, 7), "前8个月各张贴一次", False),
)
"""Which measure, month and day, what was done, whether an item shows it."""
_READ = ("wangshu", "yunchuan-finance", "yunchuan-land", "shiqiao")
_DEMANDS = (
    "各机关要对照表中所列的数逐项核对，没有新内容的栏目查明原因、补充内容，超期公开的改进送审安排。\n"
    "县政府办公室将在下一期通报中公布整改情况。"
)


def load(known: Known, office: str, now: datetime) -> None:
    """``office``: the slug of the competent office."""
    _progress(*known[items.TOWN], now)
    _notify(known, known[office][1][Role.SUPERVISOR], now)


def _progress(organ: Organ, people: People, now: datetime) -> None:
    rows = list(rows_of(organ, promised.LAST))
    shown = Item.objects.public_only().filter(organ=organ).exclude(index_number="")
    for number, (month, day), words, shows in _PROGRESS:
        on = date(promised.LAST + 1, month, day)
        if on > localdate(now):
            continue
        item = shown.order_by("-published_at", "-pk").first() if shows else None
        progress_actions.tell(
            rows[number],
            words,
            on=on,
            index_number=item.index_number if item else "",
            user=people[Role.DISCLOSURE_OFFICER],
            at=_at(on),
        )


def _notify(known: Known, supervisor: User, now: datetime) -> None:
    """The notice of the last quarter that is over, read by some."""
    county = known[next(iter(known))][0]
    quarters = [one for one in forms.periods(localdate(now)) if one[0][-1].isdigit()]
    _key, name, span = quarters[0]
    at = _at(span.last + timedelta(days=15))
    if at >= now:
        at = _at(span.last + timedelta(days=1))
    notice = actions.draft(
        county,
        span,
        [section.code for section in parts.there()],
        title=f"关于{name}政府信息公开工作情况的通报",
        mark="云政公开通报",
        named_by=["reports.late"],
        criticised_from=1,
        user=supervisor,
        at=at,
    )
    demands = Passage.objects.get(notice=notice, key=drafting.DEMANDS)
    actions.write(demands, _DEMANDS, user=supervisor, at=at)
    notice = actions.issue(notice, user=supervisor, at=at + timedelta(hours=2))
    for days, slug in enumerate(_READ, start=1):
        organ, people = known[slug]
        reading = notice.readings.get(organ=organ)
        actions.read(reading, user=people[Role.DISCLOSURE_OFFICER], at=at + timedelta(days=days))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), get_current_timezone())
