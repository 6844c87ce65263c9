"""A report as text in the database comes back whole."""

from decimal import Decimal

import pytest

from gongkai.annual_report import reading
from gongkai.site.annual_reports import stored
from tests.annual_report.build import sample_report
from tests.site.reports import text


def there_and_back(report):
    return stored.restored(stored.content(report), stored.positions(report))


@pytest.mark.parametrize("format", ["2019", "2021"])
def test_content_and_positions_come_back(format):
    report = reading.read(text(sample_report(format)))
    back = there_and_back(report)
    assert back == report
    assert back.places == report.places and report.places
    assert [s.places for s in back.sections] == [s.places for s in report.sections]
    assert back.source == report.source


def test_amounts_come_back_to_the_last_digit():
    cell = "disclosure.fees.amount"
    report = sample_report("2021", cells={**sample_report("2021").cells, cell: Decimal("25.10")})
    assert there_and_back(report).cells[cell] == Decimal("25.10")


def test_marks_and_what_was_not_read_come_back():
    cell = "applications.granted.natural_person"
    cells = {id: value for id, value in sample_report().cells.items() if id != cell}
    marks = {"applications.granted.business": "na"}
    report = sample_report(cells={**cells, "applications.granted.business": None}, marks=marks)
    back = there_and_back(report)
    assert cell not in back.cells and back.marks == marks and back.printed(cell) == report.printed(cell)


def test_the_same_report_is_always_the_same_text():
    report = sample_report()
    turned = sample_report(cells=dict(reversed(report.cells.items())))
    assert stored.content(turned) == stored.content(report)
