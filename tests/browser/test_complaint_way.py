"""A complaint from the citizen's form, without scripts, over the office and the organ, to its answer."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gongkai.site.supervision.voices.models import Complaint, Statement, Suggestion
from gongkai.site.supervision.voices.register_models import Accountability, Round
from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.site import voices

BODY = "2020年农村公路养护计划到现在没有公开。"


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/follow/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()


def sees(page: Page, state: str) -> None:
    expect(page.locator(".facts .badge").first).to_have_text(state)


def test_a_complaint_is_made_heard_and_answered(county: County, opened: Opened) -> None:
    citizen = opened(360, java_script_enabled=False)
    citizen.goto("/o/wangshu/")
    citizen.get_by_role("link", name="投诉举报").click()
    expect(citizen.get_by_text("由云川县人民政府处理")).to_be_visible()
    citizen.get_by_label("没有按照要求主动公开政府信息").check()
    citizen.get_by_label("发生了什么").fill(BODY)
    citizen.get_by_role("button", name="提交").click()
    expect(citizen.get_by_role("alert")).to_contain_text("投诉请写姓名")
    expect(citizen.get_by_label("发生了什么")).to_have_value(BODY)
    citizen.get_by_label("姓名或者名称").fill("柳依依")
    citizen.get_by_label("联系电话").fill("13800001234")
    citizen.get_by_role("button", name="提交").click()
    expect(citizen.get_by_role("heading", name="投诉举报已收到")).to_be_visible()
    number, code = citizen.locator(".figures dd").all_inner_texts()
    follow(citizen, number, "BBBB-BBBB")
    expect(citizen.get_by_role("alert")).to_contain_text("没有查到")
    follow(citizen, number, code)
    sees(citizen, "待受理")
    assert number not in citizen.url

    fang = opened()
    sign_in(fang, county.fang.username)
    fang.get_by_role("link", name=re.compile(number)).click()
    expect(fang.get_by_text("柳＊＊")).to_be_visible()
    fang.get_by_role("link", name="受理", exact=True).click()
    fang.get_by_role("button", name="确定").click()
    fang.get_by_role("link", name="要求机关说明").click()
    fang.get_by_label("转告机关的内容").fill("请说明养护计划没有公开的原因。")
    fang.get_by_role("button", name="确定").click()
    expect(fang.get_by_text("已要求机关说明")).to_be_visible()

    gao = opened()
    sign_in(gao, county.gao.username)
    gao.get_by_role("link", name=re.compile(number)).click()
    expect(gao.get_by_text(BODY)).to_have_count(0)
    gao.get_by_label("说明").fill("漏报，昨天已经公开。")
    gao.get_by_role("button", name="提交说明").click()
    expect(gao.get_by_text("已提交说明")).to_be_visible()

    fang.get_by_role("link", name="认定").click()
    fang.get_by_label("属实", exact=True).check()
    fang.get_by_label("查明的事实和理由").fill("计划形成以后没有公开。")
    fang.get_by_label("责令改正").check()
    fang.get_by_label("处理内容").fill("责令核对今年应当公开的计划。")
    fang.get_by_role("button", name="确定").click()
    follow(citizen, number, code)
    sees(citizen, "待答复")
    expect(citizen.get_by_text("计划形成以后没有公开")).to_have_count(0)
    fang.get_by_role("link", name="答复并办结").click()
    fang.get_by_role("button", name="确定").click()
    expect(fang.get_by_text("已答复并办结")).to_be_visible()

    follow(citizen, number, code)
    sees(citizen, "已办结")
    expect(citizen.get_by_text("经查属实")).to_be_visible()
    expect(citizen.get_by_role("heading", name="撤回")).to_have_count(0)


PUBLIC = ("/o/wangshu/complain/", "/o/yunchuan/complain/", "/o/wangshu/suggest/", "/evaluate/{round}/")
HEARING = (
    "",
    "complaints/",
    "complaints/{complaint}/",
    "complaints/{complaint}/decline/",
    "complaints/{complaint}/move/",
    "complaints/{complaint}/reveal/",
    "complaints/{accepted}/",
    "complaints/{accepted}/decide/",
    "complaints/enter/",
    "terms/yunchuan/",
)
ORGAN = (
    "statements/",
    "statements/{statement}/",
    "suggestions/",
    "suggestions/{suggestion}/",
    "suggestions/enter/wangshu/",
    "evaluations/",
    "evaluations/{round}/",
    "evaluations/{round}/questions/",
    "evaluations/new/wangshu/",
    "accountability/",
    "accountability/{case}/",
    "accountability/new/wangshu/",
)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_for_everyone(county: County, opened: Opened, width: int) -> None:
    voices.every_kind(county)
    found = Round.objects.get()
    known = {
        "round": found.pk,
        "complaint": Complaint.objects.get(state="received").pk,
        "accepted": Complaint.objects.get(state="accepted").pk,
        "statement": Statement.objects.get().pk,
        "suggestion": Suggestion.objects.get(answered_on=None).pk,
        "case": Accountability.objects.get().pk,
    }
    faults = {}

    def look(page: Page, addresses: tuple[str, ...], root: str = "") -> None:
        for address in addresses:
            page.goto(f"{root}{address.format(**known)}")
            seen = Axe().run(page)
            wide = page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
            if seen.violations_count or wide:
                faults[address] = seen.generate_report() if seen.violations_count else "wide"

    look(opened(width, bypass_csp=True), PUBLIC)
    for person, addresses in ((county.fang, HEARING), (county.lin, ORGAN)):
        page = opened(width, bypass_csp=True)
        sign_in(page, person.username)
        look(page, addresses, "/office/supervision/voices/")
    assert not faults
