"""Pages of one 改进事项: its words, its progress during the year, what became of it."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..disclosure.files import MEDIA_TYPES
from ..organs import permissions
from ..organs.actions import Refused
from . import improvement_actions, progress_actions
from .improvement_forms import ImprovementForm, OutcomeForm, ProgressForm
from .improvement_models import Improvement, Progress

_LONGEST = 300
"""Characters of what an outcome says."""


@require_http_methods(["GET", "HEAD", "POST"])
def improvement(request: OfficeRequest, pk: int) -> HttpResponse:
    """One 改进事项: change it, remove it, tell its progress, say what became of it."""
    on = today.today()
    row = get_object_or_404(Improvement.objects.select_related("report__organ", "report__current"), pk=pk)
    organ, year = row.report.organ, row.report.year
    permissions.require(request.user, "annual_reports.correct", organ, on=on)
    organ.name = organ.name_on(on)
    told = list(row.progress.select_related("item", "by"))
    act = request.POST.get("act", "change") if request.method == "POST" else ""
    change = ImprovementForm(request.POST if act == "change" else None, instance=row)
    outcome = OutcomeForm(request.POST if act == "outcome" else None, initial=_said(row, told))
    progress = (
        ProgressForm(request.POST, request.FILES) if act == "progress" else ProgressForm(initial={"on": on})
    )
    chosen = {"change": change, "outcome": outcome, "progress": progress, "remove": None}.get(act)
    refusal = ""
    if act and (chosen is None or chosen.is_valid()):
        try:
            _done(request, row, act, chosen)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已保存"))
            if act == "progress":
                return redirect("annual_reports:improvement", pk)
            return redirect("annual_reports:improvements", organ.slug, year)
    context = {
        "organ": organ,
        "year": year,
        "next": year + 1,
        "row": row,
        "told": told,
        "form": change,
        "outcome": outcome,
        "progress": progress,
        "refusal": refusal,
    }
    return render(request, "annual_reports/improvement.html", context, status=422 if act else 200)


@require_safe
def progress_file(request: OfficeRequest, pk: int) -> FileResponse:
    """The file of a note, always as a download."""
    note = get_object_or_404(Progress.objects.select_related("improvement__report__organ"), pk=pk)
    permissions.require(request.user, "annual_reports.view", note.improvement.report.organ, on=today.today())
    if not note.file:
        raise Http404
    media = MEDIA_TYPES[note.file_kind]
    return FileResponse(note.file.open(), as_attachment=True, filename=note.file_name, content_type=media)


def _done(request: OfficeRequest, row: Improvement, act: str, form: forms.BaseForm | None) -> None:
    at = today.now()
    fields = dict(form.cleaned_data) if form else {}
    if act == "remove":
        improvement_actions.remove(row, user=request.user, at=at)
    elif act == "outcome":
        improvement_actions.say_outcome(row, **fields, user=request.user, at=at)
    elif act == "progress":
        sent = fields.pop("file")
        file = (sent.name, sent.read()) if sent else None
        progress_actions.tell(row, **fields, file=file, user=request.user, at=at)
    elif act == "change":
        improvement_actions.change(row, fields, user=request.user, at=at)
    else:
        raise Http404


def _said(row: Improvement, told: Sequence[Progress]) -> dict[str, str]:
    """What was said of the outcome; where nothing was, what the notes of the year say."""
    if row.state:
        return {"state": row.state, "note": row.note, "proof": row.proof}
    return {
        "note": row.commitment.progress[:_LONGEST],
        "proof": "；".join(one.proof for one in told if one.proof)[:_LONGEST],
    }
