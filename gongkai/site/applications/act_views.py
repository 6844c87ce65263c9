"""Pages on which officers act on a case: what the law says, what it does to the clock, one form, one act."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.law import parameters
from gongkai.law.applications import case as law
from gongkai.law.applications import fees, reply
from gongkai.law.applications.case import ACTS, Subject

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from . import outlook, people, terms
from .act_forms import ActForm, FinishForm, OpinionForm
from .act_pages import PAGES, ActPage
from .actions import consultation, sections
from .actions.base import Stale
from .letter_models import Letter
from .models import Application
from .step_models import Assignment, Consultation


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: OfficeRequest, pk: int, code: str) -> HttpResponse:
    """The page of one act; the decision on information is led to by the seven steps."""
    page = PAGES.get(code)
    if page is None:
        raise Http404(code)
    application = application_of(request, pk, page.permission)
    if code == "decide" and application.subject == Subject.INFORMATION:
        return redirect("applications:steps", pk)
    on = today.today()
    form = page.form(request.POST if request.method == "POST" else None, application, on)
    if request.method == "POST":
        if "try" in request.POST or "more" in request.POST:
            return _shown(request, application, code, page, form)
        if form.is_valid():
            status, made = carried_out(
                form,
                lambda: page.run(application, form, user=request.user, at=today.now(), seen=seen_in(request)),
            )
            if status == 200:
                messages.success(request, str(page.done))
                return redirect(_then(page, application, made))
            return _shown(request, application_of(request, pk, page.permission), code, page, form, status)
        return _shown(request, application, code, page, form, 422)
    return _shown(request, application, code, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记意见."""
    asked = get_object_or_404(Consultation.objects.select_related("application__organ"), pk=pk)
    application = application_of(request, asked.application_id, "applications.handle")
    asked.application = application
    on = today.today()
    form = OpinionForm(request.POST if request.method == "POST" else None, application, on)
    words: dict[str, Any] = {
        "title": _("登记意见"),
        "act_law": ACTS["record_opinion"].article,
        "explanation": _("按收到的书面意见登记。期限届满以后收到的，也予登记，不再改变期限。"),
        "button": _("登记意见"),
        "facts": [
            (asked.get_kind_display(), people.masked_party(asked).name),
            (_("征求意见的内容"), asked.about),
            (_("送达"), _spoken(asked.delivered_on)),
            (_("意见期限"), _spoken(asked.opinion_by)),
        ],
        "refused": why_not("record_opinion", application, on) or _not_open(asked),
    }

    def run() -> object:
        return consultation.record(
            asked, **form.cleaned_data, user=request.user, at=today.now(), seen=seen_in(request)
        )

    def effect() -> str:
        return outlook.of_opinion(asked, form.values.get("on"), on)

    return _by_form(request, application, form, run, words, effect, _("意见已登记"))


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_finish(request: OfficeRequest, pk: int) -> HttpResponse:
    """科室反馈."""
    made = get_object_or_404(Assignment, pk=pk)
    application = application_of(request, made.application_id, "applications.handle")
    form = FinishForm(request.POST if request.method == "POST" else None, application, today.today())
    words = {
        "title": _("登记科室反馈"),
        "explanation": _("把科室检索的结果、提出的意见记在案卷里。"),
        "button": _("登记反馈"),
        "facts": [
            (_("承办科室"), made.section),
            (_("要求"), made.task),
            (_("内部时限"), _spoken(made.due_on)),
        ],
        "refused": _("科室已经反馈。") if made.done_on else "",
    }

    def run() -> object:
        return sections.finish(
            made, form.cleaned_data["result"], user=request.user, at=today.now(), seen=seen_in(request)
        )

    return _by_form(request, application, form, run, words, lambda: "", _("反馈已登记"))


