"""Several into one and one into several: every application ends, keeps its term, and is filed."""

from datetime import date

import pytest
from django.db import connection

from gongkai.law.applications.case import Stage
from gongkai.site.applications import desk, people, urging
from gongkai.site.applications.actions import cases as endings
from gongkai.site.applications.actions import consultation, fees, receipt, reply
from gongkai.site.applications.models import Application, Consultation, Consulted, Reminder
from gongkai.site.applications.people import Party
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site import cases, threads

PARTY = Party("云川县某建设有限公司", address="云川县河西街1号")
TWO = [receipt.Request("养护计划", "计划正文"), receipt.Request("资金安排", "资金安排表")]


def merged(one: Application, into: Application, county: cast.County, on: str = "2021-03-02") -> Application:
    return endings.merge(cases.fresh(one), cases.fresh(into), user=county.gao, at=cases.at(on))


def answered(application: Application, county: cast.County) -> None:
    decision = reply.Decision("granted", {"manner": "复制件随本答复书一并送达。"})
    letter = reply.decide(cases.fresh(application), decision, user=county.gao, at=cases.at("2021-03-03"))
    cases.sent(letter, county, "2021-03-04")


def split(application: Application, county: cast.County, on: str) -> list[Application]:
    return endings.split(cases.fresh(application), TWO, user=county.gao, at=cases.at(on))


def test_what_was_merged_before_goes_along_and_is_answered(county: cast.County) -> None:
    first, second, third = (cases.registered(county, "2021-03-01") for _ in range(3))
    merged(first, second, county)
    merged(second, third, county)
    answered(third, county)
    assert {cases.fresh(one).stage for one in (first, second, third)} == {Stage.CLOSED}


def test_one_that_was_answered_with_another_is_filed(county: cast.County) -> None:
    first, second = (cases.registered(county, "2021-03-01") for _ in range(2))
    merged(first, second, county)
    answered(second, county)
    assert (
        endings.archive(cases.fresh(first), user=county.lin, at=cases.at("2021-03-05")).stage
        == Stage.ARCHIVED
    )


def test_when_the_other_is_withdrawn_it_goes_on_by_itself(county: cast.County) -> None:
    first, second = (cases.registered(county, "2021-03-01") for _ in range(2))
    merged(first, second, county)
    with pytest.raises(Refused, match="并入的那件"):
        endings.withdraw(
            cases.fresh(first), date(2021, 3, 3), "书面", user=county.gao, at=cases.at("2021-03-03")
        )
    endings.withdraw(
        cases.fresh(second), date(2021, 3, 3), "书面", user=county.gao, at=cases.at("2021-03-03")
    )
    left = cases.fresh(first)
    assert (left.merged_into, left.merged_on, left.stage) == (None, None, Stage.HANDLING)


def test_when_the_other_is_split_it_goes_on_by_itself(county: cast.County) -> None:
    first, second = (cases.registered(county, "2021-03-01") for _ in range(2))
    merged(first, second, county)
    split(second, county, "2021-03-03")
    assert cases.fresh(first).merged_into is None


def test_its_own_earlier_term_is_told_and_stands_on_the_desk(county: cast.County) -> None:
    early, late = cases.registered(county, "2021-03-01"), cases.registered(county, "2021-03-20")
    merged(early, late, county, "2021-03-22")
    urging.run(cases.at("2021-03-29", 8))
    assert Reminder.objects.filter(application=early, due_on=date(2021, 3, 29)).exists()
    mine = desk.desk(county.gao, date(2021, 3, 29))
    assert mine is not None
    assert mine.due.rows[0] == early


def test_parts_keep_what_others_said_and_the_days_it_took(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application, Consulted.THIRD_PARTY, PARTY, "报价", user=county.gao, at=cases.at("2021-03-02")
    )
    asked = cases.sent(asking, county, "2021-03-02").consultation
    assert asked is not None
    consultation.record(
        asked,
        date(2021, 3, 12),
        "refuses_with_reason",
        "商业秘密",
        user=county.gao,
        at=cases.at("2021-03-12"),
    )
    due = cases.fresh(application).due_on
    for part in split(application, county, "2021-03-15"):
        assert part.due_on == due
        kept = Consultation.objects.get(application=part)
        assert (people.party_of(kept), kept.opinion) == (PARTY, "refuses_with_reason")
        with pytest.raises(Refused, match="第三方不同意"):
            answered(part, county)


def test_parts_keep_the_term_that_began_with_the_payment(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    notice = fees.charge(application, "items", 41, "一月内41件", user=county.gao, at=cases.at("2021-03-02"))
    cases.sent(notice, county, "2021-03-02")
    fees.record_payment(
        cases.fresh(application), date(2021, 3, 12), user=county.gao, at=cases.at("2021-03-12")
    )
    due = cases.fresh(application).due_on
    parts = split(application, county, "2021-03-15")
    assert [part.due_on for part in parts] == [due, due]
    with pytest.raises(Refused, match="只收一次"):
        fees.charge(parts[0], "items", 41, "一月内41件", user=county.gao, at=cases.at("2021-03-16"))


def test_parts_of_one_done_anew_are_done_anew_and_counted_nowhere(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    answered(application, county)
    anew = endings.redo(
        cases.fresh(application), date(2021, 3, 8), 5, "复1", user=county.gao, at=cases.at("2021-03-08")
    )
    parts = split(anew, county, "2021-03-09")
    assert [part.due_on for part in parts] == [anew.due_on, anew.due_on]
    assert list(Application.objects.counted()) == [application]


@pytest.mark.django_db(transaction=True)
def test_two_that_are_merged_into_each_other_at_once_do_not_wait_for_ever(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each officer holds what the other wants; in one order, one of them is second, and told so."""
    if connection.vendor == "sqlite":
        pytest.skip("one writer at a time: nobody waits for a row")
    county = cast.county()
    first, second = (cases.registered(county, "2021-03-01") for _ in range(2))
    threads.meet_after(monkeypatch, endings.base, "locked")
    now = cases.at("2021-03-02")
    found = threads.outcomes(
        lambda: endings.merge(first, second, user=county.gao, at=now),
        lambda: endings.merge(second, first, user=county.gao, at=now),
    )
    assert sum(isinstance(one, Refused) for one in found) == 1, found
    assert sum(isinstance(one, Application) for one in found) == 1, found
