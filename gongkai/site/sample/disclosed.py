"""Enter what the sample county published: taken over from files, and a few through every act."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from ..accounts.models import User
from ..disclosure import actions, column_actions, guide, health, importing, year_figures
from ..disclosure.column_models import Column
from ..disclosure.content import Content
from ..disclosure.models import Item, ItemVersion
from ..disclosure.record_models import YearFigure
from ..organs import registers
from ..organs.models import Organ, Role
from . import items, matters

CHINA = ZoneInfo("Asia/Shanghai")
Known = Mapping[str, tuple[Organ, Mapping[str, User]]]
_CHAIN = (Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)
_GUIDES = datetime(2022, 1, 5, 10, tzinfo=CHINA)
_TAKEN_OVER = datetime(2022, 1, 4, 9, 0, tzinfo=CHINA)


def load(data: Mapping[str, Any], known: Known, now: datetime) -> None:
    """Columns, items of three years, 望舒镇's records of 2020, and what is under way ``now``."""
    opened = datetime.combine(data["established_on"], time(9), CHINA)
    for organ, people in known.values():
        column_actions.add_usual_columns(organ, user=people[Role.DISCLOSURE_OFFICER], at=opened)
    for slug, file in items.files(data["organs"]):
        organ, people = known[slug]
        officer = people[Role.DISCLOSURE_OFFICER]
        kept = importing.keep(organ, file, "已公开信息.json", user=officer, at=_TAKEN_OVER)
        importing.import_items(kept, user=officer, at=_TAKEN_OVER)
    town, people = known[items.TOWN]
    _registers(town, people)
    for organ, officers in known.values():
        published(
            guide.draft_guide(organ, user=officers[Role.DISCLOSURE_OFFICER], at=_GUIDES), officers, _GUIDES
        )
    _records_of_2020(town, people)
    _ended_documents(town, people)
    _catalogue(town, people, now)
    _under_way(town, people, now)
    _watched_columns(town, people, now)


def _registers(town: Organ, people: Mapping[str, User]) -> None:
    """望舒镇's leading group, meetings, training and reading places, with what was handed to them."""
    officer = people[Role.DISCLOSURE_OFFICER]
    on = date(2019, 6, 3)
    for body, name, post, duty in (
        ("group", "许致远", "镇长", "组长，全面负责"),
        ("group", "沈知秋", "副镇长", "副组长，分管公开工作"),
        ("office", "贺云起", "党政办公室主任", "办公室主任，组织协调"),
        ("office", "林若溪", "公开专员", "日常工作"),
    ):
        fields = {"body": body, "name": name, "post": post, "duty": duty, "since": on}
        registers.add_member(town, user=officer, on=on, **fields)
    for kind, day, title, number in (
        ("meeting", date(2020, 3, 12), "年度政务公开工作部署会", 24),
        ("taken", date(2020, 5, 20), "县政府信息公开业务培训", 3),
        ("meeting", date(2020, 7, 8), "政府信息公开专题会", 16),
        ("given", date(2020, 9, 15), "信息公开属性和保密审查培训", 32),
        ("meeting", date(2020, 12, 4), "年度报告编制工作会", 9),
    ):
        fields = {"kind": kind, "on": day, "title": title, "people": number}
        registers.record_gathering(town, user=officer, today=day, **fields)
    for name, address, count in (
        ("望舒镇便民服务中心查阅点", "望舒镇清溪路3号（示例）", 46),
        ("望舒镇文化站图书室", "望舒镇书院巷8号（示例）", 18),
    ):
        hours, phone = "工作日 8:30—17:30", "0000-1000016（示例）"
        place = registers.open_place(
            town, user=officer, on=on, name=name, address=address, hours=hours, phone=phone
        )
        day = date(2020, 12, 28)
        registers.hand_over(place, user=officer, today=day, on=day, count=count, note="全年规范性文件和公报")


def _records_of_2020(town: Organ, people: Mapping[str, User]) -> None:
    officer = people[Role.DISCLOSURE_OFFICER]
    none = dict.fromkeys(YearFigure.Kind.values, 0)  # the town's list of powers was not yet drawn up
    for year in (2019, 2020):
        year_figures.save(town, year, none, user=officer, at=datetime(year, 12, 31, 16, tzinfo=CHINA))
    for title, number, day in items.unpublished():
        at = datetime.combine(day, time(9, 20), CHINA)
        content = Content(
            title=title,
            formed_on=day,
            klass="on_request",
            document_number=number,
            normative=True,
            ground="internal_affairs",
            ground_note="只涉及机关内部工作流程，不对外发生效力",
            reexamine_on=date(2027, day.month, 1),
            body="<p>本文件供机关内部执行。</p>",
        )
        _passed(actions.draft(town, content, column=None, user=officer, at=at), people, at)
    for title, adopter, day in items.adoptions():
        at = datetime.combine(day, time(16), CHINA)
        actions.record_adoption(town, title, adopter=adopter, on=day, user=officer, at=at)


