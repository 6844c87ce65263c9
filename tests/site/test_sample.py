"""The sample county: entered through the acts, its reports sound, the town's figures of 2020 as told."""

import html
import io
import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from gongkai.annual_report import reconciliation
from gongkai.annual_report.compilation import compiled
from gongkai.law.applications.answers import ANSWERS
from gongkai.law.applications.receipt import Channel
from gongkai.site import today
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import compiling
from gongkai.site.annual_reports.filing import standing
from gongkai.site.annual_reports.filing_models import State
from gongkai.site.annual_reports.models import AnnualReport, Improvement, Progress, Version
from gongkai.site.annual_reports.totals.members import Members
from gongkai.site.annual_reports.versions import previous_reading
from gongkai.site.applications.models import ApplicantKind
from gongkai.site.disclosure import coverage, health, stock
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.question_models import Question, QuestionState
from gongkai.site.disclosure.record_models import Adoption
from gongkai.site.ledger.verification import verify
from gongkai.site.organs.models import Organ
from gongkai.site.sample import applied, loading
from gongkai.site.sample.management.commands import load_sample
from gongkai.site.supervision.assessment.models import Appeal, Assessment
from gongkai.site.supervision.briefing.models import Notice
from gongkai.site.supervision.orders.models import Finding, Order, Source
from gongkai.site.supervision.orders.models import State as OrderState
from gongkai.site.supervision.points.models import SelfCheck, Task, TaskEvidence, WorkPlan
from gongkai.site.supervision.points.models import State as TaskState
from tests.cast import SINCE, establish

pytestmark = pytest.mark.slow


