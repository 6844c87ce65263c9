"""一图读懂: the page that says what a published report says, and the same as one sheet to print."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.annual_report import kinds
from gongkai.annual_report.rendering import summary

from ..annual_reports.models import AnnualReport, Version
from ..charts import shown
from .around import around, find_organ, home_place, organ_place
from .views import version_of


@require_safe
def page(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """一图读懂 of a version."""
    organ = find_organ(slug)
    version, before = _versions(slug, year, number)
    made = summary.summarised(version.reading, before.reading if before else None)
    context = {
        **around(organ, "report_list"),
        "version": version,
        "summary": made,
        "pieces": [(part, shown(part.charts, half=True)) for part in made.parts],
        "breadcrumb": [
            home_place(),
            organ_place(organ),
            {"title": _("政府信息公开年报"), "url": reverse("portal:report_list", args=[slug])},
            {
                "title": _("{year}年").format(year=year),
                "url": reverse("portal:report_version", args=[slug, year, number]),
            },
            {"title": _("一图读懂")},
        ],
    }
    return render(request, "portal/picture.html", context)


@require_safe
def file(request: HttpRequest, slug: str, year: int, number: int) -> HttpResponse:
    """The same as one page A4 for the board."""
    version, before = _versions(slug, year, number)
    etag = f'"{version.digest[:24]}-{before.digest[:24] if before else ""}-picture"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    data = summary.render(version.reading, before.reading if before else None)
    response = HttpResponse(data, content_type=kinds.MEDIA_TYPES["pdf"], headers={"ETag": etag})
    name = quote(_("一图读懂{title}.pdf").format(title=version.reading.title))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def _versions(slug: str, year: int, number: int) -> tuple[Version, Version | None]:
    """A published version, and what the public reads of the year before; 404 for one on no uniform form."""
    version = version_of(find_organ(slug), year, number)
    if version.reading.form is None:
        raise Http404
    before = AnnualReport.objects.published().filter(organ=version.report.organ_id, year=year - 1).first()
    return version, before.current if before else None
