"""Acts on columns: each one line; the address stays; a closed column takes nothing new."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from gongkai.site.disclosure import actions, column_actions, importing
from gongkai.site.disclosure.column_models import Column, Part
from gongkai.site.disclosure.models import Item
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, browser
from tests.site import items

NO_TERMS = {"longest_age": None, "warning_age": None, "fewest_items": None, "section": ""}


@pytest.fixture
def column(county) -> Column:
    return items.column(county.wangshu)


def added(county, name: str, **fields) -> Column:
    return column_actions.add_column(county.wangshu, name, user=county.lin, at=AT, **fields)


def fresh(column: Column) -> Column:
    return Column.objects.get(pk=column.pk)


def close(county, column: Column) -> None:
    column_actions.close_column(column, reason="并入其他栏目", on=ON, user=county.lin, at=AT)


def names(county) -> list[str]:
    return [one.name for one in Column.objects.tree(county.wangshu)]


ACTS = {
    "column_renamed": lambda c, who: column_actions.rename_column(c, "应急管理", user=who, at=AT),
    "column_category_set": lambda c, who: column_actions.set_category(c, "20.12", user=who, at=AT),
    "column_moved": lambda c, who: column_actions.move_column(c, up=False, user=who, at=AT),
    "column_placed": lambda c, who: column_actions.place_column(
        c, Column.objects.get(name="统计信息"), user=who, at=AT
    ),
    "column_closed": lambda c, who: column_actions.close_column(c, reason="并入", on=ON, user=who, at=AT),
    "column_terms_set": lambda c, who: column_actions.set_terms(
        c, **NO_TERMS | {"longest_age": 90}, user=who, at=AT
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_act_is_one_line_and_only_the_disclosure_officer_s(county, column, name):
    added(county, "统计信息")
    before = Entry.objects.count()
    for other in (county.gao, county.he, county.ye, county.fang, county.an):
        with pytest.raises(Forbidden):
            ACTS[name](column, other)
    assert Entry.objects.count() == before
    ACTS[name](column, county.lin)
    assert [line.act for line in Entry.objects.order_by("-number")[: Entry.objects.count() - before]] == [
        name
    ]


def test_what_changes_nothing_is_refused_and_leaves_no_line(county, column):
    before = Entry.objects.count()
    for act in (
        lambda: column_actions.rename_column(column, column.name, user=county.lin, at=AT),
        lambda: column_actions.set_category(column, column.category, user=county.lin, at=AT),
        lambda: column_actions.place_column(column, None, user=county.lin, at=AT),
        lambda: column_actions.set_terms(column, **NO_TERMS, user=county.lin, at=AT),
        lambda: column_actions.reopen_column(column, user=county.lin, at=AT),
    ):
        with pytest.raises(Refused):
            act()
    assert Entry.objects.count() == before


# Name and place -----------------------------------------------------------------------------------


def test_a_renamed_column_keeps_its_address(county, column):
    items.published(county)
    column_actions.rename_column(column, "应急管理", user=county.lin, at=AT)
    page = browser().get(f"/o/wangshu/catalogue/{column.pk}/").content.decode()
    assert "应急管理" in page and items.NOTICE.title in page


def test_two_columns_of_one_place_do_not_share_a_name_but_of_two_places_may(county, column):
    top = added(county, "民生")
    below = added(county, "教育", parent=top)
    with pytest.raises(Refused, match="同名"):
        column_actions.rename_column(top, column.name, user=county.lin, at=AT)
    column_actions.rename_column(below, column.name, user=county.lin, at=AT)
    with pytest.raises(Refused, match="同名"):
        column_actions.place_column(below, None, user=county.lin, at=AT)


def test_a_column_moves_one_place_and_not_beyond_the_ends(county):
    one, two, three = (added(county, name) for name in ("甲", "乙", "丙"))
    column_actions.move_column(three, up=True, user=county.lin, at=AT)
    assert names(county) == ["甲", "丙", "乙"]
    column_actions.move_column(one, up=False, user=county.lin, at=AT)
    assert names(county) == ["丙", "甲", "乙"]
    with pytest.raises(Refused, match="最前"):
        column_actions.move_column(three, up=True, user=county.lin, at=AT)
    with pytest.raises(Refused, match="最后"):
        column_actions.move_column(two, up=False, user=county.lin, at=AT)


def test_a_column_placed_below_another_comes_last_there_and_leaves_no_gap(county):
    top, moved, last = (added(county, name) for name in ("民生", "教育", "其他"))
    added(county, "医疗", parent=top)
    column_actions.place_column(moved, top, user=county.lin, at=AT)
    assert names(county) == ["民生", "医疗", "教育", "其他"]
    assert fresh(last).position == 2
    column_actions.place_column(fresh(moved), None, user=county.lin, at=AT)
    assert names(county) == ["民生", "医疗", "其他", "教育"]


def test_there_are_two_levels_within_one_part_of_one_organ(county):
    top, other = added(county, "民生"), added(county, "其他")
    below = added(county, "教育", parent=top)
    rules = added(county, "制度", part=Part.RULES)
    for column, parent, why in (
        (other, below, "只分两级"),
        (top, other, "先把下级移出"),
        (other, other, "自己之下"),
        (other, rules, "同一部分"),
        (other, items.column(county.tingyu), "同一部分"),
    ):
        with pytest.raises(Refused, match=why):
            column_actions.place_column(column, parent, user=county.lin, at=AT)
    with pytest.raises(Refused, match="只分两级"):
        added(county, "小学", parent=below)


# Closing ------------------------------------------------------------------------------------------


def test_a_closed_column_takes_no_new_item_by_any_way(county, column):
    waiting = items.draft(county, title="待送审的通知", document_number="")
    ready = items.passed(county, items.submitted(county))
    other = added(county, "统计信息")
    moving = actions.draft(county.wangshu, items.NOTICE, column=other, user=county.lin, at=AT)
    close(county, column)
    for act in (
        lambda: items.draft(county),
        lambda: actions.edit(moving, items.NOTICE, column=fresh(column), user=county.lin, at=AT),
        lambda: actions.submit(waiting, user=county.lin, at=AT),
        lambda: actions.publish(ready, ready.digest, user=county.lin, at=AT),
        lambda: actions.schedule(
            ready, ready.digest, release_at=AT + timedelta(days=1), user=county.lin, at=AT
        ),
    ):
        with pytest.raises(Refused, match="已停用"):
            act()
    row = items.ROW | {"栏目": column.name}
    plan = importing.plan(county.wangshu, [row], at=AT)
    assert not plan.rows and "已停用" in plan.problems[0][1]


def test_what_was_public_in_a_closed_column_stays_and_may_be_corrected(county, column):
    item = items.published(county)
    close(county, column)
    assert browser().get(f"/i/{item.pk}/").status_code == 200
    version = actions.revise(item, change_note="改正电话", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    assert Item.objects.get(pk=item.pk).current == version


def test_the_public_page_says_why_and_an_empty_closed_column_is_gone_from_the_tree(county, column):
    empty = added(county, "公务员招考")
    items.published(county)
    close(county, column)
    close(county, empty)
    tree = browser().get("/o/wangshu/catalogue/").context["columns"]
    assert [one.name for one in tree] == [column.name]
    page = browser().get(f"/o/wangshu/catalogue/{column.pk}/").content.decode()
    assert "本栏目已停用" in page and "并入其他栏目" in page and items.NOTICE.title in page
    assert browser().get(f"/o/wangshu/catalogue/{empty.pk}/").status_code == 200
    listed = browser().get(reverse("api:catalogue", args=["wangshu"])).json()
    assert [one["name"] for one in listed] == [column.name]


def test_a_closed_column_above_one_with_items_still_stands_in_the_tree(county, column):
    items.published(county)
    top = added(county, "民生")
    column_actions.place_column(column, top, user=county.lin, at=AT)
    with pytest.raises(Refused, match="下级栏目"):
        close(county, top)
    close(county, column)
    close(county, top)
    assert [one.name for one in Column.objects.public_tree(county.wangshu)] == ["民生", column.name]
    with pytest.raises(Refused, match="上级栏目"):
        column_actions.reopen_column(column, user=county.lin, at=AT)
    with pytest.raises(Refused, match="上级栏目已停用"):
        added(county, "教育", parent=fresh(top))


def test_a_reopened_column_takes_items_again(county, column):
    close(county, column)
    column_actions.reopen_column(column, user=county.lin, at=AT)
    assert fresh(column).closed_on is None and fresh(column).closing_reason == ""
    items.published(county)


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"reason": " "}, "停用的原因"), ({"on": ON + timedelta(days=1)}, "不能在今天之后")],
)
def test_closing_needs_a_reason_and_a_day_that_has_come(county, column, fields, why):
    with pytest.raises(Refused, match=why):
        column_actions.close_column(
            column, **{"reason": "并入", "on": ON, "user": county.lin, "at": AT} | fields
        )


# Terms --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"longest_age": 0},
        {"longest_age": 3651},
        {"warning_age": 30},
        {"longest_age": 90, "warning_age": 91},
        {"fewest_items": 0},
        {"largest_gap": 0},
        {"largest_gap": 3651},
    ],
)
def test_terms_that_make_no_sense_are_refused(county, column, fields):
    with pytest.raises(Refused):
        column_actions.set_terms(column, **NO_TERMS | fields, user=county.lin, at=AT)


def test_the_ledger_keeps_old_and_new_terms(county, column):
    wanted = {"longest_age": 90, "warning_age": 60, "fewest_items": 4, "section": "党政办"}
    column_actions.set_terms(column, **wanted, user=county.lin, at=AT)
    line = Entry.objects.order_by("-number").first()
    told = json.loads(line.detail)
    assert {name: told["new"][name] for name in wanted} == wanted
    assert told["old"]["fewest_items"] is None


# Pages --------------------------------------------------------------------------------------------


def test_the_page_of_a_column_does_one_act_and_keeps_what_is_refused(county, column):
    office = browser(county.lin)
    address = f"/office/items/columns/wangshu/{column.pk}/"
    assert office.post(address, {"act": "terms", "longest_age": "90", "section": "应急办"}).status_code == 302
    assert (fresh(column).longest_age, fresh(column).section) == (90, "应急办")
    answer = office.post(address, {"act": "terms", "longest_age": "90", "warning_age": "120"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="120"' in page and "不超过更新周期" in page
    assert office.post(address, {"act": "close", "reason": "并入", "on": "2021-01-20"}).status_code == 302
    assert "恢复使用" in office.get(address).content.decode()
    assert office.post(address, {"act": "reopen"}).status_code == 302
    assert office.post(address, {"act": "nonsense"}).status_code == 422
    other = items.column(county.tingyu)
    assert office.get(f"/office/items/columns/wangshu/{other.pk}/").status_code == 404


def test_the_buttons_of_the_tree_change_its_order(county):
    one, two = added(county, "甲"), added(county, "乙")
    office = browser(county.lin)
    page = office.get("/office/items/columns/wangshu/").content.decode()
    assert "乙上移" in page and "甲下移" in page and "甲上移" not in page and "乙下移" not in page
    office.post("/office/items/columns/wangshu/", {"up": two.pk})
    assert names(county) == ["乙", "甲"]
    office.post("/office/items/columns/wangshu/", {"down": two.pk})
    assert names(county) == ["甲", "乙"]
    answer = office.post("/office/items/columns/wangshu/", {"up": one.pk}, follow=True)
    assert "已经在最前" in answer.content.decode()


def test_a_closed_column_is_not_offered_for_a_new_item(county, column):
    other = added(county, "统计信息", category="20.4")
    close(county, column)
    office = browser(county.lin)
    form = office.get("/office/items/new/wangshu/").context["form"]
    assert list(form.fields["column"].queryset) == [other]
    led = office.get(f"/office/items/new/wangshu/?column={other.pk}").context["form"]
    assert (led["column"].value(), led["category"].value()) == (other.pk, "20.4")
    for nonsense in (column.pk, items.column(county.tingyu).pk, "x", "9" * 30):
        form = office.get(f"/office/items/new/wangshu/?column={nonsense}").context["form"]
        assert form["column"].value() is None
