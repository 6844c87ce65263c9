"""Applications in the browser: the whole way seen from both sides; registered; a place on a page withheld."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import docx
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect

from gongkai.site.accounts.models import User
from gongkai.site.applications.actions import files
from gongkai.site.applications.models import CaseFile
from tests.browser.conftest import Opened, sign_in
from tests.browser.test_apply import TITLE, check, fill, follow, look, send
from tests.cast import AT, ON, County
from tests.conftest import Clock
from tests.site import cases, items, letters

PARTY, QUOTE = "云川县某建设有限公司", "养护合同报价为128万元"
REST = {
    *(date(2021, 2, day) for day in range(11, 18)),
    *(date(2021, 4, day) for day in range(3, 6)),
    *(date(2021, 5, day) for day in range(1, 6)),
}
"""春节, 清明, 劳动节 of 2021 (国办发明电〔2020〕27号); then the days worked for them."""
MADE_UP = {date(2021, 2, 7), date(2021, 2, 20), date(2021, 4, 25), date(2021, 5, 8)}
TOLD = {
    "提出申请": "提交或送达日期",
    "双方确认收到": "确认日期",
    "告知补正": "补正告知日期",
    "机关收到补正": "收到补正日期",
    "告知延长答复期限": "延期告知日期",
    "作出答复": "答复签发日期",
    "答复送达": "答复送达日期",
}
"""How an event begins on the page that is followed → its date on the page of the case."""
CHOICES = (
    "齐全、明确，能够据此检索",
    "是，继续办理",
    "本机关制作，或者从公民、法人和其他组织获取并保存",
    "有，是已经制作或者获取的信息",
    "可以公开，或者去掉不予公开的部分以后可以公开",
    "按申请人要求的形式",
    "区分处理：提供可以公开的部分，对其余部分说明理由",
)


def walked(start: date, count: int) -> date:
    """The slow count: so many working days after a day, one day after the other."""
    on = start
    while count:
        on += timedelta(1)
        count -= on in MADE_UP or (on.weekday() < 5 and on not in REST)
    return on


@dataclass
class Way:
    """Everybody's windows, and what must not come up in them: a script's fault, a foreign host."""

    opened: Opened
    clock: Clock
    county: County
    faults: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    windows: list[Page] = field(default_factory=list)
    number: str = ""
    code: str = ""

    def window(self, width: int = 1280) -> Page:
        page = self.opened(width)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        return page

    def day(self, day: str) -> Page:
        """A day comes, nobody is signed in any more; 高原 at the case, found in the register."""
        self.clock.at = cases.at(day, 9)
        cache.clear()
        while self.windows:
            self.windows.pop().context.close()
        page = self.officer(self.county.gao)
        page.get_by_role("navigation", name="工作区").get_by_role("link", name="申请", exact=True).click()
        page.get_by_role("link", name=TITLE).click()
        return page

    def officer(self, person: User) -> Page:
        """A window in which an officer has signed in."""
        page = self.window()
        sign_in(page, person.username)
        self.windows.append(page)
        return page

    def passed_by(self, *people: User) -> None:
        """Each finds what waits for them in 今日, and passes all of it."""
        for person in people:
            page = self.officer(person)
            while page.get_by_role("link", name="审批", exact=True).count():
                page.get_by_role("link", name="审批", exact=True).first.click()
                page.get_by_role("button", name="同意").click()
                expect(page.get_by_text(re.compile("已同意，(文书签发|转下一环节)"))).to_be_visible()
                page.goto("/office/")

    def hand_over(self, page: Page, letter: str) -> None:
        """A letter is handed over and signed for, today."""
        part(page, "文书").get_by_role("link", name=letter, exact=True).click()
        page.get_by_role("link", name="送出", exact=True).click()
        page.get_by_label("直接送达").check()
        page.get_by_label("对方签收日期").fill(self.clock.at.date().isoformat())
        page.get_by_role("button", name="登记送出").click()
        expect(page.get_by_text("已登记送出")).to_be_visible()
        page.get_by_role("link", name=f"{self.number}　{TITLE}").click()

    def agree(self, officer: Page, citizen: Page, stage: str, due: date | None, **dates: str) -> None:
        """Both pages say this stage, this last day, and the same day of everything that happened."""
        follow(citizen, self.number, self.code)
        officer.reload()
        expect(citizen.locator(".facts .badge")).to_have_text(stage)
        expect(officer.locator(".page-head .badge")).to_have_text(stage)
        kept, told = dict(dates_of(officer)), dict(told_in(citizen))
        assert told == {label: kept[label] for label in TOLD.values() if label in kept}
        assert kept.items() >= dates.items()
        assert due_of(officer) == due
        if stage not in ("已办结", "已归档"):
            shown = citizen.locator(".facts strong time")
            assert (shown.get_attribute("datetime") if shown.count() else None) == (due and due.isoformat())


def part(page: Page, heading: str) -> Locator:
    return page.get_by_role("region", name=heading, exact=True)


def act(page: Page, name: str) -> None:
    page.get_by_role("complementary").get_by_role("link", name=name, exact=True).click()


def dates_of(page: Page) -> Iterator[tuple[str, str]]:
    """What the page of the case has under 日期: label and day."""
    for row in part(page, "日期").locator("dl > div").all():
        if row.locator("time").count():
            day = row.locator("time").get_attribute("datetime") or ""
            yield row.locator("dt").inner_text(), day[:10]


def told_in(page: Page) -> Iterator[tuple[str, str]]:
    """What the page that is followed tells of the same."""
    for row in part(page, "办理经过").locator("li").all():
        text = row.locator(".title").inner_text()
        for begins, label in TOLD.items():
            if text.startswith(begins):
                yield label, row.locator("time").get_attribute("datetime") or ""


def due_of(page: Page) -> date | None:
    text = part(page, "答复期限").locator("strong").first.inner_text()
    found = re.match(r"(\d+)年(\d+)月(\d+)日", text)
    return date(*map(int, found.groups())) if found else None


def plan() -> bytes:
    """What was found: a plan with the quotation of a third party."""
    document = docx.Document()
    document.add_paragraph("望舒镇2020年农村公路养护计划：村道12.5公里。")
    document.add_paragraph(f"{QUOTE}，由{PARTY}承担。")
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def downloaded(page: Page, name: str, folder: Path) -> bytes:
    with page.expect_download() as fetched:
        page.get_by_role("button", name=name).click()
    fetched.value.save_as(folder / "fetched")
    return (folder / "fetched").read_bytes()


def test_citizen_and_officers_see_the_same_from_the_form_to_the_answer(
    county: County, opened: Opened, clock: Clock, tmp_path: Path
) -> None:
    way = Way(opened, clock, county)
    clock.at = cases.at("2021-01-22")
    items.published(county, title=f"{TITLE}的公示", document_number="")
    citizen = way.window(360)
    look(citizen)
    citizen.get_by_role("button", name="都不是，继续申请").click()
    fill(citizen)
    check(citizen)
    way.number, way.code = send(citizen)

    gao = way.day("2021-01-25")  # online: the term begins with the confirmation (Art. 31)
    way.agree(gao, citizen, "待确认", None)
    act(gao, "确认收到")
    gao.get_by_label("怎样确认的").fill("电话确认")
    gao.get_by_role("button", name="登记确认").click()
    term = walked(date(2021, 1, 25), 20)
    assert term == date(2021, 2, 25)
    way.agree(gao, citizen, "办理中", term, 收到日期="2021-01-25")
    way.hand_over(gao, "申请接收回执")

    gao = way.day("2021-02-01")  # the fifth of the seven working days
    act(gao, "告知补正")
    gao.get_by_label("需要补正的事项和理由").fill("请写明年度。")
    gao.get_by_label("补正期限").fill("2021-03-05")
    gao.get_by_role("button", name="起草并送审").click()
    gao.get_by_role("link", name=f"{way.number}　{TITLE}").click()
    way.agree(gao, citizen, "办理中", term)  # nothing has left yet
    way.passed_by(county.he)
    gao.reload()
    way.hand_over(gao, "补正告知书")
    way.agree(gao, citizen, "待补正", None, 补正告知日期="2021-02-01", 补正期限="2021-03-05")
    expect(citizen.get_by_text("告知补正，期限到2021年3月5日")).to_be_visible()

    gao = way.day("2021-03-01")
    act(gao, "收到补正")
    gao.get_by_label("补正后的描述").fill("2020年的养护计划。")
    gao.get_by_role("button", name="登记补正").click()
    way.agree(gao, citizen, "办理中", walked(date(2021, 3, 1), 20), 收到补正日期="2021-03-01")
    expect(citizen.get_by_text("2020年的养护计划。")).to_be_visible()

    gao = way.day("2021-03-08")
    act(gao, "征求第三方意见")
    gao.get_by_label("名称或姓名").fill(PARTY)
    gao.get_by_label("地址").fill("云川县河西街1号")
    gao.get_by_label("征求意见的内容").fill("养护合同的报价")
    gao.get_by_role("button", name="起草并送审").click()
    gao.get_by_role("link", name=f"{way.number}　{TITLE}").click()
    way.passed_by(county.he)
    gao.reload()
    way.hand_over(gao, "征求第三方意见书")
    way.hand_over(gao, "征求第三方意见告知书")
    # The days after the letter up to the opinion do not count; until it comes, up to its last day.
    asked, opinion_by = date(2021, 3, 8), walked(date(2021, 3, 8), 15)
    way.agree(gao, citizen, "征求意见中", walked(opinion_by, 20 - 5))
    expect(part(gao, "征求意见")).to_contain_text(f"期限 {opinion_by.isoformat()}")
    assert PARTY not in citizen.content() and PARTY not in gao.content()

    gao = way.day("2021-03-22")
    act(gao, "登记意见：第三方")
    gao.get_by_label("不同意").first.check()
    gao.get_by_label("意见的理由").fill("报价是商业秘密。")
    gao.get_by_role("button", name="登记意见").click()
    assert walked(date(2021, 3, 1), 5) == asked
    term = walked(date(2021, 3, 22), 20 - 5)
    way.agree(gao, citizen, "办理中", term)

    gao = way.day("2021-04-12")
    act(gao, "延长答复期限")
    gao.get_by_label("延长的理由").fill("需要区分处理的内容较多。")
    gao.get_by_role("button", name="起草并送审").click()
    gao.get_by_role("link", name=f"{way.number}　{TITLE}").click()
    way.agree(gao, citizen, "办理中", term)
    way.passed_by(county.he)
    gao.reload()
    way.hand_over(gao, "延长答复期限告知书")
    term = walked(date(2021, 3, 22), 40 - 5)
    assert term == date(2021, 5, 12)
    way.agree(gao, citizen, "办理中", term, 延期告知日期="2021-04-12")

    gao = way.day("2021-05-06")
    gao.get_by_role("link", name="添加材料").click()
    gao.get_by_label("种类").select_option("所公开的信息")
    gao.get_by_label("文件").set_input_files(
        {"name": "养护计划.docx", "mimeType": "application/octet-stream", "buffer": plan()}
    )
    gao.get_by_role("button", name="添加").click()
    gao.get_by_role("link", name="遮盖").click()
    gao.get_by_label("要遮盖的文字").fill(f"{QUOTE}\n{PARTY}")
    gao.get_by_role("button", name="遮盖并另存").click()
    act(gao, "区分处理")
    first, second, _third = gao.get_by_role("group").all()
    first.get_by_label("内容").fill("养护计划")
    second.get_by_label("内容").fill("合同报价")
    second.get_by_label("怎样处理").select_option("不予公开")
    second.get_by_label("依据").select_option(label="保护第三方合法权益（《政府信息公开条例》第十五条）")
    second.get_by_label("理由").fill("属于商业秘密，第三方不同意公开")
    gao.get_by_role("button", name="保存区分处理").click()
    for choice in CHOICES:
        gao.get_by_label(choice, exact=True).check()
        gao.get_by_role("button", name="选定").click()
    expect(gao.get_by_label("遮盖后")).to_be_checked()  # and what it was made from is not
    expect(gao.get_by_label("养护计划.docx（所公开的信息）")).not_to_be_checked()
    gao.get_by_role("button", name="起草并送审").click()
    gao.get_by_role("link", name=f"{way.number}　{TITLE}").click()
    way.agree(gao, citizen, "办理中", term)
    way.passed_by(county.he, county.song, county.qin)
    way.agree(gao, citizen, "答复待送达", term, 答复签发日期="2021-05-06")

    gao = way.day("2021-05-08")  # a Saturday that is worked
    way.hand_over(gao, "答复书：部分公开")
    way.agree(gao, citizen, "已办结", term, 答复送达日期="2021-05-08")
    expect(part(gao, "申请的内容")).to_contain_text("37个工作日")
    expect(citizen.get_by_text("申请行政复议")).to_be_visible()

    answer = "".join(letters.pages(downloaded(citizen, "政府信息公开申请答复书", tmp_path)))
    assert "望舒镇公开答〔2021〕1号" in answer and "望舒镇人民政府" in answer
    given = downloaded(citizen, "养护计划", tmp_path)
    assert "村道12.5公里" in letters.words(given)
    with zipfile.ZipFile(BytesIO(given)) as packed:
        inside = "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    assert "128万元" not in inside and PARTY not in inside

    lin = way.officer(county.lin)
    lin.goto(gao.url)
    act(lin, "归档")
    lin.get_by_role("button", name="归档").click()
    way.agree(lin, citizen, "已归档", term, 归档日期="2021-05-08")
    assert not way.faults
    assert len(way.hosts) == 1


def test_what_came_on_paper_is_registered_and_its_code_shown_once(county: County, opened: Opened) -> None:
    page = opened(java_script_enabled=False)
    sign_in(page, county.gao.username)
    page.goto("/office/applications/")
    page.get_by_role("link", name="登记申请").click()
    page.get_by_label("当面提交").check()
    page.get_by_label("申请人类别").select_option("natural_person")
    page.get_by_label("姓名或名称").fill("王晓禾")
    page.get_by_label("联系电话").fill("13800001234")
    page.get_by_label("信息名称").fill(cases.REQUEST.title)
    page.get_by_label("所需信息的描述").fill(cases.REQUEST.wanted)
    page.get_by_role("button", name="登记", exact=True).click()
    assert "请把编号和查询码告诉申请人" in page.content()
    page.reload()
    assert "查询码已经显示过" in page.content()
    page.get_by_role("link", name="打开案卷").click()
    assert "王＊＊" in page.content() and "王晓禾" not in page.content()


def test_a_box_drawn_on_a_page_becomes_numbers_and_numbers_a_box(county: County, opened: Opened) -> None:
    case = cases.registered(county, ON.isoformat())
    kept = files.add(case, files.Upload("information", "计划.png", cases.picture()), user=county.gao, at=AT)
    page = opened()
    sign_in(page, county.gao.username)
    page.goto(f"/office/applications/{case.pk}/files/{kept.pk}/redact/")
    paper, typed = page.locator("[data-paper='1']"), page.get_by_label("要遮盖的地方")
    paper.scroll_into_view_if_needed()
    frame = paper.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + frame["width"] / 4, frame["y"] + frame["height"] / 4)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2, steps=3)
    page.mouse.up()
    number, *sides = map(float, typed.input_value().split())
    assert number == 1 and all(
        abs(side - wanted) < 1 for side, wanted in zip(sides, (25, 25, 50, 50), strict=True)
    )
    typed.fill(typed.input_value() + "1 60 60 70 70\n")
    assert page.locator(".paper-box").count() == 2
    page.get_by_role("button", name="遮盖并另存").click()
    page.wait_for_url(f"**/{case.pk}/")
    assert "已遮盖2处" in page.content()
    assert CaseFile.objects.filter(kind="redacted", source=kept).exists()
