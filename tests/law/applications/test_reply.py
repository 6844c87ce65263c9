"""The term of reply (Art. 30-34): worked cases, every receipt day of the years, and what must always hold."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.applications import reply
from gongkai.law.applications.receipt import CONFIRMED, Channel
from gongkai.law.applications.reply import Consultation, Contradiction, Exclusion, Facts
from gongkai.law.clock import Due, Effect
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]
FIRST, LAST = date(2019, 5, 15), date(2026, 12, 31)
DAY = timedelta(days=1)


def facts(case: dict[str, Any]) -> Facts:
    names = {
        "confirmed": "confirmed_on",
        "correction_notified": "correction_notified_on",
        "corrected": "corrected_on",
        "fee_notified": "fee_notified_on",
        "fee_paid": "fee_paid_on",
        "extended": "extended_on",
        "postponed": "postponed_to",
    }
    return Facts(
        channel=Channel(case["channel"]),
        arrived_on=case["received"],
        consultations=tuple(Consultation(*pair) for pair in case.get("consult", ())),
        **{field: case[name] for name, field in names.items() if name in case},
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_cases(case: dict[str, Any]) -> None:
    due = reply.due(facts(case), DAYS)
    assert due.on == case.get("due")
    assert due.steps and all(step.ground for step in due.steps)
    if due.on is None:
        assert due.steps[-1].ground.startswith("等待")


def test_every_step_that_is_no_day_names_its_article() -> None:
    case = next(case for case in CASES if "extended" in case)
    due = reply.due(facts(case), DAYS)
    grounds = {s.effect: s.ground for s in due.steps if s.effect not in (Effect.COUNTED, Effect.REST)}
    assert "第三十条" in grounds[Effect.RESTART]
    assert "第三十三条第二款" in grounds[Effect.EXTENSION]
    excluded = [step for step in due.steps if step.effect is Effect.EXCLUDED]
    assert [(one.first, one.last) for one in excluded] == [
        (date(2021, 2, 2), date(2021, 3, 1)),
        (date(2021, 3, 9), date(2021, 3, 22)),
    ]
    assert "第三十条" in excluded[0].ground and "第三十三条第三款" in excluded[1].ground


def works(on: date) -> bool:
    """Independent of the tables of the library; past the last notice by the provisional rule."""
    if on.year <= 2026:
        return bool(chinese_calendar.is_workday(on))
    fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    return on.weekday() < 5 and (on.month, on.day) not in fixed


def later(start: date, count: int) -> date:
    """The slow count: one day after the other."""
    on = start
    while count:
        on += DAY
        count -= works(on)
    return on


RECEIPT_DAYS = [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]
SLOW = {on: {count: later(on, count) for count in (7, 15, 20, 40)} for on in RECEIPT_DAYS}


def test_every_receipt_day_by_every_channel_for_every_term() -> None:
    wrong = []
    for on in RECEIPT_DAYS:
        expected = SLOW[on]
        found = {
            7: reply.correction_notice_due(on, DAYS).on,
            15: reply.opinion_due(on, DAYS).on,
        }
        assert reply.opinion_due(on, DAYS, co_maker=True).on == found[15]
        for channel in Channel:
            arrived = on - DAY if channel in CONFIRMED and on > FIRST else on
            case = Facts(channel, arrived, confirmed_on=on if channel in CONFIRMED else None)
            found[20] = reply.due(case, DAYS).on
            found[40] = reply.due(replace(case, extended_on=on), DAYS).on
            if found != expected:
                wrong.append((on, channel, found, expected))
    assert not wrong


def test_a_term_that_reaches_past_the_notices_is_provisional() -> None:
    last = date(DAYS.last_year, 12, 31)
    assert reply.due(Facts(Channel.IN_PERSON, last), DAYS).provisional
    assert not reply.due(Facts(Channel.IN_PERSON, date(2021, 3, 1)), DAYS).provisional


RECEIVED = st.dates(date(2019, 6, 1), date(2025, 12, 31))
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=4)


def consultations(received: date, spans: list[tuple[int, int]]) -> tuple[Consultation, ...]:
    return tuple(Consultation(received + a * DAY, received + (a + b) * DAY) for a, b in spans)


def counted(due: Due) -> list[date]:
    """The days that count since the last restart."""
    days: list[date] = []
    for step in due.steps:
        if step.effect is Effect.RESTART:
            days = []
        if step.effect in (Effect.COUNTED, Effect.MAKE_UP):
            days.append(step.first)
    return days


@given(RECEIVED, SPANS, st.sampled_from(Exclusion))
def test_exactly_twenty_days_count_none_of_them_excluded(received, spans, rule):
    asked = consultations(received, spans)
    due = reply.due(Facts(Channel.IN_PERSON, received, consultations=asked), DAYS, exclusion=rule)
    days = counted(due)
    assert len(days) == 20 and days[-1] == due.on
    assert all(works(on) for on in days)
    assert not any(one.excludes(on, rule) for one in asked for on in days)


@given(RECEIVED, SPANS)
def test_order_and_repetition_of_consultations_change_nothing(received, spans):
    asked = consultations(received, spans)
    due = reply.due(Facts(Channel.IN_PERSON, received, consultations=asked), DAYS)
    again = reply.due(Facts(Channel.IN_PERSON, received, consultations=asked[::-1] + asked), DAYS)
    assert due == again


@given(RECEIVED, st.integers(0, 25), st.integers(0, 60))
def test_a_correction_begins_the_whole_term_anew(received, after, waited):
    notified = received + after * DAY
    corrected = notified + waited * DAY
    case = Facts(Channel.IN_PERSON, received, correction_notified_on=notified, corrected_on=corrected)
    assert reply.due(case, DAYS).on == later(corrected, 20)
    assert reply.due(replace(case, corrected_on=None), DAYS).on is None


@given(RECEIVED, SPANS, st.integers(1, 20))
def test_an_extension_adds_its_days_whatever_was_left_out(received, spans, extension):
    case = Facts(Channel.IN_PERSON, received, consultations=consultations(received, spans))
    before = reply.due(case, DAYS)
    extended = reply.due(replace(case, extended_on=received, extension=extension), DAYS)
    assert len(counted(extended)) == 20 + extension
    assert counted(extended)[:20] == counted(before)


@given(RECEIVED, SPANS)
def test_the_steps_leave_no_day_out(received, spans):
    due = reply.due(Facts(Channel.IN_PERSON, received, consultations=consultations(received, spans)), DAYS)
    assert due.steps[0].first == received + DAY and due.steps[-1].last == due.on
    assert all(later.first == earlier.last + DAY for earlier, later in pairwise(due.steps))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"corrected_on": date(2021, 3, 5)}, "没有补正通知日期"),
        ({"fee_paid_on": date(2021, 3, 5)}, "没有收费通知日期"),
        ({"confirmed_on": date(2021, 2, 1)}, "在提交日期"),
        ({"correction_notified_on": date(2021, 2, 1)}, "在收到申请之日2021-03-01之前"),
        ({"extended_on": date(2021, 3, 31)}, "延期应在期满之前"),
        ({"extended_on": date(2021, 3, 10), "extension": 21}, "1到20个工作日"),
        ({"extended_on": date(2021, 3, 10), "extension": 0}, "1到20个工作日"),
        ({"consultations": (Consultation(date(2021, 3, 9), date(2021, 3, 8)),)}, "征求意见结束日期"),
    ],
)
def test_facts_that_cannot_be_so_are_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(Contradiction, match=words):
        reply.due(replace(Facts(Channel.IN_PERSON, date(2021, 3, 1)), **changes), DAYS)


def test_before_the_regulation_no_term_is_guessed() -> None:
    with pytest.raises(NotInForce):
        reply.due(Facts(Channel.IN_PERSON, date(2019, 5, 14)), DAYS)


def test_an_opinion_that_is_awaited_leaves_the_day_open() -> None:
    case = Facts(Channel.IN_PERSON, date(2021, 3, 1), consultations=(Consultation(date(2021, 3, 8), None),))
    due = reply.due(case, DAYS)
    assert due.on is None and "征求意见" in due.steps[-1].ground


def test_payment_has_twenty_days_of_its_own() -> None:
    assert reply.payment_due(date(2021, 3, 10), DAYS).on == later(date(2021, 3, 10), 20)
    with pytest.raises(NotInForce):
        reply.payment_due(date(2020, 12, 31), DAYS)


def test_a_term_that_has_run_out_does_not_begin_anew() -> None:
    case = Facts(
        Channel.IN_PERSON, date(2021, 3, 1), fee_notified_on=date(2021, 6, 1), fee_paid_on=date(2021, 6, 5)
    )
    with pytest.raises(Contradiction, match="收费通知应在答复期限之内：期限到2021-03-29为止"):
        reply.due(case, DAYS)
    extended = replace(case, fee_notified_on=date(2021, 4, 12), fee_paid_on=date(2021, 4, 13))
    with pytest.raises(Contradiction):
        reply.due(extended, DAYS)
    assert reply.due(replace(extended, extended_on=date(2021, 3, 29)), DAYS).on is not None


def test_what_is_asked_after_the_last_day_holds_nothing_up() -> None:
    late = Consultation(date(2021, 4, 1), None)
    case = Facts(Channel.IN_PERSON, date(2021, 3, 1), consultations=(late,))
    assert reply.due(case, DAYS).on == date(2021, 3, 29)


def test_a_day_told_under_article_35_is_a_later_one() -> None:
    with pytest.raises(Contradiction, match="早于答复期限"):
        reply.due(Facts(Channel.IN_PERSON, date(2021, 3, 1), postponed_to=date(2021, 3, 3)), DAYS)