@require_POST
def assignment_chase(request: OfficeRequest, pk: int) -> HttpResponse:
    """催办."""
    made = get_object_or_404(Assignment, pk=pk)
    application = application_of(request, made.application_id, "applications.handle")
    try:
        sections.chase(made, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已催办{section}").format(section=made.section))
    return redirect("applications:case", application.pk)


# What the pages share ----------------------------------------------------------------------------


def application_of(request: OfficeRequest, pk: int, act: str) -> Application:
    """An application as it is now, for who may do something with it; else 404 or 403."""
    found = Application.objects.select_related("organ", "applicant", "merged_into")
    application = get_object_or_404(found, pk=pk)
    on = today.today()
    permissions.require(request.user, act, application.organ, on=on)
    application.organ.name = application.organ.name_on(on)
    return application


def seen_in(request: OfficeRequest) -> int:
    """The edition a form was made from; none that ever was where the page did not say it."""
    text = request.POST.get("edition", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def carried_out(form: Form, run: Callable[[], Any]) -> tuple[int, Any]:
    """200 and what the act answered; 409 where somebody else was first, 422 where it is refused."""
    try:
        return 200, run()
    except Stale as stale:
        form.add_error(None, str(stale))
        return 409, None
    except Refused as refused:
        form.add_error(None, str(refused))
        return 422, None


def facts_of(application: Application, on: date) -> list[tuple[str, str]]:
    """What every act hangs on."""
    received = application.received_on
    found = [
        (_("状态"), str(application.stage_label)),
        (_("收到申请"), _spoken(received) or _("等待确认")),
    ]
    if application.subject == Subject.INFORMATION:
        waiting = _("等待申请人、对方机关或者第三方，暂不能确定")
        found.append((_("答复期限"), _spoken(application.due_on) or waiting))
    if application.answer:
        found.append((_("办理结果"), application.get_answer_display()))
    return found


def instead(application: Application, request: OfficeRequest, on: date) -> list[tuple[str, str]]:
    """The acts that the law allows now and the person may carry out: name and address."""
    if application.is_answered_with_another:
        return [(_("并入的申请"), reverse("applications:case", args=[application.merged_into_id]))]
    allowed = law.allowed(terms.case_of(application, on), on, terms.days_of(application))
    may = permissions.may_each(
        request.user, ["applications.handle", "applications.archive"], application.organ, on=on
    )
    return [
        (str(PAGES[code].title), reverse("applications:act", args=[application.pk, code]))
        for code in allowed
        if code in PAGES and may[PAGES[code].permission]
    ]


def _then(page: ActPage, application: Application, made: object) -> str:
    if isinstance(made, Letter):
        return reverse("applications:letter", args=[made.pk])
    place = "steps" if page.then == "steps" and application.subject == Subject.INFORMATION else "case"
    return reverse(f"applications:{place}", args=[application.pk])


def why_not(code: str, application: Application, on: date) -> str:
    if application.is_answered_with_another:
        return _("这件申请已经并案办理，请在并入的那件申请里办理")
    try:
        law.refuse(code, terms.case_of(application, on), on, terms.days_of(application))
    except (law.NotAllowed, ValueError) as error:
        return str(error)
    return ""


def _not_open(asked: Consultation) -> str:
    if asked.sent_on is None:
        return _("征求意见书还没有送出。")
    return _("意见已经登记过。") if asked.answered_on else ""


def _shown(
    request: OfficeRequest,
    application: Application,
    code: str,
    page: ActPage,
    form: ActForm,
    status: int = 200,
) -> HttpResponse:
    on = today.today()
    refused = why_not(page.law, application, on)
    context = {
        "title": page.title,
        "explanation": page.explanation,
        "button": page.button,
        "act_law": page.article,
        "drafts": page.drafts,
        "facts": [*facts_of(application, on), *_special_facts(code, application, on)],
        "effect": "" if refused else outlook.of(code, application, form.values, on),
        "counts": bool(set(form.fields) & {"on", "correct_by", "reply_by", "days", "to", "quantity"}),
        "fee": _fee(form, on) if code == "charge_fee" else None,
        "refused": refused,
        "instead": instead(application, request, on) if refused else [],
    }
    if {"try", "more"} & request.POST.keys():
        form.errors.clear()  # nothing was sent yet
    return _rendered(request, application, form, context, status)


def _by_form(
    request: OfficeRequest,
    application: Application,
    form: ActForm,
    run: Callable[[], object],
    words: dict[str, Any],
    effect: Callable[[], str],
    done: str,
) -> HttpResponse:
    status = 200
    if request.method == "POST" and "try" not in request.POST:
        status = 422
        if form.is_valid():
            status, _made = carried_out(form, run)
            if status == 200:
                messages.success(request, done)
                return redirect("applications:case", application.pk)
            application = application_of(request, application.pk, "applications.handle")
    on = today.today()
    words["effect"] = "" if words["refused"] else effect()
    words["counts"] = "on" in form.fields
    if "try" in request.POST:
        form.errors.clear()
    words["facts"] = [*facts_of(application, on), *words["facts"]]
    words["instead"] = instead(application, request, on) if words["refused"] else []
    return _rendered(request, application, form, words, status)


def _rendered(
    request: OfficeRequest, application: Application, form: ActForm, words: dict[str, Any], status: int
) -> HttpResponse:
    context = {
        "application": application,
        "organ": application.organ,
        "form": form,
        "breadcrumb": crumbs(application, words["title"]),
        **words,
    }
    return render(request, "applications/act.html", context, status=status)


def register() -> list[dict[str, str]]:
    """Where pages beside the cases stand."""
    return [{"title": _("申请登记簿"), "url": reverse("applications:list")}]


def crumbs(application: Application, title: Any) -> list[dict[str, str]]:
    case = reverse("applications:case", args=[application.pk])
    return [{"title": application.number, "url": case}, {"title": str(title)}]


def _special_facts(code: str, application: Application, on: date) -> list[tuple[str, str]]:
    """What this act hangs on besides."""
    days, found = terms.days_of(application), list[tuple[str, str]]()
    if code == "request_correction" and application.received_on:
        last = reply.correction_notice_due(application.received_on, days).on
        found.append((_("最晚告知"), _spoken(last)))
    if code == "receive_correction":
        found.append((_("告知补正"), _spoken(application.correction_notified_on)))
        found.append((_("补正期限"), _spoken(application.correct_by)))
    if code == "record_payment":
        found.append((_("应缴金额"), _("{yuan}元").format(yuan=application.fee_yuan or 0)))
        found.append((_("缴费期限"), _spoken(application.pay_by)))
    if code == "receive_reasons":
        found.append((_("说明理由的期限"), _spoken(application.reasons_by)))
    if code == "extend" and application.extended_on:
        found.append((_("已经延长"), _spoken(application.extended_on)))
    if code in ("receive_correction", "split"):
        found.append((_("所需信息的描述"), application.wants))
    return [(label, value) for label, value in found if value]


def _spoken(day: date | None) -> str:
    return outlook.spoken(day) if day else ""


def _fee(form: ActForm, on: date) -> dict[str, Any] | None:
    """The sum as far as it can be counted, and the bands it is made of."""
    values = form.values
    try:
        count = values.get("quantity") or 0
        fee = fees.by_items(count, on) if values.get("mode") == "items" else fees.by_pages(count, on)
    except parameters.NotInForce:
        return None
    unit = _("件") if values.get("mode") == "items" else _("页")
    return {"yuan": fee.yuan, "bands": fee.bands, "unit": unit, "count": count}
