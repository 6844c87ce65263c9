"""What a case puts into its letters: the fields a template may name (``letters.FIELDS``).

A letter's own words are those its act was given; everything else is read from the case, so that a
number, a date or a remedy is never typed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law import parameters
from gongkai.law.applications import fees, remedies
from gongkai.law.applications.receipt import Channel
from gongkai.law.citation import REGULATION
from gongkai.law.scope import GROUNDS

from ..organs.models import Organ
from . import people, terms
from .letter_models import CaseSettings, Letter
from .letters import KINDS
from .models import ApplicantKind, Application
from .step_models import CaseFile, Consultation, Consulted

DATES = frozenset("correction_due explain_by later_on reply_by earlier_on published_on explained_on".split())
"""Own words that are dates: kept as text, given to the template as days."""
TO_COME = frozenset("correction_due explain_by later_on reply_by".split())
"""Those of them that set a day to come."""
OWN = (
    "information",
    "correction_items",
    "correction_due",
    "reason",
    "law_basis",
    "explain_by",
    "later_on",
    "manner",
    "access",
    "published_on",
    "route",
    "responsible_organ",
    "responsible_contact",
    "passed_to",
    "corrected_record",
    "explanation",
    "earlier_number",
    "earlier_on",
    "ending",
    "disclosed",
    "proposal",
    "reply_by",
)
"""Words that an officer writes, in the order of a form. The first is the case's own but in replies."""

_CHANNELS = {
    Channel.IN_PERSON: _("当面"),
    Channel.REGISTERED_MAIL: _("通过信函"),
    Channel.ORDINARY_MAIL: _("通过信函"),
    Channel.ONLINE: _("通过互联网"),
    Channel.FAX: _("通过传真"),
    Channel.ORAL: _("口头"),
}


def fields(
    letter: Letter, own: Mapping[str, Any], enclosing: Iterable[CaseFile] | None = None
) -> dict[str, Any]:
    """Everything the letter's template may name, and nothing else.

    ``enclosing``: what would go out with a letter that is not kept yet.
    """
    application = letter.application
    on = letter.signed_on or localdate(letter.drafted_at)
    found = {
        **_letter(letter, application, on, enclosing),
        **_case(application),
        **_SPECIAL.get(letter.kind, _none)(letter, application, on, own),
        **{
            name: date.fromisoformat(value) if name in DATES and isinstance(value, str) else value
            for name, value in own.items()
        },
    }
    if letter.answer:
        found = {**_reply(letter, application, on), **found}
    allowed = {field.name for field in KINDS[letter.kind].fields}
    return {name: value for name, value in found.items() if name in allowed and value not in (None, "")}


def default_pattern(organ: Organ, numbering: str, on: date) -> str:
    """文号的编法 where an organ has set none: 望舒镇公开答〔2021〕1号."""
    named = Organ.objects.named(on).get(pk=organ.pk)
    return f"{named.short_name}公开{numbering}〔{{year}}〕{{serial}}号"


def settings_of(organ: Organ, on: date) -> CaseSettings:
    """What letters name beside the case: the organ's own, else what follows from its place."""
    found = CaseSettings.objects.filter(organ=organ).first() or CaseSettings(organ=organ)
    if not found.review_body:
        above = organ.parent_on(on)
        found.review_body = above.name if above else _("上一级行政机关")
    found.court = found.court or _("有管辖权的人民法院")
    found.pay_to = found.pay_to or _("按照本机关另行提供的缴款码，向国库缴纳。")
    return found


def _letter(
    letter: Letter, application: Application, on: date, enclosing: Iterable[CaseFile] | None
) -> dict[str, Any]:
    organ = application.organ
    files = enclosing or (letter.files.exclude(kind=CaseFile.Kind.PROOF) if letter.pk else ())
    return {
        "organ": organ.name_on(on),
        "number": letter.number or _("（签发时编号）"),
        "issued_on": on,
        "contact": "，".join(part for part in (organ.office, organ.phone) if part),
        "attachments": [file.name.rsplit(".", 1)[0] for file in files],
        **_addressee(letter, application),
    }


def _addressee(letter: Letter, application: Application) -> dict[str, str]:
    if letter.consultation is not None and KINDS[letter.kind].to != "applicant":
        asked = letter.consultation
        organ = asked.kind != Consulted.THIRD_PARTY
        party = people.party_of(asked)
        return {
            "addressee": party.name,
            "third_party": party.name,
            "you": _("贵机关") if organ else _("你方"),
        }
    person = people.known(application)
    natural = application.applicant_kind == ApplicantKind.NATURAL_PERSON
    return {
        "addressee": person.name if person else _("申请人"),
        "you": _("您") if natural else _("贵单位"),
    }


