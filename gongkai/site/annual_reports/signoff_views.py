"""Pages beside the sign-off: send a version back with remarks; declare a nil report."""

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
from . import compile_actions, nil_actions, signoff
from .forms import NilForm, SendBackForm
from .models import Step
from .pages import version_of


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: OfficeRequest, pk: int, step: int) -> HttpResponse:
    """退回 by whoever has to take ``step``: an opinion, and remarks at cells and sections."""
    taken = Step(step)
    version = version_of(request, pk, signoff.CHAIN[taken])
    if request.method != "POST" and signoff.waits_for(version) != taken:
        raise Http404
    form = SendBackForm(request.POST or None, version=version, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            signoff.send_back(
                version,
                taken,
                data["digest"],
                opinion=data["opinion"],
                remarks=form.remarks(),
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已退回承办人"))
            return redirect("annual_reports:version", pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "version": version, "organ": version.report.organ, "step": taken}
    return render(request, "annual_reports/send_back.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def nil_page(request: OfficeRequest, slug: str) -> HttpResponse:
    """零报告: choose the year; records of that year refuse it."""
    on = today.today()
    organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, "annual_reports.upload", organ, on=on)
    form = NilForm(
        request.POST or None,
        initial={"year": on.year - 1},
        first=compile_actions.FIRST_YEAR,
        last=on.year - 1,
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = nil_actions.declare_nil(
                organ, form.cleaned_data["year"], user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已拟成零报告，请核对文字，再送审"))
            return redirect("annual_reports:version", version.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/nil.html", {"form": form, "organ": organ}, status=status)
