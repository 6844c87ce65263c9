"""The course of a dispute: reply, instances, outcomes, clocks, the order to redo, the ledger."""

from datetime import date

import pytest

from gongkai.law.applications.case import Stage
from gongkai.law.disputes.outcomes import OUTCOMES, Proceeding
from gongkai.site.applications.models import Application
from gongkai.site.disputes import people, terms
from gongkai.site.disputes.actions import course, registration
from gongkai.site.disputes.models import DisputeFile, Instance, State
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from tests.site import cases
from tests.site.cases import at
from tests.site.disputed import (
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

NOW = at("2024-12-20")


def test_a_reply_needs_the_copy_and_comes_once_with_its_paper(county):
    early = registered(county)
    with pytest.raises(Refused, match="还没有登记收到副本"):
        course.record_reply(early, day("2024-03-20"), proof(), user=county.gao, at=NOW)
    dispute = registered(county, notified_on=day("2024-03-11"))
    with pytest.raises(Refused, match="不能早于收到副本日期"):
        course.record_reply(dispute, day("2024-03-10"), proof(), user=county.gao, at=NOW)
    course.record_reply(dispute, day("2024-03-26"), proof(), user=county.gao, at=NOW)
    assert fresh(dispute).state == State.PENDING
    (clock,) = terms.clocks(fresh(dispute), list(dispute.instances.all()))
    assert clock.is_late  # the last day was the 25th
    kept = DisputeFile.objects.get()
    with kept.file.open("rb") as file:
        assert not file.read().startswith(b"PK")  # sealed
    assert registration.read_file(kept, user=county.gao, at=NOW).startswith(b"PK")
    with pytest.raises(Refused, match="已经登记过"):
        course.record_reply(dispute, day("2024-03-26"), proof(), user=county.gao, at=NOW)


EVERY = [(way, code) for way in Proceeding for code in OUTCOMES[way] if code != "unlawful_anew"]


@pytest.mark.parametrize(("way", "code"), EVERY)
def test_every_outcome_of_the_law_can_be_recorded(county, way, code):
    dispute = concluded(county, registered(county, way), code, "2024-06-03")
    assert (dispute.outcome, dispute.concluded_on) == (code, date(2024, 6, 3))
    assert dispute.state == State.CONCLUDED
    assert dispute.result == OUTCOMES[way][code].label


@pytest.mark.parametrize(
    ("way", "outcome", "on", "received", "words"),
    [
        (REVIEW, "upheld", "2024-03-03", None, "不能早于提出日期"),
        (REVIEW, "upheld", "2024-12-21", None, "不能在今天之后"),
        (REVIEW, "upheld", "2024-05-10", "2024-05-09", "不能早于审结日期"),
        (REVIEW, "withdrawn", "2024-05-10", None, "复议没有这一结果"),
        (SUIT, "appeal_dismissed", "2024-05-10", None, "一审没有这一结果"),
        (REVIEW, "unlawful_anew", "2024-05-10", None, "没有“确认违法并责令重新作出”这一结果"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(county, way, outcome, on, received, words):
    dispute = registered(county, way)
    conclusion = course.Conclusion(outcome, day(on), day(received) if received else None)
    with pytest.raises(Refused, match=words):
        course.conclude(dispute, conclusion, user=county.gao, at=NOW)
    assert fresh(dispute).state == State.PENDING


def test_an_appeal_makes_the_case_pending_and_its_dismissal_leaves_the_outcome(county):
    dispute = concluded(county, registered(county, SUIT), "revoked", "2024-06-03", "2024-06-05")
    dispute = appealed(county, dispute, "2024-06-12")
    assert (dispute.state, dispute.outcome, dispute.body) == (State.PENDING, "", "云州市中级人民法院")
    dispute = concluded(county, dispute, "appeal_dismissed", "2024-09-02")
    assert (dispute.outcome, dispute.concluded_on) == ("revoked", date(2024, 9, 2))


def test_one_sent_back_waits_for_a_first_instance_again(county):
    dispute = concluded(county, registered(county, SUIT), "claim_dismissed", "2024-06-03")
    dispute = concluded(county, appealed(county, dispute, "2024-06-12"), "remanded", "2024-09-02")
    assert dispute.state == State.PENDING
    with pytest.raises(Refused, match="没有这一审级"):
        appealed(county, dispute, "2024-09-10", "retrial")
    dispute = appealed(county, dispute, "2024-09-10", "first")
    assert concluded(county, dispute, "revoked", "2024-11-01").outcome == "revoked"


def test_instances_follow_in_the_order_of_the_law(county):
    review = concluded(county, registered(county), "upheld", "2024-05-10")
    with pytest.raises(Refused, match="行政复议只有一级"):
        appealed(county, review, "2024-06-12")
    suit = registered(county, SUIT)
    with pytest.raises(Refused, match="一审还没有登记结果"):
        appealed(county, suit, "2024-06-12")
    suit = concluded(county, suit, "claim_dismissed", "2024-06-03")
    with pytest.raises(Refused, match="不能早于上一审结日期"):
        appealed(county, suit, "2024-06-02")
    with pytest.raises(Refused, match="已经登记结果"):
        concluded(county, suit, "revoked", "2024-06-04")


def test_a_hearing_may_be_to_come_and_may_be_moved(county):
    dispute = registered(county, SUIT)
    for on in ("2025-01-08", "2025-01-15"):
        course.record_hearing(dispute, day(on), user=county.gao, at=NOW)
    assert Instance.objects.get().hearing_on == date(2025, 1, 15)
    with pytest.raises(Refused, match="不能早于提出日期"):
        course.record_hearing(dispute, day("2024-03-03"), user=county.gao, at=NOW)


def test_an_outcome_entered_by_mistake_is_taken_back_with_a_reason(county):
    dispute = concluded(county, registered(county), "revoked", "2024-05-10")
    with pytest.raises(Refused, match="请写明撤销的理由"):
        course.reopen(dispute, "", user=county.gao, at=NOW)
    course.reopen(dispute, "看错主文", user=county.gao, at=NOW)
    assert fresh(dispute).state == State.PENDING
    assert concluded(county, dispute, "upheld", "2024-05-10").outcome == "upheld"
    with pytest.raises(Refused, match="还没有登记结果"):
        course.reopen(registered(county), "看错", user=county.gao, at=NOW)


def test_whose_terms_the_page_shows(county):
    review = registered(county, accepted_on=day("2024-03-08"), notified_on=day("2024-03-11"))
    review = concluded(county, review, "revoked_anew", "2024-05-06", "2024-05-08")
    shown = [(one.label, one.due.on) for one in terms.clocks(review, list(review.instances.all()))]
    assert shown == [
        ("行政复议答复", date(2024, 3, 25)),
        ("复议决定", date(2024, 5, 7)),
        ("不服复议决定起诉", date(2024, 5, 23)),
        ("重新作出或者履行（裁决没有写明期限时）", date(2024, 6, 4)),  # 05-11 is worked
    ]
    suit = concluded(county, registered(county, SUIT), "rejected", "2024-05-06", "2024-05-08")
    (appeal,) = terms.clocks(suit, list(suit.instances.all()))
    assert appeal.due.on == date(2024, 5, 20)  # a ruling: ten days, and the 18th is a Saturday


# The order to act anew ---------------------------------------------------------------------------


def test_an_order_to_redo_opens_a_new_clock_that_both_show(county):
    application = answered(county)
    dispute = registered(county, application=application, title="")
    dispute = concluded(county, dispute, "revoked_anew", "2024-05-10", "2024-05-13")
    new = course.order_redo(dispute, day("2024-05-13"), 15, user=county.gao, at=at("2024-05-14"))
    assert (new.redo_of, new.redo_days, new.stage) == (application, 15, Stage.HANDLING)
    assert new.due_on == date(2024, 6, 3)
    assert fresh(dispute).redo == new
    assert cases.fresh(application).stage == Stage.CLOSED  # its own clock stays what it was
    assert Application.objects.counted().count() == 1
    lines = list(Entry.objects.order_by("number").values_list("room", "act"))
    assert lines[-2:] == [("applications", "redo_begun"), ("disputes", "redo_ordered")]
    with pytest.raises(Refused, match=new.number):
        course.order_redo(dispute, day("2024-05-13"), user=county.gao, at=at("2024-05-14"))
    for act in (course.reopen, registration.void):
        with pytest.raises(Refused, match="重新办理"):
            act(dispute, "登记有误", user=county.gao, at=at("2024-05-14"))


@pytest.mark.parametrize("code", [code for way, code in EVERY if way is REVIEW])
def test_only_what_orders_the_organ_to_act_is_redone(county, code):
    dispute = registered(county, application=answered(county))
    dispute = concluded(county, dispute, code, "2024-05-10")
    if OUTCOMES[REVIEW][code].anew:
        course.order_redo(dispute, day("2024-05-13"), user=county.gao, at=NOW)
        assert Application.objects.filter(redo_of=dispute.application).count() == 1
    else:
        with pytest.raises(Refused, match="责令重新作出或者限期履行"):
            course.order_redo(dispute, day("2024-05-13"), user=county.gao, at=NOW)


def test_a_redo_that_the_room_of_applications_refuses_leaves_nothing_half_done(county):
    dispute = registered(county, application=cases.registered(county, "2024-01-22"))
    dispute = concluded(county, dispute, "ordered", "2024-05-10")
    with pytest.raises(Refused, match="还没有办结"):
        course.order_redo(dispute, day("2024-05-13"), user=county.gao, at=NOW)
    assert fresh(dispute).redo is None
    with pytest.raises(Refused, match="没有所涉申请"):
        other = concluded(county, registered(county), "ordered", "2024-05-10")
        course.order_redo(other, day("2024-05-13"), user=county.gao, at=NOW)


# The ledger --------------------------------------------------------------------------------------


def test_every_act_is_one_line_without_a_name_or_a_matter(county):
    dispute = registered(county, SUIT, notified_on=day("2024-03-11"))
    course.record_reply(dispute, day("2024-03-20"), proof(), user=county.gao, at=NOW)
    course.record_hearing(dispute, day("2024-05-06"), user=county.gao, at=NOW)
    dispute = concluded(county, dispute, "revoked", "2024-06-03")
    course.reopen(dispute, "看错主文", user=county.gao, at=NOW)
    dispute = concluded(county, fresh(dispute), "claim_dismissed", "2024-06-03")
    appealed(county, dispute, "2024-06-12")
    registration.add_file(dispute, proof("evidence"), user=county.gao, at=NOW)
    registration.read_file(DisputeFile.objects.earliest("pk"), user=county.gao, at=NOW)
    people.reveal(fresh(dispute), "寄送答辩状副本", user=county.gao, at=NOW)
    registration.void(dispute, "重复登记", user=county.gao, at=NOW)
    lines = Entry.objects.filter(room="disputes").order_by("number")
    assert [line.act for line in lines] == [
        "registered",
        "replied",
        "hearing_recorded",
        "concluded",
        "reopened",
        "concluded",
        "instance_added",
        "file_added",
        "file_read",
        "revealed",
        "voided",
    ]
    for line in lines:
        told = line.subject_text + line.detail
        assert line.subject_text == dispute.number
        assert not any(word in told for word in (NAME, "1390000", "养护合同", "行初", "人民法院"))
