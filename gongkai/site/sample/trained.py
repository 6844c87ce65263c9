"""培训: the office's plan of the year, three sessions held and one to come, a test, certificates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils.timezone import localdate
from docx import Document

from ..accounts.actions import add_user
from ..accounts.models import User
from ..organs import actions as organs
from ..organs.models import Organ, Role
from ..supervision.training import certifying, holding, planning, testing
from ..supervision.training.models import Attendance, Training, TrainingTest

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]


@dataclass(frozen=True)
class _Session:
    """``days``: from now on; ``away``: every how manieth of those asked did not come; None: to come."""

    title: str
    topic: str
    days: int
    roles: tuple[str, ...]
    hours: str
    away: int | None
    outside: int = 0
    teacher: str = ""
    online: bool = False


_SESSIONS = (
    _Session(
        "政府信息公开条例年度培训", "公开主体、公开范围、不予公开的情形和理由", -250,
        ("disclosure", "section_head", "leader"), "3", 7, 6, "纪云（县政府办）",
    ),
    _Session(
        "公开前保密审查培训", "审查的程序和责任，不能确定时的处理，定期评估审查", -165,
        ("disclosure", "secrecy"), "2", 9, 0, "叶简（县政府办）", True,
    ),
    _Session(
        "依申请公开办理培训", "登记、补正、征求意见、答复的期限和文书", -40,
        ("disclosure", "section_head", "secrecy"), "4", 9, 3, "纪云（县政府办）",
    ),
    _Session(
        "年度报告编制培训", "表格口径、由记录编制、报送和更正", 13,
        ("disclosure", "section_head", "handler"), "2.5", None,
    ),
)  # fmt: skip
_TESTED = 2
_MATERIAL = (
    "依申请公开办理要点",
    "收到申请当日登记，确定收到申请之日：当面提交的，提交之日；平常信函，当日与申请人确认之日；互联网渠道和传真，双方确认之日。",
    "申请内容不明确的，自收到之日起7个工作日内一次性告知补正；答复期限自收到补正的申请之日起重新计算。",
    "不能当场答复的，自收到之日起20个工作日内答复；需要延长的，经公开工作机构负责人同意并告知申请人，延长最长不超过20个工作日。",
    "征求第三方意见用书面形式，第三方自收到之日起15个工作日内提出意见；征求意见的时间不计入答复期限。",
)


def load(known: Known, office: str, now: datetime) -> None:
    """``office``: the slug of the competent office, which holds all of it for the organs below."""
    organ, people = known[office]
    supervisor = people[Role.SUPERVISOR]
    town, _officers = known["tingyu"]
    # New since the spring, and at no session yet.
    newcomer = add_user("wenyan", "温言", None, by=None)
    organs.appoint(newcomer, town, Role.HANDLER, on=localdate(now) - timedelta(days=230))
    User.objects.filter(pk=newcomer.pk).update(
        must_change_password=False, password=User.objects.values_list("password").get(pk=supervisor.pk)[0]
    )
    made = [_planned(organ, one, supervisor, now) for one in _SESSIONS]
    planning.add_file(made[_TESTED], _material(), f"{_MATERIAL[0]}.docx", user=supervisor, at=now)
    for training, one in zip(made, _SESSIONS, strict=True):
        planning.invite(training, user=supervisor, at=_before(training, now))
        _answer(training, now)
        if one.away:
            _hold(training, one, supervisor)
    test = testing.set_test(
        made[_TESTED], title="依申请公开办理测试", size=10, pass_mark=80, attempts=2,
        opens_on=made[_TESTED].on, closes_on=localdate(now) + timedelta(days=20),
        user=supervisor, at=_after(made[_TESTED]),
    )  # fmt: skip
    _take(test)
    certifying.issue(made[_TESTED], user=supervisor, at=_after(made[_TESTED], days=10))


def _planned(organ: Organ, one: _Session, supervisor: User, now: datetime) -> Training:
    on = localdate(now) + timedelta(days=one.days)
    on += timedelta(days=8 - on.isoweekday() if on.isoweekday() > 5 else 0)
    at = now + timedelta(days=min(one.days - 30, -1))
    return planning.plan(
        organ, title=one.title, topic=one.topic, on=on, time="9:00—11:30", hours=Decimal(one.hours),
        place="云川政务云会议（示例）" if one.online else "县政府第二会议室（示例）", online=one.online,
        teacher=one.teacher, scope=Training.Scope.BELOW, roles=list(one.roles), user=supervisor, at=at,
    )  # fmt: skip


def _answer(training: Training, now: datetime) -> None:
    """Most say that they come, a few that they cannot, a few nothing."""
    for number, row in enumerate(training.attendances.select_related("user").order_by("pk"), start=1):
        if number % 6 == 0:
            continue
        coming = Attendance.Answer.NO if number % 13 == 0 else Attendance.Answer.YES
        words = "当天值班" if coming == Attendance.Answer.NO else ""
        planning.answer(row, coming, words, user=row.user, at=_before(training, now))


def _hold(training: Training, one: _Session, supervisor: User) -> None:
    rows = list(training.attendances.order_by("pk").values_list("pk", "answer"))
    assert one.away
    came = [
        key
        for number, (key, answer) in enumerate(rows, start=1)
        if number % one.away and answer != Attendance.Answer.NO
    ]
    holding.hold(training, came, outside=one.outside, user=supervisor, at=_after(training))


def _take(test: TrainingTest) -> None:
    """Of those who came: most pass, the second one at the second attempt, the last one has still to begin."""
    rows = test.training.attendances.filter(came=True).select_related("user").order_by("pk")
    for number, row in enumerate(list(rows)[:-1]):
        at = _after(test.training, days=1 + number % 6)
        for right in (6, 9) if number == 1 else (8 + number % 3,):
            paper = testing.start(test, user=row.user, at=at)
            asked = testing.questions_of(paper)
            answers = [
                list(one.right) if place < right else [(one.right[-1] + 1) % len(one.options)]
                for place, one in enumerate(asked)
            ]
            testing.hand_in(paper, answers, user=row.user, at=at)


def _material() -> bytes:
    """A short text for the session."""
    document = Document()
    document.add_heading(_MATERIAL[0], level=1)
    for paragraph in _MATERIAL[1:]:
        document.add_paragraph(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _before(training: Training, now: datetime) -> datetime:
    """A week before the session, or now for one to come."""
    return min(now, _after(training, days=-7))


def _after(training: Training, days: int = 0) -> datetime:
    """On the afternoon of the session, or some days later."""
    return training.at.replace(
        year=training.on.year, month=training.on.month, day=training.on.day, hour=8
    ) + timedelta(days=days)
