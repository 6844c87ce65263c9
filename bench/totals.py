"""汇总 over 3,000 and 10,000 organs: counted anew, after one acceptance, its pages and the way down."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import cycle
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports.models import AnnualReport, SourceFile, Version
from gongkai.site.annual_reports.total_models import Total
from gongkai.site.annual_reports.totals import take
from gongkai.site.annual_reports.totals.counting import recount
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, OrganName, Role

from .measures import Measure, timed

AT = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2000, 1, 1)
CITY, PROVINCE = 3_000, 10_000
"""Organs below one city, and below the province it is in."""
SMALL, LARGE = 2024, 2025
"""On the one year the city alone has reported, on the other the whole province."""
_TOWNS = 29
"""Organs below each county."""
_CONTENTS = 20
CELL = "applications.received_new.total"


def measures(city: int = CITY, province: int = PROVINCE) -> list[Measure]:
    """Builds the province, then measures."""
    first, below, everyone = _build(city, province)
    found = []
    for year, count in ((SMALL, len(below)), (LARGE, len(everyone))):
        note = f"{count}份年报"
        found.append(
            timed(
                f"逐份重读、全部重新汇总（{year}）", lambda y=year: recount(y, anew=True), times=1, note=note
            )
        )
        bound = 1000 if year == SMALL else None
        found.append(
            timed(f"全部重新汇总（{year}）", lambda y=year: recount(y), times=5, bound=bound, note=note)
        )
    whole = Organ.objects.get(slug="bench-province")
    found += [_acceptance(below[5], first, SMALL, city), _acceptance(below[5], whole, LARGE, province)]
    supervisor = Client()
    supervisor.force_login(_person("bench-supervisor"))
    for name, slug, year, count in (
        ("市", first.slug, SMALL, city),
        ("省", "bench-province", LARGE, province),
    ):
        place = f"/office/reports/totals/{slug}/{year}/"
        size = f"{count}个机关"
        pages = {
            f"{name}汇总页": "",
            f"{name}一格的构成（直属）": f"cells/{CELL}/",
            f"{name}一格的构成（全部机关）": f"cells/{CELL}/?every=on&sort=-number",
            f"{name}应报机关": "organs/",
            f"{name}核对": "check/",
        }
        found += [_page(supervisor, what, place + more, size) for what, more in pages.items()]
    return found


def _page(client: Client, name: str, address: str, size: str) -> Measure:
    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    with CaptureQueriesContext(connection) as captured:
        get()
    return timed(name, get, times=10, bound=1000, note=f"{size}，{len(captured)}次查询")


def _acceptance(organ: Organ, over: Organ, year: int, count: int) -> Measure:
    """One town's report is accepted, now in one version and now in another; the total high above is read."""
    report = AnnualReport.objects.get(organ=organ, year=year)
    versions = cycle(report.versions.order_by("number"))

    def accept() -> None:
        take(report, next(versions), at=AT)
        total = Total.objects.get(organ=over, year=year).sums.report(year)
        assert total and total.cells[CELL]

    with CaptureQueriesContext(connection) as captured:
        accept()
    note = f"{count}个机关，{len(captured)}次查询"
    return timed(f"接收一份，各级汇总随之更新，读出合计（{year}）", accept, times=30, bound=100, note=note)


# The province ---------------------------------------------------------------------------------------


def _build(city: int, province: int) -> tuple[Organ, list[Organ], list[Organ]]:
    """The first city, the organs that report below it, and all that do."""
    made = list(_organs(city, province))
    Organ.objects.bulk_create(made, batch_size=1000)
    OrganName.objects.bulk_create(
        (OrganName(organ=one, name=f"{one.slug}机关", short_name=one.slug, since=SINCE) for one in made),
        batch_size=1000,
    )
    organs.appoint(_person("bench-supervisor"), made[0], Role.SUPERVISOR, on=SINCE)
    first = next(one for one in made if one.slug == "bench-city-0")
    reporting = [one for one in made if one.kind == "town"]
    below = [one for one in reporting if one.path.startswith(first.path)]
    _reports(below, SMALL)
    _reports(reporting, LARGE)
    return first, below, reporting


def _organs(city: int, province: int) -> Iterator[Organ]:
    """Rows of the tree, for a thousand acts of establishing would take an hour."""
    sizes = [city]
    while sum(sizes) < province:
        sizes.append(min(city, province - sum(sizes)))
    root = _organ("bench-province", "government", "", 900, len(sizes))
    yield root
    for number, size in enumerate(sizes):
        counties = max(1, round(size / (_TOWNS + 1)))
        over = _organ(f"bench-city-{number}", "government", root.path, number + 1, counties)
        yield over
        for county in range(counties):
            towns = size // counties - 1
            under = _organ(f"bench-county-{number}-{county}", "government", over.path, county + 1, towns)
            yield under
            for town in range(towns):
                slug = f"bench-town-{number}-{county}-{town}"
                yield _organ(slug, "town", under.path, town + 1, 0)


def _organ(slug: str, kind: str, parent: str, step: int, children: int) -> Organ:
    depth = len(parent) // Organ.steplen + 1
    path = Organ._get_path(parent, depth, step)
    return Organ(
        slug=slug, kind=kind, established_on=SINCE, sample=True, path=path, depth=depth, numchild=children
    )


def _reports(reporting: list[Organ], year: int) -> None:
    """Two published versions each, the first accepted; the contents are a few, shared."""
    officer = _person("bench-one")
    sample = AnnualReport.objects.get(organ__slug="wangshu", year=2025).current
    assert sample is not None
    contents = list(_contents(sample.reading, year))
    source = SourceFile.objects.create(
        organ=reporting[0], name="年报.json", kind="json", sha256="0" * 64, size=1, uploaded_by=officer,
        uploaded_at=AT,
    )  # fmt: skip
    with transaction.atomic():
        rows = AnnualReport.objects.bulk_create(
            (AnnualReport(organ=one, year=year) for one in reporting), batch_size=1000
        )
        versions = []
        for at, row in enumerate(rows):
            for number in (1, 2):
                like = contents[(at + number) % len(contents)]
                versions.append(
                    Version(
                        report=row, number=number, source=source, content=like.content,
                        positions=like.positions, digest=like.digest, made_by=officer, made_at=AT,
                        published_by=officer, published_at=AT,
                    )
                )  # fmt: skip
        made = Version.objects.bulk_create(versions, batch_size=500)
        for row, first in zip(rows, made[::2], strict=True):
            row.current = row.accepted = first
        AnnualReport.objects.bulk_update(rows, ["current", "accepted"], batch_size=500)


def _contents(sample: Report, year: int) -> Iterator[Version]:
    dice = Random(3)
    for _number in range(_CONTENTS):
        factor = dice.randrange(1, 9)
        cells = {id: None if value is None else value * factor for id, value in sample.cells.items()}
        like = Version(source=SourceFile(sha256="0" * 64))
        like.hold(replace(sample, year=year, cells=cells))
        yield like


def _person(username: str) -> User:
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, None, name=username)