def command() -> str:
    out = io.StringIO()
    call_command("load_sample", stdout=out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_the_sample_county(monkeypatch: pytest.MonkeyPatch) -> None:
    """One loading, many questions: it takes some seconds."""
    told = command()
    assert "linruoxi（林若溪，公开专员）" in told
    assert load_sample.PASSWORD.read_text() in told
    assert load_sample.PASSWORD.stat().st_mode & 0o077 == 0
    assert Organ.objects.count() == Organ.objects.filter(sample=True).count() == 8

    _the_town_of_2020_has_the_figures_of_the_seed()
    _its_records_of_2020_yield_them()
    _compiled_they_are_the_three_tables_of_the_seed()
    _its_standard_catalogue_has_some_of_every_state()
    _the_public_asked_the_town()
    _every_published_report_is_sound()
    _the_draft_has_faults()
    _its_columns_show_every_state()
    _its_reports_went_up_but_for_the_last_year()
    _the_last_report_of_the_town_was_compiled_and_signed()
    _its_section_five_of_2021_is_built_on_the_three_commitments_of_2020()
    _the_county_notified_of_the_last_quarter()
    _a_year_of_work_points_reaches_every_organ_in_every_state()
    _every_claim_of_the_self_check_report_opens_to_its_evidence()
    _the_orders_of_a_quarter_show_every_state_and_come_from_the_night_too()
    _the_organs_are_assessed_and_three_appeal()
    assert verify().fault is None

    first = Version.objects.earliest("pk").pk
    assert "已是最新" in command()
    assert Version.objects.earliest("pk").pk == first
    monkeypatch.setattr(loading, "fingerprint", lambda: "changed")
    lines = verify().sound
    assert "正在录入" in command()
    assert verify().sound == lines  # emptied, and entered anew


def _the_town_of_2020_has_the_figures_of_the_seed() -> None:
    report = AnnualReport.objects.get(organ__slug="wangshu", year=2020).current
    assert report is not None
    reading = report.reading
    assert reading.variant == "beijing_2020"
    assert {id: value for id, value in reading.cells.items() if value != 0} == {
        "disclosure.normative_documents.made": 59,
        "disclosure.normative_documents.disclosed": 18,
        "disclosure.normative_documents.disclosed_total": 119,
    }


def _its_records_of_2020_yield_them() -> None:
    town = Organ.objects.get(slug="wangshu")
    items = Item.objects.filter(organ=town)
    assert items.filter(published_at__year=2020).count() == 309
    assert Adoption.objects.filter(organ=town, on__year=2020).count() == 252
    before, of_2020 = stock.of_year(town, 2019), stock.of_year(town, 2020)
    assert (of_2020.made, of_2020.disclosed, of_2020.in_force) == (59, 18, 119)
    assert before.in_force == 101
    assert 1900 <= Item.objects.public().count() <= 2200
    assert set(Item.objects.public().values_list("organ").distinct()) == set(Organ.objects.values_list("pk"))


def _compiled_they_are_the_three_tables_of_the_seed() -> None:
    """Cell for cell, as the organ printed the form; and each figure opens to as many records."""
    town = Organ.objects.get(slug="wangshu")
    published = AnnualReport.objects.get(organ=town, year=2020).current
    assert published is not None
    seed, variant = published.reading, compiling.variant_of(town, 2020)
    report = compiled(compiling.facts_of(town, 2020, "望舒镇人民政府"), variant)
    assert (report.format, report.variant) == (seed.format, seed.variant) == ("2019", "beijing_2020")
    assert report.cells == seed.cells and len(seed.cells) > 150
    assert report.marks == seed.marks == {}
    for figure, count in (("made", 59), ("disclosed", 18), ("in_force", 119)):
        assert stock.documents(town, figure, 2020).count() == count


def _its_standard_catalogue_has_some_of_every_state() -> None:
    lines = coverage.lines(Organ.objects.get(slug="wangshu"), today.today())
    assert {line.state for line in lines} == set(coverage.State)
    assert 20 <= len(lines) <= 25 and 5 <= len(coverage.by_field(lines)) <= 6


def _the_public_asked_the_town() -> None:
    asked = Question.objects.filter(organ__slug="wangshu")
    states = {state: asked.in_state(state).count() for state in QuestionState}
    assert states == {"waiting": 1, "answering": 1, "answered": 2, "withdrawn": 0, "refused": 1}
    assert asked.count() == Question.objects.count()


def _its_columns_show_every_state() -> None:
    judged = health.of_organ(Organ.objects.get(slug="wangshu"), today.today())
    assert {one.state for one in judged} == set(health.State)


def _every_published_report_is_sound() -> None:
    reports = AnnualReport.objects.published().select_related("organ")
    assert reports.count() == 55
    for report in reports:
        assert report.current is not None
        findings = report.current.findings(previous_reading(report))
        assert not [f.message for f in findings if f.severity == reconciliation.ERROR], report
        assert not report.current.reading.unread


def _its_reports_went_up_but_for_the_last_year() -> None:
    """2019 to 2024 whole; of 2025 two organs are late, and one report came back with remarks."""
    county = Organ.objects.get(slug="yunchuan")
    for year in range(2019, 2025):
        assert Members(county, year).accepted == 7
    on = date(2026, 11, 24)
    found = {one.organ.slug: one for one in standing.standings(standing.awaited(county, 2025, on), 2025, on)}
    assert {slug for slug, one in found.items() if one.state == State.RETURNED} == {"shiqiao"}
    unfiled = (State.DRAFTED, State.PUBLISHED)
    late = {slug for slug, one in found.items() if one.is_overdue and one.state in unfiled}
    assert late == {"tingyu", "yunchuan-education"}
    assert Members(county, 2025).accepted == 4
    promised = Improvement.objects.filter(report__organ__slug="wangshu", report__year=2020)
    assert [one.state for one in promised] == ["done", "done", "under_way"]


def _the_last_report_of_the_town_was_compiled_and_signed() -> None:
    version = AnnualReport.objects.get(organ__slug="wangshu", year=2025).current
    assert version is not None and version.is_compiled
    passed = version.passed()
    assert len({one.by for one in passed.values()}) == len(passed) == 3
    assert compiling.differences(version) == []
    more = compiling.facts_of(version.report.organ, 2025, "").told.more
    assert more == compiling.frozen(version).told.more  # nothing of 2025 was entered after it
    assert [one.key for one in more] == ["evaluations"]


def _its_section_five_of_2021_is_built_on_the_three_commitments_of_2020() -> None:
    version = AnnualReport.objects.get(organ__slug="wangshu", year=2021).current
    assert version is not None
    five = version.reading.section(5)
    assert five is not None and "上年提出改进事项3项，已完成2项，正在推进1项" in five.text
    for row in Improvement.objects.filter(report__organ__slug="wangshu", report__year=2020):
        assert f"“{row.measure}”{row.get_state_display()}" in five.text
    assert Progress.objects.filter(improvement__report__year=2025).exists()


def _the_county_notified_of_the_last_quarter() -> None:
    notice = Notice.objects.final().get()
    assert notice.number.endswith("1号")
    assert (notice.readings.count(), notice.readings.filter(at__isnull=False).count()) == (7, 4)


def _a_year_of_work_points_reaches_every_organ_in_every_state() -> None:
    county, town = (Organ.objects.get(slug=slug) for slug in ("yunchuan", "wangshu"))
    plan = WorkPlan.objects.get(organ=county)
    assert plan.year == today.today().year and plan.points.count() == 10
    given = Task.objects.filter(point__plan=plan)
    assert set(given.values_list("organ", flat=True)) == set(Organ.objects.values_list("pk", flat=True))
    assert set(given.values_list("state", flat=True)) == set(TaskState)
    assert given.overdue(today.today()).exists()
    # Passed on to a section, and a point of the town's own beside those of the county.
    assert given.filter(organ=town, giver=town).exclude(section="").get().parent is not None
    assert WorkPlan.objects.get(organ=town).above == plan


def _every_claim_of_the_self_check_report_opens_to_its_evidence() -> None:
    """By the links of the page, as the officer of 望舒镇 follows them."""
    report = SelfCheck.objects.get(organ__slug="wangshu")
    content, client = report.content, Client()
    assert content is not None and report.checked_at and report.item and report.item.current
    client.force_login(User.objects.get(username="linruoxi"))
    page = client.get(reverse("supervision:points_check", args=["wangshu", report.plan_id])).content.decode()
    claims = [task for point in content["points"] for task in point["tasks"]]
    assert [task for task in claims if not task["evidence"]] == [] and len(content["gaps"]) == 2
    opened = {}
    for task in claims:
        asked = _opened(client, reverse("supervision:points_task", args=[task["id"]]))
        for number in task["evidence"]:
            (line,) = re.findall(rf'<p id="evidence-{number}">.*?</p>', page)
            (where,) = re.findall(r'<a href="([^"]+)">', line)
            assert f'href="{where}"' in asked  # the task shows the same
            opened[number] = content["evidence"][number - 1]["kind"], _opened(client, html.unescape(where))
    assert sorted(opened) == [one["number"] for one in content["evidence"]]
    assert {kind for kind, _page in opened.values()} == {str(kind.label) for kind in _KINDS_SHOWN}
    for one in content["evidence"]:
        kind, shown = opened[one["number"]]
        if kind == TaskEvidence.Kind.FIGURE.label:  # as many records as it says
            assert int(re.findall(r"[0-9]+", one["title"])[0]) == shown.count('<th scope="row">') > 0
        else:
            assert one["title"].split("：")[-1] in shown, one
    _opened(client, reverse("portal:item", args=[report.item.pk]))


_KINDS_SHOWN = set(TaskEvidence.Kind) - {TaskEvidence.Kind.FILE}


def _opened(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def _the_orders_of_a_quarter_show_every_state_and_come_from_the_night_too() -> None:
    assert set(Order.objects.values_list("state", flat=True)) == set(OrderState)
    assert set(Finding.objects.values_list("source", flat=True)) == set(Source) - {Source.COMPLAINT}
    on = today.today()
    assert all(0 <= (on - day).days <= 100 for day in Order.objects.values_list("issued_on", flat=True))
    assert Order.objects.overdue(on).exists() and Order.objects.filter(repeated__gt=0).exists()
    of_the_night = Finding.objects.filter(source=Source.HIT).select_related("order", "hit")
    assert {one.order.state for one in of_the_night} == {"issued", "returned", "closed"}
    for one in of_the_night:
        assert one.hit is not None and one.hit.found_on <= one.order.issued_on
        if one.order.state == OrderState.CLOSED:  # the night no longer found it, and no person had to look
            assert one.hit.gone_on and one.found is False
        elif one.order.state == OrderState.RETURNED:
            assert one.found is True
    numbers = Order.objects.order_by("serial").values_list("issued_on", flat=True)
    assert list(numbers) == sorted(numbers)


def _the_organs_are_assessed_and_three_appeal() -> None:
    last, half = Assessment.objects.order_by("first")
    assert 7 <= last.scores.count() <= 8 and 7 <= half.scores.count() <= 8
    outcomes = Appeal.objects.filter(score__assessment=last).values_list("score__organ__slug", "outcome")
    assert dict(outcomes) == {"wangshu": "partly", "tingyu": "refused"}
    waiting = Appeal.objects.get(score__assessment=half)
    assert (waiting.score.organ.slug, waiting.outcome) == ("wangshu", "")


def _the_draft_has_faults() -> None:
    draft = Version.objects.drafts().get()
    assert (draft.report.organ.slug, draft.report.year) == loading.DRAFT
    codes = {finding.code for finding in draft.findings()}
    assert {"section_missing", "applications_row_total", "remedies_total", "annual_comparison_word"} <= codes


@pytest.mark.django_db
def test_a_database_with_a_real_organ_is_left_alone() -> None:
    establish("real", "真实镇人民政府", "真实镇", "town")
    with pytest.raises(CommandError, match="真实的机关"):
        command()
    assert Organ.objects.get().established_on == SINCE


def test_the_towns_applications_end_in_every_way_for_every_kind_of_applicant():
    planned = list(applied.plans("wangshu", applied.words()))
    assert {plan.answer for plan in planned} == set(ANSWERS)
    assert {plan.kind for plan in planned} == set(ApplicantKind)
    assert {plan.channel for plan in planned} == set(Channel)
    assert any(plan.late for plan in planned)
