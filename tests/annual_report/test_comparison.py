"""对照: changed cells and sections, across variants and forms."""

from dataclasses import replace

from gongkai.annual_report.comparison import compare
from gongkai.annual_report.report import Section

from .build import sample_report


def test_equal_reports_have_no_difference() -> None:
    assert not compare(sample_report("2021"), sample_report("2021"))


def test_changed_cells_come_in_the_order_of_the_form_as_printed() -> None:
    old = sample_report("2021")
    ids = ("disclosure.rules.issued", "applications.granted.total")
    new = replace(old, cells={**old.cells, ids[0]: 99, ids[1]: None}, marks={ids[1]: "blank"})
    changes = compare(old, new).cells
    assert [(c.cell, c.old, c.new) for c in changes] == [
        (ids[0], "2", "99"),
        (ids[1], str(old.cells[ids[1]]), ""),
    ]
    assert changes[1].row == "三、本年度办理结果 / （一）予以公开"


def test_sections_that_changed_came_or_went() -> None:
    old = sample_report("2021")
    sections = (
        Section(1, "一、总体情况", "改写。"),
        *(section for section in old.sections[1:] if section.no != 6),
    )
    changes = compare(old, replace(old, sections=sections)).sections
    assert [(c.no, c.old is None, c.new) for c in changes] == [(1, False, "改写。"), (6, False, None)]


def test_cells_only_one_form_has_are_told_as_such() -> None:
    changes = {c.cell: c for c in compare(sample_report("2019"), sample_report("2021")).cells}
    assert changes["disclosure.rules.made"].new is None
    assert changes["disclosure.rules.issued"].old is None
