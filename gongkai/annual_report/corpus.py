"""语料: every report of a folder in one wide Parquet file, and the sums and rates over it.

One row a report, one column a cell of either form, so that 100,000 reports are one file and a
sum over a province one expression (ibis), the same on duckdb here and on Spark there.
"""

import csv
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, reduce
from multiprocessing import get_context
from operator import add
from pathlib import Path
from typing import Any

import ibis
import pyarrow as arrow
from pyarrow import parquet

from gongkai.translation import _

from . import formats, kinds, metrics, reading, reconciliation
from .metrics import SMALL, cells, column
from .parsing.document import Unreadable
from .report import DOUBTFUL, Report

ROWS_A_PART = 2000
"""Reports a part file holds: what a killed run loses at most, and what memory must hold."""
FILES_A_TASK = 25
SECONDS_A_FILE = 60
MEMORY_A_WORKER = 4 * 1024**3
"""Bytes of address space; a file that needs more is refused."""
KEYS = ("parent", "level", "year")

_AMOUNT = arrow.decimal128(24, 6)
_SCALE = Decimal(1).scaleb(-6)
_ENGINES = ("duckdb", "spark")


class NotACorpus(ValueError):
    """The file is not one that ``build`` wrote; the message is Chinese."""


@dataclass
class Built:
    """What a build did: reports written, files refused, files taken over from an earlier run."""

    reports: int = 0
    refused: int = 0
    kept: int = 0


@dataclass(frozen=True)
class OrgansOf:
    """Organ → its parent and level, from a table with the columns 机关, 上级, 层级."""

    rows: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict)

    @classmethod
    def from_csv(cls, path: Path) -> "OrgansOf":
        """Raises NotACorpus where the columns are missing."""
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            if not {"机关", "上级", "层级"} <= set(table.fieldnames or ()):
                raise NotACorpus(_("{path}：应有“机关”“上级”“层级”三列").format(path=path))
            return cls({row["机关"]: (row["上级"] or None, row["层级"] or None) for row in table})

    def of(self, organ: str | None) -> tuple[str | None, str | None]:
        return self.rows.get(organ or "", (None, None))


@cache
def schema() -> arrow.Schema:
    """The columns of a corpus."""
    texts = ("path", "sha256", "kind", "organ", "format", "variant", "parent", "level", "refused")
    numbers = ("size", "mtime", "year", "errors", "warnings", "cells_read", "cells_doubtful")
    facts = [
        *((name, arrow.string()) for name in texts),
        *((name, arrow.int64()) for name in numbers),
        ("signed_on", arrow.date32()),
        ("findings", arrow.list_(arrow.string())),
    ]
    values = [(column(id), _AMOUNT if amount else arrow.int64()) for id, amount in cells().items()]
    return arrow.schema([*facts, *values])


