"""视为放弃 (Art. 30, 42): neither corrected nor paid in time."""

from datetime import date, timedelta

import pytest

from gongkai.law import parameters
from gongkai.law.applications import reply
from gongkai.law.applications.abandonment import abandoned, correction_due
from gongkai.law.clock import Due
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
NOTIFIED = date(2021, 2, 1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("count", "due"), [(None, date(2021, 2, 25)), (5, date(2021, 2, 7)), (1, date(2021, 2, 2))]
)
def test_the_notice_sets_the_period_to_correct(count: int | None, due: date) -> None:
    # Over the Spring Festival and its made-up days, 2021-02-07 and 2021-02-20.
    assert correction_due(NOTIFIED, DAYS, count=count).on == due


def test_the_usual_period_is_no_number_of_the_statute() -> None:
    usual = parameters.on("correction", NOTIFIED)
    assert (usual.value, usual.unit, usual.verified) == (15, "working_days", False)
    assert correction_due(NOTIFIED, DAYS) == correction_due(NOTIFIED, DAYS, count=15)


def test_a_period_of_no_day_and_one_before_the_regulation_are_refused() -> None:
    with pytest.raises(ValueError, match="至少一个工作日"):
        correction_due(NOTIFIED, DAYS, count=0)
    with pytest.raises(NotInForce):
        correction_due(date(2019, 5, 14), DAYS)


@pytest.mark.parametrize("due", [correction_due(NOTIFIED, DAYS), reply.payment_due(NOTIFIED, DAYS)])
def test_abandoned_from_the_day_after_the_last(due: Due) -> None:
    last = due.on
    assert last is not None
    assert not abandoned(due, None, last)
    assert abandoned(due, None, last + DAY)
    assert not abandoned(due, last, last + DAY)
    assert abandoned(due, last + DAY, last + DAY)


def test_a_term_that_is_not_known_abandons_nothing() -> None:
    assert not abandoned(Due(None, ()), None, date(2026, 12, 31))


def test_the_fee_is_due_twenty_working_days_after_the_notice() -> None:
    assert reply.payment_due(date(2021, 3, 1), DAYS).on == date(2021, 3, 29)
