"""The way up: submit, be returned with a remark at a cell, correct, submit anew, be accepted and locked."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, County
from tests.conftest import Clock
from tests.site import reports

PREFACE_CELL = "disclosure.licences.decisions"
"""A cell that no sum covers: what is put right there breaks nothing else."""


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


def test_from_submission_over_a_return_to_acceptance(county: County, opened: Opened) -> None:
    version = reports.of_wangshu(county)
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="望舒镇人民政府2020年年报").click()
    lin.get_by_role("button", name="报送", exact=True).click()
    expect(lin.get_by_text("2021-0001").first).to_be_visible()

    fang = opened(360)
    sign_in(fang, county.fang.username)
    fang.get_by_role("link", name="望舒镇人民政府2020年年报").click()
    submission = fang.url
    fang.locator(f"[id='{PREFACE_CELL}'] a").first.click()
    fang.get_by_role("textbox", name="审核意见").fill("与办件系统不符，请核对")
    fang.get_by_role("button", name="写上意见").click()
    fang.get_by_label("重新报送期限").fill("2021-01-25")
    fang.get_by_role("button", name="退回", exact=True).click()
    expect(fang.get_by_text("已退回，机关可以看到审核意见")).to_be_visible()

    lin.goto("/office/")
    lin.get_by_role("link", name="望舒镇人民政府2020年年报").click()
    expect(lin.get_by_role("link", name="审核意见1")).to_be_visible()
    lin.get_by_role("link", name="更正", exact=True).click()
    lin.get_by_label("更正原因").fill("与办件系统核对后更正")
    lin.get_by_role("button", name="建立新版本").click()
    lin.goto(f"{lin.url}?cell={PREFACE_CELL}")
    lin.get_by_label("文件上的内容").fill("1050")
    lin.get_by_label("更正原因").fill("漏计")
    lin.get_by_role("button", name="更正", exact=True).click()
    draft = lin.url
    second = opened()
    sign_in(second, county.he.username)
    second.goto(draft)
    second.get_by_role("button", name="复核无误").click()
    lin.goto(draft)
    lin.get_by_role("button", name="公布", exact=True).click()
    lin.get_by_role("link", name="答复意见1").click()
    expect(lin.get_by_text("此处已有改动")).to_be_visible()
    lin.get_by_label("已更正").check()
    lin.get_by_role("button", name="保存答复").click()
    lin.get_by_role("link", name="重新报送").click()
    lin.get_by_role("button", name="报送", exact=True).click()
    expect(lin.get_by_text("2021-0002").first).to_be_visible()

    fang.goto("/office/")
    fang.get_by_role("link", name="望舒镇人民政府2020年年报").click()
    assert fang.url != submission
    expect(fang.get_by_role("heading", name="与上次报送（回执2021-0001）相比")).to_be_visible()
    expect(fang.get_by_role("cell", name="1050")).not_to_have_count(0)
    fang.get_by_role("button", name="接收并锁定").click()
    expect(fang.get_by_text("已接收并锁定，计入汇总")).to_be_visible()
    version.report.refresh_from_db()
    assert version.report.accepted == version.report.current

    lin.goto(draft)
    expect(lin.get_by_text("已接收的报告已锁定")).to_be_visible()
    expect(lin.get_by_role("link", name="更正", exact=True)).to_have_count(0)
