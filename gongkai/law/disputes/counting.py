"""件数 of table four: whether a case counts in a year, and in which cells.

The form's own instruction was not seen. What counts is therefore a rule that an installation sets,
and ours where it sets none: one case once a year, at its latest instance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.translation import _

from .outcomes import REMANDED, Proceeding, column, row, standing

FIRST_YEAR = 2019
"""The first year the form reports on."""
_FIRST_DAY = date(2019, 5, 15)

Cell = tuple[str, str]
"""Group and column of table four, by their ids in the forms."""


class Unit(StrEnum):
    """What is one 件."""

    CASE = "case"
    INSTANCE = "instance"


UNITS = {
    Unit.CASE: _("一案一年计一件，以最后的审级为准"),
    Unit.INSTANCE: _("每一审级各计一件"),
}


@dataclass(frozen=True)
class Rule:
    """``carried_over``: what was pending when the year began counts in it again."""

    unit: Unit = Unit.CASE
    carried_over: bool = True


@dataclass(frozen=True)
class Stage:
    """An instance: when it began, how and when it ended."""

    filed_on: date
    outcome: str | None = None
    concluded_on: date | None = None


@dataclass(frozen=True)
class Counted:
    """The cells that count a case in a year; or none, and ``reason`` says why."""

    cells: tuple[Cell, ...] = ()
    reason: str = ""


def counted(
    proceeding: Proceeding,
    stages: Sequence[Stage],
    year: int,
    rule: Rule,
    *,
    reviewed_on: date | None = None,
) -> Counted:
    """Where a case with ``stages``, first to last, counts in the table of ``year``.

    What is known later than December 31 of the year changes nothing. ``reviewed_on`` as in
    ``outcomes.row``. Raises ValueError for a year before the first.
    """
    if year < FIRST_YEAR:
        raise ValueError(_("{year}年还没有这张表").format(year=year))
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = [_as_known(stage, last) for stage in stages if stage.filed_on <= last]
    if not known:
        return Counted(reason=_("本年度以后才提出"))
    group = row(proceeding, filed_on=stages[0].filed_on, reviewed_on=reviewed_on)
    by = _by_case if rule.unit is Unit.CASE else _by_instance
    found = by(proceeding, known, first, last, rule)
    return found if found.reason else Counted(tuple((group, name) for _group, name in found.cells))


def _by_case(proceeding: Proceeding, known: list[Stage], first: date, last: date, rule: Rule) -> Counted:
    outcome = standing(stage.outcome for stage in known)
    ended = known[-1].concluded_on if outcome else None
    if ended and ended < first:
        return Counted(reason=_("本年度以前已经审结"))
    if known[0].filed_on < first and not rule.carried_over:
        return Counted(reason=_("以前年度已经计入"))
    return Counted((("", _column(proceeding, outcome, ended, last)),))


def _by_instance(proceeding: Proceeding, known: list[Stage], first: date, last: date, rule: Rule) -> Counted:
    cells: list[Cell] = []
    reason = _("本年度以前已经审结")
    for at, stage in enumerate(known, start=1):
        if stage.concluded_on and stage.concluded_on < first:
            continue
        if stage.filed_on < first and not rule.carried_over:
            reason = _("以前年度已经计入")
        elif stage.outcome == REMANDED:
            reason = _("发回重审，由重新审理的一审计入")
        else:
            outcome = standing(one.outcome for one in known[:at])
            cells.append(("", _column(proceeding, outcome, stage.concluded_on, last)))
    return Counted(tuple(cells)) if cells else Counted(reason=reason)


def _as_known(stage: Stage, on: date) -> Stage:
    """An instance as it stood on a day."""
    over = stage.concluded_on is not None and stage.concluded_on <= on
    return stage if over else Stage(stage.filed_on)


def _column(proceeding: Proceeding, outcome: str | None, ended: date | None, on: date) -> str:
    """The first form reports on its whole year, and so on the months before the Regulation's revision."""
    return column(proceeding, outcome, ended and max(ended, _FIRST_DAY), on=on)
