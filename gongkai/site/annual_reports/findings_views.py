"""核验意见总览: the findings of one year over all organs a person may see."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_report.reconciliation.findings import SEVERITIES, TITLES

from .. import today
from ..accounts.middleware import OfficeRequest
from ..organs import permissions
from .models import StoredFinding, Verdict, Version

PAGE = 50
MOST_ORGANS = 500
_FORMULA = ("=", "+", "-", "@")


@require_safe
def year_page(request: OfficeRequest, year: int) -> HttpResponse:
    """All findings of a year, to filter; the counts of every organ below."""
    names = _names(request)
    versions = _versions(names, year)
    everything = StoredFinding.objects.filter(version__in=versions.values("pk"))
    chosen = {name: request.GET.get(name, "") for name in ("organ", "severity", "code", "state")}
    page = Paginator(_filtered(everything, chosen), PAGE).get_page(request.GET.get("page"))
    _complete(page.object_list, names)
    counted = list(
        versions.annotate(
            errors=Count("stored_findings", filter=Q(stored_findings__severity="error")),
            warnings=Count("stored_findings", filter=Q(stored_findings__severity="warning")),
            infos=Count("stored_findings", filter=Q(stored_findings__severity="info")),
        ).order_by("-errors", "-warnings", "report__organ__path")[:MOST_ORGANS]
    )
    for version in counted:
        version.organ_name = names[version.report.organ_id]  # type: ignore[attr-defined]
    codes = everything.values("code").annotate(count=Count("pk")).order_by("-count", "code")
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "year": year,
        "page": page,
        "chosen": chosen,
        "query": query.urlencode(),
        "organs": [
            {"slug": version.report.organ.slug, "name": names[version.report.organ_id]}
            for version in sorted(counted, key=lambda one: one.report.organ.path)
        ],
        "severities": SEVERITIES.items(),
        "codes": [{**row, "title": TITLES.get(row["code"], row["code"])} for row in codes],
        "by_organ": counted,
        "totals": {
            "reports": len(counted),
            "errors": sum(version.errors for version in counted),
            "warnings": sum(version.warnings for version in counted),
            "judged": everything.filter(_judged()).count(),
        },
    }
    return render(request, "annual_reports/year_findings.html", context)


@require_safe
def year_csv(request: OfficeRequest, year: int) -> HttpResponse:
    """The findings as chosen on the page, for a spreadsheet."""
    names = _names(request)
    chosen = {name: request.GET.get(name, "") for name in ("organ", "severity", "code", "state")}
    findings = _filtered(
        StoredFinding.objects.filter(version__in=_versions(names, year).values("pk")), chosen
    )
    rows = list(findings)
    _complete(rows, names)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="findings-{year}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow((_("机关"), _("年度"), _("轻重"), _("种类"), _("核验意见"), _("处理意见"), _("理由")))
    for row in rows:
        verdict = row.verdict  # type: ignore[attr-defined]
        told = (verdict.get_decision_display(), verdict.reason) if verdict else ("", "")
        texts = (row.organ_name, year, row.word, TITLES.get(row.code, row.code), row.message, *told)  # type: ignore[attr-defined]
        writer.writerow([_harmless(str(text)) for text in texts])
    return answer


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _names(request: OfficeRequest) -> dict[int, str]:
    """The organs one may see, by their names today; 403 for who sees none."""
    on = today.today()
    organs = permissions.organs_for(request.user, "annual_reports.view", on=on).named(on)
    names = {organ.pk: organ.name for organ in organs}
    if not names:
        raise permissions.Forbidden("annual_reports.view")
    return names


def _versions(names: dict[int, str], year: int) -> QuerySet[Version]:
    found = Version.objects.newest().filter(report__year=year, report__organ__in=list(names))
    return found.select_related("report__organ").defer("content", "positions")


def _judged() -> Exists:
    return Exists(
        Verdict.objects.filter(report=OuterRef("version__report"), fingerprint=OuterRef("fingerprint"))
    )


def _filtered(findings: QuerySet[StoredFinding], chosen: dict[str, str]) -> QuerySet[StoredFinding]:
    if chosen["organ"]:
        findings = findings.filter(version__report__organ__slug=chosen["organ"])
    if chosen["severity"]:
        findings = findings.filter(severity=chosen["severity"])
    if chosen["code"]:
        findings = findings.filter(code=chosen["code"])
    if chosen["state"] == "open":
        findings = findings.filter(~_judged())
    elif chosen["state"] == "judged":
        findings = findings.filter(_judged())
    return findings.select_related("version__report").order_by("version__report__organ__path", "number")


def _complete(rows: Any, names: dict[int, str]) -> None:
    """Give each row the name of its organ, the word for its severity and its last verdict."""
    rows = list(rows)
    reports = {row.version.report_id for row in rows}
    last: dict[tuple[int, str], Verdict] = {}
    for verdict in Verdict.objects.filter(
        report__in=reports, fingerprint__in={row.fingerprint for row in rows}
    ).select_related("by"):
        last.setdefault((verdict.report_id, verdict.fingerprint), verdict)
    for row in rows:
        row.organ_name = names[row.version.report.organ_id]
        row.word = SEVERITIES.get(row.severity, row.severity)
        row.verdict = last.get((row.version.report_id, row.fingerprint))
