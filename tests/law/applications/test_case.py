"""Every act at every stage for both subjects; every condition at its edges; one stage for all facts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.applications.case import (
    ACTS,
    AT_WORK,
    OPEN,
    WAITING,
    Case,
    NotAllowed,
    Stage,
    Subject,
    allowed,
    lapsed,
    refuse,
)
from gongkai.law.applications.receipt import CONFIRMED, Channel
from gongkai.law.applications.reply import Consultation, Facts
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
RECEIVED, ON = date(2021, 1, 25), date(2021, 1, 26)
DAY = timedelta(days=1)
FACTS = Facts(Channel.IN_PERSON, RECEIVED)
PLAIN = Case(Subject.INFORMATION, FACTS)

STAGES: dict[Stage, Case] = {
    Stage.UNCONFIRMED: Case(Subject.INFORMATION, Facts(Channel.ONLINE, RECEIVED)),
    Stage.HANDLING: PLAIN,
    Stage.CORRECTING: replace(
        PLAIN, facts=replace(FACTS, correction_notified_on=RECEIVED), correct_by=RECEIVED
    ),
    Stage.REASONING: replace(PLAIN, reasons_asked_on=RECEIVED, reasons_by=RECEIVED),
    Stage.CONSULTING: replace(PLAIN, awaited=1),
    Stage.PAYING: replace(PLAIN, facts=replace(FACTS, fee_notified_on=RECEIVED), pay_by=RECEIVED),
    Stage.SIGNED: replace(PLAIN, signed_on=ON),
    Stage.CLOSED: replace(PLAIN, signed_on=ON, served_on=ON),
    Stage.ARCHIVED: replace(PLAIN, signed_on=ON, served_on=ON, archived_on=ON),
}
"""A case at each stage, on a day at which whoever was waited for is late."""

# What a lawyer expects, written without the table: + for both subjects, i for information alone.
# Stages: unconfirmed, handling, correcting, reasoning, consulting, paying, signed, closed, archived.
EXPECTED = {
    "confirm":             "+ . . . . . . . .",
    "request_correction":  ". i . . . . . . .",
    "receive_correction":  ". . i . . . . . .",
    "consult_third_party": ". i . . i . . . .",
    "consult_co_maker":    ". i . . i . . . .",
    "consult_organ":       ". i . . i . . . .",
    "record_opinion":      ". i . . i . . . .",
    "extend":              ". i . . i . . . .",
    "charge_fee":          ". i . . . . . . .",
    "record_payment":      ". . . . . i . . .",
    "ask_reasons":         ". i . . . . . . .",
    "receive_reasons":     ". . . i . . . . .",
    "postpone":            ". i . . . . . . .",
    "search":              ". + . . + . . . .",
    "assign":              ". + . . + . . . .",
    "decide":              ". + + + . + . . .",  # while an opinion is awaited nothing is decided
    "serve":               ". . . . . . + . .",
    "withdraw":            "+ + + + + + . . .",
    "split":               ". i . . . . . . .",
    "merge":               ". + . . . . . . .",
    "archive":             ". . . . . . . + .",
}  # fmt: skip


def verdict(code: str, case: Case, on: date = ON) -> str:
    """ "" where the act is allowed, else why not."""
    try:
        refuse(code, case, on, DAYS)
    except NotAllowed as error:
        return str(error)
    return ""


def fitting(code: str, stage: Stage, subject: Subject) -> Case:
    """A case at a stage on which every further condition of the act holds."""
    case = replace(STAGES[stage], subject=subject)
    if code == "postpone" and stage is Stage.HANDLING:
        case = replace(case, reasons_asked_on=RECEIVED, reasons_given_on=RECEIVED, reasons_sound=True)
    return case


def test_the_expectation_names_every_act_and_every_stage() -> None:
    assert list(EXPECTED) == list(ACTS)
    assert all(len(line.split()) == len(Stage) for line in EXPECTED.values())


@pytest.mark.parametrize("stage", Stage)
def test_each_case_stands_where_it_is_meant_to(stage: Stage) -> None:
    assert STAGES[stage].stage is stage


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("code", EXPECTED)
def test_an_act_is_allowed_where_a_lawyer_expects_it_and_nowhere_else(
    code: str, stage: Stage, subject: Subject
) -> None:
    mark = EXPECTED[code].split()[list(Stage).index(stage)]
    expected = mark == "+" or (mark == "i" and subject is Subject.INFORMATION)
    found = verdict(code, fitting(code, stage, subject))
    assert (found == "") is expected, found
    if found:
        articles = [ACTS[code].article, *(one.article for one in ACTS[code].conditions)]
        assert any(str(article) in found for article in articles)  # refused with its article


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("stage", Stage)
def test_what_is_allowed_is_what_is_not_refused(stage: Stage, subject: Subject) -> None:
    case = replace(STAGES[stage], subject=subject)
    assert allowed(case, ON, DAYS) == [code for code in ACTS if not verdict(code, case)]


# Conditions at their edges -----------------------------------------------------------------------

SEVENTH = date(2021, 2, 3)
"""The seventh working day after 2021-01-25."""
LAST = date(2021, 2, 25)
"""The twentieth: over the make-up days of 2021-02-07 and 2021-02-20, and the Spring Festival."""


def facts(**more: Any) -> Case:
    return replace(PLAIN, facts=replace(FACTS, **more))


def test_a_correction_is_asked_for_up_to_the_seventh_working_day() -> None:
    assert verdict("request_correction", PLAIN, SEVENTH) == ""
    assert "2021-02-03已经期满" in verdict("request_correction", PLAIN, SEVENTH + DAY)


def test_a_correction_is_asked_for_once() -> None:
    once = facts(correction_notified_on=ON, corrected_on=ON)
    assert "只能告知一次" in verdict("request_correction", once)


@pytest.mark.parametrize(
    "code",
    [
        "consult_third_party",
        "consult_co_maker",
        "consult_organ",
        "extend",
        "charge_fee",
        "ask_reasons",
        "postpone",
    ],
)
def test_what_changes_the_term_is_done_within_it(code: str) -> None:
    case = fitting(code, Stage.HANDLING, Subject.INFORMATION)
    assert verdict(code, case, LAST) == ""
    assert "2021-02-25已经届满" in verdict(code, case, LAST + DAY)


def test_the_term_that_others_stopped_runs_on_after_them() -> None:
    """Asked on January 26, answered on February 1: four working days later."""
    asked = facts(consultations=(Consultation(date(2021, 1, 26), date(2021, 2, 1)),))
    assert verdict("extend", asked, date(2021, 3, 3)) == ""
    assert "已经届满" in verdict("extend", asked, date(2021, 3, 4))


def test_the_term_is_extended_once() -> None:
    assert "只能延长一次" in verdict("extend", facts(extended_on=ON, extension=5))


def test_a_fee_is_asked_for_once() -> None:
    assert "只收一次" in verdict("charge_fee", facts(fee_notified_on=ON, fee_paid_on=ON))


def test_fees_are_charged_from_the_day_of_the_measures() -> None:
    before = Case(Subject.INFORMATION, Facts(Channel.IN_PERSON, date(2020, 12, 21)))
    assert "2021年1月1日起施行" in verdict("charge_fee", before, date(2020, 12, 31))
    assert verdict("charge_fee", before, date(2021, 1, 1)) == ""


def test_reasons_are_asked_for_once() -> None:
    asked = replace(PLAIN, reasons_asked_on=RECEIVED, reasons_given_on=RECEIVED, reasons_sound=True)
    assert "说明过理由" in verdict("ask_reasons", asked)


@pytest.mark.parametrize(("sound", "fits"), [(True, True), (False, False), (None, False)])
def test_a_later_day_is_set_where_reasons_are_sound(sound: bool | None, fits: bool) -> None:
    case = replace(PLAIN, reasons_asked_on=RECEIVED, reasons_given_on=RECEIVED, reasons_sound=sound)
    assert (verdict("postpone", case) == "") is fits


def test_nothing_is_decided_while_an_opinion_is_awaited() -> None:
    assert "还在征求意见" in verdict("decide", replace(PLAIN, awaited=1))
    assert verdict("decide", replace(PLAIN, awaited=0)) == ""


@pytest.mark.parametrize("stage", sorted(WAITING))
def test_silence_is_answered_from_the_day_after_its_last(stage: Stage) -> None:
    last = date(2021, 2, 10)
    case = replace(STAGES[stage], correct_by=last, reasons_by=last, pay_by=last)
    assert "2021-02-10以前" in verdict("decide", case, last)
    assert lapsed(case, last) == ""
    assert verdict("decide", case, last + DAY) == ""
    assert lapsed(case, last + DAY) in ("other_not_corrected", "declined_excessive", "other_fee_unpaid")


@pytest.mark.parametrize("code", ACTS)
def test_no_second_letter_of_a_kind_is_drafted_while_one_is_under_way(code: str) -> None:
    kinds = {one.name.removeprefix("no_").removesuffix("_under_way") for one in ACTS[code].conditions}
    held = {kind for kind in kinds if f"no_{kind}_under_way" in {one.name for one in ACTS[code].conditions}}
    for kind in held:
        case = replace(fitting(code, Stage.HANDLING, Subject.INFORMATION), under_way=frozenset({kind}))
        assert ("答复书已经在办理" if kind == "reply" else "同样的文书") in verdict(code, case)
    case = replace(
        fitting(code, Stage.HANDLING, Subject.INFORMATION), under_way=frozenset({"third_party_letter"})
    )
    assert "同样的文书" not in verdict(code, case)


# One stage for all facts -------------------------------------------------------------------------

MAYBE = st.none() | st.just(ON)
CASES = st.builds(
    Case,
    subject=st.sampled_from(Subject),
    facts=st.builds(
        Facts,
        channel=st.sampled_from(Channel),
        arrived_on=st.just(RECEIVED),
        confirmed_on=MAYBE,
        correction_notified_on=MAYBE,
        corrected_on=MAYBE,
        fee_notified_on=MAYBE,
        fee_paid_on=MAYBE,
    ),
    reasons_asked_on=MAYBE,
    reasons_given_on=MAYBE,
    awaited=st.integers(0, 2),
    signed_on=MAYBE,
    served_on=MAYBE,
    withdrawn_on=MAYBE,
    joined_on=MAYBE,
    archived_on=MAYBE,
)


def stages_that_fit(case: Case) -> set[Stage]:
    """Each stage by what makes it so and what must not be; no order between them."""
    told = case.facts
    archived = case.archived_on is not None
    ended = bool(case.served_on or case.withdrawn_on or case.joined_on)
    signed = case.signed_on is not None
    unconfirmed = told.channel in CONFIRMED and told.confirmed_on is None
    correcting = bool(told.correction_notified_on) and not told.corrected_on
    reasoning = bool(case.reasons_asked_on) and not case.reasons_given_on
    paying = bool(told.fee_notified_on) and not told.fee_paid_on
    asking = case.awaited > 0
    going = not (archived or ended or signed or unconfirmed)
    fits = {
        Stage.ARCHIVED: archived,
        Stage.CLOSED: ended and not archived,
        Stage.SIGNED: signed and not ended and not archived,
        Stage.UNCONFIRMED: unconfirmed and not (signed or ended or archived),
        Stage.CORRECTING: going and correcting,
        Stage.REASONING: going and reasoning and not correcting,
        Stage.PAYING: going and paying and not (correcting or reasoning),
        Stage.CONSULTING: going and asking and not (correcting or reasoning or paying),
        Stage.HANDLING: going and not (correcting or reasoning or paying or asking),
    }
    return {stage for stage, holds in fits.items() if holds}


@given(CASES)
def test_all_facts_make_one_stage(case: Case) -> None:
    assert stages_that_fit(case) == {case.stage}


@given(CASES)
def test_open_is_what_has_not_ended(case: Case) -> None:
    ended = case.served_on or case.withdrawn_on or case.joined_on or case.archived_on
    assert (case.stage in OPEN) is not bool(ended)
    assert AT_WORK | WAITING < OPEN


@given(CASES, st.sampled_from(sorted(ACTS)))
def test_an_act_is_allowed_or_refused_with_an_article_whatever_the_facts(case: Case, code: str) -> None:
    if (case.facts.corrected_on and not case.facts.correction_notified_on) or (
        case.facts.fee_paid_on and not case.facts.fee_notified_on
    ):
        return  # facts that contradict each other are refused before any act
    found = verdict(code, case)
    assert not found or "条" in found
