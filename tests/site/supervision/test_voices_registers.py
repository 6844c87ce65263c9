"""批评建议, 社会评议, 责任追究: acts, what they refuse, counts that name nobody, figures and tellings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.disclosure.models import Item
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import permissions
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.voices import complaint_actions, people, register_actions, suggestion_actions
from gongkai.site.supervision.voices.models import Suggestion
from gongkai.site.supervision.voices.people import Person
from gongkai.site.supervision.voices.register_actions import Outcome, Question
from gongkai.site.supervision.voices.results import FEW, results, share
from gongkai.site.supervision.voices.tellings import tellings
from tests.cast import AT, ON
from tests.site import voices
from tests.site.voices import FIELDS, PERSON, QUESTIONS, SAID

YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))
AFTER = AT + timedelta(days=20)


# Suggestions --------------------------------------------------------------------------------------


def test_a_suggestion_needs_no_name_and_is_promised_an_answer(county):
    made = voices.suggested(county, person=Person())
    assert not made.is_named and made.answer_by == date(2021, 2, 9)
    assert not Suggestion.objects.late(made.answer_by)
    assert Suggestion.objects.late(made.answer_by + timedelta(days=1)).get() == made


def test_a_suggestion_is_answered_once_by_the_organ_with_what_was_taken_up(county):
    made = voices.suggested(county)
    for adopted, text, words in (("", "答复", "采纳"), ("no", " ", "理由")):
        with pytest.raises(Refused, match=words):
            suggestion_actions.answer(made, adopted, text, user=county.gao, at=AT)
    with pytest.raises(permissions.Forbidden):
        suggestion_actions.answer(made, "no", "答复", user=county.fang, at=AT)
    suggestion_actions.answer(made, "no", "理由如下。", user=county.gao, at=AT)
    with pytest.raises(Refused, match="已经答复"):
        suggestion_actions.answer(made, "yes", "再答", user=county.gao, at=AT)


def test_the_same_words_twice_within_a_day_are_taken_once(county):
    made = voices.suggested(county)
    with pytest.raises(Refused, match=made.number):
        voices.suggested(county)


def test_who_suggests_is_sealed_and_shown_for_a_reason(county):
    made = voices.suggested(county)
    assert PERSON.name not in str(Suggestion.objects.filter(pk=made.pk).values().get())
    assert people.reveal_suggester(made, "电话答复", user=county.gao, at=AT) == PERSON
    assert Entry.objects.latest("number").act == "voice_revealed"
    with pytest.raises(permissions.Forbidden):
        people.reveal_suggester(made, "电话答复", user=county.fang, at=AT)


def test_suggestion_and_answer_become_an_ordinary_draft_only_where_the_person_agreed(county):
    made = voices.suggested(county)
    with pytest.raises(Refused, match="先答复"):
        suggestion_actions.publish(made, "目录怎样排列", user=county.gao, at=AT)
    suggestion_actions.answer(made, "yes", "已经照办。", user=county.gao, at=AT)
    version = suggestion_actions.publish(made, "目录怎样排列", user=county.gao, at=AT)
    assert SAID.body in version.body and "已经照办。" in version.body and PERSON.name not in version.body
    assert not Item.objects.public()
    with pytest.raises(Refused, match="已经起草"):
        suggestion_actions.publish(made, "目录怎样排列", user=county.gao, at=AT)
    closed = voices.suggested(county, replace(SAID, body="另一条", may_publish=False))
    suggestion_actions.answer(closed, "no", "理由", user=county.gao, at=AT)
    with pytest.raises(Refused, match="没有同意"):
        suggestion_actions.publish(closed, "标题", user=county.gao, at=AT)


# Evaluations --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ((), "1至10"),
        (QUESTIONS * 4, "1至10"),
        ((Question("scale", " "),), "第1题"),
        ((Question("choice", "选哪个", ("一个",)),), "2至8个选项"),
        ((Question("scale", "满意吗", ("是", "否")),), "只有单选题"),
    ],
)
def test_a_questionnaire_has_one_to_ten_whole_questions(county, questions, words):
    found = voices.held(county)
    with pytest.raises(Refused, match=words):
        register_actions.set_questions(found, questions, user=county.lin, at=AT)
    assert found.questions.count() == len(QUESTIONS)


def test_questions_stay_once_somebody_answered(county):
    found = voices.held(county)
    voices.replied(found, 1)
    with pytest.raises(Refused, match="已经有人填写"):
        register_actions.set_questions(found, QUESTIONS[:1], user=county.lin, at=AT)


def test_answers_are_taken_from_the_first_day_to_the_last_and_must_be_whole(county):
    found = voices.held(county)
    keys = list(found.questions.values_list("pk", flat=True))
    for answers in ({}, {keys[0]: 6, keys[1]: 1}, {keys[0]: 5, keys[1]: 3}):
        with pytest.raises(Refused, match="还没有选"):
            register_actions.reply(found, answers, at=AT)
    assert found.replies.count() == 0
    whole = {keys[0]: 5, keys[1]: 2}
    for at in (AT - timedelta(days=1), AT + timedelta(days=11)):
        with pytest.raises(Refused, match="不在评议期间"):
            register_actions.reply(found, whole, at=at)
    register_actions.reply(found, whole, at=AT + timedelta(days=10))
    assert found.replies.count() == 1


def test_nothing_of_few_answers_is_told_and_no_share_of_fewer_than_thirty(county):
    found = voices.held(county)
    voices.replied(found, FEW - 1, text="多公开")
    assert results(found, texts=True) == (FEW - 1, [])
    voices.replied(found, 1, scale=2)
    base, told = results(found)
    assert base == FEW
    assert next((row.label, row.count, row.share) for row in told[0].rows) == ("满意", FEW - 1, "")
    assert len(told) == 2  # what was written is for the office alone
    assert results(found, texts=True)[1][2].texts == ["多公开"] * (FEW - 1)
    voices.replied(found, 20, scale=2)
    assert results(found)[1][0].rows[0].share == "30.0%"


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_is_of_thirty_and_more(part, base):
    told = share(min(part, base), base)
    assert (told == "") == (base < 30)
    assert not told or 0 <= float(told[:-1]) <= 100


def test_an_online_round_counts_itself_when_it_is_over(county):
    found = voices.held(county)
    voices.replied(found, 3)
    voices.replied(found, 2, scale=3)
    with pytest.raises(Refused, match="结束以后"):
        register_actions.conclude(found, Outcome(issues="问题"), user=county.lin, at=AT)
    register_actions.conclude(found, Outcome(answered=999, issues="更新慢"), user=county.lin, at=AFTER)
    found.refresh_from_db()
    assert (found.asked, found.answered, found.satisfied, found.issues) == (None, 5, 3, "更新慢")


def test_of_other_rounds_the_counts_fit_each_other(county):
    found = register_actions.open_round(county.wangshu, "代表评议", "people", ON, ON, user=county.lin, at=AT)
    for outcome, words in (
        (Outcome(), "收回份数"),
        (Outcome(asked=5, answered=6), "不能多于发出"),
        (Outcome(asked=9, answered=6, satisfied=7), "不能多于收回"),
    ):
        with pytest.raises(Refused, match=words):
            register_actions.conclude(found, outcome, user=county.lin, at=AFTER)
    register_actions.conclude(found, Outcome(9, 6, 5), user=county.lin, at=AFTER)
    with pytest.raises(permissions.Forbidden):
        register_actions.conclude(found, Outcome(9, 6, 5), user=county.gao, at=AFTER)
    with pytest.raises(Refused, match="早于"):
        register_actions.open_round(
            county.wangshu, "评议", "people", ON, ON - timedelta(days=1), user=county.lin, at=AT
        )


# Accountability -----------------------------------------------------------------------------------


def test_accountability_is_entered_after_it_was_decided_and_put_right_with_a_reason(county):
    with pytest.raises(Refused, match="晚于今天"):
        register_actions.hold_to_account(
            county.wangshu, user=county.lin, at=AT, **{**FIELDS, "on": ON + timedelta(days=1)}
        )
    row = voices.held_to_account(county)
    with pytest.raises(Refused, match="没有改动"):
        register_actions.amend_accountability(row, "误记", user=county.lin, at=AT, **FIELDS)
    changed = {**FIELDS, "people": 2}
    with pytest.raises(Refused, match="原因"):
        register_actions.amend_accountability(row, "", user=county.lin, at=AT, **changed)
    register_actions.amend_accountability(row, "漏记一人", user=county.fang, at=AT, **changed)
    row.refresh_from_db()
    line = Entry.objects.latest("number")
    assert row.people == 2 and "漏记一人" in line.detail and '"people":1' in line.detail
    with pytest.raises(permissions.Forbidden):
        register_actions.hold_to_account(county.wangshu, user=county.gao, at=AT, **FIELDS)


# Figures and tellings -----------------------------------------------------------------------------


def counts(county) -> dict[str, int]:
    organs = Organ.objects.filter(pk__in=[county.wangshu.pk, county.yunchuan.pk])
    return {
        code: len(list(figure.records(organs, YEAR)))
        for code, figure in figures().items()
        if code.startswith("voices.")
    }


def test_figures_count_what_their_records_show(county):
    voices.closed(county)
    late = voices.lodged(county, replace(voices.TOLD, body="没有受理的"))
    gone = voices.lodged(county, replace(voices.TOLD, body="撤回的"))
    complaint_actions.withdraw(gone, "", user=None, at=AT)
    voices.answered(county)
    voices.suggested(county, replace(SAID, body="没有答复的"))
    voices.held_to_account(county)
    assert counts(county) == {
        "voices.complaints": 2,
        "voices.upheld": 1,
        "voices.overdue": 1,
        "voices.answered": 1,
        "voices.accountability": 1,
    }
    overdue = list(figures()["voices.overdue"].records(Organ.objects.all(), YEAR))
    assert [(one.organ, one.key) for one in overdue] == [(county.yunchuan.pk, str(late.pk))]


def test_the_share_of_suggestions_answered_in_time_is_of_those_whose_day_is_over(county):
    voices.answered(county)
    voices.suggested(county, replace(SAID, body="没有答复的"))
    figure = figures()["voices.answered"]
    organs = Organ.objects.all()
    whole = figure.value(organs, YEAR, county.wangshu.pk)
    assert (whole.number, whole.of, whole.is_small) == (Decimal(50), 2, True)
    before = Span(date(2021, 1, 1), date(2021, 2, 9), running=True)
    assert figure.value(organs, before, county.wangshu.pk).of == 1
    assert figure.value(organs, YEAR, county.tingyu.pk).number is None


def test_figures_ask_as_often_for_many_as_for_few(county, django_assert_num_queries):
    for number in range(6):
        voices.lodged(county, replace(voices.TOLD, body=f"第{number}件"))
        voices.suggested(county, replace(SAID, body=f"第{number}条"))
    for code, figure in figures().items():
        if code.startswith("voices."):
            with django_assert_num_queries(1):
                figure.values(Organ.objects.all(), YEAR)
            with django_assert_num_queries(1):
                list(figure.records(Organ.objects.all(), YEAR))


def test_section_one_is_told_what_there_was_and_nothing_of_what_there_was_not(county):
    assert tellings(county.wangshu, 2021) == []
    voices.closed(county)
    voices.answered(county)
    found = voices.held(county)
    voices.replied(found, 5)
    register_actions.conclude(found, Outcome(), user=county.lin, at=AFTER)
    voices.held_to_account(county)
    assert tellings(county.wangshu, 2021) == [
        ("evaluations", 1, "开展社会评议1次，5人次参加"),
        ("complaints", 1, "涉及本机关公开工作的投诉举报1件，办结1件，其中属实或者部分属实1件"),
        ("suggestions", 1, "收到批评建议1条，答复1条，采纳或者部分采纳1条"),
        ("accountability", 1, "责任追究1件，涉及1人"),
    ]
    assert tellings(county.wangshu, 2020) == []
