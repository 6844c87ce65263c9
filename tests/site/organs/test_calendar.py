"""工作日历: what holds for an organ, acts on it, and the terms that are computed again."""

from dataclasses import replace
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from gongkai.law.working_days import WorkingDays
from gongkai.law.working_days.notice import Holiday, Notice
from gongkai.site.disclosure.models import ItemVersion
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import calendar, structure
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.calendar_models import CalendarChange, HolidayNotice, LocalDay, MovedDay
from gongkai.site.organs.models import Organ, Role
from gongkai.site.organs.permissions import Forbidden
from tests import cast
from tests.cast import ON
from tests.site import items
from tests.site.calendars import LOCAL, NEXT, NOTICE, added, loaded


def fresh(organ: Organ) -> Organ:
    return Organ.objects.get(pk=organ.pk)


# What holds for whom


def test_without_anything_said_the_notices_on_file_hold(county):
    assert calendar.calendar_of(county.wangshu).day(LOCAL) == WorkingDays.loaded().day(LOCAL)


def test_a_local_holiday_holds_for_its_organ_and_those_below_and_for_no_other(county):
    room = cast.establish("room", "望舒镇站所", "站所", "department", county.wangshu)
    added(county)
    assert [
        calendar.calendar_of(fresh(organ)).works(LOCAL)
        for organ in (county.yunchuan, county.tingyu, county.wangshu, room)
    ] == [True, True, False, False]
    assert calendar.calendar_of(room).day(LOCAL).ground == "望舒灯节放假（自治州规定）"


def test_what_is_said_nearest_prevails(county):
    added(county, county.yunchuan)
    added(county, county.wangshu, works=True, name="抗旱值守", document="县政府批复", kind="correction")
    assert not calendar.calendar_of(county.tingyu).works(LOCAL)
    assert calendar.calendar_of(county.wangshu).works(LOCAL)


def test_a_weekend_on_which_one_works_is_made_up(county):
    added(county, first=date(2021, 1, 30), works=True, name="调休")
    day = calendar.calendar_of(county.wangshu).day(date(2021, 1, 30))
    assert day.works and day.made_up


def test_a_loaded_notice_makes_its_year_certain_below(county):
    assert calendar.calendar_of(county.wangshu).day(date(2027, 2, 8)).provisional
    loaded(county)
    day = calendar.calendar_of(county.wangshu).day(date(2027, 2, 8))
    assert not day.works and not day.provisional
    added(county, first=date(2027, 2, 8), works=True, name="值守")  # and a day still prevails over it
    assert calendar.calendar_of(county.wangshu).works(date(2027, 2, 8))


def test_a_notice_that_changes_one_holiday_keeps_the_others_with_their_sources(county):
    loaded(county)
    longer = Notice(
        2027, (Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 7), (date(2027, 5, 8),)),), "甲", True
    )
    loaded(county, notice=longer)
    days = calendar.calendar_of(county.wangshu)
    assert days.day(date(2027, 5, 7)).ground == "劳动节放假（甲）"
    assert days.day(date(2027, 2, 8)).ground == "春节放假（2027年节假日安排）"
    assert days.works(date(2027, 4, 24)) is False
    whole = HolidayNotice.objects.get(year=2027, pk__gt=HolidayNotice.objects.earliest("pk").pk)
    assert whole.notice.is_complete


def test_many_organs_cost_as_much_as_one(county, django_assert_num_queries):
    added(county)
    for number in range(5):
        cast.establish(f"room-{number}", f"站所{number}", f"站{number}", "department", county.wangshu)
    organs = list(Organ.objects.all())
    with django_assert_num_queries(1):
        found = calendar.calendars(organs)
    with django_assert_num_queries(1):
        calendar.calendar_of(county.tingyu)
    assert sorted(found) == sorted(organ.pk for organ in organs)
    assert len({id(days) for days in found.values()}) == 2  # one with the local day, one without


def test_what_another_process_did_is_heard(county, django_assert_num_queries):
    added(county)
    calendar._last.clear()  # as in another process
    with django_assert_num_queries(3):
        assert not calendar.calendar_of(county.wangshu).works(LOCAL)


def test_an_act_that_was_rolled_back_is_forgotten(county):
    with transaction.atomic():
        added(county)
        assert not calendar.calendar_of(county.wangshu).works(LOCAL)
        kept = list(calendar._last)
        transaction.set_rollback(True)
    assert calendar.calendar_of(county.wangshu).works(LOCAL)
    added(county, first=LOCAL + timedelta(days=1))
    calendar._last[:] = kept  # where the other act was another process's
    assert calendar.calendar_of(county.wangshu).works(LOCAL)


