"""Pages of the self-check report: as it stands, its text, checking, files, publishing; gaps of all organs."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.annual_report import kinds
from gongkai.annual_report.rendering import docx, pdf

from ... import today
from ...accounts.middleware import OfficeRequest
from ...disclosure.column_models import Column
from ...lists import Gathered, reads_and_exports
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ
from . import access, checking, papers, showing
from . import report as reports
from .forms import ColumnForm, TextForm
from .gaps import judged, with_proof
from .models import SelfCheck, Task, TaskEvidence, WorkPlan
from .tables import GAPS
from .tasks import FULFIL

_WRITERS = {"docx": docx.written, "pdf": pdf.written}


@require_safe
def page(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """要点落实情况自查报告: as it was frozen, else as the records have it today."""
    on = today.today()
    organ, plan, report = _seen(request, slug, pk)
    content, frozen = _content(organ, plan, report)
    may = permissions.may_each(request.user, ["disclosure.draft", FULFIL, checking.ATTEST], organ, on=on)
    text = report.texts.last() if report else None
    waiting = report is not None and report.sent_at is not None and report.checked_at is None
    final = report is not None and report.checked_at is not None
    by_other = report is not None and request.user.pk not in (report.sent_by_id, text and text.by_id)
    context = {
        "organ": organ,
        "plan": plan,
        "report": report,
        "content": content,
        "evidence": _evidence(content),
        "frozen": frozen,
        "waiting": waiting,
        "final": final,
        "may_write": may[FULFIL] and not frozen,
        "may_send": may[FULFIL] and not frozen and text is not None and text.next_steps,
        "may_attest": may[checking.ATTEST] and waiting and by_other,
        "may_publish": may["disclosure.draft"] and final and report and not report.item_id,
    }
    return render(request, "supervision/points/self_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """写总体情况、下一步安排."""
    organ, plan, report = _seen(request, slug, pk)
    permissions.require(request.user, FULFIL, organ, on=today.today())
    text = report.texts.last() if report else None
    initial = {"opening": text.opening, "next_steps": text.next_steps} if text else {}
    form = TextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            checking.write(organ, plan, **form.cleaned_data, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已保存"))
            return redirect("supervision:points_check", slug, pk)
    content, _frozen = _content(organ, plan, report)
    context = {
        "form": form,
        "organ": organ,
        "plan": plan,
        "content": content,
        "texts": report.texts.select_related("by").order_by("-pk")[:20] if report else (),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/points/self_check_text.html", context, status=status)


@require_POST
def send(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """送核."""
    report = _begun(request, slug, pk, FULFIL)
    return _done(
        request, slug, pk, _("已送核，由科室负责人或者分管领导核对"), lambda by: checking.send(report, **by)
    )


@require_POST
def attest(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """核对定稿 or 退回, by the button that was pressed."""
    report = _begun(request, slug, pk, checking.ATTEST)
    if "return" in request.POST:
        remark = request.POST.get("remark", "")[:300]
        return _done(
            request, slug, pk, _("已退回"), lambda by: checking.give_back(report, remark=remark, **by)
        )
    digest = request.POST.get("digest", "")
    return _done(request, slug, pk, _("自查报告已定稿"), lambda by: checking.check(report, digest, **by))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: OfficeRequest, slug: str, pk: int) -> HttpResponse:
    """起草公开: the final report becomes a draft of an item in a column of the organ."""
    report = _begun(request, slug, pk, "disclosure.draft")
    organ = report.organ
    columns = {one.pk: one for one in Column.objects.filter(organ=organ, closed_on__isnull=True)}
    form = ColumnForm(request.POST or None, columns=[(one.pk, one.name) for one in columns.values()])
    if request.method == "POST" and form.is_valid():
        column = columns.get(form.cleaned_data["column"])
        try:
            version = checking.draft_item(report, column, user=request.user, at=today.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("已起草，请提交审核"))
            return redirect("disclosure:item", version.item_id)
    context = {"form": form, "organ": organ, "plan": report.plan, "report": report}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/points/self_check_publish.html", context, status=status)


@require_safe
def file(request: OfficeRequest, slug: str, pk: int, kind: str) -> HttpResponse:
    """The report as DOCX or PDF; a draft says so in the name of the file."""
    organ, plan, report = _seen(request, slug, pk)
    if kind not in _WRITERS:
        raise Http404
    content, frozen = _content(organ, plan, report)
    base = request.build_absolute_uri("/").rstrip("/")
    final = report is not None and report.checked_at is not None
    name = content["title"] + ("" if final else _("（送核稿）") if frozen else _("（草稿）"))
    return HttpResponse(
        _WRITERS[kind](papers.document(content, base)),
        content_type=kinds.MEDIA_TYPES[kind],
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"},
    )


@reads_and_exports
def gaps(request: OfficeRequest, slug: str, year: int) -> HttpResponseBase:
    """落实的不足: of every organ that an organ gave tasks, in a year."""
    on = today.today()
    giver: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, access.VIEW, giver, on=on)
    given = Task.objects.filter(giver=giver, point__plan__year=year).select_related("organ", "giver")
    every = judged(with_proof(given.order_by("organ__path", "due_on", "pk")), on)
    lacking = showing.marked([task for task in every if task.gaps], showing.named(every, on), on)
    listing = Gathered(GAPS, request, lacking, subject=Task)
    if listing.wanted:
        return listing.export(request.user)
    context = {
        "organ": giver,
        "year": year,
        "list": listing,
        "told": showing.told(every, on),
        "count": len(lacking),
        "organs": len({task.organ_id for task in lacking}),
    }
    return render(request, "supervision/points/gaps.html", context)


def _seen(request: OfficeRequest, slug: str, pk: int) -> tuple[Organ, WorkPlan, SelfCheck | None]:
    """Organ and plan, named, and the report where it was begun; 404 where the organ has no task of it."""
    on = today.today()
    organ: Organ = get_object_or_404(Organ.objects.named(on), slug=slug)
    permissions.require(request.user, access.VIEW, organ, on=on)
    plan = get_object_or_404(WorkPlan.objects.select_related("organ"), pk=pk)
    if not Task.objects.filter(organ=organ, point__plan=plan).exists():
        raise Http404
    plan.organ.name = plan.organ.name_on(on)
    rows = SelfCheck.objects.select_related("sent_by", "checked_by", "item__current")
    return organ, plan, rows.filter(organ=organ, plan=plan).first()


def _begun(request: OfficeRequest, slug: str, pk: int, act: str) -> SelfCheck:
    organ: Organ = get_object_or_404(Organ, slug=slug)
    permissions.require(request.user, act, organ, on=today.today())
    rows = SelfCheck.objects.select_related("organ", "plan")
    report = get_object_or_404(rows, organ=organ, plan=pk)
    report.organ.name = report.organ.name_on(today.today())
    return report


def _content(organ: Organ, plan: WorkPlan, report: SelfCheck | None) -> tuple[dict[str, Any], bool]:
    if report is not None and report.content is not None:
        return report.content, True
    text = report.texts.last() if report else None
    return reports.built(organ, plan, text, today.today()), False


def _evidence(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The list of evidence, each with where it opens, and what became of it since the report was frozen."""
    rows = TaskEvidence.objects.filter(pk__in=[one["id"] for one in content["evidence"]])
    now = {one.pk: one for one in rows.select_related("item", "question__item", "task__organ")}
    return [
        {**one, "fault": now[one["id"]].fault, "opens": now[one["id"]].opens} if one["id"] in now else one
        for one in content["evidence"]
    ]


def _done(request: OfficeRequest, slug: str, pk: int, words: str, act: Any) -> HttpResponse:
    try:
        act({"user": request.user, "at": today.now()})
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return redirect("supervision:points_check", slug, pk)
