"""An organ's way in the browser: established, dissolved into another, found again by the public."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gongkai.site.organs.models import Organ
from tests.browser.conftest import Opened, sign_in
from tests.cast import County, browser

PAGES = [
    "/office/organs/",
    "/office/organs/yunchuan/",
    "/office/organs/wangshu/",
    "/office/organs/wangshu/establish/",
    "/office/organs/wangshu/move/",
    "/office/organs/wangshu/dissolve/",
    "/office/organs/yunchuan/competent/",
]


def test_from_establishing_to_dissolving(county: County, opened: Opened) -> None:
    page = opened()
    sign_in(page, county.cheng.username)
    page.goto("/office/organs/")
    page.get_by_role("link", name="设立机关").click()
    page.get_by_label("名称").fill("河泽镇人民政府")
    page.get_by_label("简称").fill("河泽镇")
    page.get_by_label("类别").select_option("town")
    page.get_by_label("网址名").fill("wangshu")
    page.get_by_label("设立日期").fill("2021-01-04")
    page.get_by_role("button", name="设立").click()
    expect(page.get_by_role("alert")).to_contain_text("网址名wangshu已归另一个机关")
    page.get_by_label("网址名").fill("heze")
    page.get_by_role("button", name="设立").click()
    expect(page.locator("h1")).to_have_text("河泽镇人民政府")

    page.get_by_role("link", name="撤销").click()
    page.get_by_label("方式").select_option("merger")
    page.get_by_label("听雨镇人民政府").check()
    page.get_by_label("依据和说明").fill("《乡镇调整方案》")
    page.get_by_role("button", name="撤销这个机关").click()
    expect(page.locator("main .note")).to_contain_text("职责由以下机关承继（合并）：听雨镇人民政府。")

    citizen = opened()
    citizen.goto("/o/")
    expect(citizen.get_by_role("link", name="河泽镇人民政府")).to_have_count(0)
    citizen.get_by_role("link", name="已撤销的机关").click()
    citizen.get_by_role("link", name="河泽镇人民政府").click()
    citizen.get_by_role("link", name="听雨镇人民政府").click()
    expect(citizen).to_have_url(f"{citizen.url.split('/o/')[0]}/o/tingyu/")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_administrators_pages_are_fit_for_everyone(county: County, opened: Opened, width: int) -> None:
    page = opened(width, bypass_csp=True)
    sign_in(page, county.cheng.username)
    found = {}
    for address in PAGES:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found[address] = "scrolls sideways"
        results = Axe().run(page)
        if results.violations_count:
            found[address] = results.generate_report()
    assert not found


def test_an_organ_is_established_by_keyboard_alone(county: County, opened: Opened) -> None:
    page = opened()
    sign_in(page, county.cheng.username)
    page.goto("/office/organs/yunchuan/establish/")
    page.get_by_label("名称").focus()
    for key in ("河泽镇人民政府", "河泽镇"):
        page.keyboard.insert_text(key)
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("heze")
    page.get_by_label("设立日期").fill("2021-01-04")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/organs/heze/")
    assert Organ.objects.get(slug="heze").kind == "government"
    assert browser().get("/o/heze/").status_code == 200
