"""A question of the public: asked without scripts, answered through four people, followed by its code."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.site import items

TITLE = "农村宅基地怎么申请"
BODY = "家里分户想申请宅基地，要交哪些材料？\n我的电话是13800000000。"
ANSWER = "交申请表、承诺书和户口簿，到便民服务中心综合窗口办理。"


def ask(page: Page) -> None:
    page.goto("/o/wangshu/")
    page.get_by_role("link", name="我要提问").click()
    page.get_by_label("标题").fill(TITLE)
    page.get_by_role("textbox", name="问题").fill(BODY)
    page.get_by_role("button", name="提交").click()


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/questions/follow/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()


def sees(page: Page, state: str) -> None:
    expect(page.locator(".facts .badge")).to_have_text(state)


def test_a_question_is_asked_answered_by_review_and_followed(county: County, opened: Opened) -> None:
    items.published(county, title="宅基地申请公告", document_number="")
    citizen = opened(360, java_script_enabled=False)
    ask(citizen)
    expect(citizen.get_by_text("这些信息可能已经回答了您的问题")).to_be_visible()
    expect(citizen.get_by_role("link", name="宅基地申请公告")).to_be_visible()
    expect(citizen.get_by_role("textbox", name="问题")).to_have_value(BODY)
    citizen.get_by_role("button", name="仍要提问").click()
    expect(citizen.get_by_role("heading", name="问题已收到")).to_be_visible()
    number, code = citizen.locator(".figures dd").all_inner_texts()
    follow(citizen, number, "BBBB-BBBB")
    expect(citizen.get_by_role("alert")).to_contain_text("没有查到")
    follow(citizen, number, code)
    sees(citizen, "已收到")
    assert number not in citizen.url

    gao = opened()
    sign_in(gao, county.gao.username)
    gao.get_by_role("link", name=TITLE).click()
    gao.get_by_role("link", name="遮盖个人信息").click()
    gao.get_by_role("textbox", name="问题").fill(BODY.replace("13800000000", "■■■"))
    gao.get_by_role("button", name="遮盖").click()
    gao.get_by_role("textbox", name="答复").fill(ANSWER)
    gao.get_by_role("button", name="起草答复").click()
    expect(gao.get_by_role("heading", name="提问")).to_be_visible()
    gao.get_by_role("button", name="送审").click()
    expect(gao.get_by_text("已送审")).to_be_visible()
    citizen.goto("/o/wangshu/questions/")
    expect(citizen.get_by_role("link", name=TITLE)).to_have_count(0)
    follow(citizen, number, code)
    sees(citizen, "答复审核中")

    for person in (county.he, county.song, county.zhou, county.qin):
        reviewer = opened()
        sign_in(reviewer, person.username)
        reviewer.get_by_role("link", name="审核", exact=True).click()
        reviewer.get_by_role("button", name="通过", exact=True).click()
        expect(reviewer.get_by_text("已完成")).to_be_visible()
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="公布", exact=True).click()
    lin.get_by_role("button", name="公布", exact=True).click()
    expect(lin.get_by_text("已公布，公众现在可以看到")).to_be_visible()

    follow(citizen, number, code)
    sees(citizen, "已答复")
    citizen.get_by_role("link", name=TITLE).click()
    expect(citizen.get_by_text(ANSWER)).to_be_visible()
    expect(citizen.get_by_text("我的电话是■■■。")).to_be_visible()
    citizen.get_by_role("searchbox").fill("承诺书和户口簿")
    citizen.get_by_role("button", name="检索").click()
    expect(citizen.get_by_role("link", name=TITLE)).to_be_visible()
    citizen.goto("/o/wangshu/questions/")
    expect(citizen.get_by_role("link", name=TITLE)).to_be_visible()


def test_what_the_forms_answer_is_for_everyone_too(county: County, opened: Opened) -> None:
    """Pages that only a sent form shows, on a phone and in elder mode; the others are visited elsewhere."""
    items.published(county, title="宅基地申请公告", document_number="")
    page = opened(360, bypass_csp=True)
    page.goto("/")
    page.get_by_role("button", name="关怀版").click()
    faults = {}

    def look(shown: str) -> None:
        expect(page.get_by_text(shown)).to_be_visible()
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if found.violations_count or wide:
            faults[shown] = found.generate_report()

    ask(page)
    look("这些信息可能已经回答了您的问题")
    page.get_by_role("button", name="仍要提问").click()
    look("请抄下或打印编号和查询码")
    number, code = page.locator(".figures dd").all_inner_texts()
    follow(page, number, code)
    look("问题已经收到，还没有答复")
    follow(page, number, "nothing")
    look("没有查到")
    assert not faults
