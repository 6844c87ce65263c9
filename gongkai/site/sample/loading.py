"""Enter the sample county through the acts of the rooms."""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from gongkai.annual_report import kinds, reading
from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.report import Report

from ..accounts.actions import add_user
from ..accounts.models import User
from ..annual_reports import actions as annual_reports
from ..annual_reports.models import Version
from ..annual_reports.records import facts_of
from ..applications import statistics
from ..disputes import counting
from ..organs import actions as organs
from ..organs import structure
from ..organs.models import Organ, Role
from . import (
    applied,
    asked,
    assessed,
    briefed,
    disclosed,
    disputed,
    figures,
    filed,
    heard,
    items,
    ordered,
    patrolled,
    pointed,
    reports,
    trained,
)

FOLDER = Path(__file__).parent
CHINA = ZoneInfo("Asia/Shanghai")
DRAFT = ("tingyu", 2025)
"""This report waits for its second officer, with faults that the checks find."""
TEXT = ("wangshu", 2020)
"""This report is handed in as flat text, and its findings are published."""
COMPILED = ("wangshu", 2025)
"""This report is compiled from the records."""
CORRECTED = ("wangshu", 2021)
"""This report has a second version."""


People = Mapping[str, User]


def fingerprint() -> str:
    """Changes whenever the sample data or what they are made with changes."""
    files = sorted(
        path
        for path in (*FOLDER.glob("*.*"), *(FOLDER.parent.parent / "annual_report").glob("formats/*.toml"))
        if path.suffix in (".py", ".toml", ".txt")
    )
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def county() -> dict[str, Any]:
    """The county's organs and officers as data."""
    return tomllib.loads((FOLDER / "county.toml").read_text("utf-8"))


def load(password: str, now: datetime) -> None:
    """Enter everything, for an empty database; ``now``: what is under way is dated before it."""
    data = county()
    known = _organs(data)
    _site(data, known)
    # One password, hashed once; and whoever tries the sample should get in at once.
    User.objects.update(must_change_password=False, password=make_password(password))
    disclosed.load(data, known, now)
    asked.load(*known[items.TOWN], now)
    disputed.load(data, known, now, applied.load(known, now))
    filed.register(*known[COMPILED[0]], COMPILED[1])
    heard.last_year(known)
    for slug, report, file in _files(data, known):
        organ, people = known[slug]
        if (slug, report.year) == COMPILED:
            filed.compile_last(organ, people, *COMPILED[1:], _moment(date(COMPILED[1] + 1, 1, 12), 9))
        else:
            _publish(organ, people, report, *file)
    office = data["competent_office"]
    filed.load(known, office, DRAFT[0], data["last_year"])
    patrolled.load(known, now)
    ordered.load(known, office, now)
    pointed.load(known, office, now)
    heard.load(known, office, now)
    trained.load(known, office, now)
    assessed.load(known, office, data["last_year"], now)
    briefed.load(known, office, now)


def _organs(data: Mapping[str, Any]) -> dict[str, tuple[Organ, People]]:
    on = data["established_on"]
    found: dict[str, tuple[Organ, People]] = {}
    for entry in data["organs"]:
        fields = {
            field: entry[field]
            for field in (*Organ.CONTACT, "slug", "name", "short_name", "kind")
            if field in entry
        }
        # A tree node counts its children in memory: take the parent as it is now.
        parent = Organ.objects.get(pk=found[entry["parent"]][0].pk) if "parent" in entry else None
        organ = organs.establish(**fields, on=on, parent=parent, sample=True)
        people = {}
        for officer in entry["officers"]:
            people[officer["role"]] = person = add_user(officer["username"], officer["name"], None, by=None)
            organs.appoint(person, organ, officer["role"], on=on)
        found[entry["slug"]] = (organ, people)
    return found


def _site(data: Mapping[str, Any], known: Mapping[str, tuple[Organ, People]]) -> None:
    """Which office is competent, and what stands in the footer."""
    highest, people = known[reports.COUNTY]
    office, _people = known[data["competent_office"]]
    on = data["established_on"]
    structure.set_competent_office(highest, office, since=on, user=people[Role.SYSTEM_ADMIN], on=on)
    for slug, site in data["site"].items():
        organ, officers = known[slug]
        organs.edit_site(organ, data=site, user=officers[Role.DISCLOSURE_OFFICER], on=on)


