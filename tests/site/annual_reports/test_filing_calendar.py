"""报送日历 and who has not filed: last days, states, days late, urging, reminders."""

from datetime import date, timedelta

import pytest
from django.core import mail

from gongkai.law import annual_reports as law
from gongkai.law.parameters import NotInForce
from gongkai.site.annual_reports import compile_actions
from gongkai.site.annual_reports.filing import actions, desk, due, reminding, urging
from gongkai.site.annual_reports.filing.standing import awaited, narrowed, standings, told
from gongkai.site.annual_reports.models import FilingReminder, Inclusion, Urging
from gongkai.site.applications import feeds
from gongkai.site.applications.models import CaseSettings
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import CompetentOffice, Organ, Role
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, ON, SINCE, appointed, establish, user
from tests.site import filed, reports, totalled

LATE = date(2021, 2, 3)
"""Three days after January 31."""
LATE_AT = AT.replace(month=2, day=3)


def standing(county, organ=None, on=ON):
    (found,) = standings([organ or county.wangshu], 2020, on)
    return found


def of(county, kind="town", **more):
    days = {"submit_on": date(2021, 1, 26), "publish_on": date(2021, 1, 28), "source": "县政务公开办通知"}
    return due.set_due(county.yunchuan, 2020, kind, **days | more, user=county.fang, at=AT)


# Last days


def test_the_last_days_of_the_law():
    """Art. 49: departments by January 31, governments by March 31; towns are not named."""
    assert law.last_day("department", 2020).on == date(2021, 1, 31)
    assert law.last_day("government", 2020).on == date(2021, 3, 31)
    town = law.last_day("town", 2020)
    assert (town.on, town.statutory) == (date(2021, 1, 31), False)
    with pytest.raises(NotInForce):
        law.last_day("department", 2018)


def test_without_a_setting_the_laws_day_holds_and_says_so(county):
    days = due.due_days([county.wangshu, county.yunchuan], 2020)
    assert days[county.yunchuan.pk].submit_on == date(2021, 3, 31)
    assert days[county.wangshu.pk].submit_on == date(2021, 1, 31)
    assert "没有写明" in days[county.wangshu.pk].source


def test_an_office_sets_earlier_days_with_what_they_rest_on(county):
    of(county)
    found = due.due_days([county.wangshu], 2020)[county.wangshu.pk]
    assert (found.submit_on, found.publish_on) == (date(2021, 1, 26), date(2021, 1, 28))
    assert found.source == "县政务公开办通知"
    of(county, submit_on=date(2021, 1, 27))
    line = Entry.objects.order_by("number").last()
    assert line.act == "filing_due_set" and "2021-01-26" in line.detail


def test_the_nearest_government_decides(db):
    city = establish("city", "银川市人民政府", "银川市", "government")
    district = establish("district", "河东区人民政府", "河东区", "government", city)
    town = establish("town", "河湾镇人民政府", "河湾镇", "town", district)
    who = filed.cast.appointed(filed.cast.user("x", "市办"), city, "supervisor")
    for government, day in ((city, 20), (district, 22)):
        days = {"submit_on": date(2021, 1, day), "publish_on": date(2021, 1, day)}
        due.set_due(government, 2020, "town", **days, source="通知", user=who, at=AT)
    assert due.due_days([town], 2020)[town.pk].submit_on == date(2021, 1, 22)
    assert due.due_days([town], 2021)[town.pk].submit_on == date(2022, 1, 31)


@pytest.mark.parametrize(
    ("kind", "more", "match"),
    [
        ("department", {"submit_on": date(2021, 2, 1)}, "不能晚于"),
        ("town", {"submit_on": date(2020, 12, 31)}, "请改日期"),
        ("town", {"source": " "}, "依据"),
        ("village", {}, "请选择机关类别"),
    ],
)
def test_what_may_not_be_set(county, kind, more, match):
    with pytest.raises(Refused, match=match):
        of(county, kind, **more)


def test_a_towns_day_may_be_later_for_no_article_names_it(county):
    assert of(county, submit_on=date(2021, 2, 20)).submit_on == date(2021, 2, 20)


@pytest.mark.parametrize("who", ["lin", "he", "cheng"])
def test_only_the_office_sets_days(county, who):
    with pytest.raises(Forbidden):
        due.set_due(
            county.yunchuan, 2020, "town", submit_on=ON, publish_on=ON, source="通知",
            user=getattr(county, who), at=AT,
        )  # fmt: skip


# States


def test_nothing_begun_is_no_nil_report(county):
    found = standing(county)
    assert (found.state, found.words, found.is_nil, found.is_overdue) == ("not_begun", "未编制", False, False)


