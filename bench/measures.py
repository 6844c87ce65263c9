"""Timing, and the table that tells of it."""

import gc
import math
import os
import platform
import resource
import statistics
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

TARGET = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


_yardsticks: list[float] = []
"""How fast the machine was in between: one that is shared can be half as fast from hour to hour."""


@dataclass(frozen=True)
class Measure:
    """One figure: what was done, milliseconds (p50 and p95), the bound stated for it."""

    name: str
    p50: float
    p95: float
    bound: float | None
    note: str = ""

    @property
    def row(self) -> str:
        against = f"{self.p95 / self.bound:.2f}" if self.bound else ""
        bound = f"{self.bound:g}" if self.bound else ""
        return f"| {self.name} | {self.p50:.1f} | {self.p95:.1f} | {bound} | {against} | {self.note} |"


def timed(
    name: str, act: Callable[[], object], *, times: int, bound: float | None = None, note: str = ""
) -> Measure:
    """Run ``act`` once unmeasured, then ``times`` times; what is to be run once is run once.

    What the bench built and still holds is taken out of the collector's way: no server has it.
    """
    if times > 1:
        act()
    gc.collect()
    gc.freeze()
    _yardsticks.append(_yardstick())
    spent = []
    for _ in range(times):
        start = perf_counter()
        act()
        spent.append((perf_counter() - start) * 1000)
    spent.sort()
    return Measure(name, statistics.median(spent), spent[math.ceil(times * 0.95) - 1], bound, note)


def _yardstick() -> float:
    start, total = perf_counter(), 0
    for number in range(1_000_000):
        total += number * number
    return (perf_counter() - start) * 1000


def write(sections: dict[str, list[Measure]], facts: list[str], more: list[list[str]]) -> None:
    """docs/benchmarks.md: figures with machine and day, then ``more`` sections as they are."""
    lines = [
        "# 测速",
        "",
        "由 `make bench` 生成。毫秒；“占比”是95分位与设计给定上限之比，小于1即达到。",
        "",
        f"- 日期：{_today()}",
        f"- 机器：{_machine()}",
        f"- Python {platform.python_version()}，最大内存 {_memory()} MB",
        f"- 标尺：一百万次整数乘加，测量期间最快{min(_yardsticks):.0f}毫秒，最慢{max(_yardsticks):.0f}毫秒",
        *(f"- {fact}" for fact in facts),
    ]
    for title, measures in sections.items():
        lines += ["", *_section(title, measures)]
    for section in more:
        lines += ["", *section]
    TARGET.write_text("\n".join(lines) + "\n", "utf-8")


def renew(sections: dict[str, list[Measure]]) -> None:
    """Some sections of docs/benchmarks.md anew, each with its own day; the others stay as they were."""
    parts = TARGET.read_text("utf-8").split("\n## ")
    found = {part.split("\n", 1)[0]: part.rstrip() for part in parts[1:]}
    stamp = f"测于{_today()}，标尺{min(_yardsticks):.0f}至{max(_yardsticks):.0f}毫秒。"
    for title, measures in sections.items():
        heading, empty, *table = _section(title, measures)
        found[title] = "\n".join([heading.removeprefix("## "), empty, stamp, "", *table])
    TARGET.write_text("\n\n## ".join([parts[0].rstrip(), *found.values()]) + "\n", "utf-8")


def _section(title: str, measures: list[Measure]) -> list[str]:
    head = ["| 项目 | 中位 | 95分位 | 上限 | 占比 | 说明 |", "|---|---:|---:|---:|---:|---|"]
    return [f"## {title}", "", *head, *(measure.row for measure in measures)]


def _today() -> str:
    return datetime.now(UTC).date().isoformat()  # noqa: TID251 - the day of the measurement itself


def _machine() -> str:
    model = "CPU"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{os.cpu_count()} 核，{model}，{platform.system()} {platform.machine()}"


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
