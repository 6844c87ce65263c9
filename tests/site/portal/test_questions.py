"""公众问答 as the public sees it: only answers, a question of one's own, and what became of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, questions
from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.question_models import LONGEST_BODY, LONGEST_TITLE, Question, RefusalGround
from gongkai.site.ledger.models import Entry
from tests.cast import AT, County, browser
from tests.site import items
from tests.site.questions import BODY, TITLE, answered, asked, drafted

LIST, ASK, FOLLOW = "/o/wangshu/questions/", "/o/wangshu/questions/ask/", "/questions/follow/"
TYPED = {"title": TITLE, "body": "要交哪些材料？", "remark": ""}


def text(answer) -> str:
    return answer.content.decode()


def follow(number: str, code: str, client: Client | None = None):
    return (client or browser()).post(FOLLOW, {"number": number, "code": code})


def followed(county: County, act, title: str = TITLE) -> str:
    """What the page says after ``act`` was done to a question."""
    question, code = questions.ask(county.wangshu, title, BODY, at=AT)
    act(question)
    answer = follow(question.number, code)
    assert answer.status_code == 200
    return text(answer)


# The list -----------------------------------------------------------------------------------------


def test_the_list_shows_answers_and_no_word_of_what_is_not_answered(county):
    answered(county, asked(county))
    asked(county, "还没有答复的事", "没有答复的正文")
    drafted(county, asked(county, "正在起草的事"))
    page = text(browser().get(LIST))
    assert TITLE in page and "我要提问" in page
    for word in ("还没有答复的事", "没有答复的正文", "正在起草的事"):
        assert word not in page
        assert f"没有找到“{word}”" in text(browser().get(f"/search/?q={word}"))


def test_the_list_counts_what_was_received_and_answered_and_how_long_it_took(county):
    answered(county, asked(county))
    asked(county, "还没有答复的事")
    page = re.sub(r"<[^>]+>|\s", "", text(browser().get(LIST)))
    assert "收到2件已答复1件平均用时1天" in page


def test_an_organ_that_was_never_asked_says_what_belongs_there(county):
    page = text(browser().get(LIST))
    assert "还没有公开的答复" in page and "平均用时" not in page


def test_the_newest_answer_comes_first_and_a_withdrawn_one_leaves(county):
    first, second = asked(county, "甲甲甲甲"), asked(county, "乙乙乙乙")
    item = answered(county, first)
    Item.objects.filter(pk=answered(county, second).pk).update(published_at=AT - timedelta(days=1))
    titles = re.findall(r'/i/\d+/">(.+?)</a>', text(browser().get(LIST)))
    assert titles == ["甲甲甲甲", "乙乙乙乙"]
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert "甲甲甲甲" not in text(browser().get(LIST))


def test_an_answer_is_found_by_search_and_stands_in_its_column(county):
    item = answered(county, asked(county))
    assert TITLE in text(browser().get("/search/?q=承诺书和户口簿")).replace("<mark>", "").replace(
        "</mark>", ""
    )
    assert TITLE in text(browser().get(f"/o/wangshu/catalogue/{item.column_id}/"))


def test_the_page_of_the_organ_leads_there_beside_its_fixed_parts(county):
    answer = browser().get("/o/wangshu/")
    assert LIST in text(answer) and ASK in text(answer)
    assert LIST not in [part["url"] for part in answer.context["parts"]]


def test_the_list_needs_no_more_queries_as_answers_are_given(county):
    def queries() -> int:
        browser().get(LIST)
        with CaptureQueriesContext(connection) as context:
            browser().get(LIST)
        return len(context)

    answered(county, asked(county))
    few = queries()
    for number in range(4):
        answered(county, asked(county, f"第{number}件"))
    assert queries() == few <= 12


# Asking -------------------------------------------------------------------------------------------


def test_a_question_is_taken_and_its_code_shown_once(county):
    answer = browser().post(ASK, TYPED)
    assert answer.status_code == 200
    question = Question.objects.get()
    (number, code) = re.findall(r"<dd>(.+?)</dd>", text(answer))
    assert (question.title, question.body, number) == (TITLE, TYPED["body"], question.number)
    assert questions.followed(number, code) == question
    assert f"http://testserver{FOLLOW}" in text(answer)  # for whoever prints the page
    again = browser().post(ASK, TYPED)
    assert again.status_code == 422
    assert number in text(again) and code not in text(again)
    assert Question.objects.count() == 1


@pytest.mark.parametrize("address", [ASK, FOLLOW])
def test_pages_of_ones_own_are_kept_nowhere(county, address):
    for answer in (browser().get(address), browser().post(address, TYPED)):
        assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_asks_for_nothing_but_title_and_question_and_says_what_it_is_not(county):
    page = text(browser().get(ASK))
    names = set(re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.split('class="form"')[1]))
    assert names == {"csrfmiddlewaretoken", "title", "body", "remark"}
    assert "请不要写姓名、电话、证件号码、住址" in page
    assert "这里不是申请公开政府信息" in page and "不受理投诉、举报、信访" in page
    assert "问题会和答复一起公开" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": ""}, "这个字段是必填项"),
        ({"body": " "}, "这个字段是必填项"),
        ({"title": "长" * (LONGEST_TITLE + 1)}, "60"),
        ({"body": "长" * (LONGEST_BODY + 1)}, "1000"),
        ({"remark": "buy"}, "请留空"),
    ],
)
def test_what_is_not_taken_keeps_what_was_typed(county, typed, said):
    sent = TYPED | typed
    answer = browser().post(ASK, sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert sent["title"] in text(answer) and sent["body"].strip() in text(answer)
    assert not Question.objects.exists()


def test_what_may_answer_it_already_is_offered_once_with_the_text_kept(county):
    items.published(county, title="农村宅基地申请材料清单", document_number="", body="<p>见表。</p>")
    answer = browser().post(ASK, TYPED | {"title": "请问农村宅基地怎么申请呢"})
    assert answer.status_code == 422
    page = text(answer)
    assert "这些信息可能已经回答了您的问题" in page and "农村宅基地申请材料清单" in page
    assert "请问农村宅基地怎么申请呢" in page and TYPED["body"] in page
    assert not Question.objects.exists()
    anyway = browser().post(ASK, TYPED | {"title": "请问农村宅基地怎么申请呢", "anyway": "on"})
    assert anyway.status_code == 200
    assert Question.objects.get().title == "请问农村宅基地怎么申请呢"


def test_an_answer_given_before_is_offered_to_the_next(county):
    answered(county, asked(county))
    assert TITLE in text(browser().post(ASK, TYPED | {"title": "宅基地申请材料"}))


def test_what_shares_only_words_of_asking_is_not_offered(county):
    items.published(county, title="关于怎么办理医保的说明", document_number="", body="<p>请带证件。</p>")
    assert browser().post(ASK, TYPED | {"title": "路灯坏了怎么办理报修"}).status_code == 200
    assert browser().post(ASK, TYPED | {"title": "为什么"}).status_code == 200
    assert Question.objects.count() == 2


def test_nothing_is_offered_that_the_public_may_not_read(county):
    item = items.published(county, title="农村宅基地申请材料清单", document_number="")
    items.submitted(county, title="农村宅基地申请材料说明", document_number="")
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert browser().post(ASK, TYPED).status_code == 200


# Following ----------------------------------------------------------------------------------------


def test_who_has_number_and_code_sees_what_became_of_it(county):
    assert "还没有答复" in followed(county, lambda question: None, "甲甲")
    assert "正在审核" in followed(county, lambda question: drafted(county, question), "乙乙")
    page = followed(county, lambda question: answered(county, question))
    assert TITLE in page and "答复已经公布" in page
    page = followed(
        county,
        lambda question: actions.withdraw(
            answered(county, question), reason="数字有误", user=county.lin, at=AT
        ),
        "丙丙",
    )
    assert "已撤下" in page and "数字有误" in page
    page = followed(
        county,
        lambda question: questions.refuse(
            question, RefusalGround.APPLICATION, "请走申请公开", user=county.lin, at=AT
        ),
        "丁丁",
    )
    assert "请走申请公开" in page and "属于申请公开政府信息" in page
    page = followed(
        county,
        lambda question: questions.transfer(question, county.tingyu, user=county.lin, at=AT),
        "戊戊",
    )
    assert "听雨镇人民政府（您向望舒镇人民政府提出，已转交）" in page


def test_without_the_code_nothing_is_told(county):
    question, code = questions.ask(county.wangshu, TITLE, BODY, at=AT)
    wrong = follow(question.number, "BBBB-BBBB")
    missing = follow("2021999999", code)
    assert wrong.status_code == missing.status_code == 422
    for answer in (wrong, missing):
        assert "没有查到" in text(answer)
        assert "承诺答复时间" not in text(answer)


# Too often ----------------------------------------------------------------------------------------


def test_from_one_network_only_so_many_questions_are_taken_and_the_text_is_kept(county):
    client = browser()
    for number in range(20):
        assert client.post(ASK, TYPED | {"title": f"第{number}件"}).status_code == 200
    lines = Entry.objects.count()
    answer = client.post(ASK, TYPED | {"title": "第二十一件"})
    assert answer.status_code == 429
    assert "提交的次数太多" in text(answer) and "第二十一件" in text(answer)
    assert (Question.objects.count(), Entry.objects.count()) == (20, lines)
    elsewhere = client.post(ASK, TYPED | {"title": "第二十一件"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 200


def test_codes_cannot_be_tried_one_after_the_other(county):
    question, code = questions.ask(county.wangshu, TITLE, BODY, at=AT)
    client = browser()
    tried = [follow(question.number, f"BBBBBBB{sign}", client).status_code for sign in "CDFGHJKMNP"]
    assert tried == [422] * 10
    answer = follow(question.number, code, client)
    assert answer.status_code == 429
    assert "查询的次数太多" in text(answer) and "承诺答复时间" not in text(answer)
