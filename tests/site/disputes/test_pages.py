"""Pages of the office for disputes: found, registered from a case, worked on; typed text is kept."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from gongkai.site.applications import panels
from gongkai.site.disputes.actions import course
from gongkai.site.disputes.models import Counting, Dispute, DisputeFile, State
from gongkai.site.ledger.models import Entry
from tests.cast import browser
from tests.site import cases, items
from tests.site.cases import at
from tests.site.disputed import (
    COURT,
    NAME,
    REVIEW,
    SUIT,
    answered,
    appealed,
    concluded,
    day,
    fresh,
    proof,
    registered,
)

LIST = "/office/disputes/"
NEW = "/office/disputes/new/wangshu/"
NOW = at("2024-12-20")


@pytest.fixture(autouse=True)
def _the_day(clock):
    clock.at = NOW


def text(answer) -> str:
    return answer.content.decode()


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("决定书.docx", items.word("决定书"))


def address(dispute, act: str = "") -> str:
    return f"{LIST}{dispute.pk}/{act + '/' if act else ''}"


def test_the_list_is_narrowed_by_way_state_outcome_year_and_organ(county):
    concluded(county, registered(county, SUIT), "revoked", "2024-06-03")
    registered(county, notified_on=day("2024-12-11"))
    registered(county, filed_on=day("2023-03-01"))

    def found(person, query: str) -> int:
        return browser(person).get(f"{LIST}?{query}").context["list"].page.paginator.count

    assert found(county.lin, "") == found(county.fang, "") == 3
    assert found(county.lin, "proceeding=suit") == 1
    assert found(county.lin, "state=answering") == found(county.lin, "state=concluded") == 1
    assert found(county.lin, "outcome=suit-revoked") == 1
    assert found(county.lin, "outcome=review-revoked") == 0
    assert found(county.lin, "year=2023") == 1
    assert found(county.fang, "organ=wangshu") == 3
    assert found(county.fang, "organ=tingyu") == 0
    assert found(county.lin, "state=nonsense&year=x&outcome=y") == 3
    assert found(county.ye, "") == 0
    assert browser(county.cheng).get(LIST).status_code == 403


@pytest.mark.parametrize("state", list(State))
def test_a_state_is_the_same_in_the_filter_and_on_the_row(county, state):
    registered(county)
    registered(county, notified_on=day("2024-03-11"))
    concluded(county, registered(county), "upheld", "2024-06-03")
    course_of = registered(county, notified_on=day("2024-03-11"))
    course.record_reply(course_of, day("2024-03-12"), proof(), user=county.gao, at=NOW)
    gone = registered(county)
    browser(county.lin).post(address(gone, "void"), {"seen": 1, "reason": "重复登记"})
    found = set(Dispute.objects.in_state(state))
    assert found
    assert found == {one for one in Dispute.objects.all() if one.state == state}


def test_an_export_names_nobody_and_leaves_a_line(county):
    registered(county)
    answer = browser(county.lin).post(f"{LIST}?proceeding=review", {"export": "csv"})
    data = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "2023年农村公路养护合同" in data
    assert NAME not in data and "欧" not in data
    line = Entry.objects.get(act="exported")
    assert json.loads(line.detail)["filters"] == {"proceeding": "review"}


def test_list_page_and_table_need_no_more_queries_as_disputes_come_in(county):
    client = browser(county.fang)
    dispute = registered(county, application=answered(county))

    def queries(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as context:
            assert client.get(page).status_code == 200
        return len(context)

    pages = (LIST, f"{LIST}table/wangshu/2024/?cell=review.total", address(dispute))
    few = [queries(page) for page in pages]
    for _number in range(5):
        concluded(county, registered(county, application=dispute.application), "upheld", "2024-06-03")
    for kind in ("evidence", "claim", "other"):
        browser(county.gao).post(address(dispute, "files"), {"kind": kind, "file": paper()})
    assert DisputeFile.objects.count() == 3
    assert [queries(page) for page in pages] == few


def test_a_dispute_is_registered_from_its_case(county):
    application = answered(county)
    page = text(browser(county.gao).get(f"{NEW}?application={application.number}&proceeding=suit"))
    assert f'value="{application.number}"' in page
    assert "一审法院" in page and "先行的复议" in page
    sent = {
        "application": application.number,
        "claimant_kind": "natural_person",
        "body": COURT,
        "filed_on": "2024-03-04",
        "notified_on": "2024-03-11",
        "procedure": "ordinary",
    }
    answer = browser(county.gao).post(f"{NEW}?proceeding=suit", sent)
    dispute = Dispute.objects.get()
    assert answer.headers["Location"] == address(dispute)
    assert (dispute.application, dispute.proceeding) == (application, SUIT)
    page = text(browser(county.gao).get(address(dispute)))
    assert application.number in page and "2024年3月26日 星期二" in page
    assert "王＊＊" in page and "王晓禾" not in page


def test_a_wrong_form_keeps_what_was_typed(county):
    sent = {"application": "2024999999", "name": NAME, "claimant_kind": "business", "body": "县政府"}
    answer = browser(county.gao).post(NEW, sent)
    assert answer.status_code == 422
    page = text(answer)
    assert "本机关没有这个登记编号的申请" in page and f'value="{NAME}"' in page
    sent |= {"application": "", "title": "某事", "filed_on": "2024-12-21", "procedure": "ordinary"}
    answer = browser(county.gao).post(NEW, sent)
    assert answer.status_code == 422 and "不能在今天之后" in text(answer)
    assert not Dispute.objects.exists()


def test_the_whole_way_over_the_pages(county):
    client = browser(county.gao)
    dispute = registered(county, application=answered(county), notified_on=day("2024-03-11"))

    def sent(act: str, **data):
        answer = client.post(address(dispute, act), {"seen": fresh(dispute).edition, **data})
        assert answer.status_code == 302, text(answer)

    sent("reply", on="2024-03-20", file=paper())
    sent("hearing", on="2024-04-10")
    sent(
        "conclude", outcome="revoked_anew", concluded_on="2024-05-10", received_on="2024-05-13", file=paper()
    )
    assert "还没有转为重新办理" in text(client.get(address(dispute)))
    sent("redo", on="2024-05-13", days="15")
    page = text(client.get(address(dispute)))
    redo = fresh(dispute).redo
    assert redo.number in page and "新的期限到2024年6月3日 星期一为止" in page
    assert "还没有转为重新办理" not in page and "作废登记</a>" not in page
    facts = {
        "claimant_kind": "business",
        "body": "云川县人民政府",
        "filed_on": "2024-03-04",
        "notified_on": "2024-03-11",
        "procedure": "ordinary",
        "application": dispute.application.number,
    }
    sent("correct", **facts, reason="类别登记错误")
    assert fresh(dispute).claimant_kind == "business"


def test_an_appeal_over_the_pages(county):
    client = browser(county.lin)
    dispute = concluded(county, registered(county, SUIT), "revoked", "2024-06-03")
    page = text(client.get(address(dispute, "instance")))
    assert "二审" in page and "再审" in page and '"first"' not in page
    sent = {"seen": dispute.edition, "level": "second", "body": "中级法院", "filed_on": "2024-06-12"}
    assert client.post(address(dispute, "instance"), sent).status_code == 302
    assert "驳回上诉，维持原判决、裁定" in text(client.get(address(dispute, "conclude")))


def test_a_form_that_somebody_overtook_is_told_so(county):
    dispute = registered(county)
    course.record_hearing(dispute, day("2024-05-06"), user=county.lin, at=NOW)
    sent = {"seen": dispute.edition, "outcome": "upheld", "concluded_on": "2024-05-10"}
    answer = browser(county.gao).post(address(dispute, "conclude"), sent)
    assert answer.status_code == 422
    assert "刚刚由其他人登记过" in text(answer) and 'value="2024-05-10"' in text(answer)


def test_who_brought_it_is_shown_once_for_a_reason(county):
    dispute = registered(county)
    client = browser(county.gao)
    assert client.post(address(dispute, "reveal"), {"reason": "看"}).status_code == 422
    answer = client.post(address(dispute, "reveal"), {"reason": "寄送答复书"})
    assert NAME in text(answer) and "no-store" in answer.headers["Cache-Control"]
    assert NAME not in text(client.get(address(dispute)))


def test_a_file_is_opened_by_who_records_and_by_nobody_else(county):
    dispute = registered(county)
    browser(county.gao).post(address(dispute, "files"), {"kind": "claim", "file": paper()})
    kept = DisputeFile.objects.get()
    opened = browser(county.lin).post(f"{LIST}{dispute.pk}/files/{kept.pk}/")
    assert opened.content.startswith(b"PK") and "attachment" in opened.headers["Content-Disposition"]
    assert Entry.objects.filter(act="file_read").count() == 1
    assert browser(county.he).post(f"{LIST}{dispute.pk}/files/{kept.pk}/").status_code == 403
    other = registered(county)
    assert browser(county.lin).post(f"{LIST}{other.pk}/files/{kept.pk}/").status_code == 404
    assert "决定书" not in text(browser(county.he).get(address(dispute)))  # a name may name somebody


def test_who_may_only_look_sees_no_button(county):
    dispute = registered(county, notified_on=day("2024-03-11"))
    for person in (county.he, county.fang):
        page = text(browser(person).get(address(dispute)))
        assert "欧＊＊" in page
        for act in ("reply", "conclude", "correct", "void", "reveal", "files"):
            assert address(dispute, act) not in page


def test_table_four_shows_what_is_behind_each_cell(county):
    dispute = concluded(county, registered(county), "revoked", "2024-06-03")
    suit = concluded(county, registered(county, SUIT), "claim_dismissed", "2024-06-03")
    concluded(county, appealed(county, suit, "2024-06-12"), "remanded", "2024-09-02")
    old = concluded(county, registered(county, filed_on=day("2023-03-01")), "upheld", "2023-06-01")
    page = browser(county.he).get(f"{LIST}table/wangshu/2024/?cell=review.corrected")
    assert [one.pk for one in page.context["behind"].page] == [dispute.pk]
    assert "行政复议　结果纠正" in text(page)
    counts = [[count for _name, count in cells] for _row, _label, cells in page.context["rows"]]
    assert counts == [[0, 1, 0, 0, 1], [0, 0, 0, 1, 1], [0, 0, 0, 0, 0]]
    assert old.number not in text(page)
    wrong = browser(county.he).get(f"{LIST}table/wangshu/2024/?cell=nothing")
    assert wrong.context["cell"] == "" and not wrong.context["behind"].page.object_list
    for year in (2018, 2025):
        assert browser(county.he).get(f"{LIST}table/wangshu/{year}/").status_code == 404


def test_of_many_disputes_table_four_shows_a_page_and_asks_no_more_often(county, django_assert_num_queries):
    dispute = concluded(county, registered(county), "revoked", "2024-06-03")
    carried = registered(county, filed_on=day("2023-03-01"))
    sent = {"since_year": "2024", "unit": "case", "basis": "上年已计的不再计"}
    assert browser(county.fang).post(f"{LIST}counting/yunchuan/", sent).status_code == 302
    addresses = [f"{LIST}table/wangshu/2024/?cell=review.corrected", f"{LIST}table/wangshu/2024/"]
    client = browser(county.he)
    asked = []
    for one in addresses:
        with CaptureQueriesContext(connection) as captured:
            client.get(one)
        asked.append(len(captured))
    many(dispute, 60)
    many(carried, 60)
    for one, before in zip(addresses, asked, strict=True):
        with django_assert_num_queries(before):
            page = client.get(one)
    assert len(page.context["uncounted"].page) == 50
    page = client.get(f"{addresses[0]}&page=2")
    assert len(page.context["behind"].page) == 11
    assert len(client.get(f"{addresses[1]}?uncounted-page=2").context["uncounted"].page) == 11
    exported = client.post(addresses[1], {"uncounted-export": "csv"})
    assert b"".join(exported.streaming_content).decode().count("以前年度已经计入") == 61


def many(dispute: Dispute, count: int) -> None:
    """Rows like it, with their instances."""
    instance = dispute.instances.get()
    for _number in range(count):
        dispute.pk = instance.pk = None
        dispute.save(force_insert=True)
        instance.dispute = dispute
        instance.save(force_insert=True)


def test_a_supervisor_sets_how_to_count_and_the_table_says_so(county):
    client = browser(county.fang)
    page = f"{LIST}counting/yunchuan/"
    sent = {"since_year": "2024", "unit": "instance", "basis": "县填报要求"}
    assert client.post(page, {**sent, "basis": ""}).status_code == 422
    assert client.post(page, {**sent, "since_year": "2027"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    row = Counting.objects.get()
    assert (row.unit, row.carried_over) == ("instance", False)
    assert "县填报要求" in text(client.get(page))
    table = text(browser(county.lin).get(f"{LIST}table/wangshu/2024/"))
    assert "每一审级各计一件" in table and "本年不再计" in table and "计数口径</a>" not in table


def test_the_page_of_a_case_has_a_panel_for_who_may_see_disputes(county):
    application = answered(county)
    dispute = concluded(county, registered(county, application=application), "ordered", "2024-05-10")
    new = course.order_redo(dispute, day("2024-05-13"), user=county.gao, at=NOW)
    on = day("2024-12-20")
    ((template, context),) = panels.shown(application, county.gao, on=on)
    assert template == "disputes/case_panel.html"
    assert context["disputes"] == [dispute] and context["may_record"]
    shown = render_to_string(template, {"panel": context})
    assert address(dispute) in shown and f"按裁决重新办理，编号 {new.number}" in shown
    assert f"{NEW}?proceeding=suit&amp;application={application.number}" in shown
    ((_template, context),) = panels.shown(cases.fresh(new), county.he, on=on)
    assert context["disputes"] == [dispute] and not context["may_record"]
    assert panels.shown(application, county.ye, on=on) == []
    untouched = cases.registered(county, "2024-06-03")
    assert panels.shown(untouched, county.he, on=on) == []
    assert panels.shown(untouched, county.gao, on=on)


def test_what_waits_for_a_reply_stands_on_the_desk_of_who_records(county):
    late = registered(county, notified_on=day("2024-12-16"))
    early = registered(county, notified_on=day("2024-12-12"))
    registered(county)
    page = browser(county.gao).get("/office/")
    assert page.context["disputes"] == [early, late]
    assert address(early) in text(page)
    for person in (county.he, county.ye, county.fang):
        assert browser(person).get("/office/").context["disputes"] == []
    course.record_reply(early, day("2024-12-17"), proof(), user=county.gao, at=NOW)
    assert browser(county.gao).get("/office/").context["disputes"] == [late]
    for _number in range(9):
        registered(county, notified_on=day("2024-12-16"))
    context = browser(county.gao).get("/office/").context
    assert (len(context["disputes"]), context["disputes_count"]) == (8, 10)


def test_reviews_to_follow_are_those_of_the_organ(county):
    review = concluded(county, registered(county, REVIEW), "upheld", "2024-05-10")
    page = text(browser(county.gao).get(f"{NEW}?proceeding=suit"))
    assert review.number in page
    assert review.number not in text(browser(county.ye).get(f"{LIST}new/tingyu/?proceeding=suit"))
