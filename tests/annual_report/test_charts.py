"""Charts: bars from zero and to scale, nothing over anything else, blanks told, the table as the drawing."""

import re
from decimal import Decimal
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.charts import HALF, NARROW, WIDE, Chart, Series, alone, drawn, inside
from gongkai.charts.chart import COLUMNS, LINES, ROWS, STACKED
from gongkai.charts.drawing import Box, Drawing, Point, Stroke, Words

NUMBERS = st.one_of(st.none(), st.integers(0, 200_000))
LABELS = ("2021", "甲", "行政规范性文件：现行有效件数", "要求行政机关确认或重新出具已获取的政府信息" * 2)
ACROSS = pytest.mark.parametrize("across", [WIDE, HALF, NARROW])


@st.composite
def charts(draw: st.DrawFn, *kinds: str) -> Chart:
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=8))
    count = draw(st.integers(1, 4))
    series = tuple(
        Series(
            f"系列{number}",
            tuple(draw(st.lists(NUMBERS, min_size=len(labels), max_size=len(labels)))),
            number,
        )
        for number in range(count)
    )
    kind = draw(st.sampled_from(kinds or (COLUMNS, ROWS, STACKED, LINES)))
    return Chart("one", kind, "标题", "年度", tuple(labels), series, "件", "来源")


def of(kind: str, *series: tuple[int | Decimal | None, ...], **more: object) -> Chart:
    labels = tuple(str(2021 + at) for at in range(len(series[0])))
    made = tuple(Series(f"系列{at}", values, at, **more) for at, values in enumerate(series))  # type: ignore[arg-type]
    return Chart("one", kind, "标题", "年度", labels, made, "件", "来源")


def values(chart: Chart) -> list[float]:
    """The numbers there are, in the order they are drawn."""
    every = (one.values[at] for at in range(len(chart.labels)) for one in chart.series)
    return [float(value) for value in every if value is not None]


@ACROSS
@given(charts(COLUMNS, ROWS))
def test_bars_are_to_scale_from_zero(across: int, chart: Chart) -> None:
    drawing = drawn(chart, across)
    standing = any(isinstance(shape, Stroke) for shape in drawing.shapes)  # on an axis
    found = [bar.height if standing else bar.width for bar in drawing.bars]
    assert len(found) == len(values(chart))
    longest = max(found, default=0)
    for length, value in zip(found, values(chart), strict=True):
        assert length == pytest.approx(longest * value / chart.most, abs=0.11)


@ACROSS
@given(charts(STACKED))
def test_parts_of_a_bar_are_to_scale_and_leave_nothing_out(across: int, chart: Chart) -> None:
    drawing = drawn(chart, across)
    there = [value for value in values(chart) if value]
    assert len(drawing.bars) == len(there)
    told = [words.text for words in drawing.words if words.kind == "value"]
    assert sorted(map(int, told)) == sorted(map(int, there))
    scale = max((bar.x + bar.width for bar in drawing.bars), default=0)
    assert scale <= across


@ACROSS
@given(charts())
def test_nothing_leaves_the_drawing(across: int, chart: Chart) -> None:
    drawing = drawn(chart, across)
    for bar in drawing.bars:
        assert bar.x >= 0 and bar.x + bar.width <= across + 0.1 and bar.y + bar.height <= drawing.height
    assert all(words.y <= drawing.height for words in drawing.words)


@ACROSS
@given(charts(COLUMNS, ROWS))
def test_no_number_stands_on_another(across: int, chart: Chart) -> None:
    drawing = drawn(chart, across)
    told = [words for words in drawing.words if words.kind == "value"]
    for left, right in combinations(sorted(told, key=lambda one: one.spans(drawing.size)), 2):
        apart = abs(left.y - right.y) >= drawing.size * 0.8
        assert apart or left.spans(drawing.size)[1] <= right.spans(drawing.size)[0] + 0.1


