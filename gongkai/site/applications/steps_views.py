"""七步: the guided page from a question to an answer, and the decision it ends in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.case import AT_WORK, Stage, Subject
from gongkai.law.applications.steps import STEPS

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs.actions import Refused
from . import letters, terms
from .act_pages import PAGES
from .act_views import application_of, carried_out, crumbs, facts_of, instead, seen_in, why_not
from .actions import contents, reply
from .actions.foundations import Lack, lacking, refuse_unfounded, words_given
from .decision_form import ChoiceForm, DecisionForm
from .letter_text import Line, covered_names, lines
from .models import Application
from .serving import attached
from .steps import Standing, standing


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: OfficeRequest, pk: int) -> HttpResponse:
    """The question that is open with its choices, or the decision that the choices have led to."""
    application = application_of(request, pk, "applications.handle")
    if application.subject != Subject.INFORMATION:
        return redirect("applications:act", pk, "decide")
    silent = terms.waits(application, today.today())
    back_to = request.GET.get("step", "")
    now = standing(application.steps.select_related("by"), back_to="" if silent else back_to)
    if silent:
        now = Standing(now.taken, None, silent)
    if now.step is None:
        return _decision(request, application, now)
    return _question(request, application, now)


def _question(request: OfficeRequest, application: Application, now: Standing) -> HttpResponse:
    assert now.step is not None
    form = ChoiceForm(request.POST if request.method == "POST" else None, now.step)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status, _made = carried_out(
                form,
                lambda: reply.choose(
                    application,
                    form.cleaned_data["step"],
                    form.cleaned_data["choice"],
                    form.cleaned_data["note"],
                    user=request.user,
                    at=today.now(),
                    seen=seen_in(request),
                ),
            )
            if status == 200:
                return redirect("applications:steps", application.pk)
            application = application_of(request, application.pk, "applications.handle")
    working = Stage(application.stage) in AT_WORK
    return _shown(
        request,
        application,
        now,
        {
            "form": form,
            "working": working,
            "why": "" if working else why_not("decide", application, today.today()),
            "askings": [
                (one, reverse("applications:act", args=[application.pk, one.code]))
                for one in now.step.askings
            ],
        },
        status,
    )


def _decision(request: OfficeRequest, application: Application, now: Standing) -> HttpResponse:
    on = today.today()
    form = DecisionForm(request.POST if request.method == "POST" else None, application, on, now.answer)
    status, text = 200, list[Line]()
    if request.method == "POST":
        status = 422
        if request.POST.get("answer") != now.answer:
            form.add_error(None, _("七步的选择已经改变，请按现在的选择作出决定"))
        elif form.is_valid() and {"preview", "pdf"} & request.POST.keys():
            try:
                refuse_unfounded(application, form.decision, on)
                docx = contents.preview(
                    application, now.answer, words_given(form.decision), form.decision.files, at=today.now()
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                if "pdf" in request.POST:
                    return attached(letters.pdf(docx), f"{application.number}.pdf", "pdf")
                status, text = 200, lines(docx, covered_names(application))
        elif form.is_valid():
            status, made = carried_out(
                form,
                lambda: reply.decide(
                    application, form.decision, user=request.user, at=today.now(), seen=seen_in(request)
                ),
            )
            if status == 200:
                messages.success(request, _("答复已起草，等待审批"))
                return redirect("applications:letter", made.pk)
            application = application_of(request, application.pk, "applications.handle")
    lacks = lacking(application, now.answer, on)
    context = {
        "form": form,
        "answer": ANSWERS[now.answer],
        "lacks": [(lack, _address(application, lack)) for lack in lacks],
        "why": why_not("decide", application, on),
        "drafted": application.letters.under_way().exclude(answer="").first(),
        "known": _known(application, now.answer),
        "text": text,
    }
    return _shown(request, application, now, context, status)


def _address(application: Application, lack: Lack) -> str:
    return reverse("applications:act", args=[application.pk, lack.act]) if lack.act in PAGES else ""


def _known(application: Application, code: str) -> list[tuple[str, str]]:
    """What the letter takes from the case by itself."""
    answer, found = ANSWERS[code], list[tuple[str, str]]()
    if answer.needs_search_record:
        for search in application.searches.all():
            words = _("{on}，{by}在{place}以{words}检索").format(
                on=search.on, by=search.by, place=search.place, words=search.words
            )
            found.append((_("检索记录"), words))
    if answer.needs_parts:
        for piece in application.pieces.all():
            how = (
                _("予以公开")
                if piece.given
                else _("不予公开：{ground}").format(ground=piece.get_ground_display())
            )
            found.append((how, piece.text))
    if answer.needs_third_party:
        for asked in application.consultations.filter(kind="third_party"):
            found.append((_("第三方意见"), asked.get_opinion_display() or _("没有提出意见")))
    return found


def _shown(
    request: OfficeRequest, application: Application, now: Standing, context: dict[str, Any], status: int
) -> HttpResponse:
    on = today.today()
    taken = {one.step.code for one in now.taken}
    why = context["why"]
    context |= {
        "application": application,
        "organ": application.organ,
        "now": now,
        "ahead": [step for code, step in STEPS.items() if code not in taken and step is not now.step],
        "facts": facts_of(application, on),
        "instead": instead(application, request, on) if why else [],
        "breadcrumb": crumbs(application, _("办理七步")),
    }
    return render(request, "applications/steps.html", context, status=status)
