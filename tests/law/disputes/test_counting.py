"""件数 of table four: every case in one cell of a year, or a reason why in none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.disputes.counting import Rule, Stage, Unit, counted
from gongkai.law.disputes.outcomes import (
    APPEAL_DISMISSED,
    COLUMNS,
    OUTCOMES,
    REMANDED,
    Proceeding,
    column,
)

REVIEW, SUIT = Proceeding.REVIEW, Proceeding.SUIT
BY_CASE, BY_INSTANCE = Rule(), Rule(Unit.INSTANCE)
FIRST = Stage(date(2023, 3, 1), "claim_dismissed", date(2023, 6, 1))
GROUPS = {
    "review": (REVIEW, None),
    "suit_direct": (SUIT, None),
    "suit_after_review": (SUIT, date(2024, 1, 31)),
}
EVERY = [(group, code) for group, (way, _reviewed) in GROUPS.items() for code in OUTCOMES[way]]


@pytest.mark.parametrize(("group", "code"), EVERY)
def test_every_outcome_stands_in_its_group_and_column(group: str, code: str) -> None:
    way, reviewed = GROUPS[group]
    stage = Stage(date(2024, 2, 1), code, date(2024, 9, 1))
    (cell,) = counted(way, [stage], 2024, BY_CASE, reviewed_on=reviewed).cells
    assert cell == (group, column(way, code, date(2024, 9, 1), on=date(2024, 12, 31)))


@pytest.mark.parametrize(("group", "code"), EVERY)
def test_what_is_decided_after_december_31_is_pending_and_counts_again_next_year(
    group: str, code: str
) -> None:
    way, reviewed = GROUPS[group]
    stage = Stage(date(2024, 2, 1), code, date(2025, 1, 1))
    assert counted(way, [stage], 2024, BY_CASE, reviewed_on=reviewed).cells == ((group, "pending"),)
    ((_group, name),) = counted(way, [stage], 2025, BY_CASE, reviewed_on=reviewed).cells
    assert name == column(way, code, date(2025, 1, 1), on=date(2025, 12, 31))
    once = counted(way, [stage], 2025, Rule(carried_over=False), reviewed_on=reviewed)
    assert (once.cells, once.reason) == ((), "以前年度已经计入")


def test_an_appeal_in_the_same_year_counts_once_at_its_outcome() -> None:
    second = Stage(date(2023, 7, 1), "revoked", date(2023, 11, 1))
    assert counted(SUIT, [FIRST, second], 2023, BY_CASE).cells == (("suit_direct", "corrected"),)
    assert counted(SUIT, [FIRST, second], 2023, BY_INSTANCE).cells == (
        ("suit_direct", "upheld"),
        ("suit_direct", "corrected"),
    )


def test_a_dismissed_appeal_leaves_the_outcome_before_it() -> None:
    second = Stage(date(2023, 7, 1), APPEAL_DISMISSED, date(2023, 11, 1))
    assert counted(SUIT, [FIRST, second], 2023, BY_CASE).cells == (("suit_direct", "upheld"),)


def test_a_pending_appeal_makes_the_case_pending() -> None:
    assert counted(SUIT, [FIRST, Stage(date(2023, 7, 1))], 2023, BY_CASE).cells == (
        ("suit_direct", "pending"),
    )


def test_an_appeal_of_the_next_year_leaves_the_year_before_as_it_was() -> None:
    stages = [FIRST, Stage(date(2024, 1, 5), "revoked", date(2024, 5, 1))]
    assert counted(SUIT, stages, 2023, BY_CASE).cells == (("suit_direct", "upheld"),)
    assert counted(SUIT, stages, 2024, BY_CASE).cells == (("suit_direct", "corrected"),)
    assert counted(SUIT, stages, 2025, BY_CASE).reason == "本年度以前已经审结"


def test_one_sent_back_is_pending_until_it_is_decided_anew() -> None:
    stages = [FIRST, Stage(date(2023, 7, 1), REMANDED, date(2023, 12, 1))]
    assert counted(SUIT, stages, 2023, BY_CASE).cells == (("suit_direct", "pending"),)
    assert counted(SUIT, stages, 2024, BY_CASE).cells == (("suit_direct", "pending"),)
    again = Stage(date(2024, 1, 5), "revoked_anew", date(2024, 5, 1))
    assert counted(SUIT, [*stages, again], 2024, BY_CASE).cells == (("suit_direct", "corrected"),)
    assert counted(SUIT, [*stages, again], 2023, BY_INSTANCE).cells == (("suit_direct", "upheld"),)


def test_a_retrial_years_later_counts_in_its_own_year_and_in_none_between() -> None:
    stages = [FIRST, Stage(date(2025, 2, 1), "revoked", date(2025, 8, 1))]
    cells = {year: counted(SUIT, stages, year, BY_CASE).cells for year in range(2022, 2027)}
    assert cells == {
        2022: (),
        2023: (("suit_direct", "upheld"),),
        2024: (),
        2025: (("suit_direct", "corrected"),),
        2026: (),
    }


def test_the_first_form_reports_on_the_months_before_the_revision_too() -> None:
    stage = Stage(date(2019, 1, 7), "upheld", date(2019, 3, 1))
    assert counted(REVIEW, [stage], 2019, BY_CASE).cells == (("review", "upheld"),)
    with pytest.raises(ValueError, match="2018年还没有这张表"):
        counted(REVIEW, [stage], 2018, BY_CASE)


DAYS = st.dates(date(2018, 6, 1), date(2026, 12, 31))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Proceeding, list[Stage], date | None]:
    way = draw(st.sampled_from(list(Proceeding)))
    known = list(OUTCOMES[way])
    at = draw(DAYS)
    stages: list[Stage] = []
    for _number in range(draw(st.integers(1, 4)) if way is SUIT else 1):
        filed = at
        ended = filed + timedelta(days=draw(st.integers(0, 500)))
        more = [APPEAL_DISMISSED, REMANDED] if stages and way is SUIT else []
        stages.append(Stage(filed, draw(st.sampled_from(known + more)), ended))
        at = ended + timedelta(days=draw(st.integers(0, 400)))
    if draw(st.booleans()):
        stages[-1] = Stage(stages[-1].filed_on)
    reviewed = draw(st.none() | st.just(stages[0].filed_on) | st.just(date(2017, 1, 1)))
    return way, stages, reviewed


@given(histories(), st.integers(2019, 2027), st.sampled_from(list(Unit)), st.booleans())
def test_every_case_counts_in_cells_or_a_reason_is_given(
    history: tuple[Proceeding, list[Stage], date | None], year: int, unit: Unit, carried_over: bool
) -> None:
    way, stages, reviewed = history
    found = counted(way, stages, year, Rule(unit, carried_over), reviewed_on=reviewed)
    assert bool(found.cells) != bool(found.reason)
    if unit is Unit.CASE:
        assert len(found.cells) <= 1
    wanted = {"review"} if way is REVIEW else {"suit_after_review" if reviewed else "suit_direct"}
    assert {group for group, _name in found.cells} <= wanted
    assert {name for _group, name in found.cells} <= set(COLUMNS)


@given(histories(), st.integers(2019, 2027))
def test_what_happens_after_a_year_never_changes_its_table(
    history: tuple[Proceeding, list[Stage], date | None], year: int
) -> None:
    way, stages, reviewed = history
    last = date(year, 12, 31)
    then = [
        stage if stage.concluded_on and stage.concluded_on <= last else Stage(stage.filed_on)
        for stage in stages
        if stage.filed_on <= last
    ]
    if then:
        assert counted(way, then, year, BY_CASE, reviewed_on=reviewed) == counted(
            way, stages, year, BY_CASE, reviewed_on=reviewed
        )
