"""Training: who may plan, ask, hold and certify, and what each act refuses (Art. 48)."""

from datetime import timedelta

import pytest

from gongkai.site.annual_reports.telling import told_of
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import actions as organs
from gongkai.site.organs import registers, structure
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Gathering, Role
from gongkai.site.organs.permissions import Forbidden
from gongkai.site.supervision.training import certifying, holding, planning, reach, testing
from gongkai.site.supervision.training.models import Attendance, Training
from tests import cast
from tests.cast import AT, ON
from tests.site import cases
from tests.site.supervision import trained

pytestmark = pytest.mark.django_db
GIVEN, TAKEN = Gathering.Kind.TRAINING_GIVEN, Gathering.Kind.TRAINING_TAKEN


def lines(act):
    return Entry.objects.filter(act=act).count()


# Planning and asking


def test_a_session_of_ones_own_organ_is_planned_by_its_disclosure_officer(county):
    training = trained.planned(county.wangshu, county.lin)
    assert training.is_planned and training.quarter == 1
    assert lines("training_planned") == 1


def test_a_disclosure_officer_does_not_call_the_organs_below(county):
    person = cast.appointed(cast.user("su.wan", "苏晚"), county.yunchuan, Role.DISCLOSURE_OFFICER)
    with pytest.raises(Refused, match="只有主管部门"):
        trained.planned(county.yunchuan, person, scope=Training.Scope.BELOW)


@pytest.mark.parametrize("person", ["gao", "he", "ye", "cheng"])
def test_others_plan_nothing(county, person):
    with pytest.raises(Forbidden):
        trained.planned(county.wangshu, getattr(county, person))


def test_organs_out_of_reach_are_not_chosen(county):
    with pytest.raises(Forbidden):
        trained.planned(county.wangshu, county.lin, scope=Training.Scope.CHOSEN, organs=[county.tingyu])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"roles": []}, "参加人员"),
        ({"roles": ["system"]}, "参加人员"),
        ({"hours": 0}, "学时"),
        ({"scope": "chosen"}, "请选择参加培训的机关"),
    ],
)
def test_a_plan_says_who_should_come(county, fields, words):
    with pytest.raises(Refused, match=words):
        trained.planned(county.yunchuan, county.fang, **fields)


def test_everyone_with_the_roles_in_the_organs_below_is_asked_once(county):
    training = trained.of_county(county)
    assert set(training.attendances.values_list("user__name", flat=True)) == {
        "林晓", "高原", "何川", "叶青", "顾新",
    }  # fmt: skip
    with pytest.raises(Refused, match="都已通知"):
        planning.invite(training, user=county.fang, at=AT)
    cast.appointed(cast.user("wen.yan", "温言"), county.tingyu, Role.HANDLER)
    assert planning.invite(training, user=county.fang, at=AT) == 1


def test_the_competent_office_reaches_the_organs_of_its_government(county):
    office = cast.establish("office", "云川县政府办公室", "县府办", "department", county.yunchuan)
    structure.set_competent_office(
        county.yunchuan, office, since=cast.SINCE, user=county.cheng, on=cast.SINCE
    )
    assert set(reach.below(office, ON)) == {county.yunchuan, county.wangshu, county.tingyu, office}


def test_only_the_person_answers_and_says_why_not(county):
    training = trained.of_county(county)
    row = training.attendances.get(user=county.lin)
    with pytest.raises(Forbidden):
        planning.answer(row, "yes", user=county.fang, at=AT)
    with pytest.raises(Refused, match="原因"):
        planning.answer(row, "no", user=county.lin, at=AT)
    planning.answer(row, "no", "当天值班", user=county.lin, at=AT)
    assert Attendance.objects.get(pk=row.pk).words == "当天值班"


def test_what_was_called_off_is_over(county):
    training = trained.of_county(county)
    with pytest.raises(Refused, match="原因"):
        planning.call_off(training, " ", user=county.fang, at=AT)
    planning.call_off(training, "防汛", user=county.fang, at=AT)
    with pytest.raises(Refused, match="取消"):
        trained.held(training, county.fang, [county.lin])
    with pytest.raises(Refused, match="不能再改"):
        planning.change(training, user=county.fang, at=AT, title="另一个名称")


