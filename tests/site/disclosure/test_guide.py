"""公开指南 (Art. 12): written from the data, published through the review, outdated when they change."""

import pytest

from gongkai.site.disclosure import actions, guide
from gongkai.site.disclosure.column_models import Part
from gongkai.site.disclosure.models import Item
from gongkai.site.organs import actions as organs
from gongkai.site.organs import registers
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, browser
from tests.site import items


def published(county) -> Item:
    version = guide.draft_guide(county.wangshu, user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    passed = items.passed(county, items.fresh(version))
    return actions.publish(passed, passed.digest, user=county.lin, at=AT)


@pytest.fixture
def town(county):
    """望舒镇 with contact data, a column and a reading place."""
    items.column(county.wangshu)
    organs.edit_contact(
        county.wangshu, contact={"office": "党政办公室", "phone": "0000-100"}, user=county.lin, on=ON
    )
    registers.open_place(county.wangshu, user=county.lin, on=ON, name="文化站", address="书院巷8号")
    registers.add_member(county.wangshu, user=county.lin, on=ON, name="许致远", post="镇长", since=ON)
    county.wangshu.refresh_from_db()
    return county.wangshu


def test_it_says_what_article_12_asks_for(county, town):
    body = guide.written(town, AT).body
    for said in ("突发公共事件", "索引号", "文化站", "党政办公室", "0000-100", "许致远", "二十个工作日"):
        assert said in body


def test_it_becomes_public_only_through_the_review_and_stands_at_its_address(county, town):
    assert "还没有公布指南" in browser().get("/o/wangshu/guide/").content.decode()
    version = guide.draft_guide(town, user=county.lin, at=AT)
    assert "还没有公布指南" in browser().get("/o/wangshu/guide/").content.decode()
    actions.discard(version, user=county.lin, at=AT)
    item = published(county)
    page = browser().get("/o/wangshu/guide/").content.decode()
    assert "文化站" in page and item.index_number in page
    assert item.column.part == Part.GUIDE


def test_it_is_outdated_once_the_data_change_and_a_new_version_mends_that(county, town):
    item = published(county)
    assert not guide.outdated(town, AT)
    organs.edit_contact(town, contact={"phone": "0000-200"}, user=county.lin, on=ON)
    town.refresh_from_db()
    assert guide.outdated(town, AT)
    assert "指南与现有资料不一致" in browser(county.lin).get("/office/items/guide/wangshu/").content.decode()
    assert published(county).pk == item.pk
    assert not guide.outdated(town, AT)
    assert "0000-200" in browser().get("/o/wangshu/guide/").content.decode()
    assert "0000-100" in browser().get(f"/i/{item.pk}/v1/").content.decode()


def test_writing_it_again_before_it_is_published_goes_on_with_the_same_draft(county, town):
    first = guide.draft_guide(town, user=county.lin, at=AT)
    registers.open_place(town, user=county.lin, on=ON, name="图书馆", address="县城")
    again = guide.draft_guide(town, user=county.lin, at=AT)
    assert again.pk == first.pk
    assert "图书馆" in items.fresh(again).body


def test_only_who_drafts_writes_it(county, town):
    for person in (county.he, county.ye, county.fang):
        with pytest.raises(Forbidden):
            guide.draft_guide(town, user=person, at=AT)
