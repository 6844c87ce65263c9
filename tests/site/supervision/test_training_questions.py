"""The questions shipped are sound; drawing and marking are arithmetic that nobody can bend."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.supervision.training import questions
from gongkai.site.supervision.training.questions import JUDGE, MULTIPLE, SINGLE, Question

BANK = questions.shipped()


def test_there_are_enough_questions_of_every_kind():
    kinds = Counter(one.kind for one in BANK)
    assert len(BANK) >= 40
    assert set(kinds) == {SINGLE, MULTIPLE, JUDGE} and min(kinds.values()) >= 10


@pytest.mark.parametrize("one", BANK, ids=lambda one: one.code)
def test_a_question_shipped_is_sound(one):
    assert questions.fault(one.kind, one.options, one.right) == ""
    assert one.text and one.explanation and 1 <= one.article <= 56
    assert one.code.startswith(f"R{one.article}-")


def test_codes_and_texts_are_not_given_twice():
    assert len({one.code for one in BANK}) == len(BANK)
    assert len({one.text for one in BANK}) == len(BANK)


def test_the_right_answer_does_not_always_stand_in_one_place():
    assert {one.right for one in BANK if one.kind == JUDGE} == {(0,), (1,)}
    assert len({one.right for one in BANK if one.kind == SINGLE}) >= 3


@pytest.mark.parametrize(
    ("kind", "options", "right", "fault"),
    [
        (SINGLE, ["甲", "乙"], [0], ""),
        (SINGLE, ["甲", "乙"], [0, 1], "number"),
        (MULTIPLE, ["甲", "乙"], [0], "number"),
        (MULTIPLE, ["甲", "乙"], [1, 0], "right"),
        (SINGLE, ["甲", "乙"], [2], "right"),
        (SINGLE, ["甲", "乙"], [], "right"),
        (SINGLE, ["甲", "甲"], [0], "options"),
        (SINGLE, ["甲"], [0], "options"),
        (JUDGE, ["是", "否"], [0], "options"),
        (JUDGE, ["对", "错"], [1], ""),
    ],
)
def test_what_is_no_question(kind, options, right, fault):
    assert questions.fault(kind, options, right) == fault


@given(size=st.integers(1, 80), seed=st.text(max_size=12), order=st.randoms())
def test_the_same_person_draws_the_same_in_whatever_order_the_bank_comes(size, seed, order):
    drawn = questions.draw(BANK, size, seed)
    mixed = list(BANK)
    order.shuffle(mixed)
    assert questions.draw(mixed, size, seed) == drawn
    assert len({one.code for one in drawn}) == len(drawn) == min(size, len(BANK))


def test_another_person_draws_others():
    assert questions.draw(BANK, 10, "1:1:1") != questions.draw(BANK, 10, "1:2:1")


options = st.integers(2, 6).flatmap(
    lambda count: st.tuples(
        st.just(count), st.sets(st.integers(0, count - 1), min_size=1), st.sets(st.integers(0, count - 1))
    )
)


@given(st.lists(options, min_size=1, max_size=20))
def test_a_question_is_right_by_exactly_its_right_options(rows):
    asked = [
        Question(f"t{at}", MULTIPLE, "题", tuple(map(str, range(count))), tuple(sorted(right)), "", 1)
        for at, (count, right, _said) in enumerate(rows)
    ]
    said = [sorted(chosen) for _count, _right, chosen in rows]
    assert questions.mark(asked, said) == sum(right == chosen for _count, right, chosen in rows)
    assert questions.mark(asked, [one.right for one in asked]) == len(asked)
    assert questions.mark(asked, [None] * len(asked)) == 0


@given(of=st.integers(1, 50), mark=st.integers(1, 100), data=st.data())
def test_nobody_passes_by_rounding_and_one_more_right_never_fails(of, mark, data):
    right = data.draw(st.integers(0, of))
    assert questions.passes(right, of, mark) == (right / of >= mark / 100 - 1e-12)
    assert questions.passes(of, of, mark) and not questions.passes(0, of, mark)
    if right < of and questions.passes(right, of, mark):
        assert questions.passes(right + 1, of, mark)
