"""Work points on their way: a plan of the county issued, tasks given to the towns, done, proved, reported."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from gongkai.site.organs import registers
from gongkai.site.organs.models import Gathering
from gongkai.site.supervision.points import checking, plans, proof, tasks
from gongkai.site.supervision.points.models import SelfCheck, Task, TaskEvidence, WorkPlan, WorkPoint
from gongkai.site.supervision.points.parsing import split
from tests import cast
from tests.cast import AT, County
from tests.site import items

TEXT = """
2021年，全县政务公开工作要点如下。
一、推进重点领域公开
（一）规划信息公开
公开本级国民经济和社会发展规划，注明起草单位。
（二）财政信息公开
1. 公开年度预算。
2. 公开年度决算。
二、加强解读回应
政策文件与解读材料同步起草、同步公布。
"""
DUE = date(2021, 3, 31)
FIELDS: dict[str, Any] = {
    "year": 2021,
    "title": "云川县2021年政务公开工作要点",
    "document_number": "云政办发〔2021〕2号",
    "dated_on": date(2021, 1, 18),
    "maker": "",
    "source": "",
}


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00+08:00")


def drafted(county: County, **fields: Any) -> WorkPlan:
    """A plan of 云川县 with the four points of TEXT, not issued."""
    plan = plans.make(county.yunchuan, **{**FIELDS, **fields}, user=county.fang, at=AT)
    plans.add_points(plan, split(TEXT).points, user=county.fang, at=AT)
    return plan


def issued(county: County, **fields: Any) -> WorkPlan:
    return plans.issue(drafted(county, **fields), user=county.fang, at=AT)


def given(county: County, plan: WorkPlan | None = None, serial: int = 1, **fields: Any) -> Task:
    """A task of 望舒镇 under a point."""
    plan = plan or WorkPlan.objects.filter(issued_at__isnull=False).first() or issued(county)
    point = plan.points.get(serial=serial)
    asked = {"done_when": f"公开要点{serial}所列的信息", "due_on": DUE, **fields}
    organs = asked.pop("organs", [county.wangshu])
    return tasks.assign(point, organs, **asked, user=county.fang, at=AT)[0]


def proved(county: County, task: Task, title: str = "望舒镇2021年发展规划") -> TaskEvidence:
    """With an item that the public reads."""
    return proof.add_item(task, items.published(county, title=title), user=county.gao, at=AT)


def reported(county: County, task: Task, day: str = "2021-02-01") -> Task:
    return tasks.report_done(task, "规划已经公开。", user=county.gao, at=at(day))


def confirmed(county: County, task: Task, day: str = "2021-02-02") -> Task:
    return tasks.confirm(reported(county, task), user=county.fang, at=at(day))


def gathering(county: County) -> Gathering:
    return registers.record_gathering(
        county.wangshu,
        user=county.gao,
        today=cast.ON,
        kind="meeting",
        on=date(2021, 1, 19),
        title="政务公开工作推进会",
        people=12,
    )


def mixed(county: County) -> WorkPlan:
    """望舒镇 with four tasks: proved and confirmed, under way, reported bare, overdue by April."""
    plan = issued(county)
    first = given(county, plan, 1)
    proved(county, first)
    confirmed(county, first)
    tasks.progress(given(county, plan, 2), "预算草案已提请审议", percent=40, user=county.gao, at=AT)
    reported(county, given(county, plan, 3))
    given(county, plan, 4, due_on=date(2021, 2, 26))
    return plan


def sent(county: County, plan: WorkPlan | None = None, day: str = "2021-04-10") -> SelfCheck:
    """望舒镇's report, frozen, waits for a second person."""
    plan = plan or mixed(county)
    texts = {"opening": "镇党政办公室牵头落实。", "next_steps": "四月底前补齐。"}
    text = checking.write(county.wangshu, plan, **texts, user=county.gao, at=at(day))
    return checking.send(text.report, user=county.gao, at=at(day))


def final(county: County, plan: WorkPlan | None = None) -> SelfCheck:
    report = sent(county, plan)
    return checking.check(report, report.digest, user=county.he, at=at("2021-04-11"))


def walked(county: County) -> None:
    """What the walk over every page finds: plans of 望舒镇 in each state, its tasks, a report that waits."""
    mixed(county)
    proof.add_file(Task.objects.get(point__serial=2), items.word(), "台账.docx", user=county.gao, at=AT)
    for title in ("望舒镇2021年要点", "望舒镇2021年补充要点"):
        plan = plans.make(county.wangshu, **{**FIELDS, "title": title}, user=county.lin, at=AT)
        plans.add_points(plan, split("一、公开村级事务").points, user=county.lin, at=AT)
        if title.endswith("年要点"):
            plans.issue(plan, user=county.lin, at=AT)
    sent(county, WorkPlan.objects.get(organ=county.yunchuan), "2021-01-20")


def _pk(rows: Any) -> dict[str, int]:
    return {"pk": rows.get().pk}


WALKED: dict[str, Callable[[], dict[str, Any]]] = {
    "issued": lambda: _pk(WorkPlan.objects.filter(organ__slug="yunchuan")),
    "plan": lambda: _pk(WorkPlan.objects.filter(issued_at=None)),
    "point": lambda: _pk(WorkPoint.objects.filter(plan__issued_at=None)),
    "own_point": lambda: _pk(WorkPoint.objects.filter(plan__title="望舒镇2021年要点")),
    "task": lambda: _pk(Task.objects.filter(point__serial=2)),
    "reported": lambda: _pk(Task.objects.filter(point__serial=3)),
    "evidence": lambda: _pk(TaskEvidence.objects.filter(kind="file")),
    "check": lambda: {"slug": "wangshu", **_pk(WorkPlan.objects.filter(organ__slug="yunchuan"))},
}
"""Where each page stands, asked when somebody comes."""
