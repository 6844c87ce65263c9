"""覆盖情况: what counts for a matter, whether in time, and what the page and the workbook say."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site import today
from gongkai.site.disclosure import actions, column_actions, coverage, importing, matters
from gongkai.site.disclosure.column_models import Column
from gongkai.site.disclosure.coverage import State
from tests.cast import AT, ON, browser
from tests.site import items
from tests.site.catalogue import added, public

ADDRESS = "/office/items/matters/wangshu/"


@pytest.fixture
def column(county) -> Column:
    return items.column(county.wangshu, "社会救助")


def line(matter, on=ON):
    (found,) = [one for one in coverage.lines(matter.organ, on) if one.matter == matter]
    alone = coverage.line_of(matter, on)
    assert (found.state, found.count, found.newest) == (alone.state, alone.count, alone.newest)
    assert found.count == coverage.items_of(matter).count()
    return found


def test_without_a_column_and_without_items_a_matter_is_unmapped(county):
    assert line(added(county)).state == State.UNMAPPED


def test_a_column_without_public_items_is_empty(county, column):
    matter = added(county, column=column)
    actions.draft(county.wangshu, items.NOTICE, column=column, user=county.lin, at=AT)
    assert line(matter).state == State.EMPTY


def test_items_of_the_column_count_with_the_newest_of_them(county, column):
    matter = added(county, column=column)
    public(county, column, "2021-01-04", title="一")
    newest = public(county, column, "2021-01-11", title="二")
    found = line(matter)
    assert (found.count, found.newest, found.published_on) == (2, newest, date(2021, 1, 11))
    assert (found.state, found.last_day) == (State.MET, None)


def test_items_below_the_column_count_too(county):
    above = items.column(county.wangshu, "民生")
    below = column_actions.add_column(county.wangshu, "社会救助", parent=above, user=None, at=AT)
    public(county, above, "2021-01-04", title="一")
    newest = public(county, below, "2021-01-11", title="二")
    over, under = added(county, column=above), added(county, column=below, subname="办事指南")
    assert (line(over).count, line(over).newest) == (2, newest)
    assert line(under).count == 1


def test_an_item_that_is_bound_counts_for_its_matters_only(county, column):
    one, two = added(county, column=column), added(county, column=column, subname="办事指南")
    bound = public(county, column, "2021-01-04", title="一")
    public(county, column, "2021-01-05", title="二")
    assert (line(one).count, line(two).count) == (2, 2)
    matters.bind_matters(bound, [two], user=county.lin, at=AT)
    assert (line(one).count, line(two).count) == (1, 2)


def test_an_item_bound_from_another_column_counts(county, column):
    matter = added(county)
    item = items.published(county)
    matters.bind_matters(item, [matter], user=county.lin, at=AT)
    assert (line(matter).count, line(matter).newest) == (1, item)


def test_an_item_whose_matter_is_retired_counts_for_its_column_again(county, column):
    one, two = added(county, column=column), added(county, column=column, subname="办事指南")
    item = public(county, column, "2021-01-04")
    matters.bind_matters(item, [two], user=county.lin, at=AT)
    assert line(one).count == 0
    matters.retire_matter(two, reason="取消", user=county.lin, at=AT)
    assert line(one).count == 1


def test_a_withdrawn_item_counts_no_longer(county, column):
    matter = added(county, column=column)
    item = public(county, column, "2021-01-04")
    matters.bind_matters(item, [matter], user=county.lin, at=AT)
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert line(matter).state == State.EMPTY


def test_columns_and_items_of_another_organ_do_not_count(county, column):
    matter = added(county, column=column)
    kept = importing.keep(
        county.tingyu, items.import_file(items.ROW | {"栏目": "社会救助"}), "旧站.json", user=county.ye, at=AT
    )
    importing.import_items(kept, user=county.ye, at=AT)
    assert line(matter).count == 0


@pytest.mark.parametrize(
    ("limit", "formed", "published", "state", "last_day"),
    [
        ("3个工作日内", "2021-01-04", "2021-01-07", State.MET, None),
        ("3个工作日内", "2021-01-04", "2021-01-08", State.LATE, "2021-01-07"),
        ("公文印发之日起3个工作日内", "2021-01-04", "2021-01-08", State.LATE, "2021-01-07"),
        # The longest of the terms; and nothing is held against it where anything is uncertain.
        ("文件3个工作日内；其他20个工作日内", "2021-01-04", "2021-01-08", State.MET, None),
        ("3个工作日内；会议召开前公开", "2021-01-04", "2021-01-08", State.MET, None),
        ("批准之日起3个工作日内", "2021-01-04", "2021-01-08", State.MET, None),
        ("与文件同步公开", "2020-01-04", "2021-01-08", State.MET, None),
        ("及时公开", "2020-01-04", "2021-01-08", State.MET, None),
        ("3个工作日内", "2017-01-04", "2017-05-08", State.MET, None),  # before the calendars on file
        ("每季度首月10日前", "2020-12-30", "2020-12-31", State.MISSING, "2021-01-10"),
        ("每季度首月10日前", "2021-01-04", "2021-01-15", State.MET, None),
        ("每季度首月25日前", "2020-10-12", "2020-10-12", State.DUE, "2021-01-25"),
        ("每季度首月25日前", "2020-09-30", "2020-09-30", State.MISSING, "2020-10-25"),
        ("每季度公开", "2020-12-01", "2020-12-01", State.DUE, "2021-03-31"),
        ("每年1月10日前", "2020-01-04", "2020-01-08", State.MISSING, "2021-01-10"),
        ("每年公开，3个工作日内", "2021-01-04", "2021-01-08", State.LATE, "2021-01-07"),
    ],
)
def test_the_newest_item_is_held_against_the_time_limit(
    county, column, limit, formed, published, state, last_day
):
    matter = added(county, column=column, time_limit=limit)
    public(county, column, published, formed)
    found = line(matter)
    assert found.state == state
    assert found.last_day == (date.fromisoformat(last_day) if last_day else None)


def test_a_new_version_is_new_for_a_periodic_matter_and_never_late(county, column):
    matter = added(county, column=column, time_limit="每年1月10日前；3个工作日内")
    item = public(county, column, "2020-01-04")
    assert line(matter).state == State.MISSING
    version = actions.revise(item, change_note="更新", user=county.lin, at=AT)
    actions.submit(version, user=county.lin, at=AT)
    version = items.passed(county, items.fresh(version))
    actions.publish(version, version.digest, user=county.lin, at=AT)
    found = line(matter)
    assert (found.state, found.published_on) == (State.MET, ON)


def test_what_is_given_on_request_is_no_gap_and_in_no_sum(county, column):
    added(county, column=column)
    added(county, subname="档案查询", way="on_request")
    public(county, column, "2021-01-04")
    (group,) = coverage.by_field(coverage.lines(county.wangshu, ON))
    assert (group.name, group.asked, group.filled) == ("社会救助", 1, 1)
    assert dict(group.states)[State.ON_REQUEST] == 1


def test_fields_stand_in_the_order_of_the_catalogue(county):
    added(county, field="养老服务", position=1)
    added(county, position=1)
    added(county, field="养老服务", position=2, subname="办事指南")
    groups = coverage.by_field(coverage.lines(county.wangshu, ON))
    assert [(group.name, len(group.lines)) for group in groups] == [("养老服务", 2), ("社会救助", 1)]


def test_the_page_shows_sums_states_and_what_is_behind_them(county, column, monkeypatch):
    monkeypatch.setattr(today, "now", lambda: AT)
    full, bare = added(county, column=column), added(county, subname="办事指南", position=2)
    item = public(county, column, "2021-01-04")
    client = browser(county.he)
    page = client.get(ADDRESS).content.decode()
    assert "2项中1项有内容" in page and "未对应" in page and "最低生活保障·办事指南" in page
    assert f"/office/items/matter/{full.pk}/#items" in page
    narrowed = client.get(ADDRESS, {"state": "unmapped"}).content.decode()
    assert f"/office/items/matter/{bare.pk}/" in narrowed
    assert f"/office/items/matter/{full.pk}/" not in narrowed
    assert client.get(ADDRESS, {"state": "nonsense"}).status_code == 200
    behind = client.get(f"/office/items/matter/{full.pk}/").content.decode()
    assert f"/office/items/{item.pk}/" in behind and "在对应的栏目里" in behind
    assert "认作：自信息形成或者变更之日起20个工作日内" in behind


def test_what_was_not_read_of_a_time_limit_is_said(county):
    matter = added(county, time_limit="公示期不少于7日")
    page = browser(county.lin).get(f"/office/items/matter/{matter.pk}/").content.decode()
    assert "“公示期不少于7日”没有认出" in page and "认作" not in page


def test_an_empty_catalogue_says_how_to_begin(county):
    page = browser(county.lin).get(ADDRESS).content.decode()
    assert "还没有标准目录" in page and "下载模板" in page and "导出覆盖情况" not in page


def test_a_supervisor_sees_the_catalogues_of_the_organs_below_and_changes_none(county):
    added(county)
    client = browser(county.fang)
    assert (
        'href="/office/items/matters/wangshu/"'
        in client.get("/office/items/matters/yunchuan/").content.decode()
    )
    page = client.get(ADDRESS).content.decode()
    assert "最低生活保障" in page and "添加事项" not in page
    assert browser(county.ye).get(ADDRESS).status_code == 403


def test_the_workbook_says_the_same_as_the_page(county, column, monkeypatch):
    monkeypatch.setattr(today, "now", lambda: AT)
    added(county, column=column, time_limit="3个工作日内")
    added(county, subname="办事指南", position=2)
    public(county, column, "2021-01-08", "2021-01-04")
    book = openpyxl.load_workbook(BytesIO(browser(county.he).post(f"{ADDRESS}coverage/").content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=3)]
    assert rows[0][:7] == [
        "社会救助",
        1,
        "最低生活保障",
        "审核结果",
        "3个工作日内",
        "社会事务办公室",
        "社会救助",
    ]
    assert rows[0][7:] == [1, "2021-01-08", "2021-01-07", "超期"]
    assert rows[1][7:] == [0, None, None, "未对应"]
    assert (rows[2][0], rows[2][-1]) == ("社会救助合计", "2项中1项有内容")


def test_more_matters_and_items_need_no_more_queries(county, column):
    def asked() -> int:
        with CaptureQueriesContext(connection) as context:
            coverage.lines(county.wangshu, ON)
        return len(context)

    matter = added(county, column=column)
    matters.bind_matters(public(county, column, "2021-01-04"), [matter], user=county.lin, at=AT)
    few = asked()
    for number in range(2, 12):
        other = items.column(county.wangshu, f"栏目{number}")
        matter = added(county, column=other, subname=f"事项{number}", field=f"领域{number % 3}")
        public(county, other, "2021-01-05", title=f"一{number}")
        bound = public(county, column, "2021-01-06", title=f"二{number}")
        matters.bind_matters(bound, [matter], user=county.lin, at=AT)
    assert asked() == few
