"""Every act on its page: done, refused by law, refused to who was second, refused to who may not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from gongkai.law.applications.case import Stage
from gongkai.site.applications.act_pages import PAGES
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import reply
from gongkai.site.applications.actions.contents import content
from gongkai.site.applications.actions.receipt import Request
from gongkai.site.applications.letter_text import lines
from gongkai.site.applications.models import Application, Letter
from gongkai.site.ledger.models import Entry
from tests import cast
from tests.site import cases, moments


@dataclass(frozen=True)
class Try:
    """An act: where it begins, on which day, what is written; ``never``: where the law refuses it."""

    begin: Callable[[cast.County], Application]
    on: str
    data: dict[str, Any]
    act: str
    effect: str
    never: Callable[[cast.County], Application] = moments.closed
    why: str = ""
    person: str = "gao"
    typed: str = ""
    stage: Stage | None = None


PARTY = {"name": "云川县某建设有限公司", "address": "云川县河西街1号", "phone": "", "about": "养护合同的报价"}

TRIES = {
    "confirm": Try(
        moments.unconfirmed, "2021-01-26", {"on": "2021-01-26", "how": "电话确认"}, "confirmed",
        "登记后，答复期限为2021年2月26日（星期五）", moments.handling, "第三十一条", typed="电话确认",
        stage=Stage.HANDLING,
    ),
    "request_correction": Try(
        moments.handling, "2021-01-26", {"what": "请写明年度。", "correct_by": "2021-02-22"},
        "correction_drafted", "如在2021年2月22日（星期一）补正，答复期限重新计算，为2021年3月22日（星期一）",
        moments.corrected, "只能告知一次", typed="请写明年度。",
    ),
    "receive_correction": Try(
        moments.correcting, "2021-02-01", {"on": "2021-02-01", "corrected": "2020年的计划。"}, "corrected",
        "为2021年3月4日（星期四）", moments.handling, "待补正", typed="2020年的计划。", stage=Stage.HANDLING,
    ),
    "consult_third_party": Try(
        moments.handling, "2021-01-27", PARTY, "consultation_drafted",
        "2021年2月22日（星期一）提出意见，答复期限最晚延至2021年3月18日（星期四）", typed="养护合同的报价",
    ),
    "consult_co_maker": Try(
        moments.handling, "2021-01-27", {**PARTY, "proposal": "拟公开。"}, "consultation_drafted",
        "2021年3月18日（星期四）", typed="拟公开。",
    ),
    "consult_organ": Try(
        moments.handling, "2021-01-27", {**PARTY, "reply_by": "2021-02-10"}, "consultation_drafted",
        "为2021年3月12日（星期五）", typed="养护合同的报价",
    ),
    "extend": Try(
        moments.handling, "2021-02-01", {"days": "20", "reason": "需要区分处理。"}, "extension_drafted",
        "答复期限将延至2021年3月25日（星期四）", typed="需要区分处理。",
    ),
    "charge_fee": Try(
        moments.handling, "2021-01-27", {"mode": "pages", "quantity": "250", "reason": "一次申请全部账页。"},
        "fee_drafted", "答复期限自次日起重新计算，为2021年3月29日（星期一）", moments.records,
        "没有“收取信息处理费”", typed="一次申请全部账页。",
    ),
    "record_payment": Try(
        moments.paying, "2021-02-01", {"on": "2021-02-01"}, "fee_paid", "为2021年3月4日（星期四）",
        moments.handling, "待缴费", typed="2021-02-01", stage=Stage.HANDLING,
    ),
    "ask_reasons": Try(
        moments.handling, "2021-01-27", {"why": "一个月内申请30件。", "reasons_by": "2021-02-10"},
        "reasons_drafted", "不影响期限，答复期限仍为2021年2月25日（星期四）", typed="一个月内申请30件。",
    ),
    "receive_reasons": Try(
        moments.reasoning, "2021-02-01", {"on": "2021-02-01", "sound": "yes", "note": "用于研究。"},
        "reasons_received", "仍为2021年2月25日（星期四）", moments.handling, "待说明理由", typed="用于研究。",
        stage=Stage.HANDLING,
    ),
    "postpone": Try(
        moments.reasoned, "2021-02-02", {"to": "2021-04-30", "reason": "材料很多。"}, "postponement_drafted",
        "答复期限改为2021年4月30日（星期五）", moments.handling, "认为理由合理之后", typed="材料很多。",
    ),
    "search": Try(
        moments.handling, "2021-01-27",
        {"on": "2021-01-27", "place": "文书档案库", "words": "“公路养护”", "by": "高原", "found": "no"},
        "searched", "不影响期限", typed="文书档案库",
    ),
    "separate": Try(
        moments.handling, "2021-01-27",
        {
            "text_0": "养护计划", "given_0": "yes", "ground_0": "", "reason_0": "",
            "text_1": "合同报价", "given_1": "no", "ground_1": "third_party", "reason_1": "属于商业秘密",
        },
        "separated", "不影响期限", typed="合同报价",
    ),
    "public_interest": Try(
        moments.answered_by_third_party, "2021-02-02",
        {"disclosed": "合同的总价。", "reason": "关系公共安全。"}, "public_interest_stated", "不影响期限",
        typed="关系公共安全。",
    ),
    "assign": Try(
        moments.handling, "2021-01-27",
        {"section": "规划建设办", "to": "", "task": "检索2020年的文件", "due_on": "2021-02-01"}, "assigned",
        "不影响期限", typed="检索2020年的文件",
    ),
    "decide": Try(
        moments.records, "2021-01-27", {"outcome": "record_kept", "text": "没有提供证据。"},
        "decided", "没有法定的答复期限", typed="没有提供证据。",
    ),
    "withdraw": Try(
        moments.handling, "2021-01-27", {"on": "2021-01-27", "how": "提交书面撤回申请"}, "withdrawn", "办结",
        typed="提交书面撤回申请", stage=Stage.CLOSED,
    ),
    "split": Try(
        moments.handling, "2021-01-27",
        {"title_0": "养护计划", "wanted_0": "2020年养护计划", "title_1": "资金", "wanted_1": "资金安排"},
        "split", "不影响期限", typed="资金安排", stage=Stage.CLOSED,
    ),
    "archive": Try(
        moments.closed, "2021-02-02", {}, "archived", "", moments.handling, "已办结", person="lin",
        stage=Stage.ARCHIVED,
    ),
}  # fmt: skip


def address(application: Application, code: str) -> str:
    return f"/office/applications/{application.pk}/acts/{code}/"


def test_every_act_page_is_tried() -> None:
    assert TRIES.keys() | {"merge"} == PAGES.keys()


@pytest.mark.parametrize("code", TRIES)
def test_a_page_says_law_and_clock_and_does_its_act(county: cast.County, clock: Any, code: str) -> None:
    one = TRIES[code]
    application = one.begin(county)
    clock.at = cases.at(one.on)
    client = cast.browser(getattr(county, one.person))
    page = client.get(address(application, code))
    assert page.status_code == 200
    words = page.content.decode()
    assert str(PAGES[code].article) in words
    data = {**one.data, "edition": application.edition}
    tried = client.post(address(application, code), {**data, "try": "on"})
    assert tried.status_code == 200
    assert one.effect in tried.content.decode()
    assert cases.fresh(application).edition == application.edition
    answer = client.post(address(application, code), data)
    assert answer.status_code == 302, answer.content.decode()
    assert Entry.objects.latest("number").act == one.act
    after = cases.fresh(application)
    assert after.edition > application.edition
    if one.stage:
        assert after.stage == one.stage
    made = after.letters.exclude(kind="receipt").last()
    if PAGES[code].drafts:
        assert made is not None and made.state == "approving"
        assert after.stage == application.stage  # nothing has left yet


@pytest.mark.parametrize("code", TRIES)
def test_what_the_law_does_not_allow_is_said_with_what_can_be_done(
    county: cast.County, clock: Any, code: str
) -> None:
    one = TRIES[code]
    application = one.never(county)
    clock.at = cases.at("2021-02-02")
    client = cast.browser(getattr(county, one.person))
    if code == "decide":  # of information: the seven steps say it
        page = client.get(f"/office/applications/{application.pk}/steps/")
    else:
        page = client.get(address(application, code))
    assert page.status_code == 200
    words = page.content.decode()
    assert "现在不能" in words
    assert one.why in words
    if application.stage == Stage.HANDLING and one.person == "gao":
        assert f"/office/applications/{application.pk}/acts/withdraw/" in words
    if code != "decide":
        answer = client.post(address(application, code), {**one.data, "edition": application.edition})
        assert answer.status_code == 422
        assert cases.fresh(application).edition == application.edition


@pytest.mark.parametrize("code", TRIES)
def test_of_two_officers_the_second_is_told_and_keeps_what_was_typed(
    county: cast.County, clock: Any, code: str
) -> None:
    one = TRIES[code]
    application = one.begin(county)
    clock.at = cases.at(one.on)
    client = cast.browser(getattr(county, one.person))
    seen = application.edition - 1
    answer = client.post(address(application, code), {**one.data, "edition": seen})
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "刚刚由其他人办理过" in words
    assert one.typed in words
    assert f'name="edition" value="{application.edition}"' in words  # sent again, it is theirs
    assert cases.fresh(application).edition == application.edition


@pytest.mark.parametrize("code", TRIES)
@pytest.mark.parametrize(
    "person",
    ["zhou", pytest.param("fang", marks=pytest.mark.slow), pytest.param("ye", marks=pytest.mark.slow)],
)
def test_who_may_only_look_does_not_act(county: cast.County, clock: Any, code: str, person: str) -> None:
    one = TRIES[code]
    application = one.begin(county)
    clock.at = cases.at(one.on)
    client = cast.browser(getattr(county, person))
    assert client.get(address(application, code)).status_code == 403
    assert client.post(address(application, code), one.data).status_code == 403
    assert cases.fresh(application).edition == application.edition


def test_an_application_is_merged_into_another_of_the_same_person(county: cast.County, clock: Any) -> None:
    first, second = moments.handling(county), moments.another(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    assert second.number in client.get(address(first, "merge")).content.decode()
    data = {"into": str(second.pk), "edition": first.edition}
    assert client.post(address(first, "merge"), data).status_code == 302
    assert cases.fresh(first).merged_into_id == second.pk
    page = client.get(address(first, "withdraw")).content.decode()
    assert "并案" in page and f"/office/applications/{second.pk}/" in page


def test_a_fee_is_counted_on_the_page_band_by_band(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    for mode, quantity, yuan in (("items", 41, 4300), ("items", 45, 5500), ("pages", 250, 4700)):
        data = {"mode": mode, "quantity": quantity, "try": "on"}
        words = client.post(address(application, "charge_fee"), data).content.decode()
        assert f"应收{yuan}元" in words
        assert "还没有提交成功" not in words


def test_more_rows_are_there_for_the_asking(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    data = {f"text_{number}": f"第{number}份" for number in range(3)}
    words = client.post(address(application, "separate"), {**data, "more": "on"}).content.decode()
    assert 'name="text_5"' in words and "第2份" in words
    assert not application.pieces.exists()


def test_an_opinion_is_recorded_and_the_clock_goes_on(county: cast.County, clock: Any) -> None:
    application = moments.consulting(county)
    asked = moments.consultation_of(application)
    clock.at = cases.at("2021-02-01")
    client = cast.browser(county.gao)
    place = f"/office/applications/consultations/{asked.pk}/opinion/"
    words = client.get(place).content.decode()
    assert "登记后，答复期限为2021年3月2日（星期二）" in words
    assert "云川县某" not in words
    data = {
        "on": "2021-02-01",
        "opinion": "refuses_with_reason",
        "reason": "",
        "edition": application.edition,
    }
    assert client.post(place, data).status_code == 422  # without its reason
    data["reason"] = "报价是商业秘密。"
    stale = client.post(place, {**data, "edition": 1})
    assert stale.status_code == 409 and "报价是商业秘密。" in stale.content.decode()
    assert client.post(place, data).status_code == 302
    assert cases.fresh(application).due_on.isoformat() == "2021-03-02"
    assert "意见已经登记过" in client.get(place).content.decode()
    assert client.post(place, data).status_code in (409, 422)


def test_a_section_is_chased_once_a_day_and_answers(county: cast.County, clock: Any) -> None:
    application = moments.handling(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    client.post(address(application, "assign"), {**TRIES["assign"].data, "edition": application.edition})
    made = application.assignments.get()
    for _time in range(2):
        assert client.post(f"/office/applications/assignments/{made.pk}/chase/").status_code == 302
    made.refresh_from_db()
    assert made.chased == 1
    data = {"result": "没有检索到。", "edition": cases.fresh(application).edition}
    place = f"/office/applications/assignments/{made.pk}/finish/"
    assert "检索2020年的文件" in client.get(place).content.decode()
    assert client.post(place, data).status_code == 302
    assert client.post(place, {**data, "edition": cases.fresh(application).edition}).status_code == 422
    made.refresh_from_db()
    assert made.result == "没有检索到。"


def test_the_organ_of_help_answers_by_the_day_of_the_letter(county: cast.County) -> None:
    letter = cases.sent(moments.asking(county, moments.Consulted.ORGAN), county, "2021-01-27")
    assert letter.consultation is not None
    letter.consultation.refresh_from_db()
    assert letter.consultation.opinion_by is not None
    assert letter.consultation.opinion_by.isoformat() == "2021-02-10"


def test_a_page_of_an_act_asks_the_database_the_same_number_of_times_however_many_parts(
    county: cast.County, clock: Any, django_assert_max_num_queries: Any
) -> None:
    application = moments.answered_by_third_party(county)
    clock.at = cases.at("2021-02-02")
    client = cast.browser(county.gao)
    for code in ("separate", "extend", "search", "assign"):
        with django_assert_max_num_queries(28):
            assert client.get(address(application, code)).status_code == 200


def test_there_is_no_page_of_an_act_that_is_none(county: cast.County) -> None:
    application = moments.handling(county)
    assert cast.browser(county.gao).get(address(application, "publish")).status_code == 404
    assert Letter.objects.count() == 1


def test_the_receipt_of_an_application_about_records_names_no_term(county: cast.County) -> None:
    receipt = moments.records(county).letters.get()
    told = "".join(line.text for line in lines(content(receipt, "docx"), {}))
    assert "登记编号为" in told and "答复期限" not in told


@pytest.mark.parametrize(
    ("outcome", "words", "told"),
    [
        ("record_corrected", {"text": "出生日期更正为1980年6月1日。"}, "本机关已更正如下"),
        ("record_passed_on", {"organ": "云川县公安局"}, "已将申请转送有权更正的云川县公安局"),
        ("record_elsewhere", {"organ": "云川县公安局", "contact": "0000-1"}, "向云川县公安局提出申请"),
        ("record_kept", {"text": "没有提供证据。"}, "本机关不予更正"),
    ],
)
def test_an_application_about_records_ends_in_one_of_four_ways(
    county: cast.County, clock: Any, outcome: str, words: dict[str, str], told: str
) -> None:
    application = moments.records(county)
    clock.at = cases.at("2021-01-27")
    client = cast.browser(county.gao)
    data = {"outcome": outcome, **words, "edition": application.edition}
    page = client.post(address(application, "decide"), data, follow=True).content.decode()
    assert told in page
    cases.sent(application.letters.get(answer=outcome), county, "2021-01-27")
    closed = cases.fresh(application)
    assert (closed.stage, closed.answer, closed.due_on) == (Stage.CLOSED, outcome, None)


def test_parts_of_an_extended_application_have_its_term(county: cast.County) -> None:
    application = moments.handling(county)
    notice = reply.extend(application, 20, "材料多。", user=county.gao, at=cases.at("2021-02-01"))
    cases.sent(notice, county, "2021-02-01")
    whole = cases.fresh(application)
    parts = [Request("养护计划", "2020年的。"), Request("资金安排", "2020年的。")]
    made = endings.split(whole, parts, user=county.gao, at=cases.at("2021-02-02"))
    assert {cases.fresh(part).due_on for part in made} == {whole.due_on}
