"""Charts drawn on the server: bars from zero, labelled directly, the data beside them as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.annual_report.formats.relations import Number
from gongkai.annual_report.report import Report

WIDTH, HEIGHT = 640, 240
_LEFT, _TOP, _BASE = 20, 56, 200
_WIDEST_BAR = 48
_LEGEND, _SQUARE = 120, 12


@dataclass(frozen=True)
class Bar:
    """A bar of the drawing; None where the report has no number."""

    series: int
    x: float
    y: float
    width: float
    height: float
    value: Number | None

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def label_y(self) -> float:
        return self.y - 8


@dataclass(frozen=True)
class Group:
    """The bars of one year."""

    year: int
    middle: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class YearlyBars:
    """Some series over the years, drawn."""

    series: tuple[str, ...]
    groups: tuple[Group, ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = _BASE
    left: int = _LEFT
    right: int = WIDTH - _LEFT
    year_y: int = _BASE + 22

    @property
    def legend(self) -> list[tuple[int, int, int, str]]:
        """Series, where its square and its name begin, its name: above the drawing, at the left."""
        return [
            (number, _LEFT + number * _LEGEND, _LEFT + number * _LEGEND + _SQUARE + 6, name)
            for number, name in enumerate(self.series)
        ]

    @property
    def sentence(self) -> str:
        """The drawing read aloud."""
        years = []
        for group in self.groups:
            told = "，".join(
                f"{name}{'无数据' if bar.value is None else bar.value}"
                for name, bar in zip(self.series, group.bars, strict=True)
            )
            years.append(f"{group.year}年{told}")
        return "；".join(years)


def requests_by_year(reports: Sequence[Report], series: tuple[str, str]) -> YearlyBars:
    """New applications and applications handled of each year, oldest first."""
    cells = ("applications.received_new.total", "applications.handled_total.total")
    rows = [
        (report.year, [report.cells.get(cell) for cell in cells])
        for report in sorted(reports, key=lambda report: report.year or 0)
        if report.year and report.form
    ]
    return _drawn(series, rows)


def _drawn(series: tuple[str, ...], rows: Sequence[tuple[int, Sequence[Number | None]]]) -> YearlyBars:
    most = max((value for _year, values in rows for value in values if value), default=1)
    step = (WIDTH - 2 * _LEFT) / max(len(rows), 1)
    thick = min(_WIDEST_BAR, step * 0.7 / len(series))
    groups = []
    for at, (year, values) in enumerate(rows):
        middle = _LEFT + step * (at + 0.5)
        start = middle - thick * len(series) / 2
        bars = tuple(
            _bar(number, start + thick * number, thick, value, float(most))
            for number, value in enumerate(values)
        )
        groups.append(Group(year, round(middle, 1), bars))
    return YearlyBars(series, tuple(groups))


def _bar(series: int, x: float, thick: float, value: Number | None, most: float) -> Bar:
    height = (_BASE - _TOP) * float(value or 0) / most
    return Bar(series, round(x, 1), round(_BASE - height, 1), round(thick * 0.92, 1), round(height, 1), value)
