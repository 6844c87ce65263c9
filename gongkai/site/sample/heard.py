"""Complaints in every state, suggestions, two evaluations and one accountability of the sample county.

Everybody in it is fictional; nobody's name is given that could be somebody's.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate

from ..accounts.models import User
from ..organs.models import Organ, Role
from ..supervision.voices import complaint_actions, register_actions, suggestion_actions
from ..supervision.voices.complaint_actions import Decision, Told
from ..supervision.voices.models import Complaint, Suggestion
from ..supervision.voices.people import Person
from ..supervision.voices.register_actions import Outcome, Question
from ..supervision.voices.register_models import Round
from ..supervision.voices.suggestion_actions import Said

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

CHINA = ZoneInfo("Asia/Shanghai")
TOWN, ROAD, LAND, SCHOOL, COUNTY = "wangshu", "shiqiao", "yunchuan-land", "yunchuan-education", "yunchuan"
_NOBODY = Person()
_QUESTIONS = (
    Question("scale", "您对望舒镇政府信息公开工作总体满意吗"),
    Question("scale", "您要找的信息好找吗"),
    Question(
        "choice",
        "您平时从哪里了解镇里的信息",
        ("政府网站", "镇政府公开栏", "村（社区）公开栏", "微信公众号", "打电话问"),
    ),
    Question("text", "您希望镇里多公开什么"),
)
_WISHES = (
    "低保和临时救助的名单更新慢一点就看不到了",
    "道路施工的工期",
    "农机补贴怎么领",
    "停水停电通知早一点",
)


def load(known: Known, office: str, now: datetime) -> None:
    """``office``: the slug of the competent office, which decides on all but itself."""
    supervisor = known[office][1][Role.SUPERVISOR]
    _closed(known, supervisor, now)
    _open(known, supervisor, now)
    _moved(known, office, now)
    _suggestions(known, now)
    _evaluations(known, now)
    _accountability(known, now)


def _closed(known: Known, user: User, now: datetime) -> None:
    """Upheld, not upheld, declined, withdrawn."""
    at = _before(now, 96)
    found = _lodged(
        known, ROAD, at, "complaint", "not_disclosed",
        "石桥街道今年的惠农补贴发放结果，到现在网站上没有。去年是3月公布的。", "2026年惠农补贴发放结果",
    )  # fmt: skip
    _accept(found, user, at + timedelta(days=2))
    statement = complaint_actions.ask(
        _fresh(found), "请说明2026年惠农补贴发放结果没有公开的原因，什么时候公开。",
        names=False, user=user, at=at + timedelta(days=3),
    )  # fmt: skip
    complaint_actions.state(
        statement,
        "经查，4月发放以后由经办科室负责上传，人员调整时漏交接，没有上传。已于昨日公开。",
        user=known[ROAD][1][Role.DISCLOSURE_OFFICER],
        at=at + timedelta(days=8),
    )
    _decide(
        found, Decision("upheld", "发放结果4月形成，8月底才公开，超过20个工作日。", "rectify",
        "责令核对今年应当公开的补贴结果，逐项补上，书面报告改正情况。"), user, at + timedelta(days=15),
    )  # fmt: skip
    _answer(
        found,
        "您反映的情况属实。该项结果已经公开，县政务公开办已责令石桥街道核对改正。",
        user,
        at + timedelta(days=16),
    )

    at = _before(now, 70)
    found = _lodged(
        known, LAND, at, "complaint", "unlawful_reply",
        "申请公开征地补偿安置方案，过了20个工作日没有收到答复。", "", application="见附件",
    )  # fmt: skip
    _accept(found, user, at + timedelta(days=1))
    _decide(
        found, Decision("not_upheld", "答复书在期限内以挂号信寄出，因地址不详退回，已按补正的地址重新送达。",
        "explained", "说明送达经过。"), user, at + timedelta(days=12),
    )  # fmt: skip
    _answer(
        found,
        "经查，答复在法定期限内作出并寄出。请核对收件地址；答复书可以到窗口领取。",
        user,
        at + timedelta(days=13),
    )

    at = _before(now, 52)
    found = _lodged(known, SCHOOL, at, "complaint", "infringed", "邻居占用公共绿地停车，要求处理。", "")
    complaint_actions.decline(
        found, "petition",
        "您反映的不是政府信息公开工作的事项。请向县综合行政执法部门反映，或者向信访部门提出。",
        user=user, at=at + timedelta(days=4),
    )  # fmt: skip

    at = _before(now, 45)
    found = _lodged(
        known, TOWN, at, "complaint", "not_disclosed", "镇里的防汛值班电话查不到。", "防汛值班电话"
    )
    complaint_actions.withdraw(_fresh(found), "", user=None, at=at + timedelta(days=2))


def _open(known: Known, user: User, now: datetime) -> None:
    """New, overdue, waiting for the organ, decided and not yet answered."""
    _lodged(
        known, TOWN, _before(now, 3), "report", "not_disclosed",
        "望舒镇村级工程的招标结果有两项没有公开。", "村级工程招标结果", person=_NOBODY,
    )  # fmt: skip
    _lodged(
        known, SCHOOL, _before(now, 40), "complaint", "not_disclosed",
        "今年的学区划分结果只在学校门口贴了，网站上没有。", "2026年学区划分",
    )  # fmt: skip
    at = _before(now, 12)
    found = _lodged(
        known, TOWN, at, "complaint", "not_disclosed",
        "农村公路养护计划每年都公布，今年的到现在没有。", "2026年农村公路养护计划",
    )  # fmt: skip
    _accept(found, user, at + timedelta(days=3))
    complaint_actions.ask(
        _fresh(found), "请说明2026年农村公路养护计划是否形成、为什么没有公开。",
        names=False, user=user, at=at + timedelta(days=4),
    )  # fmt: skip
    at = _before(now, 30)
    found = _lodged(known, LAND, at, "complaint", "unlawful_reply", "答复里没有写复议和诉讼的途径。", "")
    _accept(found, user, at + timedelta(days=2))
    _decide(
        found, Decision("partly", "答复内容合法，但没有告知救济途径。", "criticise",
        "在县政务公开工作通报中批评，要求补充告知。"), user, at + timedelta(days=20),
    )  # fmt: skip


def _moved(known: Known, office: str, now: datetime) -> None:
    """About the town, and passed on to the county government, whose own matter it is."""
    county, people = known[COUNTY]
    user = known[office][1][Role.SUPERVISOR]
    at = _before(now, 9)
    found = _lodged(
        known, TOWN, at, "complaint", "infringed",
        "镇里公开的名单里有我的完整身份证号码，要求删除的申请由县政府办理，一直没有结果。", "救助名单",
    )  # fmt: skip
    later = at + timedelta(days=3)
    complaint_actions.move(
        _fresh(found), county, "删除申请由县人民政府办理，转送县人民政府一并处理。", user=user, at=later
    )
    complaint_actions.accept(_fresh(found), user=people[Role.SUPERVISOR], at=later + timedelta(days=1))


def _suggestions(known: Known, now: datetime) -> None:
    town, people = known[TOWN]
    officer = people[Role.DISCLOSURE_OFFICER]
    old = _suggested(town, _before(now, 60), "suggestion", "公开目录能不能按办的事排，老人找起来方便。", True)
    suggestion_actions.answer(
        old, "yes", "已经照办：目录首页增加了“按事项找”，救助、农业、建房三类排在前面。谢谢您的建议。",
        user=officer, at=_before(now, 51),
    )  # fmt: skip
    other = _suggested(town, _before(now, 33), "criticism", "公开栏的纸被雨打湿了没人换。", False)
    suggestion_actions.answer(
        other, "partly", "公开栏已加装雨棚；每周检查一次，人手不够，还做不到每天更换。",
        user=officer, at=_before(now, 26),
    )  # fmt: skip
    _suggested(town, _before(now, 5), "suggestion", "政策解读希望有音频，看不清字的人可以听。", True)
    suggestion_actions.enter(
        known[SCHOOL][0], Said("criticism", "学校收费公示的字太小，挂得太高。"),
        Person("家长", phone="00000000002"), "phone", localdate(_before(now, 30)),
        user=known[SCHOOL][1][Role.DISCLOSURE_OFFICER], at=_before(now, 29),
    )  # fmt: skip


def last_year(known: Known) -> None:
    """评议 of 2025 by representatives: before the report of 2025 is compiled, which tells of it."""
    town, people = known[TOWN]
    officer = people[Role.DISCLOSURE_OFFICER]
    day = date(2025, 11, 18)
    at = datetime.combine(day, time(9, 30), CHINA)
    held = register_actions.open_round(
        town, "2025年政府信息公开工作代表评议", "people", day, day, user=officer, at=at
    )
    register_actions.conclude(
        held,
        Outcome(
            asked=42,
            answered=40,
            satisfied=34,
            issues="业务类信息更新不及时；解读材料形式单一。",
            done="按月核对公开目录；解读材料与文件同步送审。",
            document="望舒镇2025年代表评议情况报告",
        ),
        user=officer,
        at=at + timedelta(days=7),
    )


def _evaluations(known: Known, now: datetime) -> None:
    """One online that is still open."""
    town, people = known[TOWN]
    officer = people[Role.DISCLOSURE_OFFICER]
    at = _before(now, 14)
    first, last = localdate(at), localdate(at) + timedelta(days=30)
    online = register_actions.open_round(
        town, f"{first.year}年政府信息公开工作满意度评议", "online", first, last, user=officer, at=at
    )
    register_actions.set_questions(online, _QUESTIONS, user=officer, at=at)
    _replies(online, at)


def _replies(online: Round, at: datetime) -> None:
    keys = list(online.questions.values_list("pk", flat=True))
    for number in range(36):
        answers = (
            5 - number % 7 // 2,
            5 - number % 5 // 2,
            1 + number % 5,
            _WISHES[number // 9] if number % 9 == 0 else "",
        )
        register_actions.reply(
            online, dict(zip(keys, answers, strict=True)), at=at + timedelta(hours=8 * (number // 3))
        )


def _accountability(known: Known, now: datetime) -> None:
    at = _before(now, 72)
    register_actions.hold_to_account(
        known[ROAD][0],
        on=localdate(at),
        matter="惠农补贴发放结果没有按时公开",
        ground="53-1",
        measure="talk",
        decided_by=known[COUNTY][0].name_on(localdate(at)),
        people=1,
        source="complaint",
        source_number="",
        outcome="已经补充公开，建立交接清单。",
        user=known[ROAD][1][Role.DISCLOSURE_OFFICER],
        at=at,
    )


def _lodged(
    known: Known,
    slug: str,
    at: datetime,
    kind: str,
    matter: str,
    body: str,
    place: str,
    *,
    application: str = "",
    person: Person | None = None,
) -> Complaint:
    told = Told(kind, matter, body, place=place, application_number=application)
    who = Person("云川居民", phone="00000000001") if person is None else person
    made, _code = complaint_actions.lodge(known[slug][0], told, who, at=at)
    return made


def _suggested(organ: Organ, at: datetime, kind: str, body: str, may_publish: bool) -> Suggestion:
    made, _code = suggestion_actions.make(organ, Said(kind, body, may_publish), _NOBODY, at=at)
    return made


def _accept(found: Complaint, user: User, at: datetime) -> None:
    complaint_actions.accept(_fresh(found), user=user, at=at)


def _decide(found: Complaint, decision: Decision, user: User, at: datetime) -> None:
    complaint_actions.decide(_fresh(found), decision, user=user, at=at)


def _answer(found: Complaint, text: str, user: User, at: datetime) -> None:
    complaint_actions.answer(_fresh(found), text, localdate(at), user=user, at=at)


def _fresh(found: Complaint) -> Complaint:
    return Complaint.objects.get(pk=found.pk)


def _before(now: datetime, days: int) -> datetime:
    """A time in office hours, ``days`` before today."""
    return datetime.combine(localdate(now) - timedelta(days=days), time(10, 12), CHINA)
