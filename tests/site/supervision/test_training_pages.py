"""Pages of training: what they show to whom, what they keep of what was typed, how much they ask."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.site.organs.models import Organ, Role
from gongkai.site.spans import Span
from gongkai.site.supervision import daily
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.training import certifying, planning, standing, testing
from gongkai.site.supervision.training.models import (
    Attendance,
    Training,
    TrainingPaper,
    TrainingRule,
    TrainingTest,
)
from gongkai.site.supervision.training.tellings import tellings
from tests import cast
from tests.cast import AT, ON, browser, establish
from tests.site import cases
from tests.site.supervision import trained

HOME = "/office/supervision/training/"
YEAR = Span(date(2021, 1, 1), date(2021, 1, 31))


@pytest.fixture(autouse=True)
def _in_january(clock):
    clock.at = AT


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def sent(client, address, data=None, status=200):
    answer = client.post(address, data or {}, follow=True)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def at(training):
    return f"{HOME}{training.pk}/"


# Plan and session


def test_from_the_plan_to_the_report_in_the_browser(county):
    client = browser(county.fang)
    fields = {
        "title": "依申请公开办理", "topic": "程序和期限", "on": "2021-01-20", "place": "第一会议室",
        "hours": "2.5", "roles": ["disclosure", "handler"], "scope": "below",
    }  # fmt: skip
    page = sent(client, f"{HOME}new/yunchuan/", {**fields, "hours": "0.2"}, 422)
    assert "学时应当在0.5到200之间" in page and "第一会议室" in page
    assert "已列入计划" in sent(client, f"{HOME}new/yunchuan/", fields)
    training = Training.objects.get()
    assert "第1季度" in read(client, f"{HOME}plan/yunchuan/2021/")
    assert "已通知3人" in sent(client, f"{at(training)}invite/")
    assert "都已通知" in sent(client, f"{at(training)}invite/", status=422)
    lin = browser(county.lin)
    assert "请您参加的培训" in read(lin, "/office/") and "依申请公开办理" in read(lin, "/office/")
    assert "请写明原因" in sent(lin, f"{at(training)}answer/", {"answer": "no"}, 422)
    assert "已回复" in sent(lin, f"{at(training)}answer/", {"answer": "yes"})
    assert "林晓" in read(client, f"{at(training)}sheet/")
    came = trained.keys(training, [county.lin])
    assert "签到已登记" in sent(client, f"{at(training)}hold/", {"came": came, "outside": 2})
    page = read(client, at(training))
    assert "由签到生成" in page and "签到1人，系统外2人" in page
    assert "更正的原因" in sent(client, f"{at(training)}hold/", {"came": came, "outside": 3}, 422)
    again = {"came": came, "outside": 3, "reason": "漏记1人"}
    assert "系统外3人" in sent(client, f"{at(training)}hold/", again)


def test_the_page_of_the_sign_in_tells_what_the_organ_entered_itself(county):
    from_hand = Organ.objects.get(pk=county.wangshu.pk).gatherings.create(
        kind="taken", on=ON, title="县里的培训", people=3
    )
    training = trained.of_county(county)
    page = read(browser(county.fang), f"{at(training)}hold/")
    assert "当天已有手工登记的培训" in page and "县里的培训" in page
    data = {"came": trained.keys(training, [county.lin]), "outside": 0, "apart": [from_hand.pk]}
    page = sent(browser(county.fang), f"{at(training)}hold/", data)
    assert "当天另有手工登记的培训" in page


def test_who_is_asked_sees_the_session_and_not_the_list_of_others(county):
    training = trained.of_county(county)
    page = read(browser(county.lin), at(training))
    assert "我的参训" in page and "叶青" not in page
    read(browser(county.song), at(training), 403)
    assert training.title in read(browser(county.lin), HOME)
    assert training.title not in read(browser(county.song), HOME)


def test_why_it_was_called_off_is_told_to_who_was_asked(county):
    training = trained.of_county(county)
    client = browser(county.fang)
    assert "还没有提交成功" in sent(client, f"{at(training)}call-off/", {"reason": ""}, 422)
    assert "已取消" in sent(client, f"{at(training)}call-off/", {"reason": "防汛值守"})
    assert "防汛值守" in read(browser(county.lin), at(training))


def test_materials_come_and_go_as_downloads(county):
    training = trained.of_county(county)
    client = browser(county.fang)
    file = SimpleUploadedFile("流程图.png", cases.picture())
    assert "流程图" in sent(client, f"{at(training)}materials/", {"file": file})
    kept = training.materials.get()
    answer = browser(county.lin).get(f"{HOME}materials/{kept.pk}/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    read(browser(county.song), f"{HOME}materials/{kept.pk}/", 403)
    bad = SimpleUploadedFile("讲义.pdf", b"MZ")
    assert "还没有提交成功" in sent(client, f"{at(training)}materials/", {"file": bad}, 422)
    assert "请选择一个文件" in sent(client, f"{at(training)}materials/", {}, 422)
    assert "已删除" in sent(client, f"{HOME}materials/{kept.pk}/drop/")


def test_a_late_session_is_told_where_it_is_planned(county, clock):
    trained.of_county(county)
    clock.forward(days=2)
    assert "1次已过日期，还没有登记签到" in read(browser(county.fang), "/office/supervision/")
    assert "待登记签到" in read(browser(county.fang), HOME)


# Tests


def taking(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    client = browser(county.gao)
    sent(client, f"{HOME}tests/{test.pk}/start/")
    return test, client, TrainingPaper.objects.get(user=county.gao)


def filled(paper, right):
    return {f"q{number}": said for number, said in enumerate(trained.answered(paper, right))}


def test_a_paper_keeps_what_was_answered_and_shows_nothing_before_its_time(county):
    test, client, paper = taking(county)
    address = f"{HOME}papers/{paper.pk}/"
    assert "待完成的测试" in read(client, "/office/")
    first = {"q0": filled(paper, 5)["q0"]}
    assert "答案已保存" in sent(client, address, first)
    assert "checked" in read(client, address)
    page = sent(client, address, {**first, "hand_in": "1"}, 422)
    assert "第2、3、4、5题还没有作答" in page and "checked" in page
    page = sent(client, address, {**filled(paper, 1), "hand_in": "1"})
    assert "没有通过" in page and "还可以测1次" in page and "答案和解析</h2>" not in page
    sent(client, f"{HOME}tests/{test.pk}/start/")
    again = TrainingPaper.objects.get(user=county.gao, number=2)
    page = sent(client, f"{HOME}papers/{again.pk}/", {**filled(again, 4), "hand_in": "1"})
    assert "80分" in page and "答案和解析</h2>" in page and "正确答案：" in page
    assert testing.questions_of(again)[0].source in page
    page = sent(client, f"{HOME}papers/{again.pk}/", {**filled(again, 5), "hand_in": "1"}, 422)
    assert "答案不能再改" in page
    assert "待完成的测试" not in read(client, "/office/")


def test_a_paper_is_seen_by_its_person_and_the_result_by_who_holds_the_session(county):
    test, _client, paper = taking(county)
    testing.hand_in(paper, trained.answered(paper, 5), user=county.gao, at=AT)
    for person in (county.lin, county.he, county.fang, county.ye):
        read(browser(person), f"{HOME}papers/{paper.pk}/", 403)
    assert "测试结果" in read(browser(county.lin), f"{HOME}tests/{test.pk}/")
    page = read(browser(county.he), f"{HOME}tests/{test.pk}/")
    assert "测试结果" not in page and "高原" not in page
    read(browser(county.ye), f"{HOME}tests/{test.pk}/", 403)
    read(browser(county.song), f"{HOME}tests/{test.pk}/", 403)


def test_a_test_that_may_not_begin_says_why(county):
    test = trained.tested(trained.of_wangshu(county), county.lin, opens_on=ON + timedelta(days=1))
    page = sent(browser(county.gao), f"{HOME}tests/{test.pk}/start/", status=422)
    assert "测试时间是2021-01-21至2021-01-25" in page


def test_tests_and_questions_are_set_in_the_browser(county):
    training = trained.of_wangshu(county)
    client = browser(county.lin)
    fields = {
        "title": "测试一", "size": 5, "pass_mark": 60, "attempts": 2, "opens_on": "2021-01-20",
        "closes_on": "2021-01-19",
    }  # fmt: skip
    assert "截止日期不能早于" in sent(client, f"{at(training)}test/", fields, 422)
    assert "测试已设立" in sent(client, f"{at(training)}test/", {**fields, "closes_on": "2021-01-30"})
    assert TrainingTest.objects.get().title == "测试一"
    address = f"{HOME}questions/wangshu/"
    question = {
        "kind": "multiple", "text": "查阅点在哪里？", "options": "*便民服务中心\n镇中学\n*文化站",
        "explanation": "见公开指南", "article": 25,
    }  # fmt: skip
    page = sent(client, address, {**question, "options": "甲\n乙"}, 422)
    assert "请从选项中选出正确的" in page and "查阅点在哪里" in page
    page = sent(client, address, question)
    assert "正确答案：便民服务中心；文化站" in page
    judge = {**question, "kind": "judge", "text": "查阅收费。", "options": "错"}
    assert "正确答案：错" in sent(client, address, judge)
    row = county.wangshu.training_questions.first()
    assert "已停用" in sent(client, f"{HOME}questions/{row.pk}/retire/")


# Certificates


def certified(county):
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.ye])
    return certifying.issue(training, user=county.fang, at=AT)


def test_a_certificate_is_a_page_and_one_tagged_sheet_that_stays_the_same(county):
    one, _other = certified(county)
    client = browser(county.lin)
    assert "望舒镇人民政府" in read(client, f"{HOME}certificates/{one.pk}/")
    answer = client.get(f"{HOME}certificates/{one.pk}/certificate.pdf")
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    assert len(document) == 1
    text = "".join(document[0].get_textpage().get_text_range().split())
    document.close()
    for words in ("培训合格证书", "林晓", one.number, "2.5学时", "2021年1月20日", "云川县人民政府"):
        assert words in text
    assert client.get(f"{HOME}certificates/{one.pk}/certificate.pdf").content == answer.content


def test_a_certificate_is_seen_by_its_person_and_who_trains_the_organ(county):
    one, other = certified(county)
    read(browser(county.fang), f"{HOME}certificates/{one.pk}/")
    read(browser(county.lin), f"{HOME}certificates/{other.pk}/", 403)
    page = read(browser(county.lin), f"{HOME}certificates/")
    assert one.number in page and other.number not in page
    read(browser(county.gao), f"{HOME}certificates/{one.pk}/", 403)


def test_everybody_in_the_office_may_ask_whether_a_number_holds(county):
    one, _other = certified(county)
    client = browser(county.zhou)
    assert "证书有效" in read(client, f"{HOME}check/?number={one.number}")
    assert "没有这个编号" in read(client, f"{HOME}check/?number=yunchuan-2021-9999")
    assert "还没有提交成功" in sent(
        browser(county.fang), f"{HOME}certificates/{one.pk}/revoke/", {"reason": ""}, 422
    )
    sent(browser(county.fang), f"{HOME}certificates/{one.pk}/revoke/", {"reason": "误发"})
    page = read(client, f"{HOME}check/?number={one.number}")
    assert "证书已撤销" in page and "误发" in page


# Who was trained


def test_the_overview_tells_who_was_and_who_was_not(county):
    certified(county)
    page = read(browser(county.fang), f"{HOME}overview/")
    assert "望舒镇" in page and "周敏" in page
    answer = browser(county.fang).post(f"{HOME}overview/", {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = {row[0]: row[1:5] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["望舒镇"] == (6, 1, 0, None), "a share of six says nothing"


def test_a_share_is_told_from_thirty_on(county):
    people = [
        cast.appointed(cast.user(f"p{number}", f"人员{number}"), county.tingyu, Role.HANDLER)
        for number in range(28)
    ]
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.ye, *people[:14]])
    one = standing.standings(Organ.objects.all(), YEAR)[county.tingyu.pk]
    assert (len(one.people), len(one.trained), one.share, one.is_small) == (30, 15, 50, False)
    assert standing.standings(Organ.objects.all(), YEAR)[county.wangshu.pk].is_small


def test_who_is_new_and_untrained_has_so_many_months(county, clock):
    new = cast.user("wen.yan", "温言")
    new.roles.create(organ=county.tingyu, role=Role.HANDLER, since=date(2020, 9, 30))
    organs = Organ.objects.all()

    def found(on):
        return standing.newcomers(organs, on, standing.months_of(organs, on))

    # Everyone else of the county began in January 2020: they are of last year, too.
    one = next(one for one in found(ON) if one.user == new.pk)
    assert (one.due, one.is_late(ON)) == (date(2021, 3, 30), False)
    standing.set_rule(county.yunchuan, 3, "县培训制度", user=county.fang, at=AT)
    one = next(one for one in found(ON) if one.user == new.pk)
    assert (one.due, one.is_late(ON)) == (date(2020, 12, 30), True)
    assert "温言" in read(browser(county.fang), f"{HOME}overview/")
    training = trained.of_county(county)
    trained.held(training, county.fang, [new])
    assert new.pk not in {one.user for one in found(ON)}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2020, 1, 15), 12, date(2021, 1, 15)),
        (date(2020, 12, 1), 1, date(2021, 1, 1)),
    ],
)
def test_months_later(day, months, then):
    assert standing.after(day, months) == then


def test_an_organ_below_may_have_a_rule_of_its_own(county):
    standing.set_rule(county.yunchuan, 3, "县", user=county.fang, at=AT)
    standing.set_rule(county.wangshu, 2, "镇", user=county.lin, at=AT)
    months = standing.months_of(Organ.objects.all(), ON)
    assert (months[county.wangshu.pk], months[county.tingyu.pk]) == (2, 3)
    page = sent(browser(county.lin), f"{HOME}rule/wangshu/", {"months": 0, "source": "镇"}, 422)
    assert "还没有提交成功" in page
    assert "已设定" in sent(browser(county.lin), f"{HOME}rule/wangshu/", {"months": 4, "source": "镇"})
    assert TrainingRule.objects.get(organ=county.wangshu).months == 4


# Figures and what section one may say


def test_figures_say_what_was_held_who_came_and_who_passed(county):
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.gao])
    test = trained.tested(training, county.fang)
    trained.taken(test, county.lin, 5)
    trained.taken(test, county.gao, 0)
    known, organs = figures(), Organ.objects.all()
    values = {code: known[code].values(organs, YEAR) for code in known if code.startswith("training.")}
    assert {organ: value.number for organ, value in values["training.sessions"].items()} == {
        county.yunchuan.pk: 1
    }
    share = values["training.trained"][county.wangshu.pk]
    assert (share.number, share.of) == (Decimal("33.3"), 6)
    assert values["training.passed"][county.wangshu.pk].number == 1
    against = known["training.trained"].records(organs.filter(pk=county.wangshu.pk), YEAR)
    assert {record.title for record in against} == {"何川", "宋岚", "周敏", "秦岳"}


def test_section_one_is_told_counts_and_nothing_of_nought(county):
    assert tellings(county.wangshu, 2021) == []
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.gao, county.ye, county.gu])
    test = trained.tested(training, county.fang)
    for person in (county.lin, county.ye, county.gu):
        trained.taken(test, person, 5)
    certifying.issue(training, user=county.fang, at=AT)
    assert tellings(county.wangshu, 2021) == [
        ("training.trained", 2, "公开工作人员2人参加培训"),
        ("training.passed", 1, "1人通过测试"),
        ("training.certificates", 1, "1人取得培训合格证书"),
    ]
    assert tellings(county.tingyu, 2021)[:2] == [
        ("training.trained", 2, "公开工作人员2人全部参加培训"),
        ("training.passed", 2, "2人全部通过测试"),
    ]


def test_the_calendar_has_the_days_of_sessions_one_did_not_decline(county):
    training = trained.of_county(county, on=ON + timedelta(days=3))
    assert ("2021-01-23", "培训：依申请公开办理") in {
        (on.isoformat(), what) for _key, on, what in daily.days(county.lin, ON)
    }
    planning.answer(training.attendances.get(user=county.lin), "no", "值班", user=county.lin, at=AT)
    assert not list(daily.days(county.lin, ON))


# However many rows


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        read(client, address)
    return len(queries)


def grow(county, size):
    """``size`` more organs, each with a person, all asked to a session that was held, with certificates."""
    have = Organ.objects.count()
    people = []
    for number in range(have, have + size):
        organ = establish(f"d-{number}", f"第{number}局", f"{number}局", "department", county.yunchuan)
        people.append(
            cast.appointed(cast.user(f"d{number}", f"人员{number}"), organ, Role.DISCLOSURE_OFFICER)
        )
    training = trained.of_county(county, title=f"第{have}次")
    trained.held(training, county.fang, people)
    test = trained.tested(training, county.fang)
    for person in people:
        trained.taken(test, person, 5)
    certifying.issue(training, user=county.fang, at=AT)
    return training, test


def test_the_pages_ask_no_more_for_many_than_for_few(county):
    client = browser(county.fang)
    training, test = grow(county, 2)
    Attendance.objects.filter(training=training, user=county.lin).update(came=True)
    places = ["", "plan/yunchuan/2021/", "certificates/", "overview/"]
    read(client, HOME)
    few = {place: asked(client, HOME + place) for place in places}
    few |= {"of": asked(client, at(training)), "test": asked(client, f"{HOME}tests/{test.pk}/")}
    few |= {"desk": asked(browser(county.lin), "/office/"), "room": asked(client, "/office/supervision/")}
    training, test = grow(county, 12)
    many = {place: asked(client, HOME + place) for place in places}
    many |= {"of": asked(client, at(training)), "test": asked(client, f"{HOME}tests/{test.pk}/")}
    many |= {"desk": asked(browser(county.lin), "/office/"), "room": asked(client, "/office/supervision/")}
    assert many == few


def test_figures_ask_the_same_number_for_any_number_of_organs(county):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            for code, figure in figures().items():
                if code.startswith("training."):
                    figure.values(Organ.objects.all(), YEAR)
        return len(queries)

    grow(county, 2)
    few = counted()
    grow(county, 8)
    assert counted() == few
