"""A headless browser against the site. Skipped, with the reason, where there is no Chromium."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests import cast

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TEXT = Path(__file__).resolve().parents[2] / "gongkai/site/sample/wangshu-2020.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("GONGKAI_REQUIRE_BROWSER") == "1":
            pytest.fail("chromium is not installed, and GONGKAI_REQUIRE_BROWSER is 1")
        pytest.skip("chromium is not installed")
    # Playwright keeps an event loop in this thread, where Django then sees asynchronous code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Opened = Callable[..., Page]


@pytest.fixture
def opened(chromium: Browser, live_server: LiveServer) -> Iterator[Opened]:
    """Opens a browser window of its own: ``opened(width=360)``; addresses are relative."""
    contexts: list[BrowserContext] = []

    def open_window(width: int = 1280, **options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def county(transactional_db: None) -> cast.County:
    """云川县, where the server of the test sees it too."""
    return cast.county()


@pytest.fixture(autouse=True)
def _no_rate_is_used_up() -> None:
    cache.clear()


def sign_in(page: Page, username: str) -> None:
    page.goto("/office/sign-in/")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(cast.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/office/")