@given(charts())
def test_the_table_has_every_number_of_the_drawing(chart: Chart) -> None:
    in_table = [text for _label, cells in chart.table for text, _link in cells]
    every = [one.values[at] for at in range(len(chart.labels)) for one in chart.series]
    assert in_table == ["无数据" if value is None else str(value) for value in every]
    assert len(chart.columns) == 1 + len(chart.series)


@given(charts())
def test_a_drawing_is_well_formed_whatever_it_says(chart: Chart) -> None:
    for text in (inside(chart, WIDE), alone(chart, WIDE, "Noto Sans SC")):
        ElementTree.fromstring(text)
        assert "style=" not in text


@ACROSS
@pytest.mark.parametrize("kind", [COLUMNS, ROWS])
def test_a_blank_is_said_and_has_no_bar(kind: str, across: int) -> None:
    drawing = drawn(of(kind, (None, 3)), across)
    assert len(drawing.bars) == 1
    assert {"无数据", "—"} & {words.text for words in drawing.words}


def test_a_bar_of_blanks_is_not_a_bar_of_noughts() -> None:
    blank, nought = (drawn(of(STACKED, (value,), (value,))) for value in (None, 0))
    assert "无数据" in texts(blank) and "0件" in texts(nought)


def test_a_line_breaks_where_a_number_is_missing() -> None:
    svg = inside(of(LINES, (1, 2, None, 4, 5)), WIDE)
    assert svg.count("line tone-0") == 2 and svg.count("<circle") == 4


@ACROSS
@given(charts(LINES))
def test_points_stand_as_high_as_their_numbers_and_those_of_the_first_are_told(
    across: int, chart: Chart
) -> None:
    drawing = drawn(chart, across)
    base = next(shape.points[0][1] for shape in drawing.shapes if isinstance(shape, Stroke))
    for one in chart.series:
        points = [shape for shape in drawing.shapes if isinstance(shape, Point) and shape.tone == one.tone]
        there = [float(value) for value in one.values if value is not None]
        assert len(points) == len(there)
        for point, value in zip(points, there, strict=True):
            assert base - point.y == pytest.approx(150 * value / chart.most, abs=0.11)
    told = {words.text for words in drawing.words if words.kind == "value"}
    assert told <= {str(value) for value in chart.series[0].values if value is not None}


def test_nothing_but_noughts_lies_on_the_axis() -> None:
    assert [bar.height for bar in drawn(of(COLUMNS, (0, 0))).bars] == [0, 0]


def test_long_numbers_lay_the_bars_down() -> None:
    few, many = (drawn(of(COLUMNS, *([(value,) * 6] * 2)), NARROW) for value in (7, 123_456))
    assert len({bar.x for bar in few.bars}) == 12 and len({bar.x for bar in many.bars}) == 1


def test_it_is_read_aloud_as_one_sentence() -> None:
    assert of(COLUMNS, (4, None), (2, 0)).sentence == "2021系列04件，系列12件；2022系列0无数据，系列10件"
    assert 'role="img"' in inside(of(COLUMNS, (1,)), WIDE)


def test_bars_lead_to_their_records_and_say_so() -> None:
    svg = inside(of(ROWS, (4,), links=("/office/?a=1&b=2",)), WIDE)
    (link,) = re.findall("<a [^>]*>", svg)
    assert 'href="/office/?a=1&amp;b=2"' in link and 'aria-label="2021 系列0 4件"' in link
    assert 'role="group"' in svg  # what is an image has no links for those who listen


def test_a_drawing_alone_has_no_links_and_its_own_colours() -> None:
    svg = alone(of(ROWS, (4,), links=("/office/",)), WIDE, "Noto Sans SC")
    assert "<a " not in svg and "class=" not in svg and 'fill="#0b4ea2"' in svg


def texts(drawing: Drawing) -> set[str]:
    return {shape.text for shape in drawing.shapes if isinstance(shape, Words)}


def test_the_keys_of_the_legend_are_no_bars() -> None:
    drawing = drawn(of(COLUMNS, (1,), (2,)))
    assert len(drawing.bars) == 2
    assert sum(isinstance(shape, Box) for shape in drawing.shapes) == 4
