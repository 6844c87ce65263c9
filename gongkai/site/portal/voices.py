"""投诉举报、批评建议、社会评议 as the public has them: entered without scripts, followed by a number.

Who speaks is sealed; number and check code stand in no address.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from allauth.core import ratelimit
from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from .. import today
from ..disclosure.models import Item
from ..organs.actions import Refused
from ..organs.models import Organ
from ..sealing import seal, unseal
from ..supervision.voices import complaint_actions, offices, suggestion_actions, terms
from ..supervision.voices.forms import SaidForm, ToldForm
from ..supervision.voices.models import Act, Complaint, Kind, Suggestion, Voice
from ..supervision.voices.register_actions import reply
from ..supervision.voices.register_forms import ReplyForm
from ..supervision.voices.register_models import Round
from ..supervision.voices.results import FEW, results, share
from .apply_forms import FilesField, limits
from .around import around, find_organ, home_place, organ_place

_TOO_OFTEN = "too_often"
_PLACE = "withdraw"
_HOLDS = timedelta(minutes=30)
"""How long a complaint may be taken back after number and check code were given."""
_ANSWERED = "evaluated"
"""In the session: the questionnaires this browser has answered."""


class _Trap(forms.Form):
    remark = forms.CharField(label=gettext_lazy("请留空"), required=False)
    """A trap for programs: people neither see it nor come to it by keyboard."""

    def clean_remark(self) -> str:
        if self.cleaned_data["remark"]:
            raise ValidationError(_("这一项请留空，清空后再提交"))
        return ""


class ComplainForm(ToldForm, _Trap):
    """投诉举报."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = FilesField(label=_("证据"), help_text=limits())

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") == Kind.COMPLAINT:
            if not found.get("name"):
                self.add_error("name", _("投诉请写姓名或者名称；不愿意写的，可以选“举报”"))
            reached = ("phone", "email", "address")
            if not any(found.get(name) or self.has_error(name) for name in reached):
                self.add_error("phone", _("电话、邮箱、通信地址请至少写一种"))
        return found

    def uploads(self) -> complaint_actions.Files:
        return tuple((one.name, one.read()) for one in self.cleaned_data["files"])


