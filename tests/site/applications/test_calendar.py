"""When the calendar changes, every open case is computed again, and what moved is told."""

from datetime import date

from gongkai.law.applications.case import Stage
from gongkai.site.applications import terms
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, reply
from gongkai.site.applications.models import Consulted
from gongkai.site.applications.people import Party
from gongkai.site.organs import calendar
from gongkai.site.organs.calendar_models import MovedDay
from tests import cast
from tests.site import cases


def holiday(county: cast.County, on: str, *, works: bool = False) -> None:
    calendar.add_days(
        county.yunchuan,
        first=date.fromisoformat(on),
        last=date.fromisoformat(on),
        works=works,
        kind="local",
        name="地方节日",
        document="县政府通知",
        user=county.cheng,
        today=date(2021, 3, 2),
    )


def test_a_local_holiday_moves_the_last_day_of_open_cases_and_of_no_other(county: cast.County) -> None:
    still_open = cases.registered(county, "2021-03-01")
    closed = cases.registered(county, "2021-03-01")
    endings.withdraw(closed, date(2021, 3, 2), "书面撤回", user=county.gao, at=cases.at("2021-03-02"))
    before = cases.fresh(closed).due_on
    assert still_open.due_on == date(2021, 3, 29)
    holiday(county, "2021-03-10")
    assert cases.fresh(still_open).due_on == date(2021, 3, 30)
    assert cases.fresh(closed).due_on == before
    (moved,) = MovedDay.objects.all()
    assert still_open.number in moved.subject and "王晓禾" not in moved.subject


def test_the_days_of_an_opinion_move_with_the_calendar(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application,
        Consulted.THIRD_PARTY,
        Party("云川县某公司", address="河西街1号"),
        "报价",
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    asked = cases.sent(asking, county, "2021-03-02").consultation
    assert asked is not None
    asked.refresh_from_db()
    assert asked.opinion_by == date(2021, 3, 23)
    holiday(county, "2021-03-10")
    asked.refresh_from_db()
    assert asked.opinion_by == date(2021, 3, 24)
    assert cases.fresh(application).stage == Stage.CONSULTING


def test_a_page_and_the_row_agree_after_the_change(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    holiday(county, "2021-03-10")
    due = terms.due_of(cases.fresh(application), date(2021, 3, 12))
    assert due is not None
    assert due.on == cases.fresh(application).due_on
    assert any("地方节日" in step.ground for step in due.steps)


def test_the_day_another_organ_was_asked_to_help_by_is_the_one_of_the_letter(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application,
        Consulted.ORGAN,
        Party("云川县交通运输局"),
        "养护计划是否报备",
        date(2021, 3, 5),
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    asked = cases.sent(asking, county, "2021-03-02").consultation
    assert asked is not None
    holiday(county, "2021-05-20")
    asked.refresh_from_db()
    assert asked.opinion_by == date(2021, 3, 5)


def test_an_extension_told_on_the_last_day_stands_when_a_weekend_becomes_a_working_day(
    county: cast.County,
) -> None:
    """Or no calendar could be loaded any more, and nothing be done in the case."""
    application = cases.registered(county, "2021-03-01")
    notice = reply.extend(application, 10, "内容较多", user=county.gao, at=cases.at("2021-03-29"))
    cases.sent(notice, county, "2021-03-29")
    assert cases.fresh(application).due_on == date(2021, 4, 13)
    holiday(county, "2021-03-20", works=True)
    assert cases.fresh(application).due_on == date(2021, 4, 12)
    reply.record_search(
        cases.fresh(application),
        on=date(2021, 3, 30),
        place="档案室",
        words="养护计划",
        by="高原",
        found=True,
        result="",
        user=county.gao,
        at=cases.at("2021-03-30"),
    )
