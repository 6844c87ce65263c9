"""Flat text: labels decide, a missing or extra number shifts nothing, doubt goes to unread."""

from random import Random

import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.reading import read
from gongkai.annual_report.report import Report

from .build import flat_text, sample_report

ALL = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


def read_text(text: str) -> Report:
    return read(text.encode())


@ALL
def test_a_copied_page_reads_to_the_same_report(form: Format) -> None:
    report = sample_report(form.id, form.variant)
    found = read_text(flat_text(report))
    assert found == report
    assert not found.unread


def test_every_cell_knows_its_line() -> None:
    text = flat_text(sample_report("2021"))
    found = read_text(text)
    line = found.places["disclosure.penalties.decisions"].line
    assert line is not None
    assert text.splitlines()[line - 1].strip() == "1046"
    assert set(found.places) == set(found.cells)


def test_a_number_too_few_leaves_its_row_out_and_no_other() -> None:
    report = sample_report("2019")
    text = flat_text(report).replace("\t规范性文件\n\t7\n", "\t规范性文件\n", 1)
    found = read_text(text)
    missing = {f"disclosure.normative_documents.{c}" for c in ("made", "disclosed", "disclosed_total")}
    assert set(report.cells) - set(found.cells) == missing
    assert found.cells.items() <= report.cells.items()
    assert found.unread[0].text == "5\n40"
    assert "应有3个数，读到2个" in found.unread[0].reason


def test_a_number_too_many_leaves_its_row_out_and_no_other() -> None:
    report = sample_report("2019")
    text = flat_text(report).replace("\t行政处罚\n", "\t行政处罚\n\t8\n", 1)
    found = read_text(text)
    assert {id.rpartition(".")[0] for id in set(report.cells) - set(found.cells)} == {"disclosure.penalties"}


def test_a_row_the_form_lacks_goes_to_unread_and_shifts_nothing() -> None:
    report = sample_report("2021")
    text = flat_text(report).replace("\t行政强制\n", "\t行政裁决\n\t77\n\n\t行政强制\n", 1)
    found = read_text(text)
    assert found.cells == report.cells
    assert "77" in [unread.text for unread in found.unread]


def test_lines_lost_between_two_rows_do_not_join_them() -> None:
    """The head of one row and the tail of the next may have just as many numbers as a row."""
    cells = {id: 1000 + at for at, id in enumerate(sample_report("2021").cells)}
    report = sample_report("2021", cells=cells)
    lines = flat_text(report).splitlines()
    first = lines.index(f"\t{cells['applications.refused_process.business']}")
    last = lines.index(f"\t{cells['applications.refused_enforcement_file.business']}")
    found = read_text("\n".join(lines[:first] + lines[last:]))
    assert found.cells.items() <= report.cells.items()
    assert "applications.refused_process.natural_person" not in found.cells
    assert (
        found.cells["applications.refused_admin_query.total"]
        == cells["applications.refused_admin_query.total"]
    )


def test_a_heading_of_something_else_ends_the_one_before() -> None:
    report = sample_report("2021")
    other = "\t信息内容\n\t现行有效件数\n\t本年废止件数\n\t本年制发件数\n\n\t行政规范性文件\n"
    found = read_text(flat_text(report).replace("\t行政规范性文件\n", other, 1))
    assert not any(id.startswith("disclosure.normative_documents") for id in found.cells)
    assert found.cells["disclosure.licences.decisions"] == 1046


@pytest.mark.parametrize("seed", range(40))
def test_no_loss_or_shuffling_of_lines_yields_a_wrong_number(seed: int) -> None:
    """Every cell has a number of its own, so that any shift is seen."""
    random = Random(seed)
    form = random.choice(formats.every())
    cells = {id: 1000 + at for at, id in enumerate(form.cells)}
    report = sample_report(form.id, form.variant, cells=cells)
    lines = flat_text(report).splitlines()
    for _ in range(random.randint(1, 3)):
        at = random.randrange(12, len(lines) - 2)
        length = random.randint(1, 12)
        piece = lines[at : at + length]
        change = random.choice(["drop", "repeat", "move", "insert"])
        if change in ("drop", "move"):
            del lines[at : at + length]
        if change in ("repeat", "move"):
            to = random.randrange(12, len(lines))
            lines[to:to] = piece
        if change == "insert":
            lines.insert(at, random.choice(["7", "第3页", "规章", "总计", "/", "1.属于国家秘密"]))
    try:
        found = read_text("\n".join(lines))
    except Unreadable:
        return
    wrong = {id: value for id, value in found.cells.items() if value is not None and value != cells.get(id)}
    assert not wrong


def test_columns_in_another_order_are_not_poured_by_position() -> None:
    text = flat_text(sample_report("2021"))
    swapped = text.replace("\t本年制发件数\n\t本年废止件数\n", "\t本年废止件数\n\t本年制发件数\n")
    found = read_text(swapped)
    assert not any(id.startswith("disclosure.rules") for id in found.cells)
    assert any("不能确定是哪一行" in unread.reason for unread in found.unread)


def test_a_label_broken_over_lines_is_whole() -> None:
    report = sample_report("2019")
    text = flat_text(report).replace("\t结果维持\n", "\t结\n果\n维\n持\n", 1)
    text = text.replace("\t（三）不予公开\n", "\t（三）不予\n\n公开\n")
    assert read_text(text) == report


def test_punctuation_and_quotes_of_labels_do_not_count() -> None:
    report = sample_report("2021")
    text = (
        flat_text(report)
        .replace("1.属于国家秘密", "1、属于国家秘密")
        .replace("“三安全一稳定”", '"三安全一稳定"')
    )
    text = text.replace("逾期不补正、行政机关", "逾期不补正，行政机关")
    assert read_text(text).cells == report.cells


def test_prose_below_a_table_stays_the_text_of_its_section() -> None:
    report = sample_report("2021")
    text = flat_text(report).replace(
        "四、政府信息公开行政复议", "注：本表数据截至年底。\n\n四、政府信息公开行政复议"
    )
    section = read_text(text).section(3)
    assert section is not None
    assert section.text == "注：本表数据截至年底。"


def test_a_unit_printed_in_the_heading_is_heeded() -> None:
    text = (
        flat_text(sample_report("2019"))
        .replace("采购总金额", "采购总金额（元）")
        .replace("\t58.6200\n", "\t586200\n")
    )
    found = read_text(text)
    assert float(found.cells["disclosure.procurement.amount"] or 0) == 58.62
    assert found.marks["disclosure.procurement.amount"] == "note: 586200元"


def test_a_table_printed_twice_with_other_numbers_is_believed_neither_time() -> None:
    report = sample_report("2021")
    text = flat_text(report)
    start, end = text.index("\t第二十条第（一）项"), text.index("\t第二十条第（五）项")
    again = text[start:end].replace("\t9\n", "\t10\n", 1)
    found = read_text(text[:end] + again + text[end:])
    assert not any(id.startswith("disclosure.") for id in found.cells)
    assert "applications.granted.total" in found.cells
    assert any("两个不同的内容" in unread.reason for unread in found.unread)


def test_gb18030_is_read_as_well_as_utf8() -> None:
    report = sample_report("2021")
    assert read(flat_text(report).encode("gb18030")) == report
    assert read(flat_text(report).encode("utf-16")) == report
