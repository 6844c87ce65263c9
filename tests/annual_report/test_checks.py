"""Checks of period, names, copies, jumps, units, signature, order, blanks and local rows: both forms."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generated.faults import FAULTS, Fault
from bench.generated.files import WRITERS
from bench.generated.page import page
from bench.generated.towns import town, year_before
from gongkai.annual_report import reading
from gongkai.annual_report.reconciliation import ERROR, Finding, check
from gongkai.annual_report.report import DOUBTFUL, LocalRow, Report, Section

from .build import sample_report

FORMATS = ["2019", "2021"]


def codes(report: Report, previous: Report | None = None, **others: Any) -> set[str]:
    return {finding.code for finding in check(report, previous, **others)}


def found(code: str, report: Report, previous: Report | None = None, **others: Any) -> Finding:
    return next(finding for finding in check(report, previous, **others) if finding.code == code)


def with_text(report: Report, no: int, text: str) -> Report:
    return replace(
        report, sections=tuple(replace(s, text=text) if s.no == no else s for s in report.sections)
    )


def with_cells(report: Report, cells: Mapping[str, Any], marks: Mapping[str, str] | None = None) -> Report:
    return replace(report, cells={**report.cells, **cells}, marks={**report.marks, **(marks or {})})


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_planted_fault_is_found_and_was_not_there_before(fault: Fault) -> None:
    rng = random.Random(f"fault {fault.name}")
    planted = 0
    for number in range(400):
        report = town(rng, number)
        before = year_before(report, rng)
        spoilt = fault.plant(report, before, rng)
        if spoilt is None:
            continue
        wrong, previous, code = spoilt
        clean = reading.read(WRITERS["html"](page(report), rng))
        read = reading.read(WRITERS["html"](page(wrong), rng))
        assert code in codes(read, previous)
        if fault.arithmetic:
            assert any(f.code == code and f.severity == ERROR for f in check(read, previous))
            assert not any(f.severity == ERROR for f in check(clean))
        planted += 1
        if planted == 4:
            return
    assert planted, "no report had a place for it"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_one_wrong_number_in_tables_three_and_four_is_an_error(seed: int, data: st.DataObject) -> None:
    report = town(random.Random(seed), 0)
    assert not any(f.severity == ERROR for f in check(report))
    ids = [id for id in report.cells if not id.startswith("disclosure.")]
    id = data.draw(st.sampled_from(ids))
    wrong = int(report.cells[id] or 0) + data.draw(st.integers(1, 500))
    assert any(f.severity == ERROR and id in f.cells for f in check(with_cells(report, {id: wrong})))


@pytest.mark.parametrize("total", [(132, 2, 122, 12), (1641, 76, 1646, 71), (1137, 32, 1136, 33)])
def test_real_totals_balance_and_one_digit_off_does_not(total: tuple[int, int, int, int]) -> None:
    names = ("received_new", "carried_in", "handled_total", "carried_out")
    report = Report(organ="望舒县人民政府", year=2023, format="2021")
    cells = {f"applications.{name}.total": number for name, number in zip(names, total, strict=True)}
    assert "applications_balance" not in codes(replace(report, cells=cells))
    for id, number in cells.items():
        assert "applications_balance" in codes(replace(report, cells={**cells, id: number + 1}))


@pytest.mark.parametrize("format", FORMATS)
def test_the_period_is_the_year_of_the_report(format: str) -> None:
    report = sample_report(format)
    year = report.year or 0
    right = f"本报告的统计期限自{year}年1月1日起至12月31日止。"
    assert "period_wrong" not in codes(replace(report, preface=right))
    wrong = f"统计期限为{year - 1}年1月1日至{year - 1}年12月31日。"
    assert found("period_wrong", replace(report, preface=wrong)).where == "前言"
    chinese = "统计期限为二〇一〇年一月一日至二〇〇九年十二月三十一日。"
    assert "period_wrong" in codes(replace(report, preface=chinese))


def test_the_opening_names_the_year_of_the_title() -> None:
    report = sample_report("2021", year=2023)
    assert "year_wrong" in codes(replace(report, preface="现公布2022年政府信息公开工作年度报告。"))
    assert "year_wrong" not in codes(replace(report, preface="现公布2023年度报告。"))


def test_the_form_is_that_of_the_year() -> None:
    assert "format_wrong" in codes(sample_report("2019", year=2022))
    assert "format_wrong" not in codes(sample_report("2019", year=2020))
    assert "mixed_editions" in codes(replace(sample_report("2021"), mixture=("本年新制作数量",)))


@pytest.mark.parametrize(
    ("organ", "day", "outside"),
    [
        ("望舒镇人民政府", date(2022, 1, 31), False),
        ("望舒镇人民政府", date(2022, 2, 1), True),
        ("望舒县人民政府", date(2022, 3, 31), False),
        ("望舒县人民政府", date(2022, 4, 1), True),
        ("望舒县财政局", date(2022, 2, 20), True),
        ("望舒镇人民政府", date(2021, 12, 31), True),
    ],
)
def test_the_day_of_signature_is_after_the_year_and_before_it_is_due(
    organ: str, day: date, outside: bool
) -> None:
    report = sample_report("2021", organ=organ, signed_by=organ, signed_on=day)
    assert ("signed_outside" in codes(report)) is outside


def test_a_name_of_elsewhere_is_told_once() -> None:
    text = "下一步，绥化市将继续推进政府信息公开工作。绥化市的信息公开工作还有不足。"
    report = with_text(sample_report(), 5, text)
    assert [f.code for f in check(report)].count("name_other_place") == 1
    assert found("name_other_place", report).subject == "绥化市"


@pytest.mark.parametrize(
    "text",
    [
        "赴绥化市学习政务公开工作经验。",
        "按照《绥化市政府信息公开规定》开展工作。",
        "望舒镇的政府信息公开工作还有不足。",
    ],
)
def test_a_place_mentioned_with_reason_is_left_alone(text: str) -> None:
    assert "name_other_place" not in codes(with_text(sample_report(), 5, text))


def test_the_place_of_the_organ_is_its_own() -> None:
    report = with_text(sample_report(organ="绥化市望舒区人民政府"), 5, "绥化市的政府信息公开工作有了起色。")
    assert "name_other_place" not in codes(report)


def test_the_name_of_a_peer_is_told() -> None:
    peer = sample_report(organ="听泉镇人民政府")
    report = with_text(sample_report(), 5, "听泉镇人民政府将加强政府信息公开工作。")
    assert found("name_other_organ", report, peers=[peer]).subject == "听泉镇人民政府"
    assert "name_other_organ" not in codes(report)


def test_another_signature_is_told() -> None:
    assert "signed_by_other" in codes(sample_report(signed_by="听泉县财政局"))
    assert "signed_by_other" not in codes(sample_report(signed_by="望舒镇党政办公室"))


def generated(seed: int, number: int = 0) -> Report:
    return town(random.Random(seed), number)


def test_a_text_copied_from_last_year_is_told_whatever_its_numbers() -> None:
    report = generated(3)
    one = report.section(1)
    assert one
    changed = "".join(letter if not letter.isdigit() else "7" for letter in one.text)
    before = with_text(report, 1, changed)
    before = replace(before, year=(report.year or 0) - 1, format=None, cells={})
    assert "copied_from_previous" in codes(report, before)
    other = replace(with_text(before, 1, generated(17).sections[0].text), format=None)
    assert "copied_from_previous" not in codes(report, with_text(other, 5, "另一份完全不同的文字。"))


def test_a_text_copied_from_a_peer_is_told_but_not_what_all_say() -> None:
    report = generated(3)
    peers = [generated(seed) for seed in range(40, 46)]
    assert "copied_from_peer" not in codes(report, peers=peers)
    copied = replace(peers[0], sections=report.sections, organ="听雨镇人民政府")
    assert "听雨镇人民政府" in found("copied_from_peer", report, peers=[*peers, copied]).message
    same = [replace(peer, sections=report.sections) for peer in peers]
    assert "copied_from_peer" not in codes(report, peers=same)  # a phrase of the whole county


@pytest.mark.parametrize(
    ("cell", "format"), [("disclosure.fees.amount", "2021"), ("disclosure.procurement.amount", "2019")]
)
def test_an_amount_a_thousand_times_last_years_may_be_in_yuan(cell: str, format: str) -> None:
    report = sample_report(format)
    year = (report.year or 0) - 1
    before = replace(with_cells(report, {cell: 58}), year=year)
    assert "unit_suspect" in codes(with_cells(report, {cell: 586_200}), before)
    assert "unit_suspect" not in codes(with_cells(report, {cell: 62}), before)
    assert "unit_suspect" in codes(with_cells(report, {cell: 586_200}))  # more than a town can have


def test_a_jump_is_told_and_a_small_number_is_none() -> None:
    report = sample_report("2021", year=2023)
    before = replace(report, year=2022)
    cell = "disclosure.penalties.decisions"
    assert "jump" in codes(with_cells(report, {cell: 600}), with_cells(before, {cell: 100}))
    assert "jump" not in codes(with_cells(report, {cell: 400}), with_cells(before, {cell: 100}))
    assert "jump" not in codes(with_cells(report, {cell: 6}), with_cells(before, {cell: 1}))
    peers = [with_cells(replace(report, organ=f"第{n}镇人民政府"), {cell: 300 + n}) for n in range(6)]
    assert "jump" in codes(with_cells(report, {cell: 0}), peers=peers)
    assert "jump" not in codes(with_cells(report, {cell: 0}), peers=peers[:3])


def test_sections_stand_in_order_and_say_something() -> None:
    report = sample_report()
    assert "section_out_of_order" not in codes(report)
    turned = replace(report, sections=(*report.sections[:4], report.sections[5], report.sections[4]))
    assert "section_out_of_order" in codes(turned)
    misnumbered = replace(
        report, sections=(*report.sections[:5], Section(6, "五、其他需要报告的事项", "无此类事项。"))
    )
    assert "section_out_of_order" in codes(misnumbered)
    assert "section_too_short" in codes(with_text(report, 5, "无"))
    assert "section_too_short" not in codes(report)


@pytest.mark.parametrize("format", FORMATS)
def test_a_blank_hides_no_number_below_zero(format: str) -> None:
    blanks = {f"remedies.review.{c}": None for c in ("other", "pending")}
    marks = dict.fromkeys(blanks, "blank")
    figures = {"remedies.review.upheld": 3, "remedies.review.corrected": 1}
    report = with_cells(sample_report(format), {**blanks, **figures, "remedies.review.total": 4}, marks)
    assert not {"remedies_total", "total_with_blanks"} & codes(report)
    assert found("remedies_total", with_cells(report, {"remedies.review.total": 2})).severity == ERROR
    assert "total_with_blanks" in codes(with_cells(report, {"remedies.review.total": 9}))
    text = with_cells(report, {"remedies.review.total": 9}, {"remedies.review.other": "text: 无"})
    assert not {"remedies_total", "total_with_blanks"} & codes(text)


def test_a_local_row_is_told_and_counts_in_the_sum() -> None:
    report = sample_report("2021")
    id = "applications.granted.total"
    without = with_cells(report, {id: int(report.cells[id] or 0) - 3})
    row = LocalRow("applications", "9.本地另立事项", {"total": 3})
    told = [
        f.code for f in check(replace(without, local_rows=(row,))) if f.cells != () or f.code == "local_row"
    ]
    assert "applications_handled_total" not in told
    assert "local_row" in told
    assert "applications_handled_total" in codes(without)


def test_a_fault_in_doubtful_cells_is_to_be_looked_at_first() -> None:
    report = with_cells(sample_report("2021"), {"remedies.review.total": 99})
    doubtful = replace(report, grades={"remedies.review.total": DOUBTFUL})
    assert found("remedies_total", report).severity == ERROR
    assert found("remedies_total", doubtful).severity == "warning"
    assert found("cell_doubtful", doubtful).cells == ("remedies.review.total",)


def test_clean_reports_have_no_error_and_hardly_a_warning() -> None:
    rng = random.Random("clean")
    warned = 0
    for number in range(100):
        report = town(rng, number)
        findings = check(reading.read(WRITERS["html"](page(report), rng)))
        assert not [f.message for f in findings if f.severity == ERROR]
        warned += any(f.severity == "warning" and f.code != "unit_unknown" for f in findings)
    assert warned <= 2


def test_a_fingerprint_outlives_wording_and_place_but_not_the_numbers() -> None:
    report = with_cells(sample_report("2021"), {"remedies.review.total": 99})
    one = found("remedies_total", report)
    assert replace(one, message="别的说法", where="第9行").fingerprint == one.fingerprint
    other = found("remedies_total", with_cells(report, {"remedies.review.total": 98}))
    assert other.fingerprint != one.fingerprint
    read_again = reading.read(WRITERS["html"](page(report), random.Random(1)))
    assert found("remedies_total", read_again).fingerprint == one.fingerprint
    moved = with_cells(report, {"remedies.review.upheld": 1, "remedies.review.corrected": 0})
    assert found("remedies_total", moved).fingerprint != one.fingerprint
