"""Pages of the organ: submit, the receipt, answers to remarks."""

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from ..filing_models import Remark, Submission
from ..models import Version
from . import actions, offices, places, receipt, showing
from .due import FIRST_YEAR, due_days
from .forms import AnswerForm


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: OfficeRequest, pk: int) -> HttpResponse:
    """报送: to whom, by when, with which answers; then the act."""
    version = get_object_or_404(Version.objects.select_related("report__organ", "source"), pk=pk)
    organ, on = version.report.organ, today.today()
    permissions.require(request.user, actions.SUBMIT, organ, on=on)
    refusal = ""
    if request.method == "POST":
        try:
            made = actions.submit(version, user=request.user, at=today.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已报送，回执号{number}").format(number=made.number))
            return redirect("annual_reports:filing_receipt", made.pk)
    organ.name = organ.name_on(on)
    last = actions.last_of(version.report)
    year = version.report.year
    context = {
        "version": version,
        "organ": organ,
        "office": offices.receiver(organ, on),
        "due": due_days([organ], year)[organ.pk] if year >= FIRST_YEAR else None,
        "remarks": showing.shown(last, version) if last and last.state == Submission.State.RETURNED else (),
        "refusal": refusal,
    }
    return render(request, "annual_reports/filing/submit.html", context, status=422 if refusal else 200)


@require_safe
def receipt_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """报送回执, to print: for the organ and for the office."""
    submission = _handed_in(request, pk)
    context = {
        "submission": submission,
        "version": submission.version,
        "title": receipt.title(),
        "lines": receipt.lines(submission),
        "note": receipt.note(),
    }
    return render(request, "annual_reports/filing/receipt.html", context)


@require_safe
def receipt_pdf(request: OfficeRequest, pk: int) -> HttpResponse:
    """报送回执 as a file, to keep or to attach."""
    submission = _handed_in(request, pk)
    name = quote(_("报送回执{number}.pdf").format(number=submission.number))
    return HttpResponse(
        receipt.pdf(submission),
        content_type="application/pdf",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _handed_in(request: OfficeRequest, pk: int) -> Submission:
    """A submission; 403 for who neither receives it nor sees the organ's reports."""
    found = Submission.objects.select_related("report__organ", "version", "office", "by")
    submission = get_object_or_404(found, pk=pk)
    on = today.today()
    if not offices.receives(request.user, submission, on):
        permissions.require(request.user, "annual_reports.view", submission.report.organ, on=on)
    return submission


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: OfficeRequest, pk: int) -> HttpResponse:
    """答复一条审核意见."""
    found = Remark.objects.select_related("submission__report__organ", "submission__version", "by")
    remark = get_object_or_404(found.exclude(submission__state=Submission.State.OPEN), pk=pk)
    report = remark.submission.report
    organ, on = report.organ, today.today()
    permissions.require(request.user, actions.SUBMIT, organ, on=on)
    organ.name = organ.name_on(on)
    now = actions.newest(report)
    form = AnswerForm(request.POST or None, initial={"answer": remark.answer, "words": remark.words})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer(remark, data["answer"], data["words"], user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("答复已保存"))
            return redirect(f"{reverse('annual_reports:version', args=[now.pk])}#filing")
    was = remark.submission.version
    context = {
        "form": form,
        "remark": remark,
        "organ": organ,
        "report": report,
        "now": now,
        "place": places.words(was.reading, remark.place),
        "changed": now.pk != was.pk and places.changed(remark, was, now),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/filing/answer.html", context, status=status)
