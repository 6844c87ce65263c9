"""A year of work points: the plan of the county, tasks in every state, the self-check report of 望舒镇."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from gongkai.law.scope import Class

from ..accounts.models import User
from ..disclosure import actions as disclosure
from ..disclosure.column_models import Column
from ..disclosure.content import Content
from ..disclosure.models import Item
from ..disclosure.question_models import Question, QuestionState
from ..organs import registers
from ..organs.models import Organ, Role
from ..spans import Span
from ..supervision.figures.registry import figures
from ..supervision.points import checking, plans, proof, tasks
from ..supervision.points.models import Task, WorkPlan
from ..supervision.points.parsing import split
from . import disclosed, items

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

_BEGUN = timedelta(days=262)
"""How long before today the plan was issued."""
_TEXT = """
一、围绕重点领域公开信息
（一）规划计划。年度工作安排、专项规划公布时附上起草单位和咨询电话。
（二）财政资金。预算、决算按规定时间公布，专项资金写明去向。
（三）招生入学。招生范围、报名材料、录取办法在报名前一个月公布。
（四）社会救助。救助标准和审核结果按月公布，隐去个人信息。
（五）征收补偿。征收程序、补偿标准、安置方案集中在一个栏目公布。
二、把政策讲清楚
（一）政策解读。政策文件与解读材料一并送审、同日公布。
（二）公众提问。公众提问按承诺的时限答复，答复内容可以检索。
三、把基础工作做扎实
（一）文件清理。现行有效的行政规范性文件集中公布，失效的标明。
（二）指南目录。公开指南和目录与实际一致，联系方式能打通。
（三）业务培训。公开专员和各科室承办人全年至少培训一次。
"""
_TOWNS = ("wangshu", "tingyu", "shiqiao")
_BUREAUS = ("yunchuan-office", "yunchuan-finance", "yunchuan-education", "yunchuan-land")
_TASKS: tuple[tuple[int, int, str, Mapping[str, str]], ...] = (
    (1, 80, "本级年度工作安排公布，附起草单位和电话",
     {"yunchuan-land": "confirmed", "wangshu": "confirmed", "tingyu": "confirmed", "shiqiao": "reported"}),
    (2, 120, "预算、决算公布，专项资金逐项写明去向",
     {"yunchuan-finance": "confirmed", "wangshu": "confirmed", "tingyu": "bare"}),
    (3, 150, "秋季招生的范围、材料和办法在报名前一个月公布", {"yunchuan-education": "confirmed"}),
    (4, 180, "救助标准和每月审核结果公布", {"wangshu": "split", "tingyu": "late", "shiqiao": "confirmed"}),
    (5, 200, "征收程序、标准、方案集中公布", {"yunchuan-land": "returned"}),
    (6, 230, "全年政策文件的解读与文件同日公布",
     {"yunchuan-office": "confirmed", "yunchuan-finance": "reported", "wangshu": "returned"}),
    (7, 240, "公众提问全部按时答复", {"yunchuan-education": "late", "wangshu": "late"}),
    (8, 250, "现行有效的规范性文件集中公布", {"yunchuan": "reported", "yunchuan-office": "under_way"}),
    (9, 100, "指南、目录逐项核对，错漏改正", dict.fromkeys((*_BUREAUS, *_TOWNS), "confirmed")),
    (10, 300, "公开专员和承办人全年至少培训一次",
     {"yunchuan-office": "under_way", "wangshu": "under_way", "tingyu": "todo", "shiqiao": "todo"}),
)  # fmt: skip
"""Point, last day counted from the issue, what counts as done, and what became of it in which organ."""

_PUBLISHED = (
    (
        1,
        60,
        "望舒镇{year}年工作安排",
        "重大建设项目",
        "年度道路、饮水、校舍项目的安排和进度。起草单位：经济发展办公室。",
    ),
    (2, 95, "望舒镇{year}年专项资金安排情况", "农业农村政策落实", "各项专项资金的数额、用途和受益村。"),
    (4, 150, "望舒镇{year}年上半年社会救助审核结果", "社会救助", "各村审核户数和标准，个人信息已隐去。"),
    (6, 210, "《望舒镇农村饮水管护办法》解读", "农业农村政策落实", "管护责任、水费和报修的说明。"),
)
"""Point, day, title, column and text of what 望舒镇 published for it."""

_DONE = {
    1: "年度工作安排已在公开栏目公布，写明起草单位和电话",
    2: "预算、决算和专项资金安排已公布",
    4: "上半年审核结果已公布，下半年逐月公布",
    6: "饮水管护办法的解读已公布",
    9: "指南、目录已逐项核对，改正电话两处",
}


def load(known: Known, office: str, now: datetime) -> None:
    """``office``: the slug of the competent office, whose supervisor makes the plan."""
    county, _people = known[next(iter(known))]
    supervisor = known[office][1][Role.SUPERVISOR]
    begun = now - _BEGUN
    plan = _plan(county, supervisor, begun)
    _publish(*known[items.TOWN], begun)
    for serial, days, done_when, states in _TASKS:
        due = localdate(begun + timedelta(days=days))
        organs = [known[slug][0] for slug in states]
        fields: dict[str, Any] = {"done_when": done_when, "due_on": due}
        point = plan.points.get(serial=serial)
        given = tasks.assign(point, organs, **fields, user=supervisor, at=begun + timedelta(hours=2))
        for task, (slug, state) in zip(given, states.items(), strict=True):
            _carry_out(task, state, known[slug], supervisor, begun, now)
    late = Task.objects.overdue(localdate(now)).filter(giver=county)
    note = "期限已过，请在本周内报完成，并附佐证。"
    tasks.urge(county, [task.pk for task in late], note, user=supervisor, at=now - timedelta(days=9))
    _own_points(plan, *known[items.TOWN], begun)
    _report(plan, *known[items.TOWN], now)


def _plan(county: Organ, supervisor: User, at: datetime) -> WorkPlan:
    year = localdate(at).year
    plan = plans.make(
        county,
        year=year,
        title=f"云川县{year}年政务公开工作要点",
        document_number=f"云政办发〔{year}〕9号",
        dated_on=localdate(at),
        maker="",
        source="县政府办公室收文目录（示例）",
        user=supervisor,
        at=at,
    )
    plans.add_points(plan, split(_TEXT).points, user=supervisor, at=at)
    return plans.issue(plan, user=supervisor, at=at + timedelta(hours=1))


def _publish(town: Organ, people: People, begun: datetime) -> None:
    year = localdate(begun).year
    for _serial, days, title, column, text in _PUBLISHED:
        at = begun + timedelta(days=days)
        content = Content(
            title=title.format(year=year),
            formed_on=localdate(at),
            klass=Class.PUBLISH,
            genre="other",
            body=f"<p>{text}</p>",
        )
        place = Column.objects.get(organ=town, name=column)
        version = disclosure.draft(town, content, column=place, user=people[Role.DISCLOSURE_OFFICER], at=at)
        disclosed.published(version, people, at + timedelta(hours=3))


def _carry_out(
    task: Task, state: str, who: tuple[Organ, People], supervisor: User, begun: datetime, now: datetime
) -> None:
    """What became of a task: reported a week before its last day, judged three days later."""
    organ, people = who
    officer, serial = people[Role.DISCLOSURE_OFFICER], task.point.serial
    if state == "todo":
        return
    done_at = min(begun + (task.due_on - localdate(begun)) - timedelta(days=7), now - timedelta(days=12))
    first = done_at - timedelta(days=30)
    tasks.progress(task, "已明确承办科室和时间，正在整理材料", percent=40, user=officer, at=first)
    if state != "bare":
        _prove(task, organ, officer, done_at, now)
    if state == "split":
        _split(task, people, first, done_at)
    if state in ("late", "under_way"):
        return
    words = _DONE.get(serial, "已按要求办结，内容在公开栏目公布")
    tasks.report_done(task, words, user=officer, at=done_at)
    judged_at = done_at + timedelta(days=3)
    if state == "returned":
        remark = "还有两份文件的解读没有公布，请补齐再报"
        tasks.give_back(task, remark=remark, user=supervisor, at=judged_at)
    elif state in ("confirmed", "split"):
        tasks.confirm(task, user=supervisor, at=judged_at)


def _prove(task: Task, organ: Organ, officer: User, at: datetime, now: datetime) -> None:
    """An item that was published for it, an answer, a meeting; of the others the guide and a figure."""
    by: dict[str, Any] = {"user": officer, "at": at}
    serial, year = task.point.serial, task.point.plan.year
    titles = {one[0]: one[2].format(year=year) for one in _PUBLISHED}
    if organ.slug == items.TOWN and serial in titles:
        item = Item.objects.select_related("current").get(organ=organ, current__title=titles[serial])
        proof.add_item(task, item, **by)
    elif organ.slug == items.TOWN and serial == 7:
        answered = Question.objects.in_state(QuestionState.ANSWERED).filter(
            organ=organ, item__published_at__year=year
        )
        for question in answered.order_by("pk"):
            proof.add_question(task, question, user=officer, at=now - timedelta(days=10))
    elif organ.slug == items.TOWN and serial == 10:
        fields: dict[str, Any] = {"kind": "given", "title": f"{year}年公开业务培训（第一期）", "people": 21}
        day = localdate(at)
        gathering = registers.record_gathering(organ, user=officer, today=day, on=day, **fields)
        proof.add_gathering(task, gathering, **by)
    else:
        proof.add_page(task, f"/o/{organ.slug}/guide/", "政府信息公开指南", **by)
    if serial == 9:
        span = Span(date(year, 1, 1), localdate(at))
        proof.add_figure(task, figures()["disclosure.published"], span, **by)


def _split(task: Task, people: People, given_at: datetime, done_at: datetime) -> None:
    """望舒镇 splits its task for a section: its head reports, the disclosure officer confirms."""
    officer, head = people[Role.DISCLOSURE_OFFICER], people[Role.SECTION_HEAD]
    fields: dict[str, Any] = {"done_when": "按月整理审核结果，隐去个人信息", "section": "民政办公室"}
    (part,) = tasks.assign(
        task.point, [task.organ], parent=task, due_on=localdate(done_at), **fields, user=officer, at=given_at
    )
    tasks.report_done(part, "各月审核结果已整理", user=head, at=done_at - timedelta(days=2))
    tasks.confirm(part, user=officer, at=done_at - timedelta(days=1))


def _own_points(plan: WorkPlan, town: Organ, people: People, begun: datetime) -> None:
    """望舒镇 adds a point of its own to the county's."""
    officer, head = people[Role.DISCLOSURE_OFFICER], people[Role.SECTION_HEAD]
    at = begun + timedelta(days=5)
    title = f"望舒镇{plan.year}年政务公开补充要点"
    own = plans.make(town, above=plan, year=plan.year, title=title, user=officer, at=at)
    plans.add_points(
        own, split("一、村级事务。各村收支按季度在公开栏和网站同步公布。").points, user=officer, at=at
    )
    plans.issue(own, user=officer, at=at)
    (task,) = tasks.assign(
        own.points.get(),
        [town],
        done_when="六个村的收支按季度公布",
        due_on=localdate(at + timedelta(days=120)),
        section="农业农村办公室",
        user=officer,
        at=at,
    )
    done_at = at + timedelta(days=110)
    proof.add_page(task, f"/o/{town.slug}/catalogue/", "法定主动公开内容", user=head, at=done_at)
    tasks.report_done(task, "两个季度的收支已公布", user=head, at=done_at)
    tasks.confirm(task, user=officer, at=done_at + timedelta(days=2))


def _report(plan: WorkPlan, town: Organ, people: People, now: datetime) -> None:
    """Final, every claim with evidence, two gaps named; public through the ordinary review."""
    officer, at = people[Role.DISCLOSURE_OFFICER], now - timedelta(days=8)
    text = checking.write(
        town,
        plan,
        opening="镇政府把要点分解到各科室，党政办公室按月核对进度，每季度在镇长办公会上通报。",
        next_steps="解读材料由起草科室与文件一并送审，十二月上旬补齐两份；公众提问由党政办公室每周清一次，到期前两天提醒承办科室。",
        user=officer,
        at=at,
    )
    report = checking.send(text.report, user=officer, at=at + timedelta(hours=1))
    checking.check(report, report.digest, user=people[Role.SECTION_HEAD], at=at + timedelta(hours=4))
    column = Column.objects.get(organ=town, name="监督检查")
    version = checking.draft_item(report, column, user=officer, at=at + timedelta(hours=5))
    disclosed.published(version, people, at + timedelta(hours=8))
