"""开放数据: the published reports of all organs and years as files, made once for what is published now.

The files of an edition stand in a folder of their own, made when somebody first asks after a report
was published; they can be made again at any time, and are no state of the site.
"""

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.annual_report import kinds, metrics

from .. import today
from ..annual_reports.models import AnnualReport, AnnualReportQuerySet
from ..organs.models import Organ
from .around import home_place
from .cache import Edition as PublicEdition

LICENCE = gettext_lazy(
    "本页的数据都来自已经公布的年度报告，任何人可以免费下载、复制、分析和再发布，不需要申请。"
    "使用时请注明来源机关、报告年度和版次；改动过的数据请注明改动，不要使人误以为是机关公布的原数。"
    "数据与机关公布的报告不一致的，以公布的报告为准。"
)
_AT_ONCE = 500
_KEPT = 2
"""Editions kept: another process may be about to open a file of the one before."""
_UNFINISHED = "unfinished-"
_LONGEST = 3600
"""Seconds that nobody takes to make an edition."""
_making = Lock()
_public = PublicEdition()
_known: dict[str, tuple[str, int]] = {}
"""The last edition of the public side that was asked for → what ``_identity`` said of it."""


@dataclass(frozen=True)
class Edition:
    """The files made for what is published at a time."""

    id: str
    folder: Path
    reports: int
    changed_at: datetime | None
    """When the newest of the versions in it was published."""

    def files(self) -> list[dict[str, Any]]:
        """Name, words, media type, bytes and checksum of each file."""
        sums = dict(_sums(self.folder))
        return [
            {
                "name": name,
                "words": words,
                "type": type_,
                "bytes": (self.folder / name).stat().st_size,
                "sha256": sums.get(name, ""),
            }
            for name, (words, type_) in kinds.open_data().FILES.items()
        ]


def current() -> Edition:
    """The edition of now; made where it is not there yet."""
    reports = AnnualReport.objects.filter(current__isnull=False)
    # Asked before the reports are read: what is published meanwhile makes the next edition.
    public = _public.current()
    if (known := _known.get(public)) is None:
        known = _identity(reports)
        _known.clear()
        _known[public] = known
    id, count = known
    folder = Path(settings.MEDIA_ROOT) / "open_data" / id
    if not folder.is_dir():
        with _making:  # of one process: several may make the same, and the first to finish is taken
            if not folder.is_dir():
                _make(folder, reports)
    newest = reports.aggregate(newest=Max("current__published_at"))["newest"]
    return Edition(id, folder, count, newest)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """开放数据: what there is, what it means, under which words it may be used."""
    edition = current()
    context = {
        "organ": Organ.objects.named(today.today()).filter(depth=1).first(),
        "edition": edition,
        "files": edition.files(),
        "dictionary": metrics.dictionary(),
        "derived": metrics.derived(),
        "keys": [(name, words) for name, (_kind, words) in kinds.open_data().KEYS.items()],
        "licence": LICENCE,
        "breadcrumb": [home_place(), {"title": _("开放数据")}],
    }
    return render(request, "portal/data.html", context)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file of the edition of now; its checksum is its ETag."""
    files = kinds.open_data().FILES
    if name not in files:
        raise Http404
    edition = current()
    found = edition.folder / name
    etag = f'"{dict(_sums(edition.folder)).get(name) or edition.id}"'
    if (same := get_conditional_response(request, etag)) is not None:
        return same
    answer = FileResponse(found.open("rb"), content_type=files[name][1])
    answer["ETag"] = etag
    answer["Cache-Control"] = "no-cache"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def manifest(request: HttpRequest) -> dict[str, Any]:
    """The edition for programs."""
    edition = current()
    return {
        "edition": edition.id,
        "reports": edition.reports,
        "changed_at": edition.changed_at,
        "dictionary_version": metrics.version(),
        "licence": str(LICENCE),
        "files": [
            {**one, "url": request.build_absolute_uri(reverse("portal:data_file", args=[one["name"]]))}
            for one in edition.files()
        ],
    }


def _identity(reports: AnnualReportQuerySet) -> tuple[str, int]:
    """A name that any change of what the files hold makes another, and how many reports they hold."""
    seal, count = hashlib.sha256(f"{metrics.version()} {len(metrics.cells())}".encode()), 0
    rows = reports.order_by("organ__path", "year").values_list(
        "organ__slug", "organ__path", "organ__kind", "year", "current__number", "current__digest"
    )
    for row in rows.iterator(_AT_ONCE):
        seal.update(repr(row).encode())
        count += 1
    return seal.hexdigest()[:16], count


def _make(folder: Path, reports: AnnualReportQuerySet) -> None:
    """Write the files beside, then give them their place whole; older editions go."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        kinds.open_data().write(unfinished, _published(reports))
        unfinished.rename(folder)
    except OSError:
        if not folder.is_dir():  # else another process was first
            raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _tidy(folder.parent)


def _tidy(folder: Path) -> None:
    """Older editions go, and what a process that was killed left unfinished."""
    made = {path: path.stat().st_mtime for path in folder.iterdir()}
    editions = sorted((one for one in made if not one.name.startswith(_UNFINISHED)), key=made.__getitem__)
    left = [
        path
        for path, at in made.items()
        if path.name.startswith(_UNFINISHED) and at < made[editions[-1]] - _LONGEST
    ]
    for path in (*editions[:-_KEPT], *left):
        shutil.rmtree(path, ignore_errors=True)


def _published(reports: AnnualReportQuerySet) -> Iterator[Any]:
    """Every report in the order of the tree, read a few at a time: two queries however many there are."""
    published = kinds.open_data().Published
    slugs = dict(Organ.objects.values_list("path", "slug"))
    rows = reports.order_by("organ__path", "year").values_list(
        "organ__slug",
        "organ__kind",
        "organ__path",
        "year",
        "current__number",
        "current__published_at",
        "current__digest",
        "current__content",
    )
    for slug, kind, path, *rest in rows.iterator(_AT_ONCE):
        yield published(slug, kind, slugs.get(path[: -Organ.steplen]), *rest)


def _sums(folder: Path) -> Iterator[tuple[str, str]]:
    """Name and checksum, as SHA256SUMS has them."""
    for line in (folder / kinds.open_data().SUMS).read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        yield name, digest
