"""信息处理费 (Art. 42): what may be charged for applications clearly beyond reason in number or frequency.

By items or by pages, progressive on the excess; the organ picks one of the two, never both.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.translation import _

from ..parameters import FOLDER, NotInForce

FOLDER_OF_FEES = FOLDER / "fees"


@dataclass(frozen=True)
class Band:
    """档: of the counted things those from ``first`` to ``last``, each at ``each`` yuan."""

    first: int
    last: int
    each: int

    @property
    def count(self) -> int:
        return self.last - self.first + 1

    @property
    def yuan(self) -> int:
        return self.count * self.each

    def as_dict(self) -> dict[str, int]:
        """As ``gongkai fee --json`` prints it."""
        return {
            "from": self.first,
            "to": self.last,
            "each": self.each,
            "count": self.count,
            "yuan": self.yuan,
        }


@dataclass(frozen=True)
class Fee:
    """The fee in yuan, and the bands it is made of."""

    yuan: int
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Tier:
    """收费标准: things from ``first`` to ``last`` (None: and all further ones) at ``each`` yuan.

    ``step`` and ``more``: of further ones, so many at a time, each group dearer by so much; else 0.
    """

    first: int
    last: int | None
    each: int
    step: int = 0
    more: int = 0


def tiers(kind: str, on: date) -> tuple[Tier, ...]:
    """The price list for ``items`` or ``pages`` on a day. Raises NotInForce before 2021-01-01."""
    schedule = _schedule(on)[kind]
    found, first, each = [], 1, 0
    for band in schedule["bands"]:
        each = band["yuan"]
        found.append(Tier(first, band.get("to"), each))
        first = band.get("to", 0) + 1
    if further := schedule.get("further"):
        found.append(Tier(first, None, each + further["more"], further["step"], further["more"]))
    return tuple(found)


def by_items(count: int, on: date) -> Fee:
    """按件计收: items of one applicant in one calendar month. Raises NotInForce before 2021-01-01."""
    return _fee("items", count, on)


def by_pages(count: int, on: date) -> Fee:
    """按量计收: pages of one application, one side of A4 or smaller each. Raises NotInForce as above."""
    return _fee("pages", count, on)


def _fee(kind: str, count: int, on: date) -> Fee:
    if count < 0:
        raise ValueError(_("数量不能小于0"))
    bands = tuple(_bands(_schedule(on)[kind], count))
    return Fee(sum(band.yuan for band in bands), bands)


def _bands(schedule: dict[str, Any], count: int) -> Iterator[Band]:
    """The bands that ``count`` things reach into."""
    first, each = 1, 0
    for band in schedule["bands"]:
        each = band["yuan"]
        last = band.get("to", count)
        if first <= count:
            yield Band(first, min(last, count), each)
        first = last + 1
    further = schedule.get("further")
    while further and first <= count:
        each += further["more"]
        yield Band(first, min(first + further["step"] - 1, count), each)
        first += further["step"]


def _schedule(on: date) -> dict[str, Any]:
    fitting = [one for one in _all() if one["since"] <= on]
    if not fitting:
        first = _all()[0]["since"]
        raise NotInForce(_("{day}时还没有收取信息处理费的规定，{first}起施行").format(day=on, first=first))
    return fitting[-1]


@cache
def _all() -> list[dict[str, Any]]:
    found = [_read(path) for path in FOLDER_OF_FEES.glob("*.toml")]
    return sorted(found, key=lambda one: one["since"])


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
