"""Every ending of an application: one row of table three in each form, and a path of the seven steps."""

from collections.abc import Iterator
from datetime import date

import pytest

from gongkai.annual_report import formats
from gongkai.law.applications import steps
from gongkai.law.applications.answers import ANSWERS, FORMS, IN_FORCE, SECTIONS, Section, cited, row
from gongkai.law.applications.steps import STEPS
from gongkai.law.parameters import NotInForce
from gongkai.law.scope import GROUNDS


def leaves(form: str) -> dict[str, tuple[str, ...]]:
    """Row id → printed path of the results in table three."""
    table = next(table for table in formats.load(form).tables if table.id == "applications")
    return {one.id: one.path for block in table.blocks for one in block.rows if one.role == "leaf"}


@pytest.mark.parametrize("form", FORMS)
def test_every_leaf_of_table_three_has_an_answer_and_every_answer_one_leaf(form: str) -> None:
    assert {row(code, form) for code in ANSWERS} == set(leaves(form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", ANSWERS)
def test_an_answer_stands_in_the_section_of_its_row(code: str, form: str) -> None:
    printed = leaves(form)[row(code, form)][1]
    assert printed.startswith(SECTIONS[ANSWERS[code].section])


def test_the_form_of_2019_has_one_row_for_every_other_ending() -> None:
    others = [code for code, answer in ANSWERS.items() if answer.section is Section.OTHER]
    assert len(others) == 3
    assert {row(code, "2019") for code in others} == {"other"}
    assert {row(code, "2021") for code in others} == set(others)


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="2008"):
        row("granted", "2008")
    with pytest.raises(KeyError):
        row("granted_in_spirit", "2021")


def test_two_pairs_of_answers_share_a_row() -> None:
    shared = {row(code, "2021") for code in ANSWERS}
    assert len(ANSWERS) == len(shared) + 2
    assert row("granted_public", "2021") == row("granted", "2021")
    assert row("not_existing", "2021") == row("not_ours", "2021")


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ground_to_withhold_has_a_refusal_with_its_article_and_reason(ground: str) -> None:
    answer = ANSWERS[f"refused_{ground}"]
    assert answer.refuses == ground and answer.needs_reason
    assert GROUNDS[ground][1] in answer.articles
    assert str(answer.articles[-1]) == "《政府信息公开条例》第三十六条第（三）项"


def test_what_is_no_refusal_under_articles_14_to_16_says_so() -> None:
    assert {answer.refuses for answer in ANSWERS.values()} == {*GROUNDS, ""}
    assert ANSWERS["refused_admin_query"].refuses == ""


@pytest.mark.parametrize(
    ("need", "codes"),
    [
        ("needs_search_record", {"not_existing", "unable_needs_creation"}),
        ("needs_parts", {"partly_granted"}),
        ("needs_third_party", {"refused_third_party"}),
        ("needs_responsible_organ", {"not_ours"}),
        ("needs_earlier_case", {"declined_repeat"}),
        ("needs_channel", {"declined_petition", "declined_publication", "refused_admin_query"}),
        ("needs_items", {"granted_public"}),
        ("sends_information", {"granted", "partly_granted"}),
    ],
)
def test_what_an_answer_needs(need: str, codes: set[str]) -> None:
    assert {code for code, answer in ANSWERS.items() if getattr(answer, need)} == codes


def test_an_answer_cites_the_item_of_article_36() -> None:
    assert [str(article) for article in cited("not_ours", IN_FORCE)] == [
        "《政府信息公开条例》第十条",
        "《政府信息公开条例》第三十六条第（五）项",
    ]


def test_no_answer_on_the_fee_before_the_measures() -> None:
    with pytest.raises(NotInForce, match="2021-01-01"):
        cited("other_fee_unpaid", date(2020, 12, 31))
    assert cited("other_fee_unpaid", date(2021, 1, 1))


def test_no_answer_before_the_regulation() -> None:
    for code in ANSWERS:
        with pytest.raises(NotInForce):
            cited(code, date(2019, 5, 14))


def test_there_are_seven_steps_in_the_order_of_practice() -> None:
    titles = ["补不补", "是不是", "谁负责", "有没有", "给不给", "怎么给", "怎么答"]
    assert [step.title for step in STEPS.values()] == titles


def test_a_choice_leads_to_a_later_step_or_ends_in_an_answer_never_both() -> None:
    order = list(STEPS)
    for code, step in STEPS.items():
        assert len({choice.code for choice in step.choices}) == len(step.choices) >= 2
        for choice in step.choices:
            assert bool(choice.leads_to) != bool(choice.answer)
            if choice.leads_to:
                assert order.index(choice.leads_to) > order.index(code)
            else:
                assert choice.answer in ANSWERS


def walked() -> Iterator[tuple[list[str], str]]:
    """Every way, followed by hand: the steps taken and the answer at its end."""
    waiting = [[steps.FIRST]]
    while waiting:
        taken = waiting.pop()
        for choice in STEPS[taken[-1]].choices:
            if choice.answer:
                yield taken, choice.answer
            else:
                waiting.append([*taken, choice.leads_to])


def test_every_path_ends_in_an_answer_and_passes_no_step_twice() -> None:
    found = list(walked())
    for taken, answer in found:
        assert len(set(taken)) == len(taken)
        assert ANSWERS[answer].step == taken[-1]
    assert {answer for _taken, answer in found} == set(ANSWERS)
    assert {step for taken, _answer in found for step in taken} == set(STEPS)


def test_the_paths_of_the_library_are_those() -> None:
    assert sorted(path[-1].answer for path in steps.paths()) == sorted(answer for _, answer in walked())


def test_the_law_stands_beside_every_choice_but_those_no_article_names() -> None:
    bare = {choice.code for step in STEPS.values() for choice in step.choices if not choice.articles}
    assert bare == {"declined_confirm_reissue", "other_misc"}
    assert all(asking.articles for step in STEPS.values() for asking in step.askings)
