"""A quarter of patrol: columns in every state, what was found, what was put right in between."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from ..accounts.models import User
from ..disclosure import actions, column_actions
from ..disclosure.column_models import Column
from ..disclosure.content import Content
from ..disclosure.models import Item, ItemVersion
from ..organs.models import Organ, Role
from ..supervision.patrol import running
from . import items

CHINA = ZoneInfo("Asia/Shanghai")
People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

_CHAIN = (Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)
_NIGHTS = (90, 60, 30, 14, 0)
"""Days before the day of loading on which the county was patrolled."""
_PUT_RIGHT, _EXEMPTED = 40, 38
"""Days before it on which a link was corrected, and a column exempted."""
_PUBLISHED = 74
EXEMPT, GAP = "重大建设项目", "公众问答"
_REASON = "本镇没有县级以上立项的重大建设项目，项目信息由县发展和改革部门公布"
_ITEMS = (
    (
        "关于冬季供暖报修方式的公告",
        '<p>供暖报修请拨打便民服务中心电话。供暖政策见<a href="/i/99999901/">供暖服务办法</a>，'
        '全国政策见<a href="https://www.gov.cn/zhengce/">中国政府网政策库</a>。</p>',
    ),
    (
        "关于城乡居民医保集中参保的公告",
        '<p>集中参保期为9月至12月，办理流程见<a href="/i/99999902/">参保指南</a>。</p>',
    ),
)
_CORRECTED = "<p>集中参保期为9月至12月，请带身份证件到便民服务中心综合窗口办理。</p>"


def load(known: Known, now: datetime) -> None:
    """望舒镇 is watched; the nights pass over all organs, and two things are put right between them."""
    town, people = known[items.TOWN]
    _ask(town, people, EXEMPT, now, _PUBLISHED + 20, longest_age=90, warning_age=60)
    _ask(town, people, GAP, now, _PUBLISHED + 20, largest_gap=30, section="党政办公室")
    found = [_published(town, people, title, body, _at(now, _PUBLISHED)) for title, body in _ITEMS]
    for days in _NIGHTS:
        if days < _PUT_RIGHT and found:
            _correct(found.pop(), people, _at(now, _PUT_RIGHT))
            found.clear()
            _ask(town, people, EXEMPT, now, _EXEMPTED, longest_age=90, warning_age=60, exempt_reason=_REASON)
        running.patrol(localdate(now) - timedelta(days=days), now=_clock(_at(now, days)))


def _ask(town: Organ, people: People, name: str, now: datetime, days: int, **terms: object) -> None:
    column = Column.objects.get(organ=town, name=name)
    held = {"longest_age": None, "warning_age": None, "fewest_items": None, "section": "村镇建设办公室"}
    wanted = {**held, **terms}
    column_actions.set_terms(
        column,
        **wanted,  # type: ignore[arg-type]
        user=people[Role.DISCLOSURE_OFFICER],
        at=_at(now, days),
    )


def _published(town: Organ, people: People, title: str, body: str, at: datetime) -> Item:
    content = Content(
        title=title,
        formed_on=localdate(at),
        klass="publish",
        genre="announcement",
        category="20.15",
        body=body,
    )
    column = Column.objects.get(organ=town, category="20.15")
    version = actions.draft(town, content, column=column, user=people[Role.DISCLOSURE_OFFICER], at=at)
    return _through(version, people, at)


def _correct(item: Item, people: People, at: datetime) -> None:
    officer = people[Role.DISCLOSURE_OFFICER]
    version = actions.revise(item, change_note="更正打不开的链接", user=officer, at=at)
    content = replace(version.content, body=_CORRECTED)
    _through(actions.edit(version, content, column=item.column, user=officer, at=at), people, at)


def _through(version: ItemVersion, people: People, at: datetime) -> Item:
    officer = people[Role.DISCLOSURE_OFFICER]
    actions.submit(version, user=officer, at=at)
    for role in _CHAIN:
        actions.review(version, version.digest, passed=True, opinion="同意", user=people[role], at=at)
    return actions.publish(version, version.digest, user=officer, at=at)


def _at(now: datetime, days: int) -> datetime:
    day: date = localdate(now) - timedelta(days=days)
    return datetime.combine(day, time(7, 30) if days in _NIGHTS else time(9, 20), CHINA)


def _clock(start: datetime) -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is asked."""
    passed = iter(range(10_000))
    return lambda: start + timedelta(seconds=next(passed))
