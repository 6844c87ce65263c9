"""Reviews and suits of the sample county, 2021-2025 and under way: every outcome and every instance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.timezone import localdate
from docx import Document

from gongkai.law.disputes.outcomes import APPEAL_DISMISSED, REMANDED, Proceeding

from ..accounts.models import User
from ..applications.actions.files import Upload
from ..applications.models import Application
from ..applications.people import Person
from ..disputes.actions import course, registration
from ..disputes.actions.course import Conclusion
from ..disputes.actions.registration import Facts
from ..disputes.models import Dispute, DisputeFile, Level
from ..disputes.terms import orders_anew
from ..organs.models import Organ, Role

CHINA = ZoneInfo("Asia/Shanghai")
Known = Mapping[str, tuple[Organ, Mapping[str, User]]]
_BODY = "云川县人民政府"
_COURT = "云川县人民法院"
_HIGHER = "云州市中级人民法院"
_PEOPLE = (
    ("natural_person", Person("梁晓禾", phone="13900000001", address="云川县望舒镇河东街12号（示例）")),
    ("natural_person", Person("秦牧野", phone="13900000002", address="云川县听雨镇东街8号（示例）")),
    ("business", Person("云川县某建材有限公司", phone="0000-2000001", contact="冯远")),
    ("natural_person", Person("柏舟", phone="13900000003", address="云川县石桥镇桥头村（示例）")),
    ("legal_service", Person("云州某律师事务所", phone="0000-2000002", contact="谈笑")),
)


@dataclass(frozen=True)
class Case:
    slug: str
    filed: date
    title: str
    outcome: str = ""
    """Of the review or the first instance; "" while pending."""
    appeal: tuple[str, ...] = ()
    """Outcomes after it, each of the level that follows."""
    sued: "Case | None" = None
    """The suit that followed the review; its day of filing is counted from the decision."""
    late: bool = False


def _on(text: str) -> date:
    return date.fromisoformat(text)


_AFTER = date.max
"""Of a suit after review: filed ten days after its decision."""
_REVIEWS = (
    Case(
        "wangshu",
        _on("2021-03-15"),
        "河西村土地征收补偿安置方案",
        "upheld",
        sued=Case("wangshu", _AFTER, "河西村土地征收补偿安置方案", "claim_dismissed", (APPEAL_DISMISSED,)),
    ),
    Case("yunchuan-land", _on("2021-05-10"), "城关镇建设用地批准文件", "revoked_anew"),
    Case("wangshu", _on("2021-08-09"), "镇区道路维修工程预算", "terminated"),
    Case("yunchuan-education", _on("2021-09-06"), "民办幼儿园年检结论", "not_accepted"),
    Case("yunchuan-land", _on("2022-02-21"), "宅基地审批档案", "unlawful_anew", late=True),
    Case(
        "wangshu",
        _on("2022-04-11"),
        "农村低保公示名单",
        "claim_dismissed",
        sued=Case("wangshu", _AFTER, "农村低保公示名单", "revoked_anew", ("claim_dismissed",)),
    ),
    Case("yunchuan-finance", _on("2022-06-13"), "政府采购项目评审记录", "changed"),
    Case("wangshu", _on("2022-10-17"), "镇属企业改制文件", "rejected"),
    Case("yunchuan-education", _on("2023-03-20"), "学区划分听证材料", "unlawful"),
    Case(
        "yunchuan-land",
        _on("2023-05-15"),
        "采矿权出让合同",
        "revoked",
        sued=Case("yunchuan-land", _AFTER, "采矿权出让合同", "unlawful"),
    ),
    Case("wangshu", _on("2023-07-10"), "污水处理站选址论证报告", "ordered"),
    Case("wangshu", _on("2023-11-13"), "农村公路养护合同", "upheld"),
    Case("yunchuan-land", _on("2024-02-26"), "土地储备计划", "void"),
    Case("wangshu", _on("2024-04-15"), "村级财务审计报告", "mediated"),
    Case("yunchuan-office", _on("2024-06-17"), "县政府常务会议纪要", "upheld"),
    Case(
        "wangshu",
        _on("2024-09-09"),
        "集镇改造房屋评估报告",
        "revoked_anew",
        sued=Case("wangshu", _AFTER, "集镇改造房屋评估报告", "withdrawn"),
    ),
    Case("yunchuan-finance", _on("2025-03-10"), "专项债券项目清单", "settled"),
    Case("wangshu", _on("2025-05-12"), "防洪工程施工日志", "terminated"),
    Case("yunchuan-land", _on("2025-11-24"), "征地补偿登记表", "upheld"),
)
_SUITS = (
    Case("wangshu", _on("2021-06-21"), "拆迁补偿协议文本", "rejected"),
    Case("yunchuan-land", _on("2022-03-14"), "规划许可档案", "revoked", (REMANDED, "claim_dismissed")),
    Case("wangshu", _on("2022-09-19"), "村干部补贴发放表", "ordered"),
    Case("yunchuan-education", _on("2023-04-17"), "校车采购合同", "not_filed"),
    Case("wangshu", _on("2023-08-21"), "护林员选聘结果", "payment"),
    Case("yunchuan-land", _on("2024-03-18"), "土地权属调查表", "void"),
    Case("yunchuan-finance", _on("2024-05-20"), "财政奖补资金拨付明细", "changed"),
    Case(
        "wangshu",
        _on("2024-11-11"),
        "镇敬老院建设资金使用情况",
        "claim_dismissed",
        (APPEAL_DISMISSED, "revoked"),
    ),
    Case("wangshu", _on("2025-09-15"), "农田水利项目验收报告", "revoked_anew", ("withdrawn",)),
)


def load(
    _data: Mapping[str, Any], known: Known, now: datetime, closed: Sequence[Application] = ()
) -> list[Dispute]:
    """Every case of the tables, and three under way ``now``.

    ``closed``: applications that were answered; each dispute takes one of its organ that was closed
    before it, where there is one, and the latest order to act anew is carried out on its own.
    """
    entering = _Entering(known, now, list(closed))
    for case in _REVIEWS:
        entering.review(case)
    for case in _SUITS:
        entering.suit(case)
    today = localdate(now)
    recent = Case("wangshu", _weekday(today - timedelta(days=75)), "河长制考核结果", "ordered")
    entering.redone(entering.review(recent))
    entering.under_way(Proceeding.REVIEW, "wangshu", today - timedelta(days=9), "便民服务中心装修合同")
    entering.under_way(Proceeding.SUIT, "wangshu", today - timedelta(days=24), "镇村庄规划编制费用")
    return entering.made


class _Entering:
    """Cases as they are entered, one after another."""

    def __init__(self, known: Known, now: datetime, closed: list[Application]) -> None:
        self.known, self.now, self.closed = known, now, closed
        self.made: list[Dispute] = []

    def review(self, case: Case) -> Dispute:
        dispute = self._registered(Proceeding.REVIEW, case)
        self._replied(dispute, dispute.notified_on, 14 if case.late else 8)
        dispute = self._concluded(dispute, case.outcome, case.filed + timedelta(days=52))
        if case.sued:
            assert dispute.concluded_on is not None
            filed = _weekday(dispute.concluded_on + timedelta(days=10))
            self.suit(replace(case.sued, filed=filed), follows=dispute)
        return dispute

    def suit(self, case: Case, follows: Dispute | None = None) -> Dispute:
        dispute = self._registered(Proceeding.SUIT, case, follows)
        if case.outcome == "not_filed":
            return self._concluded(dispute, case.outcome, case.filed + timedelta(days=7))
        self._replied(dispute, dispute.notified_on, 12)
        ended = _weekday(case.filed + timedelta(days=150))
        if ended > localdate(self.now):
            return dispute
        dispute = self._concluded(dispute, case.outcome, ended)
        level = Level.SECOND
        for outcome in case.appeal:
            filed, ended = _weekday(ended + timedelta(days=14)), _weekday(ended + timedelta(days=100))
            dispute = self._appealed(dispute, level, filed, ended, outcome)
            level = Level.FIRST if outcome == REMANDED else Level.RETRIAL
        return dispute

    def under_way(self, way: Proceeding, slug: str, filed: date, title: str) -> None:
        self._registered(way, Case(slug, _weekday(filed - timedelta(days=2)), title))

    def redone(self, dispute: Dispute) -> None:
        """The order of the decision, as of the day it came."""
        if dispute.application and orders_anew(dispute):
            on = dispute.instances.latest("pk").received_on
            assert on is not None
            course.order_redo(dispute, on, 15, **self._by(dispute, on))

    def _registered(self, way: Proceeding, case: Case, follows: Dispute | None = None) -> Dispute:
        organ, people = self.known[case.slug]
        kind, person = _PEOPLE[len(self.made) % len(_PEOPLE)]
        notified = None if case.outcome == "not_filed" else _weekday(case.filed + timedelta(days=6))
        application = self._about(organ, case.filed)
        facts = Facts(
            claimant_kind=application.applicant_kind if application else kind,
            filed_on=case.filed,
            body=_BODY if way is Proceeding.REVIEW else _COURT,
            case_number=self._number(way, case.filed.year),
            application=application,
            title="" if application else case.title,
            accepted_on=notified and _weekday(case.filed + timedelta(days=4)),
            notified_on=notified,
            follows=follows,
        )
        dispute = registration.register(
            organ,
            way,
            facts,
            None if application else person,
            user=people[Role.DISCLOSURE_OFFICER],
            at=_moment(notified or _weekday(case.filed + timedelta(days=6))),
        )
        self.made.append(dispute)
        return dispute

    def _number(self, way: Proceeding, year: int) -> str:
        serial = len(self.made) + 1
        review = way is Proceeding.REVIEW
        return f"云政复〔{year}〕{serial}号" if review else f"（{year}）云0000行初{serial}号"

    def _about(self, organ: Organ, filed: date) -> Application | None:
        for one in self.closed:
            if one.organ_id == organ.pk and one.closed_on and one.closed_on < filed:
                self.closed.remove(one)
                return one
        return None

    def _replied(self, dispute: Dispute, notified: date | None, days: int) -> None:
        assert notified is not None
        on = _weekday(notified + timedelta(days=days))
        paper = _paper("行政复议答复书" if dispute.is_review else "行政诉讼答辩状")
        proof = Upload(DisputeFile.Kind.REPLY, "答复和证据.docx", paper)
        course.record_reply(dispute, on, proof, **self._by(dispute, on))

    def _concluded(self, dispute: Dispute, outcome: str, on: date) -> Dispute:
        on = _weekday(on)
        received = _weekday(on + timedelta(days=4))
        conclusion = Conclusion(outcome, on, received)
        return course.conclude(dispute, conclusion, **self._by(dispute, received))

    def _appealed(self, dispute: Dispute, level: str, filed: date, ended: date, outcome: str) -> Dispute:
        court = _COURT if level == Level.FIRST else _HIGHER
        course.add_instance(dispute, level, court, filed, **self._by(dispute, filed))
        return self._concluded(dispute, outcome, ended)

    def _by(self, dispute: Dispute, on: date) -> dict[str, Any]:
        slug = dispute.organ.slug
        return {"user": self.known[slug][1][Role.DISCLOSURE_OFFICER], "at": _moment(on)}


def _paper(title: str) -> bytes:
    document = Document()
    document.add_heading(title)
    document.add_paragraph("示例文书，内容从略。")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _weekday(on: date) -> date:
    return on + timedelta(days=7 - on.weekday()) if on.weekday() > 4 else on


def _moment(on: date) -> datetime:
    return datetime.combine(on, time(10, 5), CHINA)
