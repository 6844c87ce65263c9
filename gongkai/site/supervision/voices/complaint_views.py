"""Pages of the office that hears complaints: the register, a complaint, its acts, who complains."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...disclosure.files import MEDIA_TYPES
from ...lists import Listing, chosen, reads_and_exports
from ...organs import permissions
from ...organs.models import Organ
from ..orders.models import Order, Source
from . import complaint_actions as actions
from . import offices, people, terms
from .forms import (
    LATE,
    AnswerForm,
    AskForm,
    ComplaintFilter,
    DecideForm,
    DeclineForm,
    EnterComplaintForm,
    MoveForm,
    OrderForm,
    ReasonForm,
    TermsForm,
    WithdrawForm,
)
from .models import Complaint, ComplaintFile, State
from .pages import act_page, by_form, nav, organ_of, said
from .tables import COMPLAINTS

_PARTS = ("organ", "office", "moved_from", "entered_by")


@reads_and_exports
def complaints(request: OfficeRequest) -> HttpResponseBase:
    """投诉举报登记簿: what a person's office hears, the newest first."""
    on = today.today()
    heard = offices.heard_in(request.user, on, permissions.roles_in(request, on=on))
    if not heard:
        raise permissions.Forbidden(offices.HEAR)
    found = Complaint.objects.filter(office__in=heard)
    organs = Organ.objects.named(on).filter(pk__in=found.values("organ"))
    form = ComplaintFilter(request.GET, organs)
    narrow = chosen(form)
    if organ := narrow.get("organ"):
        found = found.filter(organ=organ)
    if state := narrow.get("state"):
        found = found.late(on) if state == LATE else found.filter(state=state)
    if result := narrow.get("result"):
        found = found.filter(result=result)

    def complete(batch: list[Complaint]) -> None:
        keys = {key for one in batch for key in (one.organ_id, one.office_id)}
        names = dict(Organ.objects.named(on).filter(pk__in=keys).values_list("pk", "short_name"))
        for one in batch:
            one.organ_name, one.office_name = names[one.organ_id], names[one.office_id]

    listing = Listing(COMPLAINTS, request, found, complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    own = Organ.objects.named(on).filter(pk__in=heard)
    context = {
        "list": listing,
        "form": form,
        "on": on,
        "offices": own,
        "nav": nav(request, on, "complaints"),
    }
    return render(request, "supervision/voices/complaints.html", context)


@require_safe
def complaint(request: OfficeRequest, pk: int) -> HttpResponse:
    """A complaint: what is said, by whom (masked), what was done, what may be done now."""
    found, on = _heard(request, pk), today.today()
    due = terms.walked(found.office, found.received_on, found.accept_by) if _counts(found) else None
    context = {
        "complaint": found,
        "organ": found.organ,
        "person": people.masked(found),
        "labels": people.LABELS,
        "same": people.same(found),
        "steps": found.steps.select_related("by"),
        "statements": found.statements.select_related("by"),
        "files": found.files.all(),
        "acts": [
            (name, one.title) for name, one in ACTS.items() if found.state in one.states and one.when(found)
        ],
        "orders": Order.objects.filter(findings__source=Source.COMPLAINT, findings__reference=found.number),
        "due": due,
        "late": found.is_late(on),
        "on": on,
        "nav": nav(request, on, ""),
    }
    return render(request, "supervision/voices/complaint.html", context)


@dataclass(frozen=True)
class _Act:
    """An act on a complaint as a page: when, with which form, and doing it."""

    title: Any
    states: tuple[State, ...]
    form: Callable[[OfficeRequest, Complaint], forms.Form]
    do: Callable[[OfficeRequest, Complaint, dict[str, Any]], object]
    done: Any
    note: Any = ""
    when: Callable[[Complaint], bool] = lambda _found: True


def _move_form(request: OfficeRequest, found: Complaint) -> forms.Form:
    on = today.today()
    others = Organ.objects.named(on).existing(on).exclude(pk__in=[found.office_id, found.organ_id])
    return MoveForm(_posted(request), others)


def _posted(request: OfficeRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _by(request: OfficeRequest) -> dict[str, Any]:
    return {"user": request.user, "at": today.now()}


def _plain(form: type[forms.Form], **initial: Any) -> Callable[[OfficeRequest, Complaint], forms.Form]:
    return lambda request, found: form(_posted(request), initial=initial)


ACTS: dict[str, _Act] = {
    "accept": _Act(
        gettext_lazy("受理"), (State.RECEIVED,), _plain(forms.Form),
        lambda request, found, data: actions.accept(found, **_by(request)),
        gettext_lazy("已受理，办结期限开始计算"),
        gettext_lazy("受理以后，按设定的期限查清并答复投诉人。"),
    ),
    "decline": _Act(
        gettext_lazy("不予受理"), (State.RECEIVED,), _plain(DeclineForm),
        lambda request, found, data: actions.decline(found, data["ground"], data["note"], **_by(request)),
        gettext_lazy("已不予受理，投诉人可以看到理由"),
    ),
    "move": _Act(
        gettext_lazy("转送"), (State.RECEIVED,), _move_form,
        lambda request, found, data: actions.move(found, data["to"], data["note"], **_by(request)),
        gettext_lazy("已转送"),
        gettext_lazy("应当由别的机关处理的，转给那个机关；受理期限从转送之日重新计算。"),
    ),
    "ask": _Act(
        gettext_lazy("要求机关说明"), (State.ACCEPTED,), _plain(AskForm),
        lambda request, found, data: actions.ask(
            found, data["asked"], names=data["names"], **_by(request)
        ),
        gettext_lazy("已要求机关说明"),
    ),
    "decide": _Act(
        gettext_lazy("认定"), (State.ACCEPTED,), _plain(DecideForm),
        lambda request, found, data: actions.decide(found, actions.Decision(**data), **_by(request)),
        gettext_lazy("已认定，请答复投诉人"),
    ),
    "order": _Act(
        gettext_lazy("下达整改通知"), (State.DECIDED, State.CLOSED),
        lambda request, found: OrderForm(_posted(request), initial={"asked": found.outcome_text}),
        lambda request, found, data: actions.order(found, actions.Ordered(**data), **_by(request)),
        gettext_lazy("已下达整改通知，编号已记入投诉"),
        gettext_lazy("通知和投诉互相关联；投诉的原文、投诉人的身份不写进通知。"),
        when=lambda found: found.may_be_ordered,
    ),
    "answer": _Act(
        gettext_lazy("答复并办结"), (State.DECIDED,),
        lambda request, found: AnswerForm(
            _posted(request), initial={"on": today.today(), "text": _draft(found)}
        ),
        lambda request, found, data: actions.answer(found, data["text"], data["on"], **_by(request)),
        gettext_lazy("已答复并办结"),
    ),
    "withdraw": _Act(
        gettext_lazy("登记撤回"), (State.RECEIVED, State.ACCEPTED, State.DECIDED), _plain(WithdrawForm),
        lambda request, found, data: actions.withdraw(found, data["note"], **_by(request)),
        gettext_lazy("已登记撤回"),
    ),
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_act(request: OfficeRequest, pk: int, act: str) -> HttpResponse:
    """One act on a complaint: its form, then doing it."""
    found = _heard(request, pk)
    if act not in ACTS:
        raise Http404
    one, back = ACTS[act], reverse("supervision:complaint", args=[pk])
    form = one.form(request, found)
    if request.method == "POST" and by_form(form, lambda: one.do(request, found, form.cleaned_data)):
        said(request, str(one.done))
        return redirect("supervision:complaints" if act == "move" else back)
    return act_page(
        request, form, title=one.title, back=back, note=one.note, complaint=found, organ=found.organ
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """查看投诉人, for a reason."""
    found = _heard(request, pk)
    form = ReasonForm(_posted(request))
    back = reverse("supervision:complaint", args=[pk])
    title = _("查看投诉人")
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        person = by_form(form, lambda: people.reveal_complainant(found, reason, **_by(request)))
        if person:
            return revealed(request, person, title, back, found.number)
    return act_page(request, form, title=title, back=back, lead=found.number)


def revealed(request: OfficeRequest, person: people.Person, title: str, back: str, lead: str) -> HttpResponse:
    """Who speaks, shown once."""
    fields = [
        (label, getattr(person, name)) for name, label in people.LABELS.items() if getattr(person, name)
    ]
    context = {"fields": fields, "title": title, "back": back, "lead": lead}
    return render(request, "supervision/voices/revealed.html", context)


@require_safe
def complaint_file(request: OfficeRequest, pk: int, file: int) -> HttpResponse:
    """证据, to download."""
    _heard(request, pk)
    kept = get_object_or_404(
        ComplaintFile.objects.select_related("complaint__organ", "complaint__office"), pk=file, complaint=pk
    )
    data = actions.read_file(kept, **_by(request))
    return HttpResponse(
        data,
        content_type=MEDIA_TYPES[kept.suffix],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name)}"},
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_enter(request: OfficeRequest) -> HttpResponse:
    """登记来信、电话、当面提出的投诉举报."""
    on = today.today()
    if not offices.heard_in(request.user, on, permissions.roles_in(request, on=on)):
        raise permissions.Forbidden(offices.HEAR)
    posted = _posted(request)
    form = EnterComplaintForm(posted, offices.hearable(request.user, on), initial={"received_on": on})

    def act() -> Any:
        data = form.cleaned_data
        return actions.enter(
            data["organ"], form.told(), form.person(), data["channel"], data["received_on"], **_by(request)
        )

    made = by_form(form, act) if posted is not None else None
    if made:
        return entered(request, made[0].number, made[1], reverse("supervision:complaint", args=[made[0].pk]))
    return act_page(
        request, form, title=_("登记投诉举报"), back=reverse("supervision:complaints"), button=_("登记")
    )


def entered(request: OfficeRequest, number: str, code: str, address: str) -> HttpResponse:
    """Number and check code of what an officer entered, shown once: to be told to the person."""
    context = {"number": number, "code": code, "address": address}
    return render(request, "supervision/voices/entered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def voice_terms(request: OfficeRequest, slug: str) -> HttpResponse:
    """办理期限 of an office."""
    on = today.today()
    office = organ_of(slug, on)
    if office.pk not in offices.heard_in(request.user, on, permissions.roles_in(request, on=on)):
        raise permissions.Forbidden(offices.HEAR)
    now = terms.terms_of(office, on)
    form = TermsForm(_posted(request), initial=vars(now))
    if request.method == "POST" and by_form(
        form, lambda: terms.set_terms(office, form.terms(), **_by(request))
    ):
        said(request, _("已保存，以后收到的按新的期限计算"))
        return redirect("supervision:complaints")
    note = _("条例没有规定投诉举报和批评建议的办理期限，这里的期限由本机关设定。已经在办的，期限不变。")
    return act_page(
        request, form, title=_("办理期限"), back=reverse("supervision:complaints"), note=note, organ=office
    )


def _heard(request: OfficeRequest, pk: int) -> Complaint:
    """A complaint, its organs named; 403 for whoever does not hear it."""
    found: Complaint = get_object_or_404(Complaint.objects.select_related(*_PARTS), pk=pk)
    on = today.today()
    offices.require_hearing(request.user, found, on)
    for organ in (found.organ, found.office, found.moved_from):
        if organ:
            organ.name = organ.name_on(on)
    return found


def _counts(found: Complaint) -> bool:
    """The day strip is of the days from receipt: a complaint passed on has others."""
    return found.state == State.RECEIVED and found.moved_from_id is None


def _draft(found: Complaint) -> str:
    """What an answer begins from: finding, reasons, outcome, remedy."""
    lines = [
        _("您反映的{matter}，经查{result}。").format(
            matter=found.get_matter_display(), result=found.get_result_display()
        ),
        found.reasons,
        _("处理：{outcome}。{text}").format(outcome=found.get_outcome_display(), text=found.outcome_text),
        _(
            "认为行政机关在政府信息公开工作中侵犯您的合法权益的，也可以依法申请行政复议或者提起行政诉讼（条例第五十一条）。"
        ),
    ]
    return "\n".join(lines)
