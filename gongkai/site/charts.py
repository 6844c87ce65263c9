"""图表 on a page: the drawing for a screen and for a phone, what stands beneath, the numbers as a table."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from gongkai.charts import HALF, NARROW, WIDE, Chart, inside


@dataclass(frozen=True)
class Shown:
    """A chart for ``includes/chart.html``; ``half``: two stand side by side where there is room."""

    chart: Chart
    half: bool = False

    @property
    def wide(self) -> SafeString:
        return mark_safe(inside(self.chart, HALF if self.half else WIDE))  # the library escapes all it writes

    @property
    def narrow(self) -> SafeString:
        return mark_safe(inside(self.chart, NARROW))


def shown(charts: Iterable[Chart], *, half: bool = False) -> list[Shown]:
    """Those of some charts that have labels at all; one of blanks alone is shown, and says so."""
    return [Shown(chart, half) for chart in charts if chart.labels]