def test_the_states_of_a_report_on_its_way(county):
    compile_actions.compile_report(county.tingyu, 2020, user=county.ye, at=AT)
    assert standing(county, county.tingyu).words == "编制中"
    version = reports.of_wangshu(county)
    assert standing(county).words == "已公布未报送"
    submission = actions.submit(version, user=county.lin, at=AT)
    assert standing(county).words == "已报送"
    actions.remark(submission, "", "请核对", user=county.fang, at=AT)
    actions.give_back(submission, user=county.fang, at=AT)
    assert standing(county).words == "退回"
    actions.answer(submission.remarks.get(), "explained", "无误", user=county.lin, at=AT)
    again = actions.submit(version, user=county.lin, at=AT)
    actions.accept(again, user=county.fang, at=AT)
    assert standing(county).words == "已接收"
    actions.unlock(again, reason="漏计", user=county.fang, at=AT)
    assert standing(county).words == "退回"


def test_what_is_not_filed_after_its_day_is_late_by_days(county):
    assert standing(county, on=date(2021, 1, 31)).late == 0
    found = standing(county, on=LATE)
    assert (found.late, found.words, found.css) == (3, "未编制，逾期3天", "overdue")


def test_what_was_filed_late_is_so_for_ever_and_no_longer_overdue(county):
    filed.submitted(county, at=LATE_AT)
    found = standing(county, on=date(2021, 6, 1))
    assert (found.words, found.is_overdue) == ("已报送，迟报3天", False)


def test_a_returned_report_has_its_own_day(county):
    filed.returned(county, again_by=date(2021, 2, 10))
    assert standing(county, on=LATE).late == 0
    assert standing(county, on=date(2021, 2, 12)).words == "退回，逾期2天"


def test_a_submitted_report_of_noughts_is_nil(county):
    cells = dict.fromkeys(sample_report().cells, 0)
    filed.submitted(county, sample_report(cells=cells))
    assert standing(county).words == "已报送，零报告"


def test_a_report_the_office_entered_says_so(county):
    version = filed.entered(county.tingyu, county.fang)
    actions.take_in(version, version.digest, user=filed.colleague(county), at=AT)
    assert standing(county, county.tingyu).words == "已报送，代录"


def test_the_progress_is_told_in_words(county):
    filed.accepted(county)
    found = standings(awaited(county.yunchuan, 2020, LATE), 2020, LATE)
    assert told(found) == ("应报2家：已接收1家，已报送待审核0家，退回0家，尚未报送1家；逾期1家，零报告0家。")
    assert [one.name for one in narrowed(found, "late")] == ["听雨镇人民政府"]
    assert [one.name for one in narrowed(found, "accepted")] == ["望舒镇人民政府"]


def test_whose_reports_come_to_an_office(county):
    office = establish("office", "云川县政务公开办公室", "公开办", "department", county.yunchuan)
    CompetentOffice.objects.create(government=county.yunchuan, office=office, since=SINCE)
    later = establish("later", "新设局", "新设局", "department", county.yunchuan)
    Organ.objects.filter(pk=later.pk).update(established_on=date(2021, 1, 1))
    found = [one.slug for one in awaited(county.yunchuan, 2020, ON)]
    assert found == ["wangshu", "tingyu", "office"]


@pytest.mark.parametrize("size", [8, 200])
def test_a_county_takes_the_same_queries_whatever_its_size(county, size, django_assert_num_queries):
    filed.submitted(county)
    for number in range(size - 2):
        establish(f"bureau-{number}", f"第{number}局", f"{number}局", "department", county.yunchuan)
    with django_assert_num_queries(7):
        found = standings(awaited(county.yunchuan, 2020, ON), 2020, ON)
        assert len(found) == size and told(found)


def test_an_organ_that_stands_in_its_successors_report_is_awaited_and_reminded_no_more(county):
    Inclusion.objects.create(
        organ=county.tingyu, within=county.wangshu, year=2020, note="合并", by=county.fang, at=AT
    )
    assert [one.slug for one in awaited(county.yunchuan, 2020, LATE)] == ["wangshu"]
    assert desk.desk(county.ye, LATE) is None
    reminding.run(LATE_AT)
    assert {one.organ for one in FilingReminder.objects.all()} == {county.wangshu}


def test_where_no_office_stands_above_publishing_is_all_that_is_owed(county):
    officer = appointed(user("yun.ban", "云办"), county.yunchuan, Role.HANDLER)
    march = date(2021, 3, 25)
    assert [one.standing.words for one in desk.desk(officer, march).due] == ["未编制"]
    totalled.version(county.yunchuan)
    assert desk.desk(officer, march) is None
    reminding.run(AT.replace(month=3, day=25))
    assert county.yunchuan not in {one.organ for one in FilingReminder.objects.all()}


