"""Pages that act on totals: 汇总编制 and what changed since, 声明并入 and its end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ... import today
from ...accounts.middleware import OfficeRequest
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from ..models import Version
from ..pages import version_of
from ..total_models import Inclusion
from . import duplicates, gathering
from .forms import GatherForm, IncludeForm
from .views import members_of, organ_of


@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """汇总编制: who is in it and who is not, then one button."""
    organ = organ_of(request, slug, "annual_reports.upload")
    members = members_of(organ, year)
    draft = Version.objects.drafts().filter(report__organ=organ, report__year=year).first()
    form = GatherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = gathering.gather(
                organ, year, user=request.user, at=today.now(), reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已汇总编制，请核对各表，写好待填写的文字，再送审"))
            return redirect("annual_reports:version", version.pk)
    context = {"organ": organ, "year": year, "members": members, "form": form, "draft": draft}
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/totals/gather.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def gathered(request: OfficeRequest, pk: int) -> HttpResponse:
    """What was added up then against what is accepted now; a POST gathers anew in place of the draft."""
    act = "annual_reports.upload" if request.method == "POST" else "annual_reports.view"
    version = version_of(request, pk, act)
    if not version.is_gathered:
        raise Http404
    organ, refusal = version.report.organ, ""
    if request.method == "POST":
        try:
            anew = gathering.gather(
                organ,
                version.report.year,
                user=request.user,
                at=today.now(),
                replacing=request.POST.get("digest", ""),
            )
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("已重新汇总为新的草稿，须重新核对"))
            return redirect("annual_reports:version", anew.pk)
    changed, cells = gathering.differences(version)
    context = {
        "version": version,
        "organ": organ,
        "changed": changed,
        "differences": cells,
        "refusal": refusal,
        "reports": len(gathering.gathered_then(version).reports),
        "may": not version.is_published
        and permissions.may(request.user, "annual_reports.upload", organ, on=today.today()),
        "by_hand": version.corrections.count(),
    }
    return render(request, "annual_reports/totals/gathered.html", context, status=422 if refusal else 200)


@require_POST
def include(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """声明并入: ``slug`` is the government whose total it is, the form names the dissolved organ."""
    over = organ_of(request, slug)
    members_of(over, year)
    form = IncludeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择承继机关，并写明依据"))
        return redirect("annual_reports:total_organs", slug, year)
    data = form.cleaned_data
    organ = get_object_or_404(duplicates.includable(over, year), pk=data["organ"])
    within = get_object_or_404(Organ, pk=data["within"])
    try:
        duplicates.declare(organ, year, within, data["note"], user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已声明并入，汇总不再重复计入"))
    return redirect("annual_reports:total_organs", slug, year)


@require_POST
def revoke(request: OfficeRequest, pk: int) -> HttpResponse:
    """撤销并入声明."""
    inclusion = get_object_or_404(Inclusion.objects.select_related("organ", "within"), pk=pk)
    duplicates.revoke(inclusion, user=request.user, at=today.now())
    messages.success(request, _("已撤销声明，它的报告照常计入"))
    above = inclusion.organ.parent_on(today.today())
    return redirect("annual_reports:total_organs", (above or inclusion.organ).slug, inclusion.year)
