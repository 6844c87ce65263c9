"""A compiled report: counted, stopped by an error, signed by three, returned, accepted, added up."""

import re
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from gongkai.site.accounts.models import User
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.disclosure import actions, importing
from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, County
from tests.conftest import Clock
from tests.site import cases, items, totalled

REPORT = "望舒镇人民政府2020年年报"
MADE = "disclosure.normative_documents.made"
PENALTIES = "disclosure.penalties.decisions"
"""A cell that no sum covers: what is put right there breaks nothing else."""
PERSONS, ALL = "applications.received_new.natural_person", "applications.received_new.total"
TO_WRITE = re.compile("［待填写：[^］]*］")


@pytest.fixture(autouse=True)
def _in_january(clock: Clock) -> None:
    clock.at = AT


@pytest.fixture
def documents(county: County) -> None:
    """As a real township counted in 2020: 59 made, 18 published, 119 public at the end of the year."""
    public = {"栏目": "规范性文件", "规范性文件": "是", "原网址": ""}
    rows = [
        items.ROW
        | public
        | {"标题": f"望舒镇规定之{n}", "形成日期": f"{year}-05-02", "发布时间": f"{year}-05-06 10:30"}
        for n, year in enumerate([2020] * 18 + [2018] * 101, start=1)
    ]
    importing.import_items(items.kept_import(county, *rows), user=county.lin, at=AT)
    inner = replace(
        items.NOTICE,
        document_number="",
        normative=True,
        formed_on=date(2020, 6, 1),
        klass="on_request",
        ground="internal_affairs",
        ground_note="只涉及机关内部工作流程",
    )
    for n in range(59 - 18):
        content = replace(inner, title=f"望舒镇内部规则之{n}")
        actions.draft(county.wangshu, content, column=None, user=county.lin, at=AT)


def cell(page: Page, id: str) -> Locator:
    return page.locator(f"[id='{id}']")


def documents_listed(page: Page) -> set[str]:
    """The titles on all pages of the list."""
    rows = page.get_by_role("region", name="文件列表").locator("tbody th a")
    found = set(rows.all_inner_texts())
    following = page.get_by_role("link", name="下一页")
    while following.count():
        address = following.get_attribute("href") or ""
        following.click()
        page.wait_for_url(lambda url, end=address: url.endswith(end))  # type: ignore[misc]
        found |= set(rows.all_inner_texts())
    return found


def override(page: Page, id: str, value: str, reason: str) -> None:
    """A number of the draft is put in by hand."""
    cell(page, id).get_by_role("link").first.click()
    form = page.locator("#correct")
    form.get_by_label("更正为").fill(value)
    form.get_by_label("更正原因").fill(reason)
    form.get_by_role("button", name="更正", exact=True).click()
    expect(page.get_by_text("已更正，须重新审签")).to_be_visible()
    expect(cell(page, id)).to_contain_text(value)


def write(page: Page, title: str) -> None:
    """What only people know is written into a section; its figures stay."""
    page.locator(".panel").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    text = page.get_by_role("textbox", name="正文")
    assert TO_WRITE.search(text.input_value())
    text.fill(TO_WRITE.sub("本年按规定办理，没有需要另行说明的情况。", text.input_value()))
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", name=REPORT)).to_be_visible()


