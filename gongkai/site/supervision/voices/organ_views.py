"""Pages of the organ: what it is asked about a complaint, and the suggestions to it."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from ... import today
from ...accounts.middleware import OfficeRequest
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from . import complaint_actions, offices, people, suggestion_actions
from .complaint_views import entered, revealed
from .forms import (
    LATE,
    EnterSuggestionForm,
    PublishForm,
    ReasonForm,
    ReplyForm,
    StateForm,
    StatementFilter,
    SuggestionFilter,
)
from .models import State, Statement, Suggestion
from .pages import REPLY, VIEW, act_page, by_form, may_for, nav, organ_of, said, seen
from .tables import STATEMENTS, SUGGESTIONS


@reads_and_exports
def statements(request: OfficeRequest) -> HttpResponseBase:
    """投诉事项说明: what the organs one sees were asked."""
    on = today.today()
    organs = seen(request, on)
    names = {organ.pk: organ.short_name for organ in organs}
    form = StatementFilter(request.GET, organs)
    narrow = chosen(form)
    found = Statement.objects.filter(complaint__organ__in=list(names)).select_related("complaint")
    if organ := narrow.get("organ"):
        found = found.filter(complaint__organ=organ)
    if state := narrow.get("state"):
        found = found.filter(given_on__isnull=state == "waiting")

    def complete(batch: list[Statement]) -> None:
        for one in batch:
            one.organ_name = names[one.complaint.organ_id]

    without = () if len(names) > 1 else ("organ",)
    listing = Listing(STATEMENTS, request, found, complete=complete, without=without)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing, "form": form, "many": len(names) > 1, "on": on,
        "nav": nav(request, on, "statements"),
    }  # fmt: skip
    return render(request, "supervision/voices/statements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: OfficeRequest, pk: int) -> HttpResponse:
    """What the organ is asked, and its statement."""
    on = today.today()
    found = _statement(pk)
    complaint = found.complaint
    if not offices.hears(request.user, complaint, on):
        permissions.require(request.user, VIEW, complaint.organ, on=on)
    may = permissions.may(request.user, REPLY, complaint.organ, on=on)
    form = StateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        permissions.require(request.user, REPLY, complaint.organ, on=on)
        at = today.now()
        if by_form(
            form,
            lambda: complaint_actions.state(found, form.cleaned_data["text"], user=request.user, at=at),
        ):
            said(request, _("已提交说明"))
            return redirect("supervision:statement", pk)
    for organ in (complaint.organ, complaint.office):
        organ.name = organ.name_on(on)
    context = {
        "statement": found,
        "complaint": complaint,
        "organ": complaint.organ,
        "person": people.masked(complaint) if found.names else None,
        "form": form if may and found.given_on is None and complaint.state == State.ACCEPTED else None,
        "may_reveal": may and found.names,
        "on": on,
        "nav": nav(request, on, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/voices/statement.html", context, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement_reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """查看投诉人, by the organ, where the office let it know."""
    found = _statement(pk)
    permissions.require(request.user, REPLY, found.complaint.organ, on=today.today())
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back, title = reverse("supervision:statement", args=[pk]), _("查看投诉人")
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        person = by_form(
            form, lambda: people.reveal_to_organ(found, reason, user=request.user, at=today.now())
        )
        if person:
            return revealed(request, person, title, back, found.complaint.number)
    return act_page(request, form, title=title, back=back, lead=found.complaint.number)


@reads_and_exports
def suggestions(request: OfficeRequest) -> HttpResponseBase:
    """批评建议登记簿."""
    on = today.today()
    organs = seen(request, on)
    names = {organ.pk: organ.short_name for organ in organs}
    form = SuggestionFilter(request.GET, organs)
    narrow = chosen(form)
    found = Suggestion.objects.filter(organ__in=list(names))
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if kind := narrow.get("kind"):
        found = found.filter(kind=kind)
    if state := narrow.get("state"):
        found = found.late(on) if state == LATE else found.filter(answered_on__isnull=state == "waiting")

    def complete(batch: list[Suggestion]) -> None:
        for one in batch:
            one.organ_name = names[one.organ_id]

    without = () if len(names) > 1 else ("organ",)
    listing = Listing(SUGGESTIONS, request, found, complete=complete, without=without)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "form": form,
        "many": len(names) > 1,
        "on": on,
        "enters": may_for(request, REPLY, on),
        "nav": nav(request, on, "suggestions"),
    }
    return render(request, "supervision/voices/suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request: OfficeRequest, pk: int) -> HttpResponse:
    """批评建议, and its answer."""
    on = today.today()
    found = _suggestion(pk)
    permissions.require(request.user, REPLY if request.method == "POST" else VIEW, found.organ, on=on)
    form = ReplyForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        data = form.cleaned_data
        suggestion_actions.answer(found, data["adopted"], data["text"], user=request.user, at=today.now())

    if request.method == "POST" and by_form(form, act):
        said(request, _("已答复，对方凭编号和查询码可以看到"))
        return redirect("supervision:suggestion", pk)
    found.organ.name = found.organ.name_on(on)
    may = permissions.may(request.user, REPLY, found.organ, on=on)
    context = {
        "suggestion": found,
        "organ": found.organ,
        "person": people.masked(found),
        "labels": people.LABELS,
        "same": people.same(found),
        "form": form if may and found.answered_on is None else None,
        "may": may,
        "late": found.is_late(on),
        "nav": nav(request, on, ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/voices/suggestion.html", context, status=status)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """查看建议人, for a reason."""
    found = _suggestion(pk)
    permissions.require(request.user, REPLY, found.organ, on=today.today())
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back, title = reverse("supervision:suggestion", args=[pk]), _("查看建议人")
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        person = by_form(
            form, lambda: people.reveal_suggester(found, reason, user=request.user, at=today.now())
        )
        if person:
            return revealed(request, person, title, back, found.number)
    return act_page(request, form, title=title, back=back, lead=found.number)


@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """公开建议和答复: drafted like any other information."""
    found = _suggestion(pk)
    permissions.require(request.user, REPLY, found.organ, on=today.today())
    form = PublishForm(request.POST if request.method == "POST" else None)

    def act() -> Any:
        return suggestion_actions.publish(
            found, form.cleaned_data["title"], user=request.user, at=today.now()
        )

    version = by_form(form, act) if request.method == "POST" else None
    if version:
        said(request, _("已起草，请遮去个人信息后送审"))
        return redirect("disclosure:item", version.item_id)
    back = reverse("supervision:suggestion", args=[pk])
    return act_page(
        request, form, title=_("公开建议和答复"), back=back, lead=found.number, button=_("起草"),
        note=_("起草成一条信息，经过审核后和其他信息一样公布。"),
    )  # fmt: skip


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion_enter(request: OfficeRequest, slug: str) -> HttpResponse:
    """登记来信、电话、当面提出的批评建议."""
    on = today.today()
    organ = organ_of(slug, on)
    permissions.require(request.user, REPLY, organ, on=on)
    posted = request.POST if request.method == "POST" else None
    form = EnterSuggestionForm(posted, initial={"received_on": on})

    def act() -> Any:
        data = form.cleaned_data
        return suggestion_actions.enter(
            organ, form.said(), form.person(), data["channel"], data["received_on"],
            user=request.user, at=today.now(),
        )  # fmt: skip

    made = by_form(form, act) if posted is not None else None
    if made:
        return entered(request, made[0].number, made[1], reverse("supervision:suggestion", args=[made[0].pk]))
    title = _("登记{name}收到的批评建议").format(name=organ.short_name)
    return act_page(
        request, form, title=title, back=reverse("supervision:suggestions"), organ=organ, button=_("登记")
    )


def _statement(pk: int) -> Statement:
    found = Statement.objects.select_related("complaint__organ", "complaint__office", "by")
    one: Statement = get_object_or_404(found, pk=pk)
    return one


def _suggestion(pk: int) -> Suggestion:
    one: Suggestion = get_object_or_404(Suggestion.objects.select_related("organ", "item"), pk=pk)
    return one
