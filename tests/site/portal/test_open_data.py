"""开放数据: the same numbers in every kind of file, of what is published and nothing else."""

import csv
import gzip
import hashlib
import io
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyarrow import parquet

from gongkai.annual_report import metrics, open_data
from gongkai.site.annual_reports import actions
from gongkai.site.annual_reports.models import AnnualReport
from gongkai.site.portal import open_data as served
from tests.annual_report.build import sample_report
from tests.cast import AT, browser, establish
from tests.site import reports

VARIANTS = [("2019", None, 2019), ("2019", "beijing_2020", 2020), ("2021", None, 2021)]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def get(name: str, **headers: str):
    answer = browser().get(f"/data/{name}", headers=headers)
    assert answer.status_code == 200, name
    return answer.getvalue() if answer.streaming else answer.content


def read() -> tuple[list[dict], list[dict], list[dict]]:
    """The rows of the three files: JSON lines, CSV, Parquet."""
    lines = gzip.decompress(get(open_data.JSON_LINES)).decode().splitlines()
    objects = [json.loads(line, parse_float=Decimal) for line in lines]
    rows = list(csv.DictReader(io.StringIO(get(open_data.CSV).decode("utf-8-sig"))))
    table = parquet.read_table(io.BytesIO(get(open_data.PARQUET))).to_pylist()
    return objects, rows, table


@pytest.fixture
def published(county):
    for form, variant, year in VARIANTS:
        reports.of_wangshu(county, sample_report(form, variant, year=year))
    return county


def test_json_csv_and_parquet_hold_the_same_numbers(published):
    objects, rows, table = read()
    assert len(objects) == len(rows) == len(table) == len(VARIANTS)
    numbers = 0
    for one, row, line in zip(objects, rows, table, strict=True):
        stored = AnnualReport.objects.get(organ__slug=one["organ"], year=one["year"]).current.reading
        assert (row["organ"], int(row["year"])) == (line["organ"], line["year"]) == ("wangshu", one["year"])
        for id in metrics.cells():
            name, value = metrics.column(id), stored.cells.get(id)
            assert one["report"]["cells"].get(id) == line[name] == value, id
            assert (Decimal(row[name]) if row[name] else None) == value, id
            numbers += value is not None
    assert numbers > 500


def test_a_blank_is_no_nought_and_says_what_was_printed(county):
    report = sample_report()
    blank = "disclosure.licences.items_last_year"
    cells = {**report.cells, blank: None}
    reports.of_wangshu(county, sample_report(cells=cells, marks={blank: "na"}))
    objects, rows, table = read()
    name = metrics.column(blank)
    assert rows[0][name] == "" and table[0][name] is None
    assert json.loads(rows[0]["marks"]) == json.loads(table[0]["marks"]) == {blank: "na"}
    assert objects[0]["report"]["marks"] == {blank: "na"}


def test_the_checksums_are_those_of_the_files(published):
    lines = get(open_data.SUMS).decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert set(sums) == set(open_data.FILES) - {open_data.SUMS}
    for name, digest in sums.items():
        assert hashlib.sha256(get(name)).hexdigest() == digest, name
    listed = browser().get("/api/v1/data").json()["files"]
    assert {one["name"]: one["sha256"] for one in listed} == {**sums, open_data.SUMS: ""}
    assert all(one["bytes"] == len(get(one["name"])) for one in listed)


def test_a_draft_is_in_none_and_a_correction_takes_the_place_of_what_it_corrects(county):
    version = reports.of_wangshu(county)
    correction = actions.start_correction(version.report, reason="漏报", user=county.lin, at=AT)
    actions.correct_cell(
        correction, reports.GRANTED, "76543", reason="漏报", user=county.lin, at=AT + timedelta(minutes=1)
    )
    reports.draft(county.tingyu, county.ye, sample_report(organ="听雨镇人民政府"))
    for rows in read():
        assert [one["organ"] for one in rows] == ["wangshu"]
        assert all("76543" not in json.dumps(one, default=str) for one in rows)
    reports.publish(reports.fresh(correction), county.lin, county.he)
    assert [(row["version"], row[metrics.column(reports.GRANTED)]) for row in read()[1]] == [("2", "76543")]


def test_before_anything_is_published_the_files_are_there_and_empty(county):
    objects, rows, table = read()
    assert objects == rows == table == []
    assert "共0份" in browser().get("/data/").content.decode()


def test_the_dictionary_goes_with_the_files(published):
    found = json.loads(get(open_data.DICTIONARY))
    assert {one["id"] for one in found["cells"]} == set(metrics.cells())
    named = {one["column"] for one in (*found["cells"], *found["keys"])}
    assert named == set(parquet.read_schema(io.BytesIO(get(open_data.PARQUET))).names)
    assert browser().get("/api/v1/metrics").json()["version"] == found["version"] == metrics.version()


def test_a_file_is_sent_once_for_an_edition(published):
    answer = browser().get("/data/reports.csv")
    assert answer.getvalue()
    same = browser().get("/data/reports.csv", headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    reports.of_wangshu(published, sample_report("2021", year=2022))
    assert get("reports.csv", **{"If-None-Match": answer["ETag"]})


def test_an_edition_is_made_once_and_old_ones_go(published, monkeypatch):
    first = served.current()
    monkeypatch.setattr(served, "_make", lambda *_: pytest.fail("made twice"))
    assert served.current() == first
    monkeypatch.undo()
    for year in (2022, 2023, 2024):
        reports.of_wangshu(published, sample_report("2021", year=year))
        served.current()
    assert len(list(first.folder.parent.iterdir())) == 2 and not first.folder.exists()


def test_the_same_reports_give_the_same_bytes(published, tmp_path):
    rows = list(served._published(AnnualReport.objects.filter(current__isnull=False)))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        open_data.write(tmp_path / name, rows)
    assert (tmp_path / "a/SHA256SUMS").read_text() == (tmp_path / "b/SHA256SUMS").read_text()


def test_more_reports_need_no_more_queries(county):
    served.current()
    reports.of_wangshu(county)
    with CaptureQueriesContext(connection) as few:
        served.current()
    for number in range(6):
        organ = establish(f"town{number}", f"第{number}镇人民政府", f"第{number}镇", "town", county.yunchuan)
        row = AnnualReport.objects.create(organ=organ, year=2020)
        version = AnnualReport.objects.get(organ=county.wangshu).current
        version.pk, version.report = None, row
        version.save()
        row.current = version
        row.save()
    with CaptureQueriesContext(connection) as many:
        assert served.current().reports == 7
    assert len(many) == len(few)


def test_another_name_is_not_found(county):
    assert browser().get("/data/secrets.csv").status_code == 404
    assert browser().get("/data/..%2Ffiles").status_code == 404
