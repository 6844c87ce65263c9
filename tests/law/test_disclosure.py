"""The term of publication (Art. 26): twenty working days from the day of forming or change."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.clock import Effect
from gongkai.law.disclosure import publication_due
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import OutOfRange, WorkingDays

DAYS = WorkingDays.loaded()


@pytest.mark.parametrize(
    ("formed", "due"),
    [
        (date(2020, 9, 21), date(2020, 10, 23)),  # over National Day and two made-up days
        (date(2019, 5, 15), date(2019, 6, 13)),  # the first day of the Regulation
        (date(2021, 1, 25), date(2021, 2, 25)),  # over the Spring Festival
        (date(2020, 10, 1), date(2020, 11, 4)),  # formed on a holiday
    ],
)
def test_twenty_working_days_after_the_day(formed: date, due: date) -> None:
    assert publication_due(formed, DAYS).on == due


def test_the_day_of_forming_is_not_counted_and_every_day_after_it_is_a_step() -> None:
    due = publication_due(date(2020, 9, 21), DAYS)
    assert due.steps[0].first == date(2020, 9, 22) and due.steps[0].count == 1
    assert due.steps[-1].first == due.on and due.steps[-1].count == 20
    assert [step.first for step in due.steps if step.effect is Effect.MAKE_UP] == [
        date(2020, 9, 27),
        date(2020, 10, 10),
    ]
    rests = [(step.first, step.last) for step in due.steps if step.effect is Effect.REST]
    assert rests[:2] == [(date(2020, 9, 26),) * 2, (date(2020, 10, 1), date(2020, 10, 8))]
    days = [
        step.first + timedelta(days=n) for step in due.steps for n in range((step.last - step.first).days + 1)
    ]
    assert days == [date(2020, 9, 22) + timedelta(days=n) for n in range(len(days))]


@given(st.dates(date(2018, 1, 1), date(2028, 12, 31)))
def test_a_term_counted_forwards_and_backwards_agrees(formed: date) -> None:
    due = publication_due(formed, DAYS)
    assert due.on is not None and DAYS.works(due.on)
    on, count = due.on, 0
    while on > formed:
        count += DAYS.works(on)
        on -= timedelta(days=1)
    assert count == 20
    assert due.provisional == (due.on.year > DAYS.last_year)


def test_a_day_before_the_loaded_years_or_the_regulation_is_refused() -> None:
    with pytest.raises(OutOfRange):
        publication_due(date(2017, 11, 1), DAYS)
    with pytest.raises(NotInForce, match="2008-05-01"):
        publication_due(date(2008, 4, 30), DAYS)
