"""案卷材料: files of a case leave as downloads alone, are added, and are redacted with proof."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..disclosure.files import MEDIA_TYPES
from ..organs import permissions
from ..organs.actions import Refused
from .actions import files
from .forms import FileForm
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


def _handled(request: OfficeRequest, pk: int) -> Application:
    application = get_object_or_404(Application.objects.select_related("organ"), pk=pk)
    on = today.today()
    permissions.require(request.user, "applications.handle", application.organ, on=on)
    application.organ.name = application.organ.name_on(on)
    return application


def redact(request: OfficeRequest, pk: int, file: int) -> HttpResponse:
    raise NotImplementedError
