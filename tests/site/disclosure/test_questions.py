"""Questions of the public: what becomes of one follows from its answer; the ledger has no word of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.site.disclosure import actions, column_actions, questions
from gongkai.site.disclosure import desk as desks
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.disclosure.question_models import Question, QuestionState, RefusalGround
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import AT, ON
from tests.site import items
from tests.site.questions import ANSWER, BODY, TITLE, answered, asked, drafted, fresh, submitted
from tests.site.threads import meet_after, outcomes

COVERED = BODY.replace("13800000000", "■■■")


def refuse(county, question, ground=RefusalGround.APPLICATION, note="请按公开指南提出申请"):
    questions.refuse(question, ground, note, user=county.lin, at=AT)


def acts() -> list[str]:
    lines = Entry.objects.filter(subject_type="question").order_by("number")
    return list(lines.values_list("act", flat=True))


# Asking -------------------------------------------------------------------------------------------


def test_a_question_is_followed_with_its_number_and_its_code_and_with_nothing_else(county):
    question, code = questions.ask(county.wangshu, TITLE, BODY, at=AT)
    assert question.number == f"2021{question.pk:06}"
    assert questions.followed(question.number, code) == question
    assert questions.followed(f" {question.number[:4]} {question.number[4:]}", code.lower()) == question
    assert questions.followed(question.number, code.replace("-", "")) == question
    assert questions.followed(question.number, "") is None
    assert questions.followed(question.number, code[:-1]) is None
    assert questions.followed(f"2020{question.number[4:]}", code) is None
    assert questions.followed("编号", code) is None
    assert questions.followed("9" * 40, code) is None


def test_the_code_is_kept_as_a_hash_only_and_is_never_the_same(county):
    codes = []
    for number in range(20):
        question, code = questions.ask(county.wangshu, f"第{number}个问题", BODY, at=AT)
        stored = str(Question.objects.filter(pk=question.pk).values().get())
        assert code not in stored and code.replace("-", "") not in stored
        assert not any(code.replace("-", "") in entry.detail for entry in Entry.objects.all())
        codes.append(code)
    signs = "".join(codes).replace("-", "")
    assert len(set(codes)) == 20 and len(signs) == 160
    assert len(set(signs)) > 20  # of 28 signs; by chance fewer than once in 10**6 runs


def test_the_code_of_one_question_opens_no_other(county):
    first, code = questions.ask(county.wangshu, TITLE, BODY, at=AT)
    second, _code = questions.ask(county.wangshu, "另一个", BODY, at=AT)
    assert questions.followed(second.number, code) is None
    assert questions.followed(first.number, code) == first


def test_the_day_promised_is_kept_whatever_is_set_later(county, settings):
    assert asked(county).due_on == date(2021, 2, 9)  # 15 working days, 2021-02-07 made up
    settings.GONGKAI_ANSWER_DAYS = 5
    assert asked(county, "别的问题").due_on == date(2021, 1, 27)
    assert Question.objects.earliest("pk").due_on == date(2021, 2, 9)


def test_the_same_question_is_taken_once_in_a_day(county):
    question = asked(county)
    with pytest.raises(Refused, match=question.number):
        asked(county)
    questions.ask(county.tingyu, TITLE, BODY, at=AT)
    questions.ask(county.wangshu, TITLE, BODY, at=AT + timedelta(days=2))
    assert Question.objects.count() == 3


@pytest.mark.parametrize(("title", "body"), [(" ", BODY), (TITLE, "\n ")])
def test_an_empty_question_is_none(county, title, body):
    with pytest.raises(Refused, match="请写标题和问题"):
        asked(county, title, body)


def test_the_public_stands_in_the_ledger_as_nobody(county):
    asked(county)
    line = Entry.objects.get(act="asked")
    assert (line.user, line.user_name) == (None, "")


# What became of it --------------------------------------------------------------------------------


def test_what_became_of_a_question_follows_from_its_answer(county):
    question = asked(county)
    assert question.state == QuestionState.WAITING
    version = submitted(county, question)
    assert fresh(question).state == QuestionState.ANSWERING
    version = items.passed(county, version)
    assert fresh(question).state == QuestionState.ANSWERING
    actions.publish(version, version.digest, user=county.lin, at=AT)
    assert fresh(question).state == QuestionState.ANSWERED
    actions.withdraw(fresh(question).item, reason="有误", user=county.lin, at=AT)
    assert fresh(question).state == QuestionState.WITHDRAWN


def test_a_question_whose_draft_is_discarded_waits_again(county):
    question = asked(county)
    actions.discard(drafted(county, question), user=county.gao, at=AT)
    assert fresh(question).state == QuestionState.WAITING
    drafted(county, fresh(question))


def test_every_question_is_found_in_its_state_and_in_no_other(county):
    made = {
        QuestionState.WAITING: asked(county, "甲甲"),
        QuestionState.ANSWERING: asked(county, "乙乙"),
        QuestionState.ANSWERED: asked(county, "丙丙"),
        QuestionState.WITHDRAWN: asked(county, "丁丁"),
        QuestionState.REFUSED: asked(county, "戊戊"),
    }
    drafted(county, made[QuestionState.ANSWERING])
    answered(county, made[QuestionState.ANSWERED])
    actions.withdraw(answered(county, made[QuestionState.WITHDRAWN]), reason="有误", user=county.lin, at=AT)
    refuse(county, made[QuestionState.REFUSED])
    for state, question in made.items():
        assert Question.objects.in_state(state).get() == question
        assert fresh(question).state == state


def test_the_figures_count_what_was_received_and_answered_and_how_long_it_took(county):
    assert Question.objects.figures() == {"received": 0, "answered": 0, "took": None}
    for title, days in (("甲甲", 2), ("乙乙", 4)):
        answered(county, asked(county, title))
        Question.objects.filter(title=title).update(asked_at=AT - timedelta(days=days))
    asked(county, "丙丙")
    figures = Question.objects.figures()
    assert (figures["received"], figures["answered"]) == (3, 2)
    assert figures["took"] == timedelta(days=3)


# Answering ----------------------------------------------------------------------------------------


def test_an_answer_is_an_item_with_the_question_and_is_public_only_after_the_review(county):
    version = drafted(county, asked(county))
    assert version.title == TITLE
    assert version.item.column.name == "公众问答"
    assert version.body == (
        "<h2>提问</h2><p>家里分户想申请宅基地，要准备哪些材料？</p><p>我的电话是13800000000。</p>"
        "<h2>答复</h2><p>交申请表、承诺书和户口簿。</p><p>到便民服务中心综合窗口办理。</p>"
    )
    with pytest.raises(Refused):
        actions.publish(version, version.digest, user=county.lin, at=AT)
    assert not Item.objects.public().exists()


def test_what_the_public_writes_is_text_and_never_markup(county):
    question = asked(county, "<b>粗</b>", "<script>alert(1)</script>\n<h2>答复</h2>")
    version = drafted(county, question)
    assert "<script" not in version.body
    assert version.body.count("<h2>") == 2
    assert "&lt;h2&gt;答复&lt;/h2&gt;" in version.body


def test_the_column_is_made_once_and_does_not_stand_in_the_way_of_the_usual_ones(county):
    drafted(county, asked(county))
    drafted(county, asked(county, "别的问题"))
    assert Column.objects.filter(organ=county.wangshu).count() == 1
    column_actions.add_usual_columns(county.wangshu, user=county.lin, at=AT)
    assert Column.objects.filter(organ=county.wangshu, category="20.12").exists()


def test_a_question_has_one_answer_at_a_time(county):
    question = asked(county)
    drafted(county, question)
    with pytest.raises(Refused, match="已经起草答复"):
        drafted(county, question)
    assert ItemVersion.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_make_one_draft(transactional_db, monkeypatch):
    county = cast.county()
    question = asked(county)
    meet_after(monkeypatch, questions.permissions, "require")
    found = outcomes(
        lambda: questions.draft_answer(question, ANSWER, user=county.gao, at=AT),
        lambda: questions.draft_answer(question, ANSWER, user=county.lin, at=AT),
    )
    assert {type(one) for one in found} == {ItemVersion, Refused}
    assert Item.objects.count() == 1


def test_an_empty_answer_is_none(county):
    with pytest.raises(Refused, match="请写答复"):
        questions.draft_answer(asked(county), " \n", user=county.gao, at=AT)
    assert not Item.objects.exists()


def test_a_withdrawn_answer_may_be_followed_by_another(county):
    question = asked(county)
    first = answered(county, question)
    with pytest.raises(Refused, match="答复已经公布"):
        drafted(county, question)
    actions.withdraw(first, reason="有误", user=county.lin, at=AT)
    second = drafted(county, question).item
    assert fresh(question).item == second != first
    assert fresh(question).state == QuestionState.ANSWERING


# Covering, transferring, refusing -----------------------------------------------------------------


def test_personal_data_is_covered_and_the_original_kept_out_of_sight(county):
    question = asked(county)
    questions.cover(question, TITLE, COVERED, user=county.gao, at=AT)
    question = fresh(question)
    assert question.body == COVERED
    assert question.original_body == BODY
    assert "13800000000" not in drafted(county, question).body


def test_what_is_covered_twice_keeps_what_was_first_asked(county):
    question = asked(county)
    questions.cover(question, TITLE, COVERED, user=county.gao, at=AT)
    questions.cover(question, "农村宅基地**要交哪些材料", COVERED, user=county.gao, at=AT)
    question = fresh(question)
    assert (question.original_title, question.original_body) == (TITLE, BODY)
    assert question.title == "农村宅基地**要交哪些材料"


@pytest.mark.parametrize(
    "changed",
    [
        BODY.replace("宅基地", "住房"),
        BODY.replace("13800000000", ""),
        BODY.replace("13800000000", "■■1"),
        BODY + "■",
        "■" + BODY,
        BODY.replace("家里", "家■里"),
        BODY.replace("准备哪些材料？", "■？准备"),
        "■电话■电话■",
    ],
)
def test_nobody_changes_the_words_of_a_question(county, changed):
    question = asked(county)
    with pytest.raises(Refused, match="其他文字请保持原样"):
        questions.cover(question, TITLE, changed, user=county.lin, at=AT)
    assert fresh(question).body == BODY


@pytest.mark.parametrize(
    "covered", ["■", "家里■", "■。", "家■电话■。", BODY.replace("\n", "\r\n").replace("138", "＊")]
)
def test_any_part_may_be_covered(county, covered):
    question = asked(county)
    questions.cover(question, TITLE, covered, user=county.lin, at=AT)
    assert fresh(question).body == covered.replace("\r\n", "\n")


def test_covering_nothing_is_told(county):
    with pytest.raises(Refused, match="没有遮盖"):
        questions.cover(asked(county), TITLE, BODY, user=county.lin, at=AT)


def test_a_question_is_transferred_with_the_day_promised(county):
    question = asked(county)
    due_on = question.due_on
    questions.transfer(question, county.tingyu, user=county.gao, at=AT + timedelta(days=3))
    question = fresh(question)
    assert (question.organ, question.asked_of, question.due_on) == (county.tingyu, county.wangshu, due_on)
    with pytest.raises(Forbidden):
        drafted(county, question)
    version = questions.draft_answer(question, ANSWER, user=county.ye, at=AT)
    assert version.item.organ == county.tingyu


def test_a_question_is_not_transferred_to_where_it_is_or_to_what_is_no_more(county):
    question = asked(county)
    with pytest.raises(Refused, match="就在本机关"):
        questions.transfer(question, county.wangshu, user=county.lin, at=AT)
    county.tingyu.dissolved_on = ON
    county.tingyu.save()
    with pytest.raises(Refused, match="已经撤销"):
        questions.transfer(question, county.tingyu, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经撤销"):
        questions.ask(county.tingyu, TITLE, BODY, at=AT)


def test_a_question_is_refused_with_ground_and_reason(county):
    question = asked(county)
    with pytest.raises(Refused, match="请写明理由"):
        refuse(county, question, note=" ")
    refuse(county, question)
    question = fresh(question)
    assert question.state == QuestionState.REFUSED
    assert (question.refusal_ground, question.refused_by) == ("application", county.lin)
    for act in (refuse, drafted):
        with pytest.raises(Refused, match="已经不予答复"):
            act(county, question)


def test_a_question_with_an_answer_on_its_way_is_neither_refused_nor_covered_nor_transferred(county):
    question = asked(county)
    drafted(county, question)
    for act in (
        lambda: refuse(county, question),
        lambda: questions.cover(question, TITLE, COVERED, user=county.lin, at=AT),
        lambda: questions.transfer(question, county.tingyu, user=county.lin, at=AT),
    ):
        with pytest.raises(Refused, match="已经起草答复"):
            act()


def test_what_the_review_settles_as_not_public_may_be_refused(county):
    question = asked(county)
    version = drafted(county, question)
    kept = replace(version.content, klass="withheld", ground="secret", ground_note="涉密")
    actions.edit(version, kept, column=version.item.column, user=county.lin, at=AT)
    actions.submit(items.fresh(version), user=county.lin, at=AT)
    items.passed(county, items.fresh(version))
    refuse(county, question, RefusalGround.PERSONAL, "不宜公开")
    assert fresh(question).state == QuestionState.REFUSED


# Who ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["he", "song", "zhou", "qin", "ye", "fang", "cheng", "shen"])
def test_only_who_handles_answers_covers_and_transfers(county, who):
    person, question = getattr(county, who), asked(county)
    for act in (
        lambda: questions.draft_answer(question, ANSWER, user=person, at=AT),
        lambda: questions.cover(question, TITLE, COVERED, user=person, at=AT),
        lambda: questions.transfer(question, county.tingyu, user=person, at=AT),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("who", ["gao", "he", "ye", "fang", "shen"])
def test_only_the_disclosure_officer_refuses(county, who):
    with pytest.raises(Forbidden):
        questions.refuse(asked(county), "unclear", "请说明", user=getattr(county, who), at=AT)


def test_the_desk_of_who_answers_shows_what_waits_the_most_pressing_first(county):
    late, early = asked(county, "甲甲"), asked(county, "乙乙")
    Question.objects.filter(pk=early.pk).update(due_on=ON)
    drafted(county, asked(county, "丙丙"))
    pile = desks.desk(county.gao, ON).questions
    assert (pile.questions, pile.count) == ([early, late], 2)
    for person in (county.he, county.ye, county.fang):
        assert desks.desk(person, ON).questions.count == 0


def test_the_desk_shows_the_first_eight_and_counts_all(county):
    for number in range(10):
        asked(county, f"第{number}件")
    pile = desks.desk(county.lin, ON).questions
    assert (len(pile.questions), pile.count) == (8, 10)


# The ledger ---------------------------------------------------------------------------------------


def test_every_act_is_a_line_that_names_the_question_by_number_only(county):
    question = asked(county)
    questions.cover(question, TITLE, COVERED, user=county.lin, at=AT)
    questions.transfer(question, county.tingyu, user=county.lin, at=AT)
    refused = asked(county, "要一份文件")
    refuse(county, refused, note="关于文件的说明")
    answering = asked(county, "清溪路灯")
    drafted(county, answering)
    assert acts() == [
        "asked",
        "covered",
        "question_transferred",
        "asked",
        "question_refused",
        "asked",
        "answer_drafted",
    ]
    for line in Entry.objects.filter(subject_type="question"):
        told = line.subject_text + line.detail
        assert not any(word in told for word in ("宅基地", "材料", "138", "文件", "说明", "清溪"))
        assert line.subject_text in (question.number, refused.number, answering.number)
    # The item's own lines name its title, as those of every item do; its body stands in none.
    assert not any("13800000000" in line.subject_text + line.detail for line in Entry.objects.all())