def test_materials_are_told_by_their_content(county):
    training = trained.of_county(county)
    with pytest.raises(Refused):
        planning.add_file(training, b"MZ not a document", "讲义.pdf", user=county.fang, at=AT)
    kept = planning.add_file(training, cases.picture(), "流程图.png", user=county.fang, at=AT)
    assert (kept.kind, kept.file_name) == ("png", "流程图.png")
    assert "流程" not in kept.file.name
    with pytest.raises(Refused, match="已经添加"):
        planning.add_file(training, cases.picture(), "又一份.png", user=county.fang, at=AT)
    with pytest.raises(Refused, match="http"):
        planning.add_link(training, "讲义", "javascript:alert(1)", user=county.fang, at=AT)


# Holding: counted once


def test_section_one_tells_it_given_by_the_holder_and_taken_by_those_who_sent_people(county):
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.gao, county.ye], outside=4)
    assert told_of(county.yunchuan, 2021).trainings_given == (1, 7)
    assert told_of(county.yunchuan, 2021).trainings_taken == (0, 0)
    assert told_of(county.wangshu, 2021).trainings_taken == (1, 2)
    assert told_of(county.tingyu, 2021).trainings_taken == (1, 1)


def test_a_holder_whose_own_people_come_is_not_told_to_take_it_too(county):
    training = trained.of_wangshu(county)
    trained.held(training, county.lin, [county.lin, county.he])
    assert told_of(county.wangshu, 2021).trainings_given == (1, 2)
    assert told_of(county.wangshu, 2021).trainings_taken == (0, 0)


def entered_by_hand(county, **more):
    return registers.record_gathering(
        county.wangshu, user=county.lin, today=ON, kind=TAKEN, on=ON, title="县里的培训", people=3, **more
    )


def test_what_the_organ_entered_by_hand_is_not_counted_again(county):
    by_hand = entered_by_hand(county)
    training = trained.of_county(county)
    assert holding.by_hand(training) == [by_hand]
    trained.held(training, county.fang, [county.lin, county.ye])
    assert told_of(county.wangshu, 2021).trainings_taken == (1, 3)
    assert training.counts.get(gathering=by_hand).own is False
    assert told_of(county.tingyu, 2021).trainings_taken == (1, 1)
    assert holding.by_hand(training) == []


def test_another_training_of_the_same_day_is_counted_apart(county):
    by_hand = entered_by_hand(county)
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin], apart=[by_hand.pk])
    assert told_of(county.wangshu, 2021).trainings_taken == (2, 4)


def test_a_correction_changes_the_counts_and_makes_no_second_one(county):
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.gao, county.ye])
    with pytest.raises(Refused, match="原因"):
        trained.held(training, county.fang, [county.lin])
    trained.held(training, county.fang, [county.lin, county.he], reason="听雨镇没有到")
    assert told_of(county.yunchuan, 2021).trainings_given == (1, 2)
    assert told_of(county.wangshu, 2021).trainings_taken == (1, 2)
    assert told_of(county.tingyu, 2021).trainings_taken == (0, 0)
    trained.held(training, county.fang, [county.ye], reason="更正")
    assert told_of(county.wangshu, 2021).trainings_taken == (0, 0)
    assert told_of(county.tingyu, 2021).trainings_taken == (1, 1)


def test_a_correction_leaves_what_was_entered_by_hand(county):
    by_hand = entered_by_hand(county)
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.ye])
    trained.held(training, county.fang, [county.ye], reason="望舒镇没有到")
    assert Gathering.objects.get(pk=by_hand.pk).people == 3
    assert not training.counts.filter(gathering=by_hand).exists()


@pytest.mark.parametrize(
    ("days", "people", "outside", "words"),
    [(1, ["lin"], 0, "还没有举办"), (0, [], 0, "没有人签到"), (0, ["lin"], -1, "系统外")],
)
def test_what_is_not_held(county, days, people, outside, words):
    training = trained.of_county(county, on=ON + timedelta(days=days))
    with pytest.raises(Refused, match=words):
        trained.held(training, county.fang, [getattr(county, name) for name in people], outside=outside)
    assert not Gathering.objects.exists()


