"""What a decision rests on (Art. 30-40): what is on file, and what its letter says, before it is drafted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.applications.answers import ANSWERS, Answer
from gongkai.law.applications.case import WAITING, Stage, Subject
from gongkai.law.applications.third_parties import Opinion
from gongkai.law.citation import Article

from ...organs.actions import Refused
from .. import composing, terms
from ..letter_models import Letter
from ..letters.kinds import FIELDS, KINDS, Need
from ..models import Application
from ..step_models import Consulted
from . import base


@dataclass(frozen=True)
class Decision:
    """What is answered: the answer, and the words of its letter that the case does not hold already."""

    answer: str
    words: Mapping[str, str]
    """By field of the letter (``words_of``); days as 2021-03-05."""
    files: tuple[int, ...] = ()
    """Keys of the case's files that go out with it."""


@dataclass(frozen=True)
class Lack:
    """Something an answer needs and the case has not; ``act``: what brings it, where an act does."""

    told: str
    article: Article
    act: str = ""

    @property
    def words(self) -> str:
        return _("{told}（{article}）").format(told=self.told, article=self.article)


def words_of(answer: str) -> list[str]:
    """The fields an officer writes for an answer; days that earlier letters set are on file."""
    return [name for name in composing.OWN if name in KINDS[answer].used and name not in composing.TO_COME]


def words_given(decision: Decision) -> dict[str, str]:
    """The words of the letter that were written, blanks left out."""
    return {
        name: decision.words[name].strip()
        for name in words_of(decision.answer)
        if decision.words.get(name, "").strip()
    }


def lacking(application: Application, code: str, on: date) -> list[Lack]:
    """What must be on file before an answer may be drafted, and is not: each with the act that brings it."""
    return [lack for lack in _lacks(application, ANSWERS[code], on) if lack]


def _lacks(application: Application, answer: Answer, on: date) -> Iterator[Lack | None]:
    code, silent = answer.code, terms.waits(application, on)
    waiting = Stage(application.stage) in WAITING
    if waiting and code not in (silent, "other_misc"):
        yield Lack(_("申请人逾期没有回应的，只能按“{label}”办结").format(label=_label(silent)), Article(30))
    elif not waiting and code in ("other_not_corrected", "other_fee_unpaid"):
        yield Lack(_("只有申请人逾期不补正、不缴费时，才能这样办结"), Article(30))
    if code == "unable_still_unclear" and application.corrected_on is None:
        yield Lack(_("告知过补正、收到补正以后仍不明确的，才能这样答复"), Article(30), "request_correction")
    if code == "declined_excessive" and not waiting and application.reasons_sound is not False:
        yield _not_excessive(application)
    if answer.needs_search_record and not application.searches.filter(found=False).exists():
        yield Lack(
            _("答复没有检索到信息之前，请先登记检索记录：在哪里、由谁、什么时间、用什么词检索"),
            Article(36, item=4),
            "search",
        )
    if answer.needs_parts:
        pieces = list(application.pieces.all())
        if not (any(one.given for one in pieces) and any(not one.given for one in pieces)):
            yield Lack(_("部分公开的，请先列出予以公开和不予公开的各个部分及其依据"), Article(37), "separate")
    if answer.needs_third_party:
        yield _third_party_unasked(application)
    if answer.sends_information:
        yield _against_third_party(application)


def _not_excessive(application: Application) -> Lack:
    if application.reasons_asked_on is None:
        return Lack(_("请先要求申请人说明理由，理由不合理的才能不予处理"), Article(35), "ask_reasons")
    return Lack(
        _("申请人说明的理由合理，应当办理；不能按期答复的，可以确定延迟答复的日期"), Article(35), "postpone"
    )


def _third_party_unasked(application: Application) -> Lack | None:
    """Withheld for a third party: asked, and not one that agrees (Art. 15)."""
    asked = application.consultations.filter(kind=Consulted.THIRD_PARTY).exclude(sent_on=None)
    if not asked.exists():
        return Lack(_("涉及第三方合法权益的，请先书面征求第三方意见"), Article(32), "consult_third_party")
    if not asked.exclude(opinion=Opinion.AGREES).exists():
        return Lack(_("第三方同意公开，应当公开，不能以保护第三方为由不予公开"), Article(15))
    return None


def _against_third_party(application: Application) -> Lack | None:
    """Refusal with good reason binds, but for grave public interest, of which the third party is told."""
    refused = application.consultations.filter(
        kind=Consulted.THIRD_PARTY, opinion=Opinion.REFUSES_WITH_REASON
    )
    withheld = application.pieces.filter(given=False, ground="third_party")
    if application.public_interest or not refused.exists() or withheld.exists():
        return None
    words = _(
        "第三方不同意公开且有合理理由，不予公开；不公开会对公共利益造成重大影响的，请先写明并告知第三方"
    )
    return Lack(words, Article(32), "public_interest")


def refuse_unfounded(application: Application, decision: Decision, on: date) -> None:
    """Raise Refused where an answer rests on what is not on file, or says too little."""
    answer = ANSWERS[decision.answer]
    for lack in lacking(application, decision.answer, on):
        raise Refused(lack.words)
    given = words_given(decision)
    for name in words_of(decision.answer):
        if FIELDS[name].need is Need.MUST and name not in (*given, "information"):
            raise Refused(_("请填写：{meaning}").format(meaning=FIELDS[name].meaning))
    if answer.needs_responsible_organ and not ({"responsible_organ", "reason"} & given.keys()):
        raise Refused(_("能够确定负责公开的机关的，请写其名称和联系方式；不能确定的，请写明理由"))
    if answer.needs_channel and "route" not in given and "access" not in given:
        raise Refused(_("请写申请人可以通过什么渠道提出或者获取"))


def refuse_overtaken(letter: Letter, application: Application, on: date) -> None:
    """Of a reply: what came since it was drafted (a correction, an opinion) may not allow it any more."""
    base.require_on(application, "decide", on, without=letter)
    if Subject(application.subject) is Subject.INFORMATION:
        for lack in lacking(application, letter.answer, on):
            raise Refused(_("{lack}。请退回或者作废这份答复书").format(lack=lack.words.rstrip("。")))


def _label(code: str) -> str:
    return ANSWERS[code].label if code else _("其他处理")
