"""期限: a term in working days, walked day by day, so that every day says why it counts or not.

The first day is not counted, counting begins on the next; the last counted day is the last day of
the term (民法典第二百零一条, used for administrative terms in practice).
"""

from collections.abc import Iterable
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
        steps: list[Step] = []
        on, reached, provisional = start, 0, False
        while reached < count:
            on += _DAY
            day = days.day(on)
            provisional = provisional or day.provisional
            if day.works:
                reached += 1
                effect = Effect.MAKE_UP if day.made_up else Effect.COUNTED
                steps.append(Step(on, on, effect, day.ground, reached))
            else:
                steps.append(Step(on, on, Effect.REST, day.ground))
        return cls(on, tuple(_joined(steps)), provisional)

    def as_dict(self) -> dict[str, Any]:
        """As ``gongkai clock --json`` prints it."""
        return {
            "due": self.on.isoformat() if self.on else None,
            "provisional": self.provisional,
            "steps": [step.as_dict() for step in self.steps],
        }


def _joined(steps: Iterable[Step]) -> list[Step]:
    """Neighbouring days of rest with one ground are one step."""
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if (
            last
            and step.effect == last.effect == Effect.REST
            and step.ground == last.ground
            and step.first == last.last + _DAY
        ):
            joined[-1] = Step(last.first, step.last, last.effect, last.ground)
        else:
            joined.append(step)
    return joined