def _case(application: Application) -> dict[str, Any]:
    return {
        "case_number": application.number,
        "channel": _CHANNELS[Channel(application.channel)],
        "received_on": application.received_on or application.arrived_on,
        "request": application.wants.rstrip("。"),  # a full stop follows
        "information": application.title,
        "corrected_on": application.corrected_on,
        "due_on": application.due_on,
        "correction_notified_on": application.correction_notified_on,
        "correction_due": application.correct_by,
        "reasons_asked_on": application.reasons_asked_on,
        "explained_on": application.reasons_given_on,
        "fee_notified_on": application.fee_notified_on,
        "payment_due": application.pay_by,
        "follow_at": _("本机关网站“依申请公开”的“查询办理进度”"),
    }


Special = Callable[[Letter, Application, date, Mapping[str, Any]], dict[str, Any]]


def _none(letter: Letter, application: Application, on: date, own: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _extension(letter: Letter, application: Application, on: date, own: Mapping[str, Any]) -> dict[str, Any]:
    """The later last day, as if the notice went out on the day it is signed."""
    case = terms.case_of(application, on)
    told = replace(case, facts=replace(case.facts, extended_on=on, extension=int(own["days"])))
    due = told.due(terms.days_of(application))
    return {"extended_to": due.on if due else None}


def _asking(letter: Letter, application: Application, on: date, own: Mapping[str, Any]) -> dict[str, Any]:
    asked = letter.consultation
    assert asked is not None
    name = "co_maker_opinion" if asked.kind == Consulted.CO_MAKER else "third_party_opinion"
    return {
        "information": asked.about,
        "task": asked.about,
        "opinion_days": parameters.on(name, on).value,
        "consulted_on": asked.sent_on or on,
        "letter_number": _number_of_asking(asked),
        "opinion": _opinion(asked),
    }


def _number_of_asking(asked: Consultation) -> str:
    letter = asked.letters.filter(kind="third_party_letter").exclude(number="").last()
    return letter.number if letter else ""


def _disclosed(letter: Letter, application: Application, on: date, own: Mapping[str, Any]) -> dict[str, Any]:
    settings = settings_of(application.organ, on)
    return {
        **_asking(letter, application, on, own),
        "remedy": remedies.remedy(
            remedies.DISCLOSED_TO_OTHERS, on, review_body=settings.review_body, court=settings.court
        ),
    }


def _fee(letter: Letter, application: Application, on: date, own: Mapping[str, Any]) -> dict[str, Any]:
    mode, quantity = own["mode"], own["quantity"]
    fee = fees.by_items(quantity, on) if mode == "items" else fees.by_pages(quantity, on)
    unit = _("件") if mode == "items" else _("页")
    bands = "；".join(
        _("第{first}至{last}{unit}每{unit}{rate}元，计{yuan}元").format(
            first=band.first, last=band.last, unit=unit, rate=band.each, yuan=band.yuan
        )
        for band in fee.bands
    )
    return {
        "fee_mode": _("按件计收") if mode == "items" else _("按量计收"),
        "fee_amount": fee.yuan,
        "fee_detail": _("{why}共{quantity}{unit}：{bands}，合计{yuan}元。").format(
            why=own["reason"], quantity=quantity, unit=unit, bands=bands, yuan=fee.yuan
        ),
        "payment_days": parameters.on("fee_payment", on).value,
        "pay_to": settings_of(application.organ, on).pay_to,
    }


def _reply(letter: Letter, application: Application, on: date) -> dict[str, Any]:
    settings = settings_of(application.organ, on)
    withheld = [one for one in application.pieces.all() if not one.given]
    asked = application.consultations.filter(kind=Consulted.THIRD_PARTY).exclude(sent_on=None).first()
    code = letter.answer if letter.kind != "records_correction_reply" else "other_misc"
    return {
        "remedy": remedies.remedy(
            code, on, review_body=settings.review_body, court=settings.court, withheld=bool(withheld)
        ),
        "parts": [
            {
                "name": one.text,
                "reason": one.reason,
                "ground": str(GROUNDS[one.ground][1]).replace(REGULATION, _("《条例》")),
            }
            for one in withheld
        ],
        "search": "".join(_searched(one) for one in application.searches.all()),
        "consulted_on": asked.sent_on if asked else None,
        "opinion": _opinion(asked) if asked else "",
    }


def _searched(search: Any) -> str:
    return _("{on}，{by}在{place}以{words}检索，{result}。").format(
        on=_day(search.on),
        by=search.by,
        place=search.place,
        words=search.words,
        result=search.result.rstrip("。") or (_("检索到该信息") if search.found else _("没有检索到该信息")),
    )


def _opinion(asked: Consultation) -> str:
    """As it may be told: the position, not the words of the third party."""
    if asked.answered_on is None:
        return _("第三方没有提出意见。") if asked.kind == Consulted.THIRD_PARTY else ""
    return _("第三方意见为：{opinion}。").format(opinion=asked.get_opinion_display())


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


_SPECIAL: dict[str, Special] = {
    "extension_notice": _extension,
    "third_party_letter": _asking,
    "third_party_confirmation": _asking,
    "third_party_applicant_notice": _asking,
    "third_party_decision_notice": _disclosed,
    "co_maker_letter": _asking,
    "assistance_letter": _asking,
    "fee_notice": _fee,
}
