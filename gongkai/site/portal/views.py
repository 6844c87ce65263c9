"""What the public reads: organs, their reports, versions and downloads."""

from collections.abc import Sequence
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gongkai.annual_report import kinds, pictures
from gongkai.annual_report.report import Report
from gongkai.charts import Chart

from .. import today
from ..annual_reports import display
from ..annual_reports.models import AnnualReport, Version
from ..annual_reports.versions import previous_reading
from ..charts import shown
from ..disclosure.models import Item
from ..organs.models import Kind, Organ
from . import items
from .around import around, find_organ, home_place, organ_place
from .assessments import public
from .context import DISPLAY_COOKIES
from .corrections import with_notices

NEWEST = 8
TILES = 24
ORGANS = 60
CHARTED_YEARS = 8
COOKIE_AGE = 365 * 24 * 3600
USES = {
    "pdf": _("打印、留存"),
    "docx": _("编辑"),
    "xlsx": _("表格"),
    "html": _("网页"),
    "json": _("程序读取"),
    "csv": _("统计"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """首页: newest reports, the report of the year, the first organs of each kind."""
    on = today.today()
    counts = dict(Organ.objects.existing(on).order_by("kind").values_list("kind").annotate(Count("pk")))
    first = _first_of_each_kind()
    groups = [
        (kind, Kind(kind).label, counts[kind], [organ for organ in first if organ.kind == kind])
        for kind in Kind.values
        if kind in counts
    ]
    top = next((organ for organ in first if organ.depth == 1), None)
    _count_reports(first)
    newest = list(
        AnnualReport.objects.published()
        .defer("current__content", "current__positions")
        .order_by("-current__published_at", "-pk")[:NEWEST]
    )
    newest_items = items.newest(Item.objects.public(), NEWEST)
    # Organs apart: joined in, every report's names would be looked up before the newest are cut.
    shown: list[AnnualReport | Item] = [*newest, *newest_items]
    named = Organ.objects.named(on).in_bulk({one.organ_id for one in shown})
    for one in shown:
        one.organ = named[one.organ_id]
    organs = sum(counts.values())
    context = {
        "organ": top,
        "organs": organs,
        "groups": groups,
        "newest": newest,
        "of_year": _report_of_year(),
        "items": newest_items,
    }
    return render(request, "portal/home.html", context)


@require_safe
def organ_list(request: HttpRequest) -> HttpResponse:
    """机关: all of them, or those of one kind; or those that were dissolved."""
    on = today.today()
    kind = request.GET.get("kind", "")
    dissolved = request.GET.get("state") == "dissolved"
    organs = Organ.objects.named(on)
    organs = organs.dissolved(on) if dissolved else organs.existing(on)
    if kind in Kind.values:
        organs = organs.filter(kind=kind)
    page = Paginator(organs, ORGANS).get_page(request.GET.get("page"))
    _count_reports(list(page.object_list))
    context = {
        "organ": Organ.objects.named(on).filter(depth=1).first(),
        "page": page,
        "title": _organs_title(kind, dissolved),
        "dissolved": dissolved,
        "any_dissolved": Organ.objects.dissolved(on).exists(),
        "breadcrumb": [home_place(), {"title": _("机关")}],
    }
    return render(request, "portal/organ_list.html", context)


@require_safe
def organ_page(request: HttpRequest, slug: str) -> HttpResponse:
    """An organ: how to reach it, its newest report."""
    organ = find_organ(slug)
    on = today.today()
    reports = _published(organ)
    context = {
        **around(organ),
        "latest": reports[0] if reports else None,
        "reports": reports,
        "items": items.newest(Item.objects.public().filter(organ=organ), NEWEST),
        "below": Organ.objects.children_of(organ).existing(on).named(on) if organ.numchild else [],
        "competent": organ.competent_office(on),
        "predecessors": Organ.objects.predecessors_of(organ).named(on),
        "assessments": list(public(organ)) if organ.kind == Kind.GOVERNMENT else [],
        "breadcrumb": [home_place(), {"title": organ.name}],
    }
    return render(request, "portal/organ.html", context)


@require_safe
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """政府信息公开年报: the organ's reports, and its applications over the years."""
    organ = find_organ(slug)
    reports = _published(organ, content=True)
    readings = [report.current.reading for report in reports[:CHARTED_YEARS] if report.current]
    context = {
        **around(organ, "report_list"),
        "reports": reports,
        "charts": shown(_of_years(readings)),
        "breadcrumb": [home_place(), organ_place(organ), {"title": _("政府信息公开年报")}],
    }
    return render(request, "portal/report_list.html", context)


@require_safe
def report_page(request: HttpRequest, slug: str, year: int, number: int | None = None) -> HttpResponse:
    """A report, or an earlier version of it, as published."""
    organ = find_organ(slug)
    version = version_of(organ, year, number)
    report = version.reading
    findings = version.findings(previous_reading(version.report)) if version.show_findings else []
    versions = with_notices(list(version.report.versions.published().order_by("-number")))
    context = {
        **around(organ, "report_list"),
        "version": version,
        "is_current": version.report.current_id == version.pk,
        "versions": versions,
        "notice": next(notice for one, notice in versions if one.pk == version.pk),
        "reading": report,
        "form": report.form,
        "title_lines": display.title(report),
        "document": list(display.parts(report, display.Marks(report, findings))),
        "findings": display.listed(findings, report),
        "charts": shown(_of_report(report)),
        "downloads": [(kind, USES[kind]) for kind in USES],
        "breadcrumb": [
            home_place(),
            organ_place(organ),
            {"title": _("政府信息公开年报"), "url": reverse("portal:report_list", args=[slug])},
            {"title": _("{year}年").format(year=year)},
        ],
    }
    return render(request, "portal/report.html", context)


@require_safe
def download(request: HttpRequest, slug: str, year: int, number: int, kind: str) -> HttpResponse:
    """A version as a file of one of the six kinds, named in Chinese."""
    if kind not in kinds.WRITERS:
        raise Http404
    version = version_of(find_organ(slug), year, number)
    etag = f'"{version.digest[:32]}-{kind}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    response = HttpResponse(
        kinds.writer(kind)(version.reading), content_type=kinds.MEDIA_TYPES[kind], headers={"ETag": etag}
    )
    name = quote(f"{version.reading.title}.{kind}")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@csrf_exempt
@require_POST
def set_display(request: HttpRequest) -> HttpResponse:
    """关怀版、字号: kept in a cookie, so that it works without scripts.

    Without a token against forgery: it would make every page of the public one of its own visitor,
    and all that could be forged is the size of letters.
    """
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = redirect(target)
    for name, values in DISPLAY_COOKIES.items():
        if request.POST.get(name) in values:
            response.set_cookie(
                name,
                request.POST[name],
                max_age=COOKIE_AGE,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response


def _first_of_each_kind() -> list[Organ]:
    """The first organs of each kind, the highest first; one query for all kinds."""
    place = Window(RowNumber(), partition_by="kind", order_by="path")
    first = Organ.objects.existing(today.today()).annotate(place=place).filter(place__lte=TILES)
    return list(Organ.objects.named(today.today()).filter(pk__in=first.values("pk")))


def _organs_title(kind: str, dissolved: bool) -> str:
    if dissolved:
        return _("已撤销的机关")
    return str(Kind(kind).label) if kind in Kind.values else _("全部机关")


def _count_reports(organs: Sequence[Organ]) -> None:
    """Set ``reports`` of each: how many it has published; one query for all."""
    counts = dict(
        AnnualReport.objects.filter(organ__in=[organ.pk for organ in organs], current__isnull=False)
        .order_by("organ")
        .values_list("organ")
        .annotate(Count("pk"))
    )
    for organ in organs:
        organ.reports = counts.get(organ.pk, 0)


def _published(organ: Organ, *, content: bool = False) -> list[AnnualReport]:
    """The organ's published reports, newest year first."""
    reports = AnnualReport.objects.published().filter(organ=organ).order_by("-year")
    if not content:
        reports = reports.defer("current__content", "current__positions")
    found = list(reports)
    for report in found:
        report.organ = organ
    return found


def _of_years(readings: Sequence[Report]) -> list[Chart]:
    """What the list of an organ's reports shows of them together."""
    return [pictures.requests(readings), pictures.outcomes(readings), pictures.carry_over(readings)]


def _of_report(report: Report) -> list[Chart]:
    """What a report shows beneath its text."""
    return [pictures.outcome(report), pictures.refusals(report), pictures.remedies(report)]


def version_of(organ: Organ, year: int, number: int | None) -> Version:
    """The version the public reads, or an earlier published one; 404 for anything else."""
    report = get_object_or_404(AnnualReport.objects.published(), organ=organ, year=year)
    report.organ = organ
    if number is None:
        version = report.current
        assert version is not None
    else:
        version = get_object_or_404(report.versions.published(), number=number)
    version.report = report
    return version


def _report_of_year() -> dict[str, int] | None:
    """The newest year with a published report, and how many of its organs have published."""
    counted = (
        AnnualReport.objects.filter(current__isnull=False)
        .values("year")
        .annotate(published=Count("pk"))
        .order_by("-year")
        .first()
    )
    if counted is None:
        return None
    year, published = counted["year"], counted["published"]
    organs = max(Organ.objects.existing_in(year).count(), published)
    return {"year": year, "published": published, "organs": organs, "missing": organs - published}
