"""Who is told that a case comes due: at 10, 5, 2 and 0 working days, and every day after."""

from datetime import date

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from gongkai.law.applications.case import Stage
from gongkai.site.accounts import actions as accounts
from gongkai.site.applications import feeds, urging
from gongkai.site.applications.actions import consultation, sections
from gongkai.site.applications.models import Application, CaseSettings, Consulted, Reminder
from gongkai.site.applications.people import Party
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Officer
from tests import cast
from tests.site import cases, successions


@pytest.mark.parametrize(
    ("left", "mark"),
    [(11, None), (10, 10), (6, 10), (5, 5), (3, 5), (2, 2), (1, 2), (0, 0), (-1, -1), (-7, -7)],
)
def test_the_mark_that_days_left_have_reached(left: int, mark: int | None) -> None:
    assert urging.mark_of(left) == mark


def marks(application: Application) -> list[tuple[str, int]]:
    found = Reminder.objects.filter(application=application).order_by("-mark", "user__username")
    return list(found.values_list("user__username", "mark"))


def test_handler_head_and_leader_are_told_once_at_each_mark(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")  # due on 2021-03-29
    assert application.due_on == date(2021, 3, 29)
    for day in ("2021-03-12", "2021-03-15", "2021-03-15", "2021-03-16", "2021-03-29", "2021-03-30"):
        urging.run(cases.at(day, 8))
    assert marks(application) == [
        *((name, 10) for name in ("gao.yuan", "he.chuan", "song.lan")),
        *((name, 0) for name in ("gao.yuan", "he.chuan", "song.lan")),
        *((name, -1) for name in ("gao.yuan", "he.chuan", "song.lan")),
    ]


def test_a_person_sees_the_last_mark_of_each_open_case_alone(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    for day in ("2021-03-15", "2021-03-22"):
        urging.run(cases.at(day, 8))
    (shown,) = urging.waiting_for(county.he, date(2021, 3, 22))
    assert (shown.application, shown.mark) == (application, 5)
    Application.objects.update(due_on=date(2021, 5, 1))  # extended: the reminders of the old day are over
    assert urging.waiting_for(county.he, date(2021, 3, 22)) == []


def test_mail_goes_where_the_organ_wants_it_and_says_no_more_than_the_number(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    accounts.set_email(county.gao, "gao@example.cn")
    urging.run(cases.at("2021-03-15", 8))
    assert mail.outbox == []
    CaseSettings.objects.create(organ=county.wangshu, notify_email=True)
    urging.run(cases.at("2021-03-22", 8))
    (message,) = mail.outbox
    assert message.to == ["gao@example.cn"]
    assert application.number in message.body
    assert "王晓禾" not in message.body and application.title not in message.body


def test_a_consultation_that_ran_out_makes_the_case_the_organs_turn_again(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application,
        Consulted.THIRD_PARTY,
        Party("云川县某公司", address="河西街1号"),
        "报价",
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    cases.sent(asking, county, "2021-03-02")
    assert cases.fresh(application).stage == Stage.CONSULTING
    urging.run(cases.at("2021-03-23", 8))
    assert cases.fresh(application).stage == Stage.CONSULTING  # the fifteenth working day itself
    urging.run(cases.at("2021-03-24", 8))
    assert cases.fresh(application).stage == Stage.HANDLING


def test_a_section_that_is_late_is_chased_once_a_day(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    made = sections.assign(
        application,
        section="规建办",
        task="检索",
        due_on=date(2021, 3, 5),
        to=None,
        user=county.gao,
        at=cases.at("2021-03-01"),
    )
    for day in ("2021-03-04", "2021-03-05", "2021-03-05", "2021-03-08"):
        urging.run(cases.at(day, 8))
    made.refresh_from_db()
    assert made.chased == 2


def test_the_feed_tells_numbers_and_days_to_whoever_has_its_address(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    token = feeds.renew(county.gao, cases.at("2021-03-01"))
    feed = feeds.of(token)
    assert feed is not None
    text = feeds.calendar(feed, date(2021, 3, 2), cases.at("2021-03-02")).decode()
    assert application.number in text and "20210329" in text
    assert "王晓禾" not in text and "养护" not in text
    feeds.renew(county.gao, cases.at("2021-03-03"))
    assert feeds.of(token) is None


def test_of_a_dissolved_organ_those_who_answer_for_it_now_are_told(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    successions.dissolved(county, on=date(2021, 3, 10))
    urging.run(cases.at("2021-03-22", 8))
    assert marks(application) == [("gu.xin", 5), ("ye.qing", 5)]


def test_where_the_handler_has_left_whoever_handles_is_told(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    held = Officer.objects.get(user=county.gao, role="handler")
    organs.end_role(held, user=county.an, on=date(2021, 3, 5))
    urging.run(cases.at("2021-03-22", 8))
    told = [name for name, _mark in marks(application)]
    assert "gao.yuan" not in told
    assert "lin.xiao" in told


def test_a_mail_that_could_not_be_sent_is_sent_the_next_time(
    county: cast.County, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases.registered(county, "2021-03-01")
    accounts.set_email(county.gao, "gao@example.cn")
    CaseSettings.objects.create(organ=county.wangshu, notify_email=True)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", _no_way_out)
        with pytest.raises(OSError):
            urging.run(cases.at("2021-03-22", 8))
    urging.run(cases.at("2021-03-23", 8))
    urging.run(cases.at("2021-03-23", 9))
    assert len(mail.outbox) == 1


def _no_way_out(*_messages: object) -> int:
    raise OSError
