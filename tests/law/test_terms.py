"""Terms by unit: days and months that end on a rest day end on the next working day."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import terms
from gongkai.law.citation import Article
from gongkai.law.clock import Effect
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
ARTICLE = Article(67, law="《行政诉讼法》")
DAY = timedelta(days=1)


def counted(count: int, unit: str, start: date) -> date:
    found = terms.counted(count, unit, start, DAYS, ARTICLE).on
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("count", "unit", "start", "on"),
    [
        (15, "calendar_days", date(2021, 3, 1), date(2021, 3, 16)),
        (15, "calendar_days", date(2020, 9, 18), date(2020, 10, 9)),  # ends within the National Day holiday
        (12, "calendar_days", date(2020, 9, 15), date(2020, 9, 27)),  # a Sunday on which organs work
        (60, "calendar_days", date(2021, 12, 1), date(2022, 1, 30)),  # another, before the Spring Festival
        (6, "months", date(2021, 3, 15), date(2021, 9, 15)),
        (6, "months", date(2020, 8, 31), date(2021, 3, 1)),  # no 31st of February; the 28th is a Sunday
        (6, "months", date(2023, 8, 29), date(2024, 2, 29)),
        (10, "working_days", date(2024, 9, 26), date(2024, 10, 15)),
    ],
)
def test_worked_terms(count: int, unit: str, start: date, on: date) -> None:
    assert counted(count, unit, start) == on


def test_every_step_gives_its_ground() -> None:
    due = terms.counted(15, "calendar_days", date(2020, 9, 18), DAYS, ARTICLE)
    first, *rests, last = due.steps
    assert (first.first, first.last, first.count) == (date(2020, 9, 19), date(2020, 10, 3), 15)
    assert "《行政诉讼法》第六十七条" in first.ground
    assert {step.effect for step in rests} == {Effect.REST}
    assert (last.first, last.effect) == (date(2020, 10, 9), Effect.EXTENSION)
    assert "《民事诉讼法》第八十二条第三款" in last.ground
    later = terms.counted(15, "calendar_days", date(2024, 9, 18), DAYS, ARTICLE)
    assert "《民事诉讼法》第八十五条第三款" in later.steps[-1].ground


def test_a_unit_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        terms.counted(1, "fortnights", date(2021, 3, 1), DAYS, ARTICLE)


@given(st.dates(date(2019, 1, 1), date(2026, 9, 30)), st.integers(1, 90))
def test_a_term_of_days_ends_on_the_first_working_day_from_its_last(start: date, count: int) -> None:
    on = start + count * DAY
    while not chinese_calendar.is_workday(on):
        on += DAY
    assert counted(count, "calendar_days", start) == on


@given(st.dates(date(2019, 1, 1), date(2026, 3, 31)))
def test_six_months_end_on_the_same_day_of_the_month_or_its_last(start: date) -> None:
    on = counted(6, "months", start)
    assert DAYS.works(on)
    last = start
    while (last.year * 12 + last.month) - (start.year * 12 + start.month) < 6 or (
        last.day < start.day and (last + DAY).month == last.month
    ):
        last += DAY
    assert last <= on and not any(DAYS.works(last + n * DAY) for n in range((on - last).days))


def test_a_term_that_ends_past_the_notices_is_provisional() -> None:
    last = date(DAYS.last_year, 12, 31)
    assert terms.counted(15, "calendar_days", last, DAYS, ARTICLE).provisional
    assert not terms.counted(15, "calendar_days", date(2021, 3, 1), DAYS, ARTICLE).provisional
