"""Habits of real pages, each on a document of our own making in every kind of file it is met in."""

import random

import pytest

from bench.generated.files import WRITERS
from bench.generated.habits import HABITS
from bench.generated.judging import Tally, judge
from bench.generated.page import page
from bench.generated.towns import town
from gongkai.annual_report import kinds, reading
from gongkai.annual_report.parsing.document import Unreadable
from gongkai.annual_report.reconciliation import check

CASES = [(kind, name) for name, (_habit, met_in) in HABITS.items() for kind in sorted(met_in)]
REPORTS = 3


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_a_page_with_the_habit_is_read_right(kind: str, name: str) -> None:
    rng = random.Random(f"{kind} {name}")
    habit, _kinds = HABITS[name]
    tally = Tally()
    done = 0
    for number in range(REPORTS * 10):
        made = page(town(rng, number))
        if not habit(made, rng):
            continue
        made.habits.append(name)
        judge(made, WRITERS[kind](made, rng), tally)
        done += 1
        if done == REPORTS:
            break
    assert done == REPORTS
    assert not tally.wrongs
    assert (tally.wrong, tally.doubtful, tally.refused) == (0, 0, 0), tally.lost


def test_a_picture_in_place_of_a_table_is_told() -> None:
    rng = random.Random(1)
    made = page(town(rng, 1))
    HABITS["表格是图片"][0](made, rng)
    found = reading.read(WRITERS["html"](made, rng))
    assert not found.cells
    assert sum("图片" in unread.reason for unread in found.unread) == 3


@pytest.mark.parametrize("name", ["本地加行"])
def test_a_row_of_the_place_is_told(name: str) -> None:
    rng = random.Random(2)
    made = page(town(rng, 1))
    HABITS[name][0](made, rng)
    found = reading.read(WRITERS["docx"](made, rng))
    assert [row.label for row in found.local_rows] == ["9.本地另立事项"]


def _damaged(data: bytes, rng: random.Random) -> bytes:
    """Bytes changed, cut out, doubled, or the end lost."""
    way = rng.randrange(4)
    if way == 0:
        return data[: rng.randrange(len(data))]
    changed = bytearray(data)
    for _time in range(rng.randint(1, 30)):
        at = rng.randrange(len(changed))
        if way == 1:
            changed[at] = rng.randrange(256)
        elif way == 2:
            del changed[at : at + rng.randint(1, 40)]
        else:
            changed[at:at] = changed[at : at + rng.randint(1, 200)]
        if not changed:
            break
    return bytes(changed)


@pytest.mark.parametrize("kind", [*WRITERS, "json", "csv"])
def test_no_damage_to_a_file_crashes_its_reader(kind: str) -> None:
    rng = random.Random(kind)
    report = town(rng, 1)
    data = WRITERS[kind](page(report), rng) if kind in WRITERS else kinds.writer(kind)(report)
    for _time in range(15 if kind in ("pdf", "xlsx") else 40):
        try:
            reading.read(_damaged(data, rng))
        except Unreadable as error:
            assert str(error)
            assert "\n" not in str(error)


def unnoticed(kind: str, times: int) -> list[str]:
    """Cells read with another figure from pages whose lines were cut or moved, and no error on them.

    A number moved into another's place is what the page then says; in tables three and four its
    sums tell of it. Table two has none.
    """
    rng = random.Random(f"mutated {kind}")
    found = []
    for number in range(times):
        made = page(town(rng, number))
        lines = WRITERS[kind](made, rng).decode().split("\n")
        start = rng.randrange(len(lines))
        piece = lines[start : start + rng.randint(1, 12)]
        del lines[start : start + len(piece)]
        if rng.random() < 0.5:
            at = rng.randrange(len(lines))
            lines[at:at] = piece
        tally = Tally()
        read = judge(made, "\n".join(lines).encode(), tally)
        errors = {cell for f in check(read) if f.severity == "error" for cell in f.cells} if read else set()
        errors |= {id for id in made.truth if id.startswith("disclosure.")}
        found += [wrong for wrong in tally.wrongs if wrong.split(":")[0].split()[-1] not in errors]
    return found


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_lines_lost_or_moved_give_no_wrong_figure_unnoticed(kind: str) -> None:
    assert unnoticed(kind, 40) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_lines_lost_or_moved_give_no_wrong_figure_unnoticed_in_many_pages(kind: str) -> None:
    assert unnoticed(kind, 600) == []
