"""Acts on an order, each with its form; what is refused keeps what was typed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import actions, offices, showing
from .forms import AnswerForm, CancelForm, CloseForm, DueForm, LookForm, ReturnForm, UrgeForm
from .models import OPEN, OWED, Order, State
from .views import order_of, shown


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """反馈整改情况: a part of the form for each problem that is open."""
    order = order_of(request, pk)
    permissions.require(request.user, actions.ANSWER, order.organ, on=today.today())
    if closed := _not_in(request, order, OWED):
        return closed
    findings = showing.remarked(order)
    form = AnswerForm(request.POST or None, request.FILES or None, findings=findings, organ=order.organ)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer(order, form.said, user=request.user, at=today.now(), seen=_seen(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已反馈，系统已经逐项复核"))
            return redirect("supervision:order", pk)
    return _page(request, "answer", order, form)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """退回整改, with a remark at each problem."""
    order = _decided(request, pk)
    if closed := _not_in(request, order, (State.ANSWERED,)):
        return closed
    findings = list(order.findings.filter(settled=False).order_by("number"))
    form = ReturnForm(request.POST or None, findings=findings)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.give_back(
                order, form.remarks, due_on=data["due_on"], due_reason=data["due_reason"],
                user=request.user, at=today.now(), seen=_seen(request),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已退回，机关可以看到意见"))
            return redirect("supervision:order", pk)
    return _page(request, "return", order, form)


@require_POST
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """销号, from the order's own page."""
    order = _decided(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close(order, **form.cleaned_data, user=request.user, at=today.now(), seen=_seen(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已销号"))
            return redirect("supervision:order", pk)
    return shown(request, order, close_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销整改通知."""
    order = _decided(request, pk)
    if closed := _not_in(request, order, OPEN):
        return closed
    form = CancelForm(request.POST or None)
    return _acted(request, order, form, "cancel", actions.cancel, _("已撤销"))


@require_http_methods(["GET", "HEAD", "POST"])
def set_due(request: OfficeRequest, pk: int) -> HttpResponse:
    """改定整改期限."""
    order = _decided(request, pk)
    if closed := _not_in(request, order, OWED):
        return closed
    form = DueForm(request.POST or None, initial={"due_on": order.due_on})
    return _acted(request, order, form, "due", actions.set_due, _("期限已改定"))


@require_POST
def look(request: OfficeRequest, pk: int) -> HttpResponse:
    """复核: look again now."""
    order = _decided(request, pk)
    try:
        actions.look(order, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已逐项复核"))
    return redirect("supervision:order", pk)


@require_POST
def look_by_hand(request: OfficeRequest, pk: int, finding: int) -> HttpResponse:
    """人工复核 of one problem, from the order's own page."""
    order = _decided(request, pk)
    one = get_object_or_404(order.findings.select_related("order__organ"), pk=finding)
    form = LookForm(request.POST, prefix=f"look-{one.pk}")
    if form.is_valid():
        try:
            actions.look_by_hand(one, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("复核结果已记录"))
            return redirect("supervision:order", pk)
    return shown(request, order, look_form=form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def urge(request: OfficeRequest) -> HttpResponse:
    """催办 overdue orders of one's office, one or all."""
    on = today.today()
    roles = permissions.roles_in(request, on=on)
    if not offices.own(roles):
        raise permissions.Forbidden(offices.INSPECT)
    late = list(Order.objects.overdue(on).filter(offices.given(roles, on)).order_by("due_on", "pk"))
    names = dict(
        Organ.objects.named(on).filter(pk__in=[one.organ_id for one in late]).values_list("pk", "name")
    )
    for one in late:
        one.organ_name = names.get(one.organ_id, "")
    asked = request.GET.getlist("order") or [str(one.pk) for one in late]
    form = UrgeForm(request.POST or None, late=late, on=on, initial={"orders": asked})
    if request.method == "POST" and form.is_valid():
        wanted = [one for one in late if str(one.pk) in form.cleaned_data["orders"]]
        try:
            count = actions.urge(wanted, form.cleaned_data["note"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已催办{count}份").format(count=count))
            return redirect("supervision:orders")
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/orders/urge.html", {"form": form, "late": late}, status=status)


def _decided(request: OfficeRequest, pk: int) -> Order:
    order = order_of(request, pk)
    offices.require_decider(request.user, order, today.today())
    return order


def _not_in(request: OfficeRequest, order: Order, states: tuple[str, ...]) -> HttpResponse | None:
    """Back to the order where the act has no place any more."""
    if order.state in states:
        return None
    words = _("这份整改通知现在的状态是“{state}”").format(state=order.get_state_display())
    messages.warning(request, words)
    return redirect("supervision:order", order.pk)


def _acted(
    request: OfficeRequest, order: Order, form: forms.Form, name: str, act: Any, done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(order, **form.cleaned_data, user=request.user, at=today.now(), seen=_seen(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("supervision:order", order.pk)
    return _page(request, name, order, form)


def _page(request: OfficeRequest, name: str, order: Order, form: forms.Form) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"order": order, "organ": order.organ, "form": form}
    return render(request, f"supervision/orders/{name}.html", context, status=status)


def _seen(request: OfficeRequest) -> int:
    """The edition on which the form was opened; a form without it is refused as stale."""
    given = request.POST.get("seen", "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