def step(opened: Opened, person: User, word: str, address: str) -> None:
    """The next of the three finds the report among what waits for them, and takes their step."""
    page = opened()
    sign_in(page, person.username)
    page.get_by_role("link", name=word, exact=True).click()
    page.wait_for_url(f"**{address}")
    page.locator(".panel").get_by_role("button", name=word, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(f"已{word}")


def send_up(page: Page) -> None:
    page.get_by_role("button", name="送审", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已送审")


def signed_and_published(opened: Opened, county: County, lin: Page) -> None:
    """From the handler over the head of office and the leader to the public."""
    address = lin.url.partition("?")[0]
    send_up(lin)
    path = re.sub("^.*?//[^/]*", "", address)
    step(opened, county.he, "审核", path)
    step(opened, county.song, "签发", path)
    lin.goto(address)
    lin.get_by_role("button", name="公布", exact=True).click()
    expect(lin.get_by_text("已公布，公众现在可以看到")).to_be_visible()


def submitted(lin: Page, word: str, receipt: str) -> None:
    lin.get_by_role("link", name=word, exact=True).click()
    expect(lin.get_by_role("heading", name=f"报送{REPORT}")).to_be_visible()
    lin.get_by_role("button", name="报送", exact=True).click()
    expect(lin.get_by_text(receipt).first).to_be_visible()


def county_total(page: Page) -> int:
    """What 云川县 has in its total of documents made."""
    page.goto("/office/reports/totals/yunchuan/2020/")
    return int(cell(page, MADE).inner_text())


def test_from_the_records_to_the_county_total(county: County, documents: None, opened: Opened) -> None:
    totalled.accepted(county.tingyu)
    fang = opened(360)
    sign_in(fang, county.fang.username)
    before = county_total(fang)

    # Compiled: the report is there, and 59 opens to its 59 documents.
    lin = opened()
    sign_in(lin, county.lin.username)
    lin.get_by_role("link", name="年报", exact=True).first.click()
    lin.get_by_role("link", name="由记录编制").click()
    lin.get_by_label("报告年度").fill("2020")
    lin.get_by_role("button", name="编制", exact=True).click()
    expect(lin.get_by_text("已由记录编制")).to_be_visible()
    draft = lin.url
    expect(cell(lin, MADE)).to_contain_text("59")
    cell(lin, MADE).get_by_role("link", name="所计的记录").click()
    expect(lin.get_by_text("2020年本年制发的59件")).to_be_visible()
    assert len(documents_listed(lin)) == 59

    # An application on paper is put into the table by hand: the sums do not hold, and that stops it.
    lin.goto(draft)
    override(lin, PERSONS, "1", "12月29日收到的一件纸质申请没有登记")
    lin.get_by_role("button", name="送审", exact=True).click()
    expect(lin.locator(".panel [role=alert]")).to_be_visible()
    expect(lin.locator(".findings .error").first).to_contain_text("相差1")
    expect(lin.get_by_role("status")).to_have_count(0)

    # The record is put right, and the report compiled anew: it says so by itself now.
    register(lin, county)
    lin.goto(draft)
    lin.get_by_role("link", name="记录的变化").click()
    expect(lin.get_by_role("heading", name=f"记录的变化：{REPORT}")).to_be_visible()
    lin.get_by_role("button", name="按现在的记录重新编制").click()
    expect(lin.get_by_text("已重新编制为新的草稿")).to_be_visible()
    draft = lin.url
    expect(cell(lin, ALL)).to_contain_text("1")
    expect(lin.locator(".findings .error")).to_have_count(0)

    # What no register holds is put in with a reason; what only people know is written.
    override(lin, PENALTIES, "12", "综合执法队的纸质台账")
    expect(lin.locator(".findings")).to_contain_text("由记录计出0，报告里改为12")
    for title in ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):
        write(lin, title)
    lin.locator(".panel li .title").get_by_role("link", name="提醒").click()
    lin.get_by_label("已核实，数据无误").check()
    lin.get_by_role("textbox", name="理由").fill("41件只供机关内部执行，不对外发生效力")
    lin.get_by_role("button", name="记录处理意见").click()
    expect(lin.get_by_text("处理意见已记录")).to_be_visible()
    signed_and_published(opened, county, lin)
    submitted(lin, "报送", "2021-0001")

    # The county sends it back for one cell.
    fang.goto("/office/")
    fang.get_by_role("link", name=REPORT).click()
    cell(fang, PENALTIES).get_by_role("link").first.click()
    fang.get_by_role("textbox", name="审核意见").fill("与行政处罚系统不符，请核对")
    fang.get_by_role("button", name="写上意见").click()
    expect(fang.locator(".panel .findings")).to_contain_text(["与行政处罚系统不符"])
    fang.get_by_label("重新报送期限").fill("2021-01-25")
    fang.get_by_role("button", name="退回", exact=True).click()
    expect(fang.get_by_text("已退回，机关可以看到审核意见")).to_be_visible()
    assert county_total(fang) == before

    # The town corrects that cell, three people sign anew, and it goes up again.
    lin.goto("/office/")
    lin.get_by_role("link", name=REPORT).click()
    expect(cell(lin, PENALTIES).get_by_role("link", name="审核意见1")).to_be_visible()
    lin.get_by_role("link", name="更正", exact=True).click()
    lin.get_by_label("更正原因").fill("与行政处罚系统核对后更正")
    lin.get_by_role("button", name="建立新版本").click()
    expect(lin.get_by_text("待送审", exact=True)).to_be_visible()
    override(lin, PENALTIES, "15", "漏计3件")
    signed_and_published(opened, county, lin)
    lin.get_by_role("link", name="答复意见1").click()
    expect(lin.get_by_text("此处已有改动")).to_be_visible()
    lin.get_by_label("已更正").check()
    lin.get_by_role("button", name="保存答复").click()
    expect(lin.get_by_role("link", name="重新报送", exact=True)).to_be_visible()
    submitted(lin, "重新报送", "2021-0002")

    # The county sees what has changed, accepts, and its total has 59 more.
    fang.goto("/office/")
    fang.get_by_role("link", name=REPORT).click()
    changed = fang.get_by_role("region", name="与上次不同的单元格").get_by_role("row").nth(1)
    expect(changed).to_contain_text("行政处罚")
    expect(changed.get_by_role("cell")).to_have_text(["12", "15"])
    fang.get_by_role("button", name="接收并锁定").click()
    expect(fang.get_by_text("已接收并锁定，计入汇总")).to_be_visible()
    assert county_total(fang) == before + 59
    report = AnnualReport.objects.get(organ=county.wangshu, year=2020)
    assert report.accepted == report.current
    cell(fang, MADE).get_by_role("link").first.click()
    town = fang.get_by_role("row", name="望舒镇")
    expect(town).to_contain_text("59")
    town.get_by_role("link").click()
    expect(fang.get_by_role("heading", name=REPORT)).to_be_visible()

    citizen = opened(java_script_enabled=False)
    citizen.goto("/o/wangshu/reports/2020/")
    expect(cell(citizen, PENALTIES)).to_have_text("15")
    expect(citizen.get_by_role("heading", name="更正说明")).to_be_visible()


def register(lin: Page, county: County) -> None:
    """The application of December 29 gets its place in the register."""
    lin.goto(f"/office/applications/new/{county.wangshu.slug}/")
    lin.get_by_label("当面提交").check()
    lin.get_by_label("提交或送达日期").fill("2020-12-29")
    lin.get_by_label("申请人类别").select_option("natural_person")
    lin.get_by_label("姓名或名称").fill("王晓禾")
    lin.get_by_label("联系电话").fill("13800001234")
    lin.get_by_label("信息名称").fill(cases.REQUEST.title)
    lin.get_by_label("所需信息的描述").fill(cases.REQUEST.wanted)
    lin.get_by_role("button", name="登记", exact=True).click()
    expect(lin.get_by_text("请把编号和查询码告诉申请人")).to_be_visible()
