"""What is known of an organ, and what a scheme gives for it, point by point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

MOST_KEPT = 200
"""Records kept where none has a price of its own; of those that cost something all are kept."""


@dataclass(frozen=True)
class Hit:
    """One record behind a figure; ``fingerprint`` names it for ever."""

    fingerprint: str
    title: str
    day: date | None = None
    address: str = ""

    @property
    def order(self) -> tuple[date, str]:
        return self.day or date.min, self.fingerprint


@dataclass(frozen=True)
class Fact:
    """What a figure says: ``value`` is None where nothing can be said; ``of``: of a share, of how many."""

    value: Decimal | None
    of: int | None = None
    hits: tuple[Hit, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"value": _text(self.value), "of": self.of, "hits": [_hit_data(hit) for hit in self.hits]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Fact":
        return cls(_number(data["value"]), data["of"], tuple(_hit(one) for one in data["hits"]))


@dataclass(frozen=True)
class HandMark:
    """What a person gives. ``applies``: False where the indicator has nothing to do with the organ."""

    points: Decimal | None
    reason: str = ""
    applies: bool = True


@dataclass(frozen=True)
class Facts:
    """Of one organ. A figure that is missing counts nothing.

    ``waived``: (indicator, fingerprint) → why a record costs nothing, after an appeal;
    ``decided``: indicator → marks set by an appeal, whatever the figures say; a veto that an appeal
    lifted stands there as one that does not apply.
    """

    kind: str
    figures: Mapping[str, Fact] = field(default_factory=dict)
    by_hand: Mapping[str, HandMark] = field(default_factory=dict)
    waived: Mapping[tuple[str, str], str] = field(default_factory=dict)
    decided: Mapping[str, HandMark] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """What one record cost, or of a bonus gained. ``waived``: why it does not."""

    hit: Hit
    points: Decimal
    waived: str = ""


@dataclass(frozen=True)
class Line:
    """One indicator. ``given`` is None while it waits for a person, and where it does not apply."""

    code: str
    name: str
    area: str
    full: Decimal
    bonus: bool
    state: str
    """marked, decided (by an appeal), pending or not_applicable."""
    given: Decimal | None
    why: str
    value: Decimal | None = None
    of: int | None = None
    costs: tuple[Cost, ...] = ()
    more: int = 0
    """Records that stand behind it and are not kept."""

    @property
    def deducted(self) -> Decimal | None:
        return None if self.given is None or self.bonus else self.full - self.given

    @property
    def priced(self) -> bool:
        """True where the records behind it have prices of their own."""
        return any(cost.points or cost.waived for cost in self.costs)


@dataclass(frozen=True)
class Veto:
    """A veto that struck. ``grade``: empty where the result is nought."""

    code: str
    name: str
    grade: str
    why: str
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True)
class Result:
    """得分. ``total`` is None where nothing at all could be judged.

    ``given`` of ``applicable`` are the marks before conversion; ``converted`` those of a hundred.
    """

    lines: tuple[Line, ...]
    vetoes: tuple[Veto, ...]
    given: Decimal
    applicable: Decimal
    converted: Decimal | None
    bonus: Decimal
    total: Decimal | None
    grade: str
    judged: bool
    """False where there is too little to judge for a rank."""

    @property
    def pending(self) -> list[str]:
        """Codes of the indicators that wait for a person's marks."""
        return [line.code for line in self.lines if line.state == "pending"]

    @property
    def areas(self) -> list[tuple[str, Decimal, Decimal]]:
        """Area, marks given, full marks of what applies; a bonus stands with what it gives."""
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for line in self.lines:
            given, full = found.get(line.area, (Decimal(0), Decimal(0)))
            counts = not line.bonus and line.state != "not_applicable"
            found[line.area] = given + (line.given or 0), full + (line.full if counts else 0)
        return [(name, given, full) for name, (given, full) in found.items()]

    def line(self, code: str) -> Line | None:
        return next((line for line in self.lines if line.code == code), None)

    def as_dict(self) -> dict[str, Any]:
        """As plain data for JSON; numbers are texts, so that none is rounded."""
        return {
            "lines": [_line_data(line) for line in self.lines],
            "vetoes": [
                {
                    "code": one.code,
                    "name": one.name,
                    "grade": one.grade,
                    "why": one.why,
                    "hits": [_hit_data(hit) for hit in one.hits],
                }
                for one in self.vetoes
            ],
            "given": str(self.given),
            "applicable": str(self.applicable),
            "converted": _text(self.converted),
            "bonus": str(self.bonus),
            "total": _text(self.total),
            "grade": self.grade,
            "judged": self.judged,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Result":
        return cls(
            tuple(_line(one) for one in data["lines"]),
            tuple(
                Veto(
                    one["code"],
                    one["name"],
                    one["grade"],
                    one["why"],
                    tuple(_hit(hit) for hit in one["hits"]),
                )
                for one in data["vetoes"]
            ),
            Decimal(data["given"]),
            Decimal(data["applicable"]),
            _number(data["converted"]),
            Decimal(data["bonus"]),
            _number(data["total"]),
            data["grade"],
            data["judged"],
        )


def _line_data(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": line.code,
        "name": line.name,
        "area": line.area,
        "full": str(line.full),
        "state": line.state,
        "given": _text(line.given),
        "why": line.why,
    }
    if line.bonus:
        data["bonus"] = True
    if line.value is not None:
        data["value"] = str(line.value)
    if line.of is not None:
        data["of"] = line.of
    if line.costs:
        data["costs"] = [
            {
                **_hit_data(one.hit),
                "points": str(one.points),
                **({"waived": one.waived} if one.waived else {}),
            }
            for one in line.costs
        ]
    if line.more:
        data["more"] = line.more
    return data


def _line(data: Mapping[str, Any]) -> Line:
    return Line(
        data["code"],
        data["name"],
        data["area"],
        Decimal(data["full"]),
        data.get("bonus", False),
        data["state"],
        _number(data["given"]),
        data["why"],
        _number(data.get("value")),
        data.get("of"),
        tuple(
            Cost(_hit(one), Decimal(one["points"]), one.get("waived", "")) for one in data.get("costs", ())
        ),
        data.get("more", 0),
    )


def _hit_data(hit: Hit) -> dict[str, Any]:
    data = {"hit": hit.fingerprint, "title": hit.title}
    if hit.day:
        data["day"] = hit.day.isoformat()
    if hit.address:
        data["address"] = hit.address
    return data


def _hit(data: Mapping[str, Any]) -> Hit:
    day = data.get("day")
    return Hit(data["hit"], data["title"], date.fromisoformat(day) if day else None, data.get("address", ""))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
