"""期限: a term in working days, walked day by day, so that every day says why it counts or not.

The first day is not counted, counting begins on the next; the last counted day is the last day of
the term (民法典第二百零一条, used for administrative terms in practice).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from .working_days import WorkingDays

_DAY = timedelta(days=1)


class Effect(StrEnum):
    """What a step does to a term."""

    COUNTED = "counted"
    REST = "rest"
    MAKE_UP = "make_up"
    EXCLUDED = "excluded"
    RESTART = "restart"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Step:
    """A day, or the days from ``first`` to ``last``: what they do, the count reached, and the ground."""

    first: date
    last: date
    effect: Effect
    ground: str
    count: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """As ``gongkai clock --json`` prints it."""
        span = {"day": self.first.isoformat()}
        if self.first != self.last:
            span = {"from": self.first.isoformat(), "to": self.last.isoformat()}
        return {**span, "effect": self.effect.value, "count": self.count, "ground": self.ground}


@dataclass(frozen=True)
class Due:
    """The last day of a term, None while a fact it hangs on is missing; ``steps`` say how it was reached.

    ``provisional``: a day walked lies in a year whose holidays are not announced.
    """

    on: date | None
    steps: tuple[Step, ...]
    provisional: bool = False

    @classmethod
    def walked(cls, start: date, count: int, days: WorkingDays) -> "Due":
        """``count`` working days after ``start``. Raises OutOfRange before the first loaded year."""
        walk = Walk(start, days)
        return cls(walk.count(count), walk.steps, walk.provisional)

    def as_dict(self) -> dict[str, Any]:
        """As ``gongkai clock --json`` prints it."""
        return {
            "due": self.on.isoformat() if self.on else None,
            "provisional": self.provisional,
            "steps": [step.as_dict() for step in self.steps],
        }


class Walk:
    """A term as it runs: day after day from ``start``, each with its step.

    ``excluded`` says of a day why it is not counted, or None.
    """

    def __init__(
        self, start: date, days: WorkingDays, excluded: Callable[[date], str | None] | None = None
    ) -> None:
        self.on = start
        self.reached = 0
        self.provisional = False
        self._days = days
        self._excluded = excluded
        self._steps: list[Step] = []

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was walked; neighbouring days with nothing to count and one ground are one step."""
        return tuple(_joined(self._steps))

    def count(self, count: int) -> date:
        """Walk until ``count`` days are counted; answers the last of them."""
        while self.reached < count:
            self._step()
        return self.on

    def until(self, last: date) -> None:
        """Walk up to a day and with it, counting."""
        while self.on < last:
            self._step()

    def passing(self, last: date, ground: str) -> None:
        """Walk up to a day and with it, counting nothing."""
        if self.on < last:
            self.add(Step(self.on + _DAY, last, Effect.EXCLUDED, ground))
            self.on = last

    def restart(self, on: date, ground: str) -> None:
        """Begin anew: the day itself is not counted."""
        self.add(Step(on, on, Effect.RESTART, ground))
        self.on, self.reached, self.provisional = on, 0, False

    def add(self, step: Step) -> None:
        """Put a step between those of the days."""
        self._steps.append(step)

    def _step(self) -> None:
        self.on += _DAY
        day = self._days.day(self.on)
        self.provisional = self.provisional or day.provisional
        if self._excluded and (why := self._excluded(self.on)):
            self.add(Step(self.on, self.on, Effect.EXCLUDED, why))
        elif day.works:
            self.reached += 1
            effect = Effect.MAKE_UP if day.made_up else Effect.COUNTED
            self.add(Step(self.on, self.on, effect, day.ground, self.reached))
        else:
            self.add(Step(self.on, self.on, Effect.REST, day.ground))


def left(on: date, last: date, days: WorkingDays) -> int:
    """Working days left on a day until the last day of a term; negative: by how many it is past.

    On the last day itself none is left.
    """
    first, until = sorted((on, last))
    count = sum(days.works(first + _DAY * ahead) for ahead in range(1, (until - first).days + 1))
    return count if on <= last else -count


def _joined(steps: Iterable[Step]) -> list[Step]:
    """Neighbouring days of rest, or not counted, with one ground are one step."""
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if (
            last
            and step.effect == last.effect
            and step.effect in (Effect.REST, Effect.EXCLUDED)
            and step.ground == last.ground
            and step.first == last.last + _DAY
        ):
            joined[-1] = Step(last.first, step.last, last.effect, last.ground)
        else:
            joined.append(step)
    return joined