# Acts


def test_days_are_added_with_one_line_in_the_ledger(county):
    change = added(county, last=LOCAL + timedelta(days=2))
    assert [row.on for row in LocalDay.objects.all()] == [LOCAL + timedelta(days=n) for n in range(3)]
    line = Entry.objects.latest("number")
    assert (line.act, line.user) == ("days_added", county.cheng)
    assert "自治州规定" in line.detail and line.subject_id == str(change.pk)
    assert change.what == "2021年1月26日至2021年1月28日放假：望舒灯节（自治州规定）"


def test_a_row_is_corrected_by_a_row(county):
    added(county)
    added(county, works=True, name="灯节改期", document="更正通知", kind="correction")
    old, new = LocalDay.objects.order_by("pk")
    assert old.ended_on == ON and old.ended_by == county.cheng and old.corrected_by == new
    assert calendar.calendar_of(county.wangshu).works(LOCAL)


def test_a_revocation_is_an_act_and_deletes_nothing(county):
    added(county)
    row = LocalDay.objects.get()
    calendar.revoke_day(row, reason="录错", user=county.cheng, today=ON)
    row.refresh_from_db()
    assert (row.ended_on, row.ended_by, row.end_reason) == (ON, county.cheng, "录错")
    assert calendar.calendar_of(county.wangshu).works(LOCAL)
    assert Entry.objects.latest("number").act == "day_revoked"
    with pytest.raises(Refused, match="已于2021-01-20撤销"):
        calendar.revoke_day(row, reason="再次", user=county.cheng, today=ON)


def test_a_revoked_notice_leaves_what_was_before(county):
    loaded(county)
    calendar.revoke_notice(HolidayNotice.objects.get(), reason="录错", user=county.cheng, today=ON)
    assert calendar.calendar_of(county.wangshu).day(date(2027, 2, 8)).provisional
    assert Entry.objects.latest("number").act == "notice_revoked"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"document": " "}, "请写明事由和依据的文件"),
        ({"last": LOCAL - timedelta(days=1)}, "最后一天应不早于第一天"),
        ({"last": LOCAL + timedelta(days=16)}, "一次最多16天"),
        ({"works": True}, "日历上本来就是上班"),
        ({"first": date(2021, 1, 30)}, "日历上本来就是休息"),
        ({"first": date(2017, 7, 13)}, "2017年的节假日安排没有录入"),
    ],
)
def test_what_cannot_be_or_changes_nothing_is_refused(county, fields, told):
    before = Entry.objects.count()
    with pytest.raises(Refused, match=told):
        added(county, **fields)
    assert Entry.objects.count() == before and not LocalDay.objects.exists()


def test_a_notice_that_is_on_file_or_incomplete_is_refused(county):
    days = WorkingDays.loaded()
    with pytest.raises(Refused, match="日历上已经是这样安排的"):
        loaded(county, notice=Notice(2021, days.holidays(2021)))
    with pytest.raises(Refused, match="2027年还没有完整的安排"):
        loaded(county, notice=replace(NEXT, holidays=NEXT.holidays[:2]))
    with pytest.raises(Refused, match="请写明撤销的原因"):
        loaded(county)
        calendar.revoke_notice(HolidayNotice.objects.get(), reason=" ", user=county.cheng, today=ON)


@pytest.mark.parametrize("name", ["lin", "fang", "an", "shen"])
def test_only_the_system_administrator_may(county, name):
    with pytest.raises(Forbidden):
        added(county, user=getattr(county, name))
    added(county)
    with pytest.raises(Forbidden):
        calendar.revoke_day(LocalDay.objects.get(), reason="试", user=getattr(county, name), today=ON)


def test_an_administrator_below_does_not_reach_above(county):
    wen = cast.appointed(cast.user("wen.jing", "文静"), county.wangshu, Role.SYSTEM_ADMIN)
    added(county, user=wen)
    with pytest.raises(Forbidden):
        added(county, county.yunchuan, user=wen)


# Terms are computed again


