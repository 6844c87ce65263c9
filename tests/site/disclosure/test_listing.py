"""Lists of the public: what is in them and how long they are follows from every act, without counting."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.site.disclosure import actions, column_actions, importing
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.models import Item, ItemVersion
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import items


def assert_lists_are_true() -> None:
    """Every stored place and length against what the facts say."""
    public = Item.objects.filter(current__isnull=False, withdrawn_at__isnull=True)
    assert set(Item.objects.public_only()) == set(public)
    for item in Item.objects.select_related("column__parent"):
        column = item.column if item in public else None
        assert item.listed_in == column
        assert item.section == (column and (column.parent or column))
        assert item.part == (column.part if column else "")
        assert item.newest == item.versions.order_by("-number").first()
    for column in Column.objects.all():
        assert column.count == public.filter(column=column).count()


def test_publishing_withdrawing_and_moving_keep_every_list_true(county):
    item = items.published(county)
    assert_lists_are_true()
    assert Column.objects.get(name="突发公共事件").count == 1
    below = column_actions.add_column(
        county.wangshu, "应急预案", parent=items.column(county.wangshu), user=county.lin, at=AT
    )
    version = actions.revise(item, change_note="移到下级栏目", user=county.lin, at=AT)
    assert_lists_are_true()
    actions.edit(version, version.content, column=below, user=county.lin, at=AT)
    assert_lists_are_true()
    assert [c.count for c in Column.objects.tree(county.wangshu) if c.part == "catalogue"] == [0, 1]
    assert "森林防火" in browser().get(f"/o/wangshu/catalogue/{below.parent_id}/").content.decode()
    actions.discard(ItemVersion.objects.get(pk=version.pk), user=county.lin, at=AT)
    assert_lists_are_true()
    actions.withdraw(item, reason="数字有误", user=county.lin, at=AT)
    assert_lists_are_true()
    assert not Column.objects.filter(count__gt=0).exists()


def test_the_end_of_a_notice_takes_it_out_of_its_lists(county):
    item = items.published(county, notice_until=date(2021, 1, 22))
    actions.end_notice(item, at=AT + timedelta(days=3))
    assert_lists_are_true()
    assert not Item.objects.public_only().exists()


def test_what_is_taken_over_is_listed_too(county):
    kept = items.kept_import(county, *(items.ROW | {"标题": f"第{n}号", "原网址": ""} for n in range(3)))
    importing.import_items(kept, user=county.lin, at=AT)
    assert_lists_are_true()
    assert Column.objects.get(name="统计信息").count == 3


def test_drafts_are_in_no_list_and_a_discarded_one_leaves_nothing(county):
    version = items.draft(county)
    assert_lists_are_true()
    actions.discard(version, user=county.lin, at=AT)
    assert not Item.objects.exists()


def test_a_public_item_stays_in_some_column(county):
    version = items.revised(county)
    with pytest.raises(Refused, match="选择它所在的栏目"):
        actions.edit(version, replace(version.content, title="改"), column=None, user=county.lin, at=AT)


def test_the_thousandth_page_and_the_first_show_each_item_once(county):
    rows = (items.ROW | {"标题": f"第{n}号", "原网址": ""} for n in range(45))
    importing.import_items(items.kept_import(county, *rows), user=county.lin, at=AT)
    column = Column.objects.get(name="统计信息")
    seen: list[str] = []
    for page in (1, 2, 3):
        answer = browser().get(f"/o/wangshu/catalogue/{column.pk}/?page={page}")
        seen += [item.current.title for item in answer.context["page"]]
    assert sorted(seen) == sorted(f"第{n}号" for n in range(45))


def test_a_placed_column_is_found_below_its_new_place(county):
    item = items.published(county)
    top = column_actions.add_column(county.wangshu, "综合", user=county.lin, at=AT)
    assert found(county, top) == []
    column_actions.place_column(item.column, top, user=county.lin, at=AT)
    assert_lists_are_true()
    assert found(county, top) == [item]
    feed = browser().get(f"/feeds/wangshu/{top.pk}.atom").content.decode()
    assert "森林防火" in feed


def found(county, column) -> list[Item]:
    answer = browser().get(f"/search/?q=防火&organ=wangshu&column={column.pk}")
    return [hit.item for hit in answer.context["page"]]


def test_only_who_publishes_moves_what_is_public(county):
    item = items.published(county)
    other = items.column(county.wangshu, "统计信息")
    version = actions.revise(item, change_note="调整", user=county.gao, at=AT)
    with pytest.raises(Forbidden):
        actions.edit(version, version.content, column=other, user=county.gao, at=AT)
    actions.edit(version, version.content, column=other, user=county.lin, at=AT)
    assert_lists_are_true()


def test_what_waits_to_be_published_is_submitted_again_after_a_move(county):
    version = items.passed(county, items.submitted(county))
    other = items.column(county.wangshu, "统计信息")
    actions.edit(version, version.content, column=other, user=county.lin, at=AT)
    with pytest.raises(Refused, match="审核还没有全部通过"):
        actions.publish(items.fresh(version), version.digest, user=county.lin, at=AT)
