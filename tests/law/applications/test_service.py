"""送达: which day counts, by the way a paper went; for an answer, and for a term set to others."""

from datetime import date

import pytest

from gongkai.law.applications import service
from gongkai.law.applications.reply import opinion_due
from gongkai.law.applications.service import Service, Way
from gongkai.law.clock import Due
from gongkai.law.working_days import WorkingDays

SENT, SIGNED = date(2021, 3, 1), date(2021, 3, 4)
DUE = Due(date(2021, 3, 2), ())


@pytest.mark.parametrize(
    ("way", "on"),
    [
        (Way.IN_PERSON, SIGNED),
        (Way.THROUGH_ORGAN, SIGNED),
        (Way.POST, SENT),
        (Way.ELECTRONIC, SENT),
        (Way.COURIER, None),
    ],
)
def test_the_day_an_answer_counts_as_given(way: Way, on: date | None) -> None:
    assert service.of_answer(way, SENT, SIGNED).on == on


@pytest.mark.parametrize(("way", "on"), [(Way.IN_PERSON, None), (Way.THROUGH_ORGAN, None), (Way.POST, SENT)])
def test_an_answer_not_signed_for_is_served_by_mail_only(way: Way, on: date | None) -> None:
    found = service.of_answer(way, SENT)
    assert found.on == on
    assert on or "等待" in found.ground


def test_a_courier_is_refused_with_what_to_do() -> None:
    assert "请改由邮政企业" in service.of_answer(Way.COURIER, SENT, SIGNED).ground


def test_electronic_service_stands_on_no_source_that_was_read() -> None:
    assert {way for way in Way if not service.of_answer(way, SENT, SIGNED).verified} == {Way.ELECTRONIC}
    for way in Way:
        assert (service.SOURCE in service.of_answer(way, SENT, SIGNED).ground) == (way != Way.ELECTRONIC)


@pytest.mark.parametrize("way", Way)
def test_a_term_of_others_runs_from_their_receipt(way: Way) -> None:
    assert service.of_letter(way, SENT, SIGNED).on == SIGNED
    assert service.of_letter(way, SENT).on == (SENT if way is Way.ELECTRONIC else None)


def test_by_mail_the_day_of_an_answer_and_of_a_letter_differ() -> None:
    begins = service.of_letter(Way.POST, SENT, SIGNED).on
    assert begins is not None
    assert opinion_due(begins, WorkingDays.loaded()).on == date(2021, 3, 25)
    assert service.of_answer(Way.POST, SENT, SIGNED).on == SENT


@pytest.mark.parametrize(
    ("served", "due", "expected"),
    [
        (date(2021, 3, 2), DUE, True),
        (date(2021, 3, 3), DUE, False),
        (None, DUE, None),
        (date(2021, 3, 2), Due(None, ()), None),
    ],
)
def test_in_time_up_to_the_last_day(served: date | None, due: Due, expected: bool | None) -> None:
    assert service.in_time(Service(served, ""), due) is expected


def test_mail_posted_on_the_last_day_is_in_time_whenever_it_is_signed_for() -> None:
    assert service.in_time(service.of_answer(Way.POST, date(2021, 3, 2), date(2021, 3, 9)), DUE)
    assert not service.in_time(service.of_answer(Way.IN_PERSON, date(2021, 3, 2), date(2021, 3, 9)), DUE)


def test_signed_before_it_left_is_a_contradiction() -> None:
    for ask in (service.of_answer, service.of_letter):
        with pytest.raises(ValueError, match="2021-03-01"):
            ask(Way.POST, SIGNED, SENT)
