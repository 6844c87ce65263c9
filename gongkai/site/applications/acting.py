"""下一步: the acts that the law and a person's roles allow on a case, and why the others are not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.law.applications import case as law
from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.third_parties import Opinion
from gongkai.law.citation import Article
from gongkai.law.working_days import WorkingDays

from .letter_models import LetterState
from .models import Application

PERMISSIONS = dict.fromkeys(law.ACTS, "applications.handle") | {"archive": "applications.archive"}
"""Act of the law → the act of ``organs.permissions`` that carries it out."""


@dataclass(frozen=True)
class Possible:
    """An act with its article; ``to`` and ``pk``: which page it is done on; ``refusal``: why not now."""

    code: str
    name: str
    article: str
    effect: str
    to: str = "act"
    pk: int = 0
    refusal: str = ""


def possible(
    application: Application, case: law.Case, on: date, days: WorkingDays, may: Mapping[str, bool]
) -> tuple[list[Possible], list[Possible]]:
    """What may be done now, and what may not; of acts of the person's roles alone."""
    now: list[Possible] = []
    later: list[Possible] = []
    for code in sorted(law.ACTS, key=lambda code: code != "decide"):  # the way to the answer first
        if not may[PERMISSIONS[code]]:
            continue
        if refusal := _refusal(application, code, case, on, days):
            later.append(_of(code, refusal=refusal))
        else:
            now += _pages(application, code)
    return now, later


def lapsed(answer: str) -> str:
    """What an applicant's silence leads to, in words."""
    return ANSWERS[answer].label if answer else ""


def _refusal(application: Application, code: str, case: law.Case, on: date, days: WorkingDays) -> str:
    if application.is_answered_with_another:
        return _("已经并案，请在并入的那件申请里办理")
    try:
        law.refuse(code, case, on, days)
    except (law.NotAllowed, ValueError) as error:
        return str(error)
    if not list(_pages(application, code)):
        return _("没有等待登记的意见") if code == "record_opinion" else _("没有已签发、待送出的答复书")
    return ""


def _pages(application: Application, code: str) -> Iterator[Possible]:
    """Where an act is done: mostly on its own page, on that of a letter or an opinion."""
    if code == "record_opinion":
        for one in application.consultations.all():
            if one.sent_on and not one.answered_on:
                yield _of(code, to="opinion", pk=one.pk, whose=one.get_kind_display())
    elif code == "serve":
        for letter in application.letters.all():
            if letter.is_reply and letter.state in (LetterState.SIGNED, LetterState.SENT):
                yield _of(code, to="letter", pk=letter.pk)
    else:
        yield _of(code)
    if code == "search":
        yield Possible("separate", _("区分处理"), str(Article(37)), "")
    if code == "decide" and any(
        one.opinion == Opinion.REFUSES_WITH_REASON for one in application.consultations.all()
    ):
        yield Possible("public_interest", _("说明公共利益"), str(Article(32)), "")


def _of(code: str, *, to: str = "act", pk: int = 0, refusal: str = "", whose: str = "") -> Possible:
    act = law.ACTS[code]
    name = _("{act}：{whose}").format(act=act.name, whose=whose) if whose else act.name
    effect = "" if act.effect is law.ClockEffect.NONE else law.CLOCK_EFFECTS[act.effect]
    return Possible(code, name, str(act.article), effect, to, pk, refusal)
