"""The report library: reading, checking, writing, adding up, and the start of the command."""

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from gongkai.annual_report import kinds
from gongkai.annual_report.aggregation import total
from gongkai.annual_report.reading import read
from gongkai.annual_report.reconciliation import check
from gongkai.annual_report.report import Report

from .measures import Measure, timed

REPORTS = 3000


def measures(report: Report) -> list[Measure]:
    """``report`` is a full report of the form of 2021."""
    page = kinds.writer("html")(report)
    many = [replace(report, organ=f"机关{number}") for number in range(REPORTS)]
    found = [
        timed("读取并核验一份网页年报", lambda: check(read(page)), times=200, bound=10, note="单核，进程内"),
        timed("核验一份年报", lambda: check(report), times=200),
        timed(f"汇总{REPORTS}个机关", lambda: total(many), times=5, bound=1000),
        *_commands(page),
    ]
    times = {"docx": 10, "pdf": 10, "xlsx": 10, "html": 50, "json": 50, "csv": 50}
    found += [
        timed(f"写出{kind.upper()}", lambda kind=kind: kinds.writer(kind)(report), times=times[kind])
        for kind in kinds.WRITERS
    ]
    return found


def _commands(page: bytes) -> list[Measure]:
    command = str(Path(sys.executable).with_name("gongkai"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(page)
        return [
            timed(
                "命令启动（gongkai --help）",
                lambda: subprocess.run([command, "--help"], capture_output=True, check=True),
                times=10,
                bound=300,
            ),
            timed(
                "命令 gongkai report check",
                lambda: subprocess.run(
                    [command, "report", "check", str(path)], capture_output=True, check=False
                ),
                times=10,
                note="含启动、读取、核验",
            ),
        ]
