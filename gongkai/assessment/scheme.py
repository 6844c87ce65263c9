"""方案: areas, indicators with their weights and how each is marked, vetoes, grades."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from gongkai.translation import _

PERIODS = {"year": _("年度"), "half": _("半年"), "quarter": _("季度")}
KINDS = {
    "government": _("人民政府"),
    "department": _("政府部门"),
    "town": _("乡镇人民政府"),
    "subdistrict": _("街道办事处"),
    "vertical": _("垂直管理机构"),
}
"""Kinds of organs that a scheme may name."""
FULL = Decimal(100)
"""Marks of a scheme without bonus."""


@dataclass(frozen=True)
class Deduction:
    """逐件扣分: each record of a figure costs ``each``, until ``cap``."""

    key: ClassVar[str] = "deduction"
    figure: str
    each: Decimal
    cap: Decimal


@dataclass(frozen=True)
class Band:
    """From ``least`` on, and below ``below`` (None: open), ``given`` is given."""

    least: Decimal
    below: Decimal | None
    given: Decimal


@dataclass(frozen=True)
class Bands:
    """分档: the value of a figure falls into one band.

    ``small_each``: of a share of fewer than the scheme's ``small`` things, what each record costs
    instead.
    """

    key: ClassVar[str] = "bands"
    figure: str
    bands: tuple[Band, ...]
    small_each: Decimal | None = None


@dataclass(frozen=True)
class Linear:
    """按比例: nothing at ``zero_at``, all at ``full_at``, in a straight line between; either way round."""

    key: ClassVar[str] = "linear"
    figure: str
    zero_at: Decimal
    full_at: Decimal
    small_each: Decimal | None = None


@dataclass(frozen=True)
class Threshold:
    """达标: all or nothing, from a value on (``at_least``) or up to one (``at_most``)."""

    key: ClassVar[str] = "threshold"
    figure: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    small_each: Decimal | None = None


@dataclass(frozen=True)
class ByHand:
    """人工评分 by a written criterion."""

    key: ClassVar[str] = "hand"
    criterion: str


@dataclass(frozen=True)
class Bonus:
    """加分, up to the weight: ``each`` per record of a figure, or without one by hand and criterion."""

    key: ClassVar[str] = "bonus"
    figure: str = ""
    each: Decimal | None = None
    criterion: str = ""


Method = Deduction | Bands | Linear | Threshold | ByHand | Bonus


@dataclass(frozen=True)
class Indicator:
    """指标: ``weight`` are its full marks; of a bonus the most that it adds.

    ``kinds``: the kinds of organs it applies to; none named: all that are assessed.
    """

    code: str
    name: str
    weight: Decimal
    method: Method
    source: str = ""
    """What it rests on, or where its data come from."""
    kinds: tuple[str, ...] = ()

    @property
    def is_bonus(self) -> bool:
        return isinstance(self.method, Bonus)

    @property
    def figure(self) -> str:
        """The code of the figure it asks, or nothing."""
        return "" if isinstance(self.method, ByHand) else self.method.figure

    @property
    def is_by_hand(self) -> bool:
        """True where a person gives the marks."""
        return not self.figure

    @property
    def criterion(self) -> str:
        return self.method.criterion if isinstance(self.method, ByHand | Bonus) else ""

    @property
    def goes_by_hits(self) -> bool:
        """True where each record has its own price."""
        return isinstance(self.method, Deduction) or (isinstance(self.method, Bonus) and bool(self.figure))


@dataclass(frozen=True)
class Area:
    """板块: indicators of one kind of work."""

    name: str
    indicators: tuple[Indicator, ...]

    @property
    def weight(self) -> Decimal:
        return sum((one.weight for one in self.indicators if not one.is_bonus), Decimal(0))


@dataclass(frozen=True)
class VetoRule:
    """单项否决: from ``least`` records of a figure on, or once a person finds it, the result is set.

    ``grade``: the best that is still given; empty: the whole result is nought.
    """

    code: str
    name: str
    figure: str = ""
    least: int = 1
    grade: str = ""
    source: str = ""


@dataclass(frozen=True)
class Grade:
    """等次, from ``least`` marks on."""

    name: str
    least: Decimal


@dataclass(frozen=True)
class Scheme:
    """考核方案. ``small``: a share of fewer is not marked as a share.

    ``judged_from``: of how many full marks there must be something to judge, that an organ is ranked.
    """

    title: str
    version: str
    basis: str
    period: str
    kinds: tuple[str, ...]
    areas: tuple[Area, ...]
    grades: tuple[Grade, ...]
    vetoes: tuple[VetoRule, ...] = ()
    excluded: tuple[str, ...] = ()
    """Short names of organs that are not assessed."""
    own: bool = False
    """本级一并考核: the government itself is assessed with those below."""
    small: int = 30
    judged_from: Decimal = Decimal(60)

    @property
    def indicators(self) -> Iterator[tuple[Area, Indicator]]:
        for area in self.areas:
            for indicator in area.indicators:
                yield area, indicator

    @property
    def figures(self) -> frozenset[str]:
        """The codes of all figures it asks."""
        asked = {one.figure for _area, one in self.indicators} | {veto.figure for veto in self.vetoes}
        return frozenset(asked - {""})

    @property
    def most_bonus(self) -> Decimal:
        return sum((one.weight for _area, one in self.indicators if one.is_bonus), Decimal(0))

    def indicator(self, code: str) -> Indicator | None:
        return next((one for _area, one in self.indicators if one.code == code), None)

    def grade(self, total: Decimal) -> Grade:
        """The best grade whose marks are reached."""
        ranked = sorted(self.grades, key=lambda one: one.least, reverse=True)
        return next((one for one in ranked if total >= one.least), ranked[-1])
