"""汇总的页面: progress in words, who is missing, from a total to organs to a report; the region's report."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from gongkai.annual_report.report import BLANK
from gongkai.site.annual_reports import actions, compile_actions
from gongkai.site.annual_reports.filing import actions as filing
from gongkai.site.annual_reports.models import Step, Version
from gongkai.site.annual_reports.total_models import Contribution, Inclusion, Total
from gongkai.site.annual_reports.totals import duplicates, figures, gathering, take
from gongkai.site.annual_reports.totals.members import Members, Standing
from gongkai.site.applications.models import Application
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ, Role
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, County, browser
from tests.site import cases, filed, reports, successions
from tests.site.totalled import YEAR, accepted, number, times, version

CELL = "applications.received_new.total"
BASE = sample_report("2019", year=YEAR).cells[CELL]


def page(county: County, name: str, *more: object, query: str = "") -> str:
    address = reverse(f"annual_reports:{name}", args=["yunchuan", YEAR, *more])
    response = browser(county.fang).get(address + query)
    assert response.status_code == 200
    return str(response.content.decode())


def an_officer(county: County):
    """Who compiles for the county itself."""
    return cast.appointed(cast.user("yun.officer", "云起"), county.yunchuan, Role.DISCLOSURE_OFFICER)


def test_the_page_says_how_far_it_is_and_who_is_missing(county: County) -> None:
    accepted(county.wangshu, times(1))
    text = page(county, "total")
    assert "2个机关已接收1，未报1" in text
    assert "听雨镇人民政府（未报）" in text
    version(county.tingyu)
    assert "听雨镇人民政府（已公布未报送）" in page(county, "total")
    take(version(county.tingyu).report, Version.objects.latest("pk"), at=AT)
    assert "应报机关的年报都已接收" in page(county, "total")


@pytest.mark.parametrize("year", [2018, 99999])
def test_a_year_that_has_no_totals_has_no_page(county: County, year: int) -> None:
    client = browser(county.fang)
    for name in ("total", "total_organs", "total_check", "gather"):
        person = client if name != "gather" else browser(an_officer(county))
        answer = person.get(reverse(f"annual_reports:{name}", args=["yunchuan", year]))
        assert answer.status_code == 404
    data = {"organ": county.wangshu.pk, "within": county.tingyu.pk, "note": "依据"}
    answer = client.post(reverse("annual_reports:include", args=["yunchuan", year]), data)
    assert answer.status_code == 404


def test_a_report_of_noughts_is_data_and_a_missing_one_is_not(county: County) -> None:
    accepted(county.wangshu, times(0))
    assert number(county.yunchuan, CELL) == 0
    members = Members(county.yunchuan, YEAR)
    assert {one.slug: one.standing for one in members.below} == {
        "wangshu": Standing.COUNTED,
        "tingyu": Standing.MISSING,
    }


def test_what_is_handed_in_and_what_is_returned_are_states_of_their_own(county: County) -> None:
    submission = filed.submitted(county)
    assert "2个机关已接收0，未报1，已报送1" in page(county, "total")
    assert "望舒镇人民政府（已报送）" in page(county, "total")
    filing.remark(submission, "", "请核对", user=county.fang, at=AT)
    filing.give_back(submission, user=county.fang, at=AT)
    text = page(county, "total")
    assert "2个机关已接收0，未报1，退回1" in text and "望舒镇人民政府（退回）" in text
    assert "望舒镇人民政府" in page(county, "total_organs", query="?standing=returned")
    filing.answer(submission.remarks.get(), "explained", "无误", user=county.lin, at=AT)
    again = filing.submit(submission.version, user=county.lin, at=AT)
    assert standing_of(county, "wangshu") == Standing.SUBMITTED
    filing.accept(again, user=county.fang, at=AT)
    assert standing_of(county, "wangshu") == Standing.COUNTED
    filing.unlock(again, reason="漏计", user=county.fang, at=AT)
    assert standing_of(county, "wangshu") == Standing.RETURNED


def test_what_the_office_entered_is_handed_in_though_the_public_reads_nothing(county: County) -> None:
    entered = filed.entered(county.tingyu, county.fang)
    assert standing_of(county, "tingyu") == Standing.DRAFT
    filing.take_in(entered, entered.digest, user=filed.colleague(county), at=AT)
    assert standing_of(county, "tingyu") == Standing.SUBMITTED


def test_a_nil_report_has_a_badge_and_is_not_wanting_once_accepted(county: County) -> None:
    assert "零报告" not in page(county, "total_organs")
    submission = filed.submitted(county, sample_report(cells=dict.fromkeys(sample_report().cells, 0)))
    assert '<span class="badge">零报告</span>' in page(county, "total_organs")
    filing.accept(submission, user=county.fang, at=AT)
    members = Members(county.yunchuan, YEAR)
    assert members.progress == "2个机关已接收1，未报1，零报告1"
    assert [one.slug for one in members.wanting] == ["tingyu"]
    for name, more in (("total", ()), ("total_organs", ()), ("total_cell", (CELL,))):
        assert '<span class="badge">零报告</span>' in page(county, name, *more)
    filing.unlock(submission, reason="漏计", user=county.fang, at=AT)
    assert "零报告" not in page(county, "total_organs")


def standing_of(county: County, slug: str) -> Standing:
    return next(one.standing for one in Members(county.yunchuan, YEAR).below if one.slug == slug)


def test_from_a_total_to_the_organs_to_the_cell_of_a_report(county: County) -> None:
    made = accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    cell = reverse("annual_reports:total_cell", args=["yunchuan", YEAR, CELL])
    assert cell in page(county, "total")
    text = page(county, "total_cell", CELL, query="?sort=-number")
    assert f"{11 * BASE}" in text
    assert text.index("听雨镇人民政府</a>") < text.index("望舒镇人民政府</a>")
    assert f"{reverse('annual_reports:version', args=[made.pk])}#{CELL}" in text


def test_what_a_report_left_blank_or_could_not_be_read_is_no_nought(county: County) -> None:
    base = times(1)
    accepted(county.wangshu, replace(base, cells={**base.cells, CELL: None}, marks={CELL: BLANK}))
    accepted(county.tingyu, replace(base, cells={id: v for id, v in base.cells.items() if id != CELL}))
    found = {
        one.name: one.printed
        for one in figures.summands(
            Members(county.yunchuan, YEAR),
            base.form.cells[CELL],
            every=False,  # type: ignore[union-attr]
        )
    }
    assert found["望舒镇人民政府"] == "" and found["听雨镇人民政府"] == "［未读出］"


def test_levels_lead_down_and_every_organ_can_be_listed(county: County) -> None:
    city = cast.establish("yunzhou", "云州市人民政府", "云州市", "government")
    Organ.objects.move(Organ.objects.get(slug="yunchuan"), city, "last-child")
    over = cast.appointed(cast.user("shi.jian", "史鉴"), Organ.objects.get(pk=city.pk), Role.SUPERVISOR)
    accepted(Organ.objects.get(slug="wangshu"), times(1))
    address = reverse("annual_reports:total_cell", args=["yunzhou", YEAR, CELL])
    client = browser(over)
    below = reverse("annual_reports:total_cell", args=["yunchuan", YEAR, CELL])
    first = client.get(address).content.decode()
    assert below in first and "望舒镇" not in first
    assert "望舒镇" in client.get(f"{address}?every=on").content.decode()
    assert (
        reverse("annual_reports:total", args=["yunchuan", YEAR])
        in client.get(reverse("annual_reports:total", args=["yunzhou", YEAR])).content.decode()
    )


@pytest.mark.parametrize("name", ["total", "total_organs", "total_cell"])
def test_lists_are_exported_with_a_line_in_the_ledger(county: County, name: str) -> None:
    accepted(county.wangshu, times(1))
    more = [CELL] if name == "total_cell" else []
    address = reverse(f"annual_reports:{name}", args=["yunchuan", YEAR, *more])
    response = browser(county.fang).post(address, {"export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "望舒镇人民政府" in text
    assert Entry.objects.latest("pk").act == "exported"


def test_pages_ask_as_often_for_many_organs_as_for_few(county: County, django_assert_max_num_queries) -> None:
    accepted(county.wangshu, times(1))
    names = [("total", ()), ("total_organs", ()), ("total_cell", (CELL,)), ("total_check", ())]
    before = {}
    for name, more in names:
        with django_assert_max_num_queries(100) as captured:
            page(county, name, *more)
        before[name] = len(captured)
    for at in range(12):
        town = cast.establish(f"town-{at}", f"第{at}镇人民政府", f"第{at}镇", "town", county.yunchuan)
        accepted(town, times(1))
    for name, more in names:
        with django_assert_max_num_queries(before[name]):
            page(county, name, *more)


# 核对 ------------------------------------------------------------------------------------------------


def test_own_and_lower_are_the_total_and_what_is_not_shows(county: County) -> None:
    accepted(county.wangshu, times(1))
    balances = figures.balances(county.yunchuan, Members(county.yunchuan, YEAR))
    assert [len(one.differing) for one in balances] == [0, 0, 0]
    row = Contribution.objects.get(organ=county.wangshu)
    row.part["cells"][CELL] += 1
    row.save()
    balances = figures.balances(county.yunchuan, Members(county.yunchuan, YEAR))
    assert [line.cell.id for one in balances for line in one.differing] == [CELL]
    assert "不一致的格" in page(county, "total_check")


def test_a_published_report_of_the_county_is_held_against_the_sum(county: County) -> None:
    """R15: parent ≠ sum of children + own."""
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(1))
    said = times(2)
    version(county.yunchuan, replace(said, cells={**said.cells, CELL: 2 * BASE + 5}))
    found = figures.published(county.yunchuan, YEAR, gathering.lower_sums(county.yunchuan, YEAR))
    assert found is not None and not found.own_known
    assert [(line.cell.id, line.difference) for line in found.differing] == [(CELL, "5")]
    assert "本级的数字不能从中分开" in page(county, "total_check")


# 并入 ------------------------------------------------------------------------------------------------


def merged(county: County) -> None:
    """望舒镇 into 听雨镇 in the middle of 2020, both reports accepted."""
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    successions.dissolved(county, on=date(2020, 6, 30), today=cast.ON)


def test_what_stands_in_the_successors_report_is_declared_and_taken_back(county: County) -> None:
    merged(county)
    address = reverse("annual_reports:include", args=["yunchuan", YEAR])
    assert "当年撤销的机关" in page(county, "total_organs")
    given = {"organ": county.wangshu.pk, "within": county.tingyu.pk, "note": "听雨镇年报第一节"}
    assert browser(county.fang).post(address, given).status_code == 302
    assert number(county.yunchuan, CELL) == 10 * BASE
    text = page(county, "total_organs")
    assert "已并入听雨镇人民政府的报告" in text and "1个机关已接收1，已并入承继机关1" in text
    assert Entry.objects.latest("pk").act == "included"
    duplicates.revoke(Inclusion.objects.get(), user=county.fang, at=AT)
    assert number(county.yunchuan, CELL) == 11 * BASE


def test_only_a_successor_of_an_organ_dissolved_in_the_year_holds_its_figures(county: County) -> None:
    accepted(county.wangshu, times(1))
    with pytest.raises(Refused, match="当年撤销"):
        duplicates.declare(county.wangshu, YEAR, county.tingyu, "依据", user=county.fang, at=AT)
    merged(county)
    wangshu = Organ.objects.get(slug="wangshu")
    with pytest.raises(Refused, match="承继它的机关"):
        duplicates.declare(wangshu, YEAR, county.yunchuan, "依据", user=county.fang, at=AT)
    with pytest.raises(Refused, match="依据"):
        duplicates.declare(wangshu, YEAR, county.tingyu, " ", user=county.fang, at=AT)
    with pytest.raises(Forbidden):
        duplicates.declare(wangshu, YEAR, county.tingyu, "依据", user=county.ye, at=AT)


def test_a_cell_that_one_report_lacks_has_no_sum_and_is_put_in_by_hand(county: County) -> None:
    whole = times(2)
    lacking = replace(whole, cells={id: value for id, value in whole.cells.items() if id != CELL})
    accepted(county.wangshu, lacking)
    officer = an_officer(county)
    made = gathered(county, officer)
    assert CELL not in made.reading.cells
    text = browser(officer).get(reverse("annual_reports:version", args=[made.pk])).content.decode()
    assert "相加的机关" in text and "由本机关的记录计出" not in text
    actions.correct_cell(made, CELL, "4", reason="照来源核对", user=officer, at=AT)
    made = reports.fresh(made)
    assert made.reading.cells[CELL] == 4
    assert not [one for one in made.all_findings() if one.code == "overridden"]


# 汇总编制 --------------------------------------------------------------------------------------------


def gathered(county: County, officer, **more) -> Version:
    return gathering.gather(county.yunchuan, YEAR, user=officer, at=AT, **more)


def test_the_countys_report_is_own_and_lower_and_names_who_is_missing(county: County) -> None:
    officer = an_officer(county)
    accepted(county.wangshu, times(2))
    made = gathered(county, officer)
    assert made.is_compiled and made.is_gathered
    assert made.reading.cells[CELL] == 2 * BASE  # the county itself had no applications
    assert made.reading.organ == "云川县人民政府" and made.reading.year == YEAR
    assert "所属1个机关" in made.reading.preface
    assert "听雨镇人民政府共1个机关的报告尚未接收" in made.reading.preface
    assert [section.no for section in made.unwritten()] == [1, 5, 6]
    then = gathering.gathered_then(made)
    assert then.reports["wangshu"]["digest"] == Version.objects.get(report__organ=county.wangshu).digest
    assert Entry.objects.latest("pk").act == "gathered"
    client = browser(officer)
    assert (
        reverse("annual_reports:total_cell", args=["yunchuan", YEAR, CELL])
        in client.get(reverse("annual_reports:version", args=[made.pk])).content.decode()
    )
    answer = client.get(reverse("annual_reports:differences", args=[made.pk]))
    assert answer["Location"] == reverse("annual_reports:gathered", args=[made.pk])


def test_a_later_acceptance_shows_as_a_difference_and_not_silently(county: County) -> None:
    officer = an_officer(county)
    accepted(county.wangshu, times(1))
    made = gathered(county, officer)
    assert gathering.differences(made) == ([], [])
    accepted(county.tingyu, times(10))
    accepted(county.wangshu, times(3))
    assert reports.fresh(made).reading.cells[CELL] == BASE
    changed, cells = gathering.differences(made)
    assert [(one.name, one.then, one.now) for one in changed] == [
        ("望舒镇人民政府", "第1版", "第2版"),
        ("听雨镇人民政府", "", "第1版"),
    ]
    found = {one.cell.id: (one.then, one.stands, one.now) for one in cells}
    assert found[CELL] == (str(BASE), str(BASE), str(13 * BASE))
    anew = gathered(county, officer, replacing=made.digest)
    assert anew.reading.cells[CELL] == 13 * BASE
    assert not Version.objects.filter(pk=made.pk).exists()


def test_an_accepted_report_of_the_county_adds_its_own_part_alone(county: County) -> None:
    """A higher total counts the towns once: from their own reports."""
    officer = an_officer(county)
    accepted(county.wangshu, times(1))
    cases_of_the_county(county, 4)
    made = gathered(county, officer)
    assert made.reading.cells[CELL] == BASE + 4
    take(made.report, made, at=AT)
    assert number(county.yunchuan, CELL) == BASE + 4
    take(made.report, made, at=AT)  # again: nothing is added twice
    assert number(county.yunchuan, CELL) == BASE + 4
    assert gathering.lower_sums(county.yunchuan, YEAR).number(CELL) == BASE
    assert gathered_sum(county) == BASE + 4


def gathered_sum(county: County):
    return gathering.gathered_now(county.yunchuan, YEAR).report().cells[CELL]


def cases_of_the_county(county: County, count: int) -> None:
    for _number in range(count):
        Application.objects.create(
            organ=county.yunchuan,
            year=YEAR,
            applicant_kind="natural_person",
            title="题目",
            wanted="内容",
            channel="in_person",
            arrived_on=date(2020, 5, 6),
            received_on=date(2020, 5, 6),
            registered_at=cases.at("2020-05-06"),
            stage="handling",
        )


def test_refusals_say_what_to_do(county: County) -> None:
    officer = an_officer(county)
    with pytest.raises(Refused, match="还没有接收任何下级机关"):
        gathered(county, officer)
    with pytest.raises(Refused, match="由记录编制"):
        gathering.gather(county.wangshu, YEAR, user=county.lin, at=AT)
    with pytest.raises(Refused, match="年度结束以后"):
        gathering.gather(county.yunchuan, 2021, user=officer, at=AT)
    accepted(county.wangshu, times(1))
    with pytest.raises(Forbidden):
        gathered(county, county.lin)
    gathered(county, officer)
    with pytest.raises(Refused, match="已有一份草稿"):
        gathered(county, officer)
    response = browser(officer).post(reverse("annual_reports:gather", args=["yunchuan", YEAR]))
    assert response.status_code == 422 and "已有一份草稿" in response.content.decode()


def test_it_goes_the_way_of_any_compiled_report(county: County) -> None:
    officer = an_officer(county)
    head = cast.appointed(cast.user("ke.zhang", "科长"), county.yunchuan, Role.SECTION_HEAD)
    leader = cast.appointed(cast.user("fen.guan", "分管"), county.yunchuan, Role.LEADER)
    accepted(county.wangshu, times(1))
    made = gathered(county, officer)
    for no in (1, 5, 6):
        compile_actions.write_section(made, no, f"第{no}节，已经写好。", user=officer, at=AT)
        made = reports.fresh(made)
    reports.worded(made, officer)
    for step, person in ((Step.SENT, officer), (Step.EXAMINED, head), (Step.SIGNED, leader)):
        made = reports.taken(made, step, person)
    actions.publish(made, made.digest, show_findings=False, user=officer, at=AT)
    found = figures.published(county.yunchuan, YEAR, gathering.lower_sums(county.yunchuan, YEAR))
    assert found is not None and found.own_known and not found.differing
    assert Total.objects.get(organ=county.yunchuan, year=YEAR).reports == 1