# Urging


def test_late_organs_are_urged_with_a_note(county):
    urging.urge(county.yunchuan, 2020, ["wangshu", "tingyu"], "请于三日内报送", user=county.fang, at=LATE_AT)
    assert Urging.objects.count() == 2
    lines = Entry.objects.filter(act="filing_urged")
    assert lines.count() == 1 and "tingyu" in lines.get().detail
    owed = desk.desk(county.lin, LATE).due
    assert [one.note for one in owed] == ["请于三日内报送"]


@pytest.mark.parametrize(
    ("organs", "note", "match"),
    [(["wangshu"], "", "催报内容"), ([], "请报", "请选择"), (["tingyu"], "请报", "没有逾期")],
)
def test_what_is_not_urged(county, organs, note, match):
    version = filed.entered(county.tingyu, county.fang)
    actions.take_in(version, version.digest, user=filed.colleague(county), at=AT)
    with pytest.raises(Refused, match=match):
        urging.urge(county.yunchuan, 2020, organs, note, user=county.fang, at=LATE_AT)


def test_an_organ_named_twice_is_urged_once(county):
    urging.urge(county.yunchuan, 2020, ["wangshu", "wangshu"], "请报", user=county.fang, at=LATE_AT)
    assert Urging.objects.count() == 1


def test_only_the_office_urges(county):
    with pytest.raises(Forbidden):
        urging.urge(county.yunchuan, 2020, ["wangshu"], "请报", user=county.lin, at=LATE_AT)


# Reminders


@pytest.mark.parametrize(
    ("left", "mark"),
    [(11, None), (10, 10), (6, 10), (5, 5), (2, 2), (1, 2), (0, 0), (-1, 0), (-2, -2), (-99, -10)],
)
def test_the_marks_of_a_reminder(left, mark):
    assert reminding.mark_of(left) == mark


def test_the_people_of_an_organ_are_told_once_a_mark(county):
    at = AT.replace(day=21)  # ten days before January 31
    assert reminding.run(at) == reminding.run(at) + FilingReminder.objects.count()
    told_in_wangshu = {one.user.name for one in FilingReminder.objects.filter(organ=county.wangshu)}
    assert told_in_wangshu == {"林晓", "高原", "何川", "宋岚"}
    assert Entry.objects.filter(act="filing_reminded").count() == 1


def test_who_has_filed_is_not_told(county):
    filed.submitted(county)
    reminding.run(AT.replace(day=29))
    assert {one.organ for one in FilingReminder.objects.all()} == {county.tingyu}


def test_too_early_nobody_is_told(county):
    assert reminding.run(AT) == 0


def test_one_mail_a_person_with_reminder_and_urging(county):
    CaseSettings.objects.create(organ=county.wangshu, notify_email=True)
    type(county.lin).objects.filter(pk=county.lin.pk).update(email="lin@example.org")
    urging.urge(county.yunchuan, 2020, ["wangshu"], "请于三日内报送", user=county.fang, at=LATE_AT)
    reminding.run(LATE_AT + timedelta(hours=1))
    reminding.run(LATE_AT + timedelta(hours=2))
    (letter,) = mail.outbox
    assert letter.to == ["lin@example.org"]
    assert "已逾期3天" in letter.body and "请于三日内报送" in letter.body


def test_the_last_day_stands_in_the_calendar_until_it_is_filed(county):
    feed = feeds.of(feeds.renew(county.lin, AT))
    assert "望舒镇人民政府2020年年报报送期限" in feeds.calendar(feed, ON, AT).decode()
    filed.submitted(county)
    assert "年报报送期限" not in feeds.calendar(feed, ON, AT).decode()


# The desk


def test_the_desk_of_the_office(county):
    submission = filed.submitted(county)
    found = desk.desk(county.fang, LATE)
    assert (found.to_look, found.to_look_count) == ([submission], 1)
    assert [one.name for below in found.below for one in below.late] == ["听雨镇人民政府"]


def test_the_desk_of_the_organ(county):
    assert [one.standing.words for one in desk.desk(county.lin, ON).due] == ["未编制"]
    filed.returned(county)
    found = desk.desk(county.lin, ON)
    assert [one.standing.words for one in found.returned] == ["退回"] and not found.due


def test_who_neither_submits_nor_receives_has_no_pile(county):
    assert desk.desk(county.zhou, ON) is None
