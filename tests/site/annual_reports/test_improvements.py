"""改进事项: a problem and its measure is next year's commitment, and the report says what became of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.site.annual_reports import improvement_actions as acts
from gongkai.site.annual_reports.improvement_models import Improvement, rows_of
from gongkai.site.annual_reports.models import AnnualReport, Version
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, County, browser
from tests.site import cases, reports
from tests.site.annual_reports.test_compile import LATER, made

FIELDS = {
    "problem": "公开的业务类信息偏少",
    "evidence": "全年12条",
    "measure": "按月核对公开目录",
    "owner": "党政办公室",
    "due": date(2021, 6, 30),
}
IN_2022 = cases.at("2022-01-10")


def recorded(county: County, year: int = 2020, **fields: object) -> Improvement:
    return acts.record(county.wangshu, year, {**FIELDS, **fields}, user=county.lin, at=AT)


def fresh(row: Improvement) -> Improvement:
    return Improvement.objects.select_related("report__organ").get(pk=row.pk)


def five(version: Version) -> str:
    section = reports.fresh(version).reading.section(5)
    assert section is not None
    return section.text


def test_a_row_can_be_recorded_for_a_report_from_a_file_and_for_one_not_yet_made(county: County) -> None:
    recorded(county)
    assert AnnualReport.objects.get(organ=county.wangshu, year=2020).versions.count() == 0
    reports.of_wangshu(county)
    recorded(county, problem="解读形式单一", measure="同步解读")
    assert [row.problem for row in rows_of(county.wangshu, 2020)] == [FIELDS["problem"], "解读形式单一"]
    assert [e.act for e in Entry.objects.filter(act="improvement_recorded")] == ["improvement_recorded"] * 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"problem": " "}, "请写明存在的问题"),
        ({"measure": ""}, "请写明存在的问题和改进措施"),
        ({"due": date(2019, 12, 31)}, "不能早于2020年"),
    ],
)
def test_a_row_without_problem_or_measure_or_due_before_its_year_is_refused(
    county: County, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        recorded(county, **fields)
    assert not Improvement.objects.exists()


def test_a_year_without_a_form_or_to_come_is_refused(county: County) -> None:
    for year in (2018, 2022):
        with pytest.raises(Refused, match="2019年到2021年"):
            recorded(county, year)


def test_only_who_writes_the_report_records(county: County) -> None:
    for person in (county.he, county.ye):
        with pytest.raises(Forbidden):
            acts.record(county.wangshu, 2020, FIELDS, user=person, at=AT)


def test_what_went_out_with_a_report_is_not_changed_any_more_but_its_outcome_is_told(county: County) -> None:
    row = recorded(county)
    acts.change(row, {**FIELDS, "owner": "宣传办"}, user=county.lin, at=AT)
    version = reports.of_wangshu(county)
    version.published_at = LATER
    version.save()
    for act in (
        lambda: acts.change(row, FIELDS, user=county.lin, at=IN_2022),
        lambda: acts.remove(row, user=county.lin, at=IN_2022),
    ):
        with pytest.raises(Refused, match="已随2020年年报公布"):
            act()
    acts.say_outcome(row, "done", note="已核对12次", proof="望政办〔2021〕8号", user=county.lin, at=IN_2022)
    assert (fresh(row).owner, fresh(row).state, fresh(row).proof) == ("宣传办", "done", "望政办〔2021〕8号")


def test_an_outcome_needs_a_state_and_a_word(county: County) -> None:
    row = recorded(county)
    with pytest.raises(Refused, match="请选择落实情况"):
        acts.say_outcome(row, "perhaps", note="x", user=county.lin, at=IN_2022)
    with pytest.raises(Refused, match="请写明做了什么"):
        acts.say_outcome(row, "not_done", note=" ", user=county.lin, at=IN_2022)
    assert fresh(row).state == ""


def test_a_draft_of_the_next_year_begins_with_what_became_of_them(county: County) -> None:
    row = recorded(county)
    acts.say_outcome(row, "under_way", note="已核对9个月", user=county.lin, at=IN_2022)
    recorded(county, 2021, due=date(2022, 6, 30))
    said = five(made(county, 2021))
    assert "按月核对公开目录，由党政办公室负责，2022年6月30日前完成。" in said
    assert "上年提出改进事项1项，已完成0项，正在推进1项，尚未完成0项。" in said
    assert "“按月核对公开目录”正在推进，已核对9个月。" in said
    assert "待填写" not in said


def test_a_commitment_without_an_outcome_is_asked_for_and_stops_the_confirmation(county: County) -> None:
    recorded(county)
    version = made(county, 2021)
    assert "［待填写：上年提出的“按月核对公开目录”的落实情况］" in five(version)


def test_section_five_is_drafted_anew_from_the_rows_and_its_counts_live(county: County) -> None:
    version = made(county, 2021)
    client, page = browser(county.lin), f"/office/reports/{version.pk}/sections/5/"
    nothing = client.post(page, {"act": "draft"})
    assert nothing.status_code == 422 and "还没有登记改进事项" in nothing.content.decode()
    row = recorded(county)
    recorded(county, 2021, problem="更新不均衡", due=None)
    acts.say_outcome(row, "not_done", note="人手不足", user=county.lin, at=IN_2022)
    assert client.post(page, {"act": "draft"}).status_code == 302
    assert "更新不均衡" in five(version) and "尚未完成1项" in five(version)
    acts.say_outcome(row, "done", note="已补做", user=county.lin, at=IN_2022)
    codes = [finding.code for finding in reports.fresh(version).all_findings()]
    assert codes.count("figure_stale") == 2  # 已完成0项, 尚未完成1项


def test_the_editor_of_section_five_lists_last_years_commitments(county: County) -> None:
    row = recorded(county)
    version = made(county, 2021)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/sections/5/").content.decode()
    assert "2020年提出的改进事项" in page and "按月核对公开目录" in page and "待登记" in page
    assert f"/office/reports/improvements/{row.pk}/" in page
    acts.say_outcome(row, "done", note="已核对12次", user=county.lin, at=IN_2022)
    page = browser(county.lin).get(f"/office/reports/{version.pk}/sections/5/").content.decode()
    assert "可写入正文：“按月核对公开目录”已完成，已核对12次。" in page
    first = browser(county.lin).get(f"/office/reports/{version.pk}/sections/1/").content.decode()
    assert "2020年提出的改进事项" not in first


def test_the_page_records_keeps_what_was_typed_and_leads_to_each_row(county: County) -> None:
    client, page = browser(county.lin), "/office/reports/wangshu/2020/improvements/"
    typed = {"problem": "公开不及时", "measure": ""}
    wrong = client.post(page, typed)
    assert wrong.status_code == 422 and "公开不及时" in wrong.content.decode()
    assert client.post(page, {**typed, "measure": "逐月通报"}).status_code == 302
    row = Improvement.objects.get()
    address = f"/office/reports/improvements/{row.pk}/"
    assert address in client.get(page).content.decode()
    saved = client.post(address, {"act": "outcome", "state": "done", "note": "已通报12次", "proof": ""})
    assert saved.status_code == 302 and fresh(row).state == "done"
    wrong = client.post(address, {"act": "outcome", "state": "done", "note": ""})
    assert wrong.status_code == 422
    changed = {"act": "change", "problem": "公开不及时", "measure": "逐周通报"}
    assert client.post(address, changed).status_code == 302
    assert fresh(row).measure == "逐周通报" and fresh(row).state == "done"
    assert client.post(address, {"act": "remove"}).status_code == 302
    assert not Improvement.objects.exists()


def test_the_page_takes_as_many_queries_whatever_it_lists(county: County) -> None:
    client = browser(county.lin)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get("/office/reports/wangshu/2021/improvements/").status_code == 200
        return len(context)

    recorded(county)
    recorded(county, 2021, due=None)
    few = queries()
    for _number in range(4):
        recorded(county)
        recorded(county, 2021, due=None)
    assert queries() == few
