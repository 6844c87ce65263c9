"""When the calendar changes, every open case is computed again, and what moved is told."""

from datetime import date

from gongkai.law.applications.case import Stage
from gongkai.site.applications import terms
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation
from gongkai.site.applications.models import Consulted
from gongkai.site.applications.people import Party
from gongkai.site.organs import calendar
from gongkai.site.organs.calendar_models import MovedDay
from tests import cast
from tests.site import cases


def holiday(county: cast.County, on: str) -> None:
    calendar.add_days(
        county.yunchuan,
        first=date.fromisoformat(on),
        last=date.fromisoformat(on),
        works=False,
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
