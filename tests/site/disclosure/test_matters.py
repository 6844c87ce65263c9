"""标准目录: add, change, map, bind and retire a matter; each a line of the ledger."""

import json
from dataclasses import replace

import pytest

from gongkai.site.disclosure import actions, guide, matters
from gongkai.site.disclosure.matter_models import Matter
from gongkai.site.disclosure.matters import Entry
from gongkai.site.ledger.models import Entry as LedgerLine
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser
from tests.site import items
from tests.site.catalogue import ENTRY, added


def last_line() -> LedgerLine:
    return LedgerLine.objects.order_by("number").last()


def typed(**fields):
    """What the form of a new matter sends."""
    return {
        "position": 1,
        "field": "社会救助",
        "name": "临时救助",
        "content": "户数\r\n金额",
        "time_limit": "3个工作日内",
        "outlets": ["website", "visit"],
        "audience": "all",
        "way": "proactive",
        "levels": ["town"],
    } | fields


def test_a_matter_is_added_as_typed(county):
    column = items.column(county.wangshu)
    answer = browser(county.lin).post("/office/items/matters/wangshu/new/", typed(column=column.pk))
    matter = Matter.objects.get()
    assert answer.headers["Location"] == f"/office/items/matter/{matter.pk}/"
    assert (matter.organ, matter.column, str(matter)) == (county.wangshu, column, "临时救助")
    assert matter.content == "户数\n金额"
    assert matter.outlet_names == ["政府网站", "入户/现场"]
    assert matter.level_names == ["乡级"]
    assert last_line().act == "matter_added"


def test_what_is_missing_is_said_and_everything_typed_is_kept(county):
    answer = browser(county.lin).post("/office/items/matters/wangshu/new/", typed(name="", section="民政办"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "一级事项：这个字段是必填项" in page and 'value="民政办"' in page
    assert not Matter.objects.exists()


def test_the_same_matter_twice_in_a_field_is_refused_but_not_in_another_or_of_another_organ(county):
    added(county)
    with pytest.raises(Refused, match="“社会救助”领域里已经有“最低生活保障·审核结果”"):
        added(county, position=2)
    added(county, field="养老服务")
    matters.add_matter(county.tingyu, ENTRY, column=None, user=county.ye, at=AT)
    assert Matter.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": " "}, "没有一级事项"),
        ({"content": ""}, "没有公开内容"),
        ({"position": 0}, "序号应是1到99999"),
        ({"time_limit": "三" * 301}, "公开时限超过300字"),
        ({"content": "三" * 5001}, "超过5000字"),
    ],
)
def test_what_no_matter_may_be_is_refused(county, fields, reason):
    with pytest.raises(Refused, match=reason):
        added(county, **fields)


def test_a_change_keeps_old_and_new_in_the_ledger_and_no_change_leaves_no_line(county):
    matter = added(county)
    entry = replace(Entry.of(matter), time_limit="3个工作日内", outlets=("board",))
    matters.change_matter(matter, entry, user=county.lin, at=AT)
    line = last_line()
    assert line.act == "matter_changed"
    assert json.loads(line.detail)["changes"] == [
        ["公开时限", "信息形成或者变更之日起20个工作日内", "3个工作日内"],
        [
            "公开渠道和载体",
            "政府网站、社区/企事业单位/村公示栏（电子屏）",
            "社区/企事业单位/村公示栏（电子屏）",
        ],
    ]
    matters.change_matter(matter, entry, user=county.lin, at=AT)
    assert last_line() == line


def test_a_change_may_not_make_two_of_one_name(county):
    added(county)
    other = added(county, subname="办事指南")
    with pytest.raises(Refused, match="已经有"):
        matters.change_matter(other, ENTRY, user=county.lin, at=AT)


def test_a_matter_is_mapped_to_a_column_of_its_organ_and_to_no_other(county):
    matter = added(county)
    column = items.column(county.wangshu)
    answer = browser(county.lin).post(f"/office/items/matter/{matter.pk}/map/", {"column": column.pk})
    assert answer.status_code == 302
    matter.refresh_from_db()
    assert matter.column == column and last_line().act == "matter_mapped"
    with pytest.raises(Refused, match="不是本机关"):
        matters.map_matter(matter, items.column(county.tingyu), user=county.lin, at=AT)
    guided = guide.draft_guide(county.wangshu, user=county.lin, at=AT).item.column
    with pytest.raises(Refused, match="不是本机关"):
        matters.map_matter(matter, guided, user=county.lin, at=AT)
    matters.map_matter(matter, None, user=county.lin, at=AT)
    matter.refresh_from_db()
    assert matter.column is None


