"""Kinds of file are told by content; what cannot be read is refused in one clear sentence."""

import json
from contextlib import suppress
from pathlib import Path
from time import perf_counter

import pytest

from gongkai.annual_report import kinds, reading
from gongkai.annual_report.parsing.document import Grid, Paragraph, Unreadable
from gongkai.annual_report.reading import LIMIT, kind_of, read, read_file

from .build import flat_text, sample_report


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b"\xef\xbb\xbf  \n", "空的"),
        (b"%PDF-1.7 ...", "PDF已损坏"),
        (b"PK\x03\x04rest", "已损坏"),
        (b"GIF89a....", "GIF图片文件，不能读取"),
        (b"\x00\x01\x02\x03", "不是文本"),
        (bytes(range(128, 256)) * 3, "不是文本"),
        ("今天天气很好。".encode(), "没有找到年度报告"),
        (b"<html><body><p>hello</p></body></html>", "没有找到年度报告"),
        (b'{"organ": 1}', "JSON文件不是年度报告"),
        (b"{broken", "JSON文件不是年度报告"),
        (b"[" * 100_000, "没有找到年度报告"),
        (b"1\n" * 200_001, "200001行"),
        (b'{"a":' * 100_000, "JSON文件不是年度报告"),
    ],
)
def test_what_is_no_report_is_refused_with_the_reason(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as refused:
        read(data)
    assert "\n" not in str(refused.value)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(Unreadable, match=r"50\.0 MB，超过20 MB"):
        read_file(path)
    with pytest.raises(Unreadable, match="超过20 MB"):
        read(b"x" * (LIMIT + 1))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="没有这个文件"):
        read_file(tmp_path / "nothing.txt")
    with pytest.raises(Unreadable, match="文件夹"):
        read_file(tmp_path)


def test_the_source_names_kind_and_hash() -> None:
    data = flat_text(sample_report()).encode()
    report = read(data)
    assert report.source.kind == "text"
    assert report.source.sha256 is not None
    assert len(report.source.sha256) == 64
    assert read(data + b"\n").source.sha256 != report.source.sha256


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"<!DOCTYPE html>", "html"),
        (b"\xef\xbb\xbf<HTML>", "html"),
        (b" {", "json"),
        ("公开".encode(), "text"),
    ],
)
def test_the_kind_is_told_by_content(start: bytes, kind: str) -> None:
    assert kind_of(start) == kind


def test_equal_reports_need_not_have_the_same_source() -> None:
    report = sample_report("2021")
    ways = [read(flat_text(report).encode()), *(read(kinds.writer(k)(report)) for k in ("html", "json"))]
    assert all(found == report for found in ways)
    assert len({found.source.kind for found in ways}) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"cells": {"applications.nothing.total": 1}},
        {"cells": {"applications.granted.total": "12"}},
        {"cells": {"applications.granted.total": True}},
        {"cells": []},
        {"format": "1999"},
        {"variant": "beijing_2020"},
        {"sections": [{"no": "一", "title": "", "text": ""}]},
        {"signed_on": "yesterday"},
        {"marks": {"applications.granted.total": 3}},
        {"year": "2021"},
        {"organ": 7},
    ],
)
def test_json_that_is_not_the_contract_is_refused(change: dict[str, object]) -> None:
    data = json.loads(kinds.writer("json")(sample_report("2021")))
    with pytest.raises(Unreadable, match="JSON文件不是年度报告"):
        read(json.dumps({**data, **change}).encode())


def test_an_edition_that_labels_do_not_settle_is_not_guessed() -> None:
    report = sample_report("2019")
    text = flat_text(report)
    start, end = text.index("二、主动公开"), text.index("三、收到和处理")
    without_table_two = text[:start] + text[end:]
    assert read(without_table_two.encode()).format == "2019"  # the year settles it
    nameless = without_table_two.replace("2020年政府信息公开", "政府信息公开")
    with pytest.raises(Unreadable, match="不能确定报告用的是哪一版格式"):
        read(nameless.encode())


@pytest.mark.parametrize(
    "text",
    [
        "<title>" + "x" * 8000 + "2023年政府信息公开</title><p>一、总体情况",
        "甲镇2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n" + "*\n" * 20_000 + "规章\n1\n",
        "<p>二、主动公开政府信息情况" + "<table><tr><td rowspan=400 colspan=64>1</td></tr></table>" * 1000,
        "报告\n" * 100_000,
    ],
    ids=["a long title", "many lines of stars", "tables of huge cells", "many titles"],
)
def test_hostile_files_take_no_more_than_moments(text: str) -> None:
    """Each of these once took seconds to minutes; the bound is wide, for slow machines."""
    start = perf_counter()
    with suppress(Unreadable):
        read(text.encode())
    assert perf_counter() - start < 10


def test_characters_that_are_no_text_are_left_out_of_what_is_read():
    page = "<p>望舒镇&#1;人民政府</p><table><tr><td>信&#11;息</td><td>&#xd800;</td></tr></table>"
    found = reading.document(page.encode())
    assert found is not None
    paragraph, grid = found.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.text == "望舒镇人民政府"
    assert isinstance(grid, Grid) and grid.cells[0].text == "信息"


@pytest.mark.parametrize("text", ["\x00", "甲\x1f", "\ud800", "\ufffe"])
@pytest.mark.parametrize("field", ["organ", "preface", "signed_by"])
def test_json_with_characters_that_are_no_text_is_refused(field, text):
    data = {**sample_report().as_dict(), field: text}
    with pytest.raises(Unreadable, match="不合约定"):
        reading.read(json.dumps(data).encode())
