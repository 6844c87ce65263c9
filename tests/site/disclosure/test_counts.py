"""数量登记: typed or from a workbook, blank is not zero, every change told and kept."""

import json
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.site.disclosure import counts
from gongkai.site.disclosure.record_models import Count
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, browser

ADDRESS = "/office/items/counts/wangshu/2020/"
FEES, LICENCES = Count.Kind.FEES.value, Count.Kind.LICENCES.value


def save(county, numbers, year=2020, by=None):
    return counts.save(county.wangshu, year, numbers, user=by or county.lin, at=AT)


def test_what_is_saved_is_added_up_by_kind(county):
    save(
        county,
        {
            ("党政办", LICENCES, 1): Decimal(3),
            ("城建办", LICENCES, 2): Decimal(4),
            ("党政办", FEES, 1): Decimal("7.1234"),
        },
    )
    assert counts.totals(county.wangshu, 2020) == {LICENCES: Decimal(7), FEES: Decimal("7.1234")}
    assert counts.totals(county.wangshu, 2021) == counts.totals(county.tingyu, 2020) == {}


def test_a_blank_is_no_zero(county):
    save(county, {("党政办", LICENCES, 1): Decimal(0)})
    assert counts.totals(county.wangshu, 2020) == {LICENCES: Decimal(0)}
    save(county, {})
    assert counts.totals(county.wangshu, 2020) == {}


def test_the_ledger_keeps_old_and_new_of_what_changed_and_nothing_else(county):
    first = {("党政办", LICENCES, 1): Decimal(3), ("党政办", LICENCES, 2): Decimal(5)}
    save(county, first)
    changed = save(county, first | {("党政办", LICENCES, 2): Decimal(6)})
    assert [(c.old, c.new) for c in changed] == [(Decimal(5), Decimal(6))]
    line = Entry.objects.order_by("number").last()
    assert json.loads(line.detail)["changes"] == [["党政办", LICENCES, 2, "5", "6"]]
    save(county, counts.held(county.wangshu, 2020))
    assert Entry.objects.order_by("number").last() == line


def test_a_month_to_come_and_a_year_that_is_none_are_refused(county):
    with pytest.raises(Refused, match="2月还没有到"):
        save(county, {("党政办", LICENCES, 2): Decimal(1)}, year=2021)
    for year in (2007, 2022):
        with pytest.raises(Refused, match="年度应在"):
            save(county, {}, year=year)


def test_only_who_drafts_counts(county):
    for person in (county.he, county.ye, county.fang):
        with pytest.raises(Forbidden):
            save(county, {}, by=person)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("三", LICENCES, "不是数"),
        ("-1", LICENCES, "0到99999999"),
        ("1.5", LICENCES, "应是整数"),
        ("1e99", LICENCES, "0到99999999"),
        ("NaN", FEES, "0到99999999"),
        ("0.1234567", FEES, "小数超过6位"),
    ],
)
def test_what_is_no_number_is_refused_in_words(text, kind, said):
    with pytest.raises(Refused, match=said):
        counts.number(text, kind)


@pytest.mark.parametrize(
    ("text", "value"), [(" ", None), ("0", Decimal(0)), ("1,200", Decimal(1200)), ("7.10", Decimal("7.1"))]
)
def test_a_number_is_read_as_it_is_typed(text, value):
    assert counts.number(text, FEES) == value


AMOUNTS = st.decimals(0, 99999999, places=6, allow_nan=False)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["甲科", "乙科"]), st.just(FEES), st.integers(1, 12)), AMOUNTS, max_size=8
    )
)
def test_what_a_workbook_is_given_is_read_back(numbers):
    numbers = {key: counts.number(str(value), FEES) for key, value in numbers.items()}
    sections = sorted({section for section, _kind, _month in numbers}) or ["甲科"]
    assert counts.read(counts.workbook(2020, sections, numbers)) == numbers


# The page -----------------------------------------------------------------------------------------


def field(month: int, kind: str = LICENCES) -> str:
    return f"党政办|{kind}|{month}"


def test_numbers_are_typed_and_saved(county):
    client = browser(county.lin)
    assert client.post(ADDRESS, {"sections": "党政办", field(1): "3", field(2): ""}).status_code == 302
    assert counts.held(county.wangshu, 2020) == {("党政办", LICENCES, 1): Decimal(3)}
    assert 'value="3"' in client.get(ADDRESS).content.decode()
    assert field(1) not in browser(county.fang).get(ADDRESS).content.decode()


def test_what_is_wrong_is_marked_and_everything_typed_is_kept(county):
    answer = browser(county.lin).post(ADDRESS, {"sections": "党政办", field(1): "3", field(2): "三"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“三”不是数" in page and 'value="3"' in page and 'value="三"' in page
    assert not Count.objects.exists()


def test_a_section_is_added_without_losing_what_was_typed(county):
    page = (
        browser(county.lin)
        .post(ADDRESS, {"sections": "党政办", field(1): "3", "section": "城建办", "add": "on"})
        .content.decode()
    )
    assert "城建办" in page and 'value="3"' in page
    assert not Count.objects.exists()


def test_a_workbook_fills_the_fields_and_shows_what_differs_before_anything_is_saved(county):
    save(county, {("党政办", LICENCES, 1): Decimal(3)})
    client = browser(county.lin)
    book = openpyxl.load_workbook(BytesIO(client.post(f"{ADDRESS}file/").content))
    book.active["C2"], book.active["D2"] = 4, 9
    out = BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "数量.xlsx"
    page = client.post(ADDRESS, {"file": out}).content.decode()
    assert "还没有保存" in page and "原3" in page and 'value="9"' in page
    assert counts.totals(county.wangshu, 2020) == {LICENCES: Decimal(3)}


def test_a_workbook_that_is_none_is_refused_naming_the_row(county):
    book = openpyxl.Workbook()
    book.active.append(["科室", "事项", "1月", "合计"])
    book.active.append(["党政办", "行政许可（件）", 3, 5])
    out = BytesIO()
    book.save(out)
    with pytest.raises(Refused, match="第2行：各月相加是3，合计写的是5"):
        counts.read(out.getvalue())
    for data in (b"", b"PK", b"text"):
        with pytest.raises(Refused):
            counts.read(data)
