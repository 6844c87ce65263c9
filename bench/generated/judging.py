"""What the readers and checks make of the generated reports: right, wrong, refused; found, missed."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

from gongkai.annual_report import reading
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import DOUBTFUL, Report

from .faults import FAULTS, Fault
from .files import WRITERS
from .habits import HABITS
from .page import Page, page
from .towns import town, year_before

SHARES = {"html": 800, "text": 300, "markdown": 200, "docx": 400, "xlsx": 300, "xls": 100, "pdf": 200}
_MOST_HABITS = 3


@dataclass
class Tally:
    """Cells of one kind of file (or with one habit)."""

    reports: int = 0
    right: int = 0
    doubtful: int = 0
    wrong: int = 0
    refused: int = 0
    unreadable: int = 0
    milliseconds: list[float] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        return self.right + self.doubtful + self.wrong + self.refused


def pages(kind: str, count: int, seed: int) -> Iterator[tuple[Page, bytes]]:
    """``count`` pages with up to three habits each, and their bytes."""
    rng = random.Random(f"{seed} {kind}")
    names = [name for name, (_habit, kinds) in HABITS.items() if kind in kinds]
    for number in range(count):
        made = page(town(rng, number))
        for name in rng.sample(names, min(len(names), rng.randint(0, _MOST_HABITS))):
            if _together(made, name) and HABITS[name][0](made, rng):
                made.habits.append(name)
        yield made, WRITERS[kind](made, rng)


_SHAPES = {
    "本地加行",
    "组名被分页截断",
    "页码混入",
    "表格跨页",
    "表格跨页且重复表头",
    "同页另有一份报告",
    "表格是图片",
}


def _together(made: Page, name: str) -> bool:
    """Habits that change the shape of a table come one at a time; cells are found by their first place."""
    if name in _SHAPES:
        return not made.habits
    return not _SHAPES & set(made.habits)


def judge(made: Page, data: bytes, tally: Tally) -> Report | None:
    """Read ``data`` and compare every cell with what the page was given."""
    tally.reports += 1
    start = perf_counter()
    try:
        found = reading.read(data)
        check(found)
    except Unreadable as error:
        tally.unreadable += 1
        tally.refused += len(made.truth) - len(made.hidden)
        tally.lost[str(error)] += 1
        return None
    finally:
        tally.milliseconds.append((perf_counter() - start) * 1000)
    for id, value in made.truth.items():
        if id in made.hidden:
            tally.wrong += id in found.cells
        elif id not in found.cells:
            tally.refused += 1
            tally.lost["+".join(made.habits) or "无习惯"] += 1
        elif found.grades.get(id) == DOUBTFUL:
            tally.doubtful += 1
        elif found.cells[id] == value:
            tally.right += 1
        else:
            tally.wrong += 1
            tally.wrongs.append(f"{made.habits} {id}: {found.cells[id]} 应为 {value}")
    return found


@dataclass
class Recall:
    """How often a planted fault was named."""

    fault: Fault
    planted: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)


def recalls(each: int, seed: int) -> list[Recall]:
    """Every fault planted ``each`` times, written as a page and read again."""
    results = []
    for fault in FAULTS:
        rng = random.Random(f"{seed} {fault.name}")
        recall = Recall(fault)
        tries = 0
        while recall.planted < each and tries < 40 * each:
            tries += 1
            report = town(rng, tries)
            planted = fault.plant(report, year_before(report, rng), rng)
            if planted is None:
                continue
            spoilt, previous, code = planted
            recall.planted += 1
            found = reading.read(WRITERS["html"](page(spoilt), rng))
            codes = {finding.code for finding in check(found, previous)}
            if code in codes:
                recall.found += 1
            else:
                recall.missed.append(f"{spoilt.organ} {spoilt.year} {code} / {sorted(codes)}")
        results.append(recall)
    return results


@dataclass
class Alarms:
    """Findings on clean reports."""

    reports: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


def false_alarms(count: int, seed: int) -> Alarms:
    """Clean reports, read from pages, with last year's beside them."""
    rng = random.Random(f"{seed} clean")
    alarms = Alarms()
    for number in range(count):
        report = town(rng, number)
        before = year_before(report, rng) if (report.year or 0) > 2019 else None
        alarms.reports += 1
        for finding in check(reading.read(WRITERS["html"](page(report), rng)), before):
            if finding.severity in ("error", "warning"):
                (alarms.errors if finding.severity == "error" else alarms.warnings)[finding.code] += 1
                alarms.examples.setdefault(finding.code, finding.message)
    return alarms
