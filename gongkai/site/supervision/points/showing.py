"""How a plan stands, for its page: counts in words, organs × points in tiles with words."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ...organs.models import Organ
from .models import State, Task, WorkPoint

_CSS = {
    State.NOT_BEGUN: "",
    State.UNDER_WAY: "brand",
    State.REPORTED: "amber",
    State.CONFIRMED: "green",
    State.RETURNED: "amber",
}
_WORST = (State.RETURNED, State.NOT_BEGUN, State.UNDER_WAY, State.REPORTED, State.CONFIRMED)


def words(task: Task, on: date) -> str:
    """The state, and how late it is."""
    state = str(task.get_state_display())
    if task.is_overdue(on):
        return _("{state}，逾期{days}天").format(state=state, days=(on - task.due_on).days)
    return state


def badge(task: Task, on: date) -> str:
    """The class of its badge; the word beside it says the same."""
    return "red" if task.is_overdue(on) else _CSS[State(task.state)]


def told(tasks: Iterable[Task], on: date) -> str:
    """进度 in words; what an organ split for its own sections is not counted again."""
    tasks = [task for task in tasks if not (task.parent_id and task.giver_id == task.organ_id)]
    count = Counter(task.state for task in tasks)
    return _(
        "任务{all}项：已确认{confirmed}项，已报完成{reported}项，推进中{under_way}项，"
        "未开始{todo}项，退回{returned}项；逾期{late}项。"
    ).format(
        all=len(tasks),
        late=sum(task.is_overdue(on) for task in tasks),
        **{str(state): count[state] for state in State},
    )


@dataclass(frozen=True)
class Cell:
    """The tasks of an organ under a point: the one that is least far, and how many there are."""

    task: Task
    words: str
    css: str
    count: int


@dataclass(frozen=True)
class Row:
    organ: Organ
    cells: list[Cell | None]


def matrix(tasks: Iterable[Task], points: list[WorkPoint], organs: dict[int, Organ], on: date) -> list[Row]:
    """A row an organ, a cell a point."""
    held: dict[tuple[int, int], list[Task]] = defaultdict(list)
    for task in tasks:
        held[task.organ_id, task.point_id].append(task)
    used = [organ for pk, organ in organs.items() if any(key[0] == pk for key in held)]
    return [
        Row(organ, [_cell(held.get((organ.pk, point.pk), []), on) for point in points])
        for organ in sorted(used, key=lambda organ: organ.path)
    ]


def _cell(tasks: list[Task], on: date) -> Cell | None:
    if not tasks:
        return None
    first = min(
        tasks, key=lambda task: (not task.is_overdue(on), _WORST.index(State(task.state)), task.due_on)
    )
    return Cell(first, words(first, on), badge(first, on), len(tasks))


def marked(tasks: Iterable[Task], organs: dict[int, Organ], on: date) -> list[Task]:
    """The same tasks with ``words`` and ``css`` for their badge, and the names of both organs."""
    found = list(tasks)
    for task in found:
        task.words, task.css = words(task, on), badge(task, on)
        task.organ = organs.get(task.organ_id, task.organ)
        task.giver = organs.get(task.giver_id, task.giver)
    return found


def named(tasks: Iterable[Task], on: date) -> dict[int, Organ]:
    """The organs of some tasks, named; one query."""
    wanted = {pk for task in tasks for pk in (task.organ_id, task.giver_id)}
    return {organ.pk: organ for organ in Organ.objects.named(on).filter(pk__in=wanted)}
