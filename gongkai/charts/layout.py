"""A chart → its drawing: bars from zero and to scale, each number beside its bar, nothing over anything else.

Where numbers would run into each other above standing bars, the bars are laid down.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from math import ceil

from .chart import COLUMNS, LINES, STACKED, Chart, Number
from .drawing import SIZES, WIDE, Box, Drawing, Key, Point, Shape, Stroke, Words, broken, widest, width

_MARGIN = 4.0
_GAP = 8.0
_BAR = 18.0
_FATTEST = 48.0
_TALL = 150.0
"""From the axis to the top of the highest column or point."""
_BESIDE = 0.34
"""Labels up to this part of the width stand left of their bars, longer ones above."""
_SEAM = 1.5
"""Free between the parts of a bar."""


def drawn(chart: Chart, across: int = WIDE) -> Drawing:
    """The drawing of a chart, ``across`` units wide (WIDE or NARROW)."""
    size = SIZES[across]
    maker: type[_Maker] = _Stacked if chart.kind == STACKED else _Lines if chart.kind == LINES else _Rows
    if chart.kind == COLUMNS and _fits_standing(chart, across, size):
        maker = _Columns
    made = maker(chart, across, size)
    shapes = (*made.legend(), *made.shapes())
    return Drawing(across, round(made.bottom, 1), size, shapes)


def _step(chart: Chart, across: int) -> float:
    return (across - 2 * _MARGIN) / max(len(chart.labels), 1)


def _thick(chart: Chart, across: int) -> float:
    return min(_FATTEST, _step(chart, across) * 0.8 / max(len(chart.series), 1))


def _fits_standing(chart: Chart, across: int, size: int) -> bool:
    values = [str(value) for one in chart.series for value in one.values if value is not None]
    return widest(values) * size + 4 <= _thick(chart, across) and widest(chart.labels) * size + 4 <= _step(
        chart, across
    )


class _Maker(ABC):
    """What all drawings share. ``bottom`` grows as shapes are made."""

    def __init__(self, chart: Chart, across: int, size: int) -> None:
        self.chart, self.across, self.size = chart, across, size
        self.bottom = _MARGIN
        self.pitch = size * 1.4

    def legend(self) -> Iterator[Shape]:
        """Fill and name of each series, where there are several."""
        if len(self.chart.series) < 2:
            return
        x, y = _MARGIN, self.bottom + self.size
        for one in self.chart.series:
            wide = self.size + 6 + width(one.name) * self.size
            if x > _MARGIN and x + wide > self.across - _MARGIN:
                x, y = _MARGIN, y + self.pitch
            yield Key(one.tone, x, round(y - self.size + 2, 1), self.size - 2, self.size - 2)
            yield Words("label", round(x + self.size + 4, 1), round(y, 1), one.name)
            x += wide + 20
        self.bottom = y + 1.5 * _GAP

    @abstractmethod
    def shapes(self) -> Iterator[Shape]:
        """The drawing below the legend, from ``bottom`` on."""

    def words_of(self, value: Number | None, share: str = "") -> str:
        """What stands beside a bar."""
        if value is None:
            return self.chart.missing
        return f"{value}　{share}" if share else str(value)

    def box(self, number: int, at: int, x: float, y: float, wide: float, high: float) -> Box:
        """A bar of a series and a label, leading to its records where it has any."""
        one = self.chart.series[number]
        link = one.link(at)
        label = f"{self.chart.labels[at]} {one.name} {one.values[at]}{self.chart.unit}" if link else ""
        return Box(one.tone, round(x, 1), round(y, 1), round(wide, 1), round(high, 1), link, label)


class _Columns(_Maker):
    def shapes(self) -> Iterator[Shape]:
        chart, most = self.chart, self.chart.most
        base = self.bottom + self.pitch + _TALL
        step, thick = _step(chart, self.across), _thick(chart, self.across)
        yield Stroke("axis", ((_MARGIN, base), (self.across - _MARGIN, base)))
        for at, label in enumerate(chart.labels):
            middle = _MARGIN + step * (at + 0.5)
            start = middle - thick * len(chart.series) / 2
            for number, one in enumerate(chart.series):
                value, x = one.values[at], start + thick * number
                over = round(x + thick * 0.46, 1)
                if value is None:
                    yield Words("label", over, round(base - 6, 1), "—", "middle")
                    continue
                high = _TALL * float(value) / most
                yield self.box(number, at, x, base - high, thick * 0.92, high)
                yield Words("value", over, round(base - high - 6, 1), str(value), "middle")
            yield Words("label", round(middle, 1), round(base + self.pitch, 1), label, "middle")
        self.bottom = base + self.pitch + _GAP


class _Lying(_Maker):
    """Bars from left to right, the labels at their left, or above where they are long."""

    def __init__(self, chart: Chart, across: int, size: int) -> None:
        super().__init__(chart, across, size)
        long = widest(chart.labels) * size
        self.beside = long <= across * _BESIDE
        self.left = _MARGIN + (long + _GAP if self.beside else 0.0)

    def label(self, text: str, line: float) -> Iterator[Words]:
        """The label of a row whose first bar has ``line`` as the line of its words."""
        if self.beside:
            yield Words("label", round(self.left - _GAP, 1), round(line, 1), text, "end")
            return
        for words in broken(text, (self.across - 2 * _MARGIN) / self.size):
            yield Words("label", _MARGIN, round(self.bottom + self.size, 1), words)
            self.bottom += self.pitch


class _Rows(_Lying):
    def shapes(self) -> Iterator[Shape]:
        chart = self.chart
        told = [self.words_of(v, one.share(at)) for one in chart.series for at, v in enumerate(one.values)]
        room = self.across - _MARGIN - self.left - widest(told) * self.size - _GAP
        for at, label in enumerate(chart.labels):
            yield from self.label(label, self.bottom + _BAR - 4)
            for number, one in enumerate(chart.series):
                value = one.values[at]
                long = room * float(value or 0) / chart.most
                if value is not None:
                    yield self.box(number, at, self.left, self.bottom, long, _BAR)
                x, y = self.left + long + 6, self.bottom + _BAR - 4
                yield Words("value", round(x, 1), round(y, 1), self.words_of(value, one.share(at)))
                self.bottom += _BAR + 4
            self.bottom += _GAP


class _Stacked(_Lying):
    """Parts of a bar one after the other; their numbers above them, moved apart where they would meet."""

    def shapes(self) -> Iterator[Shape]:
        chart = self.chart
        room = self.across - _MARGIN - self.left
        for at, label in enumerate(chart.labels):
            yield from self.label(label, self.bottom + self.pitch + _BAR - 4)
            parts = self._parts(at, room)
            yield from self._numbers(at, parts)
            self.bottom += self.pitch
            if not parts:
                yield Words("label", self.left, round(self.bottom + _BAR - 4, 1), self._nothing(at))
            for number, x, long in parts:
                seam = min(_SEAM, long / 2)
                yield self.box(number, at, x, self.bottom, long - seam, _BAR)
            self.bottom += _BAR + _GAP

    def _nothing(self, at: int) -> str:
        said = {one.values[at] is None for one in self.chart.series}
        return self.chart.missing if said == {True} else f"0{self.chart.unit}"

    def _parts(self, at: int, room: float) -> list[tuple[int, float, float]]:
        """Series, where its part begins, how long it is; those that are something."""
        x, parts = self.left, []
        for number, one in enumerate(self.chart.series):
            long = room * float(one.values[at] or 0) / self.chart.most
            if long:
                parts.append((number, x, long))
                x += long
        return parts

    def _numbers(self, at: int, parts: list[tuple[int, float, float]]) -> Iterator[Words]:
        """Each over the middle of its part, or as near as the others and the edge let it."""
        told = [(str(self.chart.series[number].values[at]), x + long / 2) for number, x, long in parts]
        wide = [width(text) * self.size for text, _middle in told]
        lefts: list[float] = []
        edge = self.left
        for (_text, middle), long in zip(told, wide, strict=True):
            lefts.append(max(middle - long / 2, edge))
            edge = lefts[-1] + long + 6
        edge = self.across - _MARGIN
        for index in reversed(range(len(lefts))):
            lefts[index] = min(lefts[index], edge - wide[index])
            edge = lefts[index] - 6
        y = round(self.bottom + self.size, 1)
        for (text, _middle), left in zip(told, lefts, strict=True):
            yield Words("value", round(left, 1), y, text)


class _Lines(_Maker):
    def shapes(self) -> Iterator[Shape]:
        chart = self.chart
        top = self.bottom + self.pitch
        base = top + _TALL
        step = _step(chart, self.across)
        yield Stroke("axis", ((_MARGIN, base), (self.across - _MARGIN, base)))
        spots: list[tuple[float, float] | None] = []
        for one in reversed(chart.series):  # the first lies over the others, its numbers over all
            spots = [
                self._spot(value, _MARGIN + step * (at + 0.5), base) for at, value in enumerate(one.values)
            ]
            yield from _joined(spots, one.tone)
            yield from (Point(one.tone, *spot) for spot in spots if spot)
        yield from self._told(spots)
        every = ceil((widest(chart.labels) * self.size + 6) / step)
        for at in range(0, len(chart.labels), every):
            x = round(_MARGIN + step * (at + 0.5), 1)
            yield Words("label", x, round(base + self.pitch, 1), chart.labels[at], "middle")
        self.bottom = base + self.pitch + _GAP

    def _spot(self, value: Number | None, x: float, base: float) -> tuple[float, float] | None:
        if value is None:
            return None
        return round(x, 1), round(base - _TALL * float(value) / self.chart.most, 1)

    def _told(self, spots: list[tuple[float, float] | None]) -> Iterator[Words]:
        """The numbers of the first series, left to right, but those that would meet the one before."""
        edge = 0.0
        for at, spot in enumerate(spots):
            if spot is None:
                continue
            words = Words(
                "value", spot[0], round(spot[1] - 9, 1), str(self.chart.series[0].values[at]), "middle"
            )
            left, right = words.spans(self.size)
            if left >= edge:
                yield words
                edge = right + 4


def _joined(spots: list[tuple[float, float] | None], tone: int) -> Iterator[Stroke]:
    """Lines between neighbours; broken where a number is missing."""
    run: list[tuple[float, float]] = []
    for spot in (*spots, None):
        if spot is not None:
            run.append(spot)
            continue
        if len(run) > 1:
            yield Stroke(f"line-{tone}", tuple(run))
        run = []
