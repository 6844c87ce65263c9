"""Registering a dispute: who may, on which days; who brought it; corrections; what is void."""

from dataclasses import replace
from datetime import date

import pytest

from gongkai.site.applications.models import Application
from gongkai.site.disputes import people
from gongkai.site.disputes.actions import course, registration
from gongkai.site.disputes.models import Claimant, Dispute, State
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.site import cases
from tests.site.cases import at
from tests.site.disputed import (
    COURT,
    FACTS,
    NAME,
    PERSON,
    REVIEW,
    SUIT,
    answered,
    concluded,
    day,
    fresh,
    proof,
    registered,
)

NOW = at("2024-12-20")


def register(county, way=REVIEW, claimant=PERSON, user=None, **facts):
    return registration.register(
        county.wangshu, way, replace(FACTS, **facts), claimant, user=user or county.gao, at=NOW
    )


def test_a_review_is_registered_and_its_reply_clock_runs_from_the_copy(county):
    dispute = registered(county, notified_on=day("2024-03-11"))
    assert dispute.number == f"复2024{dispute.pk:06}"
    assert dispute.due_on == date(2024, 3, 25)  # ten working days (Art. 48)
    assert dispute.state == State.ANSWERING
    assert (dispute.body, dispute.case_number) == ("云川县人民政府", "云政复〔2024〕7号")


def test_before_2024_the_reply_to_a_review_was_due_in_ten_days(county):
    dispute = registered(county, filed_on=day("2021-05-10"), notified_on=day("2021-05-12"))
    assert dispute.due_on == date(2021, 5, 24)  # the 22nd is a Saturday


def test_the_simplified_procedure_halves_the_reply_and_is_not_there_before_2024(county):
    simplified = {"procedure": "simplified"}
    assert registered(county, notified_on=day("2024-03-11"), **simplified).due_on == date(2024, 3, 18)
    with pytest.raises(Refused, match="规定还没有施行"):
        register(county, filed_on=day("2023-03-01"), notified_on=day("2023-03-06"), **simplified)
    assert Dispute.objects.count() == 1


def test_the_defence_of_a_suit_is_due_fifteen_days_after_the_complaint(county):
    dispute = registered(county, SUIT, notified_on=day("2024-03-11"))
    assert dispute.number.startswith("诉2024")
    assert dispute.due_on == date(2024, 3, 26)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"filed_on": day("2024-12-21")}, "不能在今天之后"),
        ({"notified_on": day("2024-03-03")}, "不能早于申请复议日期"),
        ({"accepted_on": day("2024-03-03")}, "不能早于申请复议日期"),
        ({"title": " "}, "请填写所涉事项"),
        ({"body": " "}, "请填写审理机关"),
        ({"extended_by": 10}, "请先填写受理日期"),
        ({"extended_by": 31, "accepted_on": day("2024-03-05")}, "延长的期限应在1到30日之间"),
    ],
)
def test_facts_that_cannot_be_are_refused(county, facts, words):
    with pytest.raises(Refused, match=words):
        register(county, **facts)
    assert not Dispute.objects.exists()


def test_who_brought_it_is_sealed_and_shown_masked(county):
    dispute = registered(county)
    sealed = Claimant.objects.get().sealed
    assert NAME not in sealed and "13900005678" not in sealed
    masked = people.masked(dispute)
    assert masked is not None
    assert (masked.name, masked.phone) == ("欧＊＊", "139＊＊＊＊＊678")
    with pytest.raises(Refused, match="请写明查看的理由"):
        people.reveal(dispute, "看", user=county.gao, at=NOW)
    assert people.reveal(dispute, "寄送答辩状副本", user=county.gao, at=NOW).name == NAME


def test_the_applicant_of_the_case_need_not_be_typed_again(county):
    dispute = register(county, claimant=None, application=answered(county))
    person = people.reveal(fresh(dispute), "寄送答复书", user=county.gao, at=NOW)
    assert person.name == cases.PERSON.name
    assert person.identity_number == ""  # not needed here, and so not kept
    with pytest.raises(Refused, match="没有可以沿用的申请人信息"):
        register(county, claimant=None)


def test_an_application_of_another_organ_is_no_matter_of_this_one(county):
    application = answered(county)
    Application.objects.filter(pk=application.pk).update(organ=county.tingyu)
    with pytest.raises(Refused, match="不是本机关的"):
        register(county, application=cases.fresh(application))


