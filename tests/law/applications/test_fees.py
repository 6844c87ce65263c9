"""信息处理费 (国办函〔2020〕109号): progressive on the excess, by items or by pages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.applications import fees
from gongkai.law.parameters import NotInForce

ON = date(2021, 1, 1)


@pytest.mark.parametrize(
    ("count", "yuan"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (35, 3000), (40, 4000), (41, 4300), (45, 5500)],
)
def test_by_items(count: int, yuan: int) -> None:
    assert fees.by_items(count, ON).yuan == yuan


@pytest.mark.parametrize(
    ("count", "yuan"),
    [(0, 0), (30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (250, 4700)],
)
def test_by_pages(count: int, yuan: int) -> None:
    assert fees.by_pages(count, ON).yuan == yuan


def dear(number: int) -> int:
    """What the item of a number costs by itself, told otherwise than the library does."""
    return 0 if number <= 10 else 100 if number <= 30 else 100 * ((number - 31) // 10 + 2)


@given(st.integers(0, 500))
def test_every_item_costs_its_own_band(count: int) -> None:
    fee = fees.by_items(count, ON)
    assert fee.yuan == sum(dear(number) for number in range(1, count + 1))
    assert sum(band.count for band in fee.bands) == count
    assert all(a.last + 1 == b.first for a, b in zip(fee.bands, fee.bands[1:], strict=False))


def test_before_the_measures_there_is_no_fee() -> None:
    with pytest.raises(NotInForce, match="2021-01-01"):
        fees.by_items(41, date(2020, 12, 31))
    with pytest.raises(ValueError, match="不能小于0"):
        fees.by_pages(-1, ON)


@given(st.sampled_from(["items", "pages"]), st.integers(1, 500))
def test_the_price_list_prices_as_the_calculator_does(kind: str, number: int) -> None:
    fee = fees.by_items if kind == "items" else fees.by_pages
    (tier,) = [
        one
        for one in fees.tiers(kind, ON)
        if one.first <= number and (one.last is None or number <= one.last)
    ]
    groups = (number - tier.first) // tier.step if tier.step else 0
    assert tier.each + groups * tier.more == fee(number, ON).yuan - fee(number - 1, ON).yuan