class SuggestForm(SaidForm, _Trap):
    """批评建议."""


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, slug: str) -> HttpResponse:
    """投诉举报 (Art. 47, 51), to the office that decides."""
    organ, on = find_organ(slug), today.today()
    office = offices.decider(organ, on)
    sent = request.method == "POST"
    form = ComplainForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid() and _may(request, form, "voice"):
        made = _done(
            form,
            lambda: complaint_actions.lodge(
                organ, form.told(), form.person(), at=today.now(), files=form.uploads()
            ),
        )
        if made:
            return _taken(request, organ, *made)
    context = {
        **_around(organ, _("投诉举报")),
        "form": form,
        "office": office,
        "terms": terms.terms_of(office, on) if office else None,
        "closed": organ.is_dissolved(on) or office is None,
    }
    return render(request, "portal/complain.html", context, status=_status(request, form))


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, slug: str) -> HttpResponse:
    """批评建议 (Art. 9), to the organ itself; and the questionnaires that are open."""
    organ, on = find_organ(slug), today.today()
    form = SuggestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _may(request, form, "voice"):
        made = _done(form, lambda: suggestion_actions.make(organ, form.said(), form.person(), at=today.now()))
        if made:
            return _taken(request, organ, *made)
    context = {
        **_around(organ, _("批评建议")),
        "form": form,
        "terms": terms.terms_of(organ, on),
        "rounds": Round.objects.filter(organ=organ).running(on),
        "closed": organ.is_dissolved(on),
    }
    return render(request, "portal/suggest.html", context, status=_status(request, form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """网上评议: the questionnaire from its first day to its last, then what came of it."""
    found: Round = get_object_or_404(Round.objects.select_related("organ"), pk=pk, method="online")
    if not found.questions.exists():
        raise Http404
    organ, on = find_organ(found.organ.slug), today.today()
    before = request.session.get(_ANSWERED, [])
    form = ReplyForm(request.POST if request.method == "POST" else None, found)
    thanked = found.pk in before
    if request.method == "POST" and not thanked and form.is_valid() and _may(request, form, "evaluate"):
        thanked = bool(_done(form, lambda: reply(found, form.answers(), at=today.now())))
        if thanked:
            request.session[_ANSWERED] = [*before, found.pk]
    over = on > found.last or found.concluded_on is not None
    base, told = results(found) if over else (0, [])
    context = {
        **_around(organ, found.title),
        "round": found,
        "form": form,
        "thanked": thanked,
        "running": found.is_running(on),
        "over": over,
        "base": base,
        "results": told,
        "few": FEW,
        "share": share(found.satisfied, found.answered),
    }
    status = 200 if thanked else _status(request, form)
    return render(request, "portal/evaluate.html", context, status=status)


# Following ----------------------------------------------------------------------------------------


def followed(number: str, code: str) -> Voice | None:
    """The complaint or suggestion of a number, for whoever has its check code."""
    for kind, find in ((Complaint, complaint_actions.followed), (Suggestion, suggestion_actions.followed)):
        if kind.objects.numbered(number).exists():
            return find(number, code)
    return None


def shown(voice: Voice) -> dict[str, Any]:
    """What the page says of it: no officer, no person, nothing internal."""
    on = today.today()
    named = Organ.objects.named(on)
    here = named.get(pk=voice.organ_id)
    if isinstance(voice, Suggestion):
        item = Item.objects.public().filter(pk=voice.item_id).first() if voice.item_id else None
        return {"suggestion": voice, "here": here, "item": item, "late": voice.is_late(on)}
    assert isinstance(voice, Complaint)
    asked = json.dumps({"complaint": voice.pk, "at": today.now().isoformat()})
    return {
        "complaint": voice,
        "here": here,
        "office": named.get(pk=voice.office_id),
        "facts": list(_facts(voice)),
        "late": voice.is_late(on),
        "sealed": seal(asked, _PLACE) if voice.is_open else "",
    }


@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """撤回投诉: what the page of the complaint gave the right to."""
    try:
        asked = json.loads(unseal(request.POST.get("sealed", ""), _PLACE))
        fresh = today.now() - datetime.fromisoformat(asked["at"]) <= _HOLDS
    except (InvalidTag, ValueError):
        raise Http404 from None
    found = get_object_or_404(Complaint, pk=asked["complaint"])
    context: dict[str, Any] = {
        "organ": Organ.objects.named(today.today()).filter(depth=1).first(),
        "breadcrumb": [home_place(), {"title": _("查询办理进度")}],
    }
    refusal = "" if fresh else _("查询的页面停留太久，请重新查询以后再撤回。")
    if fresh:
        try:
            complaint_actions.withdraw(found, "", user=None, at=today.now())
        except Refused as refused:
            refusal = str(refused)
    found.refresh_from_db()
    return render(
        request,
        "portal/follow_voice.html",
        {**context, **shown(found), "refusal": refusal},
        status=422 if refusal else 200,
    )


_PUBLIC = {
    Act.LODGED: gettext_lazy("收到"),
    Act.MOVED: "",
    Act.ACCEPTED: gettext_lazy("受理"),
    Act.DECLINED: gettext_lazy("不予受理"),
    Act.ASKED: gettext_lazy("要求被投诉的机关作出说明"),
    Act.STATED: gettext_lazy("被投诉的机关作出了说明"),
    Act.ANSWERED: gettext_lazy("答复并办结"),
    Act.WITHDRAWN: gettext_lazy("撤回"),
}
"""What a person reads of a step; a finding only with the answer, a passing on with its words."""


def _facts(complaint: Complaint) -> Iterator[tuple[date, str]]:
    for step in complaint.steps.all():
        if step.act in _PUBLIC:
            yield step.on, str(_PUBLIC[Act(step.act)]) or step.note


# What the forms share -----------------------------------------------------------------------------


def _around(organ: Organ, title: str) -> dict[str, Any]:
    return {
        **around(organ),
        "title": title,
        "breadcrumb": [home_place(), organ_place(organ), {"title": title}],
    }


def _may(request: HttpRequest, form: forms.Form, action: str) -> bool:
    if ratelimit.consume(request, action=action):
        return True
    refusal = _("您所在的网络一小时内提交的次数太多，这一次没有收下。请过一小时再提交。")
    form.add_error(None, ValidationError(refusal, _TOO_OFTEN))
    return False


def _done(form: forms.Form, act: Any) -> Any:
    """What the act answers; None where the form now says why it was not done."""
    try:
        return act()
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _taken(request: HttpRequest, organ: Organ, voice: Voice, code: str) -> HttpResponse:
    """Number and check code, shown once."""
    complaint = isinstance(voice, Complaint)
    context = {
        **_around(organ, _("投诉举报") if complaint else _("批评建议")),
        "voice": voice,
        "code": code,
        "by": getattr(voice, "accept_by", None) or getattr(voice, "answer_by", None),
        "complaint": complaint,
        "office": offices.decider(organ, today.today()) if complaint else organ,
        "address": request.build_absolute_uri(reverse("portal:follow")),
    }
    return render(request, "portal/voice_taken.html", context)


def _status(request: HttpRequest, form: forms.Form) -> int:
    if request.method != "POST":
        return 200
    return 429 if form.has_error(NON_FIELD_ERRORS, _TOO_OFTEN) else 422
