"""工作要点: plans, points, tasks over levels, progress, evidence; what is refused, and who may."""

from datetime import date, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from gongkai.site.applications import feeds
from gongkai.site.disclosure import actions as disclosure
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ, Role
from gongkai.site.organs.permissions import Forbidden, roles_of
from gongkai.site.spans import Span
from gongkai.site.supervision.desk import piles
from gongkai.site.supervision.doors import doors
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.points import plans, proof, tasks
from gongkai.site.supervision.points.gaps import gaps, with_proof
from gongkai.site.supervision.points.models import State, Task, TaskStep, WorkPlan, WorkPoint
from gongkai.site.supervision.points.parsing import Found, split
from tests import cast
from tests.cast import AT, ON, County
from tests.site import items, pointed, questions
from tests.site.pointed import DUE, at, given

LATE = date(2021, 4, 10)
YEAR = Span(date(2021, 1, 1), date(2021, 12, 31))


def lacking(task: Task, on: date = LATE) -> list[str]:
    return gaps(with_proof(Task.objects.filter(pk=task.pk)).get(), on)


# The text of a plan


def test_a_text_is_split_by_its_numbering_and_headings_go_with_the_points() -> None:
    found = split(pointed.TEXT)
    assert found.points == (
        Found(
            "（一）", "一、推进重点领域公开", "规划信息公开\n公开本级国民经济和社会发展规划，注明起草单位。"
        ),
        Found("1.", "一、推进重点领域公开 （二）财政信息公开", "公开年度预算。"),
        Found("2.", "一、推进重点领域公开 （二）财政信息公开", "公开年度决算。"),
        Found("二、", "", "加强解读回应\n政策文件与解读材料同步起草、同步公布。"),
    )


def test_what_has_no_number_is_told_and_no_point() -> None:
    assert split(pointed.TEXT).left == ("2021年，全县政务公开工作要点如下。",)
    assert split("一、甲\n这一段说明下面两条。\n（一）乙\n（二）丙").left == ("这一段说明下面两条。",)


@drawn(st.text(alphabet="一二、（）1.2 \n甲乙", max_size=80))
def test_every_word_of_a_text_is_in_a_point_a_heading_or_left(text: str) -> None:
    found = split(text)
    kept = "".join(found.left) + "".join(one.number + one.heading + one.text for one in found.points)
    assert all(word in kept for word in "甲乙" if word in text)


# The plan


def test_a_plan_is_issued_with_its_points_and_then_only_amended(county: County) -> None:
    plan = pointed.drafted(county)
    point = plan.points.get(serial=1)
    with pytest.raises(Refused, match="先下达"):
        tasks.assign(point, [county.wangshu], done_when="公开", due_on=DUE, user=county.fang, at=AT)
    with pytest.raises(Refused, match="直接修改"):
        plans.amend(point, "新", reason="改", user=county.fang, at=AT)
    plans.change_point(point, number="1", heading="", text="公开规划。", user=county.fang, at=AT)
    plans.issue(plan, user=county.fang, at=AT)
    with pytest.raises(Refused, match="已经下达"):
        plans.remove_point(point, user=county.fang, at=AT)
    with pytest.raises(Refused, match="理由"):
        plans.amend(point, "公开规划和计划。", reason=" ", user=county.fang, at=AT)
    plans.amend(point, "公开规划和计划。", reason="省里补充要求", user=county.fang, at=AT)
    point.refresh_from_db()
    assert point.text == "公开规划和计划。"
    assert point.amendments.get().before == "公开规划。"


def test_a_plan_without_points_is_not_issued_and_can_be_dropped(county: County) -> None:
    plan = plans.make(county.yunchuan, **pointed.FIELDS, user=county.fang, at=AT)
    with pytest.raises(Refused, match="还没有要点"):
        plans.issue(plan, user=county.fang, at=AT)
    with pytest.raises(Refused, match="同名"):
        plans.make(county.yunchuan, **pointed.FIELDS, user=county.fang, at=AT)
    plans.drop(plan, user=county.fang, at=AT)
    assert not WorkPlan.objects.exists()


