"""What scripts add, and what is there without them: keys, forms kept while typing, reading aloud."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

from gongkai.site.disclosure.models import Item
from gongkai.site.disclosure.record_models import Typed
from tests.browser.conftest import Opened, sign_in
from tests.browser.test_item_way import write
from tests.cast import County
from tests.site import items

NEW = "/office/items/new/wangshu/"
TITLE = "关于修缮灌溉渠道的通知"


def three(county: County) -> None:
    for title in ("甲", "乙", "丙"):
        items.draft(county, title=title, document_number="")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))


def row(page: Page) -> str:
    """The row that a key has led to, if any."""
    return focused(page) if page.evaluate("document.activeElement.closest('tr') !== null") else ""


def kept(page: Page, words: str) -> bool:
    """Whether the server has the words, at last."""
    for _ in range(50):
        if any(words in body for body in Typed.objects.values_list("data__body", flat=True)):
            return True
        page.wait_for_timeout(200)
    return False


def at_register(county: County, opened: Opened) -> Page:
    three(county)
    page = opened()
    sign_in(page, county.lin.username)
    page.goto("/office/items/")
    return page


def test_rows_are_walked_and_opened_by_keys(county: County, opened: Opened) -> None:
    page = at_register(county, opened)
    found = []
    for key in "jjjjkk":
        page.keyboard.press(key)
        found.append(focused(page))
    assert found == ["丙", "乙", "甲", "甲", "乙", "丙"]
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="乙")).to_be_visible()


def test_keys_lead_to_the_filter_and_to_other_rooms_but_never_while_typing(
    county: County, opened: Opened
) -> None:
    page = at_register(county, opened)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("gj?/kt")
    expect(page.locator("[name=q]")).to_have_value("gj?/kt")
    assert page.url.endswith("/office/items/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Control+j")
    page.keyboard.press("Alt+k")
    composing = "{key: 'j', isComposing: true, bubbles: true}"
    page.evaluate(f"() => document.body.dispatchEvent(new KeyboardEvent('keydown', {composing}))")
    page.keyboard.press("x")  # without g before it: nothing
    assert row(page) == ""
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_url("**/office/organs/")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/office/")


def test_the_keys_are_told_in_a_dialog_and_can_be_turned_off(county: County, opened: Opened) -> None:
    page = at_register(county, opened)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_contain_text("下一行")
    expect(dialog).to_contain_text("到“年报”")
    expect(dialog).not_to_contain_text("操作台账")
    page.keyboard.press("j")  # behind the dialog nothing moves
    dialog.get_by_role("button", name="停用快捷键").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.reload()
    page.keyboard.press("j")
    assert row(page) == ""
    page.get_by_role("button", name="快捷键").click()
    page.get_by_role("button", name="启用快捷键").click()
    page.get_by_role("button", name="关闭").click()
    page.keyboard.press("j")
    assert row(page) == "丙"


def test_what_is_typed_is_kept_and_comes_back_with_the_body(county: County, opened: Opened) -> None:
    lin = opened()
    said: list[str] = []
    lin.on("console", lambda message: said.append(message.text))
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("标题").fill(TITLE)
    expect(lin.get_by_text("已暂存")).to_be_visible(timeout=15_000)
    write(lin, "各村民委员会：\n现就灌溉渠道修缮通知如下。")
    assert kept(lin, "现就灌溉渠道修缮通知如下。")
    assert not said
    lin.reload()
    expect(lin.get_by_text("写过尚未提交的内容")).to_be_visible()
    expect(lin.get_by_label("标题")).to_have_value("")
    lin.get_by_role("link", name="恢复").click()
    expect(lin.get_by_label("标题")).to_have_value(TITLE)
    expect(lin.get_by_role("textbox", name="正文")).to_contain_text("现就灌溉渠道修缮通知如下。")
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    lin.get_by_role("button", name="保存").click()
    expect(lin.get_by_text("已登记")).to_be_visible()
    assert not Typed.objects.exists()
    lin.goto(NEW)
    expect(lin.get_by_text("写过尚未提交的内容")).to_have_count(0)


def held_back(page: Page) -> list[Route]:
    """What is being kept from now on, while it has not reached the server."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.is_navigation_request():  # 丢弃
            route.continue_()
        else:
            routes.append(route)

    page.route("**/typed/", hold)
    return routes