def build(
    folder: Path,
    out: Path,
    *,
    organs: OrgansOf,
    again: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Built:
    """Read and check every file below ``folder`` into ``out``; refused ones go to ``out.refused.csv``.

    Goes on where a killed run stopped: what it had written stands in ``out.parts``. A file whose
    size and time are those of an earlier run is not read again. ``progress`` hears how many files
    are done, and of how many.
    """
    parts = out.with_name(f"{out.name}.parts")
    if again:
        _forget(out, parts)
    parts.mkdir(parents=True, exist_ok=True)
    done = _done(out, parts)
    files = [
        path for path in _files(folder) if path not in (out, _refused_file(out)) and parts not in path.parents
    ]
    stamps = {str(path.relative_to(folder)): _stamp(path) for path in files}
    waiting = [path for path in files if done.get(name := str(path.relative_to(folder))) != stamps[name]]
    built = Built(kept=len(files) - len(waiting))
    progress(built.kept, len(files))
    number = 1 + max((int(part.stem) for part in parts.glob("*.parquet")), default=0)
    rows: list[dict[str, Any]] = []
    finished = built.kept
    for row in _rows(folder, waiting, workers or os.cpu_count() or 1):
        row["parent"], row["level"] = organs.of(row["organ"])
        rows.append(row)
        finished += 1
        progress(finished, len(files))
        if len(rows) == ROWS_A_PART:
            _write_part(parts / f"{number:06}.parquet", rows)
            number, rows = number + 1, []
    if rows:
        _write_part(parts / f"{number:06}.parquet", rows)
    built.reports, built.refused = _merge(out, parts, set(stamps))
    return built


def _files(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~")) and path.name != ORGANS_FILE
    )  # fmt: skip


ORGANS_FILE = "organs.csv"


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _refused_file(out: Path) -> Path:
    return out.with_suffix(".refused.csv")


def _forget(out: Path, parts: Path) -> None:
    for path in (*parts.glob("*"), out, _refused_file(out)):
        path.unlink(missing_ok=True)


def _done(out: Path, parts: Path) -> dict[str, tuple[int, int]]:
    """Path → size and time of every file an earlier run has read, or refused."""
    found: dict[str, tuple[int, int]] = {}
    if out.exists():
        found |= _stamps_of(out)
    if _refused_file(out).exists():
        with _refused_file(out).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found[row["文件"]] = (int(row["字节"]), int(row["修改时间"]))
    for part in sorted(parts.glob("*.parquet")):
        found |= _stamps_of(part)
    return found


def _stamps_of(path: Path) -> dict[str, tuple[int, int]]:
    try:
        table = parquet.read_table(path, columns=["path", "size", "mtime"]).to_pydict()
    except (arrow.ArrowException, KeyError, OSError) as error:
        raise NotACorpus(_("{path}不是本系统生成的语料文件").format(path=path)) from error
    return {
        name: (size, time)
        for name, size, time in zip(table["path"], table["size"], table["mtime"], strict=True)
    }


def _rows(folder: Path, files: Sequence[Path], workers: int) -> Iterator[dict[str, Any]]:
    """A row for every file, read by processes of their own: one that dies takes only its file with it."""
    tasks = [list(files[at : at + FILES_A_TASK]) for at in range(0, len(files), FILES_A_TASK)]
    while tasks:
        broken: list[list[Path]] = []
        with ProcessPoolExecutor(workers, get_context("forkserver"), _limited) as pool:
            for chunk, found in _each(pool, folder, tasks, workers):
                if found is None:
                    broken.append(chunk)
                else:
                    yield from found
        tasks = []
        for chunk in broken:
            if len(chunk) == 1:
                yield from _alone(folder, chunk[0])
            else:
                tasks += [[path] for path in chunk]


def _each(
    pool: ProcessPoolExecutor, folder: Path, tasks: Sequence[list[Path]], workers: int
) -> Iterator[tuple[list[Path], list[dict[str, Any]] | None]]:
    """Tasks with their rows as they are done, few at a time; None for those a dying process lost."""
    waiting = list(reversed(tasks))
    running: dict[Future[list[dict[str, Any]]], list[Path]] = {}
    while waiting or running:
        while waiting and len(running) < 2 * workers:
            chunk = waiting.pop()
            try:
                running[pool.submit(_read_task, folder, chunk)] = chunk
            except BrokenProcessPool:
                yield chunk, None
        if not running:
            continue
        finished, _others = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            chunk = running.pop(future)
            try:
                yield chunk, future.result()
            except BrokenProcessPool:
                yield chunk, None


def _alone(folder: Path, path: Path) -> Iterator[dict[str, Any]]:
    """One file in a pool of its own: if that dies again, it is the file."""
    with ProcessPoolExecutor(1, get_context("forkserver"), _limited) as pool:
        try:
            yield from pool.submit(_read_task, folder, [path]).result()
        except BrokenProcessPool:
            yield {**_facts(folder, path), "refused": _("读取时进程意外终止，已跳过")}


def _limited() -> None:
    """What a worker may use; Ctrl+C is for the process that started it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_A_WORKER, MEMORY_A_WORKER))
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class _TooSlow(Exception):
    pass


def _too_slow(_signal: int, _frame: object) -> None:
    raise _TooSlow


def _read_task(folder: Path, files: Sequence[Path]) -> list[dict[str, Any]]:
    return [_row(folder, path) for path in files]


def _row(folder: Path, path: Path) -> dict[str, Any]:
    """A file as a row; whatever goes wrong is the reason of its refusal."""
    row = _facts(folder, path)
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS_A_FILE)
    try:
        report = reading.read_file(path)
        return {**row, **_of_report(report)}
    except Unreadable as error:
        return {**row, "refused": str(error)}
    except _TooSlow:
        return {**row, "refused": _("读取超过{count}秒，已跳过").format(count=SECONDS_A_FILE)}
    except MemoryError:
        return {**row, "refused": _("读取需要的内存过大，已跳过")}
    except Exception as error:  # one bad file never stops the run; its name and reason are told
        return {
            **row,
            "refused": _("读取出错：{error}").format(error=f"{type(error).__name__} {error}"[:200]),
        }
    finally:
        signal.alarm(0)


def _facts(folder: Path, path: Path) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(schema().names)
    row["path"] = str(path.relative_to(folder))
    row["size"], row["mtime"] = _stamp(path)
    return row


def _of_report(report: Report) -> dict[str, Any]:
    findings = reconciliation.check(report)
    row: dict[str, Any] = {
        "sha256": report.source.sha256,
        "kind": report.source.kind,
        "organ": report.organ,
        "year": report.year,
        "format": report.format,
        "variant": report.variant,
        "signed_on": report.signed_on,
        "errors": sum(finding.severity == reconciliation.ERROR for finding in findings),
        "warnings": sum(finding.severity == reconciliation.WARNING for finding in findings),
        "cells_read": len(report.cells),
        "cells_doubtful": sum(grade == DOUBTFUL for grade in report.grades.values()),
        "findings": [f"{finding.severity}:{finding.code}" for finding in findings],
    }
    for id, value in report.cells.items():
        row[column(id)] = value.quantize(_SCALE) if isinstance(value, Decimal) else value
    return row


def _write_part(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """A part is there whole or not at all."""
    table = arrow.Table.from_pylist([dict(row) for row in rows], schema=schema())
    unfinished = path.with_suffix(".unfinished")
    parquet.write_table(table, unfinished, compression="zstd")
    unfinished.rename(path)


def _merge(out: Path, parts: Path, there: set[str]) -> tuple[int, int]:
    """All parts in one file, of each path its last reading; files that are gone left out."""
    sources = [*([out] if out.exists() else []), *sorted(parts.glob("*.parquet"))]
    last = {name: source for source in sources for name in _stamps_of(source) if name in there}
    refused = _earlier_refusals(out, there - last.keys())
    unfinished = out.with_name(f"{out.name}.unfinished")
    reports = 0
    with parquet.ParquetWriter(unfinished, schema(), compression="zstd") as writer:
        for source in sources:
            for batch in parquet.ParquetFile(source).iter_batches(ROWS_A_PART):
                rows = [row for row in batch.to_pylist() if last.get(row["path"]) == source]
                refused += [row for row in rows if row["refused"]]
                kept = [row for row in rows if not row["refused"]]
                reports += len(kept)
                if kept:
                    writer.write_table(arrow.Table.from_pylist(kept, schema=schema()))
    _write_refused(_refused_file(out), refused)
    unfinished.rename(out)
    for part in parts.glob("*"):
        part.unlink()
    parts.rmdir()
    return reports, len(refused)


def _earlier_refusals(out: Path, there: set[str]) -> list[dict[str, Any]]:
    if not _refused_file(out).exists():
        return []
    with _refused_file(out).open(encoding="utf-8-sig", newline="") as file:
        return [
            {"path": row["文件"], "refused": row["原因"], "size": row["字节"], "mtime": row["修改时间"]}
            for row in csv.DictReader(file)
            if row["文件"] in there
        ]


def _write_refused(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("文件", "原因", "字节", "修改时间"))
        writer.writerows(
            (row["path"], row["refused"], row["size"], row["mtime"])
            for row in sorted(rows, key=lambda r: r["path"])
        )
    unfinished.rename(path)


def opened(path: Path) -> Any:
    """The corpus as an ibis table on the engine that GONGKAI_ENGINE names (duckdb, spark).

    Raises NotACorpus for another file or engine.
    """
    engine = os.environ.get("GONGKAI_ENGINE", _ENGINES[0])
    if engine not in _ENGINES:
        raise NotACorpus(_("GONGKAI_ENGINE应是duckdb或spark，现在是{engine}").format(engine=engine))
    try:
        names = set(parquet.read_schema(path).names)
    except (arrow.ArrowException, OSError) as error:
        raise NotACorpus(_("{path}不是语料文件").format(path=path)) from error
    if not set(schema().names) <= names:
        raise NotACorpus(_("{path}不是本系统生成的语料文件，或由旧版本生成，请重新生成").format(path=path))
    if engine == "spark":
        try:
            return kinds.spark().read_parquet(str(path))
        except ModuleNotFoundError as error:
            raise NotACorpus(_('使用Spark要安装附加组件：pip install "gongkai[distributed]"')) from error
    return ibis.duckdb.connect().read_parquet(path)


def sums(table: Any, by: str) -> Any:
    """Every cell added up over the reports of each ``by``: parent, level or year.

    A report that prints a row split adds its parts to the whole row, too.
    """
    totals = {column(id): _whole(table, id).sum() for id in cells()}
    return table.group_by(by).aggregate(reports=table.count(), **totals).order_by(by)


def _whole(table: Any, id: str) -> Any:
    """A cell, or where a report splits its row the parts added together."""
    row, _dot, name = id.rpartition(".")
    parts = next((form.parts[row] for form in formats.every() if row in form.parts), ())
    own = table[column(id)]
    known = [table[column(f"{part}.{name}")] for part in parts if f"{part}.{name}" in cells()]
    return ibis.coalesce(own, reduce(add, known)) if known else own


def stats(table: Any, by: str | None) -> Any:
    """The rates of the dictionary (``metrics``) over the reports of each ``by`` (over all with None).

    Each with its base; a base below SMALL gives no rate.
    """
    chosen = table if by is None else table.group_by(by)
    found = metrics.derived()
    amounts = {one.base: _sum_of(table, one.base_plus) - _sum_of(table, one.base_minus) for one in found} | {
        one.id.removesuffix("_rate"): _sum_of(table, one.plus) for one in found
    }
    summed = chosen.aggregate(reports=table.count(), **amounts)
    rates = {
        one.id: ibis.ifelse(
            summed[one.base] >= SMALL,
            summed[one.id.removesuffix("_rate")] / summed[one.base],
            ibis.null("float64"),
        )
        for one in found
    }
    rated = summed.mutate(**rates)
    return rated if by is None else rated.order_by(by)


def _sum_of(table: Any, ids: Sequence[str]) -> Any:
    if not ids:
        return ibis.literal(0)
    return reduce(add, [ibis.coalesce(table[column(id)].sum(), 0) for id in ids])


RATES: Mapping[str, str] = {one.id.removesuffix("_rate"): one.label for one in metrics.derived()}


def codes(table: Any) -> Any:
    """How many reports have each finding, the most frequent first."""
    one = table.select(table.path, code=table.findings.unnest())
    return one.group_by("code").aggregate(reports=one.path.nunique()).order_by([ibis.desc("reports"), "code"])


def worst(table: Any, count: int) -> Any:
    """The reports with most errors."""
    chosen = table.filter(table.errors > 0).select("path", "organ", "year", "errors", "warnings")
    return chosen.order_by([ibis.desc("errors"), ibis.desc("warnings"), "path"]).limit(count)
