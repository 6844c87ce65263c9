"""A drawing as SVG: inside a page it has classes for the stylesheet, alone it has its own colours."""

from collections.abc import Callable, Iterator
from html import escape

from .chart import Chart
from .drawing import NARROW, Box, Drawing, Point, Shape, Stroke, Words
from .layout import drawn

Paint = Callable[[str], str]
"""What a part of a drawing is → the attributes that give it its look."""

_INK, _QUIET, _EDGE = "#1b1f24", "#57606a", "#7a8694"
TONES = ("#0b4ea2", _EDGE, "#6d95c7", _QUIET)
"""Fills on paper, by tone; as the stylesheet has them."""
_ALONE = {
    **{f"bar tone-{n}": f'fill="{colour}"' for n, colour in enumerate(TONES)},
    **{f"point tone-{n}": f'fill="{colour}"' for n, colour in enumerate(TONES)},
    **{f"line tone-{n}": f'fill="none" stroke="{colour}" stroke-width="2"' for n, colour in enumerate(TONES)},
    "axis": f'fill="none" stroke="{_EDGE}" stroke-width="1"',
    "label": f'fill="{_QUIET}"',
    "value": f'fill="{_INK}" font-weight="bold"',
}


def inside(chart: Chart, across: int) -> str:
    """For a page: a drawing that is read as one sentence, or bar by bar where bars lead to records."""
    drawing = drawn(chart, across)
    id = f"{chart.id}-{'narrow' if across == NARROW else 'wide'}"
    role = "group" if chart.linked else "img"
    return (
        f'<svg class="{"narrow" if across == NARROW else "wide"}" {_frame(drawing)} role="{role}" '
        f'aria-labelledby="{id}-title" aria-describedby="{id}-desc">'
        f'<title id="{id}-title">{escape(chart.title)}</title>'
        f'<desc id="{id}-desc">{escape(chart.sentence)}</desc>'
        f"{''.join(_shapes(drawing, _classes, linked=True))}</svg>"
    )


def alone(chart: Chart, across: int, font: str) -> str:
    """A file of its own, with its colours and the name of a typeface."""
    drawing = drawn(chart, across)
    shapes = "".join(_shapes(drawing, _ALONE.__getitem__, linked=False))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {_frame(drawing)} width="{drawing.width}" '
        f'height="{drawing.height}" font-family="{escape(font)}">{shapes}</svg>'
    )


def _frame(drawing: Drawing) -> str:
    return f'viewBox="0 0 {drawing.width} {drawing.height}" font-size="{drawing.size}"'


def _classes(kind: str) -> str:
    return f'class="{kind}"'


def _shapes(drawing: Drawing, paint: Paint, *, linked: bool) -> Iterator[str]:
    for shape in drawing.shapes:
        mark = _mark(shape, paint)
        if linked and isinstance(shape, Box) and shape.link:
            mark = f'<a href="{escape(shape.link)}" aria-label="{escape(shape.label)}">{mark}</a>'
        yield mark


def _mark(shape: Shape, paint: Paint) -> str:
    match shape:
        case Box(tone, x, y, width, height):
            return f'<rect {paint(f"bar tone-{tone}")} x="{x}" y="{y}" width="{width}" height="{height}"/>'
        case Words(kind, x, y, text, anchor):
            return f'<text {paint(kind)} x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        case Point(tone, x, y):
            return f'<circle {paint(f"point tone-{tone}")} cx="{x}" cy="{y}" r="4"/>'
        case Stroke(kind, points):
            name = kind if kind == "axis" else f"line tone-{kind.removeprefix('line-')}"
            joined = " ".join(f"{x},{y}" for x, y in points)
            return f'<polyline {paint(name)} points="{joined}"/>'
