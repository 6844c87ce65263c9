"""七步 of one application: the way that was chosen so far, and what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.law.applications.steps import FIRST, STEPS, Choice, Step

from .letter_models import Choice as Chosen


@dataclass(frozen=True)
class Taken:
    """A step that was taken: what was chosen, by whom, when, with which note."""

    step: Step
    choice: Choice
    row: Chosen


@dataclass(frozen=True)
class Standing:
    """``step``: the question that is open, None where the way has led to ``answer``."""

    taken: tuple[Taken, ...]
    step: Step | None
    answer: str = ""


def standing(rows: Iterable[Chosen], *, back_to: str = "") -> Standing:
    """Where the choices lead, in the order they were made; one that was made again cuts off what followed.

    ``back_to``: a step on the way to be asked anew; what stands after it is kept until it is answered.
    """
    newest = _newest(rows)
    taken: list[Taken] = []
    code = FIRST
    while code != back_to and (row := newest.get(code)):
        choice = {one.code: one for one in STEPS[code].choices}.get(row.choice)
        if choice is None:  # a choice the law no longer knows
            break
        taken.append(Taken(STEPS[code], choice, row))
        if choice.answer:
            return Standing(tuple(taken), None, choice.answer)
        code = choice.leads_to
    return Standing(tuple(taken), STEPS[code])


def _newest(rows: Iterable[Chosen]) -> dict[str, Chosen]:
    """The last choice of every step that no earlier step was chosen anew after."""
    order = list(STEPS)
    found: dict[str, Chosen] = {}
    for row in rows:
        if row.step in STEPS:
            at = order.index(row.step)
            found = {code: one for code, one in found.items() if order.index(code) < at}
            found[row.step] = row
    return found
