"""Sessions of 望舒镇 and of 云川县, with people who came, tests and papers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gongkai.site.accounts.models import User
from gongkai.site.organs.models import Organ
from gongkai.site.supervision.training import certifying, holding, planning, testing
from gongkai.site.supervision.training.models import (
    Attendance,
    Training,
    TrainingPaper,
    TrainingTest,
)
from tests.cast import AT, ON, County
from tests.site import cases

LATER = AT + timedelta(days=5)
FIELDS: dict[str, Any] = {
    "title": "依申请公开办理",
    "topic": "登记、补正、答复的程序和期限",
    "on": ON,
    "place": "县政府第一会议室",
    "hours": Decimal("2.5"),
    "scope": Training.Scope.OWN,
    "roles": ["disclosure", "handler", "section_head"],
}


def planned(organ: Organ, user: User, at: datetime = AT, **fields: Any) -> Training:
    """Of the holder's own people, on the day of ``at``."""
    return planning.plan(organ, user=user, at=at, **{**FIELDS, **fields})


def of_county(county: County, **fields: Any) -> Training:
    """Held by 云川县 for every organ below it; everyone was asked: 林晓, 高原, 何川, 叶青, 顾新."""
    training = planned(county.yunchuan, county.fang, scope=Training.Scope.BELOW, **fields)
    planning.invite(training, user=county.fang, at=AT)
    return training


def of_wangshu(county: County, **fields: Any) -> Training:
    """Held by 望舒镇 for its own people: 林晓, 高原, 何川."""
    training = planned(county.wangshu, county.lin, **fields)
    planning.invite(training, user=county.lin, at=AT)
    return training


def keys(training: Training, people: Iterable[User]) -> list[int]:
    return list(Attendance.objects.filter(training=training, user__in=people).values_list("pk", flat=True))


def held(training: Training, user: User, people: Iterable[User], **more: Any) -> Training:
    return holding.hold(training, keys(training, people), user=user, at=more.pop("at", AT), **more)


def tested(training: Training, user: User, **fields: Any) -> TrainingTest:
    """Five questions, 60 per cent, twice, until five days later."""
    setting = {
        "title": "条例测试",
        "size": 5,
        "pass_mark": 60,
        "attempts": 2,
        "opens_on": ON,
        "closes_on": date(2021, 1, 25),
    }
    return testing.set_test(training, user=user, at=AT, **{**setting, **fields})


def answered(paper: TrainingPaper, right: int) -> list[list[int]]:
    """Answers of which exactly ``right`` are right."""
    found = []
    for number, one in enumerate(testing.questions_of(paper)):
        wrong = [at for at in range(len(one.options)) if at not in one.right] or [one.right[0]]
        found.append(list(one.right) if number < right else wrong[:1])
    return found


def taken(test: TrainingTest, user: User, right: int, at: datetime = AT) -> TrainingPaper:
    paper = testing.start(test, user=user, at=at)
    return testing.hand_in(paper, answered(paper, right), user=user, at=at)


PLAN = {"title": "待举办的培训", "topic": "程序和期限", "place": "第二会议室"}


def every_state(county: County) -> None:
    """In 望舒镇: one to come with material, a test and a paper of 高原; one held, 高原 with a certificate."""
    coming = of_wangshu(county, **PLAN)
    planning.add_file(coming, cases.picture(), "流程图.png", user=county.lin, at=AT)
    testing.start(tested(coming, county.lin), user=county.gao, at=AT)
    done = held(of_wangshu(county, title="办过的培训"), county.lin, [county.gao])
    certifying.issue(done, user=county.lin, at=AT)
    testing.add_question(
        county.wangshu, kind="judge", text="查阅收费。", options=["对", "错"], right=[1],
        explanation="见公开指南", article=42, user=county.lin, at=AT,
    )  # fmt: skip


def to_come() -> Training:
    return Training.objects.get(title=PLAN["title"])
