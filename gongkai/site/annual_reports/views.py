"""Pages of the office for annual reports: form in, one act, answer out."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, chosen, reads_and_exports
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from . import actions, compiling, display, editing, replaced, signoff, signoff_display, versions
from .doubts import Doubtful
from .filing import showing
from .forms import CorrectCellForm, JudgeForm, ReasonForm, ReportFilter, StepForm, UploadForm, renewed
from .improvement_forms import SignedOnForm
from .models import SECTION, AnnualReport, SourceFile, Step, Version
from .pages import version_of
from .picture_views import offered
from .tables import REPORTS


@reads_and_exports
def report_list(request: OfficeRequest) -> HttpResponseBase:
    """年报: reports of the organs one may see, newest first, drafts with them."""
    on = today.today()
    organs = permissions.organs_for(request.user, "annual_reports.view", on=on).named(on)
    if not organs.exists():
        raise permissions.Forbidden("annual_reports.view")
    names = {organ.pk: organ.name for organ in organs}
    reports = (
        AnnualReport.objects.filter(organ__in=list(names))
        .select_related("organ", "current")
        .prefetch_related(
            Prefetch("versions", queryset=Version.objects.drafts(), to_attr="drafts"),
            Prefetch("versions", queryset=Version.objects.collected(), to_attr="collected"),
        )
    )
    years = list(reports.order_by("-year").values_list("year", flat=True).distinct())
    form = ReportFilter(request.GET, years=years)
    narrow = chosen(form)
    if year := narrow.get("year"):
        reports = reports.filter(year=year)
    if state := narrow.get("state"):
        drafts = Exists(Version.objects.drafts().filter(report=OuterRef("pk")))
        by_state = {"draft": Q(drafts), "nil": Q(current__nil=True), "published": Q(current__isnull=False)}
        reports = reports.filter(by_state[state])

    def complete(batch: list[AnnualReport]) -> None:
        for report in batch:
            report.organ.name = names[report.organ_id]

    listing = Listing(REPORTS, request, reports, complete=complete)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "list": listing,
        "form": form,
        "years": years,
        "uploads": permissions.organs_for(request.user, "annual_reports.upload", on=on)
        .reporting(on)
        .named(on),
        "receives": permissions.may_anywhere(request.user, "annual_reports.receive", on=on),
        "collects": permissions.may_anywhere(request.user, "annual_reports.collect", on=on),
        "overviews": offered(request),
        "has_lower": any(organ.numchild for organ in organs),
    }
    return render(request, "annual_reports/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: OfficeRequest, slug: str) -> HttpResponse:
    """上传年报."""
    on = today.today()
    organ = _organ(request, slug, "annual_reports.upload")
    options: dict[str, Any] = {"organ": organ, "user": request.user, "this_year": on.year}
    if request.method != "POST":
        form = UploadForm(initial={"year": on.year - 1}, **options)
    else:
        form = UploadForm(request.POST, request.FILES, **options)
        version = _uploaded(request, organ, form)
        if version:
            messages.success(request, _("已读取，请核对各表和核验意见，再请另一位工作人员复核"))
            return redirect("annual_reports:version", version.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/upload.html", {"form": form, "organ": organ}, status=status)


def _uploaded(request: OfficeRequest, organ: Organ, form: UploadForm) -> Version | None:
    """The new draft, or None with the reasons in the form and the file kept."""
    valid = form.is_valid()
    data, at = form.cleaned_data, today.now()
    try:
        if data.get("file"):  # kept even where another field is wrong
            form.keep(
                actions.keep_file(organ, data["file"].read(), data["file"].name, user=request.user, at=at)
            )
        if not valid:
            return None
        assert form.source is not None
        return actions.upload(
            organ,
            data["year"],
            form.source,
            user=request.user,
            at=at,
            accepted=data["accept"],
            reason=data["reason"],
        )
    except Doubtful as doubtful:
        form.doubt(doubtful.doubts)
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


@require_safe
def version_page(request: OfficeRequest, pk: int) -> HttpResponse:
    """A version: tables with findings beside them, what was corrected, what comes next."""
    version = version_of(request, pk, "annual_reports.view")
    cell = request.GET.get("cell", "")
    may_correct = versions.may(request.user, "annual_reports.correct", version, on=today.today())
    form = _cell_form(version, cell) if cell and may_correct else None
    fingerprint = request.GET.get("judge", "")
    judged = JudgeForm(initial={"fingerprint": fingerprint}) if fingerprint and not form else None
    return _shown(request, version, form, judge_form=judged)


@require_POST
def judge(request: OfficeRequest, pk: int) -> HttpResponse:
    """对核验意见写处理意见."""
    version = version_of(request, pk, "annual_reports.judge")
    form = JudgeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.judge(
                version,
                data["fingerprint"],
                data["decision"],
                reason=data["reason"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("处理意见已记录"))
            return redirect("annual_reports:version", pk)
    return _shown(request, version, None, status=422, judge_form=form)


@require_POST
def correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """更正单元格."""
    if replaced.is_gone(request, pk):
        return replaced.cell(request)
    version = version_of(request, pk, "annual_reports.correct")
    form = CorrectCellForm(request.POST, compiled=version.is_compiled)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.correct_cell(
                version,
                data["cell"],
                data["value"],
                reason=data["reason"],
                user=request.user,
                at=today.now(),
                seen=data["seen"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            if isinstance(refused, editing.Overtaken):
                renewed(form, "seen", refused.stands)
        else:
            done = _("已更正，须重新审签") if version.is_compiled else _("已更正，须重新复核")
            messages.success(request, done)
            return redirect("annual_reports:version", pk)
    return _shown(request, version, form, status=422)


@require_POST
def step(request: OfficeRequest, pk: int, step: int) -> HttpResponse:
    """送审、审核、签发."""
    taken = Step(step)
    version = version_of(request, pk, signoff.CHAIN[taken])
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            signoff.take(
                version,
                taken,
                request.POST.get("digest", ""),
                opinion=form.cleaned_data["opinion"],
                user=request.user,
                at=today.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已{step}").format(step=taken.label))
            return redirect("annual_reports:version", pk)
    return _shown(request, version, None, status=422, step_form=form)


@require_POST
def confirm(request: OfficeRequest, pk: int) -> HttpResponse:
    """复核."""
    version = version_of(request, pk, "annual_reports.confirm")
    return _acted(
        request,
        version,
        lambda: actions.confirm(version, request.POST.get("digest", ""), user=request.user, at=today.now()),
        _("已复核，可以公布"),
    )


@require_POST
def publish(request: OfficeRequest, pk: int) -> HttpResponse:
    """公布."""
    version = version_of(request, pk, "annual_reports.publish")
    return _acted(
        request,
        version,
        lambda: actions.publish(
            version,
            request.POST.get("digest", ""),
            show_findings=request.POST.get("show_findings") == "on",
            user=request.user,
            at=today.now(),
        ),
        _("已公布，公众现在可以看到"),
    )


@require_POST
def discard(request: OfficeRequest, pk: int) -> HttpResponse:
    """删除草稿."""
    version = version_of(request, pk, "annual_reports.correct")
    try:
        actions.discard(version, user=request.user, at=today.now(), digest=request.POST.get("digest", ""))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("annual_reports:version", pk)
    messages.success(request, _("草稿已删除，来源文件和操作记录仍保留"))
    return redirect("annual_reports:list")


@require_http_methods(["GET", "HEAD", "POST"])
def start_correction(request: OfficeRequest, slug: str, year: int) -> HttpResponse:
    """更正已公布的报告: begin a new version, with its reason."""
    organ = _organ(request, slug, "annual_reports.correct")
    report = get_object_or_404(AnnualReport.objects.published(), organ=organ, year=year)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.start_correction(
                report, reason=form.cleaned_data["reason"], user=request.user, at=today.now()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("annual_reports:version", version.pk)
    context = {"form": form, "organ": organ, "report": report}
    status = 422 if request.method == "POST" else 200
    return render(request, "annual_reports/start_correction.html", context, status=status)


@require_safe
def source_file(request: OfficeRequest, pk: int) -> FileResponse:
    """下载来源文件: always as a download, never shown in the page."""
    source = get_object_or_404(SourceFile.objects.select_related("organ"), pk=pk)
    permissions.require(request.user, "annual_reports.view", source.organ, on=today.today())
    return FileResponse(
        source.file.open(), as_attachment=True, filename=source.name, content_type="application/octet-stream"
    )


def _organ(request: OfficeRequest, slug: str, act: str) -> Organ:
    """The organ at an address; 403 where the person may not do ``act`` there."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, act, organ, on=on)
    return organ


