"""Lists of the office: sorted by their heads, in pages that keep filters, exported as they are shown."""

import csv
import json
from datetime import date
from io import BytesIO, StringIO
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from gongkai.annual_report import kinds
from gongkai.site import lists
from gongkai.site.disclosure import actions, column_actions
from gongkai.site.ledger.models import Entry
from gongkai.site.organs import registers
from tests.cast import AT, ON, browser
from tests.site import items, questions, reports

REGISTER = "/office/items/"
ADOPTIONS = "/office/items/adoptions/wangshu/"


def titles(person, address: str) -> list[str]:
    return [getattr(row, "newest", row).title for row in browser(person).get(address).context["list"].page]


def workbook(answer) -> list[list[object]]:
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def lines(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"))))


def adopted(county, title: str, on: date = ON) -> None:
    actions.record_adoption(county.wangshu, title, adopter="县政府办", on=on, user=county.lin, at=AT)


def three(county) -> None:
    for title, day in (("乙", date(2021, 1, 5)), ("甲", date(2021, 1, 6)), ("丙", date(2021, 1, 4))):
        items.draft(county, title=title, document_number="", formed_on=day)


def test_a_head_sorts_up_then_down_and_says_so(county):
    three(county)
    assert titles(county.lin, REGISTER) == ["丙", "甲", "乙"]
    assert titles(county.lin, f"{REGISTER}?sort=due") == ["丙", "乙", "甲"]
    assert titles(county.lin, f"{REGISTER}?sort=-due") == ["甲", "乙", "丙"]
    page = browser(county.lin).get(f"{REGISTER}?sort=due&stage=draft").content.decode()
    assert 'aria-sort="ascending"><a href="?sort=-due&amp;stage=draft"' in page
    assert page.count("aria-sort") == 1
    assert '<input type="hidden" name="sort" value="due">' in page


@pytest.mark.parametrize("sort", ["nonsense", "-", "body", "item__organ", "--due", "organ"])
def test_sorting_by_what_is_no_head_of_the_page_is_ignored(county, sort):
    three(county)
    assert titles(county.lin, f"{REGISTER}?sort={sort}") == ["丙", "甲", "乙"]


def test_what_has_no_value_stands_last_in_both_directions(county):
    items.draft(county, title="没有栏目", document_number="")
    other = items.draft(county, title="有栏目", document_number="")
    first = other.item.versions.model.objects.get(title="没有栏目")
    first.item.column = None
    first.item.save()
    for sort in ("column", "-column"):
        assert titles(county.lin, f"{REGISTER}?sort={sort}") == ["有栏目", "没有栏目"]


def test_rows_that_are_alike_keep_their_order_from_page_to_page(county, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    for number in range(5):
        adopted(county, f"信息{number}")
    found = []
    for page in (1, 2, 3):
        listing = browser(county.lin).get(f"{ADOPTIONS}?sort=on&page={page}").context["list"]
        found += [row.title for row in listing.page]
    assert found == [f"信息{number}" for number in (4, 3, 2, 1, 0)]


def test_a_page_keeps_filter_and_order_and_a_new_order_begins_at_the_first(county, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 1)
    for title in ("甲", "乙", "丙"):
        adopted(county, title)
    page = browser(county.lin).get(f"{ADOPTIONS}?year=2021&sort=title&page=2").content.decode()
    assert 'rel="next" href="?year=2021&amp;sort=title&amp;page=3"' in page
    assert 'rel="prev" href="?year=2021&amp;sort=title"' in page
    assert 'href="?year=2021&amp;sort=-title"' in page
    assert 'action="?year=2021&amp;sort=title&amp;page=2"' in page
    assert "共 3 条" in page


def test_what_was_typed_into_a_filter_stays_there(county):
    page = browser(county.lin).get(f"{REGISTER}?q=修路&stage=review").content.decode()
    assert 'value="修路"' in page
    assert '<option value="review" selected>' in page


def test_a_workbook_holds_what_is_filtered_in_its_order_with_days_as_days(county):
    three(county)
    items.submitted(county, title="送审的", document_number="")
    answer = browser(county.lin).post(f"{REGISTER}?stage=draft&sort=due", {"export": "xlsx"})
    assert f"filename*=utf-8''{quote('信息登记簿')}" in answer["Content-Disposition"]
    head, *rows = workbook(answer)
    assert head[:3] == ["标题", "发文字号", "栏目"]  # one organ: no column for it
    assert [row[0] for row in rows] == ["丙", "乙", "甲"]
    formed = head.index("形成日期")
    assert rows[0][formed].date() == date(2021, 1, 4)  # type: ignore[union-attr]
    assert rows[0][head.index("状态")] == "起草"


def test_who_sees_several_organs_exports_their_names_too(county):
    three(county)
    head, *rows = workbook(browser(county.fang).post(REGISTER, {"export": "xlsx"}))
    assert {row[head.index("机关")] for row in rows} == {"望舒镇"}


def test_an_export_ends_where_the_eyes_of_the_person_end(county):
    three(county)
    assert len(workbook(browser(county.ye).post(REGISTER, {"export": "xlsx"}))) == 1
    assert browser(county.ye).post(ADOPTIONS, {"export": "csv"}).status_code == 403


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_text_becomes_a_formula(county, kind):
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "#REF!", "平常", "\x0b断行"]
    for title in evil:
        adopted(county, title)
    answer = browser(county.lin).post(f"{ADOPTIONS}?sort=title", {"export": kind})
    if kind == "csv":
        found = {row[0] for row in lines(answer)[1:]}
        assert {"'=1+1", "'+1", "'-1", "'@SUM(A1)", "#REF!", "平常", "断行"} == found
    else:
        sheet = load_workbook(BytesIO(answer.getvalue())).active
        cells = [row[0] for row in sheet.iter_rows(min_row=2)]
        assert {cell.value for cell in cells} == {*evil[:-1], "断行"}
        assert {cell.data_type for cell in cells} == {"s"}


def test_csv_opens_in_chinese_and_has_plain_days(county):
    adopted(county, "春耕生产情况")
    answer = browser(county.lin).post(ADOPTIONS, {"export": "csv"})
    assert answer.getvalue().startswith(b"\xef\xbb\xbf")
    answer = browser(county.lin).post(ADOPTIONS, {"export": "csv"})
    assert lines(answer) == [["标题", "采用单位", "采用日期"], ["春耕生产情况", "县政府办", "2021-01-20"]]


def test_an_export_is_one_line_of_the_ledger_and_a_page_is_none(county):
    three(county)
    before = Entry.objects.count()
    browser(county.lin).get(f"{REGISTER}?stage=draft")
    browser(county.lin).get(f"{REGISTER}?export=xlsx")
    assert Entry.objects.count() == before
    browser(county.lin).post(f"{REGISTER}?stage=draft&sort=-due&other=x&page=2", {"export": "csv"}).getvalue()
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert (line.room, line.act, line.user) == ("disclosure", "exported", county.lin)
    filters = {"stage": "draft", "sort": "-due"}
    told = {"list": "信息登记簿", "of": "", "filters": filters, "kind": "csv", "rows": 3}
    assert json.loads(line.detail) == told
    assert "导出" in browser(county.shen).get("/office/ledger/").content.decode()


def test_too_many_rows_are_refused_with_a_sentence_and_no_line(county, monkeypatch):
    monkeypatch.setattr(lists, "MOST", 2)
    three(county)
    client = browser(county.lin)
    before = Entry.objects.filter(act="exported").count()
    answer = client.post(f"{REGISTER}?stage=draft", {"export": "xlsx"}, follow=True)
    assert answer.redirect_chain == [(f"{REGISTER}?stage=draft", 302)]
    assert "这份清单有3条，一次最多导出2条。请先筛选，再分几次导出。" in answer.content.decode()
    assert Entry.objects.filter(act="exported").count() == before


def test_a_list_takes_no_other_post(county):
    assert browser(county.lin).post(REGISTER, {"title": "x"}).status_code == 405
    strict = browser(county.lin)
    strict.handler.enforce_csrf_checks = True
    assert strict.post(REGISTER, {"export": "xlsx"}).status_code == 403


def test_documents_are_narrowed_by_whether_they_bind(county):
    for title, fields in (
        ("现行", {}),
        ("将来", {"effective_on": date(2999, 1, 1)}),
        ("期满", {"expires_on": date(2021, 2, 1)}),
    ):
        items.published(county, title=title, document_number="", normative=True, **fields)

    def found(query: str) -> set[str]:
        page = browser(county.lin).get(f"/office/items/normative/wangshu/?{query}")
        return {item.current.title for item in page.context["list"].page}

    assert found("validity=binding") == {"现行"}
    assert found("validity=not_yet") == {"将来"}
    assert found("validity=ended") == {"期满"}
    assert found("q=期") == {"期满"}
    rows = lines(browser(county.lin).post("/office/items/normative/wangshu/?q=期", {"export": "csv"}))
    assert rows[1][0] == "期满" and "已失效" in rows[1]


def test_what_is_withheld_is_narrowed_by_ground_and_by_the_day_to_look_again(county):
    for title, ground, again in (
        ("讨论稿", "process", date(2021, 6, 1)),
        ("人事", "internal", date(2999, 1, 1)),
    ):
        version = items.submitted(
            county, title=title, document_number="", klass="withheld", ground=ground,
            ground_note="内部", reexamine_on=again,
        )  # fmt: skip
        items.passed(county, version)

    def found(query: str) -> list[str]:
        return titles(county.lin, f"/office/items/withheld/wangshu/?{query}")

    assert found("") == ["讨论稿", "人事"]
    assert found("sort=-due") == ["人事", "讨论稿"]
    assert found("ground=process") == ["讨论稿"]
    assert found("due=now") == ["讨论稿"]
    assert found("klass=on_request") == []


def test_organs_are_narrowed_by_kind_and_name(county):
    def found(query: str) -> list[str]:
        page = browser(county.fang).get(f"/office/organs/?{query}")
        return [organ.slug for organ in page.context["list"].page]

    assert found("kind=town&sort=-name") == sorted(found("kind=town"), reverse=True)
    assert found("kind=government") == ["yunchuan"]
    assert found("q=听雨") == ["tingyu"]
    assert found("kind=nonsense") == ["yunchuan", "wangshu", "tingyu"]


def test_two_registers_on_a_page_are_sorted_and_exported_apart(county):
    for title, people in (("培训", 40), ("例会", 9)):
        registers.record_gathering(
            county.wangshu, user=county.lin, today=ON, kind="meeting", on=ON, title=title, people=people
        )
    place = registers.open_place(county.wangshu, user=county.lin, on=ON, name="档案馆", address="一号")
    registers.hand_over(place, user=county.lin, today=ON, on=ON, count=7)
    address = "/office/organs/wangshu/registers/?gatherings-sort=people&year=2021"
    page = browser(county.zhou).get(address)
    assert [one.title for one in page.context["gatherings"].page] == ["例会", "培训"]
    assert 'name="gatherings-export"' in page.content.decode()
    rows = workbook(browser(county.zhou).post(address, {"gatherings-export": "xlsx"}))
    assert [row[3] for row in rows] == ["人数", 9, 40]
    rows = workbook(browser(county.zhou).post(address, {"hand-overs-export": "xlsx"}))
    assert rows[1][1:3] == ["档案馆", 7]


def test_reports_are_narrowed_by_year_and_state(county):
    reports.of_wangshu(county)
    reports.draft(county.tingyu, county.ye, accepted=["organ"])

    def found(query: str) -> list[str]:
        page = browser(county.fang).get(f"/office/reports/?{query}")
        return [report.organ.slug for report in page.context["list"].page]

    assert found("state=published") == ["wangshu"]
    assert found("state=draft") == ["tingyu"]
    assert found("year=2020&sort=-organ") == ["tingyu", "wangshu"]
    rows = workbook(browser(county.fang).post("/office/reports/?sort=organ", {"export": "xlsx"}))
    assert rows[1][:3] == ["望舒镇人民政府", 2020, "已公布第1版"]
    assert rows[2][2:] == ["有草稿", None]


def test_the_ledger_is_narrowed_by_room_act_person_and_day(county, clock):
    adopted(county, "信息")
    client = browser(county.shen)

    def found(query: str) -> set[str]:
        return {line.act for line in client.get(f"/office/ledger/?{query}").context["list"].page}

    today = clock.at.astimezone(AT.tzinfo).date().isoformat()
    assert found("room=disclosure") == {"adoption_recorded"}
    assert found("act=established") == {"established"}
    assert found("person=林晓&room=disclosure") == {"adoption_recorded"}
    assert found("person=方舟") == set()
    assert found(f"room=disclosure&since={today}&until={today}") == {"adoption_recorded"}
    assert found("until=2001-01-01") == set()
    assert "adoption_recorded" in found("since=二〇二一年")
    rows = lines(client.post("/office/ledger/?room=disclosure", {"export": "csv"}))
    assert rows[1][3] == "登记采用" and len(rows[1][-1]) == 64
    assert browser(county.lin).post("/office/ledger/", {"export": "csv"}).status_code == 403


ALL = [
    REGISTER,
    ADOPTIONS,
    "/office/items/normative/wangshu/",
    "/office/items/withheld/wangshu/",
    "/office/items/import/wangshu/",
    "/office/organs/",
    "/office/reports/",
    "/office/reports/findings/2021/",
    "/office/reports/batches/",
]


def cost(client, address: str, kind: str) -> int:
    with CaptureQueriesContext(connection) as context:
        answer = client.post(f"{address}?sort=-title", {"export": kind}) if kind else client.get(address)
        assert answer.status_code == 200
        answer.getvalue()
    return len(context)


@pytest.mark.parametrize("kind", ["", "xlsx", "csv"])
def test_neither_a_list_nor_its_export_needs_more_queries_for_more_rows(county, kind):
    client, auditor = browser(county.lin), browser(county.shen)

    def stock(numbers: range) -> None:
        for number in numbers:
            title = f"第{number}号"
            adopted(county, title)
            items.published(county, title=title, document_number="", normative=True)
            hidden = {"klass": "withheld", "ground": "process", "ground_note": "讨论稿"}
            items.passed(county, items.submitted(county, title=title, document_number="", **hidden))
            items.kept_import(county, items.ROW | {"标题": title})
            registers.record_gathering(
                county.wangshu, user=county.lin, today=ON, kind="meeting", on=ON, title=title, people=1
            )

    def costs() -> dict[str, int]:
        found = {address: cost(client, address, kind) for address in ALL}
        return found | {"ledger": cost(auditor, "/office/ledger/", kind)}

    stock(range(2))
    costs()
    few = costs()
    stock(range(2, 9))
    assert costs() == few


def test_what_is_worked_out_is_sorted_and_exported_too(county):
    """The state of a column is derived: the list is no query, and does what the others do."""
    for name, section in (("乙栏", "民政办"), ("甲栏", ""), ("丙栏", "财政所")):
        column = column_actions.add_column(county.wangshu, name, user=county.lin, at=AT)
        if section:
            terms = {"longest_age": 30, "warning_age": None, "fewest_items": None}
            column_actions.set_terms(column, **terms, section=section, user=county.lin, at=AT)

    def sections(query: str) -> list[str]:
        page = browser(county.lin).get(f"/office/items/health/?{query}").context["list"].page
        return [one.column.section for one, _name in page]

    assert sections("sort=section") == [*sorted(["民政办", "财政所"]), ""]
    assert sections("sort=-section") == [*sorted(["民政办", "财政所"], reverse=True), ""]
    answer = browser(county.lin).post("/office/items/health/?state=empty&sort=column", {"export": "csv"})
    assert [row[0] for row in lines(answer)] == ["栏目", "丙栏", "乙栏"]
    line = Entry.objects.order_by("number").last()
    assert (line.act, json.loads(line.detail)["rows"]) == ("exported", 2)


def test_questions_are_sorted_and_exported_for_who_sees_them(county):
    questions.asked(county, "二号问题怎么办理")
    questions.asked(county, "一号问题怎么办理")
    answer = browser(county.lin).post("/office/items/questions/?sort=title", {"export": "csv"})
    assert [row[0] for row in lines(answer)[1:]] == ["一号问题怎么办理", "二号问题怎么办理"]
    assert len(lines(browser(county.ye).post("/office/items/questions/", {"export": "csv"}))) == 1


def test_a_workbook_in_a_layout_of_its_own_leaves_a_line_too(county):
    leaving = {
        "/office/items/counts/wangshu/2020/file/": "2020年数量登记",
        "/office/items/matters/wangshu/file/": "政务公开标准目录",
        "/office/items/matters/wangshu/coverage/": "政务公开标准目录覆盖情况",
    }
    for address, name in leaving.items():
        assert browser(county.lin).get(address).status_code == 405
        answer = browser(county.lin).post(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, kinds.MEDIA_TYPES["xlsx"])
        line = Entry.objects.order_by("number").last()
        assert (line.room, line.act, line.user) == ("disclosure", "exported", county.lin)
        told = {"list": name, "of": "望舒镇人民政府", "filters": {}, "kind": "xlsx", "rows": 0}
        assert json.loads(line.detail) == told
