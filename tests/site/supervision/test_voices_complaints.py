"""投诉举报: who decides, each act and what it refuses, who complains stays sealed, days are kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.site.ledger.models import Entry
from gongkai.site.organs import permissions, structure
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Role
from gongkai.site.sealing import Change, Sealer
from gongkai.site.supervision.voices import complaint_actions as actions
from gongkai.site.supervision.voices import offices, people, terms
from gongkai.site.supervision.voices.models import Complaint, ComplaintFile, State
from gongkai.site.supervision.voices.people import Person
from gongkai.site.supervision.voices.terms import Terms
from tests import cast
from tests.cast import AT, ON
from tests.site import cases, voices
from tests.site.voices import BODY, DECISION, PERSON, TOLD

NOBODY = Person()
REPORT = replace(TOLD, kind="report")


@pytest.fixture
def office(county):
    """县政务公开办, competent in the county, with 纪云 as its supervisor."""
    made = cast.establish("office", "云川县政务公开办公室", "政务公开办", "department", county.yunchuan)
    structure.set_competent_office(county.yunchuan, made, since=cast.SINCE, user=county.cheng, on=ON)
    return made


@pytest.fixture
def ji(office):
    return cast.appointed(cast.user("ji.yun", "纪云"), office, Role.SUPERVISOR)


# Who decides --------------------------------------------------------------------------------------


def test_the_competent_office_decides_on_a_town(county, office):
    assert offices.decider(county.wangshu, ON) == office


def test_without_a_competent_office_the_government_above_decides(county):
    assert offices.decider(county.wangshu, ON) == county.yunchuan


def test_about_the_competent_office_itself_the_government_above_it_decides(county, office):
    assert offices.decider(office, ON) == county.yunchuan


def test_about_the_highest_government_nobody_here_decides(county, office):
    assert offices.decider(county.yunchuan, ON) is None
    with pytest.raises(Refused, match="上一级行政机关"):
        actions.lodge(county.yunchuan, TOLD, PERSON, at=AT)


def test_only_a_supervisor_of_the_deciding_office_hears_not_one_of_the_government_over_it(county, ji):
    found = voices.lodged(county)
    with pytest.raises(permissions.Forbidden):
        actions.accept(found, user=county.fang, at=AT)
    actions.accept(found, user=ji, at=AT)
    assert voices.fresh(found).state == State.ACCEPTED


# Coming in ----------------------------------------------------------------------------------------


def test_a_complaint_needs_a_name_and_a_way_to_reach_the_person_a_report_needs_neither(county):
    for person in (NOBODY, Person("柳依依"), Person(phone="13800001234")):
        with pytest.raises(Refused, match="举报"):
            actions.lodge(county.wangshu, TOLD, person, at=AT)
    found = voices.lodged(county, REPORT, NOBODY)
    assert not found.is_named and found.sealed == "" and found.contact_hash == ""


def test_the_same_words_twice_within_a_day_are_taken_once(county):
    found = voices.lodged(county)
    with pytest.raises(Refused, match=found.number):
        voices.lodged(county)
    assert voices.lodged(county, at=AT + timedelta(days=2)).pk != found.pk


def test_the_same_person_is_noticed_however_the_number_is_written(county):
    first = voices.lodged(county)
    other = voices.lodged(county, replace(TOLD, body="另一件"), Person("柳女士", phone="138 0000-1234"))
    stranger = voices.lodged(county, replace(TOLD, body="别人的"), Person("别人", phone="13900000000"))
    assert people.same(other) == [first] and people.same(stranger) == []


def test_the_office_enters_what_came_on_paper_from_the_day_it_came(county):
    day = ON - timedelta(days=3)
    found, code = actions.enter(county.wangshu, TOLD, PERSON, "post", day, user=county.fang, at=AT)
    assert (found.received_on, found.channel, found.entered_by) == (day, "post", county.fang)
    assert actions.followed(found.number, code) == found
    with pytest.raises(Refused, match="收到日期"):
        actions.enter(county.wangshu, TOLD, PERSON, "post", ON + timedelta(days=1), user=county.fang, at=AT)
    with pytest.raises(permissions.Forbidden):
        actions.enter(county.wangshu, TOLD, PERSON, "post", day, user=county.lin, at=AT)


def test_a_dissolved_organ_and_a_day_to_come_are_refused(county):
    with pytest.raises(Refused, match="起始日期"):
        voices.lodged(county, replace(TOLD, since=ON + timedelta(days=1)))
    county.wangshu.dissolved_on = ON
    with pytest.raises(Refused, match="撤销"):
        voices.lodged(county)


# The days -----------------------------------------------------------------------------------------


def test_fifteen_working_days_to_accept_and_sixty_days_to_answer_from_acceptance(county):
    found = voices.lodged(county)
    # From 2021-01-20, a Wednesday: the weekend of 7 February is worked, the feast begins on the 11th.
    assert found.accept_by == date(2021, 2, 9)
    assert voices.fresh(found).due_on == found.accept_by
    actions.accept(found, user=county.fang, at=AT)
    assert voices.fresh(found).finish_by == ON + timedelta(days=60)


def test_an_office_sets_its_own_terms_with_what_they_rest_on_and_they_hold_for_what_comes_later(county):
    before = voices.lodged(county)
    own = Terms(accept=5, finish=30, statement=3, answer=10, source="办理办法第五条")
    terms.set_terms(county.yunchuan, own, user=county.fang, at=AT)
    assert terms.terms_of(county.yunchuan, ON) == own
    assert voices.fresh(before).accept_by == before.accept_by
    assert voices.lodged(county, replace(TOLD, body="另一件")).accept_by == date(2021, 1, 27)
    for wrong, words in ((replace(own, source=" "), "依据"), (replace(own, finish=0), "1至365")):
        with pytest.raises(Refused, match=words):
            terms.set_terms(county.yunchuan, wrong, user=county.fang, at=AT)
    with pytest.raises(permissions.Forbidden):
        terms.set_terms(county.wangshu, own, user=county.fang, at=AT)


def test_a_complaint_is_late_the_day_after_its_last_day_until_it_is_answered(county):
    found = voices.lodged(county)
    last = found.accept_by
    assert not Complaint.objects.late(last) and not found.is_late(last)
    assert Complaint.objects.late(last + timedelta(days=1)).get() == found
    assert found.is_late(last + timedelta(days=1))
    done = voices.closed_from(found, county)
    assert not Complaint.objects.late(date(2030, 1, 1)) and done.due_on is None


def test_what_was_answered_late_stays_counted_as_late(county):
    found = voices.accepted(county)
    after = AT + timedelta(days=70)
    actions.decide(found, DECISION, user=county.fang, at=after)
    actions.answer(found, "答复", after.date(), user=county.fang, at=after)
    assert Complaint.objects.came_late(after.date()).get() == found
    assert not Complaint.objects.late(after.date())


# The acts -----------------------------------------------------------------------------------------


def test_declined_with_a_ground_and_where_to_turn(county):
    found = voices.lodged(county)
    for ground, note, words in (("", "信访局", "理由"), ("petition", " ", "哪里")):
        with pytest.raises(Refused, match=words):
            actions.decline(found, ground, note, user=county.fang, at=AT)
    actions.decline(found, "petition", "请向县信访局提出。", user=county.fang, at=AT)
    found = voices.fresh(found)
    assert (found.state, found.answer, found.answered_on) == (State.DECLINED, "请向县信访局提出。", ON)
    with pytest.raises(Refused, match="不予受理"):
        actions.accept(found, user=county.fang, at=AT)


def test_passed_on_to_the_right_office_whose_days_begin_then_and_never_to_the_organ_itself(
    county, office, ji
):
    found = voices.lodged(county)
    with pytest.raises(Refused, match="被投诉"):
        actions.move(found, county.wangshu, "理由", user=ji, at=AT)
    with pytest.raises(Refused, match="本机关"):
        actions.move(found, office, "理由", user=ji, at=AT)
    with pytest.raises(Refused, match="理由"):
        actions.move(found, county.yunchuan, "", user=ji, at=AT)
    later = AT + timedelta(days=5)
    actions.move(found, county.yunchuan, "由县政府处理", user=ji, at=later)
    moved = voices.fresh(found)
    assert (moved.office, moved.moved_from) == (county.yunchuan, office)
    assert moved.accept_by > found.accept_by and moved.number == found.number
    with pytest.raises(permissions.Forbidden):
        actions.accept(moved, user=ji, at=later)
    actions.accept(moved, user=county.fang, at=later)


def test_the_organ_reads_what_it_is_asked_and_answers_once(county):
    statement = voices.asked(county)
    with pytest.raises(Refused, match="已经要求"):
        actions.ask(statement.complaint, "再问", names=False, user=county.fang, at=AT)
    with pytest.raises(permissions.Forbidden):
        actions.state(statement, "说明", user=county.ye, at=AT)
    with pytest.raises(Refused, match="情况和依据"):
        actions.state(statement, " ", user=county.gao, at=AT)
    actions.state(statement, "漏报，已经补上。", user=county.gao, at=AT)
    with pytest.raises(Refused, match="不需要说明"):
        actions.state(statement, "再说", user=county.gao, at=AT)


def test_nothing_is_decided_while_the_organ_may_still_be_heard(county):
    statement = voices.asked(county)
    with pytest.raises(Refused, match="期限还没有过"):
        actions.decide(statement.complaint, DECISION, user=county.fang, at=AT)
    late = AT + (statement.due_on - ON) + timedelta(days=1)
    actions.decide(statement.complaint, DECISION, user=county.fang, at=late)
    with pytest.raises(Refused, match="不需要说明"):
        actions.state(statement, "迟到的说明", user=county.gao, at=late)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (replace(DECISION, result="perhaps"), "认定和处理"),
        (replace(DECISION, reasons=" "), "事实和理由"),
        (replace(DECISION, result="not_upheld"), "说明解释"),
        (replace(DECISION, outcome_text=""), "怎样处理"),
        (replace(DECISION, outcome="criticise", order_number="整改1"), "责令改正"),
    ],
)
def test_a_finding_and_what_follows_fit_each_other(county, decision, words):
    found = voices.accepted(county)
    with pytest.raises(Refused, match=words):
        actions.decide(found, decision, user=county.fang, at=AT)
    assert voices.fresh(found).state == State.ACCEPTED


def test_answered_and_closed_on_a_day_that_was(county):
    found = voices.decided(county)
    for on in (ON + timedelta(days=1), ON - timedelta(days=1)):
        with pytest.raises(Refused, match="答复日期"):
            actions.answer(found, "答复", on, user=county.fang, at=AT)
    with pytest.raises(Refused, match="写答复"):
        actions.answer(found, " ", ON, user=county.fang, at=AT)
    actions.answer(found, "属实。", ON, user=county.fang, at=AT)
    assert voices.fresh(found).state == State.CLOSED


def test_withdrawn_by_the_person_or_on_their_word_and_not_twice(county):
    found = voices.lodged(county)
    with pytest.raises(Refused, match="怎样提出"):
        actions.withdraw(found, "", user=county.fang, at=AT)
    actions.withdraw(found, "", user=None, at=AT)
    assert voices.fresh(found).state == State.WITHDRAWN
    with pytest.raises(Refused, match="已撤回"):
        actions.withdraw(found, "", user=None, at=AT)


# Who complains ------------------------------------------------------------------------------------


def test_no_line_of_the_ledger_and_no_clear_field_has_a_word_of_the_person(county):
    found = voices.closed(county)
    told = "".join(f"{line.subject_text}{line.detail}" for line in Entry.objects.filter(room="supervision"))
    for word in (PERSON.name, PERSON.phone, BODY):
        assert word not in told
    row = Complaint.objects.filter(pk=found.pk).values().get()
    assert PERSON.name not in str(row) and PERSON.phone not in str(row)


def test_what_a_page_shows_is_masked(county):
    assert people.masked(voices.lodged(county)) == Person("柳＊＊", phone="138＊＊＊＊＊234")


def test_who_looks_says_why_and_the_ledger_keeps_it(county):
    found = voices.lodged(county)
    with pytest.raises(Refused, match="理由"):
        people.reveal_complainant(found, "看", user=county.fang, at=AT)
    assert people.reveal_complainant(found, "电话核实情况", user=county.fang, at=AT) == PERSON
    line = Entry.objects.latest("number")
    assert (line.act, line.user_name) == ("voice_revealed", str(county.fang))
    assert "电话核实情况" in line.detail
    with pytest.raises(permissions.Forbidden):
        people.reveal_complainant(found, "电话核实情况", user=county.lin, at=AT)


def test_the_organ_learns_who_complains_only_where_the_office_says_so(county):
    statement = voices.asked(county)
    with pytest.raises(Refused, match="没有告知"):
        people.reveal_to_organ(statement, "核实情况", user=county.gao, at=AT)
    named = voices.asked(county, names=True, told=replace(TOLD, body="另一件"))
    assert people.reveal_to_organ(named, "核实情况", user=county.gao, at=AT) == PERSON
    with pytest.raises(permissions.Forbidden):
        people.reveal_to_organ(named, "核实情况", user=county.ye, at=AT)


def test_an_unnamed_report_names_nobody_to_anybody(county):
    found = voices.accepted(county, REPORT, NOBODY)
    with pytest.raises(Refused, match="没有留下身份"):
        actions.ask(found, "请说明", names=True, user=county.fang, at=AT)
    with pytest.raises(Refused, match="没有留下"):
        people.reveal_complainant(found, "核实情况", user=county.fang, at=AT)


def test_evidence_is_sealed_on_disk_and_each_reading_is_a_line(county):
    found = voices.lodged(county, files=(("截图.png", cases.picture()),))
    kept = found.files.get()
    with kept.file.open("rb") as file:
        assert b"PNG" not in file.read()[:64]
    assert actions.read_file(kept, user=county.fang, at=AT).startswith(b"\x89PNG")
    assert Entry.objects.latest("number").act == "complaint_file_read"
    with pytest.raises(permissions.Forbidden):
        actions.read_file(kept, user=county.lin, at=AT)
    with pytest.raises(Refused):
        voices.lodged(county, replace(TOLD, body="坏的"), files=(("a.exe", b"MZ"),))


def test_another_data_key_opens_all_of_it_and_still_knows_the_person(county, settings):
    found = voices.lodged(county, files=(("截图.png", cases.picture()),))
    old = Sealer(settings.GONGKAI_DATA_KEY)
    people.reseal(Change(old, Sealer("another key")))
    settings.GONGKAI_DATA_KEY = "another key"
    assert people.reveal_complainant(voices.fresh(found), "核实情况", user=county.fang, at=AT) == PERSON
    again = voices.lodged(county, replace(TOLD, body="另一件"))
    assert people.same(again) == [found]
    kept = ComplaintFile.objects.select_related("complaint").get()
    assert actions.read_file(kept, user=county.fang, at=AT).startswith(b"\x89PNG")


def test_a_number_opens_with_its_code_however_it_is_typed_and_with_no_other(county):
    found, code = voices.lodged_with_code(county)
    assert actions.followed(found.number.lower().replace("ts", "ＴＳ "), code.lower()) == found
    assert actions.followed(found.number, "BBBB-BBBB") is None
    assert actions.followed(found.number.removeprefix("TS"), code) is None
    assert actions.followed("TS", code) is None
