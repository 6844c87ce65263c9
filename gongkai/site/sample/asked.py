"""Questions of the public to 望舒镇: answered, in review, waiting, refused; through every act."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from ..accounts.models import User
from ..disclosure import actions, questions
from ..disclosure.models import ItemVersion
from ..disclosure.question_models import Question, RefusalGround
from ..organs.models import Organ, Role

CHINA = ZoneInfo("Asia/Shanghai")
_CHAIN = (Role.SECTION_HEAD, Role.LEADER, Role.SECRECY_REVIEWER, Role.SIGNATORY)
_FIRST = datetime(2025, 6, 10, 10, 5, tzinfo=CHINA)


def load(town: Organ, people: Mapping[str, User], now: datetime) -> None:
    """Two answered, one in review, one waiting, one refused; the last four in the weeks before ``now``."""
    officer = people[Role.DISCLOSURE_OFFICER]
    old = _asked(
        town,
        _FIRST,
        "农村宅基地申请要交哪些材料",
        "家里分户想申请宅基地，要准备哪些材料？交到哪里？多久有结果？",
    )
    _answered(
        old,
        "交四样材料：农村宅基地和建房（规划许可）申请表、农村宅基地使用承诺书、户口簿、住房设计方案。\n"
        "先向村民小组提出，经村集体讨论公示后，由村委会交到镇便民服务中心综合窗口，窗口当场告知是否受理。\n"
        "申请表可以在村委会领取。办理进度可以在工作时间到窗口查询。",
        people,
        _FIRST + timedelta(days=3),
    )
    newer = _asked(
        town,
        _before(now, 40),
        "便民服务中心周六能不能办医保",
        "平时上班走不开，请问周六便民服务中心能不能办城乡居民医保参保登记？",
    )
    _answered(
        newer,
        "能办。镇便民服务中心周六上午8:30至11:30安排值班窗口，可以办理城乡居民医保参保登记和缴费咨询。\n"
        "请带上身份证件；代办的，同时带上代办人的证件。法定节假日不值班。",
        people,
        _before(now, 34),
    )
    with_phone = _asked(
        town,
        _before(now, 8),
        "清溪路路灯坏了归谁修",
        "清溪路东段路灯坏了快一个星期，请问归哪个部门修？我的电话是13800000000。",
    )
    at = _before(now, 6)
    covered = with_phone.body.replace("13800000000", "■■■■■■■■■■■")
    questions.cover(with_phone, with_phone.title, covered, user=officer, at=at)
    drafted = questions.draft_answer(
        with_phone, "镇区道路路灯由镇村镇建设办公室管理，已经列入维修计划。", user=officer, at=at
    )
    actions.submit(drafted, user=officer, at=at)
    for role in _CHAIN[:2]:
        _pass(drafted, people[role], at)
    refused = _asked(
        town, _before(now, 20), "想要一份去年的会议纪要", "请把去年镇里研究修路的会议纪要发给我一份。"
    )
    questions.refuse(
        refused,
        RefusalGround.APPLICATION,
        "您要的是一份具体文件，请按公开指南提出政府信息公开申请，有法定的答复期限。",
        user=officer,
        at=_before(now, 19),
    )
    _asked(
        town,
        _before(now, 2),
        "今年冬天老年食堂还开不开",
        "听说镇上的老年食堂要停，请问冬天还开不开？几点开饭？",
    )


def _asked(town: Organ, at: datetime, title: str, body: str) -> Question:
    question, _code = questions.ask(town, title, body, at=at)
    return question


def _answered(question: Question, text: str, people: Mapping[str, User], at: datetime) -> None:
    officer = people[Role.DISCLOSURE_OFFICER]
    version = questions.draft_answer(question, text, user=officer, at=at)
    actions.submit(version, user=officer, at=at)
    for role in _CHAIN:
        _pass(version, people[role], at)
    actions.publish(version, version.digest, user=officer, at=at + timedelta(days=2))


def _pass(version: ItemVersion, by: User, at: datetime) -> None:
    actions.review(version, version.digest, passed=True, opinion="同意", user=by, at=at)


def _before(now: datetime, days: int) -> datetime:
    return datetime.combine(localdate(now) - timedelta(days=days), time(10, 5), CHINA)
