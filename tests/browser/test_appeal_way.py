"""The way of an appeal: the score told, an appeal at a record, its answer, the result final and public."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened, sign_in
from tests.cast import County
from tests.conftest import Clock
from tests.site import assessed


@pytest.fixture(autouse=True)
def _after_the_quarter(clock: Clock) -> None:
    clock.at = assessed.TELLING


def test_from_the_score_over_an_appeal_to_the_result(county: County, opened: Opened, clock: Clock) -> None:
    assessment = assessed.notified(county)
    lin = opened(360)
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="2021年第一季度考核：望舒镇").click()
    expect(lin.get_by_text("76.00").first).to_be_visible()
    lin.get_by_role("link", name=re.compile("申诉.*春季森林防火")).click()
    lin.get_by_role("textbox", name="理由").fill("当日已在公告栏公开，系统停机")
    lin.get_by_role("button", name="申诉").click()
    expect(lin.get_by_text("待答复", exact=True)).to_be_visible()

    fang = opened()
    sign_in(fang, county.fang.username)
    fang.get_by_role("link", name="望舒镇对A1项的申诉").click()
    expect(fang.get_by_text("当日已在公告栏公开，系统停机")).to_be_visible()
    fang.get_by_label("成立", exact=True).check()
    fang.get_by_role("textbox", name="答复的理由").fill("停机属实")
    fang.get_by_role("button", name="答复申诉").click()
    expect(fang.get_by_text("申诉已答复，得分已重新计算")).to_be_visible()
    expect(fang.get_by_text("80.00").first).to_be_visible()

    clock.at = assessed.SETTLING
    fang.context.clear_cookies()
    sign_in(fang, county.fang.username)
    fang.goto(f"/office/supervision/assessment/{assessment.pk}/")
    fang.get_by_role("button", name="定稿").click()
    fang.get_by_role("textbox", name="公布的决定").fill("县政府办公室主任会议")
    fang.get_by_role("button", name="公布", exact=True).click()
    fang.get_by_role("link", name="公众看到的页面").click()
    expect(fang.get_by_role("row", name="望舒镇人民政府")).to_contain_text("80.00")
