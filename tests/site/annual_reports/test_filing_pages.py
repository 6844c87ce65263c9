"""Pages of filing: what they show, what they answer to what is wrong, and that an export says the same."""

from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.site.annual_reports.filing import actions, receipt
from gongkai.site.annual_reports.models import DueDay, Urging
from gongkai.site.organs.models import Organ
from tests.annual_report.build import sample_report
from tests.cast import AT, browser, establish
from tests.site import filed, reports


@pytest.fixture(autouse=True)
def _in_january(clock):
    clock.at = AT


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client, address, data=None, status=200):
    answer = client.post(address, data or {}, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def page_of(submission):
    return f"/office/reports/filing/submissions/{submission.pk}/"


# The organ


def test_the_officer_submits_and_gets_a_receipt_to_print(county):
    version = reports.of_wangshu(county)
    client = browser(county.lin)
    assert f"/office/reports/filing/submit/{version.pk}/" in read(client, f"/office/reports/{version.pk}/")
    before = read(client, f"/office/reports/filing/submit/{version.pk}/")
    assert "云川县人民政府" in before and "2021-01-31" in before
    told = sent(client, f"/office/reports/filing/submit/{version.pk}/")
    for words in ("2021-0001", "云川县人民政府", "望舒镇人民政府", version.digest, "2021-01-20 09:12:00"):
        assert words in told


def test_the_receipt_is_one_tagged_page_that_says_the_same_and_never_changes(county):
    submission = filed.submitted(county)
    address = f"/office/reports/filing/receipts/{submission.pk}/"
    client = browser(county.lin)
    assert f'href="{address}receipt.pdf"' in read(client, address)
    answer = client.get(f"{address}receipt.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert "2021-0001.pdf" in answer["Content-Disposition"]
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    assert document.get_metadata_dict()["Title"] == "政府信息公开工作年度报告报送回执"
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for label, value in receipt.lines(submission):
        assert f"{label}{value}".replace(" ", "") in text
    assert submission.digest in text
    actions.remark(submission, filed.CELL, "请核对", user=county.fang, at=AT)
    actions.give_back(submission, user=county.fang, at=AT)
    assert client.get(f"{address}receipt.pdf").content == answer.content


def test_what_may_not_be_submitted_is_told_on_the_page(county):
    version = filed.submitted(county).version
    assert "正在审核" in sent(browser(county.lin), f"/office/reports/filing/submit/{version.pk}/", status=422)


def test_the_organ_sees_remarks_beside_the_cell_and_in_the_panel(county):
    submission = filed.returned(county)
    page = read(browser(county.lin), f"/office/reports/{submission.version_id}/")
    assert 'href="#remark-1"' in page and 'id="remark-1"' in page
    assert "与去年相差很大，请核对" in page and "此处没有改动" in page and "还有1条审核意见没有答复" in page


def test_remarks_are_not_shown_to_the_organ_before_it_is_returned(county):
    submission = filed.submitted(county)
    actions.remark(submission, filed.CELL, "还没有想好", user=county.fang, at=AT)
    assert "还没有想好" not in read(browser(county.lin), f"/office/reports/{submission.version_id}/")


def test_an_answer_shows_whether_the_cell_has_changed(county):
    remark = filed.returned(county).remarks.get()
    address = f"/office/reports/filing/remarks/{remark.pk}/answer/"
    client = browser(county.lin)
    assert "此处没有改动" in read(client, address)
    page = sent(client, address, {"answer": "corrected", "words": ""}, status=422)
    assert "没有改动；请先更正" in page
    filed.corrected(county)
    assert "第2版里，此处已有改动" in read(client, address)
    assert "答复已保存" in sent(client, address, {"answer": "corrected", "words": ""})


def test_what_was_typed_stays_where_an_answer_is_refused(county):
    remark = filed.returned(county).remarks.get()
    page = sent(
        browser(county.lin), f"/office/reports/filing/remarks/{remark.pk}/answer/", {"words": "见附注二"}, 422
    )
    assert "见附注二" in page


def test_an_accepted_report_offers_no_correction(county):
    version = filed.accepted(county).version
    page = read(browser(county.lin), f"/office/reports/{version.pk}/")
    assert "/correction/" not in page and "已锁定" in page
    page = sent(browser(county.lin), "/office/reports/wangshu/2020/correction/", {"reason": "漏计"}, 422)
    assert "已被接收锁定" in page


# The office


def test_a_remark_is_written_where_it_was_picked(county):
    submission = filed.submitted(county)
    client = browser(county.fang)
    assert f"?place={filed.CELL}#remark" in read(client, page_of(submission))
    assert "?place=section.5#remark" in read(client, page_of(submission))
    assert 'value="section.5"' in read(client, f"{page_of(submission)}?place=section.5")
    page = sent(client, f"{page_of(submission)}remark/", {"place": filed.CELL, "text": "请核对"})
    assert "意见已写上" in page and 'id="remark-1"' in page
    (made,) = submission.remarks.all()
    assert "已删除" in sent(client, f"/office/reports/filing/remarks/{made.pk}/drop/")


@pytest.mark.parametrize(
    ("act", "data", "words"),
    [
        ("return", {}, "至少一条"),
        ("unlock", {"reason": "漏计"}, "“已报送”"),
        ("remark", {"place": "none", "text": "请核对"}, "没有这个位置"),
        ("remark", {"place": "", "text": ""}, "还没有提交成功"),
    ],
)
def test_what_the_office_may_not_do_is_told_on_the_page(county, act, data, words):
    submission = filed.submitted(county)
    assert words in sent(browser(county.fang), f"{page_of(submission)}{act}/", data, 422)


def test_errors_stand_in_the_way_of_acceptance(county):
    cells = {**sample_report().cells, "applications.granted.total": 999}
    submission = filed.submitted(county, sample_report(cells=cells))
    client = browser(county.fang)
    assert "条错误没有查清" in read(client, page_of(submission))
    assert "不能接收" in sent(client, f"{page_of(submission)}accept/", status=422)


def test_returned_corrected_handed_in_anew_accepted(county):
    submission = filed.submitted(county)
    office = browser(county.fang)
    sent(office, f"{page_of(submission)}remark/", {"place": filed.CELL, "text": "请核对"})
    assert "已退回" in sent(office, f"{page_of(submission)}return/", {"again_by": "2021-01-25"})
    version = filed.corrected(county)
    remark = submission.remarks.get()
    organ = browser(county.lin)
    sent(organ, f"/office/reports/filing/remarks/{remark.pk}/answer/", {"answer": "corrected"})
    sent(organ, f"/office/reports/filing/submit/{version.pk}/")
    again = filed.submission_of(county)
    page = read(office, page_of(again))
    assert "与上次报送（回执2021-0001）相比" in page and ">60<" in page
    assert "此处已有改动" in page and "已更正" in page
    for error in actions.unsettled(version):
        judged = {"fingerprint": error.fingerprint, "decision": "right", "reason": "另有台账"}
        sent(office, f"/office/reports/{version.pk}/judge/", judged)
    assert "已接收并锁定" in sent(office, f"{page_of(again)}accept/")
    assert "已解除锁定" in sent(office, f"{page_of(again)}unlock/", {"reason": "机关发现漏计"})


def test_a_report_entered_by_the_office_is_filed_from_its_page(county):
    version = filed.entered(county.tingyu, county.fang)
    client = browser(filed.colleague(county))
    assert "核对无误，代录报送" in read(client, f"/office/reports/{version.pk}/")
    assert "已代录报送" in sent(
        client, f"/office/reports/filing/take-in/{version.pk}/", {"digest": version.digest}
    )
    assert "代录" in read(client, f"/office/reports/{version.pk}/")
    assert "代录" in read(client, "/office/reports/")
    who_entered = browser(county.fang)
    other = filed.entered(county.wangshu, county.fang, sample_report())
    page = sent(who_entered, f"/office/reports/filing/take-in/{other.pk}/", {"digest": other.digest})
    assert "请由主管部门另一位工作人员核对确认" in page


# The calendar


def test_the_grid_says_every_state_in_words_and_signs(county, clock):
    filed.submitted(county)
    clock.at = AT.replace(month=2, day=3)
    page = read(browser(county.fang), "/office/reports/filing/yunchuan/2020/")
    assert "应报2家：已接收0家，已报送待审核1家" in page
    assert 'class="tile submitted"' in page and 'class="tile overdue"' in page
    assert "未编制，逾期3天" in page


def test_the_list_is_narrowed_and_exported(county, clock):
    filed.submitted(county)
    clock.at = AT.replace(month=2, day=3)
    client = browser(county.fang)
    answer = client.post("/office/reports/filing/yunchuan/2020/?state=late", {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:5] == [
        "听雨镇人民政府",
        "乡镇人民政府",
        "未编制，逾期3天",
        sheet["D2"].value,
        3,
    ]
    assert sheet.max_row == 2


def test_days_are_set_on_the_calendar_page(county):
    client = browser(county.fang)
    address = "/office/reports/filing/yunchuan/2020/days/"
    assert "《条例》第四十九条" in read(client, address)
    assert 'value="2021-01-31"' in read(client, f"{address}?kind=town")
    data = {"kind": "town", "submit_on": "2021-01-26", "publish_on": "2021-01-28", "source": "县通知"}
    assert "县通知" in sent(client, address, data)
    assert DueDay.objects.get().submit_on.isoformat() == "2021-01-26"
    late = {**data, "kind": "department", "submit_on": "2021-02-26"}
    page = sent(client, address, late, 422)
    assert "不能晚于" in page and 'value="2021-02-26"' in page


def test_late_organs_are_urged_from_the_page(county, clock):
    client = browser(county.fang)
    address = "/office/reports/filing/yunchuan/2020/urge/"
    assert "没有逾期的机关" in read(client, address)
    clock.at = AT.replace(month=2, day=3)
    client = browser(county.fang)
    assert "听雨镇人民政府" in read(client, address)
    assert "还没有提交成功" in sent(client, address, {"organs": ["tingyu"]}, 422)
    assert "已催报1家" in sent(client, address, {"organs": ["tingyu"], "note": "请报送"})
    assert Urging.objects.get().organ == county.tingyu
    assert "请报送" in read(browser(county.ye), "/office/")


@pytest.mark.parametrize("address", ["wangshu/2020/", "yunchuan/2018/", "yunchuan/2022/", "nowhere/2020/"])
def test_a_calendar_that_is_not_there(county, address):
    read(browser(county.fang), f"/office/reports/filing/{address}", 404)


def test_the_first_page_leads_to_ones_own_government(county):
    answer = browser(county.fang).get("/office/reports/filing/")
    assert answer.headers["Location"] == "/office/reports/filing/yunchuan/2020/"


def test_the_desk_shows_what_waits(county):
    submission = filed.submitted(county)
    page = read(browser(county.fang), "/office/")
    assert "待审核的年报报送" in page and page_of(submission) in page
    assert "待报送的年报" in read(browser(county.ye), "/office/")


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


@pytest.mark.parametrize("address", ["/office/", "/office/reports/filing/yunchuan/2020/"])
def test_a_county_of_40_asks_no_more_than_one_of_8(county, address):
    client = browser(county.fang)
    _fill(county, 8)
    read(client, address)
    few = asked(client, address)
    _fill(county, 40)
    assert asked(client, address) == few


def _fill(county, size):
    """Organs beside the towns until there are ``size``; a few have their reports with the office."""
    have = Organ.objects.below(county.yunchuan).count() - 1
    for number in range(have, size):
        organ = establish(
            f"bureau-{number}", f"云川县第{number}局", f"{number}局", "department", county.yunchuan
        )
        if number < 6:
            reading = sample_report(organ=f"云川县第{number}局")
            version = filed.entered(organ, county.fang, reading)
            actions.take_in(version, version.digest, user=_second(county), at=AT)


def _second(county):
    found = type(county.lin).objects.filter(username="zheng.yuan").first()
    return found or filed.colleague(county)
