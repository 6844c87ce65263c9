"""草稿已不在: what is typed for a draft that another compiles anew is kept, and put into the new one."""

from gongkai.site.annual_reports import actions, compile_actions
from gongkai.site.annual_reports.models import Version
from tests.cast import AT, County, browser
from tests.site import reports
from tests.site.annual_reports.test_editing import hidden, section
from tests.site.reports import GRANTED, fresh

TYPED = "林晓写了一上午的一段。"


def first(county: County) -> Version:
    return compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)


def anew(county: County, version: Version) -> Version:
    """高原 compiles again while 林晓 is writing."""
    return compile_actions.compile_report(
        county.wangshu, 2020, user=county.gao, at=AT, replacing=version.digest
    )


def began(county: County, address: str) -> dict[str, str]:
    """What the form of a page sends back unseen."""
    page = browser(county.lin).get(address).content.decode()
    return {name: hidden(page, name) for name in ("report", "seen")}


def test_a_section_typed_for_a_draft_that_is_gone_is_shown_and_put_into_the_new_one(county: County) -> None:
    version = first(county)
    address = f"/office/reports/{version.pk}/sections/5/"
    sent = began(county, address) | {"text": TYPED}
    new = anew(county, version)
    told = browser(county.lin).post(address, sent)
    page = told.content.decode()
    assert told.status_code == 409 and f"{TYPED}</textarea>" in page
    assert "高原" in page and section(new).splitlines()[0] in page.split("<form")[-2]
    assert section(fresh(new)) == section(new)
    there = f"/office/reports/{new.pk}/sections/5/"
    assert f'action="{there}"' in page
    again = {name: hidden(page, name) for name in ("report", "seen")} | {"text": TYPED}
    assert browser(county.lin).post(there, again).status_code == 302
    assert section(fresh(new)) == TYPED


def test_whoever_wrote_in_the_new_draft_meanwhile_is_not_written_over_unseen(county: County) -> None:
    version = first(county)
    address = f"/office/reports/{version.pk}/sections/5/"
    sent = began(county, address) | {"text": TYPED}
    new = anew(county, version)
    page = browser(county.lin).post(address, sent).content.decode()
    compile_actions.write_section(new, 5, "高原写的一段。", user=county.gao, at=AT)
    again = {name: hidden(page, name) for name in ("report", "seen")} | {"text": TYPED}
    told = browser(county.lin).post(f"/office/reports/{new.pk}/sections/5/", again)
    assert told.status_code == 422 and TYPED in told.content.decode()
    assert section(fresh(new)) == "高原写的一段。"


def test_a_cell_typed_for_a_draft_that_is_gone_is_put_into_the_new_one(county: County) -> None:
    version = first(county)
    sent = began(county, f"/office/reports/{version.pk}/?cell={GRANTED}")
    sent |= {"cell": GRANTED, "value": "18", "reason": "漏登一件"}
    new = anew(county, version)
    told = browser(county.lin).post(f"/office/reports/{version.pk}/correct/", sent)
    page = told.content.decode()
    there = f"/office/reports/{new.pk}/correct/"
    assert told.status_code == 409 and 'value="18"' in page and "漏登一件" in page
    assert f'action="{there}"' in page
    again = sent | {"seen": hidden(page, "seen")}
    assert browser(county.lin).post(there, again).status_code == 302
    assert fresh(new).reading.cells[GRANTED] == 18


def test_where_no_draft_is_left_the_words_come_back_to_be_copied(county: County) -> None:
    version = first(county)
    sent = began(county, f"/office/reports/{version.pk}/sections/5/")
    cell = sent | {"cell": GRANTED, "value": "18", "reason": "漏登一件"}
    actions.discard(version, user=county.gao, at=AT)
    office = browser(county.lin)
    told = office.post(f"/office/reports/{version.pk}/sections/5/", sent | {"text": TYPED})
    assert told.status_code == 409 and TYPED in told.content.decode()
    assert "存入新的草稿" not in told.content.decode()
    told = office.post(f"/office/reports/{version.pk}/correct/", cell)
    assert told.status_code == 409 and "漏登一件" in told.content.decode()


def test_what_is_typed_for_a_version_that_went_out_meanwhile_is_shown_again(county: County) -> None:
    version = reports.compiled(county)
    address = f"/office/reports/{version.pk}/sections/5/"
    sent = began(county, address) | {"text": TYPED}
    reports.signed_and_published(version, county)
    told = browser(county.lin).post(address, sent)
    assert told.status_code == 422
    assert TYPED in told.content.decode() and "已经公布" in told.content.decode()


def test_only_who_may_write_for_the_organ_sees_its_draft(county: County) -> None:
    version = first(county)
    address = f"/office/reports/{version.pk}/sections/5/"
    sent = began(county, address) | {"text": TYPED}
    anew(county, version)
    assert browser(county.ye).post(address, sent).status_code == 403
    assert browser(county.ye).post(f"/office/reports/{version.pk}/correct/", sent).status_code == 403
    for wrong in ("", "x", "0", "9" * 30):
        assert browser(county.lin).post(address, sent | {"report": wrong}).status_code == 404
