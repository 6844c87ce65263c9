"""Figures of orders: each is the number of its records, in a fixed number of queries."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.site.organs.models import Organ
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.figure import Value
from gongkai.site.supervision.figures.registry import figures
from gongkai.site.supervision.orders.figures import FIGURES
from tests.cast import County
from tests.site.supervision import ordered

pytestmark = pytest.mark.django_db

QUARTER = Span(date(2021, 1, 1), date(2021, 3, 31))
AFTER = Span(date(2021, 4, 1), date(2021, 6, 30))


def number(code: str, organ: Organ, span: Span = QUARTER) -> Decimal | None:
    return figures()[f"orders.{code}"].value(Organ.objects.all(), span, organ.pk).number


def through(county: County, organ: Organ, first: str, answered: str, closed: str) -> None:
    order = ordered.issued(county, ordered.seen(organ, kind=first), organ=organ, moment=ordered.at(first))
    ordered.answered(county, order, ordered.at(answered))
    ordered.looked(county, order, found=False, moment=ordered.at(closed, 9))
    ordered.closed(county, order, ordered.at(closed))


def test_each_figure_counts_what_it_says(county: County) -> None:
    through(county, county.wangshu, "2021-01-20", "2021-02-03", "2021-02-04")  # on its last day
    through(county, county.wangshu, "2021-02-01", "2021-03-10", "2021-03-11")  # late
    again = ordered.issued(
        county, ordered.seen(county.wangshu, kind="2021-01-20"), moment=ordered.at("2021-03-01")
    )
    ordered.answered(county, again, ordered.at("2021-03-08"))
    ordered.returned(county, again, ordered.at("2021-03-09"))  # owed again by 23 March
    ordered.cancelled(county, ordered.issued(county, ordered.seen(county.wangshu, kind="误")))
    assert {figure.code: number(figure.code[7:], county.wangshu) for figure in FIGURES} == {
        "orders.issued": 3,
        "orders.open": 1,
        "orders.overdue": 2,
        "orders.in_time": Decimal("50.0"),
        "orders.returned": 1,
        "orders.repeated": 1,
    }
    assert number("issued", county.tingyu) == 0
    assert number("in_time", county.tingyu) is None


def test_a_share_says_what_it_is_of_and_names_what_was_late(county: County) -> None:
    through(county, county.wangshu, "2021-02-01", "2021-03-10", "2021-03-11")
    figure = figures()["orders.in_time"]
    organs = Organ.objects.all()
    assert figure.value(organs, QUARTER, county.wangshu.pk) == Value(Decimal("0.0"), 1)
    (record,) = figure.records(organs, QUARTER)
    assert (record.kind, record.title, record.day) == (
        "order",
        "整改〔2021〕1号　栏目更新整改",
        date(2021, 3, 11),
    )


@pytest.mark.parametrize(
    ("answered", "now", "after"),
    [("2021-03-10", 1, 0), ("2021-05-10", 1, 1), (None, 1, 1)],
)
def test_an_order_is_overdue_in_every_span_on_a_day_of_which_it_was(
    county: County, answered: str | None, now: int, after: int
) -> None:
    order = ordered.issued(county)  # by 3 February
    if answered:
        ordered.answered(county, order, ordered.at(answered))
    assert (number("overdue", county.wangshu), number("overdue", county.wangshu, AFTER)) == (now, after)
    before = Span(date(2021, 1, 1), date(2021, 2, 3))
    assert number("overdue", county.wangshu, before) == 0


def test_an_order_is_open_until_the_day_it_is_closed(county: County) -> None:
    through(county, county.wangshu, "2021-01-20", "2021-02-02", "2021-04-06")
    assert (number("open", county.wangshu), number("open", county.wangshu, AFTER)) == (1, 0)


def test_figures_ask_as_many_queries_for_many_organs(county: County, django_assert_num_queries: Any) -> None:
    for count in (1, 8):
        for _each in range(count):
            for organ in (county.wangshu, county.tingyu):
                ordered.returned(
                    county, ordered.answered(county, ordered.issued(county, ordered.seen(organ), organ=organ))
                )
        for figure in FIGURES:
            with django_assert_num_queries(1):
                figure.values(Organ.objects.all(), QUARTER)
