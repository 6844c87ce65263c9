"""图表: numbers as a drawing, a sentence and a table. Standard library only; no page, no report, no clock."""

from .chart import Chart, Number, Series
from .drawing import HALF, NARROW, WIDE, Drawing
from .layout import drawn
from .svg import alone, inside

__all__ = ["HALF", "NARROW", "WIDE", "Chart", "Drawing", "Number", "Series", "alone", "drawn", "inside"]
