"""Pages of complaints, suggestions and registers: what they show, do and ask of the database."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import permissions
from gongkai.site.supervision.daily import days
from gongkai.site.supervision.desk import piles
from gongkai.site.supervision.doors import doors
from gongkai.site.supervision.voices.models import Complaint, State, Statement, Suggestion
from gongkai.site.supervision.voices.register_models import Accountability, Round
from tests.cast import AT, ON, browser
from tests.site import voices
from tests.site.voices import BODY, FIELDS, PERSON, SAID, TOLD

ROOT = "/office/supervision/voices/"
LISTS = ("complaints", "statements", "suggestions", "evaluations", "accountability")


@pytest.fixture(autouse=True)
def _on_the_day(clock):
    clock.at = AT


def text(answer) -> str:
    return answer.content.decode()


def add(county, number: int) -> None:
    """One more of everything."""
    voices.asked(county, told=replace(TOLD, body=f"第{number}件"))
    voices.suggested(county, replace(SAID, body=f"第{number}条"))
    voices.held(county)
    voices.held_to_account(county)


@pytest.mark.parametrize("address", [*(f"{ROOT}{name}/" for name in LISTS), ROOT, "/office/supervision/"])
def test_a_list_asks_no_more_as_it_grows(county, address):
    client = browser(county.fang)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
        return len(context)

    add(county, 0)
    queries()
    few = queries()
    for number in range(1, 5):
        add(county, number)
    assert queries() == few


@pytest.mark.parametrize("name", LISTS)
def test_no_list_and_no_export_says_who_or_what_was_written(county, name):
    voices.every_kind(county)
    client = browser(county.fang)
    page = text(client.get(f"{ROOT}{name}/"))
    answer = client.post(f"{ROOT}{name}/", {"export": "csv"})
    export = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert len(export.splitlines()) > 1
    for word in (PERSON.name, PERSON.phone, BODY, SAID.body):
        assert word not in page and word not in export


def test_the_register_narrows_to_what_is_late(county, clock):
    found = voices.lodged(county)
    voices.accepted(county, replace(TOLD, body="另一件"))
    clock.forward(days=25)
    client = browser(county.fang)
    assert [row.pk for row in client.get(f"{ROOT}complaints/?state=late").context["list"].page] == [found.pk]
    assert client.get(f"{ROOT}complaints/?state=accepted").context["list"].page.paginator.count == 1
    assert client.get(f"{ROOT}complaints/?result=upheld").context["list"].page.paginator.count == 0


def test_a_complaint_goes_its_way_on_the_pages(county):
    found = voices.lodged(county)
    address, client = f"{ROOT}complaints/{found.pk}/", browser(county.fang)
    page = text(client.get(address))
    assert "柳＊＊" in page and PERSON.name not in page and BODY in page and "受理期限" in page
    assert client.post(f"{address}accept/").status_code == 302
    assert client.post(f"{address}accept/").status_code == 422
    answer = client.post(f"{address}decide/", {"result": "upheld", "reasons": "查明", "outcome": "rectify"})
    assert answer.status_code == 422 and "怎样处理" in text(answer) and "查明" in text(answer)
    decision = {
        "result": "upheld",
        "reasons": "查明",
        "outcome": "rectify",
        "outcome_text": "责令公开",
        "order_number": "整改2021-1",
    }
    assert client.post(f"{address}decide/", decision).status_code == 302
    drafted = text(client.get(f"{address}answer/"))
    assert "经查属实" in drafted and "责令公开" in drafted and "条例第五十一条" in drafted
    assert client.post(f"{address}answer/", {"text": "属实。", "on": "2021-01-20"}).status_code == 302
    found = voices.fresh(found)
    assert (found.state, found.order_number) == (State.CLOSED, "整改2021-1")
    assert client.get(f"{address}nothing/").status_code == 404


def test_declining_passing_on_and_withdrawing_have_pages_too(county):
    client = browser(county.fang)
    first, second, third = (voices.lodged(county, replace(TOLD, body=f"第{n}件")) for n in range(3))
    sent = {"ground": "petition", "note": "请向信访局提出"}
    assert client.post(f"{ROOT}complaints/{first.pk}/decline/", sent).status_code == 302
    assert client.post(f"{ROOT}complaints/{second.pk}/withdraw/", {"note": "电话提出"}).status_code == 302
    moved = client.post(f"{ROOT}complaints/{third.pk}/move/", {"to": "tingyu", "note": "由该镇处理"})
    assert moved.status_code == 302
    states = Complaint.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "withdrawn", "received"]
    assert client.get(f"{ROOT}complaints/{third.pk}/").status_code == 403


def test_who_complains_is_shown_once_for_a_reason(county):
    found = voices.lodged(county)
    client, address = browser(county.fang), f"{ROOT}complaints/{found.pk}/reveal/"
    assert PERSON.name not in text(client.get(address))
    assert client.post(address, {"reason": "看"}).status_code == 422
    answer = client.post(address, {"reason": "电话核实情况"})
    assert PERSON.name in text(answer) and "no-store" in answer.headers["Cache-Control"]
    assert Entry.objects.filter(act="voice_revealed").count() == 1


def test_the_organ_sees_what_it_is_asked_and_nothing_of_the_complaint(county):
    statement = voices.asked(county)
    client, address = browser(county.gao), f"{ROOT}statements/{statement.pk}/"
    page = text(client.get(address))
    assert statement.asked in page
    for word in (BODY, PERSON.name, "柳＊＊", "查看投诉人"):
        assert word not in page
    assert client.get(f"{ROOT}complaints/{statement.complaint_id}/").status_code == 403
    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "漏报，已经补上。"}).status_code == 302
    assert Statement.objects.get().text == "漏报，已经补上。"
    named = voices.asked(county, names=True, told=replace(TOLD, body="另一件"))
    page = text(client.get(f"{ROOT}statements/{named.pk}/"))
    assert "柳＊＊" in page and "查看投诉人" in page


def test_what_came_by_telephone_is_entered_and_its_code_told_once(county):
    client = browser(county.fang)
    sent = {
        "organ": "wangshu",
        "channel": "phone",
        "received_on": "2021-01-19",
        "kind": "report",
        "matter": "not_disclosed",
        "body": "电话反映",
    }
    answer = client.post(f"{ROOT}complaints/enter/", sent)
    assert answer.status_code == 200 and Complaint.objects.get().number in text(answer)
    assert client.post(f"{ROOT}complaints/enter/", {**sent, "organ": "yunchuan"}).status_code == 422
    said = {"channel": "visit", "received_on": "2021-01-19", "kind": "criticism", "body": "更新太慢"}
    answer = browser(county.gao).post(f"{ROOT}suggestions/enter/wangshu/", said)
    assert answer.status_code == 200 and Suggestion.objects.get().number in text(answer)


def test_an_office_changes_its_terms(county):
    client, address = browser(county.fang), f"{ROOT}terms/yunchuan/"
    sent = {"accept": "5", "finish": "30", "statement": "5", "answer": "10", "source": "办理办法"}
    assert client.post(address, {**sent, "accept": "0"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "5个工作日" in text(browser().get("/o/wangshu/complain/"))


def test_a_suggestion_is_answered_and_drafted_on_its_page(county):
    made = voices.suggested(county)
    client, address = browser(county.gao), f"{ROOT}suggestions/{made.pk}/"
    assert client.post(address, {"adopted": "yes", "text": ""}).status_code == 422
    assert client.post(address, {"adopted": "yes", "text": "照办。"}).status_code == 302
    answer = client.post(f"{address}publish/", {"title": "目录怎样排列"})
    assert answer.headers["Location"].startswith("/office/items/")
    assert "公开的建议和答复" in text(client.get(address))


def test_a_round_is_set_up_filled_and_concluded_on_its_pages(county, clock):
    client = browser(county.lin)
    sent = {"title": "评议", "method": "online", "first": "2021-01-20", "last": "2021-01-25"}
    answer = client.post(f"{ROOT}evaluations/new/wangshu/", sent)
    found = Round.objects.get()
    questions = f"{ROOT}evaluations/{found.pk}/questions/"
    assert answer.headers["Location"] == questions
    kinds = {f"kind_{number}": "scale" for number in range(1, 11)}
    wrong = {**kinds, "text_1": "选哪个", "kind_1": "choice", "options_1": "只有一个"}
    answer = client.post(questions, wrong)
    assert answer.status_code == 422 and "只有一个" in text(answer)
    assert client.post(questions, {**kinds, "text_1": "满意吗"}).status_code == 302
    key = found.questions.get().pk
    for _one in range(12):
        assert browser().post(f"/evaluate/{found.pk}/", {f"q{key}": "5"}).status_code == 200
    address = f"{ROOT}evaluations/{found.pk}/"
    assert client.post(address, {"issues": "更新慢"}).status_code == 422
    clock.forward(days=8)
    client = browser(county.lin)
    assert client.post(address, {"issues": "更新慢", "done": "按月核对"}).status_code == 302
    page = text(client.get(address))
    assert "更新慢" in page and "12" in page
    assert (Round.objects.get().answered, Round.objects.get().satisfied) == (12, 12)
    assert "更新慢" in text(browser().get(f"/evaluate/{found.pk}/"))


def test_accountability_is_entered_and_put_right_on_its_pages(county):
    client = browser(county.lin)
    answer = client.post(f"{ROOT}accountability/new/wangshu/", FIELDS)
    row = Accountability.objects.get()
    assert answer.headers["Location"] == f"{ROOT}accountability/{row.pk}/"
    sent = {**FIELDS, "people": 2}
    assert client.post(f"{ROOT}accountability/{row.pk}/", {**sent, "reason": ""}).status_code == 422
    assert Accountability.objects.get().people == 1
    assert client.post(f"{ROOT}accountability/{row.pk}/", {**sent, "reason": "漏记"}).status_code == 302
    assert Accountability.objects.get().people == 2
    assert "更正或者补充" not in text(browser(county.gao).get(f"{ROOT}accountability/{row.pk}/"))


# What waits ---------------------------------------------------------------------------------------


def waiting(user) -> dict[str, tuple[int, bool]]:
    roles = permissions.roles_of(user, on=ON)
    return {
        pile.code: (pile.count, pile.first[0].late) for pile in piles(user, ON, roles) if "s" in pile.code
    }


def test_what_waits_is_on_the_desk_of_whose_turn_it_is_and_in_their_calendar(county):
    statement = voices.asked(county)
    made = voices.suggested(county)
    assert waiting(county.fang) == {"complaints": (1, False)}
    assert waiting(county.gao) == {"statements": (1, False), "suggestions": (1, False)}
    assert waiting(county.ye) == {}
    assert [day for _key, day, _what in days(county.gao, ON)] == [statement.due_on, made.answer_by]
    assert [day for _key, day, _what in days(county.fang, ON)] == [ON + timedelta(days=60)]


def test_the_door_counts_what_waits_and_what_is_late(county):
    voices.lodged(county)
    found = [
        door
        for door in doors(county.fang, ON + timedelta(days=60), permissions.roles_of(county.fang, on=ON))
        if door.title == "投诉建议"
    ]
    assert (found[0].says, found[0].pressing) == ("在办的投诉举报1件", 1)
    empty = next(
        door
        for door in doors(county.ye, ON, permissions.roles_of(county.ye, on=ON))
        if door.title == "投诉建议"
    )
    assert empty.pressing == 0 and "没有待办" in empty.says
