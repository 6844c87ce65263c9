"""Normative documents, interpretations, adoptions: validity, and the stock counted from records."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.law.normative import QUESTIONS
from gongkai.site.disclosure import actions, column_actions, importing, stock
from gongkai.site.disclosure.models import Item, Validity
from gongkai.site.disclosure.record_models import Adoption
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, ON, browser
from tests.site import items

DAY = timedelta(days=1)


def document(county, **fields) -> Item:
    return items.published(county, normative=True, **fields)


@pytest.mark.parametrize(
    ("fields", "validity"),
    [
        ({}, Validity.IN_FORCE),
        ({"effective_on": ON + DAY}, Validity.NOT_YET),
        ({"expires_on": ON}, Validity.IN_FORCE),
        ({"expires_on": ON - DAY}, Validity.LAPSED),
    ],
)
def test_validity_follows_from_the_dates(county, fields, validity):
    assert document(county, **fields).validity_on(ON) == validity


def test_what_is_no_normative_document_has_no_validity(county):
    assert items.published(county).validity_on(ON) is None


def test_a_document_that_another_repeals_says_so_and_stays_readable(county):
    old = document(county, title="旧办法")
    new = document(county, title="新办法", document_number="")
    actions.repeal(old, on=ON, by=new, user=county.lin, at=AT)
    old.refresh_from_db()
    assert (old.validity_on(ON - DAY), old.validity_on(ON)) == (Validity.IN_FORCE, Validity.REPEALED)
    page = browser().get(f"/i/{old.pk}/").content.decode()
    assert "已废止" in page and "新办法" in page
    with pytest.raises(Refused, match="已于2021-01-20废止"):
        actions.repeal(old, on=ON, by=new, user=county.lin, at=AT)


def test_what_is_no_document_is_not_repealed_nor_by_itself_nor_before_it_was(county):
    with pytest.raises(Refused, match="不是已公布的规范性文件"):
        actions.repeal(items.published(county), on=ON, by=None, user=county.lin, at=AT)
    made = document(county, title="办法")
    with pytest.raises(Refused, match="不能废止自己"):
        actions.repeal(made, on=ON, by=made, user=county.lin, at=AT)
    with pytest.raises(Refused, match="不能早于文件形成"):
        actions.repeal(made, on=date(2020, 12, 31), by=None, user=county.lin, at=AT)


def test_the_stock_of_a_year_is_counted_from_records(county):
    old = document(county, title="甲办法")
    document(county, title="乙办法", expires_on=date(2022, 6, 30))
    document(county, title="丙办法")
    items.submitted(county, title="内部规则", normative=True)
    actions.repeal(old, on=date(2022, 3, 1), by=None, user=county.lin, at=AT)
    of = {one.year: one for one in stock.by_year(county.wangshu, 2022)}
    assert of[2021] == stock.Stock(2021, made=4, disclosed=3, ended=0, in_force=3)
    assert of[2022] == stock.Stock(2022, made=0, disclosed=0, ended=2, in_force=1)
    assert stock.of_year(county.wangshu, 2022) == of[2022]


def test_a_document_binds_through_its_last_day_and_the_year_that_ends_with_it(county):
    made = document(county, expires_on=date(2021, 12, 31))
    assert made.validity_on(date(2021, 12, 31)) == Validity.IN_FORCE
    assert stock.of_year(county.wangshu, 2021).in_force == 1
    assert stock.of_year(county.wangshu, 2022).in_force == 0


def test_another_organs_documents_are_not_counted(county):
    document(county)
    assert stock.of_year(county.tingyu, 2021) == stock.Stock(2021, 0, 0, 0, 0)


def test_an_interpretation_and_its_document_lead_to_each_other(county):
    made = document(county, title="消防通道管理办法")
    told = items.published(county, title="一图读懂", document_number="")
    actions.bind_interpretation(told, made, user=county.lin, at=AT)
    assert f'href="/i/{told.pk}/"' in browser().get(f"/i/{made.pk}/").content.decode()
    assert f'href="/i/{made.pk}/"' in browser().get(f"/i/{told.pk}/").content.decode()
    actions.withdraw(told, reason="有误", user=county.lin, at=AT)
    assert f"/i/{told.pk}/" not in browser().get(f"/i/{made.pk}/").content.decode()


def test_a_document_that_is_not_public_is_not_interpreted(county):
    told = items.published(county)
    draft = items.draft(county, title="草稿").item
    with pytest.raises(Refused, match="没有公布"):
        actions.bind_interpretation(told, draft, user=county.lin, at=AT)
    answer = browser(county.lin).post(f"/office/items/{told.pk}/interprets/", {"document": draft.pk})
    assert answer.status_code == 422
    assert f"没有编号为{draft.pk}的公开信息" in answer.content.decode()


def test_an_adoption_is_no_disclosure(county):
    actions.record_adoption(county.wangshu, "春耕做法", adopter="县政府办公室", on=ON, user=county.lin, at=AT)
    assert (Adoption.objects.count(), Item.objects.count()) == (1, 0)
    with pytest.raises(Refused, match="今天之后"):
        actions.record_adoption(county.wangshu, "明天", adopter="县政府", on=ON + DAY, user=county.lin, at=AT)
    with pytest.raises(Forbidden):
        actions.record_adoption(county.wangshu, "x", adopter="y", on=ON, user=county.ye, at=AT)


def test_the_questions_say_what_it_is(county):
    client = browser(county.lin)
    page = client.get("/office/items/is-normative/").content.decode()
    assert "是规范性文件</p>" not in page
    yes = {question.code: "yes" if question.speaks_for else "no" for question in QUESTIONS}
    assert "是规范性文件</p>" in client.get("/office/items/is-normative/", yes).content.decode()
    none = client.get("/office/items/is-normative/", yes | {"internal": "yes"}).content.decode()
    assert "不是规范性文件</p>" in none and "属于内部管理文件" in none
    part = client.get("/office/items/is-normative/", {"organ": "yes"}).content.decode()
    assert "规范性文件</p>" not in part.replace("是不是规范性文件", "")


# Taking over --------------------------------------------------------------------------------------


def test_what_was_public_elsewhere_is_public_here_at_its_time_and_its_old_address_leads_here(county):
    kept = items.kept_import(county)
    assert importing.import_items(kept, user=county.lin, at=AT) == 1
    item = Item.objects.public().get()
    assert item.index_number == "wangshu/2018-00001"
    assert (item.published_at.isoformat(), item.imported_at) == ("2018-05-04T02:30:00+00:00", AT)
    assert item.column.name == "统计信息"
    answer = browser().get("/art/2018/5/4/art_12.html?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/i/{item.pk}/")
    assert browser().get("/art/2018/5/4/art_12.html").status_code == 404


def test_a_dry_run_changes_nothing_and_says_what_is_wrong_with_each_row(county):
    rows = [
        items.ROW,
        items.ROW | {"标题": ""},
        items.ROW | {"发布时间": "昨天"},
        items.ROW | {"标题": "另一份", "形成日期": "2018年5月"},
        items.ROW | {"标题": "再一份", "正文": ""},
        items.ROW | {"标题": "将来的", "发布时间": "2999-01-01 09:00"},
        items.ROW | {"标题": "太长的", "内容概述": "长" * 501},
    ]
    kept = items.kept_import(county, *rows)
    page = browser(county.lin).get(f"/office/items/imports/{kept.pk}/").content.decode()
    for said in (
        "没有标题",
        "没有发布时间",
        "不是“2020-01-04”样子的日期",
        "没有正文",
        "在今天之后",
        "超过500字",
    ):
        assert said in page
    assert not Item.objects.exists()
    assert importing.import_items(kept, user=county.lin, at=AT) == 1


def test_nothing_is_taken_over_twice(county):
    importing.import_items(items.kept_import(county), user=county.lin, at=AT)
    again = items.kept_import(county)
    with pytest.raises(Refused, match="没有可以收录的新信息"):
        importing.import_items(again, user=county.lin, at=AT)
    kept = items.kept_import(county, items.ROW | {"标题": "另一份"})
    importing.import_items(kept, user=county.lin, at=AT)
    with pytest.raises(Refused, match="已经收录"):
        importing.import_items(kept, user=county.lin, at=AT)
    assert Item.objects.count() == 2


def test_a_workbook_is_read_by_the_names_in_its_first_row(county, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append([*items.ROW, "无关"])
    book.active.append([*items.ROW.values(), "x"])
    path = tmp_path / "旧站.xlsx"
    book.save(path)
    kept = importing.keep(county.wangshu, path.read_bytes(), path.name, user=county.lin, at=AT)
    importing.import_items(kept, user=county.lin, at=AT)
    assert Item.objects.get().current.title == items.ROW["标题"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"[", b"PK\x03\x04", b"\xff" * 50, b"[" * 5000])
def test_a_file_that_is_none_is_refused_in_words(county, data):
    with pytest.raises(Refused):
        importing.keep(county.wangshu, data, "x", user=county.lin, at=AT)


TEXTS = st.text(max_size=12) | st.none() | st.integers() | st.lists(st.text(max_size=2), max_size=2)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(list(importing.FIELDS)), TEXTS))
def test_whatever_stands_in_a_row_is_taken_or_refused(row):
    try:
        made = importing._row(1, items.ROW | row, AT)
    except Refused:
        return
    assert made.content == replace(made.content)
    assert made.content.title and made.content.body and made.column


def test_what_holds_a_persons_number_is_not_taken_over(county):
    body = "补助发放：张某，身份证号11010519491231002X。"
    kept = items.kept_import(county, items.ROW | {"正文": body}, items.ROW | {"标题": "干净的一份"})
    with kept.file.open() as file:
        plan = importing.plan(county.wangshu, importing.read(file.read()), at=AT)
    assert [row.content.title for row in plan.rows] == ["干净的一份"]
    ((line, problem),) = plan.problems
    assert line == 1 and "正文" in problem and "身份证号" in problem and "1949" not in problem


def test_a_registration_number_is_one_of_normative_documents_and_found_by_itself(county, client):
    with pytest.raises(Refused, match="统一登记号只用于规范性文件"):
        items.draft(county, registration_number="望规〔2021〕001-01")
    item = items.published(county, normative=True, registration_number="望规[2021]001-01")
    assert item.current.registration_number == "望规〔2021〕001-01"
    assert "望规〔2021〕001-01" in client.get(f"/i/{item.pk}/").content.decode()
    assert [hit.item for hit in client.get("/search/?q=望规〔2021〕001-01").context["page"]] == [item]


def test_of_columns_with_one_name_the_one_above_is_asked_for(county):
    for above in ("甲", "乙"):
        top = column_actions.add_column(county.wangshu, above, user=county.lin, at=AT)
        column_actions.add_column(county.wangshu, "统计信息", parent=top, user=county.lin, at=AT)
    kept = items.kept_import(county, items.ROW, items.ROW | {"标题": "二", "栏目": "甲·统计信息"})
    with kept.file.open() as file:
        plan = importing.plan(county.wangshu, importing.read(file.read()), at=AT)
    assert [row.content.title for row in plan.rows] == ["二"]
    assert "请连上级栏目一起写" in plan.problems[0][1]
    importing.import_items(kept, user=county.lin, at=AT)
    assert Item.objects.get().column.path_name == "甲·统计信息"


def test_a_row_that_stands_twice_in_a_file_is_taken_over_once(county):
    kept = items.kept_import(county, items.ROW, items.ROW | {"原网址": ""})
    assert importing.import_items(kept, user=county.lin, at=AT) == 1
