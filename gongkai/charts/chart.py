"""A chart as data: series over labels, with all that must stand beside it.

A value is a number, or None where there is none: that is said and never drawn as 0 (空白不等于零).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.translation import _

Number = int | Decimal

COLUMNS, ROWS, STACKED, LINES = "columns", "rows", "stacked", "lines"
"""How it is drawn: bars standing side by side, bars lying, bars in parts, points joined by lines."""
TONES = 4
"""Fills there are; more could not be told from each other on paper."""


@dataclass(frozen=True)
class Series:
    """Numbers of one name, one a label; ``tone`` is its fill (0 to 3).

    ``links``: for each number the address of the records it counts, or nothing. ``shares``: words
    that stand beside each number, such as its part of the whole.
    """

    name: str
    values: tuple[Number | None, ...]
    tone: int = 0
    links: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    def link(self, at: int) -> str:
        return self.links[at] if self.links else ""

    def share(self, at: int) -> str:
        return self.shares[at] if self.shares else ""


@dataclass(frozen=True)
class Chart:
    """``id`` is its own on a page. ``heading`` says what the labels are, ``source`` where the
    numbers come from and what they count, ``notes`` what a reader must know besides."""

    id: str
    kind: str
    title: str
    heading: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str
    source: str
    notes: tuple[str, ...] = ()

    missing = _("无数据")
    """What stands where there is no number."""

    @property
    def is_empty(self) -> bool:
        """True where there is no number to draw."""
        return not any(value is not None for one in self.series for value in one.values)

    @property
    def most(self) -> float:
        """The number that is drawn at full length; at least 1, so that zeros lie on the axis."""
        if self.kind == STACKED:
            lengths = [self.total(at) for at in range(len(self.labels))]
        else:
            lengths = [float(value or 0) for one in self.series for value in one.values]
        return max(lengths, default=0) or 1.0

    def total(self, at: int) -> float:
        """All series of a label added up."""
        return float(sum(one.values[at] or 0 for one in self.series))

    @property
    def linked(self) -> bool:
        """True where some number leads to its records."""
        return any(any(one.links) for one in self.series)

    @property
    def sentence(self) -> str:
        """The drawing read aloud."""
        return _("；").join(
            f"{label}{_('，').join(self._told(one, at) for one in self.series)}"
            for at, label in enumerate(self.labels)
        )

    def _told(self, series: Series, at: int) -> str:
        name = series.name if len(self.series) > 1 else ""
        value = series.values[at]
        if value is None:
            return f"{name}{self.missing}"
        share = series.share(at)
        return f"{name}{value}{self.unit}{f'（{share}）' if share else ''}"

    @property
    def columns(self) -> Sequence[str]:
        """The head of its table: what the labels are, each series, its shares where it has any."""
        heads = [self.heading]
        for one in self.series:
            heads.append(f"{one.name}（{self.unit}）")
            if any(one.shares):
                heads.append(_("占比"))
        return heads

    @property
    def table(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Label → (text, address) of each column after it."""
        return [(label, self._cells(at)) for at, label in enumerate(self.labels)]

    def _cells(self, at: int) -> list[tuple[str, str]]:
        cells = []
        for one in self.series:
            value = one.values[at]
            cells.append((self.missing if value is None else str(value), one.link(at)))
            if any(one.shares):
                cells.append((one.share(at) or _("不计"), ""))
        return cells
