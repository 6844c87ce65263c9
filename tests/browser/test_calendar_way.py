"""The calendar's way in the browser: a notice is tried and loaded, and an officer's term moves with it."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from gongkai.site.organs.calendar_models import HolidayNotice, LocalDay
from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.site import calendars, items


def faults(page: Page) -> list[str]:
    """What keeps somebody from using the page."""
    found = []
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    results = Axe().run(page)
    if results.violations_count:
        found.append(results.generate_report())
    return found


@pytest.mark.parametrize(("width", "mode"), [(1280, ""), (360, ""), (360, "elder"), (1280, "dark")])
def test_a_notice_is_loaded_and_a_term_moves(county: County, opened: Opened, width: int, mode: str) -> None:
    version = items.draft(county, formed_on=date(2027, 1, 29))
    page = opened(width, bypass_csp=True, color_scheme="dark" if mode == "dark" else "light")
    page.goto("/")
    if mode == "elder":
        page.get_by_role("button", name="关怀版").click()
    sign_in(page, county.cheng.username)
    found = {}
    page.goto("/office/organs/wangshu/calendar/?year=2027")
    expect(page.locator("main .note")).to_contain_text("2027年的节假日安排还没有录入")
    found["provisional"] = faults(page)
    page.get_by_role("link", name="录入节假日安排").click()
    found["load"] = faults(page)
    page.get_by_label("通知的名称和文号").fill(calendars.NOTICE)
    page.get_by_label("通知全文").fill("放假")
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_role("alert")).to_contain_text("没有找到")
    found["refused"] = faults(page)
    page.get_by_label("通知全文").fill(calendars.TOML)
    page.get_by_role("button", name="试运行").click()
    expect(page.locator("main")).to_contain_text("现在还没有改动日历")
    found["trial"] = faults(page)
    page.get_by_role("button", name="确认录入").click()
    expect(page.get_by_role("status")).to_contain_text("有1个未办结的期限随之改变")
    found["moved"] = faults(page)
    page.goto("/office/organs/wangshu/calendar/?year=2027")
    page.get_by_text("录入放假或上班的日子").click()
    found["calendar"] = faults(page)
    page.get_by_label("第一天").fill("2027-02-22")
    page.get_by_label("放假", exact=True).check()
    page.get_by_label("事由").fill("望舒灯节")
    page.get_by_label("依据的文件").fill("自治州规定")
    page.get_by_role("button", name="录入", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("有1个未办结的期限随之改变")
    page.goto(f"/office/organs/calendar/days/{LocalDay.objects.get().pk}/revoke/")
    found["revoke day"] = faults(page)
    page.goto(f"/office/organs/calendar/notices/{HolidayNotice.objects.get().pk}/revoke/")
    found["revoke notice"] = faults(page)

    officer = opened(width, bypass_csp=True)
    sign_in(officer, county.lin.username)
    officer.goto(f"/office/items/{version.item_id}/")
    expect(officer.get_by_role("img", name="2027年3月4日（星期四）期满")).to_be_visible()
    officer.get_by_text("逐日的计算和理由").click()
    expect(officer.locator(".strip table")).to_contain_text("望舒灯节放假（自治州规定）")
    found["item"] = faults(officer)
    assert not {name: words for name, words in found.items() if words}


def test_on_paper_the_days_and_their_grounds_are_all_there(county: County, opened: Opened) -> None:
    version = items.draft(county, formed_on=date(2021, 1, 25))
    page = opened()
    sign_in(page, county.lin.username)
    page.goto(f"/office/items/{version.item_id}/")
    assert not page.locator(".strip table").is_visible()  # closed on the screen
    document = pypdfium2.PdfDocument(BytesIO(page.pdf(format="A4")))
    text = "".join(one.get_textpage().get_text_bounded() for one in document).replace("\r\n", "")
    assert "望舒镇人民政府" in text and "打印日期" in text
    assert "春节放假（2021年节假日安排）" in text and "2021-02-25" in text
