"""An application in the browser: registered, opened, a place on a page withheld by mouse and by numbers."""

from gongkai.site.applications.actions import files
from gongkai.site.applications.models import CaseFile
from tests.browser.conftest import Opened, sign_in
from tests.cast import AT, ON, County
from tests.site import cases


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
