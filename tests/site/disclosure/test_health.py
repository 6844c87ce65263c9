"""栏目预警: every state on its first and last day, and who sees what."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, column_actions, health
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.desk import desk
from gongkai.site.disclosure.health import State
from gongkai.site.organs.models import Organ
from tests.cast import AT, ON, browser
from tests.site import items

DAY = timedelta(days=1)


def column(**fields) -> Column:
    return Column(name="统计信息", **fields)


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, State.FRESH), (59, State.FRESH), (60, State.SOON), (90, State.SOON), (91, State.OVERDUE)],
)
def test_a_column_ages_by_the_day(days, state):
    newest = date(2021, 1, 4)
    watched = column(longest_age=90, warning_age=60)
    found = health.judged(watched, newest=newest, count=3, on=newest + days * DAY)
    assert found.state == state
    assert found.due == date(2021, 4, 4)
    assert found.since == (date(2021, 4, 5) if state == State.OVERDUE else None)


@pytest.mark.parametrize(
    ("fields", "count", "state"),
    [
        ({}, 0, State.EXEMPT),
        ({}, 5, State.EXEMPT),
        ({"longest_age": 90}, 0, State.EMPTY),
        ({"fewest_items": 4}, 0, State.EMPTY),
        ({"fewest_items": 4}, 3, State.FEW),
        ({"fewest_items": 4}, 4, State.FRESH),
        ({"longest_age": 90, "closed_on": ON}, 0, State.EXEMPT),
        ({"section": "党政办"}, 0, State.EXEMPT),
    ],
)
def test_nothing_is_asked_that_was_not_set(fields, count, state):
    assert health.judged(column(**fields), newest=ON if count else None, count=count, on=ON).state == state


def watch(county, watched: Column, **fields) -> None:
    terms = {"longest_age": 90, "warning_age": 60, "fewest_items": None, "section": ""} | fields
    column_actions.set_terms(watched, **terms, user=county.lin, at=AT)


def state_of(watched: Column, on: date) -> State:
    return next(one.state for one in health.of_organ(watched.organ, on) if one.column == watched)


def test_only_what_the_public_reads_on_the_day_keeps_a_column_fresh(county):
    watched = items.column(county.wangshu)
    watch(county, watched)
    items.submitted(county, title="草稿", document_number="")
    assert state_of(watched, ON) == State.EMPTY
    item = items.published(county)
    assert state_of(watched, ON - DAY) == State.EMPTY
    assert state_of(watched, ON) == State.FRESH
    assert state_of(watched, ON + 91 * DAY) == State.OVERDUE
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert state_of(watched, ON) == State.EMPTY


def test_a_new_version_of_an_old_item_does_not_freshen_its_column(county):
    watched = items.column(county.wangshu)
    watch(county, watched)
    item = items.published(county)
    later = AT + 100 * DAY
    version = actions.revise(item, change_note="改正", user=county.lin, at=later)
    actions.submit(version, user=county.lin, at=later)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=later)
    assert state_of(watched, ON + 100 * DAY) == State.OVERDUE


def test_a_column_is_judged_with_what_stands_below_it(county):
    top = column_actions.add_column(county.wangshu, "民生", user=county.lin, at=AT)
    column_actions.place_column(items.column(county.wangshu), top, user=county.lin, at=AT)
    watch(county, top)
    assert state_of(top, ON) == State.EMPTY
    items.published(county)
    assert state_of(top, ON) == State.FRESH


def test_the_desk_names_the_columns_of_those_who_write_and_leads_to_the_form(county):
    watched = items.column(county.wangshu)
    assert desk(county.lin, ON).columns.count == 0
    watch(county, watched)
    assert [one.state for one in desk(county.gao, ON).columns.health] == [State.EMPTY]
    for other in (county.ye, county.fang, county.he):
        assert desk(other, ON).columns.count == 0
    page = browser(county.lin).get("/office/").content.decode()
    assert "空栏目" in page and f"/office/items/new/wangshu/?column={watched.pk}" in page
    items.published(county)
    assert desk(county.lin, ON).columns.count == 0
    assert desk(county.lin, ON + 60 * DAY).columns.count == 1


def test_the_list_is_narrowed_by_organ_and_state_and_a_supervisor_sees_those_below(county):
    items.column(county.tingyu)
    watch(county, items.column(county.wangshu))

    def found(person, query: str = "") -> list[tuple[str, str]]:
        rows = browser(person).get(f"/office/items/health/?{query}").context["list"].page
        return [(one.column.organ.slug, one.state) for one, _name in rows]

    assert found(county.lin) == [("wangshu", "empty")]
    assert found(county.ye) == [("tingyu", "exempt")]
    assert found(county.fang) == [("wangshu", "empty"), ("tingyu", "exempt")]
    assert found(county.fang, "organ=tingyu") == [("tingyu", "exempt")]
    assert found(county.fang, "state=empty") == [("wangshu", "empty")]
    assert found(county.fang, "state=nonsense") == found(county.fang)
    assert found(county.ye, "organ=wangshu") == found(county.ye)  # not theirs to see


def test_more_columns_and_organs_need_no_more_queries(county):
    def queries(address: str) -> int:
        client = browser(county.fang)
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            assert client.get(address).status_code == 200
        return len(context)

    items.published(county)
    watch(county, items.column(county.wangshu))
    addresses = ["/office/items/health/", "/office/"]
    few = [queries(address) for address in addresses]
    for organ, person in ((county.wangshu, county.lin), (county.tingyu, county.ye)):
        for number in range(12):
            made = column_actions.add_column(organ, f"第{number}栏", user=person, at=AT)
            column_actions.set_terms(
                made, longest_age=90, warning_age=None, fewest_items=2, section="", user=person, at=AT
            )
    assert [queries(address) for address in addresses] == few
    with CaptureQueriesContext(connection) as context:
        health.of_organs(Organ.objects.all(), ON)
    assert len(context) == 2
