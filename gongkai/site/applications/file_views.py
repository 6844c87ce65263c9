"""案卷材料: files of a case leave as downloads alone, are added, and are redacted with proof."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..disclosure.files import MEDIA_TYPES
from ..organs import permissions
from ..organs.actions import Refused
from . import redaction
from .actions import files
from .forms import FileForm, RedactForm
from .models import Application, CaseFile


@require_safe
def file(request: OfficeRequest, pk: int, file: int) -> HttpResponse:
    """下载材料, never shown in a page."""
    rows = CaseFile.objects.select_related("application__organ")
    kept = get_object_or_404(rows, pk=file, application=pk)
    try:
        data = files.open_for(kept, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("applications:case", pk)
    answer = HttpResponse(data, content_type=MEDIA_TYPES[kept.suffix])
    answer.headers["Content-Disposition"] = content_disposition_header(True, kept.name) or "attachment"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: OfficeRequest, pk: int) -> HttpResponse:
    """添加材料."""
    application = _handled(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        upload = files.Upload(form.cleaned_data["kind"], given.name, given.read())
        try:
            files.add(application, upload, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("材料已添加"))
            return redirect("applications:case", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "case": application, "organ": application.organ}
    return render(request, "applications/file_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def redact(request: OfficeRequest, pk: int, file: int) -> HttpResponse:
    """遮盖: pictures of the pages, the texts and places to be withheld; what comes out is kept beside it."""
    kept = _redactable(request, pk, file)
    form = RedactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, result = files.redact(kept, **form.cleaned_data, user=request.user, at=today.now())
        except files.Unfound as unfound:
            form.add_error("unfound", str(unfound))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            count = sum(one.shown for one in result.found) + len(form.cleaned_data["boxes"])
            done = _("已遮盖{count}处，另存为“{name}”。请下载看一遍再使用。")
            messages.success(request, done.format(count=count, name=made.name))
            for note in result.notes:
                messages.warning(request, note)
            return redirect("applications:case", pk)
    first, trouble = _first_page(kept)
    context = {
        "form": form,
        "case": kept.application,
        "organ": kept.application.organ,
        "file": kept,
        "pages": range(1, first.count + 1) if first else (),
        "trouble": trouble,
        "tenths": range(0, 100, 10),
        "width": first.width if first else 0,
        "height": first.height if first else 0,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/redact.html", context, status=status)


@require_safe
def preview(request: OfficeRequest, pk: int, file: int, number: int) -> HttpResponse:
    """A picture of a page, drawn here: nothing of the file itself is shown in a page."""
    kept = _redactable(request, pk, file)
    try:
        found = redaction.pages(files.read(kept), kept.suffix, numbers={number})
    except Refused as refused:
        raise Http404 from refused
    if not found:
        raise Http404
    return HttpResponse(found[0].png, content_type="image/png")


def _first_page(kept: CaseFile) -> tuple[redaction.PageImage | None, str]:
    """The first page, or why there is no picture of it."""
    try:
        found = redaction.pages(files.read(kept), kept.suffix, numbers={1})
    except Refused as refused:
        return None, str(refused)
    return (found[0], "") if found else (None, "")


def _redactable(request: OfficeRequest, pk: int, file: int) -> CaseFile:
    application = _handled(request, pk)
    kept = get_object_or_404(application.files.filter(kind__in=files.REDACTABLE), pk=file)
    kept.application = application
    return kept


def _handled(request: OfficeRequest, pk: int) -> Application:
    application = get_object_or_404(Application.objects.select_related("organ"), pk=pk)
    on = today.today()
    permissions.require(request.user, "applications.handle", application.organ, on=on)
    application.organ.name = application.organ.name_on(on)
    return application
