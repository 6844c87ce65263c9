"""公众问答: what was answered in public, a question of one's own, and what became of it.

Nothing asks who is asking. The text of a question is shown to nobody in public before its answer
is; number and check code stand in no address.
"""

import math
from datetime import timedelta
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..disclosure import questions
from ..disclosure.question_models import LONGEST_BODY, LONGEST_TITLE, Question, QuestionState
from ..organs.actions import Refused
from ..organs.models import Organ
from .around import around, find_organ, home_place, organ_place
from .forms import FollowForm
from .offers import published_about

PAGE = 20
_TOO_OFTEN = "too_often"


class AskForm(forms.Form):
    """Only what an answer needs."""

    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=LONGEST_TITLE,
        help_text=gettext_lazy("一句话写明问什么，例如：农村宅基地怎么申请。"),
    )
    body = forms.CharField(
        label=gettext_lazy("问题"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("不超过1000字。请不要写姓名、电话、证件号码、住址等个人信息。"),
    )
    remark = forms.CharField(label=gettext_lazy("请留空"), required=False)
    """A trap for programs: people neither see it nor come to it by keyboard."""

    def clean_remark(self) -> str:
        if self.cleaned_data["remark"]:
            raise ValidationError(_("这一项请留空，清空后再提交"))
        return ""


@require_safe
def question_list(request: HttpRequest, slug: str) -> HttpResponse:
    """公众问答: the answered questions of an organ, the newest answer first."""
    organ = find_organ(slug)
    of_organ = Question.objects.filter(organ=organ)
    answered = of_organ.in_state(QuestionState.ANSWERED).select_related("item__current")
    page = Paginator(answered.order_by("-item__published_at", "-item"), PAGE).get_page(
        request.GET.get("page")
    )
    figures = of_organ.figures()
    context = {
        **around(organ),
        "page": page,
        "rows": [(question, _days(question.took)) for question in page],
        "figures": figures,
        "took": _days(figures["took"]),
        "breadcrumb": [home_place(), organ_place(organ), {"title": _("公众问答")}],
    }
    return render(request, "portal/questions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """我要提问: what may answer it already is offered once; then it is taken, and its code shown once."""
    organ = find_organ(slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        **around(organ),
        "form": form,
        "breadcrumb": [home_place(), organ_place(organ), _list_place(organ), {"title": _("我要提问")}],
    }
    if request.method == "POST" and form.is_valid():
        context["offered"] = [] if "anyway" in request.POST else published_about(form.cleaned_data["title"])
        taken = None if context["offered"] else _taken(request, organ, form)
        if taken:
            context |= {
                "question": taken[0],
                "code": taken[1],
                "address": request.build_absolute_uri(reverse("portal:follow_question")),
            }
            return render(request, "portal/asked.html", context)
    return render(request, "portal/ask.html", context, status=_status(request, form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """查询答复: what became of a question, for whoever has its number and its check code."""
    on = today.today()
    form = FollowForm(request.POST if request.method == "POST" else None)
    question: Question | None = None
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="follow_question"):
            form.add_error(None, ValidationError(_("短时间内查询的次数太多，请过一分钟再试。"), _TOO_OFTEN))
        else:
            question = questions.followed(**form.cleaned_data)
            if question is None:
                form.add_error(None, _("没有查到。请核对编号和查询码；两项都要与提交时显示的一致。"))
    named = Organ.objects.named(on)
    context = {
        "organ": named.filter(depth=1).first(),
        "form": form,
        "question": question,
        "here": named.get(pk=question.organ_id) if question else None,
        "asked_of": named.get(pk=question.asked_of_id) if question else None,
        "breadcrumb": [home_place(), {"title": _("查询答复")}],
    }
    status = 200 if question else _status(request, form)
    return render(request, "portal/follow_question.html", context, status=status)


def _taken(request: HttpRequest, organ: Organ, form: AskForm) -> tuple[Question, str] | None:
    """The question with its check code; None where the form now says why it was not taken."""
    if not ratelimit.consume(request, action="ask"):
        refusal = _("您所在的网络一小时内提交的次数太多，这一次没有收下。请过一小时再提交。")
        form.add_error(None, ValidationError(refusal, _TOO_OFTEN))
        return None
    data = form.cleaned_data
    try:
        return questions.ask(organ, data["title"], data["body"], at=today.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return None


def _status(request: HttpRequest, form: forms.Form) -> int:
    """Of a page with a form that did not do what was asked, or was not sent yet."""
    if request.method != "POST":
        return 200
    return 429 if form.has_error(NON_FIELD_ERRORS, _TOO_OFTEN) else 422


def _list_place(organ: Organ) -> dict[str, str]:
    return {"title": _("公众问答"), "url": reverse("portal:questions", args=[organ.slug])}


def _days(took: timedelta | None) -> int | None:
    """Whole days, a begun one counted."""
    return max(1, math.ceil(took / timedelta(days=1))) if took is not None else None
