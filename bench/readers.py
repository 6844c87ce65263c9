"""Readers and checks on generated reports: cells right, wrong, refused; faults found; a corpus of many."""

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pyarrow
from pyarrow import parquet

from gongkai.annual_report import corpus

from .generated import judging
from .generated.files import WRITERS
from .generated.page import page
from .generated.towns import town

SEED = 2026
BOUNDS = {"html": 10, "docx": 60, "xlsx": 60, "xls": 60, "pdf": 500}
EACH_FAULT, CLEAN = 25, 1000
BUILT = int(os.environ.get("GONGKAI_BENCH_REPORTS", "4000"))
DISTINCT = 1000
GROWTH = (100, 1_000, 10_000, 100_000)
_BOUND = 15  # minutes for 100,000 reports on two cores


def tables() -> Iterator[list[str]]:
    """Markdown sections, each a list of lines."""
    yield _kinds()
    yield _faults()
    yield _clean()
    yield _corpus()


def _kinds() -> list[str]:
    lines = [
        "## 读取：生成的报告",
        "",
        f"两版格式、各种规模，每份带零到三种真实网页的习惯（共{len(judging.HABITS)}种）；“错”指标为可信或已读而与文件不符的格。",
        "",
        "| 种类 | 份数 | 单元格 | 读对 | 存疑 | 错 | 未读 | 读对率 | 中位毫秒 | 95分位 | 上限 | 占比 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for kind, count in judging.SHARES.items():
        tally = judging.Tally()
        for made, data in judging.pages(kind, count, SEED):
            judging.judge(made, data, tally)
        times = sorted(tally.milliseconds)
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        bound = BOUNDS.get(kind)
        counts = (tally.reports, tally.cells, tally.right, tally.doubtful, tally.wrong, tally.refused)
        figures = [kind, *map(str, counts), f"{tally.right / tally.cells:.3%}", f"{p50:.1f}", f"{p95:.1f}"]
        figures += [str(bound), f"{p95 / bound:.2f}"] if bound else ["", ""]
        lines.append(f"| {' | '.join(figures)} |")
    return lines


def _faults() -> list[str]:
    lines = [
        "## 核验：植入的差错",
        "",
        f"每种植入{EACH_FAULT}次，写成网页再读出、核验；“算术”一类应作错误报出。",
        "",
        "| 差错 | 类 | 植入 | 找到 |",
        "|---|---|---:|---:|",
    ]
    for recall in judging.recalls(EACH_FAULT, SEED):
        kind = "算术" if recall.fault.arithmetic else "其他"
        lines.append(f"| {recall.fault.name} | {kind} | {recall.planted} | {recall.found} |")
    return lines


def _clean() -> list[str]:
    alarms = judging.false_alarms(CLEAN, SEED)
    lines = [
        "## 核验：没有差错的报告",
        "",
        f"{alarms.reports}份（连同上年报告）；错误{sum(alarms.errors.values())}个。提醒：",
        "",
        "| 提醒 | 次数 | 每50份 |",
        "|---|---:|---:|",
    ]
    for code, count in alarms.warnings.most_common():
        lines.append(f"| {code} | {count} | {count * 50 / alarms.reports:.2f} |")
    return [*lines, "", "unit_unknown 不是误报：2019年版的采购金额栏没有印单位，报告也没有写。"]


def _corpus() -> list[str]:
    with tempfile.TemporaryDirectory(prefix="gongkai-corpus-") as home:
        folder, out = Path(home) / "reports", Path(home) / "all.parquet"
        folder.mkdir()
        rng = random.Random(SEED)
        pages = [WRITERS["html"](page(town(rng, number)), rng) for number in range(min(DISTINCT, BUILT))]
        for number in range(BUILT):
            (folder / f"{number:06}.html").write_bytes(pages[number % len(pages)])
        command = str(Path(sys.executable).with_name("gongkai"))
        start = perf_counter()
        subprocess.run([command, "corpus", "build", str(folder), str(out)], check=True, capture_output=True)
        spent = perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        minutes = spent / BUILT * 100_000 / 60
        lines = [
            "## 语料",
            "",
            f"- 生成{BUILT}份网页报告的语料：{spent:.0f}秒，每秒{BUILT / spent:.0f}份（{os.cpu_count()}核）；"
            f"合10万份{minutes:.1f}分钟，上限{_BOUND}分钟，占比{minutes / _BOUND:.2f}",
            f"- 其中一个进程的最大内存：{memory} MB",
            "",
            "| 份数 | 文件 | 按年合计 | 比率 | 核验意见 |",
            "|---:|---:|---:|---:|---:|",
        ]
        table = parquet.read_table(out)
        for count in GROWTH:
            lines.append(_growth(table, count, Path(home) / f"{count}.parquet"))
    return lines


def _growth(table: pyarrow.Table, count: int, path: Path) -> str:
    copies = pyarrow.concat_tables([table] * (count // table.num_rows + 1)).slice(0, count)
    parquet.write_table(copies, path, compression="zstd")
    opened = corpus.opened(path)
    times = []
    for expression in (corpus.sums(opened, "year"), corpus.stats(opened, "year"), corpus.codes(opened)):
        expression.to_pyarrow()
        start = perf_counter()
        expression.to_pyarrow()
        times.append(f"{perf_counter() - start:.2f} 秒")
    return f"| {count} | {path.stat().st_size / 1024 / 1024:.1f} MB | {' | '.join(times)} |"
