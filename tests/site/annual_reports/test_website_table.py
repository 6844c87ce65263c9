"""政府网站工作年度报表: what records tell is filled, all else is blank, and a blank is no nought."""

from io import BytesIO

import openpyxl

from gongkai.site import spans
from gongkai.site.annual_reports.sheets import figures, prescribed, website
from gongkai.site.disclosure import questions as asking
from gongkai.site.disclosure.column_models import Column
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Organ, SiteData
from gongkai.site.spans import Span
from tests.cast import AT, ON, browser
from tests.site import catalogue, items, questions

YEAR = Span(spans.year(2021, ON).first, ON, running=True)


def lines(county) -> dict[str, object]:
    organ = Organ.objects.named(ON).get(pk=county.wangshu.pk)
    part = website.of_organ(organ, 2021, YEAR).parts[0]
    return {f"{one.stubs[0]}·{one.stubs[1]}": one.cells[0].value for one in part.lines}


def test_publishing_is_parted_by_statutory_content_and_adds_up(county):
    items.published(county)
    items.published(county, title="机构设置", document_number="", category="20.2")
    items.published(county, title="动态", document_number="", category="")
    # Taken over without a content of its own: that of its column counts.
    catalogue.public(county, items.column(county.wangshu, "概况"), "2021-01-05 10:00")
    Column.objects.filter(name="概况").update(category="20.2")
    found = [value for name, value in lines(county).items() if name.startswith("信息发布")]
    assert found == [4, 2, 1, 1]


def test_questions_are_received_settled_and_answered_in_public(county):
    questions.answered(county, questions.asked(county))
    refused = questions.asked(county, "别的问题")
    asking.refuse(refused, "not_ours", "请向听雨镇提出", user=county.lin, at=AT)
    questions.asked(county, "还没有答复的问题")
    found = {name: value for name, value in lines(county).items() if "留言办理" in name}
    assert list(found.values()) == [3, 2, 1, 1]  # received, settled, days begun, answered in public


def test_what_no_record_tells_is_blank_and_counted_so(county):
    found = lines(county)
    assert found["访问·网站总访问量（次）"] is None and found["安全防护·发现问题数量（个）"] is None
    assert found["信息发布（条）·总数"] == 0
    assert found["互动交流·留言办理·平均办理时间（天）"] is None  # nothing was answered
    page = browser(county.lin).get("/office/reports/website/wangshu/2020/").content.decode()
    blank = sum(value is None for value in found.values())
    assert f"{blank}格待填写" in page


def test_the_facts_of_the_site_come_from_its_data(county):
    data = {"site_name": "云川县人民政府网", "id_code": "1304000009"}
    organs.edit_site(county.wangshu, data=data, user=county.lin, on=ON)
    found = lines(county)
    assert found["基本情况·网站名称"] == "云川县人民政府网"
    assert found["基本情况·政府网站标识码"] == "1304000009"
    assert found["基本情况·主办单位"] == "望舒镇人民政府"


def test_the_form_says_how_sure_it_is(county, clock):
    form = prescribed.read(website.FILE)
    assert form["verified"] is False and form["document"] in form["source"]
    answer = browser(county.lin).post("/office/reports/website/wangshu/2020/", {"export": "xlsx"})
    page = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    texts = [cell.value for row in page.iter_rows() for cell in row if cell.value]
    assert form["source"] in texts
    row = next(row for row in page.iter_rows() if row[1].value == "网站总访问量（次）")
    assert row[2].value is None and row[3].value == "待填写"


def test_every_figure_of_the_form_has_a_source():
    form = prescribed.read(website.FILE)
    known = {*figures.COUNTED, "organ", "days", *(f"site.{name}" for name in SiteData.FIELDS)}
    assert {line["figure"] for line in form["lines"] if "figure" in line} <= known
    assert {id for id, _label in form["overview"]} <= set(figures.COUNTED)
