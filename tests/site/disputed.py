"""Reviews and suits of the tests, brought to where a test begins through the acts alone."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gongkai.law.disputes.outcomes import Proceeding
from gongkai.site.applications.actions import letters, reply
from gongkai.site.applications.actions.files import Upload
from gongkai.site.applications.models import Application, Letter
from gongkai.site.applications.people import Person
from gongkai.site.disputes.actions import course, registration
from gongkai.site.disputes.actions.registration import Facts
from gongkai.site.disputes.models import Dispute
from tests import cast
from tests.site import cases, items

REVIEW, SUIT = Proceeding.REVIEW, Proceeding.SUIT
NAME = "欧阳静"
PERSON = Person(name=NAME, phone="13900005678", address="云川县听雨镇东街8号")
FACTS = Facts(
    claimant_kind="natural_person",
    filed_on=date(2024, 3, 4),
    body="云川县人民政府",
    case_number="云政复〔2024〕7号",
    title="2023年农村公路养护合同",
)
COURT = "云川县人民法院"


def day(text: str) -> date:
    return date.fromisoformat(text)


def registered(
    county: cast.County, way: Proceeding = REVIEW, at: str = "2024-12-20", **facts: Any
) -> Dispute:
    """A dispute of 望舒镇, filed 2024-03-04 where nothing else is said, registered by 高原."""
    if way is SUIT:
        facts = {"body": COURT, "case_number": "（2024）云01行初7号", **facts}
    made = registration.register(
        county.wangshu, way, replace(FACTS, **facts), PERSON, user=county.gao, at=cases.at(at)
    )
    return fresh(made)


def concluded(
    county: cast.County, dispute: Dispute, outcome: str, on: str, received: str | None = None
) -> Dispute:
    conclusion = course.Conclusion(outcome, day(on), day(received) if received else None)
    course.conclude(dispute, conclusion, user=county.gao, at=cases.at(max(on, received or on)))
    return fresh(dispute)


def appealed(county: cast.County, dispute: Dispute, on: str, level: str = "second") -> Dispute:
    court = "云州市中级人民法院"
    course.add_instance(dispute, level, court, day(on), user=county.gao, at=cases.at(on))
    return fresh(dispute)


def proof(kind: str = "reply") -> Upload:
    return Upload(kind, "答复书.docx", items.word("答复书正文"))


def answered(county: cast.County, on: str = "2024-02-08") -> Application:
    """An application to 望舒镇 that came 17 days before, and was granted and served on a day."""
    decided = cases.at(day(on) - timedelta(days=7))
    application = cases.registered(county, str(day(on) - timedelta(days=17)))
    made = reply.decide(
        application,
        reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"}),
        user=county.gao,
        at=decided,
    )
    for letter in Letter.objects.under_way().filter(application=application).exclude(pk=made.pk):
        letters.void(letter, "不再需要", user=county.gao, at=decided)
    cases.sent(made, county, on)
    return cases.fresh(application)


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.select_related("organ", "application", "claimant", "redo").get(pk=dispute.pk)
