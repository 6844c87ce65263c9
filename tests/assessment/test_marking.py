"""Marks: every way of marking, caps, conversion, vetoes, what an appeal changes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.assessment import Fact, Facts, HandMark, Hit, Line, Result, mark
from tests.assessment.schemes import counted, facts, hits, scheme

SCHEME = scheme()
HAND = {"B2": HandMark(Decimal(25), "材料齐全")}


def line(result: Result, code: str) -> Line:
    found = result.line(code)
    assert found is not None
    return found


def marked(*, by_hand: dict[str, HandMark] | None = None, **numbers: int) -> Result:
    return mark(SCHEME, Facts("town", facts(**numbers), HAND if by_hand is None else by_hand))


def test_nothing_against_an_organ_gives_all() -> None:
    result = marked()
    assert (result.total, result.grade, result.pending) == (Decimal(100), "优秀", [])


def test_each_record_costs_its_price_until_the_cap() -> None:
    found = line(marked(late=4), "A1")
    assert [cost.points for cost in found.costs] == [6, 6, 3, 0]
    assert found.given == 5
    assert "扣满15分为止" in found.why


def test_what_nobody_looked_at_is_not_full_marks() -> None:
    figures = facts() | {"t.late": Fact(None)}
    found = mark(SCHEME, Facts("town", figures, HAND))
    assert line(found, "A1").state == "not_applicable"
    assert found.applicable == marked().applicable - line(marked(), "A1").full


@pytest.mark.parametrize(
    ("value", "expected"), [(100, "20"), (60, "0"), (50, "0"), (80, "10"), ("66.6666", "3.33")]
)
def test_a_share_is_marked_in_a_straight_line(value: str | int, expected: str) -> None:
    figures = facts() | {"t.share": Fact(Decimal(value), 30)}
    assert line(mark(SCHEME, Facts("town", figures, HAND)), "A2").given == Decimal(expected)


def test_a_share_of_under_thirty_is_marked_by_its_records() -> None:
    figures = facts() | {"t.share": Fact(Decimal(50), 4, hits(2))}
    found = line(mark(SCHEME, Facts("town", figures, HAND)), "A2")
    assert found.given == 15
    assert "只有4件，少于30件" in found.why


@pytest.mark.parametrize(("count", "expected"), [(0, 20), (2, 20), (3, 10), (5, 10), (6, 0), (60, 0)])
def test_a_count_falls_into_its_band(count: int, expected: int) -> None:
    assert line(marked(count=count), "A3").given == expected


@pytest.mark.parametrize(("count", "expected"), [(1, 15), (2, 0)])
def test_a_threshold_gives_all_or_nothing(count: int, expected: int) -> None:
    assert line(marked(stale=count), "B1").given == expected


def test_a_bonus_is_added_up_to_its_most() -> None:
    assert marked(good=2).total == 104
    assert marked(good=9).total == 105


def test_marks_of_a_person_are_awaited_and_kept_within_the_full_marks() -> None:
    assert marked(by_hand={}).pending == ["B2"]
    assert marked(by_hand={"B2": HandMark(Decimal(99))}).total == 100


def test_what_does_not_apply_is_spread_over_the_rest() -> None:
    """As the national check of sites does: 75 × 4/3."""
    by_hand = {"B2": HandMark(None, "本机关没有这项工作", applies=False)}
    result = marked(by_hand=by_hand, late=1)
    assert (result.given, result.applicable, result.total) == (69, 75, 92)
    figures = facts() | {"t.share": Fact(None)}
    assert mark(SCHEME, Facts("town", figures, HAND)).applicable == 80


def test_an_indicator_of_other_kinds_does_not_apply() -> None:
    areas = SCHEME.areas
    only = replace(areas[0].indicators[0], kinds=("department",))
    changed = replace(
        SCHEME, areas=(replace(areas[0], indicators=(only, *areas[0].indicators[1:])), *areas[1:])
    )
    assert line(mark(changed, Facts("town", facts(late=3), HAND)), "A1").state == "not_applicable"


def test_a_veto_sets_the_result() -> None:
    assert (marked(leak=1).total, marked(leak=1).grade) == (0, "不合格")
    struck = marked(by_hand=HAND | {"V2": HandMark(None, "通报文号")})
    assert (struck.total, struck.grade) == (100, "不合格")


def test_too_little_to_judge_is_not_ranked() -> None:
    by_hand = {"B2": HandMark(None, "无", applies=False)}
    few = {code: HandMark(None, "无", applies=False) for code in ("A1", "A2")}
    result = mark(SCHEME, Facts("town", facts(), by_hand | few))
    assert result.applicable == 35
    assert not result.judged
    assert marked().judged


def test_an_appeal_that_was_upheld_waives_a_record_or_sets_the_marks() -> None:
    waived = {("A1", "item:late0"): "系统故障"}
    result = mark(SCHEME, Facts("town", facts(late=2), HAND, waived=waived))
    assert [(cost.points, cost.waived) for cost in line(result, "A1").costs] == [(0, "系统故障"), (6, "")]
    decided = {"A1": HandMark(Decimal(18), "申诉部分成立")}
    found = line(mark(SCHEME, Facts("town", facts(late=4), HAND, decided=decided)), "A1")
    assert (found.given, found.state) == (18, "decided")


def test_a_result_is_kept_as_data_and_read_again() -> None:
    result = marked(late=3, leak=1, good=1, count=4)
    assert Result.from_dict(result.as_dict()) == result


# Whatever the numbers ------------------------------------------------------------------------------

numbers = st.fixed_dictionaries({name: st.integers(0, 12) for name in ("late", "count", "stale", "good")})
shares = st.builds(
    lambda bad, of: Fact(Decimal(of - bad) * 100 / of, of, hits(bad, "s")),
    st.integers(0, 5),
    st.integers(5, 80),
)
hand = st.one_of(
    st.none(),
    st.builds(lambda cents: HandMark(Decimal(cents) / 100), st.integers(0, 2500)),
    st.just(HandMark(None, "无", applies=False)),
)


@given(numbers, shares, hand)
def test_the_total_is_the_sum_of_its_parts_and_within_bounds(
    counts: dict[str, int], share: Fact, by_hand: HandMark | None
) -> None:
    given_by_hand = {"B2": by_hand} if by_hand else {}
    result = mark(SCHEME, Facts("town", facts(**counts) | {"t.share": share}, given_by_hand))
    plain = [one for one in result.lines if not one.bonus and one.state != "not_applicable"]
    assert result.given == sum(one.given or 0 for one in plain)
    assert result.applicable == sum(one.full for one in plain)
    assert sum(given for _name, given, _full in result.areas) == result.given + result.bonus
    assert result.converted is not None and result.total is not None
    assert result.total == result.converted + result.bonus
    assert 0 <= result.total <= 100 + SCHEME.most_bonus
    for one in plain:
        if one.code == "A1":
            assert one.deducted == sum(cost.points for cost in one.costs) <= 15


@given(numbers, st.sampled_from(["late", "count", "stale"]), st.integers(1, 5))
def test_more_records_never_give_more(counts: dict[str, int], name: str, more: int) -> None:
    before, after = marked(**counts), marked(**{**counts, name: counts[name] + more})
    assert before.total is not None and after.total is not None
    assert after.total <= before.total


@given(numbers, st.permutations(range(8)))
def test_the_order_of_records_does_not_matter(counts: dict[str, int], order: list[int]) -> None:
    found = hits(8, "late")
    shuffled = facts(**counts) | {"t.late": Fact(Decimal(8), None, tuple(found[n] for n in order))}
    assert mark(SCHEME, Facts("town", shuffled, HAND)) == mark(
        SCHEME, Facts("town", facts(**counts) | {"t.late": counted(8, "late")}, HAND)
    )


@given(st.sets(st.sampled_from(["A1", "A2", "A3", "B1", "B2"]), max_size=4))
def test_full_marks_stay_a_hundred_whatever_does_not_apply(without: set[str]) -> None:
    by_hand = HAND | {code: HandMark(None, "无", applies=False) for code in without}
    assert mark(SCHEME, Facts("town", facts(), by_hand)).total == 100


def test_nothing_that_applies_has_no_total() -> None:
    by_hand = {code: HandMark(None, "无", applies=False) for code in ("A1", "A2", "A3", "B1", "B2")}
    result = mark(SCHEME, Facts("town", facts(), by_hand))
    assert (result.total, result.grade) == (None, "")


def test_hits_of_a_day_unknown_come_first() -> None:
    fact = Fact(Decimal(2), None, (*hits(1, "late"), Hit("item:x", "无日期")))
    found = line(mark(SCHEME, Facts("town", facts() | {"t.late": fact}, HAND)), "A1")
    assert [cost.hit.title for cost in found.costs] == ["无日期", "第0件"]
