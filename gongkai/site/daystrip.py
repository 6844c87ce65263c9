"""时限条: a term as squares, one a day from receipt to the last day, week by week.

``{% load daystrip %}{% day_strip due start today begun %}`` draws it on a page of the portal, of the
office, or on paper. What it says is in words too, for who cannot see it; every day's ground is in the
table beneath.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from django import template
from django.utils.translation import gettext as _

from gongkai.law.clock import Due, Effect, Step

register = template.Library()

_DAY = timedelta(days=1)
_WEEK = 7
_EVERY = 5
"""Counted days that show their number: the fifth, the tenth …"""
_COLLAPSED = 2
"""Whole weeks of one kind that are drawn as one line."""


class Kind(StrEnum):
    """What a day is to the term; every day is one."""

    START = "start"
    COUNTED = "counted"
    MAKE_UP = "make-up"
    REST = "rest"
    EXCLUDED = "excluded"
    WAITING = "waiting"
    POSTPONED = "postponed"


class Mark(StrEnum):
    """What else a day is."""

    RESTART = "restart"
    EXTENSION = "extension"
    TODAY = "today"
    DUE = "due"


@dataclass
class Square:
    """A day."""

    on: date
    kind: Kind
    ground: str
    count: int | None = None
    marks: list[Mark] = field(default_factory=list)

    @property
    def sign(self) -> str:
        """What stands in it, so that no colour speaks alone."""
        if self.count is not None:
            shown = self.count % _EVERY == 0 or Mark.DUE in self.marks
            return str(self.count) if shown else "·"
        return _signs()[self.kind]

    @property
    def marked(self) -> list[str]:
        """What stands in its corner."""
        made_up = [_signs()[Kind.MAKE_UP]] if self.kind is Kind.MAKE_UP else []
        return [*made_up, *(_marks()[mark] for mark in self.marks)]

    @property
    def classes(self) -> str:
        return " ".join([self.kind.value, *(f"is-{mark.value}" for mark in self.marks)])


@dataclass(frozen=True)
class Week:
    """Monday to Sunday; None before the first day and after the last."""

    label: str
    squares: tuple[Square | None, ...]


@dataclass(frozen=True)
class Gap:
    """Weeks in which nothing changes."""

    first: date
    last: date
    weeks: int
    ground: str


@dataclass(frozen=True)
class Strip:
    """A term, drawn."""

    due: Due
    squares: tuple[Square, ...]
    rows: tuple[Week | Gap, ...]
    headline: str
    sentence: str
    steps: tuple[tuple[Step, str], ...]
    legend: tuple[tuple[str, str, str], ...]
    """Class, sign and meaning of what is drawn."""


@register.inclusion_tag("includes/day_strip.html")
def day_strip(
    due: Due, start: date, today: date, begun: str, organ: str = "", number: str = "", opened: bool = False
) -> dict[str, object]:
    """Draws ``due``. ``start``: the day from whose morrow is counted, and what it is called, ``begun``.

    ``organ`` and ``number`` stand over it on paper; ``opened``: its table is shown at once.
    """
    strip = drawn(due, start=start, today=today, begun=begun)
    return {"strip": strip, "today": today, "organ": organ, "number": number, "opened": opened}


def drawn(due: Due, *, start: date, today: date, begun: str) -> Strip:
    """The squares of a term, and what they say in words."""
    waiting = due.steps[-1] if due.on is None and due.steps else None
    steps = _until(due.steps[:-1], waiting.first) if waiting else due.steps
    squares = _squares(due, steps, waiting, start, today, begun)
    told = (*steps, waiting) if waiting else steps
    return Strip(
        due,
        squares,
        tuple(_rows(squares)),
        _headline(due, squares, waiting, today),
        _sentence(due, squares, waiting, start, today, begun),
        tuple((step, _names()[step.effect]) for step in told),
        tuple(_legend(squares, begun)),
    )


# The squares --------------------------------------------------------------------------------------


def _until(steps: Sequence[Step], last: date) -> tuple[Step, ...]:
    """The steps up to a day: what is counted after an open wait began is not known yet."""
    return tuple(
        Step(step.first, min(step.last, last), step.effect, step.ground, step.count)
        for step in steps
        if step.first <= last
    )


def _squares(
    due: Due, steps: Sequence[Step], waiting: Step | None, start: date, today: date, begun: str
) -> tuple[Square, ...]:
    found = {start: Square(start, Kind.START, begun)}
    for step in steps:
        if step.effect in _OF_A_DAY:
            for day in _days(step.first, step.last):
                found[day] = Square(day, _OF_A_DAY[step.effect], step.ground, step.count)
    if waiting:
        for day in _days(max(found) + _DAY, today):
            found[day] = Square(day, Kind.WAITING, waiting.ground)
    elif due.on:
        for day in _days(max(found) + _DAY, due.on):  # a later day that was told under Art. 35
            found[day] = Square(day, Kind.POSTPONED, steps[-1].ground)
    for step in steps:
        if step.effect in _OF_A_MOMENT and step.first in found:
            found[step.first].marks.append(_OF_A_MOMENT[step.effect])
    if today in found:
        found[today].marks.append(Mark.TODAY)
    if due.on in found:
        found[due.on].marks.append(Mark.DUE)
    return tuple(found[day] for day in sorted(found))


_OF_A_DAY = {
    Effect.COUNTED: Kind.COUNTED,
    Effect.MAKE_UP: Kind.MAKE_UP,
    Effect.REST: Kind.REST,
    Effect.EXCLUDED: Kind.EXCLUDED,
}
_OF_A_MOMENT = {Effect.RESTART: Mark.RESTART, Effect.EXTENSION: Mark.EXTENSION}


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _rows(squares: Sequence[Square]) -> Iterator[Week | Gap]:
    """Weeks; whole weeks of waiting or of nothing counted, if there are several, as one line."""
    weeks = list(_weeks(squares))
    month = 0
    for same, run in groupby(weeks, _idle):
        group = list(run)
        if same and len(group) >= _COLLAPSED:
            yield Gap(group[0][0].on, group[-1][-1].on, len(group), group[0][0].ground)
            month = 0
            continue
        for week in group:
            yield Week(_month(week[-1].on) if week[-1].on.month != month else "", _padded(week))
            month = week[-1].on.month


def _weeks(squares: Sequence[Square]) -> Iterator[list[Square]]:
    for _monday, week in groupby(squares, lambda one: one.on - _DAY * one.on.weekday()):
        yield list(week)


def _idle(week: list[Square]) -> str:
    """The one ground on which a whole week is not counted, else nothing."""
    grounds = {one.ground for one in week}
    quiet = all(one.kind in (Kind.EXCLUDED, Kind.WAITING, Kind.POSTPONED) and not one.marks for one in week)
    return grounds.pop() if quiet and len(week) == _WEEK and len(grounds) == 1 else ""


def _padded(week: list[Square]) -> tuple[Square | None, ...]:
    days = {one.on.weekday(): one for one in week}
    return tuple(days.get(number) for number in range(_WEEK))


# The words ----------------------------------------------------------------------------------------


def _headline(due: Due, squares: Sequence[Square], waiting: Step | None, today: date) -> str:
    if waiting:
        return waiting.ground
    assert due.on is not None
    words = {"day": _day(due.on), "left": _left(squares, today), "days": abs((today - due.on).days)}
    if today > due.on:
        return _("{day}期满，已超过{days}天").format(**words)
    if today == due.on:
        return _("{day}期满，就是今天").format(**words)
    if squares[-1].kind is Kind.POSTPONED:  # its days are not counted one by one
        return _("{day}期满，还有{days}天").format(**words)
    return _("{day}期满，还剩{left}个工作日").format(**words)


def _sentence(
    due: Due, squares: Sequence[Square], waiting: Step | None, start: date, today: date, begun: str
) -> str:
    """The whole strip, as one would read it aloud."""
    kinds = [one.kind for one in squares]
    reached = max((one.count or 0 for one in squares if _is_last_run(one, squares)), default=0)
    said = [
        _("{day}{begun}，从次日起计算").format(day=_day(start), begun=begun),
        *(
            words.format(day=_day(one.on))
            for one in squares
            for mark, words in (
                (Mark.RESTART, _("{day}起重新计算")),
                (Mark.EXTENSION, _("{day}决定延长")),
            )
            if mark in one.marks
        ),
    ]
    counts = (
        (Kind.REST, _("休息日{count}天不计")),
        (Kind.MAKE_UP, _("调休上班{count}天计入")),
        (Kind.EXCLUDED, _("{count}天按规定不计")),
        (Kind.WAITING, _("已等待{count}天")),
        (Kind.POSTPONED, _("延迟{count}天")),
    )
    said += [words.format(count=kinds.count(kind)) for kind, words in counts if kind in kinds]
    if waiting:
        said.append(_("{reason}，到期日还不能确定").format(reason=waiting.ground))
    elif reached:
        said.append(_("共计{count}个工作日").format(count=reached))
    if due.on:
        said.append(_headline(due, squares, None, today))
    if due.provisional:
        said.append(_("其中有的年份节假日安排还没有公布，日期是暂定的"))
    return _("，").join(said) + _("。")


def _is_last_run(square: Square, squares: Sequence[Square]) -> bool:
    again = [one.on for one in squares if Mark.RESTART in one.marks]
    return not again or square.on > again[-1]


def _left(squares: Sequence[Square], today: date) -> int:
    return sum(one.count is not None and one.on > today for one in squares)


def _legend(squares: Sequence[Square], begun: str) -> Iterator[tuple[str, str, str]]:
    """Only what is drawn."""
    kinds = {one.kind for one in squares}
    names = {
        Kind.START: begun,
        Kind.COUNTED: _("计算的工作日，第5、10……日写明"),
        Kind.MAKE_UP: _("调休上班，计算"),
        Kind.REST: _("休息日，不计"),
        Kind.EXCLUDED: _("按规定不计"),
        Kind.WAITING: _("等待中"),
        Kind.POSTPONED: _("告知延迟"),
    }
    for kind, name in names.items():
        if kind in kinds:
            yield kind.value, _signs()[kind], name
    marks = {mark for one in squares for mark in one.marks}
    meanings = {
        Mark.RESTART: _("重新起算"),
        Mark.EXTENSION: _("决定延长"),
        Mark.TODAY: _("今天"),
        Mark.DUE: _("期满"),
    }
    for mark, name in meanings.items():
        if mark in marks:
            yield f"is-{mark.value}", _marks()[mark], name


def _signs() -> dict[Kind, str]:
    return {
        Kind.START: _("始"),
        Kind.COUNTED: "·",
        Kind.MAKE_UP: _("班"),
        Kind.REST: _("休"),
        Kind.EXCLUDED: _("停"),
        Kind.WAITING: _("等"),
        Kind.POSTPONED: _("缓"),
    }


def _marks() -> dict[Mark, str]:
    return {
        Mark.RESTART: _("起"),
        Mark.EXTENSION: _("延"),
        Mark.TODAY: _("今"),
        Mark.DUE: _("止"),
    }


def _names() -> dict[Effect, str]:
    return {
        Effect.COUNTED: _("计算"),
        Effect.MAKE_UP: _("调休上班，计算"),
        Effect.REST: _("休息，不计"),
        Effect.EXCLUDED: _("不计"),
        Effect.RESTART: _("重新起算"),
        Effect.EXTENSION: _("延长"),
    }


def _day(on: date) -> str:
    week = _("一二三四五六日")[on.weekday()]
    return _("{on.year}年{on.month}月{on.day}日（星期{week}）").format(on=on, week=week)


def _month(on: date) -> str:
    return _("{month}月").format(month=on.month)
