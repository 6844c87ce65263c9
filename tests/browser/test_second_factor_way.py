"""A second factor: set up, signed in with, and the telephone left at home."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gongkai.site import today
from tests.browser.conftest import Opened, sign_in
from tests.cast import PASSWORD, County
from tests.site.factors import Telephone


def password(page: Page, username: str) -> None:
    page.goto("/office/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="输入动态口令")).to_be_visible()


def code(page: Page, typed: str) -> None:
    page.get_by_label("动态口令").fill(typed)
    page.get_by_role("button", name="登录").click()


def fits(page: Page) -> None:
    """Nothing for axe to find, nothing that scrolls sideways, in elder mode too."""
    for mode in ("standard", "elder"):
        page.evaluate("mode => document.documentElement.dataset.mode = mode", mode)
        results = Axe().run(page)
        assert not results.violations_count, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_square_to_a_sign_in_with_telephone_and_one_without(
    county: County, opened: Opened, width: int
) -> None:
    page = opened(width, bypass_csp=True)
    sign_in(page, county.lin.username)
    page.get_by_role("link", name="账号").click()
    page.get_by_role("link", name="启用第二因素").click()
    frame, drawn = (page.locator(part).bounding_box() for part in (".square", ".square path >> nth=-1"))
    assert frame and drawn
    assert frame["x"] < drawn["x"] and drawn["x"] + drawn["width"] < frame["x"] + frame["width"]
    assert frame["y"] < drawn["y"] and drawn["y"] + drawn["height"] < frame["y"] + frame["height"]
    assert drawn["width"] == pytest.approx(drawn["height"], rel=0.05)
    fits(page)
    telephone = Telephone(page.locator(".key").inner_text())
    page.get_by_label("动态口令").fill(telephone.code(today.now()))
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
    fits(page)
    recovery = page.locator(".codes code").all_inner_texts()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载").click()
    assert waiting.value.suggested_filename == "恢复码.txt"
    assert Path(waiting.value.path()).read_text("utf-8").split("\n")[1:-1] == recovery
    page.get_by_role("link", name="进入工作区").click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/office/sign-in/**")

    password(page, county.lin.username)
    fits(page)
    code(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("口令不正确")
    fits(page)
    code(page, telephone.code(today.now(), ahead=1))
    page.wait_for_url("**/office/")
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/office/sign-in/**")

    password(page, county.lin.username)
    code(page, recovery[3].lower())
    page.wait_for_url("**/office/")
    page.goto("/office/account/")
    expect(page.get_by_text("10个恢复码还有9个没有用过")).to_be_visible()
    fits(page)
    for address in ("/office/account/second-factor/codes/", "/office/account/second-factor/off/"):
        page.goto(address)
        fits(page)


def test_it_works_without_scripts(county: County, opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    sign_in(page, county.lin.username)
    page.goto("/office/account/second-factor/")
    telephone = Telephone(page.locator(".key").inner_text())
    page.get_by_label("动态口令").fill(telephone.code(today.now()))
    page.get_by_role("button", name="启用", exact=True).click()
    expect(page.locator(".codes li")).to_have_count(10)
