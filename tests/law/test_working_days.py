"""Working days agree with two public calendars, day by day; other years refuse or are provisional."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from gongkai.law.working_days import Day, OutOfRange, WorkingDays

DAYS = WorkingDays.loaded()
YEARS = range(2018, 2027)


def every_day(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year: int) -> None:
    differing = [day for day in every_day(year) if DAYS.works(day) != chinese_calendar.is_workday(day)]
    assert not differing


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_holidays(year: int) -> None:
    china = holidays.country_holidays("CN", years=[year])
    differing = [day for day in every_day(year) if DAYS.works(day) != china.is_working_day(day)]
    assert not differing


@pytest.mark.parametrize("year", YEARS)
def test_a_loaded_year_is_never_provisional(year: int) -> None:
    assert not any(DAYS.day(day).provisional for day in every_day(year))
    assert DAYS.first_year <= year <= DAYS.last_year


def test_made_up_days_say_so() -> None:
    day = DAYS.day(date(2020, 9, 27))
    assert day.works and day.made_up and "调休上班" in day.ground and "国庆节" in day.ground
    assert not DAYS.day(date(2020, 9, 28)).made_up


def test_a_later_notice_replaces_what_it_names() -> None:
    assert not DAYS.works(date(2020, 1, 31))  # 春节 prolonged
    assert not DAYS.works(date(2020, 2, 1))  # no make-up day any more
    assert DAYS.works(date(2020, 1, 19))
    assert not DAYS.works(date(2019, 5, 3))
    assert DAYS.works(date(2019, 5, 5))


def test_before_the_first_year_nothing_is_guessed() -> None:
    with pytest.raises(OutOfRange, match="2017年"):
        DAYS.day(date(2017, 12, 27))


def test_a_year_without_a_notice_is_provisional() -> None:
    year = DAYS.last_year + 1
    off = {date(year, 1, 1), date(year, 5, 1), date(year, 5, 2), *(date(year, 10, day) for day in (1, 2, 3))}
    for day in every_day(year):
        found = DAYS.day(day)
        assert found.provisional
        assert found.works == (day.weekday() < 5 and day not in off)


def test_a_local_holiday_prevails() -> None:
    local = date(2021, 7, 13)
    changed = DAYS.changed([Day(local, False, "开斋节放假（自治区规定）")])
    assert not changed.works(local)
    assert changed.day(local).ground == "开斋节放假（自治区规定）"
    assert DAYS.works(local)
    assert changed.works(local + timedelta(days=1))
