"""开放数据: published reports as JSON lines, CSV and Parquet, with the dictionary and checksums.

One row a report, one column a cell of any form (the shape of ``corpus``); written as the reports
come, so that no more than a batch is in memory. The same reports give the same bytes.
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as arrow
from pyarrow import parquet

from gongkai.translation import _

from . import metrics
from .metrics import column

JSON_LINES, CSV, PARQUET = "reports.jsonl.gz", "reports.csv", "reports.parquet"
DICTIONARY, DICTIONARY_CSV, SUMS = "dictionary.json", "dictionary.csv", "SHA256SUMS"
FILES: Mapping[str, tuple[str, str]] = {
    JSON_LINES: (_("全部年度报告，每行一份，gzip压缩的JSON Lines"), "application/gzip"),
    CSV: (_("全部年度报告，每行一份，每列一个指标，UTF-8"), "text/csv; charset=utf-8"),
    PARQUET: (_("与CSV相同的宽表，Parquet"), "application/vnd.apache.parquet"),
    DICTIONARY: (_("指标字典"), "application/json"),
    DICTIONARY_CSV: (_("指标字典，表格"), "text/csv; charset=utf-8"),
    SUMS: (_("各文件的SHA-256校验值"), "text/plain; charset=utf-8"),
}
"""Name → what it holds, media type; in the order in which they are shown."""

ROWS = 500
"""Reports in memory at a time."""
_AMOUNT = arrow.decimal128(24, 6)
_SCALE = Decimal(1).scaleb(-6)
_FORMULA = ("=", "+", "-", "@")

KEYS: Mapping[str, tuple[arrow.DataType, str]] = {
    "organ": (arrow.string(), _("机关的网址名，长期不变")),
    "organ_name": (arrow.string(), _("报告上印的机关名称")),
    "kind": (arrow.string(), _("机关类别：government、department、town、subdistrict、vertical")),
    "parent": (arrow.string(), _("上级机关的网址名")),
    "year": (arrow.int64(), _("报告年度")),
    "version": (arrow.int64(), _("版次；大于1的是更正后的版本")),
    "published_at": (arrow.timestamp("s", tz="UTC"), _("这一版的公布时间，世界协调时")),
    "digest": (arrow.string(), _("这一版内容的SHA-256，与公布页面所示相同")),
    "form": (arrow.string(), _("报告格式：2019或2021；没有统一格式的为空")),
    "variant": (arrow.string(), _("格式的地方变体；没有的为空")),
    "signed_on": (arrow.date32(), _("成文日期")),
    "marks": (
        arrow.string(),
        _("没有数的单元格印的是什么，JSON：blank空白，na斜线，text文字；数后有附注的是note"),
    ),
}
"""Columns before those of the cells, with what they hold."""

_EMPTY = (None,) * len(metrics.cells())
_PLACES = {id: number for number, id in enumerate(metrics.cells(), start=len(KEYS))}
_AMOUNTS = [_PLACES[id] for id, amount in metrics.cells().items() if amount]


@dataclass(frozen=True)
class Published:
    """A published version: whose, which, and its content as the text of the object ``Report.as_dict``."""

    organ: str
    kind: str
    parent: str | None
    year: int
    version: int
    published_at: datetime
    digest: str
    content: str


def schema() -> arrow.Schema:
    """The columns of CSV and Parquet."""
    keys = [(name, kind) for name, (kind, _words) in KEYS.items()]
    values = [(column(id), _AMOUNT if amount else arrow.int64()) for id, amount in metrics.cells().items()]
    meta = {"dictionary_version": metrics.version()}
    return arrow.schema([*keys, *values], metadata=meta)


def write(folder: Path, reports: Iterable[Published]) -> int:
    """All files into ``folder``, which is there and empty; how many reports they hold."""
    form, count, coming = schema(), 0, iter(reports)
    with (
        (folder / JSON_LINES).open("wb") as packed,
        gzip.GzipFile(filename="", mode="wb", compresslevel=1, fileobj=packed, mtime=0) as lines,
        (folder / CSV).open("w", encoding="utf-8-sig", newline="") as table,
        parquet.ParquetWriter(folder / PARQUET, form, compression="zstd") as columns,
    ):
        rows = csv.writer(table)
        rows.writerow(form.names)
        while batch := list(islice(coming, ROWS)):
            lines.write("".join(_line(one) for one in batch).encode())
            found = [_row(one) for one in batch]
            rows.writerows(_texts(row) for row in found)
            arrays = [
                arrow.array(values, field.type)
                for values, field in zip(zip(*found, strict=True), form, strict=True)
            ]
            columns.write_table(arrow.Table.from_arrays(arrays, schema=form))
            count += len(batch)
    write_dictionary(folder)
    sums = "".join(f"{sha256(folder / name)}  {name}\n" for name in FILES if name != SUMS)
    (folder / SUMS).write_text(sums, "utf-8")
    return count


def write_dictionary(folder: Path) -> None:
    """The dictionary as JSON and as a table."""
    text = json.dumps(dictionary(), ensure_ascii=False, indent=1)
    (folder / DICTIONARY).write_text(text + "\n", "utf-8")
    with (folder / DICTIONARY_CSV).open("wb") as file:
        table = TextIOWrapper(file, encoding="utf-8-sig", newline="")
        rows = csv.writer(table)
        rows.writerow([_("指标"), _("列名"), _("表"), _("行"), _("列"), _("单位"), _("格式"), _("定义")])
        for one in metrics.every():
            places = (one.table, "·".join(one.row), "·".join(one.heading), one.unit, "、".join(one.forms))
            rows.writerow([one.id, one.column, *places, ""])
        for rate in metrics.derived():
            rows.writerow([rate.id, "", "", rate.label, "", _("比率"), "", rate.words])
        table.flush()


def dictionary() -> dict[str, Any]:
    """The dictionary of the cells, and of the columns before them."""
    keys = [{"column": name, "type": str(kind), "means": words} for name, (kind, words) in KEYS.items()]
    return {**metrics.dictionary(), "keys": keys}


def sha256(path: Path) -> str:
    """The checksum of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of the JSON lines, amounts exact."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line, parse_float=Decimal)


