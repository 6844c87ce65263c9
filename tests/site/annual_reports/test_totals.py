"""汇总: a change shows at once in every total above, and counting anew from nothing gives the same."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from django.core.management import call_command

from gongkai.annual_report.aggregation import total
from gongkai.annual_report.report import BLANK, Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.annual_reports.total_models import Contribution, Inclusion, Total
from gongkai.site.annual_reports.totals import counting, take
from gongkai.site.organs import placements, structure
from gongkai.site.organs.models import Organ
from tests import cast
from tests.annual_report.build import sample_report
from tests.cast import AT, County
from tests.site import successions, threads, totalled
from tests.site.totalled import YEAR, accepted, number, times

CELL = "applications.received_new.total"
BASE = sample_report("2019", year=YEAR).cells[CELL]
State = Contribution.State


def under_a_city(county: County) -> Organ:
    city = cast.establish("yunzhou", "云州市人民政府", "云州市", "government")
    Organ.objects.move(Organ.objects.get(pk=county.yunchuan.pk), city, "last-child")
    return Organ.objects.get(pk=city.pk)


def test_an_accepted_report_counts_at_once_in_every_total_above(county: County) -> None:
    city = under_a_city(county)
    accepted(Organ.objects.get(slug="wangshu"), times(1))
    assert (number(county.yunchuan, CELL), number(city, CELL)) == (BASE, BASE)
    accepted(Organ.objects.get(slug="tingyu"), times(10))
    assert (number(county.yunchuan, CELL), number(city, CELL)) == (11 * BASE, 11 * BASE)


def test_a_new_version_takes_the_place_of_the_old_and_none_takes_it_out(county: County) -> None:
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    made = accepted(county.wangshu, times(3))
    assert number(county.yunchuan, CELL) == 13 * BASE
    take(made.report, None, at=AT)
    assert number(county.yunchuan, CELL) == 10 * BASE
    assert AnnualReport.objects.get(pk=made.report_id).accepted is None


def test_what_is_only_published_does_not_count(county: County) -> None:
    totalled.version(county.wangshu)
    accepted(county.tingyu, times(10))
    assert number(county.yunchuan, CELL) == 10 * BASE


def test_a_blank_is_no_zero_in_a_total(county: County) -> None:
    base = times(1)
    blank = replace(base, cells={**base.cells, CELL: None}, marks={CELL: BLANK})
    accepted(county.wangshu, blank)
    assert number(county.yunchuan, CELL) is None
    accepted(county.tingyu, times(1))
    report = Total.objects.get(organ=county.yunchuan, year=YEAR).sums.report(YEAR)
    assert report is not None and report.printed(CELL) == f"{BASE}（1份未填）"


def test_of_a_government_with_organs_below_a_file_is_not_counted_twice(county: County) -> None:
    """综合报告: what it says holds the towns, which are counted already."""
    accepted(county.wangshu, times(1))
    accepted(county.yunchuan, times(100))
    assert number(county.yunchuan, CELL) == BASE
    assert Contribution.objects.get(organ=county.yunchuan).state == State.COMPREHENSIVE


def test_a_report_on_another_form_is_named_and_not_added(county: County) -> None:
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, sample_report("2021", year=2021), year=YEAR)
    assert number(county.yunchuan, CELL) == BASE
    assert Contribution.objects.get(organ=county.tingyu).state == State.OTHER_FORM


def test_before_there_was_a_form_nothing_is_added_up(county: County) -> None:
    Organ.objects.update(established_on=date(2010, 1, 1))
    made = accepted(Organ.objects.get(slug="wangshu"), Report(organ="望舒镇人民政府", year=2016), year=2016)
    assert Contribution.objects.get(version=made).state == State.OTHER_FORM
    assert Total.objects.get(organ=county.yunchuan, year=2016).reports == 0


def test_an_organ_that_is_moved_later_stays_where_it_was_in_the_totals_of_then(county: County) -> None:
    city = under_a_city(county)
    cheng = cast.appointed(cast.user("shi.zheng", "石正"), city, cast.Role.SYSTEM_ADMIN)
    other = cast.establish("yunxi", "云西县人民政府", "云西县", "government", city)
    accepted(Organ.objects.get(slug="wangshu"), times(1))
    structure.move(Organ.objects.get(slug="wangshu"), other, user=cheng, on=date(2021, 1, 20))
    moved = Organ.objects.get(slug="wangshu")
    assert placements.above_on(moved, totalled.LAST)[1] == county.yunchuan.pk
    assert placements.above_on(moved, date(2021, 1, 20))[1] == other.pk
    assert placements.parents_on(totalled.LAST)[moved.pk] == county.yunchuan.pk
    assert placements.parents_on(date(2021, 1, 20))[moved.pk] == other.pk
    accepted(moved, times(2))
    assert (number(county.yunchuan, CELL), number(other, CELL)) == (2 * BASE, None)
    before = totalled.rows()
    counting.recount(YEAR)
    assert totalled.rows() == before
    accepted(moved, times(5, format="2019", year=2020), year=2021)  # of another form: nothing is added
    accepted(moved, sample_report("2021", year=2021), year=2021)
    assert number(other, CELL, 2021) and number(county.yunchuan, CELL, 2021) is None


def test_moved_twice_on_a_day_it_was_where_it_stood_in_the_morning(county: County) -> None:
    yun, other = county.yunchuan, cast.establish("jia", "甲县人民政府", "甲县", "government", county.yunchuan)
    for parent in (other, county.tingyu):
        target = Organ.objects.get(pk=parent.pk)
        structure.move(Organ.objects.get(slug="wangshu"), target, user=county.cheng, on=cast.ON)
    assert placements.above_on(Organ.objects.get(slug="wangshu"), totalled.LAST)[1:] == [yun.pk]
    assert placements.has_below(Organ.objects.get(slug="yunchuan"), YEAR)
    assert not placements.has_below(Organ.objects.get(slug="tingyu"), YEAR)
    assert placements.has_below(Organ.objects.get(slug="tingyu"), 2021)


def test_a_dissolved_organ_counts_once_on_its_last_year_and_not_after_it(county: County) -> None:
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    successions.dissolved(county, on=date(2020, 6, 30), today=cast.ON)
    assert number(county.yunchuan, CELL) == 11 * BASE
    accepted(county.tingyu, sample_report("2021", year=2021), year=2021)
    made = accepted(Organ.objects.get(slug="wangshu"), sample_report("2021", year=2021), year=2021)
    assert Contribution.objects.get(version=made).state == State.ABSENT
    assert Total.objects.get(organ=county.yunchuan, year=2021).reports == 1


def test_dissolving_counts_again_what_it_touches(county: County) -> None:
    """Dissolved as of a year before the reports that were accepted already."""
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    Organ.objects.filter(slug="wangshu").update(established_on=date(2018, 1, 1))
    successions.dissolved(county, on=date(2020, 1, 1), today=cast.ON)
    assert number(county.yunchuan, CELL) == 10 * BASE


def test_a_declared_duplicate_is_taken_out(county: County) -> None:
    accepted(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    Inclusion.objects.create(
        organ=county.wangshu, within=county.tingyu, year=YEAR, note="合并", by=county.fang, at=AT
    )
    counting.count_again(county.wangshu, YEAR, at=AT)
    assert number(county.yunchuan, CELL) == 10 * BASE
    before = totalled.rows()
    counting.recount(YEAR)
    assert totalled.rows() == before


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))])
def test_step_by_step_is_counting_anew_is_adding_up(db: None, seed: int) -> None:
    """Random acceptances, replacements and withdrawals, over variants and blanks, on three levels."""
    dice = Random(seed)
    User.objects.create_user("someone", None, name="某人")
    organs = totalled.tree(dice)
    leaves = [one for one in organs if one.kind != "government"]
    held: dict[int, Report] = {}
    for _step in range(25):
        organ = dice.choice(leaves)
        if organ.pk in held and dice.random() < 0.3:
            take(AnnualReport.objects.get(organ=organ, year=YEAR), None, at=AT)
            del held[organ.pk]
        else:
            report = times(dice.randrange(9), variant=dice.choice([None, "beijing_2020"]))
            gone = dice.sample(sorted(report.cells), 5)
            cells = {id: None if id in gone[:3] else v for id, v in report.cells.items() if id != gone[4]}
            held[organ.pk] = replace(report, cells=cells, marks=dict.fromkeys(gone[:3], BLANK))
            accepted(organ, held[organ.pk])
    stored = totalled.rows()
    for anew in (False, True):
        counting.recount(YEAR, anew=anew)
        assert totalled.rows() == stored
    for over in organs:
        below = [one for one in leaves if one.path.startswith(over.path) and one.pk != over.pk]
        reports = [held[one.pk] for one in below if one.pk in held]
        row = Total.objects.filter(organ=over, year=YEAR).first()
        if over.kind == "government" and reports:
            wanted, found = total(reports), row and row.sums.report(YEAR)
            assert found and (found.cells, found.marks) == (wanted.cells, wanted.marks)
            assert row and row.reports == len(reports)


def test_the_command_puts_right_what_is_not(county: County, capsys: pytest.CaptureFixture[str]) -> None:
    accepted(county.wangshu, times(1))
    right = totalled.rows()
    call_command("recount_totals", YEAR)
    assert "一致" in capsys.readouterr().out
    Contribution.objects.update(part={})
    Total.objects.update(held={}, reports=0)
    call_command("recount_totals", YEAR)
    assert "已改正：云川县人民政府" in capsys.readouterr().out
    assert totalled.rows() == right


@pytest.mark.django_db(transaction=True)
def test_acceptances_at_once_lose_nothing_and_wait_for_nobody(county: County) -> None:
    """Under one county, and under two; the first of all among them."""
    city = under_a_city(county)
    other = cast.establish("yunxi", "云西县人民政府", "云西县", "government", city)
    towns = [
        cast.establish(f"town-{at}", f"第{at}镇人民政府", f"第{at}镇", "town", over)
        for at, over in enumerate([county.yunchuan, other] * 3)
    ]
    made = [totalled.version(Organ.objects.get(pk=town.pk), times(10**at)) for at, town in enumerate(towns)]
    threads.at_once(*[lambda one=one: take(one.report, one, at=AT) for one in made])
    assert number(city, CELL) == 111111 * BASE
    assert number(county.yunchuan, CELL) == 10101 * BASE
    threads.at_once(
        *[lambda one=one: take(one.report, None, at=AT) for one in made[::2]],
        *[lambda one=one: take(one.report, one, at=AT) for one in made[1::2]],
    )
    assert number(county.yunchuan, CELL) is None and number(city, CELL) == 101010 * BASE
    stored = totalled.rows()
    counting.recount(YEAR, anew=True)
    assert totalled.rows() == stored


@pytest.mark.django_db(transaction=True)
def test_an_organ_may_be_moved_while_its_report_is_accepted(county: County) -> None:
    made = totalled.version(county.wangshu, times(1))
    accepted(county.tingyu, times(10))
    target = Organ.objects.get(pk=county.tingyu.pk)
    threads.at_once(
        lambda: take(made.report, made, at=AT),
        lambda: structure.move(
            Organ.objects.get(slug="wangshu"), target, user=county.cheng, on=date(2020, 12, 1)
        ),
    )
    stored = totalled.rows()
    counting.recount(YEAR, anew=True)
    assert totalled.rows() == stored and number(county.yunchuan, CELL) == 11 * BASE
