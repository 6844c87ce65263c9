"""查询办理进度: everything for whoever has number and code, nothing for anybody else, nobody named."""

import html
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.site import codes
from gongkai.site.applications import terms
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, correction, files, letters, receipt, reply
from gongkai.site.applications.models import RESULTS, Application, Consulted, Letter
from gongkai.site.applications.people import Party
from gongkai.site.sealing import seal
from tests.cast import County, browser
from tests.site import cases, items, moments

FOLLOW, FILE = "/follow/", "/follow/file/"
CODE = "BCDF-2345"
GRANTED = str(RESULTS["granted"])
THIRD = Party("云川县某建设有限公司", address="云川县河西街1号")
NAMES = (
    cases.PERSON.name,
    cases.PERSON.identity_number,
    cases.PERSON.phone,
    cases.PERSON.address,
    cases.PERSON.email,
    THIRD.name,
    THIRD.address,
    "高原",
    "何川",
)


@pytest.fixture(autouse=True)
def _codes_are_known(monkeypatch) -> None:
    monkeypatch.setattr(codes, "new", lambda: CODE)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s", "", text(answer))


def follow(number: str, code: str = CODE, client: Client | None = None) -> Any:
    return (client or browser()).post(FOLLOW, {"number": number, "code": code})


def tokens(answer: Any) -> list[str]:
    return re.findall(r'name="sealed" value="([^"]+)"', text(answer))


def fetched(token: str) -> Any:
    return browser().post(FILE, {"sealed": token})


def third_party_asked(county: County, application: Application) -> Letter:
    return consultation.ask(
        cases.fresh(application),
        Consulted.THIRD_PARTY,
        replace(THIRD, name=f"{THIRD.name}{application.consultations.count() or ''}"),
        "养护合同的报价",
        user=county.gao,
        at=cases.at("2021-02-01"),
    )


def answered(county: County, application: Application) -> Letter:
    """Decided, approved and handed over on a day."""
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"}),
        user=county.gao,
        at=cases.at("2021-02-08"),
    )
    return cases.sent(letter, county, "2021-02-08")


# What became of it --------------------------------------------------------------------------------


def test_who_has_number_and_code_sees_state_dates_and_the_last_day(county, clock):
    clock.at = cases.at("2021-01-28")
    application = cases.registered(county, "2021-01-25")
    page = words(follow(application.number))
    assert "状态办理中" in page and "答复期限2021年2月25日，星期四" in page
    assert cases.REQUEST.title in page and cases.REQUEST.wanted in page
    assert (
        "提出申请（当面提交），当面提交之日为收到之日（《政府信息公开条例》第三十一条第（一）项）2021-01-25"
        in page
    )
    assert "机关正在办理，会在答复期限以前答复您" in page


def test_the_last_day_is_shown_with_its_arithmetic_day_by_day(county, clock):
    clock.at = cases.at("2021-01-28")
    application = cases.registered(county, "2021-01-25")
    page = words(follow(application.number))
    due = terms.due_of(application, date(2021, 1, 28))
    for step in due.steps:
        assert f"{step.first}" in page and re.sub(r"\s", "", step.ground) in page
    assert "2021-02-25计算20工作日" in page  # the twentieth


def test_an_online_application_waits_for_its_confirmation_and_says_so(county, clock):
    clock.at = cases.at("2021-01-28")
    application, code = cases.applied(county)
    page = words(follow(application.number, code))
    assert "状态待确认" in page and "等待机关与您确认收到申请" in page and "现在还不能确定" in page
    receipt.confirm(application, date(2021, 1, 27), "电话确认", user=county.gao, at=cases.at("2021-01-27"))
    page = words(follow(application.number, code))
    assert "双方确认收到，互联网渠道以双方确认之日为收到之日" in page and "答复期限2021年3月1日" in page
    assert "电话确认" not in page


def test_the_dated_facts_stand_in_order_and_name_nobody(county, clock):
    application = cases.registered(county, "2021-01-25")
    notice = correction.request(
        application, "请写明年度。", date(2021, 3, 5), user=county.gao, at=cases.at("2021-01-26")
    )
    cases.sent(notice, county, "2021-01-27")
    correction.receive(
        cases.fresh(application), date(2021, 1, 29), "2020年的。", user=county.gao, at=cases.at("2021-01-29")
    )
    cases.sent(third_party_asked(county, application), county, "2021-02-01")
    notice = reply.extend(
        cases.fresh(application), 20, "需要区分处理的内容较多。", user=county.gao, at=cases.at("2021-02-02")
    )
    cases.sent(notice, county, "2021-02-03")
    clock.at = cases.at("2021-02-04")
    answer = follow(application.number)
    page = words(answer)
    told = re.findall(
        r"(告知补正，期限到2021年3月5日|机关收到补正，从次日起重新计算期限|征求第三方的意见|告知延长答复期限20个工作日)"
        r"(2021-\d\d-\d\d)",
        page,
    )
    assert [day for _fact, day in told] == ["2021-01-27", "2021-01-29", "2021-02-01", "2021-02-03"]
    assert "状态征求意见中" in page
    for name in NAMES:
        assert name not in text(answer)