def _row(one: Published) -> list[Any]:
    """The values of all columns, in their order."""
    report = json.loads(one.content, parse_float=Decimal)
    marks, signed = report["marks"], report["signed_on"]
    row: list[Any] = [
        one.organ,
        report["organ"],
        one.kind,
        one.parent,
        one.year,
        one.version,
        one.published_at,
        one.digest,
        report["format"],
        report["variant"],
        date.fromisoformat(signed) if signed else None,
        json.dumps(marks, ensure_ascii=False, sort_keys=True) if marks else None,
        *_EMPTY,
    ]
    for id, value in report["cells"].items():
        row[_PLACES[id]] = value
    for place in _AMOUNTS:
        if row[place] is not None:
            row[place] = Decimal(row[place]).quantize(_SCALE)
    return row


def _line(one: Published) -> str:
    """The content goes in as it is stored: nothing is rounded on the way."""
    about = {
        "organ": one.organ,
        "kind": one.kind,
        "parent": one.parent,
        "year": one.year,
        "version": one.version,
        "published_at": one.published_at.isoformat(),
        "digest": one.digest,
    }
    return f'{json.dumps(about, ensure_ascii=False)[:-1]}, "report": {one.content}}}\n'


def _texts(row: list[Any]) -> list[Any]:
    """As CSV says it: amounts without noughts that say nothing, no text that is taken for a formula."""
    texts = row.copy()
    for place in _AMOUNTS:
        if texts[place] is not None:
            plain = format(texts[place], "f")
            texts[place] = plain.rstrip("0").rstrip(".")
    for place in range(len(KEYS)):
        value = texts[place]
        if isinstance(value, datetime):
            texts[place] = value.isoformat()
        elif isinstance(value, str) and value.startswith(_FORMULA):
            texts[place] = f"'{value}"
    return texts