def test_an_open_term_moves_and_the_move_is_kept(county):
    version = items.draft(county)
    assert version.due_on == date(2021, 2, 1)
    change = added(county)
    version.refresh_from_db()
    assert version.due_on == date(2021, 2, 2)
    moved = change.moved.get()
    assert (moved.old, moved.new, moved.organ) == (date(2021, 2, 1), date(2021, 2, 2), county.wangshu)
    assert moved.subject == f"信息{version.item_id}第1版的公开期限"
    assert version.title not in moved.subject and version.title not in Entry.objects.latest("number").detail
    calendar.revoke_day(LocalDay.objects.get(), reason="录错", user=county.cheng, today=ON)
    version.refresh_from_db()
    assert version.due_on == date(2021, 2, 1)


def test_what_is_public_keeps_the_day_it_was_measured_by(county):
    item = items.published(county)
    change = added(county)
    assert item.current.due_on == date(2021, 2, 1) and not change.moved.exists()


def test_terms_of_other_organs_stay(county):
    version = items.draft(county)
    assert not added(county, county.tingyu).moved.exists()
    version.refresh_from_db()
    assert version.due_on == date(2021, 2, 1)


def test_what_is_drafted_afterwards_counts_with_the_calendar_of_its_organ(county):
    added(county)
    assert items.draft(county).due_on == date(2021, 2, 2)


def test_a_follower_that_fails_undoes_the_act(county, monkeypatch):
    def fails(_organ: Organ, _on: date) -> list[calendar.Moved]:
        raise RuntimeError("of a higher room")

    monkeypatch.setattr(calendar, "followers", lambda: (fails,))
    with pytest.raises(RuntimeError):
        added(county)
    assert not LocalDay.objects.exists() and calendar.calendar_of(county.wangshu).works(LOCAL)


def test_every_room_is_asked_with_the_organ_and_the_day(county, monkeypatch):
    asked = []

    def follower(organ: Organ, on: date) -> list[calendar.Moved]:
        asked.append((organ.slug, on, calendar.calendar_of(organ).works(LOCAL)))
        return [calendar.Moved(organ.pk, "申请1号的答复期限", None, LOCAL)]

    monkeypatch.setattr(calendar, "followers", lambda: (follower, follower))
    change = added(county)
    assert asked == [("wangshu", ON, False)] * 2  # with the new calendar already
    assert change.moved.count() == 2


def test_trying_a_notice_shows_what_it_would_do_and_does_nothing(county):
    items.draft(county, formed_on=date(2027, 1, 29))
    lines = Entry.objects.count()
    trial = calendar.tried(county.yunchuan, NEXT, document=NOTICE, user=county.cheng, today=ON)
    assert trial.made_certain
    changed = {one.after.on: one.after.works for one in trial.days}
    assert changed[date(2027, 2, 8)] is False and changed[date(2027, 2, 20)] is True
    assert date(2027, 3, 1) not in changed
    # Twenty days from 29 January: five more days off in February, two made up.
    assert [(one.old, one.new) for one in trial.moved] == [(date(2027, 2, 26), date(2027, 3, 3))]
    assert not HolidayNotice.objects.exists() and not MovedDay.objects.exists()
    assert Entry.objects.count() == lines and ItemVersion.objects.get().due_on == date(2027, 2, 26)
    with pytest.raises(Refused):
        calendar.tried(county.yunchuan, NEXT, document="", user=county.cheng, today=ON)


def test_an_organ_that_moves_comes_under_another_calendar(county):
    added(county, county.tingyu)
    version = items.draft(county)
    structure.move(fresh(county.wangshu), fresh(county.tingyu), user=county.cheng, on=ON)
    version.refresh_from_db()
    assert version.due_on == date(2021, 2, 2)
    change = CalendarChange.objects.latest("pk")
    assert change.what == "调整隶属：望舒镇人民政府移到听雨镇人民政府之下" and change.moved.count() == 1


def test_the_nightly_look_finds_what_an_upgrade_or_a_race_left(county):
    version = items.draft(county)
    ItemVersion.objects.filter(pk=version.pk).update(due_on=date(2021, 1, 29))
    out = StringIO()
    call_command("follow_calendar", stdout=out)
    version.refresh_from_db()
    assert version.due_on == date(2021, 2, 1) and "改了1个期限" in out.getvalue()
    line = Entry.objects.latest("number")
    assert (line.act, line.user) == ("terms_followed", None)
    call_command("follow_calendar", stdout=out)
    assert "改了0个期限" in out.getvalue() and Entry.objects.latest("number") == line
