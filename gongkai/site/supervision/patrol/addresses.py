"""Where links in public texts lead: to a page of this site, out of it, or nowhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from ...annual_reports.models import AnnualReport
from ...annual_reports.models import Version as ReportVersion
from ...disclosure.column_models import Column
from ...disclosure.models import Item, ItemVersion
from ...organs.models import Organ
from .scene import in_batches

_OFFICE = re.compile(r"^/office/")
LARGEST_KEY = 2**63 - 1


class Link(NamedTuple):
    """A link in the body of a public item."""

    item: int
    address: str


@dataclass(frozen=True)
class Target:
    """A page of this site that a link asks for."""

    name: str
    """Of its address, without the room."""
    slug: str = ""
    pk: int = 0
    number: int = 0
    """Of a version, or the year of a report."""
    file: int = 0


def outside(address: str) -> str:
    """The host of an address that leads out of this site; nothing for any other."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return host if parts.scheme in ("http", "https") and host and not _is_own(host) else ""


def path_within(address: str) -> str | None:
    """The path of an address within this site; None for one that leads out, or is no page."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https") or (host and not _is_own(host)):
        return None
    if parts.scheme and not host:
        return None
    return unquote(parts.path) if parts.path.startswith("/") else None


def wrong(links: Iterable[Link]) -> Iterator[tuple[Link, str]]:
    """The links within this site that lead nowhere, with why; a fixed number of queries for each batch."""
    asked: list[tuple[Link, Target]] = []
    for link in links:
        path = path_within(link.address)
        if path is None:
            continue
        if _OFFICE.match(path):
            yield link, _("链接指向办公区，公众打不开")
            continue
        target = _target(path)
        if target is None:
            yield link, _("链接的地址在本站不存在")
        else:
            asked.append((link, target))
    known = _Known([target for _link, target in asked])
    for link, target in asked:
        if reason := known.why_not(target):
            yield link, reason


def _is_own(host: str) -> bool:
    return host in settings.ALLOWED_HOSTS


def _target(path: str) -> Target | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    given = match.kwargs
    if any(isinstance(value, int) and value > LARGEST_KEY for value in given.values()):
        return None  # no database has such a row, and some refuse to look for it
    return Target(
        match.url_name or "",
        slug=str(given.get("slug", "")),
        pk=int(given.get("pk", 0)),
        number=int(given.get("number") or given.get("year") or 0),
        file=int(given.get("file", 0)),
    )


_ITEMS = frozenset({"item", "item_version", "sheet", "square", "attachment", "twin"})
_REPORTS = frozenset({"report", "report_version", "picture", "picture_file", "download"})


class _Known:
    """What there is of some targets."""

    def __init__(self, targets: list[Target]) -> None:
        items = sorted({one.pk for one in targets if one.name in _ITEMS})
        slugs = sorted({one.slug for one in targets if one.slug})
        columns = sorted({one.pk for one in targets if one.name == "column"})
        self.organs: set[str] = set()
        self.public: dict[int, bool] = {}
        self.versions: dict[tuple[int, int], int] = {}
        self.columns: set[tuple[str, int]] = set()
        self.reports: set[tuple[str, int]] = set()
        for named in in_batches(slugs):
            self.organs.update(Organ.objects.filter(slug__in=named).values_list("slug", flat=True))
            published = ReportVersion.objects.filter(published_at__isnull=False).values("report")
            reports = AnnualReport.objects.filter(organ__slug__in=named, pk__in=published)
            self.reports.update(reports.values_list("organ__slug", "year"))
        for some in in_batches(items):
            rows = Item.objects.filter(pk__in=some, current__isnull=False)
            self.public.update((pk, gone is None) for pk, gone in rows.values_list("pk", "withdrawn_at"))
            files = ItemVersion.objects.published().filter(item__in=some)
            self.versions.update(
                ((pk, number), len(held))
                for pk, number, held in files.values_list("item", "number", "attachments")
            )
        for some in in_batches(columns):
            self.columns.update(Column.objects.filter(pk__in=some).values_list("organ__slug", "pk"))

    def why_not(self, target: Target) -> str:
        """Nothing where the public finds it."""
        if target.name in _ITEMS:
            return self._why_no_item(target)
        if target.slug and target.slug not in self.organs:
            return _("链接的机关不存在")
        if target.name == "column" and (target.slug, target.pk) not in self.columns:
            return _("链接的栏目不存在")
        if target.name in _REPORTS and (target.slug, target.number) not in self.reports:
            return _("链接的年度报告没有公布")
        return ""

    def _why_no_item(self, target: Target) -> str:
        if target.pk not in self.public:
            return _("链接的信息不存在")
        if not self.public[target.pk]:
            return _("链接的信息已经撤下")
        if target.number and (target.pk, target.number) not in self.versions:
            return _("链接的版本没有公布")
        if target.file and not 1 <= target.file <= self.versions[target.pk, target.number]:
            return _("链接的附件不存在")
        return ""
