"""工作日历 in the office: a year, own days, a notice tried and loaded, and what moved."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from gongkai.site.organs import calendar, calendar_files
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.calendar_models import CalendarChange, HolidayNotice, LocalDay
from tests import cast
from tests.cast import AT, ON, browser
from tests.site import items
from tests.site.calendars import NEXT, NOTICE, TOML, added, loaded

PAGE = "/office/organs/wangshu/calendar/"
LOAD = "/office/organs/yunchuan/calendar/load/"
FORM = {
    "first": "2021-01-26",
    "works": "no",
    "kind": "local",
    "name": "望舒灯节",
    "document": "自治州规定",
}


@pytest.fixture(autouse=True)
def _in_january(clock) -> None:
    clock.at = AT


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("2027年安排",), ("节日", "放假第一天", "放假最后一天", "调休上班"), *rows):
        sheet.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


ROWS = [(one.name, one.first, one.last.isoformat(), *one.make_up) for one in NEXT.holidays]


def text(response) -> str:
    return response.content.decode()


def test_a_year_is_shown_with_what_holds_and_who_said_so(county):
    added(county, county.yunchuan, name="云川山会")
    added(county, first=date(2021, 1, 27))
    html = text(browser(county.lin).get(f"{PAGE}?year=2021"))
    assert "望舒镇人民政府2021年工作日历" in html
    assert html.count('class="month"') == 12 and "is-local" in html
    assert "云川山会" in html and "望舒灯节" in html and "程序" in html
    assert "2月" in html and "春节放假（2021年节假日安排）" in html
    assert "暂定" not in html


def test_a_year_without_a_notice_says_so_and_another_year_is_this_one(county):
    html = text(browser(county.lin).get(f"{PAGE}?year=2027"))
    assert "2027年的节假日安排还没有录入" in html
    for odd in ("x", "1999", "99999999999999999999"):
        assert "2021年工作日历" in text(browser(county.lin).get(f"{PAGE}?year={odd}"))


def test_who_may_not_change_it_sees_no_form(county):
    added(county)
    assert "录入放假" not in text(browser(county.lin).get(PAGE)) and "revoke" not in text(
        browser(county.lin).get(f"{PAGE}?year=2021")
    )
    html = text(browser(county.cheng).get(f"{PAGE}?year=2021"))
    assert "录入放假或上班的日子" in html and "/revoke/" in html


def test_a_row_of_an_organ_above_is_revoked_there(county):
    added(county, county.yunchuan)
    assert "/revoke/" not in text(browser(county.cheng).get(f"{PAGE}?year=2021"))
    above = "/office/organs/yunchuan/calendar/?year=2021"
    assert "/revoke/" in text(browser(county.cheng).get(above))


def test_days_are_added_and_what_moved_is_shown(county):
    version = items.draft(county)
    answer = browser(county.cheng).post(PAGE, FORM, follow=True)
    change = CalendarChange.objects.get()
    assert answer.redirect_chain == [(f"/office/organs/calendar/changes/{change.pk}/", 302)]
    html = text(answer)
    assert "有1个未办结的期限随之改变" in html
    assert f"信息{version.item_id}第1版的公开期限" in html and "2021-02-01" in html and "2021-02-02" in html
    assert version.title not in html
    assert change.what in text(browser(county.lin).get(PAGE))  # and can be looked up later
    listed = browser(county.lin).post(f"/office/organs/calendar/changes/{change.pk}/", {"export": "csv"})
    assert "2021-02-02" in b"".join(listed.streaming_content).decode()


def test_what_is_refused_stays_in_the_form(county):
    answer = browser(county.cheng).post(PAGE, FORM | {"works": "yes"})
    assert answer.status_code == 422 and not LocalDay.objects.exists()
    html = text(answer)
    assert "日历上本来就是上班" in html and 'value="望舒灯节"' in html and "<details open>" in html


def test_only_organs_that_one_sees_are_in_the_list_of_what_moved(county):
    items.draft(county)
    change = added(county, county.yunchuan)
    address = f"/office/organs/calendar/changes/{change.pk}/"
    assert "望舒镇人民政府" in text(browser(county.fang).get(address))
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.yunchuan, cast.Role.HANDLER)
    assert "没有期限因此改变" in text(browser(wen).get(address))
    assert browser(county.lin).get(address).status_code == 403


def test_a_revocation_asks_for_its_reason(county):
    added(county)
    address = f"/office/organs/calendar/days/{LocalDay.objects.get().pk}/revoke/"
    client = browser(county.cheng)
    assert "撤销2021-01-26放假" in text(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "录错"}).status_code == 302
    html = text(client.get(f"{PAGE}?year=2021"))
    assert "已撤销、已更正的" in html and "录错" in html
    assert "已于2021-01-20撤销" in text(client.post(address, {"reason": "又"}))


@pytest.mark.parametrize("way", ["words", "toml file", "workbook"])
def test_a_notice_is_tried_seen_and_loaded(county, way):
    items.draft(county, formed_on=date(2027, 1, 29))
    data: dict[str, object] = {"document": NOTICE}
    if way == "words":
        data["words"] = TOML
    else:
        content = workbook(*ROWS) if way == "workbook" else TOML.encode()
        data["file"] = SimpleUploadedFile("2027.bin", content)
    client = browser(county.cheng)
    answer = client.post(LOAD, data)
    html = text(answer)
    assert answer.status_code == 200 and not HolidayNotice.objects.exists()
    assert "现在还没有改动日历" in html and "2027年原来是暂定的" in html
    assert "春节放假（2027年节假日安排）" in html
    assert "2027-02-26" in html and "2027-03-03" in html  # the term that would move
    done = client.post(LOAD, {"seen": answer.context["seen"]}, follow=True)
    assert "有1个未办结的期限随之改变" in text(done)
    assert HolidayNotice.objects.get().notice.holidays == tuple(
        calendar.calendar_of(county.yunchuan).holidays(2027)
    )
    html = text(browser(county.lin).get(f"{PAGE}?year=2027"))
    assert NOTICE in html and "暂定" not in html


def test_what_was_tried_on_another_calendar_is_tried_again(county):
    client = browser(county.cheng)
    seen = client.post(LOAD, {"document": NOTICE, "words": TOML}).context["seen"]
    added(county)
    assert "试运行之后日历有变动" in text(client.post(LOAD, {"seen": seen}, follow=True))
    assert "没有收到完整的内容" in text(client.post(LOAD, {"seen": "x"}, follow=True))
    assert not HolidayNotice.objects.exists()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "请粘贴通知全文，或者上传一个文件"),
        ({"words": "放假"}, "没有找到“某某年部分节假日安排”"),
        ({"words": TOML.replace("2027-05-08", "2027-05-07")}, "不是周末"),
        ({"words": TOML.replace("2027-02-11", "2027-02-31")}, "不是正确的TOML"),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused_and_kept_in_the_form(county, data, told):
    answer = browser(county.cheng).post(LOAD, {"document": NOTICE, **data})
    assert answer.status_code == 422
    assert told in text(answer) and f'value="{NOTICE}"' in text(answer)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (workbook(), "栏名下面没有内容"),
        (workbook(("春节", "二月", "")), "第3行没有读到"),
        (workbook(("春节", "2027-02-05", "2027-02-31")), "第3行的2027-02-31不是日期"),
        (workbook(*ROWS).replace(b"PK", b"PX", 1), "不是UTF-8"),
        (b"PK broken", "打不开|损坏|不是"),
    ],
)
def test_a_workbook_says_what_is_wrong_where(data, told):
    with pytest.raises(Refused, match=told):
        calendar_files.read(data)


def test_a_notice_that_came_with_the_system_may_be_revoked(county, monkeypatch):
    loaded(county)
    html = text(browser(county.cheng).get("/office/organs/yunchuan/calendar/?year=2027"))
    assert "系统已经自带" not in html
    released = calendar.WorkingDays.loaded().with_notices([NEXT])
    monkeypatch.setattr(calendar.WorkingDays, "loaded", lambda: released)
    calendar._last.clear()
    html = text(browser(county.cheng).get("/office/organs/yunchuan/calendar/?year=2027"))
    assert "系统已经自带这一年的安排" in html
    notice = HolidayNotice.objects.get()
    answer = browser(county.cheng).post(
        f"/office/organs/calendar/notices/{notice.pk}/revoke/", {"reason": "与系统一致"}, follow=True
    )
    assert "没有未办结的期限因此改变" in text(answer)


def test_more_rows_need_no_more_queries(county):
    client = browser(county.fang)
    address = "/office/organs/yunchuan/calendar/?year=2021"

    def queries(at: str) -> int:
        client.get(at)
        with CaptureQueriesContext(connection) as found:
            assert client.get(at).status_code == 200
        return len(found)

    items.draft(county)
    change = added(county, county.yunchuan)
    moved = f"/office/organs/calendar/changes/{change.pk}/"
    few = queries(address), queries(moved)
    for number in range(1, 5):
        added(county, county.yunchuan, first=date(2021, 3, 1) + timedelta(days=number), name=f"会{number}")
    loaded(county)
    calendar.revoke_day(LocalDay.objects.earliest("pk"), reason="录错", user=county.cheng, today=ON)
    for number in range(5):
        items.draft(county, title=f"通知{number}", document_number="")
    added(county, county.yunchuan, name="再录")
    moved = f"/office/organs/calendar/changes/{CalendarChange.objects.latest('pk').pk}/"
    assert (queries(address), queries(moved)) == few
