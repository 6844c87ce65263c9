"""语料: a folder of reports as one wide table; resumable, and no file stops it."""

import csv
import os
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from bench.generated.files import WRITERS
from bench.generated.page import page
from bench.generated.towns import town
from gongkai.annual_report import corpus
from gongkai.annual_report.report import Report

REPORTS = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six reports and a file that is none."""
    found = tmp_path / "reports"
    (found / "sub").mkdir(parents=True)
    for number, report in enumerate(reports()):
        name = found / ("sub" if number % 2 else ".") / f"{number}.html"
        name.write_bytes(WRITERS["html"](page(report), random.Random(1)))
    (found / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    (found / ".hidden").write_text("x")
    return found


def reports() -> list[Report]:
    rng = random.Random(5)
    return [town(rng, number) for number in range(REPORTS)]


def built(folder: Path, out: Path, **options: Any) -> corpus.Built:
    return corpus.build(folder, out, organs=options.pop("organs", corpus.OrgansOf()), workers=1, **options)


def rows(out: Path) -> list[dict[str, Any]]:
    return sorted(parquet.read_table(out).to_pylist(), key=lambda row: row["path"])


def test_every_report_is_a_row_and_every_cell_a_column(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    result = built(folder, out)
    assert (result.reports, result.refused, result.kept) == (REPORTS, 1, 0)
    by_path = {Path(row["path"]).name: row for row in rows(out)}
    for number, report in enumerate(reports()):
        row = by_path[f"{number}.html"]
        assert (row["organ"], row["year"], row["format"]) == (report.organ, report.year, report.format)
        for id, value in report.cells.items():
            assert row[corpus.column(id)] == value, id
        assert row["cells_read"] == len(report.cells)


def test_what_was_refused_is_listed_with_its_reason(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    built(folder, out)
    with (tmp_path / "all.refused.csv").open(encoding="utf-8-sig", newline="") as file:
        (refused,) = csv.DictReader(file)
    assert (refused["文件"], refused["原因"]) == ("bad.pdf", "这份PDF已损坏，打不开")


def test_a_second_run_reads_only_what_has_changed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.parquet"
    built(folder, out)
    before = rows(out)
    assert built(folder, out).kept == REPORTS + 1
    assert rows(out) == before
    changed = folder / "0.html"
    changed.write_bytes(changed.read_bytes().replace(b"</body>", b"<p></p></body>"))
    (folder / "2.html").unlink()
    result = built(folder, out)
    assert (result.reports, result.kept) == (REPORTS - 1, REPORTS - 1)
    assert [row["path"] for row in rows(out)] == [row["path"] for row in before if row["path"] != "2.html"]
    assert built(folder, out, again=True).kept == 0


def test_a_killed_run_goes_on_where_it_stopped(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "ROWS_A_PART", 2)
    out = tmp_path / "all.parquet"

    def stop(done: int, _all: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        built(folder, out, progress=stop)
    assert not out.exists()
    result = built(folder, out)
    assert (result.reports, result.refused, result.kept) == (REPORTS, 1, 4)
    assert not (tmp_path / "all.parquet.parts").exists()


def test_a_process_that_dies_takes_only_its_file_with_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "_read_task", die_at_three)
    out = tmp_path / "all.parquet"
    result = built(folder, out)
    assert (result.reports, result.refused) == (REPORTS - 1, 2)
    text = (tmp_path / "all.refused.csv").read_text("utf-8-sig")
    assert "3.html,读取时进程意外终止" in text


def die_at_three(folder: Path, files: list[Path]) -> list[dict[str, Any]]:
    if any(path.name == "3.html" for path in files):
        os._exit(9)
    return [corpus._row(folder, path) for path in files]


def test_sums_are_those_of_the_reports(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    organs = corpus.OrgansOf({report.organ or "": ("云川县", "乡镇") for report in reports()[:4]})
    built(folder, out, organs=organs)
    found = corpus.sums(corpus.opened(out), "parent").to_pyarrow().to_pylist()
    assert [(row["parent"], row["reports"]) for row in found] == [("云川县", 4), (None, 2)]
    cell = "applications.received_new.total"
    assert found[0][corpus.column(cell)] == sum(int(report.cells[cell] or 0) for report in reports()[:4])
    fees = [report.cells.get("disclosure.fees.amount") for report in reports()[:4]]
    known = [Decimal(fee) for fee in fees if fee is not None]
    if known:
        assert found[0]["disclosure__fees__amount"] == sum(known)


def test_a_row_that_some_print_split_is_added_into_the_whole(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    rng, chosen = random.Random(1), []
    while len({report.variant for report in chosen}) < 2:
        chosen = [*chosen, *[r for r in [town(rng, 0)] if r.format == "2021"]]
    for number, report in enumerate(chosen):
        (folder / f"{number}.html").write_bytes(WRITERS["html"](page(report), rng))
    built(folder, tmp_path / "all.parquet")
    (found,) = (
        corpus.sums(corpus.opened(tmp_path / "all.parquet").mutate(year=2021), "year")
        .to_pyarrow()
        .to_pylist()
    )
    rows = ("other", "other_not_corrected", "other_fee_unpaid", "other_misc")
    assert found["applications__other__total"] == sum(
        int(report.cells.get(f"applications.{row}.total") or 0) for report in chosen for row in rows
    )


def test_a_rate_over_few_cases_is_not_told(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.parquet"
    built(folder, out)
    (found,) = corpus.stats(corpus.opened(out), None).to_pyarrow().to_pylist()
    cells = [report.cells for report in reports()]
    handled = sum(int(c["applications.handled_total.total"] or 0) for c in cells)
    disclosed = sum(
        int(c["applications.granted.total"] or 0) + int(c["applications.partly_granted.total"] or 0)
        for c in cells
    )
    assert handled >= corpus.SMALL
    assert found["disclosed_rate"] == pytest.approx(disclosed / handled)
    table = corpus.opened(out)
    few = table.filter(table.organ == "没有这个机关")
    (nothing,) = corpus.stats(few, None).to_pyarrow().to_pylist()
    assert nothing["disclosed_rate"] is None


def test_another_parquet_is_no_corpus(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    parquet.write_table(pyarrow.table({"a": [1]}), path)
    with pytest.raises(corpus.NotACorpus, match="重新生成"):
        corpus.opened(path)
    path.write_text("x")
    with pytest.raises(corpus.NotACorpus, match="不是语料文件"):
        corpus.opened(path)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif("GONGKAI_TEST_SPARK" not in os.environ, reason="set GONGKAI_TEST_SPARK to try Spark")
def test_spark_gives_the_same_sums_and_rates(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.parquet"
    built(folder, out)
    here = corpus.opened(out)
    expected = corpus.sums(here, "year").to_pyarrow().to_pylist()
    rates = corpus.stats(here, None).to_pyarrow().to_pylist()
    codes = corpus.codes(here).to_pyarrow().to_pylist()
    monkeypatch.setenv("GONGKAI_ENGINE", "spark")
    there = corpus.opened(out)
    assert corpus.sums(there, "year").to_pyarrow().to_pylist() == expected
    assert corpus.stats(there, None).to_pyarrow().to_pylist() == rates
    assert corpus.codes(there).to_pyarrow().to_pylist() == codes