def test_only_people_of_the_list_sign_in(county):
    training, other = trained.of_county(county), trained.of_wangshu(county)
    with pytest.raises(Refused, match="不在名单"):
        holding.hold(training, trained.keys(other, [county.lin]), user=county.fang, at=AT)


def test_who_is_not_asked_by_role_is_added_by_name(county):
    training = trained.of_county(county)
    planning.add_person(training, "song.lan", user=county.fang, at=AT)
    with pytest.raises(Refused, match="已在名单"):
        planning.add_person(training, "song.lan", user=county.fang, at=AT)
    with pytest.raises(Refused, match="没有找到"):
        planning.add_person(training, "nobody", user=county.fang, at=AT)
    with pytest.raises(Refused, match="没有找到"):
        planning.add_person(training, "cheng.xu", user=county.fang, at=AT)
    trained.held(training, county.fang, [county.song])
    assert told_of(county.wangshu, 2021).trainings_taken == (1, 1)


def test_a_town_trains_nobody_elsewhere_by_name(county):
    training = trained.of_wangshu(county)
    with pytest.raises(Refused, match="没有找到"):
        planning.add_person(training, "ye.qing", user=county.lin, at=AT)


# Certificates


def certified(county):
    training = trained.of_county(county)
    trained.held(training, county.fang, [county.lin, county.gao, county.ye])
    return training


def test_who_came_and_passed_gets_a_certificate_with_the_next_number(county):
    training = certified(county)
    test = trained.tested(training, county.fang)
    trained.taken(test, county.lin, 5)
    trained.taken(test, county.gao, 2)
    trained.taken(test, county.he, 5)
    (one,) = certifying.issue(training, user=county.fang, at=AT)
    assert (one.number, one.name, one.of_name, one.score) == (
        "yunchuan-2021-0001", "林晓", "望舒镇人民政府", 100,
    )  # fmt: skip
    with pytest.raises(Refused, match="没有应当发放"):
        certifying.issue(training, user=county.fang, at=AT)
    trained.taken(test, county.gao, 4)
    (two,) = certifying.issue(training, user=county.fang, at=AT)
    assert (two.number, two.score) == ("yunchuan-2021-0002", 80)


def test_without_a_test_who_came_gets_one(county):
    made = certifying.issue(certified(county), user=county.fang, at=AT)
    assert [one.name for one in made] == ["林晓", "高原", "叶青"]
    assert {one.score for one in made} == {None}


def test_no_certificate_before_the_sign_in(county):
    with pytest.raises(Refused, match="签到"):
        certifying.issue(trained.of_county(county), user=county.fang, at=AT)


def test_a_certificate_is_revoked_with_a_reason_and_given_anew_under_another_number(county):
    training = certified(county)
    one = certifying.issue(training, user=county.fang, at=AT)[0]
    with pytest.raises(Refused, match="原因"):
        certifying.revoke(one, "", user=county.fang, at=AT)
    with pytest.raises(Forbidden):
        certifying.revoke(one, "误发", user=county.lin, at=AT)
    certifying.revoke(one, "误发", user=county.fang, at=AT)
    with pytest.raises(Refused, match="已于"):
        certifying.revoke(one, "误发", user=county.fang, at=AT)
    (again,) = certifying.issue(training, user=county.fang, at=AT)
    assert again.number == "yunchuan-2021-0004"


def test_who_holds_a_certificate_is_not_taken_off_the_list(county):
    training = certified(county)
    certifying.issue(training, user=county.fang, at=AT)
    with pytest.raises(Refused, match="先撤销证书"):
        trained.held(training, county.fang, [county.gao], reason="更正")


# Tests


def test_an_own_question_is_drawn_beside_those_shipped(county):
    fields = {
        "kind": "single", "text": "本县的受理机构是哪个？", "options": ["县政府办", "档案馆"],
        "right": [0], "explanation": "见公开指南", "article": 4,
    }  # fmt: skip
    row = testing.add_question(county.wangshu, user=county.lin, at=AT, **fields)
    assert f"o{row.pk}" in {one.code for one in testing.bank(county.wangshu)}
    assert f"o{row.pk}" not in {one.code for one in testing.bank(county.tingyu)}
    testing.retire_question(row, user=county.lin, at=AT)
    assert f"o{row.pk}" not in {one.code for one in testing.bank(county.wangshu)}
    with pytest.raises(Refused, match="已经停用"):
        testing.retire_question(row, user=county.lin, at=AT)
    with pytest.raises(Refused, match="多选题"):
        testing.add_question(county.wangshu, user=county.lin, at=AT, **{**fields, "right": [0, 1]})


