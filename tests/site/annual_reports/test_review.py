"""逐格核对: doubtful cells first, each beside its source; nothing is confirmed before all are looked at."""

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.report import DOUBTFUL
from gongkai.site.annual_reports import actions
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, browser
from tests.site import reports

ROW = "applications.refused_other_law"
CELL = f"{ROW}.natural_person"


@pytest.fixture
def version(county):
    """A page with a misprinted row in which a sum fails: its cells are doubtful."""
    report = sample_report("2021")
    wrong = sample_report("2021", cells={**report.cells, CELL: 55})
    page = kinds.writer("html")(wrong).decode().replace("2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
    source = actions.keep_file(county.wangshu, page.encode(), "年报.html", user=county.lin, at=AT)
    return actions.upload(county.wangshu, 2021, source, user=county.lin, at=AT)


def look(client, version, query: str = "") -> str:
    answer = client.get(f"/office/reports/{version.pk}/review/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client, version, cell: str, printed: str, value: str, reason: str = ""):
    return client.post(
        f"/office/reports/{version.pk}/review/",
        {"cell": cell, "printed": printed, "value": value, "reason": reason},
    )


def test_grades_and_reasons_are_kept_with_the_version(version):
    fresh = reports.fresh(version)
    assert fresh.reading.grades[CELL] == DOUBTFUL
    assert "行政止公开" in fresh.reading.reasons[CELL]
    assert CELL in fresh.unchecked()


def test_it_begins_with_a_doubtful_cell_marked_in_its_source(county, version):
    page = look(browser(county.he), version)
    assert "<mark>55</mark>" in page
    assert "存疑" in page and "2.其他法律行政止公开" in page
    assert page.index("其他法律行政法规禁止公开·自然人") < page.index("（一）予以公开·自然人")


def test_enter_agrees_with_the_source_and_goes_on(county, version):
    client = browser(county.he)
    answer = sent(client, version, CELL, "55", "55")
    assert answer.status_code == 302 and "cell=" in answer.headers["Location"]
    assert answer.headers["Location"] != f"/office/reports/{version.pk}/review/?cell={CELL}"
    assert CELL not in reports.fresh(version).unchecked()
    assert Entry.objects.order_by("-number").first().act == "cell_checked"


def test_nothing_is_confirmed_while_a_doubtful_cell_was_not_looked_at(county, version):
    with pytest.raises(Refused, match="存疑"):
        reports.confirmed(version, county.he)
    for cell in version.unchecked():
        actions.check_cell(version, cell, version.reading.printed(cell), user=county.he, at=AT)
    assert reports.confirmed(version, county.he).confirmation


def test_another_value_is_a_correction_and_needs_a_reason(county, version):
    client = browser(county.lin)
    answer = sent(client, version, CELL, "55", "1")
    assert answer.status_code == 422
    assert "原因" in answer.content.decode()
    assert sent(client, version, CELL, "55", "1", "原文是1").status_code == 302
    fresh = reports.fresh(version)
    assert fresh.reading.cells[CELL] == 1
    assert CELL not in fresh.unchecked()


def test_a_section_head_looks_but_does_not_correct(county, version):
    assert sent(browser(county.he), version, CELL, "55", "1", "原文是1").status_code == 403
    with pytest.raises(Forbidden):
        actions.check_cell(version, CELL, "55", user=county.zhou, at=AT)


def test_a_check_holds_for_what_was_seen_and_for_nothing_else(county, version):
    with pytest.raises(Refused, match="改动"):
        actions.check_cell(version, CELL, "54", user=county.he, at=AT)
    with pytest.raises(Refused, match="没有这个单元格"):
        actions.check_cell(version, "no.such.cell", "0", user=county.he, at=AT)


def test_a_text_is_shown_by_its_lines(county):
    version = reports.draft(county.wangshu, county.lin)
    page = look(browser(county.lin), version, f"?cell={reports.GRANTED}")
    assert "source-lines" in page
    assert "<mark>" in page


def test_what_the_source_says_is_escaped(county):
    report = sample_report("2021")
    page = kinds.writer("html")(report).decode().replace("1.属于国家秘密", "1.属于国家秘密&lt;script&gt;x")
    source = actions.keep_file(county.wangshu, page.encode(), "年报.html", user=county.lin, at=AT)
    version = actions.upload(county.wangshu, 2021, source, user=county.lin, at=AT)
    shown = look(browser(county.lin), version, "?cell=applications.granted.total")
    assert "<script>x" not in shown
    assert "&lt;script&gt;x" in shown


def test_a_published_version_is_only_looked_at(county):
    version = reports.of_wangshu(county)
    page = look(browser(county.lin), version)
    assert "不能再改" in page
    assert sent(browser(county.lin), version, reports.GRANTED, "0", "0").status_code == 422