def test_a_column_with_a_matter_of_another_organ_is_not_offered(county):
    matter = added(county)
    other = items.column(county.tingyu, "听雨的栏目")
    page = browser(county.lin).get(f"/office/items/matter/{matter.pk}/").content.decode()
    assert other.name not in page
    answer = browser(county.lin).post(f"/office/items/matter/{matter.pk}/map/", {"column": other.pk})
    assert answer.status_code == 422


def test_a_retired_matter_leaves_the_catalogue_and_its_name_is_free_again(county):
    matter = added(county)
    with pytest.raises(Refused, match="请写明停用的原因"):
        matters.retire_matter(matter, reason=" ", user=county.lin, at=AT)
    matters.retire_matter(matter, reason="上级目录已取消", user=county.lin, at=AT)
    assert not Matter.objects.active().exists()
    assert json.loads(last_line().detail)["reason"] == "上级目录已取消"
    with pytest.raises(Refused, match="已于2021-01-20停用"):
        matters.change_matter(matter, replace(ENTRY, position=9), user=county.lin, at=AT)
    added(county)
    assert "已停用" in browser(county.lin).get(f"/office/items/matter/{matter.pk}/").content.decode()


def test_an_officer_says_which_matters_an_item_meets_and_takes_it_back(county):
    one, two = added(county), added(county, subname="办事指南")
    item = items.published(county)
    address = f"/office/items/{item.pk}/matters/"
    browser(county.gao).post(address, {"matters": [one.pk, two.pk]})
    assert set(item.matters.all()) == {one, two}
    browser(county.gao).post(address, {"matters": [two.pk]})
    assert set(item.matters.all()) == {two}
    line = last_line()
    assert line.act == "matters_bound"
    detail = json.loads(line.detail)
    assert (detail["bound"], detail["unbound"]) == ([], [one.pk])
    browser(county.gao).post(address, {"matters": [two.pk]})
    assert last_line() == line
    page = browser(county.gao).get(address).content.decode()
    assert f'value="{two.pk}" checked' in page and f'value="{one.pk}" checked' not in page


def test_an_item_is_bound_only_to_matters_that_are_in_its_organs_catalogue(county):
    item = items.published(county)
    other = matters.add_matter(county.tingyu, ENTRY, column=None, user=county.ye, at=AT)
    gone = added(county)
    matters.retire_matter(gone, reason="取消", user=county.lin, at=AT)
    gone.refresh_from_db()
    for matter in (other, gone):
        with pytest.raises(Refused, match="不在本机关现行的目录里"):
            matters.bind_matters(item, [matter], user=county.lin, at=AT)
    browser(county.lin).post(f"/office/items/{item.pk}/matters/", {"matters": [other.pk, gone.pk]})
    assert not item.matters.exists()


def test_a_draft_that_is_bound_may_still_be_discarded(county):
    matter = added(county)
    draft = items.draft(county)
    matters.bind_matters(draft.item, [matter], user=county.lin, at=AT)
    actions.discard(draft, user=county.lin, at=AT)
    assert not matter.items.exists()


def test_only_the_disclosure_officer_keeps_the_catalogue(county):
    matter = added(county)
    for person in (county.gao, county.he, county.fang, county.ye):
        with pytest.raises(Forbidden):
            matters.add_matter(county.wangshu, ENTRY, column=None, user=person, at=AT)
        with pytest.raises(Forbidden):
            matters.change_matter(matter, ENTRY, user=person, at=AT)
        with pytest.raises(Forbidden):
            matters.map_matter(matter, None, user=person, at=AT)
        with pytest.raises(Forbidden):
            matters.retire_matter(matter, reason="取消", user=person, at=AT)
        with pytest.raises(Forbidden):
            matters.import_matters(county.wangshu, [], digest="", user=person, at=AT)
