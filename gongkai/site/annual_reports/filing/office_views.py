"""Pages of the competent office: a submission, its remarks, return, acceptance, unlocking, taking in."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ... import acting, today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from .. import display
from ..filing_models import Remark, Submission
from ..models import Version
from ..versions import previous_reading
from . import actions, offices, places, showing
from .forms import RemarkForm, ReturnForm, UnlockForm


@require_safe
def submission(request: OfficeRequest, pk: int) -> HttpResponse:
    """A submission: the report with findings, what differs from before, remarks, what may be done."""
    found = _received(request, pk)
    place = request.GET.get("place")
    form = None
    if place is not None and found.is_open and places.is_place(found.version.reading, place):
        form = RemarkForm(initial={"place": place})
    return _shown(request, found, remark_form=form)


@require_POST
def remark(request: OfficeRequest, pk: int) -> HttpResponse:
    """写审核意见."""
    found, form = _received(request, pk), RemarkForm(request.POST)

    def act() -> None:
        data = form.cleaned_data
        actions.remark(found, data["place"], data["text"], user=request.user, at=today.now())

    if acting.done(request, form, act, _("意见已写上，退回时一并送达")):
        return redirect("annual_reports:filing_submission", pk)
    return _shown(request, found, remark_form=form, status=422)


@require_POST
def drop(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除审核意见."""
    one = get_object_or_404(Remark.objects.select_related("submission__report__organ"), pk=pk)
    found = _received(request, one.submission_id)
    form = forms.Form(request.POST)
    if acting.done(
        request, form, lambda: actions.drop_remark(one, user=request.user, at=today.now()), _("已删除")
    ):
        return redirect("annual_reports:filing_submission", found.pk)
    return _shown(request, found, refusal=_first(form), status=422)


@require_POST
def give_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """退回."""
    found, form = _received(request, pk), ReturnForm(request.POST)

    def act() -> None:
        again_by = form.cleaned_data["again_by"]
        actions.give_back(found, user=request.user, at=today.now(), again_by=again_by)

    if acting.done(request, form, act, _("已退回，机关可以看到审核意见")):
        return redirect("annual_reports:filing_submission", pk)
    return _shown(request, found, return_form=form, refusal="" if found.is_open else _first(form), status=422)


@require_POST
def accept(request: OfficeRequest, pk: int) -> HttpResponse:
    """接收."""
    found, form = _received(request, pk), forms.Form(request.POST)
    done = _("已接收并锁定，计入汇总")
    if acting.done(request, form, lambda: actions.accept(found, user=request.user, at=today.now()), done):
        return redirect("annual_reports:filing_submission", pk)
    return _shown(request, found, refusal=_first(form), status=422)


@require_POST
def unlock(request: OfficeRequest, pk: int) -> HttpResponse:
    """解除锁定."""
    found, form = _received(request, pk), UnlockForm(request.POST)

    def act() -> None:
        actions.unlock(found, reason=form.cleaned_data["reason"], user=request.user, at=today.now())

    if acting.done(request, form, act, _("已解除锁定，机关可以更正并重新报送")):
        return redirect("annual_reports:filing_submission", pk)
    locked = found.state == Submission.State.ACCEPTED
    return _shown(request, found, unlock_form=form, refusal="" if locked else _first(form), status=422)


@require_POST
def take_in(request: OfficeRequest, pk: int) -> HttpResponse:
    """代录报送: what another person of the office entered."""
    version = get_object_or_404(Version.objects.select_related("report__organ", "source"), pk=pk)
    permissions.require(request.user, actions.TAKE_IN, version.report.organ, on=today.today())
    try:
        made = actions.take_in(version, request.POST.get("digest", ""), user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("annual_reports:version", pk)
    messages.success(request, _("已代录报送，回执号{number}").format(number=made.number))
    return redirect("annual_reports:filing_submission", made.pk)


def _received(request: OfficeRequest, pk: int) -> Submission:
    """A submission, its organ named; 403 for whoever does not receive it."""
    found = get_object_or_404(
        Submission.objects.select_related(
            "report__organ", "version__source", "version__made_by", "before__version", "by", "ended_by"
        ),
        pk=pk,
    )
    on = today.today()
    offices.require_receiver(request.user, found, on)
    found.report.organ.name = found.report.organ.name_on(on)
    found.version.report = found.report
    return found


def _first(form: forms.Form) -> str:
    """Why the act was refused, for the head of a page that has no such form."""
    return str(next(iter(form.non_field_errors()), ""))


def _shown(
    request: OfficeRequest,
    found: Submission,
    *,
    remark_form: RemarkForm | None = None,
    return_form: ReturnForm | None = None,
    unlock_form: UnlockForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    version, report = found.version, found.version.reading
    organ = found.report.organ
    findings = version.findings(previous_reading(found.report))
    now = actions.newest(found.report)
    remarks = showing.shown(found, now)
    page = reverse("annual_reports:filing_submission", args=[found.pk])
    around = (
        showing.Picks(report, page, findings, showing.numbered(remarks))
        if found.is_open
        else display.Marks(report, findings, remarked=showing.numbered(remarks))
    )
    before = found.before
    place = str(remark_form["place"].value() or "") if remark_form else ""
    context = {
        "submission": found,
        "version": version,
        "organ": organ,
        "reading": report,
        "title_lines": display.title(report),
        "document": list(display.parts(report, around)),
        "findings": display.listed(findings, report, found.report.verdicts.select_related("by")),
        "counts": {
            severity: sum(finding.severity == severity for finding in findings)
            for severity in ("error", "warning", "info")
        },
        "unsettled": actions.unsettled(version) if found.is_open else (),
        "differences": showing.differences(found),
        "before": before,
        "remarks_before": showing.shown(before, version) if before else (),
        "remarks": remarks,
        "remark_form": remark_form,
        "place": places.words(report, place),
        "return_form": return_form or ReturnForm(),
        "unlock_form": unlock_form or UnlockForm(),
        "refusal": refusal,
        "may": {"judge": permissions.may(request.user, "annual_reports.judge", organ, on=today.today())},
    }
    return render(request, "annual_reports/filing/submission.html", context, status=status)
