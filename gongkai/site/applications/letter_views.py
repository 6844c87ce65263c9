"""Pages of letters: as they will look, who approved them, how they went out; and those that wait for me."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ, Role
from .act_views import application_of, crumbs, seen_in
from .actions import contents
from .actions import letters as acts
from .actions.base import Stale
from .desk import to_approve
from .letter_forms import ApproveForm, DeliverForm, EditForm, SendForm, VoidForm
from .letter_models import Approval, Letter, LetterState
from .letter_tables import APPROVALS
from .letter_text import covered_in, lines
from .serving import attached
from .steps import standing

OPEN = (LetterState.DRAFT, LetterState.APPROVING, LetterState.RETURNED)
"""Not signed: its words may still change."""
DOWNLOADING = ("applications.handle", "applications.approve")
"""Whoever works on a letter may have it with the names in it; who only looks sees them covered."""


@require_safe
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """A letter: its text, where it stands, who said what, what can be done."""
    return _shown(request, letter_of(request, pk, "applications.view"))


@require_safe
def letter_file(request: OfficeRequest, pk: int, suffix: str) -> HttpResponse:
    """下载 DOCX or PDF."""
    if suffix not in ("docx", "pdf"):
        raise Http404(suffix)
    found = _downloading(request, pk)
    try:
        data = contents.content(found, suffix)
    except Refused as refused:
        return _refused(request, found, refused)
    return attached(data, f"{found.number or found.application.number}.{suffix}", suffix)


@require_safe
def letter_form(request: OfficeRequest, pk: int) -> HttpResponse:
    """第三方意见征询确认函, that goes with a letter to a third party."""
    found = _downloading(request, pk)
    if found.kind != "third_party_letter":
        raise Http404(pk)
    try:
        data = contents.confirmation(found)
    except Refused as refused:
        return _refused(request, found, refused)
    return attached(data, _("第三方意见征询确认函") + ".docx", "docx")


@require_http_methods(["GET", "HEAD", "POST"])
def letter_edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """修改."""
    found = letter_of(request, pk, "applications.handle")
    form = EditForm(request.POST if request.method == "POST" else None, found)
    words = {
        "title": _("修改{letter}").format(letter=found.get_kind_display()),
        "explanation": _("修改后，从第一个环节重新审批。按件数、天数计算的内容不能修改，请作废后重新起草。"),
        "button": _("保存并送审"),
        "done": _("已修改，重新送审"),
    }

    def act() -> object:
        return acts.edit(
            found, form.words, form.enclosing, user=request.user, at=today.now(), seen=seen_in(request)
        )

    return _by_form(request, found, form, act, words, possible=found.state in OPEN)


@require_POST
def letter_approve(request: OfficeRequest, pk: int) -> HttpResponse:
    """审批: 同意 or 退回."""
    found = letter_of(request, pk, "applications.approve")
    form = ApproveForm(request.POST)
    passed = request.POST.get("decision") == "pass"
    if form.is_valid():
        try:
            made = acts.approve(
                found,
                request.POST.get("digest", ""),
                passed,
                form.cleaned_data["opinion"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = _("已同意，文书签发，编号为{number}").format(number=made.number)
            if not passed:
                done = _("已退回承办人")
            elif not made.signed_on:
                done = _("已同意，转下一环节")
            messages.success(request, done)
            return redirect("applications:letter", pk)
    return _shown(request, letter_of(request, pk, "applications.approve"), form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_send(request: OfficeRequest, pk: int) -> HttpResponse:
    """送出."""
    found = letter_of(request, pk, "applications.handle")
    posted = request.method == "POST"
    form = SendForm(request.POST if posted else None, request.FILES if posted else None, found, today.today())
    words = {
        "title": _("送出{letter}").format(letter=found.get_kind_display()),
        "explanation": _("登记怎样、哪一天送出。文书自送达之日起发生效力，期限据此计算。"),
        "button": _("登记送出"),
        "done": _("已登记送出"),
    }

    def act() -> object:
        given = form.cleaned_data
        return acts.send(
            found,
            given["way"],
            given["on"],
            delivered_on=given["delivered_on"],
            tracking_number=given["tracking_number"],
            proof=form.upload,
            user=request.user,
            at=today.now(),
            seen=seen_in(request),
        )

    return _by_form(request, found, form, act, words, possible=found.state == LetterState.SIGNED)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_deliver(request: OfficeRequest, pk: int) -> HttpResponse:
    """登记送达."""
    found = letter_of(request, pk, "applications.handle")
    posted = request.method == "POST"
    form = DeliverForm(
        request.POST if posted else None, request.FILES if posted else None, initial={"on": today.today()}
    )
    words = {
        "title": _("登记{letter}的送达").format(letter=found.get_kind_display()),
        "explanation": _("以对方在签收单、回执上写的日期为准。"),
        "button": _("登记送达"),
        "done": _("已登记送达"),
    }

    def act() -> object:
        made = acts.record_delivery(
            found,
            form.cleaned_data["on"],
            form.upload,
            user=request.user,
            at=today.now(),
            seen=seen_in(request),
        )
        if made.late:
            messages.warning(request, _("送达过迟，不发生效力：{reason}").format(reason=made.late))
        return made

    possible = found.sent_on is not None and found.delivered_on is None
    return _by_form(request, found, form, act, words, possible=possible)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_void(request: OfficeRequest, pk: int) -> HttpResponse:
    """作废."""
    found = letter_of(request, pk, "applications.handle")
    form = VoidForm(request.POST if request.method == "POST" else None)
    words = {
        "title": _("作废{letter}").format(letter=found.get_kind_display()),
        "explanation": _("还没有送出的文书可以作废；已经编的文号不再使用，原因记在案卷里。"),
        "button": _("作废"),
        "done": _("已作废"),
    }

    def act() -> object:
        return acts.void(
            found, form.cleaned_data["reason"], user=request.user, at=today.now(), seen=seen_in(request)
        )

    possible = found.sent_on is None and found.state != LetterState.VOID
    return _by_form(request, found, form, act, words, possible=possible)


@reads_and_exports
def approvals(request: OfficeRequest) -> HttpResponseBase:
    """待我审批: letters whose next layer I hold, what is due first standing first."""
    on = today.today()
    if not permissions.may_anywhere(request.user, "applications.approve", on=on):
        raise permissions.Forbidden("applications.approve")
    roles = permissions.roles_of(request.user, on=on)
    due = Coalesce("application__due_on", Value(date.max))  # without a term last, on every database
    waiting = to_approve(request.user, roles, on).select_related("application", "drafted_by")
    listing = Listing(APPROVALS, request, waiting.annotate(due=due), complete=_named(on))
    if listing.wanted:
        return listing.export(request.user)
    return render(request, "applications/approvals.html", {"list": listing, "on": on})


def letter_of(request: OfficeRequest, pk: int, act: str) -> Letter:
    """A letter with its case as they are now, for who may do something with it."""
    found = get_object_or_404(Letter.objects.select_related("consultation", "drafted_by", "signed_by"), pk=pk)
    found.application = application_of(request, found.application_id, act)
    return found


def _downloading(request: OfficeRequest, pk: int) -> Letter:
    found = letter_of(request, pk, "applications.view")
    may = permissions.may_each(request.user, DOWNLOADING, found.application.organ, on=today.today())
    if not any(may.values()):
        raise permissions.Forbidden("applications.handle")
    return found


def _named(on: date) -> Callable[[list[Letter]], None]:
    def complete(batch: list[Letter]) -> None:
        organs = {one.application.organ_id for one in batch}
        names = {organ.pk: organ.short_name for organ in Organ.objects.named(on).filter(pk__in=organs)}
        for one in batch:
            one.application.organ_name = names[one.application.organ_id]

    return complete


def _shown(
    request: OfficeRequest, found: Letter, form: ApproveForm | None = None, status: int = 200
) -> HttpResponse:
    on, application = today.today(), found.application
    may = permissions.may_each(request.user, [*DOWNLOADING, "applications.reveal"], application.organ, on=on)
    try:
        text = lines(contents.content(found, "docx"), covered_in(found))
        broken = ""
    except Refused as refused:
        text, broken = [], str(refused)
    approvals = list(found.approvals.select_related("by"))
    mine = may["applications.approve"] and found.state == LetterState.APPROVING
    context = {
        "letter": found,
        "application": application,
        "organ": application.organ,
        "path": _path(found, approvals),
        "opinions": approvals,
        "way": standing(application.steps.select_related("by")).taken if found.answer else (),
        "text": text,
        "broken": broken,
        "files": list(found.files.all()),
        "form": form or ApproveForm(),
        "may": {
            "handle": may["applications.handle"],
            "download": any(may[act] for act in DOWNLOADING),
            "approve": mine,
            "reveal": may["applications.reveal"],
        },
        "why_not_me": _why_not_me(found, request, on, approvals) if mine else "",
        "open": found.state in OPEN,
        "on": on,
        "breadcrumb": crumbs(application, found.get_kind_display()),
    }
    return render(request, "applications/letter.html", context, status=status)


def _path(found: Letter, approvals: list[Approval]) -> list[tuple[str, str, Approval | None]]:
    """Every layer: its name, where it stands, and who passed it on these words."""
    passed = {one.role: one for one in approvals if one.passed and one.digest == found.digest}
    path = []
    for role in acts.layers_of(found.kind):
        one = passed.get(role)
        state = "done" if one else "current" if found.waits_for == role else "waiting"
        path.append((str(Role(role).label), state, one))
    return path


def _why_not_me(found: Letter, request: OfficeRequest, on: date, approvals: list[Approval]) -> str:
    if not permissions.holds(request.user, found.waits_for, found.application.organ_id, on=on):
        return _("这一环节由{role}审批。").format(role=found.get_waits_for_display())
    if found.drafted_by_id == request.user.pk:
        return _("起草人不能审批自己起草的文书。")
    if any(one.by_id == request.user.pk and one.passed and one.digest == found.digest for one in approvals):
        return _("您已经在前一环节审批过。")
    return ""


def _by_form(
    request: OfficeRequest,
    found: Letter,
    form: Form,
    act: Callable[[], object],
    words: dict[str, str],
    *,
    possible: bool,
) -> HttpResponse:
    """A page with one form, for one act on a letter."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except Stale as stale:
                form.add_error(None, str(stale))
                status = 409
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, words["done"])
                return redirect("applications:letter", found.pk)
            found = letter_of(request, found.pk, "applications.handle")
    context = {
        "letter": found,
        "application": found.application,
        "organ": found.application.organ,
        "form": form,
        "possible": possible,
        "breadcrumb": [
            *crumbs(found.application, "")[:1],
            {"title": found.get_kind_display(), "url": reverse("applications:letter", args=[found.pk])},
            {"title": words["title"]},
        ],
        **words,
    }
    return render(request, "applications/letter_act.html", context, status=status)


def _refused(request: OfficeRequest, found: Letter, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("applications:letter", found.pk)
