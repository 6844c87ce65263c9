"""案卷: the page of a case shows what stands in it, and only the acts that law and roles allow."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site import today
from gongkai.site.applications.actions import (
    cases as endings,
)
from gongkai.site.applications.actions import (
    consultation,
    correction,
    files,
    reply,
    sections,
)
from gongkai.site.applications.models import Application, Consulted
from gongkai.site.applications.people import Party
from tests import cast
from tests.site import cases, items


@pytest.fixture
def case(county: cast.County) -> Application:
    return cases.registered(county, "2021-01-25")


@pytest.fixture(autouse=True)
def _on_the_day(clock: Any) -> None:
    clock.at = cases.at("2021-01-26")


def page(person: Any, case: Application) -> Any:
    return cast.browser(person).get(f"/office/applications/{case.pk}/")


def text(answer: Any) -> str:
    return str(answer.content.decode())


def full(county: cast.County, case: Application) -> Application:
    """With an opinion, a search, a section, pieces, a choice, a file, letters and a twin."""
    consultation.ask(
        case,
        Consulted.THIRD_PARTY,
        Party(f"某建设公司{case.consultations.count()}", phone="1"),
        "报价",
        user=county.gao,
        at=cases.at("2021-01-26"),
    )
    now = {"user": county.gao, "at": cases.at("2021-01-26")}
    reply.record_search(
        case,
        on=date(2021, 1, 26),
        place="镇档案室",
        words="养护",
        by="高原",
        found=True,
        result="检索到一份",
        **now,
    )
    reply.choose(case, "correct", "clear", "写得清楚", **now)
    reply.separate(
        case,
        [{"text": "报价", "given": False, "ground": "third_party", "reason": "商业秘密"}],
        **now,
    )
    sections.assign(case, section="农业科", task="找计划", due_on=date(2021, 2, 5), to=county.he, **now)
    files.add(case, files.Upload("information", "计划.docx", items.word()), **now)
    cases.registered(county, "2021-01-20")
    return cases.fresh(case)


def test_it_shows_everything_that_was_done(county: cast.County, case: Application) -> None:
    shown = text(page(county.gao, full(county, case)))
    for part in (
        "报价",
        "镇档案室",
        "齐全、明确",
        "写得清楚",
        "商业秘密",
        "农业科",
        "计划.docx",
        "同一申请人",
    ):
        assert part in shown
    assert "2021年2月25日（星期四）" in shown and "还剩19个工作日" in shown


def test_the_applicant_is_masked_for_everybody(county: cast.County, case: Application) -> None:
    for person in (county.gao, county.lin, county.he, county.song, county.fang):
        shown = text(page(person, case))
        assert "王＊＊" in shown
        for secret in ("王晓禾", "11010119900307002X", "13800001234", "河东街12号", "wang@"):
            assert secret not in shown, (person, secret)


def acts(answer: Any) -> tuple[set[str], dict[str, str]]:
    now = {act.code for act in answer.context["acts"]}
    return now, {act.code: act.refusal for act in answer.context["later"]}


def test_only_what_law_and_roles_allow_is_offered(county: cast.County, case: Application) -> None:
    now, later = acts(page(county.gao, case))
    assert {"request_correction", "extend", "decide", "withdraw", "assign"} <= now
    assert "confirm" in later and "archive" not in now | set(later)  # a handler does not archive
    assert "第三十一条" in later["confirm"]
    assert "没有等待登记的意见" in later["record_opinion"]
    now, later = acts(page(county.lin, case))
    assert "archive" in later
    for person in (county.he, county.song, county.fang):
        assert acts(page(person, case)) == (set(), {})


def test_an_act_is_a_link_with_its_article(county: cast.County, case: Application) -> None:
    shown = text(page(county.gao, case))
    assert f'href="/office/applications/{case.pk}/acts/request_correction/"' in shown
    assert "《政府信息公开条例》第三十条" in shown


def test_an_opinion_that_is_awaited_is_entered_on_its_own_page(
    county: cast.County, case: Application
) -> None:
    asking = consultation.ask(
        case,
        Consulted.THIRD_PARTY,
        Party("某公司", phone="1"),
        "报价",
        user=county.gao,
        at=cases.at("2021-01-26"),
    )
    cases.sent(asking, county, "2021-01-26")
    shown = text(page(county.gao, case))
    assert f"/office/applications/consultations/{asking.consultation_id}/opinion/" in shown
    assert "还有15个工作日" in shown
    assert "某公司" not in shown  # a third party may be a person


def test_who_approves_is_led_to_the_letter_that_waits(county: cast.County, case: Application) -> None:
    notice = correction.request(
        case, "请写明年度。", date(2021, 3, 5), user=county.gao, at=cases.at("2021-01-26")
    )
    panel = text(page(county.he, case)).split("<aside")[1]
    assert f"/office/applications/letters/{notice.pk}/" in panel and "待科室负责人审批" in panel
    assert f"/letters/{notice.pk}/" not in text(page(county.fang, case))


def test_a_letter_that_is_signed_waits_in_the_panel_until_it_is_sent(
    county: cast.County, case: Application
) -> None:
    receipt = case.letters.get()
    waiting = f'/office/applications/letters/{receipt.pk}/">申请接收回执，待送出</a>'
    assert waiting in text(page(county.gao, case)).split("<aside")[1]
    assert waiting not in text(page(county.he, case))
    cases.sent(receipt, county, "2021-01-26")
    assert waiting not in text(page(county.gao, case))


def test_silence_of_the_applicant_says_what_it_leads_to(
    county: cast.County, case: Application, clock: Any
) -> None:
    notice = correction.request(
        case, "请写明年度。", date(2021, 2, 5), user=county.gao, at=cases.at("2021-01-26")
    )
    cases.sent(notice, county, "2021-01-26")
    clock.at = cases.at("2021-02-05")
    assert "申请人的期限已过" not in text(page(county.gao, case))
    clock.at = cases.at("2021-02-07")
    assert "申请人的期限已过" in text(page(county.gao, case))
    assert "decide" in acts(page(county.gao, case))[0]


def test_a_merged_case_is_worked_on_in_the_other(county: cast.County, case: Application) -> None:
    other = cases.registered(county, "2021-01-26")
    endings.merge(other, case, user=county.gao, at=cases.at("2021-01-26"))
    answer = page(county.gao, other)
    now, later = acts(answer)
    assert not now and all("并案" in why for why in later.values())
    assert f"/office/applications/{case.pk}/" in text(answer)


def test_what_is_bound_to_it_stands_beside_it(county: cast.County, case: Application) -> None:
    parts = endings.split(
        case,
        [cases.REQUEST, cases.receipt.Request("资金安排表", "2020年资金安排表")],
        user=county.gao,
        at=cases.at("2021-01-26"),
    )
    assert text(page(county.gao, case)).count("拆分为") == 2
    assert "拆分自" in text(page(county.gao, parts[0]))


def test_a_supervisor_above_looks_and_does_nothing(county: cast.County, case: Application) -> None:
    shown = text(page(county.fang, full(county, case)))
    for place in ("/acts/", "/reveal/", "/files/", "/letters/", "/steps/"):
        assert place not in shown
    assert "计划.docx" not in shown
    assert page(county.ye, case).status_code == 403


def test_it_needs_no_more_queries_as_a_case_and_its_register_grow(
    county: cast.County, case: Application
) -> None:
    case = full(county, case)
    client = cast.browser(county.gao)

    def queries() -> int:
        client.get(f"/office/applications/{case.pk}/")
        with CaptureQueriesContext(connection) as context:
            client.get(f"/office/applications/{case.pk}/")
        return len(context)

    few = queries()
    for number in range(3):
        full(county, case)
        cases.registered(county, f"2021-01-{11 + number}")
    assert queries() == few


def test_the_evidence_says_every_day_with_its_ground(county: cast.County, case: Application) -> None:
    shown = text(cast.browser(county.fang).get(f"/office/applications/{case.pk}/evidence/"))
    assert "2021年2月25日（星期四）" in shown
    assert "春节" in shown and "2021-02-20" in shown  # a Saturday that is worked
    assert "王晓禾" not in shown
    assert today.today() == date(2021, 1, 26)
