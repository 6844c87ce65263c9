"""The forms: their cells are counted, their spans follow from the labels, their variants from data."""

import json
import os
from pathlib import Path

import pytest

from gongkai.annual_report import formats
from gongkai.annual_report.formats import UnknownFormat
from gongkai.annual_report.formats.form import Format
from gongkai.annual_report.formats.grid import PrintedCell, printed

ALL = pytest.mark.parametrize("form", formats.every(), ids=lambda form: f"{form.id}-{form.variant}")


def spans(cells: tuple[PrintedCell, ...]) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.rowspan, cell.colspan) for cell in cells]


@pytest.mark.parametrize(
    ("id", "variant", "count"),
    [
        ("2019", None, 198),
        ("2019", "beijing_2020", 201),
        ("2021", None, 200),
        ("2021", "single_other_row", 186),
    ],
)
def test_a_form_has_the_cells_its_file_says(id: str, variant: str | None, count: int) -> None:
    form = formats.load(id, variant)
    assert len(form.cells) == count
    assert sum(table.cell_count for table in form.tables) == count


@ALL
def test_every_cell_of_a_table_is_printed_once(form: Format) -> None:
    for table in form.tables:
        cells = [cell.cell for row in printed(table).rows for cell in row if cell.cell]
        assert sorted(cells) == sorted(table.cells)


@ALL
def test_printed_cells_tile_the_table_without_gap_or_overlap(form: Format) -> None:
    for table in form.tables:
        drawn = printed(table)
        covered = [
            (cell.row + down, cell.column + across)
            for row in drawn.rows
            for cell in row
            for down in range(cell.rowspan)
            for across in range(cell.colspan)
        ]
        assert sorted(covered) == [(r, c) for r in range(drawn.height) for c in range(drawn.width)]


def test_the_group_of_results_spans_twenty_rows_in_2019_and_twenty_two_in_2021() -> None:
    for id, rows in (("2019", 20), ("2021", 22)):
        cells = [cell for row in printed(formats.load(id).table("applications")).rows for cell in row]
        assert next(cell for cell in cells if cell.text == "三、本年度办理结果").rowspan == rows


def test_the_head_of_applications_is_merged_as_printed() -> None:
    head = printed(formats.load("2021").table("applications")).blocks[0].head
    assert spans(head[0])[1:] == [("申请人情况", 1, 7)]
    assert spans(head[1]) == [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)]
    assert [text for text, *_ in spans(head[2])] == [
        "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他",
    ]  # fmt: skip


def test_a_split_row_shares_one_label_cell_and_widens_the_table() -> None:
    table = formats.load("2019", "beijing_2020").table("disclosure")
    block = printed(table).blocks[1]
    assert table.grid_columns == 5
    assert spans(block.body[1])[:2] == [("其他对外管理服务事项", 2, 1), ("行政检查", 1, 1)]
    assert spans(block.body[2])[:1] == [("行政确认", 1, 1)]
    assert spans(block.body[0])[:1] == [("行政许可", 1, 2)]


def test_a_value_names_the_labels_that_speak_for_it() -> None:
    drawn = printed(formats.load("2021").table("applications"))
    at = {(cell.row, cell.column): cell.text for row in drawn.rows for cell in row}
    cells = {cell.cell: cell for row in drawn.rows for cell in row if cell.cell}
    labels = [at[label] for label in cells["applications.refused_process.business"].labels]
    assert labels == [
        "申请人情况", "法人或其他组织", "商业企业",
        "三、本年度办理结果", "（三）不予公开", "6.属于四类过程性信息",
    ]  # fmt: skip


@ALL
def test_relations_speak_only_of_cells_of_their_form(form: Format) -> None:
    for instance in form.instances:
        for term in (*instance.left, *instance.right):
            if term.cell and not term.prev:
                assert term.cell in form.cells, (instance.relation.id, term.cell)


def test_a_relation_over_a_split_row_runs_over_each_part() -> None:
    form = formats.load("2019", "beijing_2020")
    rows = [i.cells[0] for i in form.instances if i.relation.id == "items_not_negative"]
    assert "disclosure.other_services_inspection.items_last_year" in rows
    assert "disclosure.other_services_confirmation.items_last_year" in rows
    assert "disclosure.other_services.items_last_year" not in rows


def test_a_merged_row_stands_once_for_its_parts_in_a_sum() -> None:
    form = formats.load("2021", "single_other_row")
    total = next(i for i in form.instances if i.relation.id == "applications_handled_total")
    assert [t.cell for t in total.left].count("applications.other.natural_person") == 1
    assert len(total.left) == 19


@pytest.mark.parametrize(("year", "id"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2030, "2021")])
def test_each_year_from_2019_has_its_form(year: int, id: str) -> None:
    assert formats.for_year(year).id == id


@pytest.mark.parametrize("wrong", [("2018", None), ("2021", "beijing_2020"), ("../2021", None)])
def test_what_no_file_defines_is_refused(wrong: tuple[str, str | None]) -> None:
    with pytest.raises(UnknownFormat):
        formats.load(*wrong)


def test_there_was_no_form_before_2019() -> None:
    with pytest.raises(UnknownFormat):
        formats.for_year(2018)


CORPUS = os.environ.get("GONGKAI_CORPUS")


@pytest.mark.skipif(not CORPUS, reason="GONGKAI_CORPUS is not set")
@pytest.mark.parametrize("id", formats.IDS)
def test_spans_and_relations_are_those_of_the_reference(id: str) -> None:
    """The reference tells every span; ours follow from labels and must come to the same."""
    path = Path(str(CORPUS)).parent / "reference" / "report-formats.json"
    if not path.exists():
        pytest.skip("no reference beside the corpus")
    reference = next(f for f in json.loads(path.read_text("utf-8"))["formats"] if f["id"] == id)
    form = formats.load(id)
    assert {r["id"]: (r["expr"], r["severity"], r["basis"]) for r in reference["relations"]} == {
        r.id: (r.expr.strip(), r.severity, r.basis) for r in form.relations
    }
    for told in reference["tables"]:
        drawn = {block.block.id: block for block in printed(form.table(told["id"])).blocks}
        for block in told.get("blocks", [told]):
            ours = drawn[block["id"]]
            assert [spans(row) for row in ours.head] == [
                [(cell["text"], cell["rowspan"], cell["colspan"]) for cell in row] for row in block["header"]
            ]
            if told["id"] == "applications":
                assert [
                    [s for s, c in zip(spans(row), row, strict=True) if c.kind == "stub"] for row in ours.body
                ] == [
                    [(cell["text"], cell["rowspan"], cell["colspan"]) for cell in row["stub"]]
                    for row in block["rows"]
                ]
