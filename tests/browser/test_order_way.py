"""整改 from the night to the close: ordered, answered too early, returned, put right, closed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from gongkai.site.disclosure import actions as disclosure
from gongkai.site.disclosure import column_actions
from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, ON, County
from tests.conftest import Clock
from tests.site import items, patrols

LATER = ON + timedelta(days=31)


@pytest.fixture(autouse=True)
def _a_month_later(clock: Clock) -> None:
    clock.at = patrols.moment(LATER)


def published_later(county: County) -> None:
    """A new item in the column that was stale."""
    version = items.passed(county, items.submitted(county, title="新的通知", document_number=""))
    disclosure.publish(version, version.digest, user=county.lin, at=patrols.moment(LATER))


def test_from_a_hit_of_the_night_to_the_close(county: County, opened: Opened) -> None:
    terms = {"longest_age": 30, "warning_age": None, "fewest_items": None, "section": ""}
    column_actions.set_terms(items.column(county.wangshu), **terms, user=county.lin, at=AT)
    items.published(county)
    patrols.night(LATER)
    (hit,) = patrols.hits(county.wangshu, "column_stale")
    fang = opened()
    sign_in(fang, county.fang.username)
    fang.goto("/office/supervision/")
    fang.goto("/office/supervision/patrol/hits/?check=column_stale")
    fang.get_by_role("link", name=f"就{hit.title}下达整改").click()
    expect(fang.get_by_label(f"{hit.title}：{hit.ground}")).to_be_checked()
    fang.get_by_label("整改要求").fill("请补发信息，并核对同类栏目。")
    fang.get_by_role("button", name="预览").click()
    expect(fang.get_by_text("前完成整改")).to_be_visible()
    fang.get_by_role("button", name="下达").click()
    expect(fang.get_by_text("已下达整改〔2021〕1号")).to_be_visible()
    order = fang.url

    lin = opened(360)
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="整改〔2021〕1号").click()
    lin.get_by_role("link", name="反馈整改情况").click()
    lin.get_by_label("整改情况").fill("已经安排更新")
    lin.get_by_role("button", name="反馈", exact=True).click()
    expect(lin.get_by_text("巡检仍然发现").first).to_be_visible()

    fang.goto("/office/")
    fang.get_by_role("link", name="整改〔2021〕1号").click()
    expect(fang.get_by_text("直接销号的，须写明理由")).to_be_visible()
    fang.get_by_role("link", name="退回", exact=True).click()
    fang.get_by_label("第1个问题的退回意见").fill("栏目里还没有新的信息")
    fang.get_by_role("button", name="退回", exact=True).click()
    expect(fang.get_by_text("已退回，机关可以看到意见")).to_be_visible()

    published_later(county)
    lin.goto(order)
    lin.get_by_role("link", name="反馈整改情况").click()
    expect(lin.get_by_text("栏目里还没有新的信息")).to_be_visible()
    lin.get_by_label("整改情况").fill("已补发三条")
    lin.get_by_role("button", name="反馈", exact=True).click()
    expect(lin.get_by_text("巡检已不再发现").first).to_be_visible()

    fang.goto(order)
    expect(fang.get_by_text("各个问题复核都已整改，可以销号")).to_be_visible()
    fang.get_by_role("button", name="销号").click()
    expect(fang.get_by_text("已销号").first).to_be_visible()
    expect(fang.get_by_text("已办结，只供查看")).to_be_visible()
