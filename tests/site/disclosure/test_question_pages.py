"""Pages of the office for questions: found, answered, covered, handed on, refused; typed text is kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure.models import ItemVersion
from gongkai.site.disclosure.question_models import Question, QuestionState
from tests.cast import browser
from tests.site.questions import BODY, TITLE, answered, asked, drafted, fresh

REGISTER = "/office/items/questions/"


@pytest.fixture
def question(county) -> Question:
    return asked(county)


@pytest.fixture
def address(question) -> str:
    return f"{REGISTER}{question.pk}/"


def text(answer) -> str:
    return answer.content.decode()


def test_the_register_is_narrowed_by_state_and_organ(county, question):
    drafted(county, asked(county, "路灯坏了归谁修"))

    def found(person, query: str) -> int:
        return browser(person).get(f"{REGISTER}?{query}").context["list"].page.paginator.count

    assert found(county.lin, "") == found(county.fang, "") == 2
    assert found(county.lin, "state=waiting") == found(county.lin, "state=answering") == 1
    assert found(county.fang, "organ=wangshu") == 2
    assert found(county.fang, "organ=tingyu") == 0
    assert found(county.lin, "state=nonsense") == found(county.lin, "organ=tingyu") == 2
    assert found(county.ye, "") == 0


def test_the_register_needs_no_more_queries_as_questions_come_in(county, question):
    client = browser(county.fang)

    def queries() -> int:
        client.get(REGISTER)
        with CaptureQueriesContext(connection) as context:
            client.get(REGISTER)
        return len(context)

    answered(county, question)
    few = queries()
    for number in range(4):
        answered(county, asked(county, f"第{number}件"))
    assert queries() == few


def test_an_answer_is_drafted_on_the_page_and_goes_on_as_an_item(county, question, address):
    answer = browser(county.gao).post(f"{address}answer/", {"answer": "到窗口办理。"})
    version = ItemVersion.objects.get()
    assert answer.headers["Location"] == f"/office/items/{version.item_id}/"
    assert fresh(question).state == QuestionState.ANSWERING
    page = text(browser(county.gao).get(address))
    assert f"/office/items/{version.item_id}/" in page
    assert "起草答复" in page  # in the history; the form is gone
    assert "answer/" not in page


def test_an_answer_that_comes_too_late_is_kept_and_told(county, question, address):
    drafted(county, question)
    answer = browser(county.lin).post(f"{address}answer/", {"answer": "另一份答复"})
    assert answer.status_code == 422
    assert ItemVersion.objects.count() == 1


def test_covering_starts_from_what_was_asked_and_refuses_other_words(county, question, address):
    client = browser(county.gao)
    assert "13800000000" in text(client.get(f"{address}cover/"))
    wrong = client.post(f"{address}cover/", {"title": TITLE, "body": "全部改写"})
    assert wrong.status_code == 422
    assert "其他文字请保持原样" in text(wrong) and "全部改写" in text(wrong)
    sent = BODY.replace("13800000000", "*").replace("\n", "\r\n")
    assert client.post(f"{address}cover/", {"title": TITLE, "body": sent}).status_code == 302
    page = text(client.get(address))
    assert "13800000000" not in page and "我的电话是*。" in page
    assert "13800000000" not in text(client.get(f"{address}cover/"))


def test_a_transferred_question_leaves_the_register_and_stands_in_the_other(county, question, address):
    client = browser(county.lin)
    assert "wangshu" not in text(client.get(f"{address}transfer/")).split("<select")[1]
    answer = client.post(f"{address}transfer/", {"to": "tingyu"})
    assert answer.headers["Location"] == REGISTER
    assert client.get(address).status_code == 403
    page = text(browser(county.ye).get(address))
    assert "望舒镇人民政府" in page  # where it was first asked
    assert browser(county.ye).get(REGISTER).context["list"].page.paginator.count == 1


def test_a_refusal_needs_a_ground_and_a_reason(county, question, address):
    client = browser(county.lin)
    assert client.post(f"{address}refuse/", {"ground": "", "note": "请走申请"}).status_code == 422
    sent = {"ground": "application", "note": "请走申请"}
    assert client.post(f"{address}refuse/", sent).status_code == 302
    assert "请走申请" in text(client.get(address))


def test_who_may_only_look_sees_the_question_and_no_button(county, address):
    for person in (county.he, county.fang):
        page = text(browser(person).get(address))
        assert TITLE in page
        for act in ("answer/", "cover/", "transfer/", "refuse/"):
            assert f"{address}{act}" not in page
    assert f"{address}refuse/" not in text(browser(county.gao).get(address))


def test_what_waits_stands_on_the_desk_of_who_answers(county, question, address):
    assert address in text(browser(county.gao).get("/office/"))
    assert address not in text(browser(county.he).get("/office/"))
    drafted(county, question)
    assert address not in text(browser(county.gao).get("/office/"))
