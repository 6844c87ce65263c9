"""Complaints and suggestions about 望舒镇 on their way, and its registers."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from gongkai.site.supervision.voices import complaint_actions, register_actions, suggestion_actions
from gongkai.site.supervision.voices.complaint_actions import Decision, Told
from gongkai.site.supervision.voices.models import Complaint, Statement, Suggestion
from gongkai.site.supervision.voices.people import Person
from gongkai.site.supervision.voices.register_actions import Question
from gongkai.site.supervision.voices.register_models import Accountability, Round
from gongkai.site.supervision.voices.suggestion_actions import Said
from tests.cast import AT, ON, County
from tests.site import cases

PERSON = Person("柳依依", phone="13800001234")
BODY = "2020年农村公路养护计划到现在没有公开。"
TOLD = Told("complaint", "not_disclosed", BODY, place="2020年农村公路养护计划")
DECISION = Decision("upheld", "该计划2020年3月形成，至今没有公开。", "rectify", "责令在5个工作日内公开。")
SAID = Said("suggestion", "公开目录按办事事项排列会更好找。", may_publish=True)


def lodged(county: County, told: Told = TOLD, person: Person = PERSON, **more: Any) -> Complaint:
    return lodged_with_code(county, told, person, **more)[0]


def lodged_with_code(
    county: County, told: Told = TOLD, person: Person = PERSON, **more: Any
) -> tuple[Complaint, str]:
    return complaint_actions.lodge(county.wangshu, told, person, **{"at": AT, **more})


def accepted(county: County, told: Told = TOLD, person: Person = PERSON) -> Complaint:
    found = lodged(county, told, person)
    complaint_actions.accept(found, user=county.fang, at=AT)
    return fresh(found)


def asked(county: County, *, names: bool = False, told: Told = TOLD) -> Statement:
    found = accepted(county, told)
    return complaint_actions.ask(
        found, "请说明养护计划没有公开的原因。", names=names, user=county.fang, at=AT
    )


def decided(county: County, decision: Decision = DECISION) -> Complaint:
    found = accepted(county)
    complaint_actions.decide(found, decision, user=county.fang, at=AT)
    return fresh(found)


def closed(county: County) -> Complaint:
    found = decided(county)
    complaint_actions.answer(found, "经查属实，已责令公开。", ON, user=county.fang, at=AT)
    return fresh(found)


def fresh(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def suggested(county: County, said: Said = SAID, person: Person = PERSON) -> Suggestion:
    made, _code = suggestion_actions.make(county.wangshu, said, person, at=AT)
    return made


def answered(county: County) -> Suggestion:
    made = suggested(county)
    suggestion_actions.answer(made, "yes", "已经照办。", user=county.gao, at=AT)
    return Suggestion.objects.get(pk=made.pk)


QUESTIONS = (
    Question("scale", "您对公开工作满意吗"),
    Question("choice", "您从哪里了解政府信息", ("网站", "公开栏")),
    Question("text", "还有什么建议"),
)


def held(county: County, first: date = ON, last: date = ON + timedelta(days=10), **more: Any) -> Round:
    """An online round with its questionnaire."""
    made = register_actions.open_round(
        county.wangshu, "2021年公开工作满意度评议", "online", first, last, user=county.lin, at=AT
    )
    register_actions.set_questions(made, QUESTIONS, user=county.lin, at=AT)
    return made


def replied(found: Round, count: int, scale: int = 5, text: str = "") -> None:
    keys = list(found.questions.values_list("pk", flat=True))
    for _one in range(count):
        register_actions.reply(found, dict(zip(keys, (scale, 1, text), strict=True)), at=AT)


FIELDS: dict[str, Any] = {
    "on": ON,
    "matter": "没有按时更新公开指南",
    "ground": "53-2",
    "measure": "talk",
    "decided_by": "云川县人民政府",
    "people": 1,
    "source": "complaint",
    "source_number": "",
    "outcome": "已经更新。",
}


def held_to_account(county: County) -> Accountability:
    return register_actions.hold_to_account(county.wangshu, user=county.lin, at=AT, **FIELDS)


def closed_from(found: Complaint, county: County) -> Complaint:
    """A complaint that came in, taken to its end at once."""
    complaint_actions.accept(found, user=county.fang, at=AT)
    complaint_actions.decide(found, DECISION, user=county.fang, at=AT)
    complaint_actions.answer(found, "经查属实，已责令公开。", ON, user=county.fang, at=AT)
    return fresh(found)


def every_kind(county: County) -> None:
    """One of each that a page shows: a new complaint with evidence, one whose organ is asked, …"""
    lodged(county, files=(("截图.png", cases.picture()),))
    asked(county, names=True, told=replace(TOLD, body="另一件"))
    answered(county)
    suggested(county, replace(SAID, body="没有答复的"))
    held(county)
    held_to_account(county)
