"""Pages of the registers: evaluations and accountability."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from . import register_actions as actions
from .pages import REGISTER, VIEW, act_page, by_form, may_for, nav, organ_of, said, seen
from .register_forms import (
    AccountabilityFilter,
    AccountabilityForm,
    AmendForm,
    OutcomeForm,
    QuestionsForm,
    RoundFilter,
    RoundForm,
)
from .register_models import Accountability, Round
from .results import FEW, results, share
from .tables import ACCOUNTABILITY, ROUNDS


@reads_and_exports
def rounds(request: OfficeRequest) -> HttpResponseBase:
    """社会评议登记簿."""
    return _register(request, ROUNDS, Round, RoundFilter, "method", "rounds")


@reads_and_exports
def accountability(request: OfficeRequest) -> HttpResponseBase:
    """责任追究登记簿."""
    return _register(
        request, ACCOUNTABILITY, Accountability, AccountabilityFilter, "measure", "accountability"
    )


def _register(
    request: OfficeRequest, table: Any, model: Any, filter_form: Any, field: str, name: str
) -> HttpResponseBase:
    on = today.today()
    organs = seen(request, on)
    names = {organ.pk: organ.short_name for organ in organs}
    form = filter_form(request.GET, organs)
    narrow = chosen(form)
    found = model.objects.filter(organ__in=list(names))
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if value := narrow.get(field):
        found = found.filter(**{field: value})

    def complete(batch: list[Any]) -> None:
        for one in batch:
            one.organ_name = names[one.organ_id]
            if model is Round:
                one.share = share(one.satisfied, one.answered)

    without = () if len(names) > 1 else ("organ",)
    listing = Listing(table, request, found, complete=complete, without=without)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "form": form,
        "many": len(names) > 1,
        "on": on,
        "registers": may_for(request, REGISTER, on),
        "nav": nav(request, on, name),
    }
    return render(request, f"supervision/voices/{name}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记社会评议."""
    on = today.today()
    organ = organ_of(slug, on)
    permissions.require(request.user, REGISTER, organ, on=on)
    form = RoundForm(request.POST if request.method == "POST" else None)

    def act() -> Any:
        return actions.open_round(organ, **form.cleaned_data, user=request.user, at=today.now())

    made = by_form(form, act) if request.method == "POST" else None
    if made:
        said(request, _("已登记"))
        return redirect("supervision:round_questions" if made.is_online else "supervision:round", made.pk)
    title = _("登记{name}的社会评议").format(name=organ.short_name)
    return act_page(
        request, form, title=title, back=reverse("supervision:rounds"), organ=organ, button=_("登记")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def round_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """一次评议: its days, its questionnaire and answers, its outcome."""
    on = today.today()
    found = _round(pk)
    permissions.require(request.user, REGISTER if request.method == "POST" else VIEW, found.organ, on=on)
    form = OutcomeForm(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and by_form(
        form, lambda: actions.conclude(found, form.outcome(), user=request.user, at=today.now())
    ):
        said(request, _("已登记结果"))
        return redirect("supervision:round", pk)
    found.organ.name = found.organ.name_on(on)
    base, told = results(found, texts=True)
    may = permissions.may(request.user, REGISTER, found.organ, on=on)
    context = {
        "round": found,
        "organ": found.organ,
        "questions": found.questions.all(),
        "base": base,
        "results": told,
        "few": FEW,
        "share": share(found.satisfied, found.answered),
        "may": may,
        "form": form if may and found.last < on else None,
        "running": found.is_running(on),
        "address": request.build_absolute_uri(reverse("portal:evaluate", args=[pk])),
        "nav": nav(request, on, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/voices/round.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def round_questions(request: OfficeRequest, pk: int) -> HttpResponse:
    """设置问卷."""
    on = today.today()
    found = _round(pk)
    permissions.require(request.user, REGISTER, found.organ, on=on)
    form = QuestionsForm(request.POST) if request.method == "POST" else QuestionsForm.of(found)

    def act() -> None:
        actions.set_questions(found, form.questions(), user=request.user, at=today.now())

    if request.method == "POST" and by_form(form, act):
        said(request, _("问卷已保存"))
        return redirect("supervision:round", pk)
    context = {"round": found, "organ": found.organ, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/voices/questions.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def accountability_new(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记责任追究."""
    on = today.today()
    organ = organ_of(slug, on)
    permissions.require(request.user, REGISTER, organ, on=on)
    form = AccountabilityForm(request.POST if request.method == "POST" else None, initial={"on": on})

    def act() -> Any:
        return actions.hold_to_account(organ, **form.cleaned_data, user=request.user, at=today.now())

    made = by_form(form, act) if request.method == "POST" else None
    if made:
        said(request, _("已登记"))
        return redirect("supervision:accountability_case", made.pk)
    title = _("登记{name}的责任追究").format(name=organ.short_name)
    return act_page(
        request, form, title=title, back=reverse("supervision:accountability"), organ=organ, button=_("登记"),
        note=_("只登记涉及的人数，不写人名。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def accountability_case(request: OfficeRequest, pk: int) -> HttpResponse:
    """一次追究; sent, what is put right or added."""
    on = today.today()
    found: Accountability = get_object_or_404(
        Accountability.objects.select_related("organ", "made_by"), pk=pk
    )
    permissions.require(request.user, REGISTER if request.method == "POST" else VIEW, found.organ, on=on)
    organ = found.organ
    # A copy: a model form writes what was typed into the row it is given.
    shown = Accountability.objects.get(pk=pk)
    form = AmendForm(request.POST if request.method == "POST" else None, instance=shown)

    def act() -> None:
        data = dict(form.cleaned_data)
        reason = data.pop("reason")
        actions.amend_accountability(found, reason, **data, user=request.user, at=today.now())

    if request.method == "POST" and by_form(form, act):
        said(request, _("已更正"))
        return redirect("supervision:accountability_case", pk)
    organ.name = organ.name_on(on)
    context = {
        "case": found,
        "organ": organ,
        "form": form if permissions.may(request.user, REGISTER, organ, on=on) else None,
        "nav": nav(request, on, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/voices/accountability_case.html", context, status=status)


def _round(pk: int) -> Round:
    found: Round = get_object_or_404(Round.objects.select_related("organ"), pk=pk)
    return found
