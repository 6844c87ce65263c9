"""问题提示: a rule speaks where its figure is far from the peers', and never of few peers or few records."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.supervision.briefing import rules
from gongkai.site.supervision.briefing.rules import PEERS, Rule, Suggestion
from gongkai.site.supervision.figures.figure import Value
from gongkai.site.supervision.figures.registry import figures

ON = date(2026, 11, 28)
RULES = {rule.code: rule for rule in rules.rules(ON)}


def share(number: str, of: int = 200) -> Value:
    return Value(Decimal(number), of)


def said(code: str, value: Value, against: int = 0, peers: list[Value] | None = None) -> Suggestion | None:
    rule = RULES[code]
    return rules.suggestion(
        rule, value, against, peers or [], more_is_better=figures()[rule.figure].more_is_better
    )


SPEAKS = [
    ("news", share("28.6", 420), 300, "公开的420条信息中业务类120条，占28.6%；同类机关5家的中位数为55.0%"),
    ("breadth", share("70.0", 40), 28, "40个栏目中28个没有新内容，占70.0%；同类机关5家的中位数为55.0%"),
    (
        "depth",
        share("10.0", 40),
        36,
        "公开的40件规范性文件中有解读的4件，占10.0%；同类机关5家的中位数为55.0%",
    ),
    ("channels", share("5.0"), 190, "公开的200条信息中10条同时在网站以外的渠道公开，占5.0%；"),
    ("late_items", share("40.0"), 120, "应按期公开的200条信息中按期公开80条，占40.0%；"),
    ("late_answers", share("52.0"), 96, "到期的200件申请中按期办结104件，占52.0%；"),
    ("one_section", share("80.0"), 160, "公开的200条信息中160条由同一个科室负责，占80.0%；"),
]


@pytest.mark.parametrize(("code", "value", "against", "words"), SPEAKS)
def test_a_share_far_from_the_peers_is_told_with_its_base_and_their_median(
    code: str, value: Value, against: int, words: str
) -> None:
    found = said(code, value, against, [share("55.0")] * 5)
    assert found is not None
    assert found.evidence.startswith(words)
    assert (found.peers, found.median) == (5, Decimal("55.0"))


@pytest.mark.parametrize("code", [code for code, *_rest in SPEAKS])
def test_a_share_like_the_peers_says_nothing(code: str) -> None:
    assert said(code, share("55.0"), 90, [share("55.0")] * 5) is None


@pytest.mark.parametrize(("code", "value", "against", "words"), SPEAKS)
def test_nothing_is_compared_with_fewer_than_five_or_with_peers_of_small_bases(
    code: str, value: Value, against: int, words: str
) -> None:
    assert said(code, value, against, [share("55.0")] * 4) is None
    assert said(code, value, against, [share("55.0")] * 4 + [share("55.0", 29)]) is None


def test_a_small_base_is_told_as_counts_and_compared_with_nobody() -> None:
    found = said("breadth", share("50.0", 20), 10, [share("1.0")] * 9)
    assert found is not None
    assert found.evidence == "20个栏目中10个没有新内容"
    assert (found.peers, found.median) == (0, None)
    assert said("breadth", share("10.0", 20), 2, [share("1.0")] * 9) is None
    assert said("news", share("5.0", 29), 27, [share("90.0")] * 9) is None


def test_a_count_is_told_where_it_is_low_and_compared_where_there_are_peers() -> None:
    few = said("attention", Value(Decimal(1)))
    assert few is not None and few.evidence == "召开公开工作会议、举办培训共1次"
    beside = said("attention", Value(Decimal(0)), peers=[Value(Decimal(3))] * 5)
    assert beside is not None and beside.evidence.endswith("同类机关5家的中位数为3")
    assert said("attention", Value(Decimal(1)), peers=[Value(Decimal(1))] * 5) is None
    assert said("attention", Value(Decimal(2))) is None


def test_what_is_not_known_says_nothing() -> None:
    assert said("news", Value(None, 0), 0, [share("55.0")] * 5) is None


def test_a_rule_is_in_force_from_its_day_and_every_rule_has_words_and_a_figure() -> None:
    assert rules.rules(date(2019, 1, 1)) == []
    for rule in RULES.values():
        assert rule.words.problem
        assert rule.figure in figures()


@given(
    number=st.decimals(0, 100, places=1),
    of=st.integers(1, 2000),
    peers=st.lists(st.tuples(st.decimals(0, 100, places=1), st.integers(0, 60)), max_size=12),
)
def test_a_rate_is_told_only_of_thirty_beside_five_of_thirty(
    number: Decimal, of: int, peers: list[tuple[Decimal, int]]
) -> None:
    rule = Rule("breadth", "briefing.quiet_columns_share", ON, far=5, from_=3)
    others = [Value(one, whole) for one, whole in peers]
    against = round(number * of / 100)
    found = rules.suggestion(rule, Value(number, of), against, others, more_is_better=False)
    if found and "%" in found.evidence:
        assert of >= 30
        assert sum(whole >= 30 for _one, whole in peers) >= PEERS