def arrive(route: Route) -> None:
    """It reaches the server at last, whether the page still waits for it or not."""
    route.fulfill(response=route.fetch())


def test_what_is_being_kept_while_the_form_is_sent_does_not_come_back(county: County, opened: Opened) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    routes = held_back(lin)
    lin.get_by_label("标题").fill(TITLE)
    lin.get_by_role("button", name="保存").dblclick(no_wait_after=True)
    lin.wait_for_timeout(1000)
    (route,) = routes
    arrive(route)
    expect(lin.get_by_text("已登记")).to_be_visible()
    assert Item.objects.count() == 1
    assert not Typed.objects.exists()


def test_what_is_being_kept_while_it_is_discarded_does_not_come_back(county: County, opened: Opened) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("标题").fill(TITLE)
    expect(lin.get_by_text("已暂存")).to_be_visible(timeout=15_000)
    lin.goto(NEW)
    lin.get_by_role("link", name="恢复").click()
    routes = held_back(lin)
    lin.get_by_label("标题").fill("另一个标题")
    lin.get_by_label("标题").blur()
    lin.get_by_role("button", name="丢弃").click(no_wait_after=True)
    lin.wait_for_timeout(1000)
    arrive(routes[0])
    expect(lin.get_by_text("已丢弃")).to_be_visible()
    assert not Typed.objects.exists()


def test_a_form_is_sent_though_keeping_it_gets_no_answer(county: County, opened: Opened) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    held_back(lin)
    lin.get_by_label("标题").fill(TITLE)
    lin.get_by_role("button", name="保存").click(no_wait_after=True)
    expect(lin.get_by_text("已登记")).to_be_visible(timeout=15_000)


def test_leaving_at_once_loses_nothing(county: County, opened: Opened) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("标题").press_sequentially("刚写")
    lin.get_by_role("link", name="年报").click()
    lin.wait_for_url("**/office/reports/")
    lin.goto(NEW)
    lin.get_by_role("link", name="恢复").click()
    expect(lin.get_by_label("标题")).to_have_value("刚写")


def test_opening_a_form_and_looking_keeps_nothing(county: County, opened: Opened) -> None:
    version = items.draft(county)
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(f"/office/items/{version.item_id}/edit/")
    lin.get_by_role("textbox", name="正文").click()
    lin.get_by_label("标题").click()
    lin.wait_for_timeout(3500)
    lin.goto("/office/")
    assert not Typed.objects.exists()


def test_signing_in_again_elsewhere_goes_on_keeping(county: County, opened: Opened) -> None:
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.goto(NEW)
    lin.get_by_label("标题").fill("写了一半")
    expect(lin.get_by_text("已暂存")).to_be_visible(timeout=15_000)
    lin.context.clear_cookies(name="sessionid")
    lin.get_by_label("标题").fill("写了一大半")
    expect(lin.get_by_text("登录已超时")).to_be_visible(timeout=15_000)
    other = lin.context.new_page()
    sign_in(other, county.lin.username)
    other.close()
    lin.evaluate("dispatchEvent(new Event('focus'))")
    expect(lin.get_by_text("已暂存")).to_be_visible(timeout=15_000)
    assert Typed.objects.get().data["title"] == "写了一大半"
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    lin.get_by_role("button", name="保存").click()
    expect(lin.get_by_text("已登记")).to_be_visible()


def test_lists_and_what_was_typed_need_no_scripts(county: County, opened: Opened, tmp_path: Path) -> None:
    three(county)
    lin = opened(java_script_enabled=False)
    sign_in(lin, county.lin.username)
    lin.goto("/office/items/")
    lin.get_by_role("columnheader", name="标题").get_by_role("link").click()
    expect(lin.get_by_role("columnheader", name="标题")).to_have_attribute("aria-sort", "ascending")
    lin.get_by_label("标题、文号").fill("甲")
    lin.get_by_role("button", name="筛选").click()
    with lin.expect_download() as waiting:
        lin.get_by_role("button", name="导出XLSX").click()
    file = tmp_path / "out.xlsx"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename.startswith("信息登记簿")
    assert [row[0].value for row in load_workbook(file).active.iter_rows()] == ["标题", "甲"]
    lin.goto(NEW)
    lin.get_by_label("标题").fill(TITLE)
    lin.get_by_label("形成或变更日期").fill("2021-01-04")
    lin.get_by_label("公开属性", exact=True).select_option("withheld")
    lin.get_by_role("button", name="保存").click()
    expect(lin.get_by_role("alert")).to_be_visible()  # no ground; what was typed is kept all the same
    lin.goto(NEW)
    lin.get_by_role("link", name="恢复").click()
    expect(lin.get_by_label("标题")).to_have_value(TITLE)
    lin.get_by_role("button", name="丢弃").click()
    expect(lin.get_by_label("标题")).to_have_value("")


