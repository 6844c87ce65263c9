"""自查情况表: each figure is a count of records of the quarter, and opens to exactly those."""

import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.annual_reports.sheets import figures, prescribed, self_check
from gongkai.site.applications.models import Application
from gongkai.site.disclosure import actions, column_actions, counts
from gongkai.site.disclosure.models import Item
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span, quarter
from tests.cast import AT, ON, appointed, browser, establish, user
from tests.site import cases, catalogue, items, questions

FIRST = Span(date(2021, 1, 1), date(2021, 3, 31))
ADDRESS = "/office/reports/self-check/wangshu/2021/1/"


def named(organ: Organ) -> Organ:
    return Organ.objects.named(ON).get(pk=organ.pk)


def sheet(county, span=FIRST):
    return self_check.of_organ(named(county.wangshu), 2021, 1, span)


def part(county, kind: str, span=FIRST):
    """The part of a kind, by the order of the form."""
    kinds = [one.kind for one in prescribed.form_for(self_check.FILE, county.wangshu).sections]
    return sheet(county, span).parts[kinds.index(kind)]


def line(found, label: str) -> list:
    return next([cell.value for cell in one.cells] for one in found.lines if label in one.stubs)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(1, "01-01", "03-31"), (2, "04-01", "06-30"), (3, "07-01", "09-30"), (4, "10-01", "12-31")],
)
def test_a_quarter_is_three_months(number, first, last):
    span = quarter(2020, number, ON)
    assert (span.first.isoformat(), span.last.isoformat()) == (f"2020-{first}", f"2020-{last}")
    assert not span.running


def test_the_running_quarter_goes_to_today_and_one_to_come_is_refused():
    assert quarter(2021, 1, ON) == Span(date(2021, 1, 1), ON, running=True)
    assert not quarter(2020, 4, date(2021, 1, 1)).running
    with pytest.raises(ValueError, match="2021-04-01"):
        quarter(2021, 2, ON)


def test_items_count_in_their_column_in_the_quarter_they_became_public(county):
    item = items.published(county)
    for number, at in enumerate(("2020-12-31 23:59", "2021-03-31 23:59", "2021-04-01 00:00")):
        other = catalogue.public(county, item.column, "2020-12-01 10:00", title=f"第{number}条")
        moment = datetime.fromisoformat(at).replace(tzinfo=cases.CHINA)
        Item.objects.filter(pk=other.pk).update(published_at=moment)
    published, total, newest, on_time, late, withdrawn = line(part(county, "columns"), item.column.name)
    assert (published, total, newest) == (2, 3, date(2021, 3, 31))
    assert (on_time, late, withdrawn) == (1, 0, 0)  # what was taken over has no term
    assert line(part(county, "columns"), "合计")[:3] == [2, 3, date(2021, 3, 31)]


def test_late_is_published_after_the_term_of_twenty_working_days(county):
    late = items.published(county, formed_on=date(2020, 11, 2), title="迟到的通知")
    assert late.current.due_on < ON
    _published, _total, _newest, on_time, is_late, _withdrawn = line(
        part(county, "columns"), late.column.name
    )
    assert (on_time, is_late) == (0, 1)


def test_an_item_withdrawn_is_of_the_total_of_no_quarter_after(county):
    item = items.published(county)
    actions.withdraw(item, reason="有误", user=county.lin, at=AT)
    published, total, newest, *_terms, withdrawn = line(part(county, "columns"), item.column.name)
    assert (published, total, newest, withdrawn) == (1, 0, None, 1)


def test_a_matter_counts_what_is_bound_to_it_and_what_is_in_its_column(county):
    item = items.published(county)
    catalogue.added(county, column=item.column)
    catalogue.added(county, name="临时救助")
    found = part(county, "matters")
    assert line(found, "最低生活保障·审核结果") == [1, 1, ON]
    assert line(found, "临时救助·审核结果") == [0, 0, None]


def test_documents_and_interpretations(county):
    document = items.published(county, normative=True, effective_on=date(2021, 2, 1))
    reading = items.published(county, title="解读", document_number="")
    actions.bind_interpretation(reading, document, user=county.lin, at=AT)
    found = sheet(county).parts[2]
    assert [one.cells[0].value for one in found.lines] == [1, 1]


def application(county, received: str, due: str, closed: str | None = None, served: str | None = None):
    case = cases.registered(county, received)
    Application.objects.filter(pk=case.pk).update(
        due_on=date.fromisoformat(due), closed_on=closed, served_on=served, answer="granted" if closed else ""
    )


