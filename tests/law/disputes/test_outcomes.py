"""Outcomes of reviews and suits by column of table four, and the order to act anew."""

from datetime import date

import pytest

from gongkai.annual_report import formats
from gongkai.law.disputes import outcomes
from gongkai.law.disputes.outcomes import COLUMNS, OUTCOMES, Proceeding, anew_due, column, row, standing
from gongkai.law.parameters import NotInForce
from gongkai.law.working_days import WorkingDays

DAYS = WorkingDays.loaded()
REVIEW, SUIT = Proceeding.REVIEW, Proceeding.SUIT
ON, YEAR_END = date(2024, 6, 3), date(2024, 12, 31)
EVERY = [(way, code) for way, found in OUTCOMES.items() for code in found]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_columns_and_groups_are_those_of_table_four(form: str) -> None:
    table = next(table for table in formats.load(form).tables if table.id == "remedies")
    (block,) = table.blocks
    assert [one.id for one in block.columns] == [*COLUMNS, "total"]
    reviewed = date(2024, 2, 1)
    assert [one.id for one in block.rows] == [
        row(REVIEW),
        row(SUIT, filed_on=ON),
        row(SUIT, filed_on=ON, reviewed_on=reviewed),
    ]


@pytest.mark.parametrize(("way", "code"), EVERY)
def test_every_outcome_has_one_column(way: Proceeding, code: str) -> None:
    columns = [name for data in outcomes._all() for name, codes in data[way].items() if code in codes]
    assert columns == [column(way, code, ON, on=YEAR_END)]


def test_no_column_names_an_outcome_that_is_none() -> None:
    for data in outcomes._all():
        for way, found in OUTCOMES.items():
            assert set(data[way]) <= set(COLUMNS)
            assert {code for codes in data[way].values() for code in codes} == set(found)


@pytest.mark.parametrize(
    ("way", "code", "expected"),
    [
        (REVIEW, "upheld", "upheld"),
        (REVIEW, "claim_dismissed", "upheld"),
        (REVIEW, "ordered", "corrected"),
        (REVIEW, "not_accepted", "other"),
        (REVIEW, "rejected", "other"),
        (REVIEW, "settled", "other"),
        (SUIT, "claim_dismissed", "upheld"),
        (SUIT, "unlawful", "corrected"),
        (SUIT, "withdrawn", "other"),
        (SUIT, "rejected", "other"),
    ],
)
def test_which_column(way: Proceeding, code: str, expected: str) -> None:
    assert column(way, code, ON, on=YEAR_END) == expected


def test_a_case_is_pending_until_the_day_it_is_concluded() -> None:
    assert column(REVIEW, None, None, on=YEAR_END) == "pending"
    assert column(REVIEW, "upheld", date(2025, 1, 1), on=YEAR_END) == "pending"
    assert column(REVIEW, "upheld", YEAR_END, on=YEAR_END) == "upheld"


def test_an_outcome_of_the_other_way_is_an_error() -> None:
    with pytest.raises(KeyError):
        column(SUIT, "mediated", ON, on=YEAR_END)
    with pytest.raises(NotInForce):
        column(REVIEW, "upheld", date(2019, 5, 14), on=YEAR_END)


def test_a_suit_is_after_review_where_the_review_ended_before_it() -> None:
    assert row(SUIT, filed_on=ON, reviewed_on=ON) == "suit_after_review"
    assert row(SUIT, filed_on=ON, reviewed_on=date(2024, 6, 4)) == "suit_direct"
    with pytest.raises(ValueError, match="起诉日期"):
        row(SUIT)


@pytest.mark.parametrize(
    ("instances", "expected"),
    [
        ([], None),
        ([None], None),
        (["revoked"], "revoked"),
        (["revoked", None], None),
        (["revoked", "appeal_dismissed"], "revoked"),
        (["claim_dismissed", "revoked_anew"], "revoked_anew"),
        (["claim_dismissed", "remanded"], None),
        (["claim_dismissed", "remanded", "revoked", "appeal_dismissed"], "revoked"),
    ],
)
def test_what_stands_after_the_instances(instances: list[str | None], expected: str | None) -> None:
    assert standing(instances) == expected


def test_the_articles_are_those_of_the_day() -> None:
    upheld = OUTCOMES[REVIEW]["upheld"]
    assert str(upheld.article(date(2023, 12, 31))) == "《行政复议法》（2017年）第二十八条第一款第（一）项"
    assert str(upheld.article(date(2024, 1, 1))) == "《行政复议法》第六十八条"
    with pytest.raises(NotInForce, match="确认无效"):
        OUTCOMES[REVIEW]["void"].article(date(2023, 12, 31))
    with pytest.raises(NotInForce, match="确认违法并责令重新作出"):
        OUTCOMES[REVIEW]["unlawful_anew"].article(date(2024, 1, 1))
    assert OUTCOMES[REVIEW]["unlawful_anew"].article(date(2023, 12, 31))


def test_which_outcomes_order_the_organ_to_act() -> None:
    ordering = {(way.value, code) for way, code in EVERY if OUTCOMES[way][code].anew}
    assert ordering == {
        ("review", "revoked_anew"),
        ("review", "unlawful_anew"),
        ("review", "ordered"),
        ("suit", "revoked_anew"),
        ("suit", "ordered"),
    }


def test_the_order_runs_for_what_it_sets_or_else_for_the_term_of_reply() -> None:
    found = anew_due(REVIEW, "ordered", ON, DAYS, count=15)
    assert found is not None and found.on == date(2024, 6, 25)
    found = anew_due(SUIT, "revoked_anew", ON, DAYS, count=30, unit="calendar_days")
    assert found is not None and found.on == date(2024, 7, 3)
    assert "《行政诉讼法》第七十条" in found.steps[0].ground
    found = anew_due(SUIT, "ordered", ON, DAYS)
    assert found is not None and found.on == date(2024, 7, 2)


def test_where_nothing_is_ordered_nothing_runs() -> None:
    assert anew_due(REVIEW, "revoked", ON, DAYS) is None
    with pytest.raises(ValueError, match="至少一日"):
        anew_due(REVIEW, "ordered", ON, DAYS, count=0)