def test_a_suit_after_review_takes_the_day_of_the_review(county):
    review = registered(county)
    with pytest.raises(Refused, match="先行的复议还没有审结"):
        register(county, SUIT, body=COURT, follows=review, filed_on=day("2024-06-03"))
    review = concluded(county, review, "upheld", "2024-05-10", "2024-05-20")
    suit = registered(county, SUIT, follows=review, filed_on=day("2024-06-03"))
    assert suit.reviewed_on == date(2024, 5, 10)
    for act in (
        lambda: course.reopen(review, "登记有误", user=county.gao, at=NOW),
        lambda: registration.void(review, "登记有误", user=county.gao, at=NOW),
    ):
        with pytest.raises(Refused, match=suit.number):
            act()


def test_a_review_that_was_never_decided_counts_from_the_end_of_its_term(county):
    review = registered(county)
    suit = registered(county, SUIT, follows=review, reviewed_on=day("2024-05-06"), filed_on=day("2024-05-20"))
    assert suit.reviewed_on == date(2024, 5, 6)
    with pytest.raises(Refused, match="不能晚于起诉日期"):
        register(county, SUIT, body=COURT, reviewed_on=day("2024-06-06"), filed_on=day("2024-05-20"))


@pytest.mark.parametrize("who", ["he", "song", "zhou", "qin", "ye", "fang", "shen"])
def test_only_handler_and_disclosure_officer_record(county, who):
    person, dispute = getattr(county, who), registered(county, notified_on=day("2024-03-11"))
    by = {"user": person, "at": NOW}
    for act in (
        lambda: register(county, user=person),
        lambda: registration.correct(dispute, FACTS, "x", **by),
        lambda: registration.void(dispute, "x", **by),
        lambda: registration.add_file(dispute, proof(), **by),
        lambda: course.record_reply(dispute, day("2024-03-20"), proof(), **by),
        lambda: course.conclude(dispute, course.Conclusion("upheld", day("2024-05-10")), **by),
        lambda: course.add_instance(dispute, "second", COURT, day("2024-05-10"), **by),
        lambda: course.record_hearing(dispute, day("2024-05-10"), **by),
        lambda: course.reopen(dispute, "x", **by),
        lambda: course.order_redo(dispute, day("2024-05-10"), **by),
        lambda: people.reveal(dispute, "寄送答复书", **by),
    ):
        with pytest.raises(Forbidden):
            act()


# Correction --------------------------------------------------------------------------------------


def test_a_correction_says_what_changed_and_moves_the_clock(county):
    dispute = registered(county)
    facts = replace(registration.facts_of(dispute), notified_on=day("2024-03-11"), title="新的事项")
    registration.correct(dispute, facts, "补登收到日期", user=county.gao, at=NOW)
    assert fresh(dispute).due_on == date(2024, 3, 25)
    line = Entry.objects.get(act="corrected")
    assert '"notified_on":[null,"2024-03-11"]' in line.detail
    assert '"title":true' in line.detail and "新的事项" not in line.detail
    with pytest.raises(Refused, match="没有改动"):
        registration.correct(dispute, facts, "再改", user=county.gao, at=NOW)


def test_who_brought_it_can_be_put_right_and_no_name_enters_the_ledger(county):
    dispute = registered(county)
    facts = registration.facts_of(dispute)
    registration.correct(dispute, facts, "姓名写错", replace(PERSON, name="欧阳敬"), user=county.gao, at=NOW)
    assert people.reveal(fresh(dispute), "核对身份", user=county.gao, at=NOW).name == "欧阳敬"


def test_the_copy_cannot_have_come_after_the_reply(county):
    dispute = registered(county, notified_on=day("2024-03-11"))
    course.record_reply(dispute, day("2024-03-20"), proof(), user=county.gao, at=NOW)
    facts = replace(registration.facts_of(dispute), notified_on=day("2024-03-21"))
    with pytest.raises(Refused, match="不能晚于答复日期"):
        registration.correct(dispute, facts, "更正", user=county.gao, at=NOW)


def test_what_is_void_stays_and_nothing_more_is_done_to_it(county):
    dispute = registered(county)
    with pytest.raises(Refused, match="请写明作废的理由"):
        registration.void(dispute, " ", user=county.gao, at=NOW)
    registration.void(dispute, "重复登记", user=county.gao, at=NOW)
    assert fresh(dispute).state == State.VOID
    with pytest.raises(Refused, match="已经作废"):
        course.conclude(dispute, course.Conclusion("upheld", day("2024-05-10")), user=county.gao, at=NOW)