def test_applications_by_where_they_stand_when_the_quarter_ends(county):
    application(county, "2020-12-30", "2021-01-27", closed="2021-02-01", served="2021-02-01")
    application(county, "2021-01-11", "2021-02-08", closed="2021-04-02", served="2021-04-02")
    application(county, "2021-03-10", "2021-04-08")
    application(county, "2021-04-01", "2021-04-29")
    values = [one.cells[0].value for one in sheet(county).parts[3].lines]
    assert values == [2, 1, 1, 2, 1]  # received, answered, of them late, in hand, overdue


def test_a_term_that_ends_today_is_not_past_while_the_quarter_runs(county):
    application(county, "2021-01-04", "2021-01-20")
    running, over = Span(date(2021, 1, 1), ON, running=True), Span(date(2021, 1, 1), ON)
    overdue = {span: figures.of_organs(Organ.objects.all(), span)[county.wangshu.pk]["overdue"]
               for span in (running, over)}  # fmt: skip
    assert overdue == {running: 0, over: 1}


def test_adoptions_are_told_by_who_adopted_and_never_among_what_is_published(county):
    for adopter, on in (("市政府网", date(2021, 1, 5)), ("市政府网", ON), ("县政府网", date(2020, 12, 31))):
        actions.record_adoption(county.wangshu, "稿", adopter=adopter, on=on, user=county.lin, at=AT)
    assert [(one.stubs, one.cells[0].value) for one in part(county, "adoptions").lines] == [
        (("市政府网",), 2)
    ]
    assert all(one.cells[0].value == 0 for one in part(county, "columns").lines)


def test_a_month_that_nobody_counted_is_blank_and_no_nought(county):
    numbers = {("党政办", "licences", 1): Decimal(0), ("城建办", "fees", 1): Decimal("7.1")}
    counts.save(county.wangshu, 2021, numbers, user=county.lin, at=AT)
    found = part(county, "counts")
    assert line(found, "行政许可（件）") == [0, None, None, 0]
    assert line(found, "行政事业性收费（万元）") == [Decimal("7.1"), None, None, Decimal("7.1")]
    assert line(found, "行政处罚（件）") == [None] * 4


def test_problems_are_of_columns_that_their_own_settings_call_so(county):
    kept, empty = items.published(county).column, items.column(county.wangshu, "统计信息")
    assert part(county, "problems").lines == ()
    column_actions.set_terms(
        empty, longest_age=90, warning_age=None, fewest_items=None, section="党政办", user=county.lin, at=AT
    )
    found = part(county, "problems")
    assert [one.stubs for one in found.lines] == [("统计信息",)] and kept.name != "统计信息"
    assert found.lines[0].cells[0].value == "空栏目"


def test_every_figure_opens_to_as_many_records(county, clock):
    clock.at = AT
    document = items.published(county, normative=True)
    reading = items.published(county, title="解读", document_number="")
    actions.bind_interpretation(reading, document, user=county.lin, at=AT)
    application(county, "2021-01-11", "2021-01-19")
    questions.answered(county, questions.asked(county))
    actions.record_adoption(county.wangshu, "稿", adopter="市政府网", on=ON, user=county.lin, at=AT)
    actions.record_adoption(
        county.wangshu, "旧稿", adopter="市政府网", on=date(2020, 12, 31), user=county.lin, at=AT
    )
    actions.record_channel(document, "board", on=ON, note="", user=county.lin, at=AT)
    client = browser(county.lin)
    opened = 0
    overview = "/office/reports/self-check/?year=2021&quarter=1"
    for address in (ADDRESS, overview, "/office/reports/website/wangshu/2021/"):
        page = client.get(address).content.decode()
        assert "截至2021-01-20" in page
        for link, value in re.findall(r'<a href="(/office/reports/records/[^"]+)">(\d+)</a>', page):
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.context["list"].page.paginator.count == int(value), link
            opened += 1
    assert opened > 20


def test_the_workbook_has_head_lines_names_and_numbers_and_leaves_a_line_in_the_ledger(county, clock):
    clock.at = AT
    item = items.published(county)
    answer = browser(county.lin).post(ADDRESS, {"export": "xlsx"})
    page = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell for cell in row if cell is not None] for row in page.iter_rows(values_only=True)]
    assert rows[0] == ["主动公开自查情况表"]
    assert rows[1] == ["填报单位：望舒镇人民政府　　填报期间：2021年第1季度（截至2021-01-20）"]
    written = next(row for row in rows if row and str(row[0]).strip("　") == item.column.name)
    assert written[1:3] == [1, 1] and written[3].date() == ON
    assert any("填表人：林晓" in str(row[0]) and "2021年1月20日" in str(row[0]) for row in rows if row)
    assert (page.page_setup.paperSize, page.page_setup.fitToWidth) == (9, 1)
    told = Entry.objects.filter(act="exported").latest("number")
    assert "主动公开自查情况表" in told.detail and told.user_name.startswith("林晓")