def test_a_plan_is_made_by_the_disclosure_officer_or_the_office_above(county: County) -> None:
    for person in (county.gao, county.he, county.ye):
        with pytest.raises(Forbidden):
            plans.make(county.wangshu, **pointed.FIELDS, user=person, at=AT)
    assert plans.make(county.wangshu, **pointed.FIELDS, user=county.lin, at=AT).organ == county.wangshu


# Tasks


def test_one_assignment_gives_many_organs_the_task_with_one_line(county: County) -> None:
    plan = pointed.issued(county)
    before = Entry.objects.count()
    made = tasks.assign(
        plan.points.get(serial=1), [county.wangshu, county.tingyu], done_when="公开规划", due_on=DUE,
        user=county.fang, at=AT,
    )  # fmt: skip
    assert {task.organ for task in made} == {county.wangshu, county.tingyu}
    assert {task.state for task in made} == {State.NOT_BEGUN}
    assert Entry.objects.count() == before + 1


def test_a_task_goes_only_downwards_with_a_day_to_come(county: County) -> None:
    plan = pointed.issued(county)
    point = plan.points.get(serial=1)
    by = {"user": county.fang, "at": AT}
    for organs, fields, words in (
        ([], {}, "请选择承担任务的机关"),
        ([county.wangshu], {"done_when": " "}, "完成标准"),
        ([county.wangshu], {"due_on": ON - timedelta(days=1)}, "不能早于今天"),
        ([county.wangshu], {"section": "党政办"}, "科室只在"),
    ):
        with pytest.raises(Refused, match=words):
            tasks.assign(point, organs, **{"done_when": "公开", "due_on": DUE, **fields}, **by)
    own = plans.make(county.wangshu, **pointed.FIELDS, user=county.lin, at=AT)
    plans.add_points(own, [Found("", "", "自行增加")], user=county.lin, at=AT)
    plans.issue(own, user=county.lin, at=AT)
    with pytest.raises(Refused, match="只能下达给本机关和下级机关"):
        tasks.assign(own.points.get(), [county.tingyu], done_when="公", due_on=DUE, user=county.lin, at=AT)


def test_a_task_by_quarter_is_one_of_each_that_ends_by_the_day() -> None:
    assert tasks.periods(tasks.QUARTERLY, 2021, date(2021, 9, 30)) == [
        ("第一季度", date(2021, 3, 31)), ("第二季度", date(2021, 6, 30)), ("第三季度", date(2021, 9, 30))
    ]  # fmt: skip
    assert tasks.periods(tasks.MONTHLY, 2021, date(2021, 12, 31))[-1] == ("12月", date(2021, 12, 31))
    assert tasks.periods(tasks.ONCE, 2021, DUE) == [("", DUE)]


@drawn(st.sampled_from([tasks.QUARTERLY, tasks.MONTHLY]), st.dates(date(2021, 1, 1), date(2021, 12, 31)))
def test_periods_end_on_last_days_of_months_one_after_the_other(cycle: str, until: date) -> None:
    found = [last for _name, last in tasks.periods(cycle, 2021, until)]
    assert found == sorted(set(found)) and all(last <= until for last in found)
    assert all((last + timedelta(days=1)).day == 1 for last in found)


def test_a_task_is_begun_reported_returned_and_confirmed(county: County) -> None:
    task = given(county)
    tasks.progress(task, "正在起草", percent=50, user=county.gao, at=AT)
    task.refresh_from_db()
    assert (task.state, task.percent) == (State.UNDER_WAY, 50)
    pointed.reported(county, task)
    with pytest.raises(Refused, match="意见"):
        tasks.give_back(task, remark="", user=county.fang, at=AT)
    tasks.give_back(task, remark="请附上网址", user=county.fang, at=AT)
    task.refresh_from_db()
    assert (task.state, task.reported_on) == (State.RETURNED, None)
    done = pointed.confirmed(county, task)
    assert (done.state, done.reported_on, done.confirmed_on) == (
        State.CONFIRMED, date(2021, 2, 1), date(2021, 2, 2)
    )  # fmt: skip
    kinds = list(task.steps.values_list("kind", flat=True))
    assert kinds == ["progress", "reported", "returned", "reported", "confirmed"]
    with pytest.raises(Refused, match="已确认"):
        tasks.progress(task, "再写", user=county.gao, at=AT)


