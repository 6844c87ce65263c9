"""Reports on their way up: handed in and accepted; of the last year two are late and one came back.

望舒镇's last report is compiled from its records and signed by three people.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from ..accounts.models import User
from ..annual_reports import actions, compile_actions, signoff
from ..annual_reports.filing import actions as filing
from ..annual_reports.filing import urging
from ..annual_reports.models import AnnualReport, Step, Submission, Version
from ..disclosure import counts
from ..organs.models import Organ, Role
from . import items, promised

People = Mapping[str, User]
Known = Mapping[str, tuple[Organ, People]]

NOT_SUBMITTED = "yunchuan-education"
"""Of the last year its report is public, and was never handed in."""
RETURNED = "shiqiao"
"""Of the last year its report came back with a remark at a cell and one at a section."""
SECTION_MISSING = "section_missing"
"""What the text of 2020 is told of, and why it is right."""

_WRITTEN = {
    1: (
        "各类公文制发时确定公开属性，公开前逐件保密审查，不予公开的登记依据，定期复核。",
        "政府网站的信息公开栏目按统一目录维护，便民服务中心设有查阅点。",
        "公开工作纳入镇机关年度考核，全年没有发生责任追究。",
    ),
    5: ("上年提出的按季度通报已经做到，四次通报都在镇政府公开栏张贴。",),
    6: ("没有其他需要报告的事项。",),
}
"""What only people know of 2025, in the order in which the draft asks for it."""


_REGISTERED: Mapping[tuple[str, str], Callable[[int], int]] = {
    ("便民服务中心", "licences"): lambda month: 4 + month % 5,
    ("综合行政执法队", "penalties"): lambda month: 5 + month % 4,
    ("综合行政执法队", "coercion"): lambda month: 4 + month % 3,
}
"""What two sections of 望舒镇 decided in the months of 2025."""


def load(known: Known, office: str, draft: str, last: int) -> None:
    """``office``: the slug of the competent office; ``draft``: of the organ whose report waits in it."""
    county, office_people = known[next(iter(known))][0], known[office][1]
    supervisor = office_people[Role.SUPERVISOR]
    promised.load(*known[items.TOWN])
    reports = AnnualReport.objects.published().exclude(organ=county).order_by("year", "organ__path")
    slugs = {organ.pk: slug for slug, (organ, _people) in known.items()}
    for report in reports.select_related("organ"):
        slug = slugs[report.organ_id]
        if (slug, report.year) == (NOT_SUBMITTED, last):
            continue
        submission = _submitted(report, known[slug][1])
        if (slug, report.year) == (RETURNED, last):
            _return(submission, supervisor)
        else:
            _accept(submission, supervisor)
    late = datetime.combine(date(last + 1, 2, 3), submission.at.timetz())
    urging.urge(
        county, last, [NOT_SUBMITTED, draft], "已过报送期限，请在本周内报送。", user=supervisor, at=late
    )


def register(organ: Organ, people: People, year: int) -> None:
    """数量登记 of the year that is compiled, month by month."""
    cells = {
        (section, kind, month): Decimal(of_month(month))
        for (section, kind), of_month in _REGISTERED.items()
        for month in range(1, 13)
    }
    at = datetime(year + 1, 1, 6, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    counts.save(organ, year, cells, user=people[Role.DISCLOSURE_OFFICER], at=at)


def compile_last(organ: Organ, people: People, year: int, at: datetime) -> None:
    """由记录编制, written, sent up, examined, signed and published."""
    officer = people[Role.DISCLOSURE_OFFICER]
    promised.record(organ, people, year, at)
    version = compile_actions.compile_report(organ, year, user=officer, at=at)
    for number, sentences in _WRITTEN.items():
        version = Version.objects.get(pk=version.pk)
        section = version.reading.section(number)
        assert section is not None
        compile_actions.write_section(
            version, number, _filled(section.text, iter(sentences)), user=officer, at=at
        )
    for finding in version.stored_findings.filter(severity="warning"):
        actions.judge(
            version,
            finding.fingerprint,
            "right",
            reason="上年报告按清理前的目录计数，本年按登记簿逐件核对",
            user=officer,
            at=at,
        )
    steps = (
        (Step.SENT, officer, "各数与登记簿核对一致。"),
        (Step.EXAMINED, people[Role.SECTION_HEAD], "已核对，同意。"),
        (Step.SIGNED, people[Role.LEADER], "同意公布。"),
    )
    for hours, (step, user, opinion) in enumerate(steps, start=1):
        version = Version.objects.get(pk=version.pk)
        signoff.take(
            version, step, version.digest, opinion=opinion, user=user, at=at + timedelta(hours=hours)
        )
    version = Version.objects.get(pk=version.pk)
    actions.publish(
        version, version.digest, show_findings=False, user=officer, at=at + timedelta(hours=len(steps) + 1)
    )


def _filled(text: str, sentences: Iterable[str]) -> str:
    """The draft with a sentence where it asks for one."""
    answers = iter(sentences)
    return "\n".join(next(answers) if "待填写" in line else line for line in text.splitlines())


def _submitted(report: AnnualReport, people: People) -> Submission:
    version = report.current
    assert version is not None and version.published_at is not None
    at = version.published_at + timedelta(hours=1)
    return filing.submit(version, user=people[Role.DISCLOSURE_OFFICER], at=at)


def _return(submission: Submission, supervisor: User) -> None:
    at = submission.at + timedelta(days=2)
    remarks: Mapping[str, Any] = {
        "applications.received_new.total": "与上年相比变化较大，请核对，并在总体情况里写明原因。",
        "section.5": "改进措施请写明责任科室和完成时限。",
    }
    for place, text in remarks.items():
        filing.remark(submission, place, text, user=supervisor, at=at)
    filing.give_back(submission, user=supervisor, at=at, again_by=at.date() + timedelta(days=10))


def _accept(submission: Submission, supervisor: User) -> None:
    at = submission.at + timedelta(days=2)
    for finding in filing.unsettled(submission.version):
        assert finding.code == SECTION_MISSING, finding.message
        actions.judge(
            submission.version,
            finding.fingerprint,
            "right",
            reason="与公布的原件一致，第六部分当年没有内容",
            user=supervisor,
            at=at,
        )
    filing.accept(submission, user=supervisor, at=at)
