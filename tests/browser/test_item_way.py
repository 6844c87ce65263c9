"""A document through four people to the public, one letter changed on the way; then withdrawn."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.site import items

TITLE = "关于开展宅基地使用情况核查的公告"


def write(page: Page, text: str) -> None:
    """Into the editor, instead of what stands there."""
    editor = page.get_by_role("textbox", name="正文")
    editor.click()
    page.keyboard.press("Control+A")
    for number, line in enumerate(text.split("\n")):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)


def review(opened: Opened, username: str) -> Page:
    """The next person finds it among what waits for them, and passes it."""
    page = opened()
    sign_in(page, username)
    page.get_by_role("link", name="审核", exact=True).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.get_by_role("textbox", name="意见").fill("同意")
    page.get_by_role("button", name="通过", exact=True).click()
    expect(page.get_by_text("已完成")).to_be_visible()
    return page


def test_a_document_goes_through_four_people_and_comes_back_for_one_letter(
    county: County, opened: Opened
) -> None:
    items.column(county.wangshu, "宅基地使用情况审核")
    reviewers = [person.username for person in (county.he, county.song, county.zhou, county.qin)]

    lin = opened()
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="登记信息").click()
    lin.get_by_label("标题").fill(TITLE)
    lin.get_by_label("发文字号").fill("望政告[2021]7号")
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    lin.get_by_label("栏目", exact=False).first.select_option(label="宅基地使用情况审核")
    write(lin, "各村民委员会：\n现就农村宅基地使用情况核查公告如下。")
    lin.get_by_role("button", name="保存").click()
    expect(lin.get_by_text("望政告〔2021〕7号")).to_be_visible()
    expect(lin.get_by_text("不晚于2021-02-01")).to_be_visible()
    lin.get_by_role("button", name="送审").click()
    expect(lin.get_by_role("button", name="送审")).to_have_count(0)
    address = lin.url

    for username in reviewers:
        review(opened, username)

    # One letter: everybody's passing is void, and there is no button to publish.
    lin.goto(address)
    expect(lin.get_by_role("button", name="公布", exact=True)).to_be_visible()
    stale = lin.locator("form[action$='/publish/'] input[name=digest]").get_attribute("value")
    lin.get_by_role("link", name="修改", exact=True).click()
    write(lin, "各村民委员会：\n现就农村宅基地使用情况核查公告如下：")
    lin.get_by_role("button", name="保存").click()
    expect(lin).to_have_url(
        address
    )  # the form itself has no such button: without this, saving may still be on its way
    expect(lin.get_by_role("button", name="公布", exact=True)).to_have_count(0)
    token = lin.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    lin.request.post(
        f"{address}publish/",
        form={"digest": stale or "", "csrfmiddlewaretoken": token or ""},
        headers={"Referer": address},
    )
    lin.goto(address)
    expect(lin.get_by_text("起草", exact=True).first).to_be_visible()
    lin.get_by_role("button", name="送审").click()
    expect(lin.get_by_role("button", name="送审")).to_have_count(0)

    for username in reviewers:
        review(opened, username)
    lin.goto(address)
    lin.get_by_role("button", name="公布", exact=True).click()
    expect(lin.get_by_text("已公布，公众现在可以看到")).to_be_visible()

    citizen = opened(java_script_enabled=False)
    citizen.goto("/")
    citizen.get_by_role("link", name=TITLE).click()
    expect(citizen.get_by_text("wangshu/")).to_be_visible()
    expect(citizen.get_by_text("现就农村宅基地使用情况核查公告如下：")).to_be_visible()
    public = citizen.url
    citizen.get_by_role("searchbox").fill("基地")  # in the middle of 宅基地使用
    citizen.get_by_role("button", name="检索").click()
    expect(citizen.get_by_role("link", name=TITLE)).to_be_visible()
    found = citizen.url

    lin.get_by_role("link", name="撤下").click()
    lin.get_by_label("原因").fill("核查范围有误")
    lin.get_by_role("button", name="撤下").click()
    expect(lin.get_by_role("button", name="撤下")).to_have_count(0)
    citizen.goto(public)
    expect(citizen.get_by_text("这份信息已经撤下")).to_be_visible()
    expect(citizen.get_by_text("核查范围有误")).to_be_visible()
    expect(citizen.get_by_text("公告如下")).to_have_count(0)
    citizen.goto(found)
    expect(citizen.get_by_text("没有找到“基地”")).to_be_visible()
    citizen.goto("/o/wangshu/catalogue/")
    expect(citizen.get_by_role("link", name=TITLE)).to_have_count(0)


def test_what_is_pasted_from_a_word_processor_keeps_its_table_and_loses_its_clothes(
    county: County, opened: Opened
) -> None:
    lin = opened()
    said: list[str] = []
    lin.on("console", lambda message: said.append(message.text))
    sign_in(lin, county.lin.username)
    lin.goto("/office/items/new/wangshu/")
    lin.get_by_label("标题").fill(TITLE)
    expect(lin.get_by_title("插入表格")).to_be_visible()
    editor = lin.get_by_role("textbox", name="正文")
    editor.click()
    assert not said  # nothing the content policy refused, no fault in a script
    editor.evaluate(
        """(element) => {
          const data = new DataTransfer();
          data.setData("text/html", `<p class="MsoNormal" style="mso-x:1">补助标准<o:p></o:p></p>
            <table border="1"><tr><td style="width:9pt"><p class="MsoNormal">每亩</p></td>
            <td>三十元</td></tr></table>`);
          element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
        }"""
    )
    expect(editor.locator("td").first).to_contain_text("每亩")
    lin.get_by_role("button", name="保存").click()
    expect(lin.locator(".document td").nth(1)).to_contain_text("三十元")
    assert lin.locator(".document [style], .document [class^=Mso]").count() == 0
