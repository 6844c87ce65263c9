"""Pages of 编制: choose the year, what has changed since."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import compile_actions, compiling
from .forms import CompileForm
from .models import Version
from .pages import version_of


@require_http_methods(["GET", "HEAD", "POST"])
def compile_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """由记录编制: choose the year."""
    on = today.today()
    organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, "annual_reports.upload", organ, on=on)
    form = CompileForm(
        request.POST or None,
        initial={"year": on.year - 1},
        last=on.year - 1,
        first=compile_actions.FIRST_YEAR,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if draft := _compiled_draft(organ, data["year"]):
            messages.info(request, _("这一年度已有编制的草稿。下面是编制以后记录的变化，可以重新编制"))
            return redirect("annual_reports:differences", draft.pk)
        try:
            version = compile_actions.compile_report(
                organ, data["year"], user=request.user, at=today.now(), reason=data["reason"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已由记录编制，请核对各表，写好待填写的文字，再送审"))
            return redirect("annual_reports:version", version.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/compile.html", {"form": form, "organ": organ}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: OfficeRequest, pk: int) -> HttpResponse:
    """What was counted then against the records of now; a POST compiles anew in place of the draft."""
    version = _compiled(
        request, pk, "annual_reports.upload" if request.method == "POST" else "annual_reports.view"
    )
    if version.is_gathered:
        return redirect("annual_reports:gathered", pk)
    organ = version.report.organ
    refusal = ""
    if request.method == "POST":
        try:
            anew = compile_actions.compile_report(
                organ,
                version.report.year,
                user=request.user,
                at=today.now(),
                replacing=request.POST.get("digest", ""),
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已重新编制为新的草稿，须重新核对和送审"))
            return redirect("annual_reports:version", anew.pk)
    context = {
        "version": version,
        "organ": organ,
        "differences": compiling.differences(version),
        "refusal": refusal,
        "may": not version.is_published
        and permissions.may(request.user, "annual_reports.upload", organ, on=today.today()),
        "by_hand": version.corrections.count(),
    }
    return render(request, "annual_reports/differences.html", context, status=422 if refusal else 200)


def _compiled(request: OfficeRequest, pk: int, act: str) -> Version:
    """A version that was compiled; 404 for one read from a file."""
    version = version_of(request, pk, act)
    if not version.is_compiled:
        raise Http404
    return version


def _compiled_draft(organ: Organ, year: int) -> Version | None:
    drafts = Version.objects.drafts().filter(report__organ=organ, report__year=year)
    draft = drafts.select_related("source").first()
    return draft if draft and draft.is_compiled else None
