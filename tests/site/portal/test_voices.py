"""投诉举报, 批评建议, 社会评议 as the public has them: forms, number and code, limits, nothing of anybody."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.site.ledger.models import Entry
from gongkai.site.supervision.voices import complaint_actions, suggestion_actions
from gongkai.site.supervision.voices.models import Complaint, State, Suggestion
from gongkai.site.supervision.voices.people import Person
from gongkai.site.supervision.voices.register_models import RoundReply
from tests.cast import AT, ON, browser
from tests.site import cases, voices
from tests.site.voices import BODY, PERSON

COMPLAIN, SUGGEST, FOLLOW = "/o/wangshu/complain/", "/o/wangshu/suggest/", "/follow/"
TYPED = {
    "kind": "complaint",
    "matter": "not_disclosed",
    "body": BODY,
    "name": PERSON.name,
    "phone": PERSON.phone,
    "remark": "",
}
SAID = {"kind": "suggestion", "body": "公开栏放到门口。", "remark": ""}


def text(answer) -> str:
    return answer.content.decode()


def follow(number: str, code: str):
    return browser().post(FOLLOW, {"number": number, "code": code})


@pytest.fixture(autouse=True)
def _on_the_day(clock):
    clock.at = AT


def test_the_form_says_who_decides_by_when_and_on_what(county):
    page = text(browser().get(COMPLAIN))
    assert "由云川县人民政府处理" in page and "15个工作日" in page and "60日内" in page
    assert "条例没有规定期限" in page


def test_about_the_highest_organ_there_is_no_form_but_where_to_turn(county):
    page = text(browser().get("/o/yunchuan/complain/"))
    assert "向它的上一级行政机关提出" in page and "<textarea" not in page


def test_a_complaint_is_taken_with_its_evidence_and_followed_by_number_and_code(county):
    png = SimpleUploadedFile("截图.png", cases.picture())
    answer = browser().post(COMPLAIN, {**TYPED, "files": [png]})
    assert answer.status_code == 200
    number, code = re.findall(r"<dd>([^<]+)</dd>", text(answer))
    found = Complaint.objects.get()
    assert (found.number, found.files.count(), found.is_named) == (number, 1, True)
    page = text(follow(number, code))
    assert "待受理" in page and "云川县人民政府" in page
    assert PERSON.name not in page and BODY not in page


def test_nothing_is_told_without_the_code(county):
    found, code = voices.lodged_with_code(county)
    for number, typed in ((found.number, "BBBB-BBBB"), ("TS2021999999", code), (found.number[2:], code)):
        answer = follow(number, typed)
        assert answer.status_code == 422 and "没有查到" in text(answer)


def test_a_complaint_asks_for_a_name_a_report_takes_none_and_warns(county):
    unnamed = {**TYPED, "name": "", "phone": ""}
    answer = browser().post(COMPLAIN, unnamed)
    assert answer.status_code == 422 and "举报" in text(answer) and BODY in text(answer)
    answer = browser().post(COMPLAIN, {**unnamed, "kind": "report"})
    assert answer.status_code == 200 and "机关无法与您联系" in text(answer)
    assert not Complaint.objects.get().is_named


def test_programs_and_bad_files_are_refused_and_what_was_typed_stays(county):
    for more in (
        {"remark": "x"},
        {"files": [SimpleUploadedFile("a.exe", b"MZ program")]},
        {"matter": "traffic"},
    ):
        answer = browser().post(COMPLAIN, {**TYPED, **more})
        assert answer.status_code == 422 and BODY in text(answer)
    assert not Complaint.objects.exists()


def test_one_network_does_not_send_without_end(county, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "voice": "2/h/ip"}
    for number in range(2):
        assert browser().post(SUGGEST, {**SAID, "body": f"第{number}条"}).status_code == 200
    answer = browser().post(SUGGEST, SAID)
    assert answer.status_code == 429 and "次数太多" in text(answer)
    assert browser().post(COMPLAIN, TYPED).status_code == 429
    assert (Suggestion.objects.count(), Complaint.objects.count()) == (2, 0)


def test_following_has_its_limit_too(county, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "follow": "1/m/ip"}
    found, code = voices.lodged_with_code(county)
    assert follow(found.number, "BBBB-BBBB").status_code == 422
    assert follow(found.number, code).status_code == 429


def test_the_answer_is_read_once_it_is_given_and_no_word_of_what_the_office_wrote_to_itself(county):
    found, code = voices.lodged_with_code(county)
    complaint_actions.accept(found, user=county.fang, at=AT)
    complaint_actions.decide(found, voices.DECISION, user=county.fang, at=AT)
    before = text(follow(found.number, code))
    assert "属实" not in before and voices.DECISION.reasons not in before
    complaint_actions.answer(found, "经查属实，已责令公开。", ON, user=county.fang, at=AT)
    page = text(follow(found.number, code))
    assert "经查属实，已责令公开。" in page and "已办结" in page
    assert voices.DECISION.reasons not in page and county.fang.name not in page


def test_what_is_late_is_said_to_be_late(county, clock):
    found, code = voices.lodged_with_code(county)
    clock.forward(days=40)
    assert "设定的期限已过" in text(follow(found.number, code))


def test_a_complaint_is_taken_back_from_its_own_page_and_only_from_there(county, clock):
    found, code = voices.lodged_with_code(county)
    sealed = re.findall(r'name="sealed" value="([^"]+)"', text(follow(found.number, code)))[0]
    assert browser().post("/follow/withdraw/", {"sealed": "nothing"}).status_code == 404
    clock.forward(minutes=31)
    answer = browser().post("/follow/withdraw/", {"sealed": sealed})
    assert answer.status_code == 422 and voices.fresh(found).state == State.RECEIVED
    sealed = re.findall(r'name="sealed" value="([^"]+)"', text(follow(found.number, code)))[0]
    assert browser().post("/follow/withdraw/", {"sealed": sealed}).status_code == 200
    assert voices.fresh(found).state == State.WITHDRAWN
    assert Entry.objects.latest("number").user_name == ""
    assert browser().post("/follow/withdraw/", {"sealed": sealed}).status_code == 422


def test_a_suggestion_is_taken_answered_and_followed(county):
    answer = browser().post(SUGGEST, SAID)
    number, code = re.findall(r"<dd>([^<]+)</dd>", text(answer))
    assert "还没有答复" in text(follow(number, code))
    suggestion_actions.answer(Suggestion.objects.get(), "yes", "已经放到门口。", user=county.gao, at=AT)
    page = text(follow(number, code))
    assert "已经放到门口。" in page and "采纳" in page and "撤回" not in page


def test_a_dissolved_organ_takes_neither(county):
    county.wangshu.dissolved_on = ON - timedelta(days=1)
    county.wangshu.save()
    for address in (COMPLAIN, SUGGEST):
        assert "<textarea" not in text(browser().get(address))
    assert browser().post(COMPLAIN, TYPED).status_code == 422
    assert browser().post(SUGGEST, SAID).status_code == 422


def test_the_pages_of_an_organ_lead_to_both(county):
    page = text(browser().get("/o/wangshu/"))
    assert COMPLAIN in page and SUGGEST in page


# Evaluations --------------------------------------------------------------------------------------


def filled(found, scale: int = 5) -> dict[str, str]:
    keys = list(found.questions.values_list("pk", flat=True))
    return {f"q{keys[0]}": str(scale), f"q{keys[1]}": "1", f"q{keys[2]}": "多公开", "remark": ""}


def test_a_questionnaire_is_filled_in_once_a_browser(county):
    found = voices.held(county)
    address, client = f"/evaluate/{found.pk}/", browser()
    assert found.title in text(client.get(SUGGEST))
    assert "您对公开工作满意吗" in text(client.get(address))
    assert client.post(address, {"remark": ""}).status_code == 422
    assert "已经收到" in text(client.post(address, filled(found)))
    assert "已经收到" in text(client.post(address, filled(found)))
    assert "<textarea" not in text(client.get(address))
    assert RoundReply.objects.count() == 1
    browser().post(address, filled(found))
    assert RoundReply.objects.count() == 2


def test_before_its_days_nothing_is_taken_and_after_them_what_came_of_it_is_shown(county, clock):
    found = voices.held(county, ON + timedelta(days=1), ON + timedelta(days=5))
    address = f"/evaluate/{found.pk}/"
    assert "还没有开始" in text(browser().get(address))
    assert browser().post(address, filled(found)).status_code == 422
    clock.forward(days=2)
    for _one in range(12):
        browser().post(address, filled(found))
    assert "评议结果" not in text(browser().get(address))
    clock.forward(days=10)
    page = text(browser().get(address))
    assert "收回12份" in page and "多公开" not in page and "%" not in page


def test_few_answers_are_not_shown(county, clock):
    found = voices.held(county)
    voices.replied(found, 9)
    clock.forward(days=30)
    page = text(browser().get(f"/evaluate/{found.pk}/"))
    assert "不足10份" in page and "您对公开工作满意吗" not in page


def test_a_round_without_questions_or_not_online_has_no_public_page(county):
    assert browser().get("/evaluate/999/").status_code == 404
    found = voices.held(county)
    found.questions.all().delete()
    assert browser().get(f"/evaluate/{found.pk}/").status_code == 404


def test_an_unnamed_suggestion_keeps_nothing_of_who_sent_it(county):
    browser().post(SUGGEST, SAID)
    made = Suggestion.objects.get()
    assert (made.sealed, made.contact_hash) == ("", "") and not Person()
