"""Open data: what is public and nothing else, stable keys, cursors, ETags, a file for a year."""

import csv
import io
import json

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.parsing.json import read
from gongkai.site.annual_reports import nil_actions
from gongkai.site.disclosure import actions, importing
from tests.cast import AT, browser
from tests.site import items, reports

API = "/api/v1"


def get(address: str, status: int = 200):
    answer = browser().get(f"{API}{address}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_an_item_has_everything_the_page_has(county):
    item = items.published(county)
    found = get(f"/items/{item.pk}")
    assert (found["title"], found["document_number"]) == (item.current.title, "望政发〔2021〕3号")
    assert found["organ"] == "wangshu" and found["validity"] is None
    assert found["text"].startswith("各村（居）民委员会：\n")
    assert found["url"] == f"http://testserver/i/{item.pk}/"
    assert [one["number"] for one in found["versions"]] == [1]


def test_what_is_not_public_is_not_there_and_what_is_withdrawn_is_gone(county):
    draft = items.submitted(county, title="草稿")
    get(f"/items/{draft.item_id}", 404)
    item = items.published(county)
    assert [one["id"] for one in get("/items")["items"]] == [item.pk]
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    assert get(f"/items/{item.pk}", 410) == {"detail": "已撤下：有误"}
    assert get("/items") == {"items": [], "next": None}
    assert browser().get(f"{API}/items/2021.jsonl").getvalue() == b""


@pytest.fixture
def many(county):
    rows = [
        items.ROW | {"标题": f"第{n}号", "原网址": "", "发布时间": f"2018-05-{n % 9 + 1:02} 10:00"}
        for n in range(120)
    ]
    importing.import_items(items.kept_import(county, *rows), user=county.lin, at=AT)


@pytest.mark.parametrize("query", ["organ=wangshu", "year=2018", "q=目录如下"])
def test_a_cursor_leads_through_everything_once(many, query):
    seen, cursor = [], ""
    for _page in range(3):
        found = get(f"/items?{query}&cursor={cursor}")
        seen += [one["id"] for one in found["items"]]
        cursor = found["next"]
    assert cursor is None
    assert len(seen) == len(set(seen)) == 120


def test_a_new_item_does_not_shift_the_next_page(county, many):
    first = get("/items")
    items.published(county)
    second = get(f"/items?cursor={first['next']}")
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}


@pytest.mark.parametrize(
    "query",
    [
        "cursor=x",
        "cursor=OTk5",
        "cursor=MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMHwx",
        "year=1",
        "column=0",
        "organ=%00",
    ],
)
def test_a_parameter_that_is_none_is_refused_in_chinese(db, query):
    assert get(f"/items?{query}", 422)["detail"].startswith("参数不对：")
    assert get("/items?organ=nowhere", 404) == {"detail": "没有找到"}


def test_what_has_not_changed_is_not_sent_again(county):
    item = items.published(county)
    answer = browser().get(f"{API}/items/{item.pk}")
    again = browser().get(f"{API}/items/{item.pk}", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_organs_and_columns(county):
    items.published(county)
    organs = {one["slug"]: one for one in get("/organs")}
    assert organs["wangshu"]["parent"] == "yunchuan" and organs["yunchuan"]["parent"] is None
    (column,) = get("/catalogue/wangshu")
    assert (column["name"], column["items"]) == ("突发公共事件", 1)


def test_a_report_is_the_object_of_the_command_line(county):
    reports.of_wangshu(county)
    (row,) = get("/reports?organ=wangshu")
    assert row["nil"] is False
    assert row["url"] == f"http://testserver{API}/reports/wangshu/2020"
    answer = browser().get(f"{API}/reports/wangshu/2020")
    assert read(answer.content).organ == "望舒镇人民政府"
    get("/reports/wangshu/2021", 404)
    get("/reports/nowhere/2020", 404)


def test_a_nil_report_says_so_beside_its_object(county):
    version = nil_actions.declare_nil(county.wangshu, 2020, user=county.lin, at=AT)
    version = reports.signed_and_published(version, county)
    (row,) = get("/reports?organ=wangshu")
    assert row["nil"] is True
    answer = browser().get(f"{API}/reports/wangshu/2020")
    assert answer.content == kinds.writer("json")(version.reading)


def test_a_year_leaves_as_one_file(many):
    lines = browser().get(f"{API}/items/2018.jsonl").getvalue().decode().splitlines()
    assert len(lines) == 120
    assert json.loads(lines[0])["organ"] == "wangshu"
    rows = list(
        csv.DictReader(io.StringIO(browser().get(f"{API}/items/2018.csv").getvalue().decode("utf-8-sig")))
    )
    assert len(rows) == 120 and rows[0]["title"] == "第0号"
    assert browser().get(f"{API}/items/2018.xml").status_code == 404


def test_no_cell_is_a_formula(county):
    importing.import_items(items.kept_import(county, items.ROW | {"标题": "=1+1"}), user=county.lin, at=AT)
    text = browser().get(f"{API}/items/2018.csv").getvalue().decode("utf-8-sig")
    assert ",'=1+1," in text
