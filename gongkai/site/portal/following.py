"""查询办理进度: an application, for whoever has its number and its check code.

It names nobody: no applicant, no third party, no officer. What leaves the page is bound to a letter
or a file of it and holds for a short time; number and check code stand in no address.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from allauth.core import ratelimit
from cryptography.exceptions import InvalidTag
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Prefetch, Q, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.law.applications import receipt as receipt_law
from gongkai.law.applications import remedies
from gongkai.law.applications.case import Subject
from gongkai.law.applications.receipt import Channel
from gongkai.law.clock import Due

from .. import today
from ..applications import composing, terms
from ..applications.actions import files, letters, receipt
from ..applications.letters import KINDS, Addressee
from ..applications.models import Application, CaseFile, Letter, LetterState
from ..disclosure.files import MEDIA_TYPES
from ..organs.actions import Refused
from ..organs.models import Organ
from ..sealing import seal, unseal
from ..supervision.voices.models import Voice
from . import voices
from .around import home_place
from .forms import FollowForm

_HOLDS = timedelta(minutes=30)
"""How long a letter may be fetched after number and check code were given."""
_PLACE = "follow"
_TOO_OFTEN = "too_often"
_TO_APPLICANT = [code for code, kind in KINDS.items() if kind.to is Addressee.APPLICANT]
_LEFT = (LetterState.SENT, LetterState.SERVED)
_GIVEN = (CaseFile.Kind.INFORMATION, CaseFile.Kind.REDACTED)
"""Files that go out with a letter to the applicant."""


@dataclass(frozen=True)
class Fact:
    """What happened on a day."""

    on: date
    text: str


@dataclass(frozen=True)
class Paper:
    """A letter or file to fetch, and what fetches it."""

    name: str
    sealed: str
    sent_on: date | None = None


@dataclass(frozen=True)
class Followed:
    """One application of those that are followed under a number."""

    case: Application
    facts: list[Fact]
    due: Due | None
    overdue: bool
    next_step: str
    remedy: str
    papers: list[Paper]


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """查询办理进度."""
    on = today.today()
    form = FollowForm(request.POST if request.method == "POST" else None)
    found: Application | None = None
    voice: Voice | None = None
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="follow"):
            form.add_error(None, ValidationError(_("短时间内查询的次数太多，请过一分钟再试。"), _TOO_OFTEN))
        else:
            voice = voices.followed(**form.cleaned_data)
            found = None if voice else receipt.followed(**form.cleaned_data)
            if not (voice or found):
                form.add_error(None, _("没有查到。请核对编号和查询码；两项都要与提交时显示的一致。"))
    named = Organ.objects.named(on)
    context: dict[str, Any] = {
        "organ": named.filter(depth=1).first(),
        "form": form,
        "breadcrumb": [home_place(), {"title": _("查询办理进度")}],
    }
    if voice:
        return render(request, "portal/follow_voice.html", {**context, **voices.shown(voice)})
    if found:
        first, *others = _all(found, on)
        here = named.get(pk=found.organ_id)
        context |= {"here": here, "first": first, "others": others, "minutes": _HOLDS.seconds // 60}
    return render(request, "portal/follow.html", context, status=200 if found else _status(request, form))


@sensitive_post_parameters()
@never_cache
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """下载文书: what the page of an application gave the right to fetch."""
    try:
        asked = json.loads(unseal(request.POST.get("sealed", ""), _PLACE))
        fresh = today.now() - datetime.fromisoformat(asked["at"]) <= _HOLDS
    except (InvalidTag, ValueError):
        raise Http404 from None
    if not fresh:
        context = {
            "organ": Organ.objects.named(today.today()).filter(depth=1).first(),
            "form": FollowForm(),
            "lapsed": True,
            "breadcrumb": [home_place(), {"title": _("查询办理进度")}],
        }
        return render(request, "portal/follow.html", context, status=422)
    try:
        name, suffix, data = _letter(asked["letter"]) if "letter" in asked else _case_file(asked["file"])
    except Refused:
        raise Http404 from None
    answer = HttpResponse(data, content_type=MEDIA_TYPES[suffix])
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.{suffix}")
    return answer


def _status(request: HttpRequest, form: FollowForm) -> int:
    if request.method != "POST":
        return 200
    return 429 if form.has_error(NON_FIELD_ERRORS, _TOO_OFTEN) else 422


# What may be fetched ------------------------------------------------------------------------------


def _left() -> Any:
    """Letters to the applicant that have left."""
    return Letter.objects.filter(kind__in=_TO_APPLICANT, state__in=_LEFT)


def _letter(pk: int) -> tuple[str, str, bytes]:
    letter = _left().filter(pk=pk).first()
    if letter is None:
        raise Http404
    return f"{KINDS[letter.kind].title} {letter.number}".strip(), "pdf", letters.content(letter, "pdf")


def _case_file(pk: int) -> tuple[str, str, bytes]:
    kept = CaseFile.objects.filter(pk=pk, kind__in=_GIVEN, letter__in=_left()).first()
    if kept is None:
        raise Http404
    return kept.name.rpartition(".")[0], kept.suffix, files.read(kept)


def _sealed(**asked: int) -> str:
    return seal(json.dumps({**asked, "at": today.now().isoformat()}), _PLACE)


# What is shown ------------------------------------------------------------------------------------


def _all(found: Application, on: date) -> list[Followed]:
    """The application, then its parts and what was ordered to be done again, as they came."""
    cases, newest = [found], [found]
    while newest:
        bound = Application.objects.filter(Q(split_from__in=newest) | Q(redo_of__in=newest))
        newest = list(bound.exclude(pk__in=[case.pk for case in cases]).order_by("pk"))
        cases += newest
    for case in cases:  # of one organ, which is not read again for each
        case.organ = found.organ
    given = CaseFile.objects.filter(kind__in=_GIVEN, destroyed_on=None)
    left = Prefetch("letters", _left().prefetch_related(Prefetch("files", given, "given")), "gone")
    prefetch_related_objects(cases, "consultations", "pieces", left)
    return [_followed(case, found.organ, on) for case in cases]


def _followed(case: Application, organ: Organ, on: date) -> Followed:
    facts = terms.case_of(case, on)
    # As the facts have it today: a term that others let pass does not wait for the next act.
    case.stage = facts.stage
    due = facts.due(terms.days_of(case))
    return Followed(
        case,
        sorted(_facts(case), key=lambda fact: fact.on),
        due,
        overdue=bool(due and due.on and due.on < on and case.is_open),
        next_step=terms.next_step(facts, on),
        remedy=_remedy(case, organ),
        papers=list(_papers(case)),
    )


def _papers(case: Application) -> Iterator[Paper]:
    """Letters that left, the newest first, each with what went out with it; of a merged one also the
    common answer."""
    found = list(case.gone)  # type: ignore[attr-defined]
    if case.merged_into_id:
        found += _left().filter(application=case.merged_into_id).exclude(answer="")
    for letter in sorted(found, key=lambda one: (one.sent_on, one.pk), reverse=True):
        title = f"{KINDS[letter.kind].title} {letter.number}".strip()
        yield Paper(title, _sealed(letter=letter.pk), letter.sent_on)
        given = getattr(letter, "given", None)
        if given is None:
            given = letter.files.filter(kind__in=_GIVEN, destroyed_on=None)
        for one in given:
            yield Paper(one.name, _sealed(file=one.pk), letter.sent_on)


def _remedy(case: Application, organ: Organ) -> str:
    """What the answer says of remedies, once it is served."""
    if case.served_on is None or case.signed_on is None or not case.answer:
        return ""
    settings = composing.settings_of(organ, case.signed_on)
    return remedies.remedy(
        case.answer if case.subject == Subject.INFORMATION else "other_misc",
        case.signed_on,
        review_body=settings.review_body,
        court=settings.court,
        withheld=any(not piece.given for piece in case.pieces.all()),
    )


def _facts(case: Application) -> Iterator[Fact]:
    """Dated facts that concern the applicant, and no internal act."""
    for on, text in (*_of_receipt(case), *_of_waiting(case), *_of_asking(case), *_of_ending(case)):
        if on is not None:
            yield Fact(on, text)


_Facts = Iterator[tuple[date | None, str]]


def _of_receipt(case: Application) -> _Facts:
    channel = Channel(case.channel)
    if case.redo_of_id:
        yield case.arrived_on, _("机关收到复议决定或者判决，重新办理")
        return
    received = case.received_on == case.arrived_on
    ground = _("，{ground}").format(ground=receipt_law.ground(channel)) if received else ""
    yield (
        case.arrived_on,
        _("提出申请（{way}）{ground}").format(way=case.get_channel_display(), ground=ground),
    )
    yield (
        case.confirmed_on,
        _("双方确认收到，{ground}").format(ground=receipt_law.ground(channel)),
    )


def _of_waiting(case: Application) -> _Facts:
    yield case.correction_notified_on, _("告知补正，期限到{day}").format(day=_day(case.correct_by))
    yield case.corrected_on, _("机关收到补正，从次日起重新计算期限")
    yield case.reasons_asked_on, _("要求说明理由，期限到{day}").format(day=_day(case.reasons_by))
    yield case.reasons_given_on, _("机关收到理由")
    yield (
        case.fee_notified_on,
        _("收费通知送达，{yuan}元，期限到{day}").format(yuan=case.fee_yuan, day=_day(case.pay_by)),
    )
    yield case.fee_paid_on, _("缴费，从次日起重新计算期限")


def _of_asking(case: Application) -> _Facts:
    for one in case.consultations.all():
        yield one.sent_on, _("征求{whom}的意见").format(whom=one.get_kind_display())
        yield one.answered_on, _("{whom}答复了意见").format(whom=one.get_kind_display())
    yield case.extended_on, _("告知延长答复期限{days}个工作日").format(days=case.extension)
    for letter in case.gone:  # type: ignore[attr-defined]
        if letter.kind == "later_date_notice":
            yield letter.served_on, _("告知延迟答复，到{day}").format(day=_day(case.postponed_to))


def _of_ending(case: Application) -> _Facts:
    yield case.split_on, _("申请含有几个事项，拆分成几件办理，各件的进度列在下面")
    merged = case.merged_into
    yield (
        case.merged_on,
        _("与您的另一件申请（{number}）一并答复").format(number=merged.number if merged else ""),
    )
    yield case.signed_on, _("作出答复")
    answer = case.get_answer_display()
    yield case.served_on, _("答复送达：{answer}").format(answer=answer)
    yield case.withdrawn_on, _("撤回申请")


def _day(on: date | None) -> str:
    return f"{on.year}年{on.month}月{on.day}日" if on else _("另行告知之日")
