"""Accepted reports of many organs, as rows: what the totals are made of."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports.compile_actions import keep_facts
from gongkai.site.annual_reports.models import GATHERED, AnnualReport, SourceFile, Version
from gongkai.site.annual_reports.total_models import Contribution, Inclusion, Total
from gongkai.site.annual_reports.totals import gathering, take
from gongkai.site.organs.models import Organ, Succession
from tests.annual_report.build import sample_report
from tests.cast import AT, County, establish

YEAR = 2020
LAST = date(YEAR, 12, 31)


def version(organ: Organ, report: Report | None = None, *, year: int = YEAR, kind: str = "txt") -> Version:
    """A published version of the organ's report, not accepted yet."""
    by = User.objects.order_by("pk").first()
    assert by is not None
    report = report or sample_report("2019" if year < 2021 else "2021", year=year)
    row, _made = AnnualReport.objects.get_or_create(organ=organ, year=year)
    source = SourceFile.objects.create(
        organ=organ, name="年报", kind=kind, sha256="0" * 64, size=1, uploaded_by=by, uploaded_at=AT
    )
    made = Version(
        report=row,
        number=row.versions.count() + 1,
        source=source,
        made_by=by,
        made_at=AT,
        published_by=by,
        published_at=AT,
    )
    made.hold(report)
    made.save()
    row.current = made
    row.save(update_fields=["current"])
    return made


def accepted(organ: Organ, report: Report | None = None, **more: Any) -> Version:
    made = version(organ, report, **more)
    take(made.report, made, at=AT)
    return made


def times(factor: int, **changes: Any) -> Report:
    """The sample report with every number so many times as large."""
    base = sample_report(**{"format": "2019", "year": 2020, **changes})
    return replace(base, cells={id: (value or 0) * factor for id, value in base.cells.items()})


def number(organ: Organ, cell: str, year: int = YEAR) -> Any:
    """What the total of an organ says in a cell."""
    row = Total.objects.filter(organ=organ, year=year).first()
    report = row.sums.report(year) if row else None
    return report.cells[cell] if report else None


def rows() -> dict[str, Any]:
    """All that is stored of totals, told by organs."""
    return {
        "totals": {
            (one.organ_id, one.year): (one.reports, one.held)
            for one in Total.objects.all()
            if one.held
        },
        "parts": {
            (one.organ_id, one.year): (one.version_id, one.state, one.part)
            for one in Contribution.objects.all()
        },
    }  # fmt: skip


def tree(dice: Random, towns: int = 6) -> list[Organ]:
    """云州市, two counties, departments and towns in each; all from 2020 on."""
    city = establish("yunzhou", "云州市人民政府", "云州市", "government")
    made = [city]
    for number in range(2):
        county = establish(f"county-{number}", f"第{number}县人民政府", f"第{number}县", "government", city)
        made.append(county)
        for town in range(towns // 2):
            slug = f"town-{number}-{town}"
            made.append(establish(slug, f"{slug}人民政府", slug, dice.choice(["town", "department"]), county))
    made.append(establish("bureau", "云州市财政局", "财政局", "department", city))
    return [Organ.objects.get(pk=one.pk) for one in made]


def of_wangshu(county: County) -> None:
    """For whoever walks in on 望舒镇: a unit below it in 2020 with its report, one that was merged into it,
    a declared duplicate, a gathered draft on 2022."""
    unit = establish("wangshu-office", "望舒镇便民服务中心", "服务中心", "department", county.wangshu)
    Organ.objects.filter(pk=unit.pk).update(dissolved_on=date(2021, 1, 10))
    accepted(Organ.objects.get(pk=unit.pk))
    gone = establish("wangshu-station", "望舒镇农技站", "农技站", "department", county.wangshu)
    Organ.objects.filter(pk=gone.pk).update(dissolved_on=date(2020, 6, 30))
    Succession.objects.create(
        predecessor=gone, successor=unit, on=date(2020, 6, 30), kind="merger", note="方案"
    )
    Inclusion.objects.create(
        organ=county.wangshu, within=county.tingyu, year=YEAR, note="方案", by=county.fang, at=AT
    )
    row = AnnualReport.objects.create(organ=county.wangshu, year=2022)
    now = gathering.gathered_now(Organ.objects.get(pk=county.wangshu.pk), 2022)
    source = keep_facts(county.wangshu, 2022, now.as_dict(), GATHERED, user=county.lin, at=AT)
    made = Version(report=row, number=1, source=source, made_by=county.lin, made_at=AT)
    made.hold(now.report())
    made.save()
