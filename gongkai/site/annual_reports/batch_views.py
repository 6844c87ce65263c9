"""Pages of 批量上传: hand in, watch, decide what a person must."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen
from ..organs import permissions
from ..organs.actions import Refused
from . import batches
from .forms import BatchFilter, DecideForm, HandInForm
from .models import Batch, BatchFile
from .tables import BATCH_FILES, BATCHES
from .tasks import read_batch

_SECONDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def batch_list(request: OfficeRequest) -> HttpResponseBase:
    """批量上传: hand in a batch; the batches one has handed in."""
    if not permissions.may_anywhere(request.user, batches.COLLECT, on=today.today()):
        raise permissions.Forbidden(batches.COLLECT)
    hands_in = request.method == "POST" and "export" not in request.POST
    form = HandInForm(request.POST, request.FILES) if hands_in else HandInForm()
    if hands_in and form.is_valid():
        files = ((file.name or "", file.read()) for file in form.cleaned_data["reports"])
        try:
            batch = batches.hand_in(files, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            read_batch.enqueue(batch.pk)
            return redirect("annual_reports:batch", batch.pk)
    mine = Batch.objects.filter(made_by=request.user).annotate(
        count=Count("files"), person=Count("files", filter=Q(files__state=BatchFile.State.PERSON))
    )
    narrow = BatchFilter(request.GET)
    if "state" in chosen(narrow):
        mine = mine.filter(person__gt=0)
    listing = Listing(BATCHES, request, mine)
    if listing.wanted:
        return listing.export(request.user)
    context = {"form": form, "filter": narrow, "list": listing}
    status = 422 if hands_in else 200
    return render(request, "annual_reports/batch_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def batch_page(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """进度: the page asks again by itself while files wait; POST starts a job that was lost anew."""
    batch = _own(request, pk)
    if request.method == "POST" and "export" not in request.POST:
        read_batch.enqueue(batch.pk)
        return redirect("annual_reports:batch", pk)
    counts = dict(batch.files.values_list("state").annotate(Count("pk")).order_by())
    files = batch.files.select_related("version")
    state = request.GET.get("state", "")
    if state in BatchFile.State.values:
        files = files.filter(state=state)
    listing = Listing(BATCH_FILES, request, files)
    if listing.wanted:
        return listing.export(request.user)
    total = sum(counts.values())
    waiting = counts.get(BatchFile.State.WAITING, 0)
    context = {
        "batch": batch,
        "total": total,
        "waiting": waiting,
        "done": total - waiting,
        "counts": [(value, label, counts.get(value, 0)) for value, label in BatchFile.State.choices],
        "state": state,
        "list": listing,
    }
    answer = render(request, "annual_reports/batch.html", context)
    if waiting:
        answer["Refresh"] = str(_SECONDS)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def batch_file(request: OfficeRequest, pk: int) -> HttpResponse:
    """人工处理一个文件."""
    file = get_object_or_404(BatchFile.objects.select_related("batch"), pk=pk)
    _own(request, file.batch_id)
    on = today.today()
    form = DecideForm(
        request.POST or None, initial=batches.suggested(file, user=request.user, at=today.now())
    )
    organs = permissions.organs_for(request.user, batches.COLLECT, on=on)
    field: Any = form.fields["organ"]
    field.queryset = organs
    names = {organ.pk: organ.name for organ in organs.named(on)}
    field.label_from_instance = lambda organ: names.get(organ.pk, organ.slug)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batches.decide(
                file, data["organ"], data["year"], accepted=data["accepted"], reason=data["reason"],
                user=request.user, at=today.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已读入，请核对"))
            return redirect("annual_reports:batch", file.batch_id)
    status = 422 if request.method == "POST" else 200
    context = {"file": file, "form": form, "open": file.state == BatchFile.State.PERSON}
    return render(request, "annual_reports/batch_file.html", context, status=status)


@require_safe
def batch_source(request: OfficeRequest, pk: int) -> FileResponse:
    """下载批量上传的一个文件: always as a download."""
    file = get_object_or_404(BatchFile.objects.select_related("batch").exclude(file=""), pk=pk)
    _own(request, file.batch_id)
    return FileResponse(
        file.file.open(), as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )


@require_POST
def batch_drop(request: OfficeRequest, pk: int) -> HttpResponse:
    """放弃一个文件."""
    file = get_object_or_404(BatchFile.objects.select_related("batch"), pk=pk)
    _own(request, file.batch_id)
    try:
        batches.drop(file, user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("annual_reports:batch", file.batch_id)


def _own(request: OfficeRequest, pk: int) -> Batch:
    """A batch is its maker's own affair."""
    batch = get_object_or_404(Batch, pk=pk)
    if batch.made_by_id != request.user.pk or not permissions.may_anywhere(
        request.user, batches.COLLECT, on=today.today()
    ):
        raise permissions.Forbidden(batches.COLLECT)
    return batch
