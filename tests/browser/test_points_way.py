"""A point on its way: assigned, carried out with evidence, confirmed, and told in the self-check report."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, County
from tests.conftest import Clock
from tests.site import items, pointed


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


def test_from_the_assignment_over_the_evidence_to_the_report(county: County, opened: Opened) -> None:
    plan = pointed.issued(county)
    items.published(county, title="望舒镇2021年发展规划")
    fang = opened()
    sign_in(fang, county.fang.username)
    fang.goto("/office/supervision/points/")
    fang.get_by_role("link", name=plan.title).click()
    fang.get_by_role("link", name="分解任务").first.click()
    fang.get_by_label("望舒镇人民政府").check()
    fang.get_by_label("完成标准").fill("公开2021年发展规划")
    fang.get_by_role("textbox", name="完成期限").fill("2021-02-10")
    fang.get_by_role("button", name="下达任务").click()
    expect(fang.get_by_text("已下达任务1项")).to_be_visible()

    gao = opened(360)
    sign_in(gao, county.gao.username)
    gao.get_by_role("link", name="公开2021年发展规划").click()
    task = gao.url
    expect(gao.get_by_text("还有21天")).to_be_visible()
    gao.get_by_role("link", name="添加佐证").click()
    gao.get_by_label("本机关公开的信息").select_option(index=1)
    gao.get_by_role("button", name="添加佐证").click()
    expect(gao.get_by_role("link", name="望舒镇2021年发展规划")).to_be_visible()
    gao.get_by_label("完成情况").fill("规划已经公开")
    gao.get_by_role("button", name="报完成").click()
    expect(gao.get_by_text("已报完成，等待下达机关确认")).to_be_visible()

    fang.goto("/office/")
    fang.get_by_role("link", name="公开2021年发展规划").click()
    fang.get_by_role("button", name="确认完成").click()
    expect(fang.get_by_text("已确认", exact=True)).to_be_visible()

    gao.goto(task)
    gao.get_by_role("link", name="自查报告").click()
    expect(gao.get_by_text("已确认完成1项")).to_be_visible()
    gao.get_by_role("link", name="写总体情况、下一步安排").click()
    gao.get_by_label("下一步安排").fill("继续按季度核对")
    gao.get_by_role("button", name="保存").click()
    gao.get_by_role("button", name="送核").click()
    report = gao.url

    he = opened()
    sign_in(he, county.he.username)
    he.goto(report)
    he.get_by_role("link", name="佐证1").click()
    assert he.url.endswith("#evidence-1")
    he.get_by_role("button", name="核对无误，定稿").click()
    expect(he.get_by_text("已定稿", exact=True)).to_be_visible()
    he.locator("#evidence-1").get_by_role("link").click()
    expect(he.get_by_role("heading", name="望舒镇2021年发展规划")).to_be_visible()
    assert plan.points.get(serial=1).tasks.get().confirmed_on == date(2021, 1, 20)
