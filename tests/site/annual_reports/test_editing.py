"""同时编辑: on different places both succeed, on the same one the later is told, nothing typed is lost."""

import re

import pytest
from django.db import connection

from bench import saving
from gongkai.site.annual_reports import actions, compile_actions, editing
from gongkai.site.annual_reports.models import Version
from gongkai.site.ledger.verification import verify
from tests import cast
from tests.cast import AT, County, browser
from tests.site import reports
from tests.site.reports import GRANTED, fresh
from tests.site.threads import at_once, outcomes

OTHER = "applications.granted.business"


def section(version: Version, number: int = 5) -> str:
    found = version.reading.section(number)
    assert found
    return found.text


def hidden(page: str, name: str) -> str:
    """What a form of a page sends back unseen."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field
    value = re.search(r'value="([^"]*)"', field[0])
    return value[1] if value else ""


def test_the_later_of_two_on_one_cell_is_told_who_wrote_what(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    seen = version.reading.printed(GRANTED)
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.gao, at=AT, seen=seen)
    with pytest.raises(editing.Overtaken, match="高原在09:12改了这里，现在是“17”"):
        actions.correct_cell(version, GRANTED, "18", reason="漏登", user=county.lin, at=AT, seen=seen)
    assert fresh(version).reading.cells[GRANTED] == 17


def test_two_on_different_cells_both_succeed(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    seen = {cell: version.reading.printed(cell) for cell in (GRANTED, OTHER)}
    for cell, person in ((GRANTED, county.gao), (OTHER, county.lin)):
        actions.correct_cell(version, cell, "17", reason="笔误", user=person, at=AT, seen=seen[cell])
    assert {fresh(version).reading.cells[cell] for cell in seen} == {17}


def test_the_page_of_a_cell_keeps_what_was_typed_and_saves_it_when_it_is_said_again(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    office, address = browser(county.lin), f"/office/reports/{version.pk}/correct/"
    seen = hidden(office.get(f"/office/reports/{version.pk}/?cell={GRANTED}").content.decode(), "seen")
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.gao, at=AT)
    told = office.post(address, {"cell": GRANTED, "seen": seen, "value": "18", "reason": "漏登"})
    page = told.content.decode()
    assert told.status_code == 422 and "高原" in page and 'value="18"' in page and "漏登" in page
    assert fresh(version).reading.cells[GRANTED] == 17
    again = {"cell": GRANTED, "seen": hidden(page, "seen"), "value": "18", "reason": "漏登"}
    assert office.post(address, again).status_code == 302
    assert fresh(version).reading.cells[GRANTED] == 18


def test_beside_the_source_the_later_is_told_too(county: County) -> None:
    version = reports.draft(county.wangshu, county.lin)
    printed = version.reading.printed(GRANTED)
    actions.correct_cell(version, GRANTED, "17", reason="笔误", user=county.gao, at=AT)
    sent = {"cell": GRANTED, "printed": printed, "value": "18", "reason": "漏登"}
    told = browser(county.lin).post(f"/office/reports/{version.pk}/review/", sent)
    page = told.content.decode()
    assert told.status_code == 422 and "高原" in page and 'value="18"' in page
    assert hidden(page, "printed") == "17"


def test_the_page_of_a_section_shows_both_texts_and_saves_when_it_is_said_again(county: County) -> None:
    version = compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)
    office, address = browser(county.lin), f"/office/reports/{version.pk}/sections/5/"
    seen = hidden(office.get(address).content.decode(), "seen")
    compile_actions.write_section(version, 5, "高原写的一段。", user=county.gao, at=AT)
    told = office.post(address, {"seen": seen, "text": "林晓写的一段。"})
    page = told.content.decode()
    assert told.status_code == 422 and "高原写的一段。</p>" in page and "林晓写的一段。</textarea>" in page
    assert section(fresh(version)) == "高原写的一段。"
    again = {"seen": hidden(page, "seen"), "text": "林晓写的一段。"}
    assert office.post(address, again).status_code == 302
    assert section(fresh(version)) == "林晓写的一段。"


def test_a_form_that_does_not_say_what_was_seen_saves_nothing(county: County) -> None:
    version = compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)
    office, address = browser(county.lin), f"/office/reports/{version.pk}"
    assert office.post(f"{address}/sections/5/", {"text": "一段。"}).status_code == 422
    cell = {"cell": GRANTED, "value": "18", "reason": "漏登"}
    assert office.post(f"{address}/correct/", cell).status_code == 422
    office.post(f"{address}/discard/")
    assert fresh(version).digest == version.digest


@pytest.mark.django_db(transaction=True)
def test_at_once_two_on_different_places_both_succeed_and_of_two_on_one_the_later_is_told() -> None:
    county = cast.county()
    version = compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)
    text = editing.mark(section(version))
    at_once(
        lambda: actions.correct_cell(version, GRANTED, "1", reason="甲", user=county.gao, at=AT, seen="0"),
        lambda: compile_actions.write_section(version, 5, "一段。", user=county.lin, at=AT, seen=text),
        lambda: actions.correct_cell(version, OTHER, "2", reason="乙", user=county.lin, at=AT, seen="0"),
    )
    after = fresh(version)
    assert (after.reading.cells[GRANTED], after.reading.cells[OTHER]) == (1, 2)
    assert section(after) == "一段。"
    found = outcomes(
        lambda: actions.correct_cell(version, GRANTED, "5", reason="甲", user=county.gao, at=AT, seen="1"),
        lambda: actions.correct_cell(version, GRANTED, "6", reason="乙", user=county.lin, at=AT, seen="1"),
    )
    assert [isinstance(one, editing.Overtaken) for one in found].count(True) == 1, found
    kept = fresh(version).reading.cells[GRANTED]
    assert kept == (5 if isinstance(found[1], editing.Overtaken) else 6)
    assert verify().fault is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_500_officers_who_save_at_once_lose_nothing() -> None:
    """SQLite has one writer and lets those who wait too long fail: this is for what an office runs on."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL (GONGKAI_TEST_DATABASE_URL)")
    found = saving.load()
    assert found.errors == [] and found.lost == []
    assert len(found.spent) == saving.OFFICERS
    assert verify().fault is None