def test_a_third_party_that_let_its_term_pass_is_waited_for_no_longer(county, clock):
    application = cases.registered(county, "2021-01-25")
    cases.sent(third_party_asked(county, application), county, "2021-02-01")
    clock.at = cases.at("2021-02-02")
    assert "状态征求意见中" in words(follow(application.number))
    clock.at = cases.at("2021-03-15")
    assert "状态办理中" in words(follow(application.number))


def test_an_applicant_whose_day_has_passed_is_not_asked_any_more(county, clock):
    application = moments.correcting(county)  # to correct by 2021-02-20
    clock.at = cases.at("2021-02-20")
    assert "请您按补正告知书补正" in words(follow(application.number))
    clock.at = cases.at("2021-02-21")
    page = words(follow(application.number))
    assert "补正期限已过" in page and "视为放弃申请" in page and "请您按补正告知书补正" not in page


@pytest.mark.parametrize(
    ("begin", "told"),
    [(moments.reasoning, "说明理由的期限已过"), (moments.paying, "缴费期限已过")],
)
def test_so_is_one_who_gave_no_reasons_or_paid_nothing(county, clock, begin, told):
    application = begin(county)
    clock.at = cases.at("2021-03-02")
    assert told in words(follow(application.number))


def test_a_term_that_is_over_is_said_with_where_to_turn(county, clock):
    application = cases.registered(county, "2021-01-25")
    clock.at = cases.at("2021-02-25")
    assert "答复期限已过" not in words(follow(application.number))
    clock.at = cases.at("2021-02-26")
    page = words(follow(application.number))
    assert "答复期限已过" in page and "投诉、举报" in page and "第五十一条" in page
    assert "下一步" in page  # all the same


def test_the_result_and_its_remedies_come_with_the_answer_and_not_before(county, clock):
    application = cases.registered(county, "2021-01-25")
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"}),
        user=county.gao,
        at=cases.at("2021-02-05"),
    )
    letter = cases.approved(letter, county, "2021-02-05")
    clock.at = cases.at("2021-02-06")
    page = words(follow(application.number))
    assert "作出答复2021-02-05" in page and "正在送达" in page
    assert GRANTED not in page and "行政复议" not in page
    cases.sent(letter, county, "2021-02-08")
    page = words(follow(application.number))
    assert f"答复送达：{GRANTED}2021-02-08" in page and f"办理结果{GRANTED}" in page
    assert "60日内向云川县人民政府申请行政复议" in page and "期限怎样计算" not in page


# Letters ------------------------------------------------------------------------------------------


def test_letters_are_fetched_only_once_they_left_and_only_those_to_the_applicant(county):
    application = cases.registered(county, "2021-01-25")
    assert tokens(follow(application.number)) == []  # the receipt is signed and still here
    asking = third_party_asked(county, application)
    cases.sent(asking, county, "2021-02-01")
    slip = application.letters.get(kind="receipt")
    cases.sent(slip, county, "2021-01-25")
    drafted = reply.extend(
        cases.fresh(application), 20, "需要区分处理的内容较多。", user=county.gao, at=cases.at("2021-02-02")
    )
    page = follow(application.number)
    (token,) = tokens(page)
    answer = fetched(token)
    assert answer.content.startswith(b"%PDF") and answer["Content-Type"] == "application/pdf"
    assert answer.content == letters.content(cases.fresh(slip), "pdf")
    assert answer["Content-Disposition"].startswith("attachment") and "no-store" in answer["Cache-Control"]
    for other in (asking, drafted):
        stolen = seal(json.dumps({"letter": other.pk, "at": cases.at("2099-01-01").isoformat()}), "follow")
        assert fetched(stolen).status_code == 404


def test_the_information_itself_is_fetched_with_the_answer(county):
    application = cases.registered(county, "2021-01-25")
    given = [
        files.add(
            cases.fresh(application),
            files.Upload(kind, f"{kind}.docx", items.word(kind)),
            user=county.gao,
            at=cases.at("2021-02-05"),
        )
        for kind in ("information", "proof", "opinion")
    ]
    letter = reply.decide(
        cases.fresh(application),
        reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"}, (given[0].pk,)),
        user=county.gao,
        at=cases.at("2021-02-05"),
    )
    assert tokens(follow(application.number)) == []
    cases.sent(letter, county, "2021-02-08")
    cases.sent(application.letters.get(kind="receipt"), county, "2021-02-08")
    page = follow(application.number)
    assert "information.docx" in text(page) and "proof.docx" not in text(page)
    answer = fetched(tokens(page)[1])  # after the answer, which left last, and before the receipt
    assert answer.content == files.read(given[0])
    for other in given[1:]:
        stolen = seal(json.dumps({"file": other.pk, "at": cases.at("2099-01-01").isoformat()}), "follow")
        assert fetched(stolen).status_code == 404


@pytest.mark.parametrize("token", ["", "1.", "é", "1.AAAA"])
def test_what_was_not_given_out_fetches_nothing(county, token):
    assert fetched(token).status_code == 404


