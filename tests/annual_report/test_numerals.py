"""Numbers in prose: Arabic and Chinese."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.annual_report.reconciliation import numerals

_DIGITS = "零一二三四五六七八九"
_UNITS = ((1000, "千"), (100, "百"), (10, "十"))


def written(number: int) -> str:
    """A number below a hundred million in Chinese."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return f"{written(high)}万{gap}{written(low) if low else ''}"
    if number < 10:
        return _DIGITS[number]
    text, gap, left = "", False, number
    for unit, name in _UNITS:
        digit, left = divmod(left, unit)
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text + (("零" if gap else "") + _DIGITS[left] if left else "")


@given(st.integers(0, 99_999_999))
def test_every_chinese_number_reads_back(number: int) -> None:
    assert numerals.read(written(number)) == number


@given(st.integers(0, 10**9))
def test_every_arabic_number_reads_back(number: int) -> None:
    assert numerals.read(str(number)) == number
    assert numerals.read(f"{number:,}") == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", "12"),
        ("十", "10"),
        ("二十", "20"),
        ("两百", "200"),
        ("一百零三", "103"),
        ("1.2万", "12000"),
        ("１２", "12"),
        ("3百", "300"),
        ("五", "5"),
        ("〇", "0"),
    ],
)
def test_ways_to_write_a_number(text: str, number: str) -> None:
    assert numerals.read(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "一二", "十百", "百", "万万", "三五", "甲"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert numerals.read(text) is None


def test_the_pattern_takes_the_whole_number() -> None:
    found = re.findall(numerals.NUMBER, "收到1,036件，办结十二件，公开1.2万条")
    assert found == ["1,036", "十二", "1.2万"]
