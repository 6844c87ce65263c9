"""Schemes that nobody could use or keep, and totals at the edge of a grade."""

from decimal import Decimal

import pytest

from gongkai.assessment import Facts, HandMark, Unreadable, mark, problems, read

SMALL = """
title = "{title}"
version = "1"
period = "year"
kinds = ["town"]
[[grades]]
name = "优秀"
least = 90
[[grades]]
name = "{grade}"
least = 0
[[areas]]
name = "公开"
[[areas.indicators]]
code = "A1"
name = "自查"
weight = 100
method = "hand"
criterion = "看"
[[areas.indicators]]
code = "P1"
name = "加分"
weight = {bonus}
method = "bonus"
criterion = "看"
"""


def text(title: str = "方案", grade: str = "其他", bonus: str = "2") -> str:
    return SMALL.format(title=title, grade=grade, bonus=bonus)


@pytest.mark.parametrize(
    "source",
    [
        "a = " + "[" * 20_000,
        '{"a": ' + "[" * 100_000,
        "a = " + "9" * 5000,
        '{"a": ' + "9" * 5000 + "}",
        text(title="\\u0000"),
    ],
    ids=["toml", "json", "toml-number", "json-number", "nul"],
)
def test_what_cannot_be_read_is_said_and_breaks_nothing(source: str) -> None:
    with pytest.raises(Unreadable):
        read(source)


def test_names_are_no_longer_than_what_keeps_them_and_a_bonus_no_more_than_everything() -> None:
    found = {str(one) for one in problems(read(text("案" * 101, "等" * 21, "101")), {})}
    assert found == {
        "方案：名称不超过100字",
        "方案：加分项合计101，不应超过100",
        "等次：名称不超过20字",
    }


def test_the_grade_is_that_of_the_total_that_is_told() -> None:
    """89.996 is told as 90.00 in every list: it is 优秀 there, and so it is."""
    hands = {"A1": HandMark(Decimal("89")), "P1": HandMark(Decimal("0.996"))}
    result = mark(read(text()), Facts("town", by_hand=hands))
    assert (str(result.total), result.grade) == ("90.00", "优秀")
