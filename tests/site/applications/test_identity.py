"""身份证明: slips of the pen are told, and what is right is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.applications.identity import OF_ORGANISATIONS, OF_PERSONS, fault, normalised
from gongkai.site.disclosure.leaks import check_digit

CARD, CODE = "居民身份证", "统一社会信用代码"
CARDS = st.builds(
    lambda place, day, serial: (digits := f"{place:06}{day:%Y%m%d}{serial:03}") + check_digit(digits),
    st.integers(110000, 659999),
    st.dates(min_value=date(1900, 1, 1)),
    st.integers(0, 999),
)


@given(CARDS)
def test_every_number_with_its_check_digit_is_right(number):
    assert fault(CARD, number) == ""
    assert fault("港澳台居民居住证", number) == ""


@given(CARDS, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number, place, more):
    wrong = str((int(number[place]) + more) % 10)
    assert fault(CARD, number[:place] + wrong + number[place + 1 :])


@given(CARDS, st.integers(0, 15))
def test_two_digits_that_changed_places_do_not_pass(number, place):
    first, second = number[place], number[place + 1]
    if first != second:
        assert fault(CARD, number[:place] + second + first + number[place + 2 :])


@given(st.text(max_size=40))
def test_whatever_is_typed_has_an_answer(typed):
    for kind in (*OF_PERSONS, *OF_ORGANISATIONS):
        assert isinstance(fault(kind, normalised(typed)), str)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("11010119900307002x", "11010119900307002X"), (" １１０ 1", "1101"), ("h 0123 4567", "H01234567")],
)
def test_a_number_is_kept_in_one_form(typed, kept):
    assert normalised(typed) == kept


def test_a_credit_code_has_eighteen_signs_of_its_alphabet():
    assert fault(CODE, "91350100M000100Y43") == ""
    assert "应为18位，现在是17位" in fault(CODE, "91350100M000100Y4")
    for sign in "IOSVZ":
        assert "不使用字母" in fault(CODE, f"9135010{sign}M000100Y43"[:18])