def test_who_reports_does_not_confirm(county: County) -> None:
    own = plans.make(county.wangshu, **pointed.FIELDS, user=county.lin, at=AT)
    plans.add_points(own, [Found("", "", "自行增加")], user=county.lin, at=AT)
    plans.issue(own, user=county.lin, at=AT)
    (task,) = tasks.assign(
        own.points.get(),
        [county.wangshu],
        done_when="公开",
        due_on=DUE,
        section="党政办",
        user=county.lin,
        at=AT,
    )
    tasks.report_done(task, "做完了", user=county.lin, at=AT)
    with pytest.raises(Refused, match="不能自己确认"):
        tasks.confirm(task, user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        tasks.confirm(task, user=county.gao, at=AT)


def test_each_act_is_for_whose_it_is(county: County) -> None:
    task = given(county)
    for person in (county.song, county.ye, county.cheng):
        with pytest.raises(Forbidden):
            tasks.progress(task, "进展", user=person, at=AT)
    pointed.reported(county, task)
    for person in (county.lin, county.he, county.ye):
        with pytest.raises(Forbidden):
            tasks.confirm(task, user=person, at=AT)


def test_a_task_is_taken_back_only_while_nothing_was_done(county: County) -> None:
    task, begun = given(county), given(county, serial=2)
    tasks.progress(begun, "已经开始", user=county.gao, at=AT)
    with pytest.raises(Refused, match="不能收回"):
        tasks.take_back(begun, reason="错发", user=county.fang, at=AT)
    tasks.take_back(task, reason="错发", user=county.fang, at=AT)
    assert not Task.objects.filter(pk=task.pk).exists()


def test_a_day_is_moved_with_a_reason_and_the_old_day_stays_on_record(county: County) -> None:
    task = given(county)
    tasks.move_day(task, date(2021, 6, 30), reason="上级推迟", user=county.fang, at=AT)
    step = task.steps.get()
    assert step.kind == TaskStep.Kind.CHANGED and "2021-03-31" in step.text and "2021-06-30" in step.text
    with pytest.raises(Refused, match="没有改动"):
        tasks.move_day(task, date(2021, 6, 30), reason="再", user=county.fang, at=AT)


def test_only_overdue_tasks_are_urged_and_the_note_is_on_the_desk(county: County) -> None:
    task = given(county)
    with pytest.raises(Refused, match="没有逾期"):
        tasks.urge(county.yunchuan, [task.pk], "请抓紧", user=county.fang, at=AT)
    tasks.urge(county.yunchuan, [task.pk], "请抓紧", user=county.fang, at=at("2021-04-10"))
    (pile,) = piles(county.gao, LATE, roles_of(county.gao, on=LATE))
    assert pile.code == "points" and pile.first[0].late
    assert pile.first[0].meta == "2021-03-31到期，逾期10天　催办：请抓紧"


# Over levels


def test_a_task_goes_from_the_city_over_the_county_to_the_town_and_back(db: None) -> None:
    city = cast.establish("city", "云州市人民政府", "云州市", "government")
    district = cast.establish("qu", "河东区人民政府", "河东区", "government", city)
    town = cast.establish("zhen", "河湾镇人民政府", "河湾镇", "town", district)
    shi, qu, su, zhen, ban = (
        cast.appointed(cast.user(f"person{number}", "人员"), organ, role)
        for number, (organ, role) in enumerate(
            [
                (city, Role.SUPERVISOR),
                (district, Role.SUPERVISOR),
                (district, Role.HANDLER),
                (town, Role.DISCLOSURE_OFFICER),
                (town, Role.HANDLER),
            ]
        )
    )
    plan = plans.make(city, **{**pointed.FIELDS, "title": "云州市要点"}, user=shi, at=AT)
    plans.add_points(plan, split(pointed.TEXT).points, user=shi, at=AT)
    plans.issue(plan, user=shi, at=AT)
    (received,) = tasks.assign(
        plan.points.get(serial=1), [district], done_when="全县公开", due_on=DUE, user=shi, at=AT
    )

    with pytest.raises(Refused, match="不能晚于原任务"):
        tasks.assign(
            received.point, [town], parent=received, done_when="镇公开", due_on=DUE + timedelta(days=1),
            user=qu, at=AT,
        )  # fmt: skip
    (passed_on,) = tasks.assign(
        received.point, [town], parent=received, done_when="镇公开", due_on=DUE, user=qu, at=AT
    )
    (of_section,) = tasks.assign(
        received.point, [town], parent=passed_on, done_when="起草", due_on=DUE, section="规划办",
        user=zhen, at=AT,
    )  # fmt: skip
    assert [one.giver.slug for one in (received, passed_on, of_section)] == ["city", "qu", "zhen"]
    received.refresh_from_db()
    assert received.state == State.UNDER_WAY
    own = plans.make(district, above=plan, **{**pointed.FIELDS, "title": "云川县补充要点"}, user=qu, at=AT)
    assert own.above == plan

    with pytest.raises(Refused, match="1项分解任务没有确认"):
        tasks.report_done(passed_on, "做完了", user=ban, at=AT)
    tasks.report_done(of_section, "起草了", user=ban, at=AT)
    tasks.confirm(of_section, user=zhen, at=AT)
    tasks.report_done(passed_on, "公开了", user=ban, at=AT)
    tasks.confirm(passed_on, user=qu, at=AT)
    tasks.report_done(received, "全县公开了", user=su, at=AT)
    tasks.confirm(received, user=shi, at=AT)
    assert set(Task.objects.values_list("state", flat=True)) == {State.CONFIRMED}


def test_a_plan_builds_only_on_one_that_gave_the_organ_a_task(county: County) -> None:
    plan = pointed.issued(county)
    with pytest.raises(Refused, match="没有向本机关下达任务"):
        plans.make(county.wangshu, above=plan, **pointed.FIELDS, user=county.lin, at=AT)


# Evidence


def test_evidence_is_an_item_a_page_a_register_a_figure_or_a_file(county: County) -> None:
    task, by = given(county), {"user": county.gao, "at": AT}
    answered = questions.answered(county, questions.asked(county))
    pointed.proved(county, task)
    proof.add_page(task, "http://testserver/o/wangshu/guide/", "公开指南", **by)
    proof.add_gathering(task, pointed.gathering(county), **by)
    proof.add_question(task, answered.questions.get(), **by)
    proof.add_figure(task, figures()["points.assigned"], YEAR, **by)
    proof.add_file(task, items.word(), "落实台账.docx", **by)
    titles = list(task.evidence.values_list("kind", "title"))
    assert [kind for kind, _title in titles] == ["item", "page", "gathering", "question", "figure", "file"]
    assert titles[4][1] == "到期的要点任务1项（2021-01-01至2021-12-31）"
    given(county, serial=2)
    assert task.evidence.get(kind="figure").title == titles[4][1]


def test_what_is_no_evidence(county: County) -> None:
    task, by = given(county), {"user": county.gao, "at": AT}
    item = items.published(county)
    proof.add_item(task, item, **by)
    with pytest.raises(Refused, match="已经添加过"):
        proof.add_page(task, f"/i/{item.pk}/", "", **by)
    with pytest.raises(Refused, match="没有公布"):
        proof.add_item(task, items.draft(county, title="草稿").item, **by)
    with pytest.raises(Refused, match="没有这个页面"):
        proof.add_page(task, "/nowhere/", "甲", **by)
    with pytest.raises(Refused, match="公众看得到"):
        proof.add_page(task, "/office/items/", "甲", **by)
    with pytest.raises(Refused, match="附件只收"):
        proof.add_file(task, b"MZ\x90", "程序.exe", **by)
    of_tingyu = given(county, serial=2, organs=[county.tingyu])
    with pytest.raises(Refused, match="不是本机关的"):
        proof.add_item(of_tingyu, item, user=county.ye, at=AT)


def test_evidence_stands_once_the_task_is_confirmed(county: County) -> None:
    task = given(county)
    kept = pointed.proved(county, task)
    pointed.confirmed(county, task)
    with pytest.raises(Refused, match="不再改动"):
        proof.remove(kept, user=county.gao, at=AT)


def test_evidence_that_was_withdrawn_says_so_and_is_a_gap(county: County) -> None:
    task = given(county)
    kept = pointed.proved(county, task)
    pointed.confirmed(county, task)
    assert lacking(task) == []
    disclosure.withdraw(kept.item, reason="内容有误", user=county.lin, at=at("2021-03-01"))
    assert lacking(task) == ["佐证“望舒镇2021年发展规划”已于2021-03-01撤下"]


def test_gaps_name_what_is_late_returned_or_without_evidence(county: County) -> None:
    todo, bare, back = (given(county, serial=serial) for serial in (1, 2, 3))
    pointed.reported(county, bare, "2021-04-03")
    pointed.reported(county, back)
    tasks.give_back(back, remark="附网址", user=county.fang, at=at("2021-02-03"))
    assert lacking(todo, ON) == []
    assert lacking(todo) == ["逾期10天没有报完成", "没有佐证"]
    assert lacking(bare) == ["晚于期限3天报完成", "没有佐证"]
    assert lacking(back, date(2021, 2, 4)) == ["报完成后被退回，还没有重新报"]


# What others ask


def test_figures_count_tasks_and_open_to_them(county: County) -> None:
    pointed.mixed(county)
    organs = Organ.objects.filter(pk=county.wangshu.pk)
    span = Span(date(2021, 1, 1), LATE)
    found = {code: figure.value(organs, span, county.wangshu.pk) for code, figure in figures().items()}
    told = {code: (str(one.number), one.of) for code, one in found.items() if code.startswith("points.")}
    assert told == {
        "points.assigned": ("4", None),
        "points.in_time": ("50.0", 4),
        "points.overdue": ("2", None),
        "points.without_evidence": ("1", None),
    }
    for code in ("points.assigned", "points.overdue", "points.in_time"):
        for record in figures()[code].records(organs, span):
            assert record.address == f"/office/supervision/points/tasks/{record.key}/"


def test_tasks_split_within_the_organ_are_not_counted_twice(county: County) -> None:
    task = given(county)
    tasks.assign(
        task.point,
        [county.wangshu],
        parent=task,
        done_when="起草",
        due_on=DUE,
        section="办",
        user=county.lin,
        at=AT,
    )
    assert figures()["points.assigned"].value(Organ.objects.all(), YEAR, county.wangshu.pk).number == 1


def test_the_desk_the_door_and_the_calendar_know_the_tasks(county: County) -> None:
    pointed.mixed(county)
    found = {pile.code: pile for pile in piles(county.gao, LATE, roles_of(county.gao, on=LATE))}
    assert found["points"].count == 2 and all(one.late for one in found["points"].first)
    found = {pile.code: pile for pile in piles(county.fang, LATE, roles_of(county.fang, on=LATE))}
    assert [one.meta for one in found["points-reported"].first] == ["望舒镇人民政府　2021-02-01报完成"]
    (door,) = [
        one for one in doors(county.fang, LATE, roles_of(county.fang, on=LATE)) if one.title == "工作要点"
    ]
    assert door.says == "任务4项，已确认1项，待确认1项，逾期2项"
    feed = feeds.of(feeds.renew(county.gao, AT))
    assert feed and "要点任务到期" in feeds.calendar(feed, LATE, AT).decode()


def test_points_are_numbered_on_in_their_plan(county: County) -> None:
    plan = pointed.drafted(county)
    plans.add_points(plan, [Found("", "", "本县增加")], user=county.fang, at=AT)
    assert WorkPoint.objects.get(plan=plan, serial=5).text == "本县增加"
