"""草稿已不在: what a person typed for a draft that was compiled anew or deleted meanwhile is not lost.

The form says which report its draft was of. Their page shows what they typed beside what stands in
the draft of now, and puts it there when they say so; the usual rules of editing at once hold.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from . import editing, versions
from .forms import CorrectCellForm, Named, SectionForm
from .models import AnnualReport, Version

ACT = "annual_reports.correct"
GONE = 409


def is_gone(request: OfficeRequest, pk: int) -> bool:
    """True where something was typed for a version that is not there any more."""
    return "report" in request.POST and not Version.objects.filter(pk=pk).exists()


def section(request: OfficeRequest, number: int) -> HttpResponse:
    """The text of a section, to be put into the draft of now."""
    report, draft = _now(request)
    typed = request.POST.get("text", "")
    found = draft.reading.section(number) if draft and draft.is_compiled else None
    if draft is None or found is None:
        return _shown(request, report, draft, SectionForm(initial={"text": typed}))
    initial = {"report": report.pk, "seen": editing.mark(found.text), "text": typed}
    return _shown(
        request,
        report,
        draft,
        SectionForm(initial=initial),
        place=found.title,
        stands=found.text,
        address=reverse("annual_reports:section", args=[draft.pk, number]),
    )


def cell(request: OfficeRequest) -> HttpResponse:
    """The value of a cell, to be put into the draft of now."""
    report, draft = _now(request)
    typed = {name: request.POST.get(name, "") for name in ("cell", "value", "reason")}
    compiled = draft is not None and draft.is_compiled
    form = draft.reading.form if draft else None
    if draft is None or form is None or typed["cell"] not in form.cells:
        return _shown(request, report, draft, CorrectCellForm(initial=typed, compiled=compiled))
    printed = draft.reading.printed(typed["cell"])
    initial = {**typed, "report": report.pk, "seen": printed}
    return _shown(
        request,
        report,
        draft,
        CorrectCellForm(initial=initial, compiled=compiled),
        place=form.cells[typed["cell"]].label,
        stands=printed,
        address=reverse("annual_reports:correct", args=[draft.pk]),
    )


def _now(request: OfficeRequest) -> tuple[AnnualReport, Version | None]:
    """The report that was written on, and its draft of now, if there is one."""
    which = Named(request.POST)
    if not which.is_valid():
        raise Http404
    report = get_object_or_404(AnnualReport.objects.select_related("organ"), pk=which.cleaned_data["report"])
    on = today.today()
    draft = report.versions.drafts().select_related("report__organ", "source", "made_by").first()
    if draft:
        versions.require(request.user, ACT, draft, on=on)
    else:
        permissions.require(request.user, ACT, report.organ, on=on)
    report.organ.name = report.organ.name_on(on)
    return report, draft


def _shown(
    request: OfficeRequest,
    report: AnnualReport,
    draft: Version | None,
    form: SectionForm | CorrectCellForm,
    *,
    place: str = "",
    stands: str = "",
    address: str = "",
) -> HttpResponse:
    """``address``: where the form saves; empty where there is no place to put what was typed."""
    context = {
        "report": report,
        "organ": report.organ,
        "draft": draft,
        "form": form,
        "place": place,
        "stands": stands,
        "address": address,
    }
    return render(request, "annual_reports/replaced.html", context, status=GONE)
