"""Opinions and silence (Art. 15, 32, 34): opposite defaults for third parties and co-makers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.applications import reply
from gongkai.law.applications.receipt import Channel
from gongkai.law.applications.reply import Consultation, Contradiction, Facts
from gongkai.law.applications.third_parties import OPINIONS, Opinion, co_maker, ended_on, silent, third_party
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
DELIVERED = date(2021, 3, 4)
DUE = date(2021, 3, 25)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("opinion", "discloses"),
    [
        (Opinion.AGREES, True),
        (Opinion.REFUSES_WITH_REASON, False),
        (Opinion.REFUSES_WITHOUT_REASON, None),
        (Opinion.SILENT, None),
    ],
)
def test_a_third_party_with_good_reason_stops_disclosure_and_silence_leaves_it_open(
    opinion: Opinion, discloses: bool | None
) -> None:
    found = third_party(opinion)
    assert found.discloses is discloses and not found.notify


@pytest.mark.parametrize("opinion", Opinion)
def test_grave_public_interest_discloses_and_the_third_party_is_told(opinion: Opinion) -> None:
    found = third_party(opinion, public_interest=True)
    assert found.discloses is True
    assert found.notify == (opinion is not Opinion.AGREES)
    assert found.notify == ("书面告知第三方" in found.ground)


def test_a_co_makers_silence_is_consent_and_its_objection_leaves_the_lead_organ_to_decide() -> None:
    assert {opinion: co_maker(opinion).discloses for opinion in Opinion} == {
        Opinion.AGREES: True,
        Opinion.SILENT: True,
        Opinion.REFUSES_WITH_REASON: None,
        Opinion.REFUSES_WITHOUT_REASON: None,
    }
    assert all(str(co_maker(opinion).article).endswith("第三十四条") for opinion in OPINIONS)


@pytest.mark.parametrize(
    ("opinion_on", "on", "over"),
    [
        (None, DUE, None),
        (None, DUE + DAY, DUE),
        (date(2021, 3, 10), date(2021, 3, 10), date(2021, 3, 10)),
        (DUE, DUE, DUE),
        (DUE + DAY, DUE + DAY, DUE),
    ],
)
def test_asking_is_over_with_the_opinion_or_with_its_term(
    opinion_on: date | None, on: date, over: date | None
) -> None:
    assert ended_on(DELIVERED, opinion_on, on, DAYS) == over
    assert ended_on(DELIVERED, opinion_on, on, DAYS, co_maker=True) == over


def test_a_letter_not_delivered_runs_no_term() -> None:
    assert ended_on(None, None, date(2026, 12, 31), DAYS) is None
    assert ended_on(None, DELIVERED, DELIVERED, DAYS) == DELIVERED
    assert not silent(None, None, date(2026, 12, 31), DAYS)


@pytest.mark.parametrize(
    ("opinion_on", "on", "expected"),
    [(None, DUE, False), (None, DUE + DAY, True), (DUE, DUE + DAY, False), (DUE + DAY, DUE + DAY, True)],
)
def test_silent_after_fifteen_working_days_and_a_late_opinion_is_silence(
    opinion_on: date | None, on: date, expected: bool
) -> None:
    assert silent(DELIVERED, opinion_on, on, DAYS) is expected


def test_an_opinion_before_the_letter_is_a_contradiction() -> None:
    with pytest.raises(Contradiction, match="2021-03-03"):
        ended_on(DELIVERED, DELIVERED - DAY, DUE, DAYS)


@given(
    sent=st.dates(date(2019, 6, 3), date(2026, 6, 30)),
    delivery=st.integers(0, 20),
    opinion=st.integers(0, 40),
)
def test_what_it_says_feeds_the_clock_of_the_reply(sent: date, delivery: int, opinion: int) -> None:
    delivered = sent + delivery * DAY
    over = ended_on(delivered, delivered + opinion * DAY, delivered + 60 * DAY, DAYS)
    assert over is not None and over <= delivered + opinion * DAY
    waiting = Facts(Channel.IN_PERSON, sent, consultations=(Consultation(sent, None),))
    assert reply.due(waiting, DAYS).on is None
    plain = reply.due(Facts(Channel.IN_PERSON, sent), DAYS).on
    known = reply.due(Facts(Channel.IN_PERSON, sent, consultations=(Consultation(sent, over),)), DAYS).on
    assert plain is not None and known is not None and known >= plain
