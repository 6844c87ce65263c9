"""Terms of review and suit: the revised 行政复议法 holds from 2024-01-01."""

from datetime import date, timedelta

import pytest

from gongkai.law.clock import Due
from gongkai.law.disputes import review, suits
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()


def last(due: Due) -> date:
    assert due.on is not None and due.steps
    return due.on


def test_the_reply_of_the_organ_before_2024_is_ten_days_by_the_calendar() -> None:
    assert last(review.reply_due(date(2023, 3, 1), DAYS)) == date(2023, 3, 13)  # the 11th is a Saturday


def test_the_reply_of_the_organ_since_2024_is_ten_working_days_or_five() -> None:
    assert last(review.reply_due(date(2024, 3, 1), DAYS)) == date(2024, 3, 15)
    assert last(review.reply_due(date(2024, 3, 1), DAYS, simplified=True)) == date(2024, 3, 8)


def test_the_law_changes_on_the_first_of_january() -> None:
    assert last(review.reply_due(date(2023, 12, 31), DAYS)) == date(2024, 1, 10)
    assert last(review.reply_due(date(2024, 1, 1), DAYS)) == date(2024, 1, 15)


def test_there_was_no_simplified_procedure_before() -> None:
    for ask in (review.reply_due, review.decision_due):
        with pytest.raises(NotInForce, match="2024-01-01"):
            ask(date(2023, 12, 31), DAYS, simplified=True)


@pytest.mark.parametrize("accepted", [date(2022, 3, 1), date(2024, 3, 1)])
def test_the_decision_takes_sixty_days_and_thirty_more(accepted: date) -> None:
    assert last(review.decision_due(accepted, DAYS)) >= accepted + timedelta(days=60)
    put_off = last(review.decision_due(accepted, DAYS, extended_by=30))
    assert accepted + timedelta(days=90) <= put_off <= accepted + timedelta(days=95)


def test_the_decision_in_worked_days() -> None:
    assert last(review.decision_due(date(2024, 3, 1), DAYS)) == date(2024, 4, 30)
    assert last(review.decision_due(date(2024, 3, 1), DAYS, extended_by=30)) == date(2024, 5, 30)
    assert last(review.decision_due(date(2024, 3, 1), DAYS, simplified=True)) == date(2024, 4, 1)


@pytest.mark.parametrize("added", [0, 31])
def test_an_extension_beyond_thirty_days_is_refused(added: int) -> None:
    with pytest.raises(ValueError, match="1到30日"):
        review.decision_due(date(2024, 3, 1), DAYS, extended_by=added)


def test_the_simplified_procedure_is_not_extended() -> None:
    with pytest.raises(ValueError, match="简易程序"):
        review.decision_due(date(2024, 3, 1), DAYS, simplified=True, extended_by=10)


def test_applying_within_sixty_days_suing_within_six_months_or_fifteen_days() -> None:
    known = date(2024, 3, 15)
    assert last(review.application_due(known, DAYS)) == date(2024, 5, 14)
    assert last(suits.filing_due(known, DAYS)) == date(2024, 9, 18)  # over Mid-Autumn Festival
    assert last(suits.filing_after_review_due(known, DAYS)) == date(2024, 4, 1)
    assert last(suits.defence_due(known, DAYS)) == date(2024, 4, 1)
    assert last(suits.appeal_due(known, DAYS)) == date(2024, 4, 1)
    assert last(suits.appeal_due(known, DAYS, ruling=True)) == date(2024, 3, 25)


def test_every_day_of_the_years_has_its_terms() -> None:
    on = date(2019, 5, 15)
    while on <= date(2026, 12, 31):
        for ask in (
            review.application_due,
            review.reply_due,
            review.decision_due,
            suits.filing_due,
            suits.filing_after_review_due,
            suits.defence_due,
            suits.appeal_due,
        ):
            found = last(ask(on, DAYS))
            assert found > on and DAYS.works(found)
        on += timedelta(days=1)