STUB = """
  window.spoken = [];
  class Said { constructor(text) { this.text = text; } }
  const speech = {
    paused: false, getVoices: () => VOICES, addEventListener() {}, removeEventListener() {},
    speak(one) { window.spoken.push(one); }, cancel() { window.spoken = []; this.paused = false; },
    pause() { this.paused = true; }, resume() { this.paused = false; },
  };
  Object.defineProperty(window, "speechSynthesis", {value: speech});
  window.SpeechSynthesisUtterance = Said;
"""


def public_item(county: County, opened: Opened, script: str) -> Page:
    item = items.published(county, body="<p>各村：</p><p>请注意防火。违者依法处理。</p>")
    page = opened()
    page.add_init_script(script)
    page.goto(f"/i/{item.pk}/")
    expect(page.get_by_role("link", name="打印张贴单")).to_be_visible()
    return page


def test_no_voice_no_button(county: County, opened: Opened) -> None:
    page = public_item(county, opened, STUB.replace("VOICES", "[]"))
    assert page.get_by_role("button", name="听全文").count() == 0


def test_no_speech_no_button(county: County, opened: Opened) -> None:
    page = public_item(county, opened, "Object.defineProperty(window, 'speechSynthesis', {value: undefined})")
    assert page.get_by_role("button", name="听全文").count() == 0


def test_title_and_body_are_read_in_chinese_paused_and_stopped(county: County, opened: Opened) -> None:
    page = public_item(county, opened, STUB.replace("VOICES", "[{lang: 'en-US'}, {lang: 'zh-CN'}]"))
    page.get_by_role("button", name="听全文").click()
    said = page.evaluate("spoken.map((one) => [one.text, one.lang, one.voice.lang])")
    texts = [items.NOTICE.title, "各村：", "请注意防火。", "违者依法处理。"]
    assert said == [[text, "zh-CN", "zh-CN"] for text in texts]
    page.get_by_role("button", name="暂停").click()
    assert page.evaluate("speechSynthesis.paused")
    page.get_by_role("button", name="继续").click()
    assert not page.evaluate("speechSynthesis.paused")
    page.get_by_role("button", name="停止").click()
    assert page.evaluate("spoken.length") == 0
    page.get_by_role("button", name="听全文").click()
    page.evaluate("spoken.at(-1).onend()")
    expect(page.get_by_role("button", name="听全文")).to_be_visible()
    expect(page.get_by_role("button", name="停止")).to_be_hidden()


def test_axe_finds_nothing_in_what_scripts_add(county: County, opened: Opened) -> None:
    found: dict[str, str] = {}

    def look(page: Page, name: str) -> None:
        results = Axe().run(page)
        if results.violations_count:
            found[name] = results.generate_report()

    version = items.draft(county)
    lin = opened(bypass_csp=True)
    sign_in(lin, county.lin.username)
    lin.goto("/office/items/")
    lin.keyboard.press("j")
    look(lin, "a row")
    lin.keyboard.press("?")
    look(lin, "the keys")
    address = f"/office/items/{version.item_id}/edit/"
    lin.goto(address)
    lin.get_by_label("标题").fill(TITLE)
    expect(lin.get_by_text("已暂存")).to_be_visible(timeout=15_000)
    look(lin, "kept")
    Typed.objects.update(digest="0")
    lin.goto(address)
    expect(lin.get_by_text("这份信息已经改过")).to_be_visible()
    look(lin, "an offer")
    lin.get_by_role("link", name="恢复", exact=True).click()
    look(lin, "restored")
    lin.get_by_role("button", name="丢弃").click()
    shen = opened(bypass_csp=True)
    sign_in(shen, county.shen.username)
    shen.goto("/office/ledger/?room=disclosure&sort=at")
    look(shen, "the ledger")
    assert not found
