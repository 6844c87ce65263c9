"""For programs: feeds of what is new, the map of the site, where to report a weakness."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .. import today
from ..annual_reports.models import AnnualReport, Version
from ..disclosure import content
from ..disclosure.column_models import Column
from ..disclosure.models import Item
from ..organs.models import Organ
from .around import find_organ

NEWEST = 50
_PAGE = 5000
_SUMMARY = 200


@dataclass(frozen=True)
class _Place:
    organ: Organ
    column: Column | None = None


@dataclass(frozen=True)
class _Entry:
    """Something public: its address is what readers of feeds know it by."""

    title: str
    words: str
    address: str
    published_at: datetime
    updated_at: datetime


class NewestFeed(Feed[_Entry, _Place]):
    """The newest of an organ: its items, its annual reports and their corrections. Of a column: its items."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str, pk: int | None = None) -> _Place:
        organ = find_organ(slug)
        return _Place(organ, get_object_or_404(Column, pk=pk, organ=organ) if pk else None)

    def title(self, place: _Place) -> str:
        title = _("{name}政府信息公开").format(name=place.organ.name)
        return f"{title}·{place.column.name}" if place.column else title

    def link(self, place: _Place) -> str:
        if place.column:
            return reverse("portal:column", args=[place.organ.slug, place.column.pk])
        return reverse("portal:organ", args=[place.organ.slug])

    def items(self, place: _Place) -> Iterable[_Entry]:
        entries = [*_items(place), *(() if place.column else _reports(place.organ))]
        return sorted(entries, key=lambda one: one.published_at, reverse=True)[:NEWEST]

    def item_title(self, item: _Entry) -> str:
        return item.title

    def item_description(self, item: _Entry) -> str:
        return item.words

    def item_link(self, item: _Entry) -> str:
        return item.address

    def item_pubdate(self, item: _Entry) -> datetime:
        return item.published_at

    def item_updateddate(self, item: _Entry) -> datetime:
        return item.updated_at


def _items(place: _Place) -> Iterator[_Entry]:
    found = Item.objects.public().select_related("current__stored_body").filter(organ=place.organ)
    if place.column:
        found = found.filter(Q(listed_in=place.column) | Q(section=place.column))
    for item in found.order_by("-published_at", "-pk")[:NEWEST]:
        version = item.current
        assert version is not None and version.published_at and item.published_at
        yield _Entry(
            version.title,
            version.summary or content.plain(version.body)[:_SUMMARY],
            reverse("portal:item", args=[item.pk]),
            item.published_at,
            version.published_at,
        )


def _reports(organ: Organ) -> Iterator[_Entry]:
    """Every published version, each at its own address: a correction is news of its own."""
    found = Version.objects.published().filter(report__organ=organ).select_related("report")
    for version in found.defer("content", "positions").order_by("-published_at", "-pk")[:NEWEST]:
        assert version.published_at
        year = version.report.year
        title = _("{name}{year}年政府信息公开工作年度报告").format(name=organ.name, year=year)
        words = _("这一年度的报告已公布")
        if version.number > 1:
            title = _("{title}（更正，第 {number} 版）").format(title=title, number=version.number)
            words = _("更正原因：{reason}").format(reason=version.reason)
        yield _Entry(
            title,
            words,
            reverse("portal:report_version", args=[organ.slug, year, version.number]),
            version.published_at,
            version.published_at,
        )


class ItemSitemap(Sitemap[Item]):
    limit = _PAGE

    def items(self) -> Iterable[Item]:
        return Item.objects.public().order_by("pk")

    def location(self, item: Item) -> str:
        return reverse("portal:item", args=[item.pk])

    def lastmod(self, item: Item) -> datetime | None:
        return item.current.published_at if item.current else None


class ReportSitemap(Sitemap[AnnualReport]):
    limit = _PAGE

    def items(self) -> Iterable[AnnualReport]:
        reports = AnnualReport.objects.published().select_related("organ")
        return reports.defer("current__content", "current__positions").order_by("pk")

    def location(self, item: AnnualReport) -> str:
        return reverse("portal:report", args=[item.organ.slug, item.year])

    def lastmod(self, item: AnnualReport) -> datetime | None:
        return item.current.published_at if item.current else None


class OrganSitemap(Sitemap[Organ]):
    limit = _PAGE

    def items(self) -> Iterable[Organ]:
        organs: Iterable[Organ] = Organ.objects.order_by("pk")
        return organs

    def location(self, item: Organ) -> str:
        return reverse("portal:organ", args=[item.slug])


class ApplySitemap(Sitemap[Organ]):
    """Where one applies, of organs that can be applied to."""

    limit = _PAGE

    def items(self) -> Iterable[Organ]:
        organs: Iterable[Organ] = Organ.objects.existing(today.today()).order_by("pk")
        return organs

    def location(self, item: Organ) -> str:
        return reverse("portal:apply", args=[item.slug])


SITEMAPS = {"organs": OrganSitemap, "apply": ApplySitemap, "items": ItemSitemap, "reports": ReportSitemap}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by machines; the office and the pages of hits are not for them."""
    lines = (
        "User-agent: *",
        "Disallow: /office/",
        "Disallow: /search/",
        f"Sitemap: {request.build_absolute_uri(reverse('portal:sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """security.txt (RFC 9116): the mail address of the highest organ; 404 where it has none."""
    organ = Organ.objects.filter(depth=1).first()
    if organ is None or not organ.email:
        raise Http404
    expires = datetime.combine(today.today() + timedelta(days=180), time(), UTC)
    lines = (
        f"Contact: mailto:{organ.email}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri(reverse('portal:security'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