def test_a_test_is_not_larger_than_the_bank(county):
    training = trained.of_wangshu(county)
    with pytest.raises(Refused, match="题库"):
        trained.tested(training, county.lin, size=1000)
    with pytest.raises(Refused, match="截止日期"):
        trained.tested(training, county.lin, closes_on=ON - timedelta(days=1))


def test_one_fails_tries_again_passes_and_is_done(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    first = trained.taken(test, county.gao, 2)
    assert (first.score, first.passed) == (40, False)
    assert not testing.explains(first)
    second = trained.taken(test, county.gao, 3)
    assert (second.score, second.passed) == (60, True)
    assert testing.explains(second)
    with pytest.raises(Refused, match="已经通过"):
        testing.start(test, user=county.gao, at=AT)


def test_after_the_last_attempt_there_is_no_more_and_answers_are_explained(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    trained.taken(test, county.gao, 0)
    last = trained.taken(test, county.gao, 1)
    assert testing.explains(last)
    with pytest.raises(Refused, match="已经用完"):
        testing.start(test, user=county.gao, at=AT)


def test_a_paper_goes_on_where_it_was_left(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    paper = testing.start(test, user=county.gao, at=AT)
    some = [*trained.answered(paper, 5)[:2], None, None, None]
    testing.save_answers(paper, some, user=county.gao, at=AT)
    again = testing.start(test, user=county.gao, at=AT)
    assert again == paper and again.answers[:2] == some[:2]
    with pytest.raises(Refused, match="第3、4、5题"):
        testing.hand_in(again, some, user=county.gao, at=AT)


def test_what_was_handed_in_is_never_changed(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    paper = trained.taken(test, county.gao, 2)
    for act in (testing.save_answers, testing.hand_in):
        with pytest.raises(Refused, match="已经交卷"):
            act(paper, trained.answered(paper, 5), user=county.gao, at=AT)


@pytest.mark.parametrize("answers", [[[9]] * 5, [[0]] * 4, [[0, 1, 2, 3, 4, 5]] * 5])
def test_answers_that_fit_no_question_are_refused(county, answers):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    paper = testing.start(test, user=county.gao, at=AT)
    with pytest.raises(Refused, match="对不上"):
        testing.save_answers(paper, answers, user=county.gao, at=AT)


def test_nobody_takes_the_test_of_another(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    paper = testing.start(test, user=county.gao, at=AT)
    for person in (county.lin, county.fang, county.he):
        with pytest.raises(Forbidden):
            testing.save_answers(paper, [None] * 5, user=person, at=AT)
        with pytest.raises(Forbidden):
            testing.hand_in(paper, trained.answered(paper, 5), user=person, at=AT)


def test_who_was_not_asked_takes_no_test(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    for person in (county.ye, county.fang, county.song):
        with pytest.raises(Forbidden):
            testing.start(test, user=person, at=AT)


def test_a_test_has_its_days(county):
    test = trained.tested(trained.of_wangshu(county), county.lin)
    paper = testing.start(test, user=county.gao, at=AT)
    after = AT + timedelta(days=6)
    with pytest.raises(Refused, match="测试时间"):
        testing.start(test, user=county.he, at=after)
    with pytest.raises(Refused, match="截止"):
        testing.hand_in(paper, trained.answered(paper, 5), user=county.gao, at=after)


def test_two_people_have_papers_of_their_own(county):
    test = trained.tested(trained.of_wangshu(county), county.lin, size=10)
    codes = [
        [one.code for one in testing.questions_of(testing.start(test, user=person, at=AT))]
        for person in (county.gao, county.he)
    ]
    assert codes[0] != codes[1]


def test_who_left_the_office_answers_nothing(county):
    training = trained.of_wangshu(county)
    row = training.attendances.get(user=county.gao)
    organs.end_role(county.gao.roles.get(), user=county.an, on=ON)
    with pytest.raises(Forbidden):
        planning.answer(row, "yes", user=county.gao, at=AT + timedelta(days=1))