def _acted(request: OfficeRequest, version: Version, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("annual_reports:version", version.pk)


def _cell_form(version: Version, cell: str) -> CorrectCellForm | None:
    form = version.reading.form
    if version.is_published or version.collected_at or form is None or cell not in form.cells:
        return None
    printed = version.reading.printed(cell)
    initial = {"report": version.report_id, "cell": cell, "value": printed, "seen": printed}
    return CorrectCellForm(initial=initial, compiled=version.is_compiled)


def _shown(
    request: OfficeRequest,
    version: Version,
    cell_form: CorrectCellForm | None,
    status: int = 200,
    judge_form: JudgeForm | None = None,
    step_form: StepForm | None = None,
) -> HttpResponse:
    on = today.today()
    organ, report = version.report.organ, version.reading
    may = {
        act: versions.may(request.user, f"annual_reports.{act}", version, on=on)
        for act in ("correct", "check", "confirm", "publish", "judge", "send_up", "examine", "sign")
    }
    previous = versions.previous_reading(version.report)
    findings = version.all_findings(previous)
    corrections = list(version.corrections.select_related("by"))
    corrected = {correction.cell: correction.old for correction in corrections}
    records = compiling.addresses(organ, version) if version.is_compiled else {}
    editable = may["correct"] and not version.is_published and not version.collected_at
    filing = showing.of_version(version, request.user, on)
    around = (
        display.Links(version, findings, corrected, records, filing.remarked)
        if editable
        else display.Marks(report, findings, corrected, records, filing.remarked)
    )
    form = report.form
    cell = cell_form["cell"].value() if cell_form else ""
    context = {
        "version": version,
        "organ": organ,
        "reading": report,
        "title_lines": display.title(report),
        "document": list(display.parts(report, around, version.living, previous)),
        "findings": display.listed(findings, report, version.report.verdicts.select_related("by")),
        "judge_form": judge_form if may["judge"] else None,
        "judged": next(
            (f for f in findings if judge_form and f.fingerprint == judge_form["fingerprint"].value()), None
        ),
        "counts": {
            severity: sum(finding.severity == severity for finding in findings)
            for severity in ("error", "warning", "info")
        },
        "unread": report.unread,
        "unchecked": len(version.unchecked()),
        "missing": len(form.cells) - len(report.cells) if form else 0,
        "by_hand": sum(not one.cell.startswith(SECTION) for one in corrections),
        "corrections": [(display.place(report, correction.cell), correction) for correction in corrections],
        "unwritten": [section.title for section in version.unwritten()],
        "writable": report.sections if editable and version.is_compiled else (),
        "stale": sum(not one.agrees for one in version.living),
        "signed_on_form": SignedOnForm(initial={"day": report.signed_on or on})
        if editable and version.is_compiled
        else None,
        "cell_form": cell_form,
        "cell_label": form.cells[cell].label if form and cell in form.cells else "",
        "cell_place": str(report.places.get(cell, "")),
        "cell_reason": report.reasons.get(cell, "") if cell in report.grades else "",
        "may": may,
        "filing": filing,
        "may_confirm": may["confirm"] and request.user.pk not in versions.authors(version),
        **signoff_display.context(version, request.user, may, step_form),
    }
    return render(request, "annual_reports/version.html", context, status=status)
