"""Putting a cell right 更正单元格, as it stands in the file."""

import pytest

from gongkai.annual_report import kinds
from gongkai.site.annual_reports import actions
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.annual_report.build import sample_report
from tests.cast import AT, browser
from tests.site import reports
from tests.site.reports import GRANTED


@pytest.fixture
def version(county):
    """林晓's draft of 望舒镇's report on 2020."""
    return reports.draft(county.wangshu, county.lin)


def correct(version, text: str, by, cell: str = GRANTED, reason: str = "笔误"):
    return actions.correct_cell(version, cell, text, reason=reason, user=by, at=AT)


@pytest.mark.parametrize(
    ("typed", "number", "printed"),
    [("17", 17, "17"), ("１７", 17, "17"), ("", None, ""), ("/", None, "/"), ("若干", None, "若干")],
)
def test_what_is_typed_is_read_as_the_reader_reads_it(county, version, typed, number, printed):
    old = version.reading.printed(GRANTED)
    correction = correct(version, typed, county.lin)
    reading = reports.fresh(version).reading
    assert (reading.cells[GRANTED], reading.printed(GRANTED)) == (number, printed)
    assert (correction.old, correction.new, correction.by) == (old, printed, county.lin)


def test_only_that_cell_changes_and_the_digest_with_it(county, version):
    before = reports.fresh(version)
    correct(version, "17", county.lin)
    after = reports.fresh(version)
    changed = {id for id, value in after.reading.cells.items() if before.reading.cells[id] != value}
    assert changed == {GRANTED} and after.digest != before.digest
    assert after.reading.places == before.reading.places


def test_the_value_it_has_already_is_no_correction(county, version):
    with pytest.raises(Refused, match="新值与原值相同"):
        correct(version, version.reading.printed(GRANTED), county.lin)
    assert not version.corrections.exists()


def test_a_reason_is_required(county, version):
    with pytest.raises(Refused, match="请写明更正的原因"):
        correct(version, "17", county.lin, reason="  ")


def test_a_cell_the_form_does_not_have_is_refused(county, version):
    with pytest.raises(Refused, match="没有这个单元格"):
        correct(version, "17", county.lin, cell="applications.nothing.total")


def test_a_published_version_is_never_changed(county):
    version = reports.of_wangshu(county)
    with pytest.raises(Refused, match="已经公布，不能再改"):
        correct(version, "17", county.lin)
    assert reports.fresh(version).digest == version.digest


@pytest.mark.parametrize("who", ["he", "zhou", "ye", "fang", "cheng"])
def test_only_who_hands_in_corrects(county, version, who):
    with pytest.raises(Forbidden):
        correct(version, "17", getattr(county, who))


def test_a_very_long_text_in_the_file_may_be_put_right(county):
    cells = {**sample_report().cells, GRANTED: None}
    data = sample_report(cells=cells, marks={GRANTED: "text: " + "多" * 900})
    source = reports.kept(county.wangshu, county.lin, kinds.writer("json")(data))
    version = actions.upload(county.wangshu, 2020, source, user=county.lin, at=AT)
    correct(version, "17", county.lin)
    assert reports.fresh(version).reading.cells[GRANTED] == 17


def test_the_page_shows_the_cell_with_what_stood_there_and_keeps_the_reason(county, version):
    office = browser(county.lin)
    page = office.get(f"/office/reports/{version.pk}/?cell={GRANTED}").content.decode()
    assert "更正单元格" in page and f'value="{version.reading.printed(GRANTED)}"' in page
    answer = office.post(
        f"/office/reports/{version.pk}/correct/",
        {
            "cell": GRANTED,
            "seen": version.reading.printed(GRANTED),
            "value": "17",
            "reason": "与登记簿核对",
        },
        follow=True,
    )
    page = answer.content.decode()
    assert "已更正，须重新复核" in page and "与登记簿核对" in page


def test_a_refused_correction_stays_in_the_form(county, version):
    answer = browser(county.lin).post(
        f"/office/reports/{version.pk}/correct/", {"cell": GRANTED, "value": "17", "reason": ""}
    )
    assert answer.status_code == 422 and 'value="17"' in answer.content.decode()


def test_who_may_only_look_gets_no_form(county, version):
    page = browser(county.zhou).get(f"/office/reports/{version.pk}/?cell={GRANTED}").content.decode()
    assert "更正单元格" not in page and 'href="/office/reports' in page and "#correct" not in page
