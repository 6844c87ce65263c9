"""核验意见总览: the findings of one year over all organs a person may see."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.annual_report.reconciliation.findings import SEVERITIES, TITLES

from .. import today
from ..accounts.middleware import OfficeRequest
from ..lists import Listing, reads_and_exports
from ..organs import permissions
from .models import StoredFinding, Verdict, Version
from .tables import BY_ORGAN, FINDINGS


@reads_and_exports
def year_page(request: OfficeRequest, year: int) -> HttpResponseBase:
    """All findings of a year, to filter; the counts of every organ below."""
    names = _names(request)
    versions = _versions(names, year)
    everything = StoredFinding.objects.filter(version__in=versions.values("pk"))
    chosen = {name: request.GET.get(name, "") for name in ("organ", "severity", "code", "state")}
    findings = Listing(
        FINDINGS,
        request,
        _filtered(everything, chosen),
        of=_("{year}年年报").format(year=year),
        complete=lambda rows: _complete(rows, names),
    )
    by_organ = _by_organ(request, versions, names, year)
    for listing in (findings, by_organ):
        if listing.wanted:
            return listing.export(request.user)
    codes = everything.values("code").annotate(count=Count("pk")).order_by("-count", "code")
    organs = versions.order_by("report__organ__path").values_list("report__organ__slug", "report__organ_id")
    severities = dict(everything.values_list("severity").annotate(Count("pk")).order_by())
    context: dict[str, Any] = {
        "year": year,
        "list": findings,
        "chosen": chosen,
        "organs": [{"slug": slug, "name": names[pk]} for slug, pk in organs],
        "severities": SEVERITIES.items(),
        "codes": [{**row, "title": TITLES.get(row["code"], row["code"])} for row in codes],
        "by_organ": by_organ,
        "totals": {
            "reports": len(organs),
            "errors": severities.get("error", 0),
            "warnings": severities.get("warning", 0),
            "judged": everything.filter(_judged()).count(),
        },
    }
    return render(request, "annual_reports/year_findings.html", context)


def _by_organ(
    request: OfficeRequest, versions: QuerySet[Version], names: dict[int, str], year: int
) -> Listing:
    """How many findings each organ has, by severity."""
    counted = versions.annotate(
        errors=Count("stored_findings", filter=Q(stored_findings__severity="error")),
        warnings=Count("stored_findings", filter=Q(stored_findings__severity="warning")),
        infos=Count("stored_findings", filter=Q(stored_findings__severity="info")),
    )

    def complete(batch: list[Any]) -> None:
        for version in batch:
            version.organ_name = names[version.report.organ_id]

    return Listing(BY_ORGAN, request, counted, of=_("{year}年").format(year=year), complete=complete)


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
    return findings.select_related("version__report").defer("version__content", "version__positions")


def _complete(rows: list[Any], names: dict[int, str]) -> None:
    """Give each row the name of its organ, the word for its severity and its last verdict."""
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
