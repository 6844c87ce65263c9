"""What the records of organs say of a period: counted by the days of it, by organ, in few queries."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from gongkai.annual_report import pictures as of_reports
from gongkai.charts import Chart
from gongkai.site.annual_reports import measures, pictures
from gongkai.site.annual_reports.measures import LONG, Period, Spread
from gongkai.site.applications import statistics
from gongkai.site.applications.models import Application
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.organs.models import Organ
from tests.annual_report.build import sample_report
from tests.cast import County
from tests.site import cases, items
from tests.site.applications.test_statistics import rows

CHINA = ZoneInfo("Asia/Shanghai")
YEAR = Period.of(2021, date(2022, 5, 1))


def of(*organs: Organ) -> measures.Organs:
    return Organ.objects.filter(pk__in=[one.pk for one in organs])


def released(county: County, formed: str, at: str, due: str | None = None) -> Item:
    """An item of 望舒镇 first made public at a time in China."""
    item = items.published(
        county, formed_on=date.fromisoformat(formed), title=f"{formed}{at}", document_number=""
    )
    moment = datetime.fromisoformat(at).replace(tzinfo=CHINA)
    Item.objects.filter(pk=item.pk).update(published_at=moment)
    last = date.fromisoformat(due) if due else None
    ItemVersion.objects.filter(item=item).update(published_at=moment, due_on=last)
    return item


def test_a_year_under_way_is_compared_with_the_same_days() -> None:
    period = Period.of(2021, date(2021, 3, 31))
    assert not period.whole and (period.first, period.last) == (date(2021, 1, 1), date(2021, 3, 31))
    assert period.before == Period(2020, date(2020, 3, 31))
    assert YEAR.whole and YEAR.before.last == date(2020, 12, 31)
    assert Period.of(2024, date(2024, 2, 29)).before.last == date(2023, 2, 28)


def test_applications_are_counted_by_the_day_of_receipt_as_table_three_does(county: County) -> None:
    rows(county.wangshu, 200)
    rows(county.tingyu, 50, seed=3)
    found = measures.received(of(county.wangshu, county.tingyu), YEAR)
    for organ in (county.wangshu, county.tingyu):
        wanted = [
            statistics.table_three(of(organ), year, "2021")["received_new.total"] for year in (2021, 2020)
        ]
        assert list(found[organ.pk]) == wanted
    assert measures.received(of(county.yunchuan), YEAR) == {}


def test_of_a_part_of_a_year_only_the_same_part_of_the_year_before_is_counted(county: County) -> None:
    for day in ("2020-03-31", "2020-04-01", "2021-03-31", "2021-04-01"):
        cases.registered(county, on=day)
    period = Period.of(2021, date(2021, 3, 31))
    assert measures.received(of(county.wangshu), period) == {county.wangshu.pk: (1, 1)}


def test_what_is_published_on_the_last_evening_is_of_the_year(county: County) -> None:
    released(county, "2021-12-30", "2021-12-31T23:50")
    released(county, "2021-12-30", "2022-01-01T00:10")
    released(county, "2020-12-30", "2020-12-31T23:50")
    assert measures.disclosed(of(county.wangshu), YEAR) == {county.wangshu.pk: (1, 1)}


def test_open_applications_are_told_by_their_last_day(county: County) -> None:
    made = rows(county.wangshu, 4)
    Application.objects.filter(pk__in=[one.pk for one in made]).update(stage="handling", closed_on=None)
    # Of 2021-03-01, a Monday: five working days reach the Monday after.
    for one, due in zip(made, ("2021-02-26", "2021-03-01", "2021-03-08", "2021-03-09"), strict=True):
        Application.objects.filter(pk=one.pk).update(due_on=date.fromisoformat(due))
    found = measures.waiting(of(county.wangshu), date(2021, 3, 1))
    assert found == {county.wangshu.pk: measures.Waiting(open=4, soon=2, late=1)}


def test_answers_are_spread_over_the_working_days_they_took(county: County) -> None:
    made = rows(county.wangshu, 5)
    facts = (
        (3, "2021-02-01", False),
        (3, "2021-02-01", False),
        (25, "2021-02-01", True),
        (None, "2021-04-01", False),
    )
    for one, (used, served, extended) in zip(made, facts, strict=False):
        Application.objects.filter(pk=one.pk).update(
            received_on=date(2021, 1, 4),
            closed_on=date(2021, 5, 1),
            served_on=date.fromisoformat(served),
            due_on=date(2021, 3, 1),
            used_days=used,
            extended_on=date(2021, 1, 20) if extended else None,
        )
    Application.objects.filter(pk=made[4].pk).update(closed_on=date(2021, 5, 1), served_on=None)
    found = measures.answered(of(county.wangshu), YEAR)
    assert found == Spread({3: 2, 25: 1}, late=1, extended=1, unknown=1)
    assert (found.count, found.median, found.within(0, 10)) == (4, 3, 2)


def test_publication_counts_working_days_and_looks_at_the_items_own_last_day(county: County) -> None:
    released(county, "2021-02-05", "2021-02-05T10:00", "2021-03-12")  # the day it was formed
    released(county, "2021-02-05", "2021-02-18T10:00", "2021-03-12")  # the Spring Festival between
    released(county, "2021-02-05", "2021-03-15T10:00", "2021-03-12")
    released(county, "2018-02-05", "2021-03-15T10:00", None)
    found = measures.published(of(county.wangshu), YEAR)
    assert found.late == 1 and found.count == 4
    assert found.days[0] == 1 and found.days[LONG] == 1
    assert sorted(found.days) == [0, 5, 23, LONG]


def test_what_was_taken_over_is_not_measured(county: County) -> None:
    item = released(county, "2021-02-05", "2021-02-06T10:00")
    kept = items.kept_import(county)
    Item.objects.filter(pk=item.pk).update(imported_from=kept)
    assert measures.published(of(county.wangshu), YEAR).count == 0
    assert measures.disclosed(of(county.wangshu), YEAR)[county.wangshu.pk] == (1, 0)


def test_a_median_is_the_middle_one() -> None:
    assert Spread({}, 0).median is None
    assert Spread({1: 1, 9: 1, 30: 1}, 0).median == 9
    assert Spread({1: 2, 9: 2}, 0).median == 1


def bars(chart: Chart) -> dict[str, int]:
    (series,) = chart.series
    return dict(zip(chart.labels, series.values, strict=True))  # type: ignore[arg-type]


def test_bands_of_answers_follow_the_terms_and_lose_nobody() -> None:
    spread = Spread({0: 1, 10: 2, 11: 4, 20: 8, 21: 16, 40: 32, 41: 64}, late=64, extended=50, unknown=1)
    chart = pictures.replies(spread, YEAR, 20, 20)
    assert list(bars(chart).values()) == [3, 12, 48, 64, 1]
    assert list(bars(chart))[-2:] == ["超过40个工作日", "用时未记载"]
    assert sum(bars(chart).values()) == spread.count
    assert "共答复128件，期限内64件（50.0%），逾期64件。" in chart.notes and "延长期限50件。" in chart.notes


def test_of_few_no_rate_is_told() -> None:
    chart = pictures.publication(Spread({1: 2, LONG: 3}, late=1), YEAR, 20)
    assert "共公布5条，期限内4条，逾期1条。" in chart.notes and "中位数超过50个工作日。" in chart.notes
    assert not any(chart.series[0].shares)


def test_nothing_measured_is_no_chart_of_noughts() -> None:
    assert pictures.publication(Spread({}, 0), YEAR, 20).labels == ()


def test_months_to_come_are_no_noughts() -> None:
    chart = pictures.months({(2021, 1): 2, (2020, 12): 3}, Period.of(2021, date(2021, 2, 3)))
    assert chart.series[0].values == (2, 0, *[None] * 10)
    assert chart.series[1].values == (*[0] * 11, 3)


def test_the_rarest_are_added_up() -> None:
    counted = [(f"栏目{n}", 20 - n) for n in range(14)]
    chart = pictures.parts("columns", "标题", "栏目", counted, "条", "来源")
    assert len(chart.labels) == pictures.MOST + 1 and chart.labels[-1] == "其余4种"
    assert sum(bars(chart).values()) == sum(count for _name, count in counted)


def test_charts_of_records_say_of_which_part_of_the_year_they_are() -> None:
    report = sample_report("2021")
    (whole,) = pictures.by_records(YEAR, of_reports.refusals(report))
    assert whole.title == "2021年没有公开的原因" and "按现在的记录" in whole.source
    (part,) = pictures.by_records(Period.of(2021, date(2021, 3, 31)), of_reports.refusals(report))
    assert part.title == "2021年1月1日至3月31日没有公开的原因"


@pytest.mark.parametrize("day", ["2021-05-01", "2019-06-01"])
def test_terms_are_those_in_force(day: str) -> None:
    assert measures.terms(date.fromisoformat(day)) == (20, 20, 20)
