"""500 officers save at once into drafts of annual reports, of one organ and of many, on PostgreSQL.

``measures`` runs it in a process of its own, for the measurements around it are on SQLite.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random
from threading import Barrier, Thread
from time import perf_counter
from zoneinfo import ZoneInfo

from django.db import connection

from gongkai.annual_report.report import Report
from gongkai.site.accounts.models import User
from gongkai.site.annual_reports import actions, compile_actions, editing
from gongkai.site.annual_reports.models import SECTION, Version
from gongkai.site.organs import actions as organs
from gongkai.site.organs.models import Officer, Organ, Role

from .measures import Measure

OFFICERS = 500
TOGETHER = 100
"""So many of them work on the same report; the others five each on one of many."""
EACH = 5
CONNECTIONS = 50
"""As many as a server of ours holds open at the same time; who comes later waits for one."""
DATABASE = "gongkai_saving"
_SECTIONS = (1, 5, 6)
AT = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
_YEAR = 2025
_RUN = "import django; django.setup(); from bench import saving; saving.main()"


@dataclass(frozen=True)
class Load:
    """What came of it: milliseconds from the common beginning until each was saved, and in all."""

    spent: list[float]
    total: float
    errors: list[str]
    lost: list[str]
    """Places where what an officer saved does not stand."""


@dataclass(frozen=True)
class Saving:
    """One officer's edit: a number in a cell, or the text of a section."""

    version: Version
    user: User
    place: str
    value: str
    seen: str


def measures() -> list[Measure]:
    """Two figures, or none where no PostgreSQL is named."""
    address = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
    if not address.startswith("postgres"):
        print("没有给出PostgreSQL（GONGKAI_TEST_DATABASE_URL），500人同时保存未测量")
        return []
    env = {**os.environ, "GONGKAI_DATABASE_URL": address}
    done = subprocess.run(
        [sys.executable, "-c", _RUN],
        check=True,
        capture_output=True,
        text=True,
        env=env,
        cwd=Path(__file__).resolve().parent.parent,
    )
    found = Load(**json.loads(done.stdout.splitlines()[-1]))
    if found.errors or found.lost:
        raise AssertionError(found.errors[:3] or found.lost[:3])
    spent = sorted(found.spent)
    note = f"PostgreSQL，{CONNECTIONS}个连接，{TOGETHER}人同一份、其余每{EACH}人一份，没有出错，没有丢失"
    p95 = spent[int(len(spent) * 0.95)]
    return [
        Measure(f"{OFFICERS}人同时保存：每人等待", statistics.median(spent), p95, None, note),
        Measure(f"{OFFICERS}人同时保存：全部保存完", found.total, found.total, None, note),
    ]


def load() -> Load:
    """Drafts are compiled, then everybody saves at once; on the database that Django has."""
    savings = _savings()
    waiting: SimpleQueue[Saving] = SimpleQueue()
    for one in savings:
        waiting.put(one)
    spent: list[float] = []
    errors: list[str] = []
    start = Barrier(CONNECTIONS + 1)

    def work() -> None:
        start.wait()
        try:
            while True:
                try:
                    one = waiting.get_nowait()
                except Empty:
                    return
                try:
                    _save(one)
                except Exception as error:
                    errors.append(f"{one.place}: {type(error).__name__}: {error}")
                spent.append((perf_counter() - begun) * 1000)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    begun = perf_counter()
    start.wait()
    for thread in threads:
        thread.join()
    total = (perf_counter() - begun) * 1000
    return Load(spent, total, errors, _lost(savings))


def _savings() -> list[Saving]:
    """Organs with a compiled draft each, their officers, and what each of them saves, mixed."""
    found = []
    county = _established(0, None)
    for number in range(1, 2 + (OFFICERS - TOGETHER) // EACH):
        organ = _established(number, county)
        officers = _officers(organ, TOGETHER if number == 1 else EACH)
        version = compile_actions.compile_report(organ, _YEAR, user=officers[0], at=AT)
        found += _of(version, officers)
    Random(2026).shuffle(found)
    return found


def _established(number: int, parent: Organ | None) -> Organ:
    made = organs.establish(
        slug=f"saving-{number}",
        name=f"第{number}测试镇人民政府" if parent else "测试县人民政府",
        short_name=f"第{number}测试镇" if parent else "测试县",
        kind="town" if parent else "government",
        on=date(2020, 1, 1),
        parent=Organ.objects.get(pk=parent.pk) if parent else None,
    )
    return Organ.objects.get(pk=made.pk)


def _officers(organ: Organ, count: int) -> list[User]:
    users = User.objects.bulk_create(
        User(username=f"{organ.slug}-{number}", name=f"经办{number}", password="!") for number in range(count)
    )
    Officer.objects.bulk_create(
        Officer(user=user, organ=organ, role=Role.HANDLER, since=date(2020, 1, 1)) for user in users
    )
    return users


def _of(version: Version, officers: list[User]) -> Iterator[Saving]:
    """A place of their own for each: the first three write the sections, the others a cell each."""
    report = version.reading
    assert report.form
    for user, number in zip(officers, _SECTIONS, strict=False):
        section = report.section(number)
        assert section
        seen = editing.mark(section.text)
        yield Saving(version, user, f"{SECTION}{number}", f"{user.name}写的第{number}节。", seen)
    cells = [id for id in report.form.cells if not id.endswith(".total")]
    for number, (user, cell) in enumerate(zip(officers[len(_SECTIONS) :], cells, strict=False), start=1):
        yield Saving(version, user, cell, str(number), report.printed(cell))


def _save(one: Saving) -> None:
    """As a page does: the version is read, then the act."""
    version = Version.objects.select_related("report__organ", "source").get(pk=one.version.pk)
    if one.place.startswith(SECTION):
        number = int(one.place.removeprefix(SECTION))
        compile_actions.write_section(version, number, one.value, user=one.user, at=AT, seen=one.seen)
    else:
        actions.correct_cell(
            version, one.place, one.value, reason="纸质登记", user=one.user, at=AT, seen=one.seen
        )


def _lost(savings: list[Saving]) -> list[str]:
    """What was saved and does not stand in its report."""
    versions = Version.objects.in_bulk({one.version.pk for one in savings})
    readings = {pk: version.reading for pk, version in versions.items()}
    return [one.place for one in savings if _stands(readings[one.version.pk], one.place) != one.value]


def _stands(report: Report, place: str) -> str:
    if not place.startswith(SECTION):
        return report.printed(place)
    section = report.section(int(place.removeprefix(SECTION)))
    return section.text if section else ""


def main() -> None:
    """Measure on a database made for it, and removed."""
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        print(json.dumps(vars(load()), ensure_ascii=False))
    finally:
        connection.creation.destroy_test_db(DATABASE, verbosity=0)
