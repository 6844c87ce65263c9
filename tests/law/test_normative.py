"""Is it a normative document? Every question decides by itself."""

import pytest

from gongkai.law.normative import QUESTIONS, reasons_against

ALL_FOR = {question.code: question.speaks_for for question in QUESTIONS}


def test_what_answers_every_question_rightly_is_one():
    assert reasons_against(ALL_FOR) == []


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.code)
def test_any_one_answer_is_enough_to_be_none(question):
    answers = ALL_FOR | {question.code: not question.speaks_for}
    assert reasons_against(answers) == [question.otherwise]


def test_a_missing_answer_is_no_answer():
    with pytest.raises(KeyError):
        reasons_against({})
