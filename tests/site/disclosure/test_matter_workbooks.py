"""标准目录 as a workbook: what is exported is read again unchanged; a file is tried line by line first."""

import json
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.site.disclosure import matter_workbooks, matters
from gongkai.site.disclosure.matter_models import Audience, Level, Matter, Outlet, Way
from gongkai.site.disclosure.matters import Entry, Outcome, Plan
from gongkai.site.ledger.models import Entry as LedgerLine
from gongkai.site.organs.actions import Refused
from tests.cast import AT, browser
from tests.site import items
from tests.site.catalogue import ENTRY, added

ADDRESS = "/office/items/matters/wangshu/import/"


def exported(county) -> openpyxl.Workbook:
    answer = browser(county.lin).post("/office/items/matters/wangshu/file/")
    return openpyxl.load_workbook(BytesIO(answer.content))


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def book_of(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def planned(county, data: bytes) -> Plan:
    return matters.plan(county.wangshu, matter_workbooks.read(data))


def outcomes(plan: Plan) -> list[Outcome]:
    return [line.outcome for line in plan.lines]


def uploaded(county, data: bytes):
    file = BytesIO(data)
    file.name = "目录.xlsx"
    return browser(county.lin).post(ADDRESS, {"file": file})


def confirmed(county, page) -> object:
    return browser(county.lin).post(ADDRESS, {"seen": page.context["seen"]}, follow=True)


def test_what_is_exported_and_read_again_changes_nothing(county):
    column = items.column(county.wangshu)
    added(county, column=column, content="一、户数\n二、金额", outlets=tuple(Outlet.values))
    added(county, subname="", outlets=(), levels=(), audience="group", way="on_request", position=7)
    data = saved(exported(county))
    assert outcomes(planned(county, data)) == [Outcome.SAME, Outcome.SAME]
    page = uploaded(county, data)
    assert "文件与现有目录一致" in page.content.decode()
    assert "文件与现有目录一致" in confirmed(county, page).content.decode()


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
_NAME = _TEXT.map(str.strip).filter(bool)


@settings(deadline=None, max_examples=60)
@given(
    entries=st.lists(
        st.builds(
            Entry,
            position=st.integers(1, 99999),
            field=_NAME,
            name=_NAME,
            subname=_TEXT,
            content=st.one_of(_NAME, st.sampled_from(["=1+1", "+8", "-", "@x", "'文", "甲\n乙", "_x0041_"])),
            basis=_TEXT,
            time_limit=_TEXT,
            subject=_TEXT,
            outlets=st.lists(st.sampled_from(Outlet.values), unique=True).map(tuple),
            audience=st.sampled_from(Audience.values),
            way=st.sampled_from(Way.values),
            levels=st.lists(st.sampled_from(Level.values), unique=True).map(tuple),
            section=_TEXT,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_any_catalogue_is_read_as_it_was_written(entries):
    entries = [matters.checked(entry) for entry in entries]
    data = matter_workbooks.catalogue("目录", [Matter(**entry.as_dict()) for entry in entries])
    rows = matter_workbooks.read(data)
    assert [row.problem for row in rows] == [""] * len(entries)
    assert [matters.checked(Entry(**row.values)) for row in rows] == entries
    assert {row.column for row in rows} == {""}


def test_a_text_that_looks_like_a_formula_is_stored_as_text(county):
    for number, sign in enumerate("=+-@"):
        added(county, subname=f"{sign}1+1", position=number + 1)
    sheet = exported(county).active
    cells = [sheet.cell(row, 4) for row in range(4, 8)]
    assert [cell.value for cell in cells] == ["=1+1", "+1+1", "-1+1", "@1+1"]
    assert all(cell.data_type == "s" and cell.quotePrefix and cell.number_format == "@" for cell in cells)


def test_the_template_is_the_export_of_an_empty_catalogue_and_can_be_filled_in(county):
    items.column(county.wangshu, "社会救助")
    book = exported(county)
    sheet = book.active
    values = [1, "社会救助", "临时救助", "名单", "户数", "", "每季度公开", "镇政府", "政府网站、入户/现场"]
    for column, value in enumerate([*values, "√", "", "√", "", "", "√", "√", "民政办", "社会救助"], start=1):
        sheet.cell(4, column).value = value
    confirmed(county, uploaded(county, saved(book)))
    matter = Matter.objects.get()
    assert (matter.outlets, matter.levels) == (["website", "visit"], ["town", "village"])
    assert (matter.time_limit, matter.section, matter.column.name) == ("每季度公开", "民政办", "社会救助")


def test_every_line_says_what_would_become_of_it_and_nothing_is_done_before_it_is_confirmed(county):
    added(county)
    added(county, subname="办事指南", position=2)
    book = exported(county)
    book.active["G4"] = "3个工作日内"
    book.active["A6"], book.active["B6"], book.active["C6"] = 3, "养老服务", "机构名录"
    book.active["E6"] = "名称、地址"
    page = uploaded(county, saved(book))
    text = page.content.decode()
    assert outcomes(page.context["plan"]) == [Outcome.CHANGED, Outcome.SAME, Outcome.NEW]
    assert "<del>信息形成或者变更之日起20个工作日内</del>" in text and "<ins>3个工作日内</ins>" in text
    assert Matter.objects.count() == 2
    told = confirmed(county, page)
    assert "已导入：新增1项，改动1项" in told.content.decode()
    assert Matter.objects.get(subname="审核结果").time_limit == "3个工作日内"
    assert Matter.objects.filter(field="养老服务", audience="all", way="proactive").count() == 1
    line = LedgerLine.objects.order_by("number").last()
    detail = json.loads(line.detail)
    assert (line.act, detail["new"]) == ("matters_imported", 1)
    assert detail["changed"][0][1] == [["公开时限", "信息形成或者变更之日起20个工作日内", "3个工作日内"]]


def test_one_line_with_a_problem_and_no_line_is_taken_over(county):
    data = book_of(
        ("序号", "领域", "一级事项", "公开内容", "公开时限", "网站栏目", "公开渠道"),
        (1, "社会救助", "临时救助", "户数", "", "", "政府网站"),
        (2, "社会救助", "", "户数", "", "", ""),
        ("三", "社会救助", "特困供养", "户数", "", "", ""),
        (4, "社会救助", "医疗救助", "户数", "", "没有的栏目", ""),
        (5, "社会救助", "临时救助", "重复", "", "", ""),
        (6, "社会救助", "教育救助", "户数", "", "", "政府网站、大喇叭"),
        (7, "社会救助", "住房救助", "", "", "", ""),
    )
    plan = planned(county, data)
    assert [(line.place, line.problem) for line in plan.lines if line.outcome == Outcome.PROBLEM] == [
        ("第3行", "没有一级事项"),
        ("第4行", "序号“三”不是整数"),
        ("第5行", "没有名为“没有的栏目”的栏目，请先设立，或留空"),
        ("第6行", "与第2行的领域和事项相同"),
        ("第7行", "不认识的公开渠道“大喇叭”，请用模板里的名称"),
        ("第8行", "没有公开内容（要素）"),
    ]
    page = uploaded(county, data)
    assert "有6行有问题" in page.content.decode() and 'name="seen"' not in page.content.decode()
    assert "有6行有问题" in confirmed(county, page).content.decode()
    assert not Matter.objects.exists()


def test_a_catalogue_that_changed_after_it_was_looked_at_is_not_overwritten(county):
    matter = added(county)
    book = exported(county)
    book.active["G4"] = "3个工作日内"
    page = uploaded(county, saved(book))
    entry = Entry(**{**ENTRY.__dict__, "time_limit": "5个工作日内"})
    matters.change_matter(matter, entry, user=county.lin, at=AT)
    assert "在您查看之后有改动" in confirmed(county, page).content.decode()
    matter.refresh_from_db()
    assert matter.time_limit == "5个工作日内"


def test_a_confirmation_that_is_not_ours_is_refused(county):
    answer = browser(county.lin).post(ADDRESS, {"seen": "eyJyb3dzIjpbXX0:1:x"}, follow=True)
    assert "请重新上传" in answer.content.decode()
    assert not Matter.objects.exists()


def test_what_a_file_does_not_say_stays_as_it_is(county):
    column = items.column(county.wangshu)
    matter = added(county, column=column)
    data = book_of(
        ("领域", "一级事项", "二级事项", "公开内容", "公开时限"),
        ("社会救助", "最低生活保障", "审核结果", "户数、人数和金额", "3个工作日内"),
    )
    (line,) = planned(county, data).lines
    assert [change[0] for change in line.changes] == ["公开时限"]
    confirmed(county, uploaded(county, data))
    matter.refresh_from_db()
    assert (matter.column, matter.section, matter.outlets) == (column, "社会事务办公室", ["website", "board"])


def test_an_empty_cell_for_the_column_takes_the_mapping_away(county):
    matter = added(county, column=items.column(county.wangshu))
    book = exported(county)
    book.active["R4"] = None
    confirmed(county, uploaded(county, saved(book)))
    matter.refresh_from_db()
    assert matter.column is None


def test_columns_of_one_name_are_told_apart_by_the_column_above(county):
    one, two = items.column(county.wangshu, "民生"), items.column(county.wangshu, "农业")
    for above in (one, two):
        matters.Column.objects.create(organ=county.wangshu, parent=above, name="补贴")
    heads = ("领域", "一级事项", "公开内容", "公开时限", "网站栏目")
    plan = planned(
        county, book_of(heads, ("甲", "一", "文", "", "补贴"), ("甲", "二", "文", "", "农业·补贴"))
    )
    assert "有几个栏目叫“补贴”" in plan.lines[0].problem
    assert plan.lines[1].column.parent == two


def test_the_usual_form_of_offices_is_read(county):
    """Two rows of heads, merged cells, boxes ■, several sheets named after their fields."""
    book = openpyxl.Workbook()
    for name in ("社会救助", "养老服务"):
        sheet = book.create_sheet(name)
        sheet.append([f"（六）{name}领域基层政务公开标准目录"])
        heads = ["序号", "公开事项", None, "公开内容\n（要素）", "公开依据", "公开时限", "公开主体"]
        sheet.append([*heads, "公开渠道和载体", "公开对象", None, "公开方式", None, "公开层级", None, None])
        sheet.append([None, "一级事项", "二级事项", *[None] * 5])
        for column, text in enumerate(
            ["全社会", "特定群体", "主动", "依申请", "县级", "乡级", "村级"], start=9
        ):
            sheet.cell(3, column).value = text
        outlets = "■政府网站 □政府公报\n□两微一端  ■社区/企事业单位/村公示栏（电子屏）\n□其他____"
        rest = ["内容", "依据", "形成之日起20个工作日内", "镇政府", outlets]
        sheet.append([1, "综合业务", "政策文件", *rest, "√", None, "√", None, "√", "√", None])
        sheet.append([2, None, "监督检查", *rest, None, "√", None, "√", None, "√", "√"])
        sheet.merge_cells("B4:B5")
    del book["Sheet"]
    plan = planned(county, saved(book))
    entries = [line.entry for line in plan.lines]
    assert [(line.place, line.problem) for line in plan.lines] == [
        ("“社会救助”第4行", ""),
        ("“社会救助”第5行", ""),
        ("“养老服务”第4行", ""),
        ("“养老服务”第5行", ""),
    ]
    assert [(one.field, one.name, one.subname) for one in entries[1:3]] == [
        ("社会救助", "综合业务", "监督检查"),
        ("养老服务", "综合业务", "政策文件"),
    ]
    first, second = entries[:2]
    assert first.outlets == ("website", "board")
    assert (first.audience, first.way, first.levels) == ("all", "proactive", ("county", "town"))
    assert (second.audience, second.way, second.levels) == ("group", "on_request", ("town", "village"))


def test_ticks_written_as_words_in_one_column_are_read(county):
    heads = ("领域", "一级事项", "公开内容", "公开时限", "公开对象", "公开方式", "公开层级")
    row = ("甲", "一", "文", "", "特定群众", "依申请公开", "乡级、村级")
    (line,) = planned(county, book_of(heads, row)).lines
    assert (line.entry.audience, line.entry.way) == ("group", "on_request")
    assert line.entry.levels == ("town", "village")
    (line,) = planned(county, book_of(heads, (*row[:5], "半公开", ""))).lines
    assert line.problem == "不认识的公开方式“半公开”"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text", "已损坏，打不开"),
        (b"PK", "损坏"),
        (book_of(("标题", "栏目"), ("甲", "乙")), "没有找到栏名"),
        (book_of(("一级事项", "公开内容", "公开时限")), "栏名下面没有内容"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_and_says_why(county, data, reason):
    with pytest.raises(Refused, match=reason):
        matter_workbooks.read(data)
    answer = uploaded(county, data)
    assert answer.status_code == 422 and reason in answer.content.decode()


def test_too_many_lines_are_refused():
    rows = [("甲", f"事项{number}", "文", "") for number in range(2001)]
    with pytest.raises(Refused, match="不超过2000行"):
        matter_workbooks.read(book_of(("领域", "一级事项", "公开内容", "公开时限"), *rows))


def test_two_thousand_lines_are_tried_and_taken_over(county):
    rows = [(f"领域{number % 26}", f"事项{number}", "内容" * 40, "3个工作日内") for number in range(2000)]
    page = uploaded(county, book_of(("领域", "一级事项", "公开内容", "公开时限"), *rows))
    assert len(page.context["seen"]) < 1024 * 1024  # a form may send two million bytes
    confirmed(county, page)
    assert Matter.objects.count() == 2000
