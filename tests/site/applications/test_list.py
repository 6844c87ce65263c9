"""申请登记簿: found by what is known of a case, how pressing it is, and masked when it leaves."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.applications.receipt import Channel
from gongkai.law.working_days import WorkingDays
from gongkai.site.applications.lights import light, soon
from gongkai.site.applications.models import Application
from gongkai.site.applications.people import Person
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.models import Role
from tests import cast
from tests.site import cases

REGISTER = "/office/applications/"
OTHER = Person(name="赵小满", identity_number="110101199003070038", phone="13900005678")


@pytest.fixture(autouse=True)
def _on_the_day(clock: Any) -> None:
    clock.at = cases.at("2021-01-26")


def found(person: Any, query: str = "") -> list[Application]:
    answer = cast.browser(person).get(f"{REGISTER}?{query}")
    assert answer.status_code == 200
    return list(answer.context["list"].page.object_list)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_is_found_by_number_title_document_and_mail(county: cast.County) -> None:
    case = cases.registered(
        county,
        channel=Channel.REGISTERED_MAIL,
        arrival={"tracking_number": "EM123456789CN"},
        request=cases.receipt.Request("征地补偿方案", "方案全文", document_number="望政发〔2020〕3号"),
    )
    cases.registered(county, "2021-01-22")
    for q in (case.number, "补偿", "〔2020〕3号", "EM123456789CN"):
        assert found(county.lin, f"q={q}") == [case], q
    assert found(county.lin, "q=没有的") == []


def test_it_is_narrowed_by_everything_on_its_filter(county: cast.County) -> None:
    first = cases.registered(county, "2021-01-25")
    online, _code = cases.applied(county, "2021-01-26")
    assert found(county.lin, "stage=unconfirmed") == found(county.lin, "channel=online") == [online]
    assert found(county.lin, "stage=handling") == found(county.lin, "channel=in_person") == [first]
    assert found(county.lin, "year=2021&subject=information") == [online, first]
    assert found(county.lin, "year=2020") == found(county.lin, "answer=granted") == []
    assert found(county.lin, "year=nonsense&stage=nonsense") == [online, first]
    assert found(county.fang, "organ=wangshu") == [online, first]
    assert found(county.fang, "organ=tingyu") == found(county.ye) == []


def test_what_is_due_is_told_by_working_days_left(county: cast.County, clock: Any) -> None:
    case = cases.registered(county, "2021-01-25")  # due 2021-02-25
    for day, colour, query in (
        ("2021-01-26", "green", "open"),
        ("2021-02-10", "green", "open"),
        ("2021-02-20", "amber", "soon"),  # a Saturday that is worked, behind the holiday
        ("2021-02-25", "red", "soon"),
        ("2021-02-26", "red", "over"),
    ):
        clock.at = cases.at(day)
        (row,) = found(county.lin, f"due={query}")
        assert (row, row.light.colour) == (case, colour), day
    assert found(county.lin, "due=soon") == []
    assert "已逾期1天" in text(cast.browser(county.lin).get(REGISTER))


def test_what_waits_for_nobody_has_no_light(county: cast.County) -> None:
    cases.applied(county)
    (row,) = found(county.lin)
    assert row.due_on is None and row.light is None


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2021, 1, 1), date(2025, 12, 31)), st.integers(0, 40))
def test_the_light_counts_the_days_that_are_worked(on: date, ahead: int) -> None:
    days = WorkingDays.loaded()
    due = date.fromordinal(on.toordinal() + ahead)
    left = sum(days.works(date.fromordinal(one)) for one in range(on.toordinal() + 1, due.toordinal() + 1))
    shown = light(due, on, days)
    assert shown.left == left
    assert (shown.colour == "amber") == (0 < left <= 5)
    assert (due <= soon(on, days)) == (left <= 5) or not days.works(due)


def sought(person: Any, who: str) -> tuple[str, list[Application]]:
    client = cast.browser(person)
    answer = client.post(f"{REGISTER}find/", {"who": who})
    place = answer.headers["Location"]
    return place, list(client.get(place).context["list"].page.object_list)


def test_an_applicant_is_found_by_name_number_or_contact_and_no_address_holds_them(
    county: cast.County,
) -> None:
    mine = cases.registered(county)
    cases.registered(county, "2021-01-22", person=OTHER)
    for who in ("王晓禾", "11010119900307002x", "138 0000 1234"):
        place, rows = sought(county.gao, who)
        assert rows == [mine], who
        assert who not in place and "%E7%8E%8B" not in place
    assert sought(county.gao, "王晓")[1] == []  # no part of a name


def test_finding_reaches_no_farther_than_looking(county: cast.County) -> None:
    cases.registered(county)
    assert sought(county.he, "王晓禾")[1]
    assert sought(county.ye, "王晓禾")[1] == []
    for person in (county.fang, county.song, county.zhou):
        assert cast.browser(person).post(f"{REGISTER}find/", {"who": "王晓禾"}).status_code == 403
    cast.appointed(county.fang, county.yunchuan, Role.HANDLER)  # sees below, looks in their own organ
    assert len(found(county.fang)) == 1 and sought(county.fang, "王晓禾")[1] == []
    place, _rows = sought(county.gao, "王晓禾")
    stolen = cast.browser(county.lin).get(place)  # sealed for another
    assert list(stolen.context["list"].page.object_list) == [] and "已经失效" in text(stolen)


def test_an_export_is_masked_and_leaves_a_line(county: cast.County) -> None:
    case = cases.registered(county)
    answer = cast.browser(county.lin).post(f"{REGISTER}?stage=handling", {"export": "csv"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["编号"], row["申请人"], row["答复期限"]) == (case.number, "王＊＊", "2021-02-25")
    assert "王晓禾" not in content and "13800001234" not in content
    line = Entry.objects.last()
    assert line is not None
    assert (line.act, line.room) == ("exported", "applications") and '"stage":"handling"' in line.detail


def test_it_needs_no_more_queries_as_applications_come_in(county: cast.County) -> None:
    client = cast.browser(county.fang)

    def queries() -> int:
        client.get(REGISTER)
        with CaptureQueriesContext(connection) as context:
            client.get(REGISTER)
        return len(context)

    cases.registered(county)
    few = queries()
    for number in range(4):
        cases.registered(county, f"2021-01-{11 + number}")
    assert queries() == few


def test_who_has_no_part_in_it_is_kept_out(county: cast.County) -> None:
    for person in (county.cheng, county.an, county.shen):
        assert cast.browser(person).get(REGISTER).status_code == 403
