"""年报汇编: a line an organ, sums that agree, and whoever is missing is named."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report import aggregation
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.annual_reports.sheets import collection
from gongkai.site.organs.models import Organ, OrganName
from tests.annual_report.build import sample_cells, sample_report
from tests.cast import ON, appointed, browser, user
from tests.site import reports

HEADS = 4
BLANK, UNREAD = "disclosure.licences.decisions", "disclosure.licences.items_last_year"


def named():
    return Organ.objects.named(ON)


@pytest.fixture
def two(county):
    """望舒镇's report prints a row split; 听雨镇's leaves a cell blank, one was not read. 云川县 has none."""
    split = sample_report("2019", "beijing_2020")
    reports.of_wangshu(county, split)
    whole = sample_report(organ="听雨镇人民政府", signed_by="听雨镇人民政府")
    version = reports.published(county.tingyu, county.ye, county.gu, whole)
    kept = {**sample_cells(whole.form), BLANK: None}
    del kept[UNREAD]
    version.hold(replace(whole, cells=kept, marks={BLANK: "blank"}))
    version.save()
    return county


def book(of: str = collection.CURRENT):
    data, count = collection.collected(named(), 2020, of)
    return openpyxl.load_workbook(BytesIO(data)), count


def test_a_line_an_organ_and_the_sums_are_those_of_the_reports(two):
    found, count = book()
    assert count == 2
    readings = [one.current.reading for one in AnnualReport.objects.published().filter(year=2020)]
    total = aggregation.total(readings)
    checked = 0
    for sheet in found.worksheets[1:]:
        rows = list(sheet.iter_rows(values_only=True))
        ids, names = rows[HEADS - 1], [row[0] for row in rows[HEADS:]]
        assert names == ["望舒镇人民政府", "听雨镇人民政府", "合计（公式）", "合计（数值）"]
        for column, id in enumerate(ids[1:], start=1):
            values = [row[column] for row in rows[HEADS : HEADS + 2]]
            letter = openpyxl.utils.get_column_letter(column + 1)
            assert rows[-2][column] == f"=SUM({letter}5:{letter}6)"
            added = sum(Decimal(str(value)) for value in values if value not in (None, "未读出"))
            assert Decimal(str(rows[-1][column])) == added, id
            if id in total.cells:
                assert added == total.cells[id], id
                checked += 1
            else:
                assert "未读出" in values
    assert checked > 180


def test_a_blank_is_left_blank_and_what_was_not_read_says_so(two):
    found, _count = book()
    rows = list(found.worksheets[1].iter_rows(values_only=True))
    shown = {id: rows[HEADS + 1][rows[HEADS - 1].index(id)] for id in (BLANK, UNREAD)}
    assert shown == {BLANK: None, UNREAD: "未读出"}


def test_who_is_missing_is_named_with_the_reason(two):
    found, _count = book()
    rows = {row[0]: row[1:3] for row in found.worksheets[0].iter_rows(values_only=True) if row[0]}
    assert rows["云川县人民政府"] == ("未公布", "没有公布这一年度的报告")
    assert rows["望舒镇人民政府"] == ("已公布未接收", None)
    assert (rows["应报"][0], rows["列入"][0], rows["未列入"][0]) == (3, 2, 1)
    page = browser(two.fang).get("/office/reports/collection/2020/").content.decode()
    assert "云川县人民政府" in page.split('id="missing"')[1]


def test_a_name_is_no_formula_on_any_sheet(two):
    OrganName.objects.filter(organ__in=[two.wangshu, two.yunchuan]).update(name="=1+1")
    found, _count = book()
    named = [cell for sheet in found for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(named) > 2 and {cell.data_type for cell in named} == {"s"}


def test_of_what_is_accepted_nothing_else_is_in(two):
    report = AnnualReport.objects.get(organ=two.wangshu, year=2020)
    report.accepted = report.current
    report.save()
    found, count = book(collection.ACCEPTED)
    rows = list(found.worksheets[1].iter_rows(values_only=True))
    assert (count, len(rows), rows[HEADS][0]) == (1, HEADS + 3, "望舒镇人民政府")
    told = {row[0]: row[1:3] for row in found.worksheets[0].iter_rows(values_only=True) if row[0]}
    assert told["听雨镇人民政府"] == ("已公布未接收", "报告已公布，还没有接收")


def test_a_draft_is_in_no_collection(county):
    reports.draft(county.wangshu, county.lin)
    assert book()[1] == 0


def test_the_workbook_holds_only_the_organs_one_may_see(two):
    client = browser(appointed(user("ta", "他"), two.tingyu, "handler"))
    answer = client.post("/office/reports/collection/2020/", {"export": "xlsx", "of": "current"})
    found = openpyxl.load_workbook(BytesIO(answer.content))
    assert "望舒镇" not in str([list(sheet.iter_rows(values_only=True)) for sheet in found.worksheets])


def test_a_year_without_a_common_form_is_refused(county):
    answer = browser(county.fang).post("/office/reports/collection/2018/", {"export": "xlsx"})
    assert answer.status_code == 422 and "2018年还没有统一格式" in answer.content.decode()


def test_more_reports_need_no_more_queries(two):
    with CaptureQueriesContext(connection) as all_three:
        collection.collected(named(), 2020, collection.CURRENT)
    with CaptureQueriesContext(connection) as none:
        collection.collected(named(), 2019, collection.CURRENT)
    assert len(all_three) == len(none) == 3
