"""What waits for a person: silence that is over, letters of which nobody knows whether they arrived."""

from datetime import date

from gongkai.site.applications import desk
from gongkai.site.applications.actions import consultation, correction, fees, letters
from gongkai.site.applications.models import Consulted
from gongkai.site.applications.people import Party
from tests import cast
from tests.site import cases


def mine(county: cast.County, on: str) -> desk.Desk:
    found = desk.desk(county.gao, date.fromisoformat(on))
    assert found is not None
    return found


def test_a_letter_that_was_sent_waits_to_be_entered_as_delivered(county: cast.County) -> None:
    """Until then the case has no last day, so that no reminder speaks of it."""
    application = cases.registered(county, "2021-03-01")
    asking = consultation.ask(
        application,
        Consulted.THIRD_PARTY,
        Party("云川县某建设有限公司", address="云川县河西街1号"),
        "报价",
        user=county.gao,
        at=cases.at("2021-03-02"),
    )
    sent = cases.sent(asking, county, "2021-03-02", way="post")
    assert cases.fresh(application).due_on is None
    assert mine(county, "2021-04-30").arrive.rows == [sent]
    assert "待登记送达" in cast.browser(county.gao).get("/office/").content.decode()
    letters.record_delivery(cases.fresh(sent), date(2021, 3, 4), user=county.gao, at=cases.at("2021-04-30"))
    assert mine(county, "2021-04-30").arrive.count == 0


def test_only_the_silence_that_is_awaited_now_is_over(county: cast.County) -> None:
    application = cases.registered(county, "2021-03-01")
    notice = correction.request(
        application, "请写明年度", date(2021, 3, 8), user=county.gao, at=cases.at("2021-03-02")
    )
    cases.sent(notice, county, "2021-03-02")
    assert mine(county, "2021-03-09").silent.count == 1
    correction.receive(
        cases.fresh(application), date(2021, 3, 8), "2020年的", user=county.gao, at=cases.at("2021-03-09")
    )
    notice = fees.charge(
        cases.fresh(application), "items", 41, "一月内41件", user=county.gao, at=cases.at("2021-03-10")
    )
    cases.sent(notice, county, "2021-03-10")
    assert mine(county, "2021-03-12").silent.count == 0
