"""The first case of everything: a township's report for 2020, form of 2019, copied from a page."""

import os
from pathlib import Path

import pytest

from gongkai.annual_report import kinds
from gongkai.annual_report.reading import read, read_file
from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import Report

CORPUS = os.environ.get("GONGKAI_CORPUS")
SEED = Path(CORPUS).parent / "seeds" / "gaoling-2020.txt" if CORPUS else None

pytestmark = pytest.mark.skipif(
    SEED is None or not SEED.exists(), reason="GONGKAI_CORPUS is not set, or has no seed beside it"
)


@pytest.fixture(scope="module")
def seed() -> Report:
    assert SEED is not None
    return read_file(SEED)


def test_it_is_read_whole(seed: Report) -> None:
    assert (seed.organ, seed.year) == ("密云区高岭镇人民政府", 2020)
    assert (seed.format, seed.variant) == ("2019", "beijing_2020")
    assert {id: value for id, value in seed.cells.items() if value != 0} == {
        "disclosure.normative_documents.made": 59,
        "disclosure.normative_documents.disclosed": 18,
        "disclosure.normative_documents.disclosed_total": 119,
    }
    assert len(seed.cells) == 201
    assert [section.no for section in seed.sections] == [1, 2, 3, 4, 5]
    assert str(seed.signed_on) == "2021-01-04"
    assert not seed.unread
    assert not seed.marks


def test_its_defects_are_found_and_no_false_sum_is_claimed(seed: Report) -> None:
    assert [(f.code, f.severity) for f in check(seed)] == [
        ("section_missing", "error"),
        ("normative_made_over_disclosed", "warning"),
        ("annual_comparison_word", "warning"),
        ("growth_without_base", "warning"),
    ]


@pytest.mark.parametrize("kind", ["html", "json"])
def test_what_is_written_of_it_reads_back_the_same(seed: Report, kind: str) -> None:
    assert read(kinds.writer(kind)(seed)) == seed


@pytest.mark.parametrize("kind", kinds.WRITERS)
def test_it_is_written_in_every_kind(seed: Report, kind: str) -> None:
    assert len(kinds.writer(kind)(seed)) > 2000


def test_the_blank_form_is_read_as_blank() -> None:
    path = Path(str(CORPUS)) / "form-2021-blank.docx"
    if not path.exists():
        pytest.skip("no blank form beside the seed")
    report = read_file(path)
    assert report.format == "2021"
    assert len(report.cells) == 200
    assert set(report.marks.values()) == {"blank"}