def _ended_documents(town: Organ, people: Mapping[str, User]) -> None:
    """In 2021 two old documents are repealed by a newer one, which is interpreted; an item is withdrawn."""
    officer = people[Role.DISCLOSURE_OFFICER]
    at = datetime(2021, 12, 20, 10, tzinfo=CHINA)
    documents = Item.objects.public().filter(organ=town, current__normative=True).order_by("published_at")
    newest = documents.last()
    assert newest is not None and newest.current is not None
    for old in documents[:2]:
        actions.repeal(old, on=date(2021, 12, 20), by=newest, user=officer, at=at)
    interpretation = Content(
        title=f"《{newest.current.title}》解读",
        formed_on=date(2021, 12, 20),
        klass="publish",
        genre="other",
        summary="为什么制定、主要内容是什么、群众怎么办理。",
        body=(
            "<h2>一、为什么制定</h2><p>原有规定制定较早，办理环节偏多，需要合并简化。</p>"
            "<h2>二、主要内容</h2><table><tr><th>事项</th><th>原来</th><th>现在</th></tr>"
            "<tr><td>办理环节</td><td>5个</td><td>2个</td></tr><tr><td>提交材料</td><td>6份</td><td>3份</td></tr></table>"
            "<h2>三、怎么办理</h2><p>到便民服务中心综合窗口申请，当场告知是否受理。</p>"
        ),
    )
    column = Column.objects.get(organ=town, name="规划及相关政策")
    version = actions.draft(town, interpretation, column=column, user=officer, at=at)
    interpreting = published(version, people, at)
    actions.bind_interpretation(interpreting, newest, user=officer, at=at)
    wrong = Item.objects.public().filter(organ=town, published_at__year=2021).earliest("pk")
    actions.withdraw(wrong, reason="表中一处金额有误，核对更正后重新公布", user=officer, at=at)


def _catalogue(town: Organ, people: Mapping[str, User], now: datetime) -> None:
    """The standard catalogue; last year's summary meets one of its matters."""
    matters.enter(town, people)
    content, at = matters.summary(localdate(now).year - 1)
    column = Column.objects.get(organ=town, name="统计信息")
    version = actions.draft(town, content, column=column, user=people[Role.DISCLOSURE_OFFICER], at=at)
    matters.bind(published(version, people, at), people, at)


def _under_way(town: Organ, people: Mapping[str, User], now: datetime) -> None:
    """A draft, one returned, one before the secrecy reviewer, one ready: each of the last weeks."""
    officer = people[Role.DISCLOSURE_OFFICER]
    column = Column.objects.get(organ=town, name="突发公共事件")
    begun = Content(
        title="",
        formed_on=localdate(now),
        klass="publish",
        genre="circular",
        category="20.12",
        body="<p>各村民委员会：</p><p>请按通知要求做好准备，落实到人，并于本周内报送联系人。</p>",
    )
    for title, days, steps in (
        ("关于做好低温雨雪天气防范工作的通知", 2, None),
        ("关于开展冬季用火用电安全检查的通知", 9, 0),
        ("关于调整便民服务中心冬季办公时间的公告", 16, 2),
        ("关于公布今冬明春水利工程安排的公告", 27, 4),
    ):
        at = datetime.combine(localdate(now) - timedelta(days=days), time(9, 20), CHINA)
        content = replace(begun, title=title, formed_on=localdate(at))
        version = actions.draft(town, content, column=column, user=officer, at=at)
        if steps is None:
            continue
        actions.submit(version, user=officer, at=at)
        if steps == 0:
            _review(version, people[_CHAIN[0]], at, passed=False, opinion="请补充检查的范围和联系电话")
        for role in _CHAIN[:steps]:
            _review(version, people[role], at)


def _review(
    version: ItemVersion, by: User, at: datetime, *, passed: bool = True, opinion: str = "同意"
) -> None:
    actions.review(version, version.digest, passed=passed, opinion=opinion, user=by, at=at)


def _passed(version: ItemVersion, people: Mapping[str, User], at: datetime) -> None:
    actions.submit(version, user=people[Role.DISCLOSURE_OFFICER], at=at)
    for role in _CHAIN:
        _review(version, people[role], at)


def published(version: ItemVersion, people: Mapping[str, User], at: datetime) -> Item:
    _passed(version, people, at)
    return actions.publish(version, version.digest, user=people[Role.DISCLOSURE_OFFICER], at=at)


def _watched_columns(town: Organ, people: Mapping[str, User], now: datetime) -> None:
    """What 望舒镇 asks of some columns, so that each state is to be seen ``now``; a column is closed."""
    officer = people[Role.DISCLOSURE_OFFICER]
    held = {one.column.name: one for one in health.of_organ(town, localdate(now))}
    for name, section, days, fewest, spare in (
        ("财政预算、决算", "财政所", 365, None, None),
        ("政府集中采购", "财政所", 180, None, None),
        ("行政事业性收费", "财政所", 365, None, None),
        ("统计信息", "经济发展办公室", None, 30, None),
        ("规划及相关政策", "党政办公室", None, 4, None),
        ("机关职能、机构设置、办公信息、负责人", "党政办公室", None, None, 20),
    ):
        newest = held[name].newest
        # With days to spare: still in time, by the age of what is newest there.
        longest = (localdate(now) - newest).days + spare if spare and newest else days
        column_actions.set_terms(
            held[name].column,
            longest_age=longest,
            warning_age=longest - 30 if longest else None,
            fewest_items=fewest,
            section=section,
            user=officer,
            at=now,
        )
    reason = "镇政府不组织公务员招考，请到县人力资源和社会保障局的栏目查阅"
    column_actions.close_column(
        held["公务员招考"].column, reason=reason, on=localdate(now), user=officer, at=now
    )