def test_a_letter_can_be_fetched_for_half_an_hour(county, clock):
    application = cases.registered(county, "2021-01-25")
    cases.sent(application.letters.get(kind="receipt"), county, "2021-01-25")
    (token,) = tokens(follow(application.number))
    clock.forward(minutes=30)
    assert fetched(token).status_code == 200
    clock.forward(minutes=1)
    late = fetched(token)
    assert late.status_code == 422 and "请重新查询" in text(late) and b"%PDF" not in late.content


# Several under one number -------------------------------------------------------------------------


def test_parts_and_what_is_done_again_stand_under_the_first_number(county):
    application = cases.registered(county, "2021-01-25")
    parts = [receipt.Request("养护计划", "2020年的"), receipt.Request("资金安排", "2020年的")]
    first, second = endings.split(application, parts, user=county.gao, at=cases.at("2021-01-26"))
    letter = answered(county, first)
    again = endings.redo(
        cases.fresh(first), date(2021, 5, 6), 15, "复议决定", user=county.gao, at=cases.at("2021-05-06")
    )
    page = words(follow(application.number))
    assert "申请含有几个事项，拆分成几件办理" in page
    for other in (first, second):
        assert f"拆分后的一件{other.number}" in page and other.title in page
    assert f"重新办理{again.number}" in page and "机关收到复议决定或者判决，重新办理2021-05-06" in page
    assert f"{letter.number}" in page
    assert follow(first.number).status_code == 422  # it has no code of its own


def test_one_that_is_answered_with_another_says_so_and_has_the_common_answer(county):
    application, other = cases.registered(county, "2021-01-25"), cases.registered(county, "2021-01-26")
    endings.merge(other, application, user=county.gao, at=cases.at("2021-01-27"))
    page = words(follow(other.number))
    assert f"与您的另一件申请（{application.number}）一并答复" in page
    letter = answered(county, application)
    page = follow(other.number)
    assert f"答复送达：{GRANTED}2021-02-08" in words(page) and letter.number in text(page)
    assert fetched(tokens(page)[-1]).content == letters.content(cases.fresh(letter), "pdf")


# Nobody else --------------------------------------------------------------------------------------


def test_wrong_number_wrong_code_and_nonsense_have_one_answer(county):
    application = cases.registered(county, "2021-01-25")
    pages = {
        re.sub(r'value="[^"]*"', "", text(follow(number, code)))
        for number, code in (
            (application.number, "BBBB-BBBB"),
            ("2021999999", CODE),
            ("2020" + application.number[4:], CODE),
            ("不是编号", CODE),
            (application.number, "密码"),
        )
    }
    assert len(pages) == 1 and "没有查到" in pages.pop()


def test_a_number_of_nobodys_takes_as_long_as_one_with_a_wrong_code(county, monkeypatch):
    checked: list[str] = []
    real = codes.matches

    def counted(code: str, known: str) -> bool:
        checked.append(known)
        return bool(real(code, known))

    monkeypatch.setattr(codes, "matches", counted)
    follow("2021999999")
    follow(cases.registered(county).number, "BBBB-BBBB")
    assert len(checked) == 2


def test_codes_cannot_be_tried_one_after_the_other(county):
    application = cases.registered(county, "2021-01-25")
    client = browser()
    tried = [follow(application.number, f"BBBBBBB{sign}", client).status_code for sign in "CDFGHJKMNP"]
    assert tried == [422] * 10
    answer = follow(application.number, CODE, client)
    assert answer.status_code == 429
    assert "查询的次数太多" in text(answer) and cases.REQUEST.title not in text(answer)


def test_the_page_is_kept_nowhere_and_nothing_stands_in_an_address(county):
    application = cases.registered(county, "2021-01-25")
    cases.sent(application.letters.get(kind="receipt"), county, "2021-01-25")
    answer = follow(application.number)
    assert "no-store" in answer.headers["Cache-Control"]
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', text(answer)))
    assert application.number not in addresses and CODE not in text(answer)
    asked = browser().get(FOLLOW, {"number": application.number, "code": CODE})
    assert asked.status_code == 200 and cases.REQUEST.title not in text(asked)
    assert cases.REQUEST.title not in text(
        browser().get(FOLLOW, {"number": application.number, "code": CODE})
    )
    assert browser().get(FILE).status_code == 405


def test_it_needs_no_more_queries_for_more_facts_and_few_for_a_part(county):
    def queries(number: str) -> int:
        with CaptureQueriesContext(connection) as context:
            assert follow(number).status_code == 200
        return len(context)

    plain = cases.registered(county, "2021-01-25")
    few = queries(plain.number)
    cases.sent(plain.letters.get(kind="receipt"), county, "2021-01-25")
    for _number in range(3):
        cases.sent(third_party_asked(county, plain), county, "2021-02-01")
    more = queries(plain.number)
    whole = cases.registered(county, "2021-01-25")
    parts = [receipt.Request(f"第{number}项", "2020年的") for number in range(6)]
    endings.split(whole, parts, user=county.gao, at=cases.at("2021-01-26"))
    assert few <= 12 and more <= few + 2
    assert queries(whole.number) <= few + 3 * len(parts) + 2
