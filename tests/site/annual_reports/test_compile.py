"""由记录编制: cells are those of the rooms, what was counted is frozen, changes show and are never silent."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report.compilation import compiled
from gongkai.annual_report.report import BLANK
from gongkai.law.disputes.outcomes import COLUMNS
from gongkai.site.annual_reports import actions, compile_actions, compiling, editing
from gongkai.site.annual_reports.models import SourceFile, Version
from gongkai.site.applications import statistics
from gongkai.site.applications.models import Application
from gongkai.site.disclosure import counts
from gongkai.site.disclosure.record_models import Count
from gongkai.site.disputes import counting
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.models import Organ
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT, County, browser
from tests.site import cases, disputed, items, reports
from tests.site.applications.test_statistics import rows

NEW = "applications.received_new.total"
LATER = cases.at("2026-01-20")


def made(county: County, year: int = 2020, **more: object) -> Version:
    at = AT if year == 2020 else LATER
    return compile_actions.compile_report(county.wangshu, year, user=county.lin, at=at, **more)  # type: ignore[arg-type]


def written(version: Version, county: County) -> Version:
    """Every section that asks for something written."""
    for number in (1, 5, 6):
        text = f"第{number}节的文字，由公开专员写成，不再有待填写的内容。"
        compile_actions.write_section(version, number, text, user=county.lin, at=AT)
        version = reports.fresh(version)
    return version


def register(county: County, values: dict[tuple[str, str, int], str], year: int = 2020) -> None:
    numbers = {key: Decimal(value) for key, value in values.items()}
    counts.save(county.wangshu, year, numbers, user=county.lin, at=LATER)


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023])
def test_table_three_is_the_one_of_the_room_of_applications(county: County, year: int) -> None:
    rows(county.wangshu, 300)
    report = compiled(compiling.facts_of(county.wangshu, year, "望舒镇人民政府"))
    wanted = statistics.table_three(Organ.objects.filter(pk=county.wangshu.pk), year, report.format or "")
    assert {f"applications.{cell}": count for cell, count in wanted.items()} == {
        id: value for id, value in report.cells.items() if id.startswith("applications.")
    }


def test_table_four_is_the_one_of_the_room_of_disputes(county: County) -> None:
    of_2020 = {"filed_on": date(2020, 9, 7), "notified_on": date(2020, 9, 14), "at": "2021-01-20"}
    disputed.concluded(
        county, disputed.registered(county, **of_2020), "revoked_anew", "2020-11-02", "2020-11-04"
    )
    disputed.registered(county, disputed.SUIT, **of_2020)
    report = compiled(compiling.facts_of(county.wangshu, 2020, "望舒镇人民政府"))
    found = counting.column_counts(county.wangshu, 2020)
    assert {f"remedies.{row}.{column}": count for (row, column), count in found.items()} == {
        id: value for id, value in report.cells.items() if id.startswith("remedies.")
    }
    assert (
        report.cells["remedies.review.corrected"] == 1 and report.cells["remedies.suit_direct.pending"] == 1
    )
    assert set(COLUMNS) < {id.split(".")[2] for id in report.cells if id.startswith("remedies.")}


def test_table_two_adds_up_the_register_over_sections_and_months(county: County) -> None:
    register(
        county,
        {
            ("财政所", "fees", 1): "0.1234",
            ("财政所", "fees", 2): "100",
            ("执法队", "penalties", 3): "7",
            ("民政办", "penalties", 3): "2",
            ("民政办", "services", 5): "40",
        },
        year=2024,
    )
    cells = compiled(compiling.facts_of(county.wangshu, 2024, "望舒镇人民政府")).cells
    assert cells["disclosure.fees.amount"] == Decimal("100.1234")
    assert cells["disclosure.penalties.decisions"] == 9
    assert cells["disclosure.licences.decisions"] == 0


def test_every_kind_of_the_register_is_a_kind_of_facts() -> None:
    assert set(compiling.COUNTED) == set(Count.Kind)


def test_documents_are_those_of_the_stock(county: County) -> None:
    items.published(county, title="消防通道管理办法", normative=True, document_number="")
    cells = compiled(compiling.facts_of(county.wangshu, 2021, "望舒镇人民政府")).cells
    row = "disclosure.normative_documents"
    assert (cells[f"{row}.issued"], cells[f"{row}.repealed"], cells[f"{row}.in_force"]) == (1, 0, 1)


def test_a_town_makes_no_rules_and_of_a_county_nobody_knows(county: County) -> None:
    town = compiled(compiling.facts_of(county.wangshu, 2021, "望舒镇"))
    above = compiled(compiling.facts_of(county.yunchuan, 2021, "云川县"))
    assert town.cells["disclosure.rules.issued"] == 0
    assert above.cells["disclosure.rules.issued"] is None
    assert above.marks["disclosure.rules.issued"] == BLANK


def test_facts_take_as_many_queries_whatever_there_is_to_count(county: County) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            compiling.facts_of(county.wangshu, 2021, "望舒镇人民政府")
        return len(context)

    rows(county.wangshu, 5)
    few = queries()
    rows(county.wangshu, 300, seed=8)
    disputed.registered(county)
    assert queries() == few <= 33


def test_a_compiled_draft_has_its_form_its_text_and_its_facts(county: County) -> None:
    rows(county.wangshu, 50)
    version = made(county)
    report = version.reading
    assert (report.format, report.organ, report.year) == ("2019", "望舒镇人民政府", 2020)
    assert [section.no for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert f"本年新收政府信息公开申请{report.cells[NEW]}件" in report.sections[0].text
    assert version.source.kind == report.source.kind == "compiled"
    assert compiled(compiling.frozen(version)).cells == report.cells
    assert not [finding for finding in version.findings() if finding.severity == "error"]


def test_the_variant_is_the_one_the_organ_printed_last(county: County) -> None:
    from_before = reports.sample_report("2021", "single_other_row")
    version = actions.upload(
        county.wangshu, 2021, reports.kept(county.wangshu, county.lin, reports.text(from_before)),
        user=county.lin, at=cases.at("2022-01-20"),
    )  # fmt: skip
    reports.publish(version, county.lin, county.he)
    assert made(county, 2025).reading.variant == "single_other_row"


def test_a_year_that_is_not_over_or_has_no_form_is_refused(county: County) -> None:
    for year in (2018, 2021):
        with pytest.raises(Refused, match="2019年到2020年"):
            compile_actions.compile_report(county.wangshu, year, user=county.lin, at=AT)


def test_only_who_hands_in_reports_compiles(county: County) -> None:
    for person in (county.he, county.ye, county.fang):
        with pytest.raises(Forbidden):
            compile_actions.compile_report(county.wangshu, 2020, user=person, at=AT)


def test_a_draft_is_not_compiled_over(county: County) -> None:
    made(county)
    with pytest.raises(Refused, match="已有一份草稿"):
        made(county)


def test_a_published_report_needs_a_reason(county: County) -> None:
    reports.of_wangshu(county)
    with pytest.raises(Refused, match="更正原因"):
        made(county)
    assert made(county, reason="漏报").reason == "漏报"


def test_what_records_say_later_shows_as_differences_and_changes_nothing(county: County) -> None:
    rows(county.wangshu, 50)
    version = made(county)
    assert compiling.differences(version) == []
    rows(county.wangshu, 40, seed=9)
    found = {one.cell.id: one for one in compiling.differences(version)}
    one = found[NEW]
    assert one.then == one.stands == str(version.reading.cells[NEW])
    assert int(one.now) == Application.objects.filter(received_on__year=2020).count() > int(one.then)
    assert reports.fresh(version).digest == version.digest


def test_a_cell_put_right_by_hand_keeps_the_compiled_number_beside_it(county: County) -> None:
    version = made(county)
    actions.correct_cell(version, reports.GRANTED, "7", reason="纸质登记未录入", user=county.lin, at=AT)
    (one,) = compiling.differences(reports.fresh(version))
    assert (one.cell.id, one.then, one.stands, one.now) == (reports.GRANTED, "0", "7", "0")


def test_compiling_anew_takes_the_place_of_the_draft_that_was_seen(county: County) -> None:
    version = made(county)
    rows(county.wangshu, 50)
    anew = made(county, replacing=version.digest)
    assert not Version.objects.filter(pk=version.pk).exists()
    assert anew.reading.cells[NEW] == Application.objects.filter(received_on__year=2020).count()
    assert SourceFile.objects.filter(kind="compiled").count() == 2  # what was counted before stays on file


def test_a_draft_that_changed_since_it_was_seen_is_not_replaced(county: County) -> None:
    version = made(county)
    seen = version.digest
    actions.correct_cell(version, reports.GRANTED, "7", reason="补记", user=county.gao, at=AT)
    with pytest.raises(Refused, match="有改动"):
        made(county, replacing=seen)
    assert Version.objects.filter(pk=version.pk).exists()


def test_an_uploaded_draft_is_never_replaced(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="上传的"):
        made(county, replacing=version.digest)


def test_a_correction_of_a_published_report_keeps_its_reason_when_compiled_anew(county: County) -> None:
    reports.of_wangshu(county)
    version = made(county, reason="漏报")
    assert made(county, replacing=version.digest).reason == "漏报"


def test_it_is_not_confirmed_as_an_uploaded_one_is(county: County) -> None:
    version = written(made(county), county)
    with pytest.raises(Refused, match="须送审、审核、签发"):
        actions.confirm(version, version.digest, user=county.he, at=AT)


def test_words_in_a_file_ask_for_nothing(county: County) -> None:
    sections = tuple(
        replace(one, text=one.text + "［待填写：无］") if one.no == 5 else one
        for one in reports.sample_report().sections
    )
    version = reports.draft(county.wangshu, county.lin, reports.sample_report(sections=sections))
    assert "待填写" in version.reading.section(5).text  # type: ignore[union-attr]
    reports.confirmed(version, county.he)


def test_the_text_of_an_uploaded_report_is_not_written_here(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    with pytest.raises(Refused, match="以文件为准"):
        compile_actions.write_section(version, 5, "另外的文字", user=county.lin, at=AT)


def test_the_list_leads_to_compiling_and_the_page_to_the_draft(county: County) -> None:
    client = browser(county.lin)
    assert "/office/reports/compile/wangshu/" in client.get("/office/reports/").content.decode()
    answer = client.post("/office/reports/compile/wangshu/", {"year": "2020"}, follow=True)
    page = answer.content.decode()
    assert "由记录编制" in page and "下载底数" in page and "待填写" in page
    again = client.post("/office/reports/compile/wangshu/", {"year": "2020"}, follow=True)
    assert "记录的变化" in again.content.decode()
    assert Version.objects.count() == 1


def test_a_wrong_year_is_told_under_the_field_and_kept(county: County) -> None:
    answer = browser(county.lin).post("/office/reports/compile/wangshu/", {"year": "2018"})
    assert answer.status_code == 422
    assert 'value="2018"' in answer.content.decode()


def test_every_cell_that_counts_something_opens_to_its_records(county: County) -> None:
    dice = random.Random(5)
    rows(county.wangshu, 120)
    register(county, {("执法队", kind, 3): str(dice.randrange(1, 9)) for kind in Count.Kind.values}, 2021)
    items.published(county, title="消防通道管理办法", normative=True, document_number="")
    disputed.registered(county, filed_on=date(2021, 1, 4), at="2021-01-20")
    version = made(county, 2021)
    client, organ = browser(county.lin), county.wangshu
    addresses = compiling.addresses(organ, version)
    assert set(addresses) == {id for id, value in version.reading.cells.items() if value}
    page = client.get(f"/office/reports/{version.pk}/").content.decode()
    for address in addresses.values():
        assert address.replace("&", "&amp;") in page
        assert client.get(address).status_code == 200


def test_a_row_that_a_variant_prints_as_one_opens_too(county: County) -> None:
    answer = browser(county.lin).get(
        "/office/applications/statistics/cases/?organ=wangshu&year=2021&row=other&column=total"
    )
    assert answer.status_code == 200


def test_the_differences_page_tells_them_and_compiles_anew(county: County) -> None:
    version = made(county)
    rows(county.wangshu, 50)
    client = browser(county.lin)
    page = client.get(f"/office/reports/{version.pk}/differences/").content.decode()
    assert "一、本年新收政府信息公开申请数量·总计" in page
    answer = client.post(f"/office/reports/{version.pk}/differences/", {"digest": version.digest})
    assert answer.status_code == 302
    stale = client.post(answer.headers["Location"] + "differences/", {"digest": version.digest})
    assert stale.status_code == 422 and "有改动" in stale.content.decode()


def test_an_uploaded_version_has_no_differences_page(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    assert browser(county.lin).get(f"/office/reports/{version.pk}/differences/").status_code == 404


def test_the_section_page_keeps_what_was_typed_and_saves_it(county: County) -> None:
    version = made(county)
    client = browser(county.lin)
    address = f"/office/reports/{version.pk}/sections/5/"
    assert "待填写" in client.get(address).content.decode()
    seen = editing.mark(version.reading.section(5).text)  # type: ignore[union-attr]
    sent = {"text": "报送还不够及时。\r\n\r\n下一年按月通报。", "seen": seen}
    assert client.post(address, sent).status_code == 302
    assert reports.fresh(version).reading.section(5).text == "报送还不够及时。\n下一年按月通报。"
    written = "报送还不够及时。\n下一年按月通报。"
    sent = {"text": written, "seen": editing.mark(written)}
    same = client.post(address, sent)
    assert same.status_code == 422 and "下一年按月通报" in same.content.decode()


@pytest.mark.parametrize("page", ["", "differences/"])
def test_pages_take_as_many_queries_whatever_was_counted(county: County, page: str) -> None:
    client = browser(county.lin)
    version = made(county, 2021)

    def queries() -> int:
        client.get(f"/office/reports/{version.pk}/{page}")
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"/office/reports/{version.pk}/{page}").status_code == 200
        return len(context)

    few = queries()
    rows(county.wangshu, 200)
    version = made(county, 2021, replacing=version.digest)
    assert queries() == few <= 55