def _counted(known: Mapping[str, tuple[Organ, People]]) -> reports.Counted:
    """What the records of an organ say of a year: its report says the same."""

    def counted(slug: str, year: int) -> dict[str, Any]:
        if slug not in applied.ORGANS or year < applied.FIRST.get(slug, 0):
            return {}
        organs = Organ.objects.filter(pk=known[slug][0].pk)
        three = statistics.table_three(organs, year, figures.form_of(year).id)
        four = counting.column_counts(known[slug][0], year)
        return {
            **{f"applications.{cell}": count for cell, count in three.items()},
            **{f"remedies.{group}.{column}": count for (group, column), count in four.items()},
            **(_disclosed(known[slug][0], year) if slug == items.TOWN else {}),
        }

    return counted


def _disclosed(organ: Organ, year: int) -> dict[str, Any]:
    """Table two of the town that keeps its documents here; of the year that is compiled, all of it."""
    tables = compiled(facts_of(organ, year, "", told=False))
    whole = (organ.slug, year) == COMPILED
    wanted = "disclosure." if whole else "disclosure.normative_documents."
    return {id: value for id, value in tables.cells.items() if id.startswith(wanted) and value is not None}


def _files(
    data: Mapping[str, Any], known: Mapping[str, tuple[Organ, People]]
) -> Iterator[tuple[str, Report, tuple[bytes, str]]]:
    """Slug, report and file, year by year; the county's after those it adds up."""
    years = range(data["first_year"], data["last_year"] + 1)
    by_year: dict[int, list[Report]] = defaultdict(list)
    for slug, made in reports.lower_reports(data["organs"], years, _counted(known)):
        assert made.year is not None
        by_year[made.year].append(made)  # the county adds what is right, not the faults of a draft
        yield slug, *_file(slug, made)
    name = data["organs"][0]["name"]
    for year in years:
        yield reports.COUNTY, *_file(reports.COUNTY, reports.county_report(name, by_year[year]))


def _file(slug: str, report: Report) -> tuple[Report, tuple[bytes, str]]:
    """The report and the file it is handed in as; one is a text with the figures of 2020."""
    if (slug, report.year) == TEXT:
        data = reports.TEXT.read_bytes()
        return reading.read(data), (data, "望舒镇2020年年度报告.txt")
    if (slug, report.year) == DRAFT:
        report = _with_faults(report)
    return report, (kinds.writer("html")(report), f"{report.title}.html")


def _with_faults(report: Report) -> Report:
    """A total that does not add up, a growth without its base, a section left out."""
    cells = dict(report.cells)
    for cell in ("applications.granted.natural_person", "remedies.review.total"):
        value = cells[cell]
        assert value is not None
        cells[cell] = value + 2
    sections = tuple(
        replace(s, text=s.text.replace("各项信息均在", "环比增长35%，各项信息均在")) if s.no == 1 else s
        for s in report.sections
        if s.no != 6
    )
    return replace(report, cells=cells, sections=sections)


def _publish(organ: Organ, people: People, report: Report, data: bytes, name: str) -> None:
    assert report.year is not None
    officer, second = people[Role.DISCLOSURE_OFFICER], people[Role.SECTION_HEAD]
    at = _moment(report.signed_on or date(report.year + 1, 1, 8), 9)
    source = annual_reports.keep_file(organ, data, name, user=officer, at=at)
    version = annual_reports.upload(organ, report.year, source, user=officer, at=at)
    if (organ.slug, report.year) == DRAFT:
        return
    _through(version, officer, second, at, show_findings=(organ.slug, report.year) == TEXT)
    if (organ.slug, report.year) == CORRECTED:
        _correct(version, officer, second, at + timedelta(days=12))


def _through(
    version: Version, officer: User, second: User, at: datetime, *, show_findings: bool = False
) -> None:
    annual_reports.confirm(version, version.digest, user=second, at=at + timedelta(hours=5))
    published = at + timedelta(hours=7)
    annual_reports.publish(version, version.digest, show_findings=show_findings, user=officer, at=published)


def _correct(version: Version, officer: User, second: User, at: datetime) -> None:
    """A licence count put right after publication."""
    cell = "disclosure.licences.decisions"
    old = version.reading.cells[cell] or 0
    new = annual_reports.start_correction(
        version.report, reason="第二部分行政许可“本年处理决定数量”漏计3件，予以更正。", user=officer, at=at
    )
    annual_reports.correct_cell(
        new, cell, str(old + 3), reason="与许可台账核对，漏计3件", user=officer, at=at
    )
    new.refresh_from_db()
    _through(new, officer, second, at)


def _moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 12), CHINA)
