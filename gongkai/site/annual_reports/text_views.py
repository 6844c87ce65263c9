"""Pages of the text: a section with its live figures, improvements, the day below, what changed and why."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.annual_report import yearly

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import changing, compile_actions, display, editing, improvement_actions, replaced, signature
from .forms import SectionForm, renewed
from .improvement_forms import ExplainForm, ImprovementForm, SignedOnForm
from .improvement_models import rows_of
from .models import Version
from .pages import version_of
from .versions import previous_reading


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """撰写: the text of a section, its figures beside what they are now."""
    if replaced.is_gone(request, pk):
        return replaced.section(request, number)
    version = _compiled(request, pk)
    found = version.reading.section(number)
    typed = request.method == "POST" and "act" not in request.POST
    if found is None or (version.is_published and not typed):
        raise Http404
    initial = {"report": version.report_id, "text": found.text, "seen": editing.mark(found.text)}
    form = SectionForm(request.POST if typed else None, initial=initial)
    refusal = stands = ""
    if request.method == "POST":
        try:
            if not typed:
                _begin_anew(request, version, number)
            elif form.is_valid():
                compile_actions.write_section(
                    version,
                    number,
                    form.cleaned_data["text"],
                    user=request.user,
                    at=today.now(),
                    seen=form.cleaned_data["seen"],
                )
        except Refused as refused:
            refusal = str(refused)
            if typed:
                form.add_error(None, refusal)
            if isinstance(refused, editing.Overtaken):
                stands = refused.stands
                renewed(form, "seen", editing.mark(stands))
        else:
            if not form.errors:
                messages.success(request, _("已保存，须重新审签"))
                if typed:
                    return redirect("annual_reports:version", pk)
                return redirect("annual_reports:section", pk, number)
    lives = [one for one in version.living if one.binding.no == number]
    organ, year = version.report.organ, version.report.year
    context = {
        "version": version,
        "organ": organ,
        "section": found,
        "form": form,
        "refusal": "" if typed else refusal,
        "stands": stands,
        "paragraphs": display.section(version.reading, number, lives),
        "lives": lives,
        "stale": [one for one in lives if not one.agrees],
        "is_five": number == improvement_actions.SECTION_FIVE,
        "commitments": rows_of(organ, year - 1).prefetch_related("progress")
        if number == improvement_actions.SECTION_FIVE
        else (),
        "problems": rows_of(organ, year) if number == improvement_actions.SECTION_FIVE else (),
        "before": year - 1,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/section.html", context, status=status)


def _begin_anew(request: OfficeRequest, version: Version, number: int) -> None:
    """更新数 of a section, or 由改进事项起草 of the fifth."""
    act = request.POST["act"]
    if act == "draft" and number == improvement_actions.SECTION_FIVE:
        improvement_actions.draft_section_five(
            version, user=request.user, at=today.now(), seen=request.POST.get("seen")
        )
    elif act == "refresh":
        compile_actions.refresh_figures(version, number, user=request.user, at=today.now())
    else:
        raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def improvements(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """改进事项 of a year, and what became of those of the year before."""
    on = today.today()
    writes = request.method == "POST"
    organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(
        request.user, "annual_reports.correct" if writes else "annual_reports.view", organ, on=on
    )
    form = ImprovementForm(request.POST if writes else None)
    if writes and form.is_valid():
        try:
            improvement_actions.record(organ, year, form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已登记，可以继续登记下一项"))
            return redirect("annual_reports:improvements", slug, year)
    context = {
        "organ": organ,
        "year": year,
        "form": form,
        "rows": rows_of(organ, year),
        "commitments": rows_of(organ, year - 1).prefetch_related("progress"),
        "before": year - 1,
        "may": permissions.may(request.user, "annual_reports.correct", organ, on=on),
    }
    return render(request, "annual_reports/improvements.html", context, status=422 if writes else 200)


@require_POST
def signed_on(request: OfficeRequest, pk: int) -> HttpResponse:
    """成文日期."""
    version = _compiled(request, pk)
    form = SignedOnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写成文日期，例如2021-01-08"))
        return redirect("annual_reports:version", pk)
    try:
        signature.set_signed_on(version, form.cleaned_data["day"], user=request.user, at=today.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("成文日期已填写，须重新审签"))
    return redirect("annual_reports:version", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: OfficeRequest, pk: int) -> HttpResponse:
    """变化和原因: large changes on last year, each with a word of explanation; 结转 of both years."""
    writes = request.method == "POST"
    version = version_of(request, pk, "annual_reports.judge" if writes else "annual_reports.view")
    organ = version.report.organ
    previous = previous_reading(version.report)
    may = permissions.may(request.user, "annual_reports.judge", organ, on=today.today())
    cell = request.GET.get("cell", "")
    form = ExplainForm(request.POST if writes else None, initial={"cell": cell})
    if writes and form.is_valid():
        try:
            changing.explain(version, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已记录"))
            return redirect("annual_reports:changes", pk)
    rows = changing.explained(version, previous)
    chosen = form["cell"].value()
    context = {
        "version": version,
        "organ": organ,
        "year": version.report.year,
        "before": version.report.year - 1,
        "has_previous": previous is not None,
        "rows": rows,
        "unexplained": sum(not row.verdict for row in rows),
        "carried": yearly.carried(version.reading, previous),
        "may": may,
        "form": form if may and any(row.change.cell.id == chosen for row in rows) else None,
        "chosen": next((row.change for row in rows if row.change.cell.id == chosen), None),
    }
    return render(request, "annual_reports/changes.html", context, status=422 if writes else 200)


def _compiled(request: OfficeRequest, pk: int) -> Version:
    """A compiled version that the person may write; 404 for one read from a file."""
    version = version_of(request, pk, "annual_reports.correct")
    if not version.is_compiled:
        raise Http404
    return version
