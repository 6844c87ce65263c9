"""A citizen applies without scripts, or with a draft on the device; follows it; fetches the answer."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gongkai.site import today
from gongkai.site.applications.actions import receipt, reply
from gongkai.site.applications.models import Application, Deflection
from tests.browser.conftest import Opened
from tests.cast import County
from tests.site import cases, items

TITLE = "农村公路养护计划"
WANTED = "2020年的养护计划和资金安排表，含附件。"
IDENTITY = "11010119900307002X"


def look(page: Page) -> None:
    page.goto("/o/wangshu/")
    page.get_by_role("link", name="依申请公开").click()
    page.get_by_role("link", name="我要申请").click()
    page.get_by_label("想要什么信息").fill(TITLE)
    page.get_by_role("button", name="下一步").click()


def fill(page: Page) -> None:
    page.get_by_label("内容描述").fill(WANTED)
    page.get_by_label("姓名或者名称").fill("王晓禾")
    page.get_by_role("textbox", name="证件号码").fill(IDENTITY)
    page.get_by_label("联系电话").fill("13800001234")


def check(page: Page) -> None:
    page.get_by_role("button", name="下一步：核对").click()


def send(page: Page) -> tuple[str, str]:
    """Number and check code."""
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    number, code = page.locator(".figures dd").all_inner_texts()
    return number, code


def follow(page: Page, number: str, code: str) -> None:
    page.goto("/follow/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询", exact=True).click()


def test_a_citizen_applies_follows_and_fetches_the_answer_without_scripts(
    county: County, opened: Opened, tmp_path: Path
) -> None:
    items.published(county, title=f"{TITLE}的公示", document_number="")
    page = opened(360, java_script_enabled=False)
    look(page)
    page.get_by_role("button", name="都不是，继续申请").click()
    expect(page.get_by_label("信息名称")).to_have_value(TITLE)
    fill(page)
    page.get_by_role("textbox", name="证件号码").fill("110101199003070021")
    check(page)
    expect(page.get_by_role("alert")).to_contain_text("最后一位与前17位不符")
    expect(page.get_by_label("姓名或者名称")).to_have_value("王晓禾")
    page.get_by_role("textbox", name="证件号码").fill(IDENTITY)
    check(page)
    expect(page.get_by_text(IDENTITY)).to_be_visible()
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("内容描述")).to_have_value(WANTED)
    check(page)
    number, code = send(page)
    page.reload()  # sent once more: the same number, and the code is not lost
    expect(page.get_by_text(code)).to_be_visible()
    assert Application.objects.count() == 1 and number not in page.url

    follow(page, number, "BBBB-BBBB")
    expect(page.get_by_role("alert")).to_contain_text("没有查到")
    follow(page, number, code)
    expect(page.locator(".facts .badge")).to_have_text("待确认")

    application, now = Application.objects.get(), today.now()
    day = today.today()
    application = receipt.confirm(application, day, "电话确认", user=county.gao, at=now)
    decision = reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"})
    letter = reply.decide(application, decision, user=county.gao, at=now)
    cases.sent(letter, county, day.isoformat())
    follow(page, number, code)
    expect(page.locator(".facts .badge")).to_have_text("已办结")
    expect(page.get_by_text("申请行政复议")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="下载").last.click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    fetched.value.save_as(tmp_path / "answer.pdf")
    assert (tmp_path / "answer.pdf").read_bytes().startswith(b"%PDF")
    assert number not in page.url and code not in page.url


def test_what_is_published_already_is_read_at_once(county: County, opened: Opened) -> None:
    item = items.published(county, title=f"{TITLE}的公示", document_number="")
    page = opened(360, java_script_enabled=False)
    look(page)
    page.get_by_role("button", name="这正是我要的").click()
    page.wait_for_url(f"**/i/{item.pk}/")
    assert Deflection.objects.get().count == 1


def kept(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_a_draft_stays_on_the_device_only_if_its_writer_wants(county: County, opened: Opened) -> None:
    page = opened()
    look(page)
    consent = page.get_by_role("checkbox", name="在本机保存草稿")
    expect(consent).not_to_be_checked()
    fill(page)
    assert kept(page) == "{}"
    consent.check()
    assert "王晓禾" in kept(page) and IDENTITY not in kept(page)
    page.get_by_label("姓名或者名称").fill("王晓禾苗")

    page.goto("/o/wangshu/apply/form/")
    expect(page.get_by_label("想要什么信息")).to_have_value(TITLE)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("已恢复")).to_be_visible()
    expect(consent).to_be_checked()
    expect(page.get_by_label("姓名或者名称")).to_have_value("王晓禾苗")
    expect(page.get_by_label("内容描述")).to_have_value(WANTED)
    expect(page.get_by_role("textbox", name="证件号码")).to_have_value("")
    consent.uncheck()
    assert kept(page) == "{}"
    consent.check()
    page.get_by_role("textbox", name="证件号码").fill(IDENTITY)
    check(page)
    assert "王晓禾" in kept(page)
    send(page)
    assert kept(page) == "{}"


def test_the_form_is_filled_in_and_sent_by_keyboard(county: County, opened: Opened) -> None:
    page = opened()
    page.goto("/o/wangshu/apply/form/")
    page.get_by_label("想要什么信息").focus()
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    page.get_by_label("内容描述").focus()
    reached = []
    for _key in range(16):
        reached.append(str(page.evaluate("document.activeElement.name || document.activeElement.value")))
        page.keyboard.press("Tab")
    assert "remark" not in reached
    wanted = "wanted document_number form way help_wanted kind name identity_kind identity_number contact"
    assert reached[:10] == wanted.split() and "step" in reached
    fill(page)
    page.get_by_label("联系电话").press("Enter")
    page.get_by_role("button", name="提交申请").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()


def test_what_the_steps_show_is_for_everyone_too(county: County, opened: Opened) -> None:
    """Pages that only a sent form shows, on a phone and in elder mode; the others are visited elsewhere."""
    items.published(county, title=f"{TITLE}的公示", document_number="")
    page = opened(360, bypass_csp=True)
    page.goto("/")
    page.get_by_role("button", name="关怀版").click()
    faults = {}

    def seen(shown: str) -> None:
        expect(page.get_by_text(shown).first).to_be_visible()
        found = Axe().run(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if found.violations_count or wide:
            faults[shown] = found.generate_report()

    look(page)
    seen("是您要的吗")
    page.get_by_role("button", name="都不是，继续申请").click()
    seen("联系方式，至少写一种")
    fill(page)
    page.get_by_label("联系电话").fill("")
    check(page)
    seen("请至少写一种")
    page.get_by_label("联系电话").fill("13800001234")
    check(page)
    seen("怎样保护您的个人信息")
    number, code = send(page)
    seen("请抄下或打印编号和查询码")
    follow(page, number, "nothing")
    seen("没有查到")
    follow(page, number, code)
    seen("现在还不能确定")
    application = Application.objects.get()
    receipt.confirm(application, today.today(), "电话确认", user=county.gao, at=today.now())
    cases.sent(application.letters.get(), county, today.today().isoformat())
    follow(page, number, code)
    seen("送给您的文书")
    page.locator("summary").click()
    seen("第几日")
    assert not faults
