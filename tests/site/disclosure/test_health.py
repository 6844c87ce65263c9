"""栏目预警: every state on its first and last day, and who sees what."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.disclosure import actions, column_actions, health
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.desk import desk
from gongkai.site.disclosure.health import State
from gongkai.site.disclosure.models import Item
from gongkai.site.organs.actions import Refused
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
    begins = {State.SOON: date(2021, 3, 5), State.OVERDUE: date(2021, 4, 5)}
    assert found.since == begins.get(state)


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


# Gaps and exemptions ------------------------------------------------------------------------------


def gap_of(*days: int) -> health.Gap:
    """The gap that starts and ends so many days before ON."""
    first, last = (ON - day * DAY for day in days)
    return health.Gap(first, last)


@pytest.mark.parametrize(
    ("fields", "gap", "state"),
    [
        ({"largest_gap": 90}, gap_of(90, 0), State.FRESH),
        ({"largest_gap": 90}, gap_of(91, 0), State.GAP),
        ({"largest_gap": 90, "longest_age": 30}, gap_of(91, 0), State.OVERDUE),
        ({"largest_gap": 90, "fewest_items": 9}, gap_of(91, 0), State.FEW),
        ({"largest_gap": 90, "longest_age": 365, "warning_age": 60}, gap_of(200, 91), State.GAP),
        ({"largest_gap": 90, "exempt_reason": "不办理此项业务"}, gap_of(91, 0), State.EXEMPT),
    ],
)
def test_a_gap_is_told_where_nothing_more_pressing_is(fields, gap, state):
    found = health.judged(column(**fields), newest=gap.last - 91 * DAY, count=3, on=ON, gap=gap)
    assert found.state == state


def test_a_gap_begins_the_day_after_the_last_that_was_allowed():
    found = health.judged(column(largest_gap=90), newest=ON, count=2, on=ON, gap=gap_of(100, 0))
    assert found.since == ON - 9 * DAY


def test_the_time_since_the_newest_is_a_gap_too_and_a_year_later_no_old_one_counts(county):
    watched = items.column(county.wangshu)
    watch(county, watched, longest_age=None, warning_age=None, largest_gap=90)
    items.published(county)
    assert state_of(watched, ON + 90 * DAY) == State.FRESH
    assert state_of(watched, ON + 91 * DAY) == State.GAP
    later = AT + 120 * DAY
    Item.objects.exclude(pk=items.published(county, title="第二条", document_number="").pk).update(
        published_at=AT - DAY
    )
    Item.objects.filter(current__title="第二条").update(published_at=later)
    (one,) = (one for one in health.of_organ(county.wangshu, ON + 120 * DAY) if one.column == watched)
    assert (one.state, one.gap) == (State.GAP, health.Gap(ON - DAY, ON + 120 * DAY))
    # The neighbour before the span is looked at; once both ends lie before it, the gap is forgotten.
    with_more = [AT + days * DAY for days in (200, 280, 360, 440, 520)]
    for number, at in enumerate(with_more):
        made = items.published(county, title=f"再一条{number}", document_number="")
        Item.objects.filter(pk=made.pk).update(published_at=at)
    assert state_of(watched, ON + 480 * DAY) == State.GAP
    assert state_of(watched, ON + 520 * DAY) == State.FRESH


def test_what_is_exempt_by_decision_says_why(county):
    watched = items.column(county.wangshu)
    watch(county, watched, exempt_reason="本镇不办理此项业务")
    assert state_of(watched, ON) == State.EXEMPT
    assert "豁免：本镇不办理此项业务" in browser(county.lin).get("/office/items/health/").content.decode()
    with pytest.raises(Refused):
        watch(county, watched, exempt_reason="按11010519491231002X的意见")


def test_gaps_of_more_columns_need_no_more_queries(county):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            health.of_organs(Organ.objects.all(), ON)
        return len(context)

    watch(county, items.column(county.wangshu), largest_gap=90)
    items.published(county)
    few = queries()
    for number in range(12):
        made = column_actions.add_column(county.wangshu, f"第{number}栏", user=county.lin, at=AT)
        watch(county, made, largest_gap=30)
    assert queries() == few == 4
