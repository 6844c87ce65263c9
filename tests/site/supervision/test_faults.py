"""What went wrong in the room once: whose matter it is, one's own work, days, names, hostile texts, races."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from gongkai.site.accounts.models import User
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.disclosure.models import Item
from gongkai.site.organs import actions as organs
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import CompetentOffice, Organ, Role
from gongkai.site.spans import Span
from gongkai.site.supervision.apps import SupervisionConfig
from gongkai.site.supervision.assessment import actions as assessing
from gongkai.site.supervision.assessment.rows_form import RowsForm
from gongkai.site.supervision.briefing import actions as notices
from gongkai.site.supervision.briefing import printing
from gongkai.site.supervision.briefing.models import Notice, Passage
from gongkai.site.supervision.orders import actions as orders
from gongkai.site.supervision.orders import drafts, offices
from gongkai.site.supervision.orders.models import Order
from gongkai.site.supervision.patrol import outside
from gongkai.site.supervision.patrol.addresses import Link, wrong
from gongkai.site.supervision.patrol.checks import CHECKS
from gongkai.site.supervision.points import checking, proof, tasks
from gongkai.site.supervision.points.models import TaskEvidence
from gongkai.site.supervision.training import figures as training_figures
from gongkai.site.supervision.voices import complaint_actions, register_forms, suggestion_actions
from gongkai.site.supervision.voices import offices as hearing
from gongkai.site.supervision.voices.models import Complaint
from tests import cast
from tests.cast import AT, ON, County, browser
from tests.site import assessed, briefed, items, pointed, successions, threads, voices
from tests.site.supervision import ordered, trained

pytestmark = pytest.mark.django_db
OFFICE = "/office/supervision/"
_SQLITE = connection.vendor == "sqlite"


def office(county: County) -> Organ:
    """云川县政务公开办公室."""
    return cast.establish(
        "yunchuan-office", "云川县政务公开办公室", "县公开办", "department", county.yunchuan
    )


def supervisor(organ: Organ) -> User:
    """苏晚."""
    return cast.appointed(cast.user("su.wan", "苏晚"), organ, Role.SUPERVISOR)


# Whose matter it is ---------------------------------------------------------------------------------


def test_a_hit_of_another_organ_is_not_ordered(county: County) -> None:
    hit = ordered.hit(county.tingyu)
    with pytest.raises(Refused, match="不是这个机关的"):
        ordered.issued(county, drafts.of_hit(hit))
    assert not Order.objects.exists()


def test_a_successor_of_the_office_decides_but_never_on_an_order_to_itself(county: County) -> None:
    """县公开办 is merged into 望舒镇, which it had ordered: nobody there closes the order."""
    ordered.issued(county)
    Order.objects.update(office=office(county))
    successions.dissolved(county, "yunchuan-office", ("wangshu",))
    assert not offices.decides(supervisor(county.wangshu), Order.objects.get(), ON)


def test_a_successor_of_the_office_never_hears_a_complaint_about_itself(county: County) -> None:
    complaint = voices.lodged(county)
    Complaint.objects.update(office=office(county))
    successions.dissolved(county, "yunchuan-office", ("wangshu",))
    complaint = voices.fresh(complaint)
    assert not hearing.hears(supervisor(county.wangshu), complaint, ON)


def test_a_complaint_is_not_passed_on_to_who_answers_for_the_organ_or_stands_under_it(county: County) -> None:
    village = cast.establish("village", "望舒镇服务站", "服务站", "department", county.wangshu)
    complaint = voices.lodged(county)
    with pytest.raises(Refused, match="承继机关"):
        complaint_actions.move(complaint, village, "由其处理", user=county.fang, at=AT)
    successions.dissolved(county, "village", ("wangshu",))
    successions.dissolved(county)
    with pytest.raises(Refused, match="承继机关"):
        complaint_actions.move(
            voices.fresh(complaint), county.tingyu, "由其处理", user=county.fang, at=AT + timedelta(days=1)
        )


def test_who_is_assessed_does_not_see_the_score_before_it_is_told(county: County) -> None:
    """A supervisor of the town assesses for nobody there, though they supervise."""
    assessed.computed(county)
    page = f"{OFFICE}assessment/years/wangshu/"
    assert "第一季度考核" not in browser(supervisor(county.wangshu)).get(page).text
    assert "第一季度考核" in browser(county.fang).get(page).text


# One's own work -------------------------------------------------------------------------------------


def test_who_answered_an_order_does_not_close_or_return_it(county: County) -> None:
    organs.appoint(county.fang, county.wangshu, Role.HANDLER, on=cast.SINCE)
    order = ordered.issued(county)
    order = orders.answer(order, ordered.said(order), user=county.fang, at=AT, seen=order.edition)
    with pytest.raises(Refused, match="不能自己审核"):
        ordered.closed(county, order, reason="改好了")
    with pytest.raises(Refused, match="不能自己审核"):
        ordered.returned(county, order)
    order = orders.close(order, reason="改好了", user=supervisor(county.yunchuan), at=AT, seen=order.edition)
    assert order.state == "closed"


def test_who_spoke_for_the_organ_does_not_decide_the_complaint(county: County) -> None:
    organs.appoint(county.fang, county.wangshu, Role.HANDLER, on=cast.SINCE)
    statement = voices.asked(county)
    complaint_actions.state(statement, "正在补录。", user=county.fang, at=AT)
    with pytest.raises(Refused, match="作过说明的人不能认定"):
        complaint_actions.decide(statement.complaint, voices.DECISION, user=county.fang, at=AT)


def test_who_wrote_the_self_check_does_not_attest_it_though_another_sent_it(county: County) -> None:
    task = pointed.given(county)
    plan = task.point.plan
    text = checking.write(county.wangshu, plan, opening="", next_steps="抓紧。", user=county.he, at=AT)
    report = checking.send(text.report, user=county.gao, at=AT)
    with pytest.raises(Refused, match="编写的人不能自己核对"):
        checking.check(report, report.digest, user=county.he, at=AT)
    assert checking.check(report, report.digest, user=county.song, at=AT).checked_at


# Days -----------------------------------------------------------------------------------------------


def test_a_mistyped_year_is_no_term_of_an_order(county: County) -> None:
    with pytest.raises(Refused, match="不能超过两年"):
        ordered.issued(county, due_on=date(9999, 12, 31), due_reason="笔误")


@pytest.mark.parametrize("received_on", [date(1, 1, 1), date(2006, 1, 4)])
def test_a_day_before_every_calendar_is_refused_in_words(county: County, received_on: date) -> None:
    with pytest.raises(Refused, match="太早"):
        complaint_actions.enter(
            county.wangshu, voices.TOLD, voices.PERSON, "post", received_on, user=county.fang, at=AT
        )
    with pytest.raises(Refused, match="太早"):
        suggestion_actions.enter(
            county.wangshu, voices.SAID, voices.PERSON, "post", received_on, user=county.gao, at=AT
        )


def test_an_answer_is_not_dated_before_the_complaint_was_accepted(county: County) -> None:
    late = AT + timedelta(days=5)
    complaint = voices.lodged(county)
    complaint_actions.accept(complaint, user=county.fang, at=late)
    complaint_actions.decide(complaint, voices.DECISION, user=county.fang, at=late)
    with pytest.raises(Refused, match="受理之后"):
        complaint_actions.answer(complaint, "已答复。", ON, user=county.fang, at=late)


def test_nobody_is_given_a_period_that_is_over(county: County) -> None:
    plan = pointed.issued(county)
    made = tasks.assign(
        plan.points.get(serial=1), [county.wangshu], done_when="按季公开", due_on=date(2021, 12, 31),
        cycle=tasks.QUARTERLY, user=county.fang, at=pointed.at("2021-08-02"),
    )  # fmt: skip
    assert [one.period for one in made] == ["第三季度", "第四季度"]


def test_evidence_was_withdrawn_on_the_day_it_was_in_china() -> None:
    """Three in the morning is still the day before in Greenwich."""
    item = Item(withdrawn_at=datetime(2021, 3, 1, 19, 0, tzinfo=UTC))
    assert TaskEvidence(item=item).fault == "已于2021-03-02撤下"


@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31"])
def test_a_span_out_of_time_breaks_no_page(county: County, first: str) -> None:
    client = browser(county.fang)
    days = f"?first={first}&last=9999-12-31"
    for code in ("disclosure.published", "training.passed", "patrol.coverage"):
        assert client.get(f"{OFFICE}briefing/figures/{code}/yunchuan/{days}").status_code == 200
    scheme = assessed.scheme(county)
    answer = client.get(f"{OFFICE}assessment/simulate/{days}&scheme={scheme.pk}")
    assert answer.status_code == 422


def test_an_assessment_does_not_begin_before_the_regulation(county: County) -> None:
    scheme = assessed.scheme(county)
    with pytest.raises(Refused, match="核对年份"):
        assessing.prepare(
            scheme, "笔误", date(202, 1, 1), date(2021, 3, 31), user=county.fang, at=assessed.AFTER
        )


# Names ----------------------------------------------------------------------------------------------


def test_two_people_with_the_same_words_are_two_complaints(county: County) -> None:
    """Neighbours send one text: the second is not turned away, and does not learn of the first."""
    voices.lodged(county)
    other = replace(voices.PERSON, name="苏青", phone="13900004321")
    assert voices.lodged(county, person=other).pk
    with pytest.raises(Refused, match="已经收到"):
        voices.lodged(county, person=other)
    suggestion_actions.make(county.wangshu, voices.SAID, voices.PERSON, at=AT)
    suggestion_actions.make(county.wangshu, voices.SAID, other, at=AT)


def test_a_figure_names_nobody_who_passed_a_test(county: County) -> None:
    training = trained.of_wangshu(county)
    test = trained.tested(training, county.lin)
    trained.taken(test, county.gao, test.size)
    span = Span(date(2021, 1, 1), date(2021, 12, 31))
    (record,) = training_figures._passed(Organ.objects.all(), span)
    assert county.gao.name not in record.title


# Hostile texts --------------------------------------------------------------------------------------


def test_a_link_with_a_number_without_end_does_not_stop_the_patrol(county: County) -> None:
    far = "9" * 30
    links = [Link(1, f"/i/{far}/"), Link(1, f"/o/wangshu/catalogue/{far}/"), Link(1, f"/i/1/v{far}/")]
    assert [reason for _link, reason in wrong(links)] == ["链接的地址在本站不存在"] * 3


def test_an_address_in_chinese_is_asked_for_as_a_request_may_carry_it() -> None:
    told = outside.plain("http://政务.example:81/通知 一.html?q=甲#x")
    assert told.startswith("http://xn--") and told.isascii()
    assert told.endswith(".example:81/%E9%80%9A%E7%9F%A5%20%E4%B8%80.html?q=%E7%94%B2")
    assert outside.plain("http://www.example/通知.html") == "http://www.example/%E9%80%9A%E7%9F%A5.html"


@pytest.mark.parametrize("address", ["http://[", "https://www.other.example/o/wangshu/guide/"])
def test_evidence_is_no_page_of_somebody_else(county: County, address: str) -> None:
    with pytest.raises(Refused, match=r"网站上没有这个页面|不是本站的"):
        proof.add_page(pointed.given(county), address, "公开指南", user=county.gao, at=AT)


def test_evidence_that_is_gone_is_not_removed_again(county: County) -> None:
    evidence = pointed.proved(county, pointed.given(county))
    proof.remove(TaskEvidence.objects.get(pk=evidence.pk), user=county.gao, at=AT)
    with pytest.raises(Refused, match="已经移除"):
        proof.remove(evidence, user=county.gao, at=AT)


def test_a_notice_with_signs_that_no_document_has_is_printed_all_the_same(county: County) -> None:
    notice = briefed.notice(county, title="关于2020年\x01的通报")
    one = notice.passages.filter(kind=Passage.Kind.TEXT).first()
    notices.write(one, "情况\x02如下", user=county.fang, at=AT)
    assert printing.document(notice, notice.passages.all(), "云川县人民政府")


def test_counts_are_no_larger_than_a_database_keeps(county: County) -> None:
    round_ = voices.held(county)
    round_.method = "paper"
    form = register_forms.OutcomeForm({"answered": "99999999999"}, round_)
    assert "answered" in form.errors


def test_a_row_without_an_area_is_put_into_the_first(county: County) -> None:
    scheme = assessed.scheme(county)
    draft = assessed.schemes.copy(scheme, user=county.fang, at=assessed.AFTER)
    page = f"{OFFICE}assessment/schemes/{draft.pk}/rows/"
    assert browser(county.fang).post(page, {"new-method": "hand"}).status_code == 422
    fields = RowsForm(reading=draft.reading).fields
    said = {name: field.initial for name, field in fields.items() if field.initial not in (None, "")}
    said |= {"new-method": "hand", "new-code": "C9", "new-name": "新的", "new-weight": "1"}
    form = RowsForm({**said, "new-criterion": "看"}, reading=draft.reading)
    assert form.is_valid(), form.errors
    assert form.changed_scheme()["areas"][0]["indicators"][-1]["code"] == "C9"


def test_a_check_that_fails_keeps_nobody_from_answering(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = CHECKS["column_stale"]

    def fails(_scene: object) -> None:
        raise ValueError("坏了")

    order = ordered.issued(county, drafts.of_hit(ordered.hit(county.wangshu)))
    monkeypatch.setitem(CHECKS, check.code, replace(check, find=fails))
    order = ordered.answered(county, order)
    assert order.state == "answered" and order.findings.get().found is None


def test_a_draft_named_in_an_order_can_still_be_discarded(county: County) -> None:
    version = items.draft(county)
    seen = ordered.seen(county.wangshu, address=f"/i/{version.item_id}/", title="")
    ordered.issued(county, seen)
    disclosure.discard(version, user=county.lin, at=AT)
    assert not Item.objects.exists()


def test_a_draft_made_of_a_notice_can_be_discarded_and_made_again(county: County) -> None:
    su = cast.appointed(cast.user("su.wan", "苏晚"), county.yunchuan, Role.DISCLOSURE_OFFICER)
    column = items.column(county.yunchuan)
    notice = briefed.issued(county)
    version = notices.hand_over(notice, column, user=su, at=AT)
    disclosure.discard(version, user=su, at=AT)
    assert notices.hand_over(Notice.objects.get(pk=notice.pk), column, user=su, at=AT).item_id


def test_files_that_an_act_left_behind_are_swept_in_every_part() -> None:
    assert set(SupervisionConfig.kept_files) == {
        "voices", "supervision/scans", "supervision/proofs", "supervision/points", "assessment", "training",
    }  # fmt: skip


# Two at once ----------------------------------------------------------------------------------------


@pytest.mark.skipif(_SQLITE, reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_two_offices_do_not_order_one_hit(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """The county and its competent office, at the same moment."""
    second = office(county)
    CompetentOffice.objects.create(government=county.yunchuan, office=second, since=cast.SINCE)
    su = supervisor(second)
    hit = ordered.hit(county.wangshu)
    threads.meet_after(monkeypatch, orders, "_refuse_named")

    def issue(by: Organ, user: User) -> Order:
        return orders.issue(
            by, county.wangshu, [drafts.of_hit(hit)], title="整改", asked="请改", user=user, at=AT
        )

    found = threads.outcomes(lambda: issue(county.yunchuan, county.fang), lambda: issue(second, su))
    assert sorted(type(one).__name__ for one in found) == ["Order", "Refused"]


@pytest.mark.skipif(_SQLITE, reason="SQLite has one writer")
@pytest.mark.django_db(transaction=True)
def test_a_complaint_sent_twice_at_once_is_one(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    threads.meet_after(monkeypatch, complaint_actions.codes, "new")
    found = threads.outcomes(lambda: voices.lodged(county), lambda: voices.lodged(county))
    assert sorted(type(one).__name__ for one in found) == ["Complaint", "Refused"]
