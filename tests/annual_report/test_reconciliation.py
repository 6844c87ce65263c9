"""勾稽: every relation fails where it should and nowhere else; every other check has its case."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from gongkai.annual_report import formats, reconciliation
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.relations import Instance
from gongkai.annual_report.reading import read
from gongkai.annual_report.reconciliation import NotThePreviousYear, check
from gongkai.annual_report.report import Place, Report, Section

from .build import flat_text, sample_report

ALL = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")
ZERO = {form: {**dict.fromkeys(form.cells, 0)} for form in formats.every()}


def clean(form: Format, **changes: Any) -> Report:
    """A report of zeros, which keeps every relation."""
    return sample_report(form.id, form.variant, cells=dict(ZERO[form]), **changes)


def codes(report: Report, previous: Report | None = None) -> list[str]:
    return [finding.code for finding in check(report, previous)]


def cells_with(report: Report, **cells: Any) -> Report:
    return replace(report, cells={**report.cells, **{id.replace("__", "."): v for id, v in cells.items()}})


@ALL
def test_a_report_that_keeps_every_relation_has_no_arithmetic_finding(form: Format) -> None:
    relations = {relation.id for relation in form.relations}
    assert not relations & set(codes(sample_report(form.id, form.variant)))
    assert codes(clean(form)) == []


@ALL
def test_each_relation_within_the_year_is_found_where_it_fails(form: Format) -> None:
    """Move one cell of each instance by one, or far, and that very instance is found."""
    for instance in form.instances:
        if instance.relation.scope != "report":
            continue
        report = _broken(clean(form), instance)
        found = [f for f in check(report) if f.code == instance.relation.id and f.cells == instance.cells]
        assert len(found) == 1, instance
        assert found[0].severity == instance.relation.severity
        assert found[0].basis == instance.relation.basis
        assert found[0].left != found[0].right
        assert all(str(abs(n)) in found[0].message for n in (found[0].left, found[0].right) if n is not None)


def _broken(report: Report, instance: Instance) -> Report:
    term = (*instance.left, *instance.right)[0]
    assert term.cell
    change = {"==": 3, "<=": 3, ">=": -3}[instance.relation.operator]
    return replace(report, cells={**report.cells, term.cell: change * term.sign})


@ALL
def test_each_relation_across_the_years_is_found_where_it_fails(form: Format) -> None:
    for instance in form.instances:
        if instance.relation.scope != "cross_year":
            continue
        for prev_format in instance.relation.prev_formats:
            previous = clean(formats.load(prev_format), year=2020)
            report = clean(form, year=2021)
            term = next(t for t in (*instance.left, *instance.right) if t.cell and t.prev)
            assert term.cell
            if term.cell not in previous.cells:
                continue
            # 100 above where last year's must not be more; -100 where this year's must not be.
            sign = 100 if instance.relation.operator == "==" or term in instance.left else -100
            broken = replace(previous, cells={**previous.cells, term.cell: sign})
            assert instance.relation.id in codes(report, broken), instance
            assert instance.relation.id not in codes(report, previous)


@ALL
def test_a_blank_cell_makes_a_relation_undecided_never_false(form: Format) -> None:
    relations = {relation.id for relation in form.relations}
    for instance in form.instances:
        if instance.relation.scope != "report":
            continue
        broken = _broken(clean(form), instance)
        last = instance.cells[-1]
        if len(instance.cells) == 1:
            continue
        blank = replace(broken, cells={**broken.cells, last: None}, marks={last: "blank"})
        assert not [f for f in check(blank) if f.code in relations and last in f.cells]


def test_the_balance_of_real_reports_holds() -> None:
    """132+2 = 122+12, 1641+76 = 1646+71, 1137+32 = 1136+33."""
    for new, before, handled, after in ((132, 2, 122, 12), (1641, 76, 1646, 71), (1137, 32, 1136, 33)):
        report = _balance(new, before, handled, after)
        assert "applications_balance" not in codes(report)
        assert "applications_balance" in codes(_balance(new, before, handled + 1, after))


def _balance(new: int, before: int, handled: int, after: int) -> Report:
    figures = {"received_new": new, "carried_in": before, "handled_total": handled, "carried_out": after}
    report = clean(formats.load("2021"))
    return replace(
        report,
        cells={**report.cells, **{f"applications.{row}.natural_person": n for row, n in figures.items()}},
    )


def test_a_message_tells_the_numbers_and_the_difference() -> None:
    report = cells_with(
        clean(formats.load("2021")),
        applications__received_new__business=9,
        applications__handled_total__business=8,
    )
    finding = next(f for f in check(report) if f.code == "applications_balance")
    assert finding.message == (
        "“商业企业”列：“一、本年新收政府信息公开申请数量”9＋“二、上年结转政府信息公开申请数量”0＝9，"
        "应等于“（七）总计”8＋“四、结转下年度继续办理”0＝8，相差1"
    )


def test_a_long_sum_tells_only_what_is_not_zero() -> None:
    report = cells_with(clean(formats.load("2021")), applications__refused_process__research=2)
    finding = next(f for f in check(report) if f.code == "applications_handled_total")
    assert (
        finding.message
        == "“科研机构”列：“6.属于四类过程性信息”2（其余各项为0）＝2，应等于“（七）总计”0，相差2"
    )


def test_a_split_row_of_this_year_meets_the_whole_row_of_last_year_and_the_other_way_round() -> None:
    whole, split = formats.load("2019"), formats.load("2019", "beijing_2020")
    before = cells_with(
        clean(split, year=2019),
        disclosure__other_services_inspection__items_last_year=3,
        disclosure__other_services_confirmation__items_last_year=4,
    )
    assert "items_chain" in codes(clean(whole, year=2020), before)
    now = cells_with(clean(whole, year=2020), disclosure__other_services__items_last_year=7)
    assert "items_chain" not in codes(now, before)


def test_the_year_before_must_be_the_year_before() -> None:
    form = formats.load("2021")
    with pytest.raises(NotThePreviousYear):
        check(clean(form, year=2023), clean(form, year=2021))


def test_carry_over_is_compared_across_the_two_forms() -> None:
    previous = cells_with(clean(formats.load("2019"), year=2020), applications__carried_out__business=2)
    finding = next(f for f in check(clean(formats.load("2021"), year=2021), previous))
    assert finding.code == "applications_carry_over"
    assert finding.severity == "error"
    assert (finding.left, finding.right) == (2, 0)


def test_a_section_that_is_missing_is_an_error_and_an_empty_one_a_warning() -> None:
    report = clean(formats.load("2021"))
    without = replace(report, sections=tuple(s for s in report.sections if s.no != 6))
    missing = check(without)
    assert [(f.code, f.severity, f.where) for f in missing] == [("section_missing", "error", "")]
    assert "六、其他需要报告的事项" in missing[0].message
    empty = replace(report, sections=tuple(replace(s, text=" ") if s.no == 5 else s for s in report.sections))
    assert [(f.code, f.severity) for f in check(empty)] == [("section_empty", "warning")]


def test_a_table_section_without_its_table_is_empty() -> None:
    report = clean(formats.load("2021"))
    cells = {id: value for id, value in report.cells.items() if not id.startswith("remedies.")}
    assert codes(replace(report, cells=cells)) == ["section_empty", "cell_unread"]


@pytest.mark.parametrize(
    ("mark", "severity"), [("text: 见附件", "error"), ("na", "warning"), ("blank", "info")]
)
def test_what_is_no_number_is_told_by_its_kind(mark: str, severity: str) -> None:
    report = clean(formats.load("2021"))
    id = "disclosure.penalties.decisions"
    changed = replace(report, cells={**report.cells, id: None}, marks={id: mark})
    assert [(f.code, f.severity, f.cells) for f in check(changed)] == [("cell_not_a_number", severity, (id,))]


def test_a_count_below_zero_is_an_error_and_a_decrease_is_not() -> None:
    report = clean(formats.load("2019"))
    assert codes(cells_with(report, disclosure__penalties__decisions=-1)) == ["negative_count"]
    decrease = cells_with(
        report, disclosure__penalties__items_last_year=5, disclosure__penalties__items_change=-4
    )
    assert codes(decrease) == []


def test_an_amount_without_any_unit_is_looked_at() -> None:
    amount = "disclosure.procurement.amount"
    report = clean(formats.load("2019"))
    plain = replace(report, cells={**report.cells, amount: Decimal("12.5")})
    assert codes(plain) == ["unit_unknown"]
    assert codes(replace(plain, marks={amount: "note: 12.5万元"})) == []
    beijing = clean(formats.load("2019", "beijing_2020"))  # this variant prints 万元
    assert codes(replace(beijing, cells={**beijing.cells, amount: Decimal("12.5")})) == []


def test_cells_left_out_are_told_once() -> None:
    report = clean(formats.load("2021"))
    cells = {id: v for id, v in report.cells.items() if not id.startswith("disclosure.rules")}
    finding = next(iter(check(replace(report, cells=cells))))
    assert (finding.code, finding.severity, len(finding.cells)) == ("cell_unread", "warning", 3)


def test_more_normative_documents_made_than_disclosed_is_odd() -> None:
    report = cells_with(
        clean(formats.load("2019")),
        disclosure__normative_documents__made=59,
        disclosure__normative_documents__disclosed=18,
        disclosure__normative_documents__disclosed_total=119,
    )
    finding = check(report)[0]
    assert (finding.code, finding.severity) == ("normative_made_over_disclosed", "warning")
    assert (finding.left, finding.right) == (59, 18)
    assert "41件" in finding.message


def prose(*paragraphs: str, year: int = 2023) -> Report:
    report = clean(formats.load("2021"), year=year)
    sections = (Section(1, "一、总体情况", "\n".join(paragraphs)), *report.sections[1:])
    return replace(report, sections=sections)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("全年公开309条，环比增加20条。", True),
        ("12月公开30条，环比增加3条。", False),
        ("四季度环比增加3条。", False),
        ("全年公开309条，同比增加20条。", False),
        ("截至12月底共公开309条，比上年环比增长12%。", True),
        ("每周环比通报。", False),
    ],
)
def test_a_year_is_not_compared_with_the_month_before(sentence: str, found: bool) -> None:
    assert ("annual_comparison_word" in codes(prose(sentence))) is found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("同比增长127%。", True),
        ("全年公开309条，增长了12.5％。", True),
        ("2023年公开309条，同比增长127%。", True),
        ("较往年下降百分之三十。", True),
        ("比上年的136条增长127%。", False),
        ("2022年136条，今年增长127%。", False),
        ("由136条增加到309条，增长127%。", False),
        ("满意率达到98%。", False),
        ("比上年增长12%。", True),
        ("较去年增长12%。", True),
        ("比2022年增长12%。", True),
        ("从2023年1月1日起增长12%。", True),
        ("公开率提高到100%。", False),
        ("满意度提升至98%。", False),
        ("公开120条；上年100条；增长20%。", False),
        ("同比增加20条，增长20%。", False),
    ],
)
def test_a_growth_must_tell_its_base(sentence: str, found: bool) -> None:
    assert ("growth_without_base" in codes(prose(sentence))) is found


def test_a_finding_of_prose_names_section_and_place_of_its_own_paragraph() -> None:
    report = prose("第一段。", "同比增长3%。")
    sections = (replace(report.sections[0], places=(Place(line=3), Place(line=7))), *report.sections[1:])
    found = check(replace(report, sections=sections))
    finding = next(one for one in found if one.code == "growth_without_base")
    assert finding.where == "一、总体情况 第7行"


def test_a_finding_of_cells_names_their_place_in_the_source() -> None:
    text = flat_text(cells_with(clean(formats.load("2021")), remedies__review__upheld=2))
    report = read(text.encode())
    finding = check(report)[0]
    line = int(finding.where.removeprefix("第").removesuffix("行"))
    assert text.splitlines()[line - 1].strip() == "0"  # the total that should be 2
    assert report.places["remedies.review.total"].line == line


def test_findings_stand_errors_first() -> None:
    report = cells_with(
        clean(formats.load("2019")), disclosure__rules__disclosed=3, remedies__review__total=1
    )
    assert [f.severity for f in check(report)] == [reconciliation.ERROR, reconciliation.WARNING]


def test_a_report_without_a_form_has_nothing_to_be_checked_against() -> None:
    assert check(Report(organ="甲", year=2016, sections=(Section(1, "一、概述", "环比增长3%。"),))) == []


def test_a_finding_is_plain_data() -> None:
    finding = check(cells_with(clean(formats.load("2021")), remedies__review__upheld=2))[0]
    assert finding.as_dict() == {
        "code": "remedies_total",
        "severity": "error",
        "cells": [f"remedies.review.{c}" for c in ("upheld", "corrected", "other", "pending", "total")],
        "left": 2,
        "right": 0,
        "message": finding.message,
        "basis": "arithmetic",
        "where": "",
        "fingerprint": finding.fingerprint,
    }
