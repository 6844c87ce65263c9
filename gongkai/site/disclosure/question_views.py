"""Pages of the office for questions of the public: form in, one act, answer out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..ledger.models import Entry
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import questions
from .desk import SOON
from .question_forms import AnswerForm, CoverForm, QuestionFilterForm, RefusalForm, TransferForm
from .question_models import Question, QuestionState
from .tables import QUESTIONS


@reads_and_exports
def question_list(request: OfficeRequest) -> HttpResponseBase:
    """公众提问: the questions to the organs one may see, the newest first."""
    on = today.today()
    organs = permissions.organs_for(request.user, "disclosure.questions", on=on).named(on)
    names = {organ.pk: organ.short_name for organ in organs}
    if not names:
        raise permissions.Forbidden("disclosure.questions")
    form = QuestionFilterForm(request.GET, organs)
    many = len(names) > 1
    if not many:
        del form.fields["organ"]
    narrow = chosen(form)
    found = Question.objects.filter(organ__in=list(names)).select_related("item")
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if state := narrow.get("state"):
        found = found.in_state(state)

    def complete(batch: list[Question]) -> None:
        for question in batch:
            question.organ_name = names[question.organ_id]

    without = () if many else ("organ",)
    listing = Listing(QUESTIONS, request, found, complete=complete, without=without)
    if listing.wanted:
        return listing.export(request.user)
    context = {"list": listing, "form": form, "many": many, "on": on, "soon": on + SOON}
    return render(request, "disclosure/questions.html", context)


@require_safe
def question_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """A question: what was asked, what was done, what comes next."""
    return _shown(request, _question(request, pk, "disclosure.questions"), AnswerForm())


@require_POST
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """起草答复."""
    question = _question(request, pk, "disclosure.answer")
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            version = questions.draft_answer(
                question, form.cleaned_data["answer"], user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("答复已起草，请核对后送审；审核通过并公布后，提问人才能看到"))
            return redirect("disclosure:item", version.item_id)
    return _shown(request, question, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: OfficeRequest, pk: int) -> HttpResponse:
    """遮盖个人信息."""
    question = _question(request, pk, "disclosure.answer")
    return _by_form(
        request,
        question,
        CoverForm(request.POST or None, initial={"title": question.title, "body": question.body}),
        partial(questions.cover, question),
        {
            "title": _("遮盖个人信息"),
            "explanation": _(
                "问题会和答复一起公开。含有个人信息的，起草答复之前在这里遮盖；遮盖后不能恢复显示，原文另行留存。"
            ),
            "button": _("遮盖"),
            "done": _("已遮盖"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: OfficeRequest, pk: int) -> HttpResponse:
    """转交."""
    question = _question(request, pk, "disclosure.answer")
    others = Organ.objects.named(today.today()).filter(dissolved_on=None).exclude(pk=question.organ_id)
    return _by_form(
        request,
        question,
        TransferForm(request.POST or None, others),
        partial(questions.transfer, question),
        {
            "title": _("转交问题"),
            "explanation": _(
                "属于其他机关职责的，转交后由该机关答复，本机关不再看到；提问人凭编号和查询码看到转交给了谁。答复时限不变。"
            ),
            "button": _("转交"),
            "done": _("已转交"),
        },
        then="disclosure:questions",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: OfficeRequest, pk: int) -> HttpResponse:
    """不予答复."""
    question = _question(request, pk, "disclosure.refuse_question")
    return _by_form(
        request,
        question,
        RefusalForm(request.POST or None),
        partial(questions.refuse, question),
        {
            "title": _("不予答复"),
            "explanation": _(
                "问题不公开，原因和说明只有提问人凭编号和查询码看到。属于其他机关职责的，请优先转交。"
            ),
            "button": _("不予答复"),
            "done": _("已记录，提问人可以查询到原因"),
        },
    )


def _question(request: OfficeRequest, pk: int, act: str) -> Question:
    found = Question.objects.select_related("organ", "asked_of", "item__current", "refused_by")
    question = get_object_or_404(found, pk=pk)
    on = today.today()
    permissions.require(request.user, act, question.organ, on=on)
    question.organ.name = question.organ.name_on(on)
    return question


def _by_form(
    request: OfficeRequest,
    question: Question,
    form: Form,
    act: Callable[..., object],
    words: dict[str, str],
    *,
    then: str = "",
) -> HttpResponse:
    """A page with one form, for one act on a question."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, words["done"])
            return redirect(then) if then else redirect("disclosure:question", question.pk)
    context = {"form": form, "question": question, "organ": question.organ, **words}
    status = 422 if request.method == "POST" else 200
    return render(request, "disclosure/question_act.html", context, status=status)


def _shown(request: OfficeRequest, question: Question, form: AnswerForm, status: int = 200) -> HttpResponse:
    on = today.today()
    version = question.item.versions.order_by("-number").first() if question.item else None
    context: dict[str, Any] = {
        "question": question,
        "organ": question.organ,
        "asked_of": question.asked_of.name_on(on) if question.asked_of_id != question.organ_id else "",
        "form": form,
        "may": {
            act: permissions.may(request.user, f"disclosure.{act}", question.organ, on=on)
            for act in ("answer", "refuse_question")
        },
        "is_open": question.state in (QuestionState.WAITING, QuestionState.WITHDRAWN),
        "version": version,
        "settled": version is not None and version.stage == "settled",
        "history": _history(question),
        "on": on,
        "soon": on + SOON,
    }
    return render(request, "disclosure/question.html", context, status=status)


def _history(question: Question) -> list[tuple[str, Entry]]:
    """办理经过: the lines of the ledger on the question, each with the name of its act."""
    acts = getattr(apps.get_app_config("disclosure"), "acts", {})
    lines = Entry.objects.filter(room="disclosure", subject_type="question", subject_id=str(question.pk))
    return [(str(acts.get(line.act, line.act)), line) for line in lines.order_by("number")]