def test_a_name_that_looks_like_a_formula_stays_a_text(county, clock):
    clock.at = AT
    items.column(county.wangshu, "=1+1")
    answer = browser(county.lin).post(ADDRESS, {"export": "xlsx"})
    page = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    cell = next(cell for row in page.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


def test_the_supervisor_has_a_line_an_organ_with_the_sums_at_the_foot(county, clock):
    clock.at = AT
    items.published(county)
    organs = Organ.objects.named(ON)
    found = self_check.of_organs(organs, 2021, 1, FIRST).parts[0]
    assert [one.stubs[0] for one in found.lines] == [*(organ.short_name for organ in organs), "合计"]
    assert line(found, "望舒镇")[:2] == line(found, "合计")[:2] == [1, 1]
    page = browser(county.fang).get("/office/reports/self-check/?year=2021&quarter=1").content.decode()
    assert all(name in page for name in ("云川县", "望舒镇", "听雨镇", ADDRESS))
    assert "听雨镇" not in browser(county.lin).get("/office/reports/self-check/?year=2021").content.decode()


def test_more_of_everything_needs_no_more_queries(county, clock):
    clock.at = AT
    item = items.published(county)
    catalogue.added(county, column=item.column)

    def asked(person, address: str) -> int:
        client = browser(person)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    pages = [
        (county.lin, ADDRESS),
        (county.lin, "/office/reports/website/wangshu/2021/"),
        (county.fang, "/office/reports/self-check/?year=2021&quarter=1"),
        (county.fang, "/office/reports/website/?year=2021"),
        (county.fang, "/office/reports/collection/2020/"),
        (county.lin, "/office/reports/records/wangshu/published/?since=2021-01-01&until=2021-03-31"),
    ]
    few = [asked(*page) for page in pages]
    for number in range(6):
        establish(f"town{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
        column = items.column(county.wangshu, f"第{number}栏")
        catalogue.public(county, column, "2021-01-05 10:00", title=f"第{number}条")
        catalogue.added(county, column=column, name=f"第{number}项")
    assert [asked(*page) for page in pages] == few


def test_a_place_has_its_own_list_as_data(county, settings, tmp_path: Path):
    ours = Path(prescribed.__file__).with_name(self_check.FILE).read_text("utf-8")
    own = """
[[forms]]
id = "yunchuan"
title = "云川县主动公开季度自查表"
source = "云川县政府办公室印发"
of = ["yunchuan"]
overview = [["published", "公开"]]
[[forms.sections]]
kind = "figures"
title = "公开"
figures = [["published", "公开条数"]]
"""
    (tmp_path / self_check.FILE).write_text(ours + own, "utf-8")
    settings.GONGKAI_FORMS = tmp_path
    items.published(county)
    found = sheet(county)
    assert (found.title, [one.title for one in found.parts]) == ("云川县主动公开季度自查表", ["公开"])
    other = establish("elsewhere", "别县人民政府", "别县", "government")
    assert prescribed.form_for(self_check.FILE, other).id == "plain"


def test_every_figure_that_the_form_names_is_counted():
    for form in prescribed.forms(self_check.FILE):
        ids = {id for one in form.sections for id, _label in one.figures}
        assert ids <= {*figures.COUNTED, "newest"}
        assert {id for id, _label in form.overview} <= {*figures.COUNTED, "newest", "problems"}
        assert all(one.kind in self_check._PARTS for one in form.sections)


@pytest.mark.parametrize(
    "address",
    [
        "self-check/wangshu/2021/5/",
        "self-check/wangshu/2021/0/",
        "self-check/wangshu/2999/1/",
        "self-check/wangshu/2007/1/",
        "website/wangshu/2999/",
        "collection/2999/",
        "records/wangshu/published/",
        "records/wangshu/published/?since=2021-01-01&until=2020-01-01",
        "records/wangshu/nothing/?since=2021-01-01&until=2021-03-31",
    ],
)
def test_what_there_is_not_is_not_found(county, address):
    assert browser(county.lin).get(f"/office/reports/{address}").status_code == 404


def test_a_column_below_another_organ_is_none_of_this_one(county):
    """A link is narrowed to the organ whatever column it names."""
    item = items.published(county)
    elsewhere = appointed(user("ta", "他"), county.tingyu, "handler")
    query = f"since=2021-01-01&until=2021-03-31&column={item.column_id}"
    assert browser(elsewhere).get(f"/office/reports/records/wangshu/published/?{query}").status_code == 403
    found = browser(elsewhere).get(f"/office/reports/records/tingyu/published/?{query}")
    assert (
        found.context["list"].page.paginator.count == 0
        and Item.objects.filter(column=item.column_id).exists()
    )
