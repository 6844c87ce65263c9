"""变化和原因: this year beside last year, and a word kept on each large change."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import yearly
from gongkai.annual_report.report import Report
from gongkai.site.annual_reports import changing
from gongkai.site.annual_reports.models import Verdict, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, County, browser
from tests.site import reports

LICENCES = "disclosure.licences.decisions"


def of(year: int, **cells: object) -> Report:
    report = sample_report("2019" if year < 2021 else "2021", year=year)
    return replace(report, cells={**report.cells, **cells})  # type: ignore[dict-item]


@pytest.fixture
def two_years(county: County) -> Version:
    """2019 published with 100 licences, 2020 a draft with 160."""
    reports.published(county.wangshu, county.lin, county.he, of(2019, **{LICENCES: 100}))
    return reports.draft(county.wangshu, county.lin, of(2020, **{LICENCES: 160}))


def change(report: Report, previous: Report | None, cell: str) -> yearly.Change | None:
    return next((one for one in yearly.changes(report, previous) if one.cell.id == cell), None)


@pytest.mark.parametrize(
    ("before", "now", "shown", "rate", "large"),
    [
        (100, 160, "+60", "+60.0%", True),
        (100, 129, "+29", "+29.0%", False),
        (100, 130, "+30", "+30.0%", True),
        (20, 11, "-9", "-45.0%", False),
        (20, 10, "-10", "-50.0%", True),
        (0, 12, "+12", "", True),
        (7, 7, "0", "+0.0%", False),
        (Decimal("1.5"), Decimal("2.25"), "+0.75", "+50.0%", False),
    ],
)
def test_a_change_shows_its_base_and_is_large_by_number_and_by_rate(
    before: int, now: int, shown: str, rate: str, large: bool
) -> None:
    one = change(of(2020, **{LICENCES: now}), of(2019, **{LICENCES: before}), LICENCES)
    assert one is not None
    assert (one.shown, one.rate, one.large) == (shown, rate, large)


def test_across_the_forms_only_what_both_have_is_compared() -> None:
    cells = {one.cell.id for one in yearly.changes(of(2021), of(2020))}
    assert LICENCES in cells and "applications.received_new.total" in cells
    assert "disclosure.normative_documents.in_force" not in cells  # 对外公开总数量 is another thing
    assert "disclosure.normative_documents.disclosed_total" not in cells


def test_years_that_do_not_follow_and_blanks_are_not_compared() -> None:
    assert yearly.changes(of(2020), None) == [] == yearly.changes(of(2021), of(2019))
    blank = of(2019, **{LICENCES: None})
    assert change(of(2020), blank, LICENCES) is None


def test_what_was_carried_out_is_held_against_what_came_in() -> None:
    out, into = "applications.carried_out.business", "applications.carried_in.business"
    found = {one.column: one for one in yearly.carried(of(2020, **{into: 3}), of(2019, **{out: 4}))}
    assert not found["商业企业"].agrees
    assert len(found) == 7


def test_a_word_on_a_large_change_is_kept_and_answers_the_finding_too(
    two_years: Version, county: County
) -> None:
    client, page = browser(county.lin), f"/office/reports/{two_years.pk}/changes/"
    assert "待说明" in client.get(page).content.decode()
    assert client.post(page, {"cell": LICENCES, "words": ""}).status_code == 422
    saved = client.post(page, {"cell": LICENCES, "words": "承接了县级下放的许可事项"})
    assert saved.status_code == 302
    told = client.get(page).content.decode()
    assert "承接了县级下放的许可事项" in told
    verdict = Verdict.objects.get()
    assert (verdict.report, verdict.code, verdict.by) == (two_years.report, "jump", county.lin)
    assert verdict.message == "“行政许可·处理决定数量”本年160，上年100"
    line = Entry.objects.order_by("pk").last()
    assert line is not None and line.act == "judged"


def test_the_word_has_the_fingerprint_of_the_finding(county: County) -> None:
    reports.published(county.wangshu, county.lin, county.he, of(2019, **{LICENCES: 10}))
    version = reports.draft(county.wangshu, county.lin, of(2020, **{LICENCES: 160}))
    (jump,) = [one for one in version.stored_findings.filter(code="jump") if "行政许可" in one.message]
    verdict = changing.explain(version, LICENCES, "承接许可事项", user=county.lin, at=AT)
    assert verdict.fingerprint == jump.fingerprint


def test_the_word_lapses_when_a_number_changes(two_years: Version, county: County) -> None:
    changing.explain(two_years, LICENCES, "承接许可事项", user=county.lin, at=AT)
    assert [row.verdict is not None for row in explained(two_years)] == [True]
    two_years.hold(of(2020, **{LICENCES: 170}))
    assert [row.verdict for row in explained(two_years)] == [None]


def explained(version: Version) -> list[changing.Explained]:
    rows = changing.explained(version, of(2019, **{LICENCES: 100}))
    return [row for row in rows if row.change.cell.id == LICENCES]


def test_a_cell_without_last_year_and_a_person_without_the_role_are_refused(
    two_years: Version, county: County
) -> None:
    with pytest.raises(Refused, match="没有可以对照的上年数"):
        changing.explain(two_years, "nowhere", "x", user=county.lin, at=AT)
    with pytest.raises(Refused, match="请写明"):
        changing.explain(two_years, LICENCES, " ", user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        changing.explain(two_years, LICENCES, "x", user=county.ye, at=AT)


def test_the_version_page_has_last_year_beside_its_tables(two_years: Version, county: County) -> None:
    page = browser(county.lin).get(f"/office/reports/{two_years.pk}/").content.decode()
    assert "与上年对照" in page and "+60.0%" in page


def test_without_last_years_report_the_page_says_so(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/changes/").content.decode()
    assert "没有2019年已公布的报告" in page


def test_the_page_takes_as_many_queries_whatever_changed(two_years: Version, county: County) -> None:
    client = browser(county.lin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/office/reports/{two_years.pk}/changes/").status_code == 200
        return len(context)

    few = queries()
    changing.explain(two_years, LICENCES, "承接许可事项", user=county.lin, at=AT)
    two_years.hold(of(2020, **{LICENCES: 160, "disclosure.penalties.decisions": 9}))
    two_years.save()
    assert queries() == few
