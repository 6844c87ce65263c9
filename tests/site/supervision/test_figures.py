"""A figure: a count is the number of its records, a share says what it is of."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from gongkai.site.organs.models import Organ, OrganQuerySet
from gongkai.site.spans import Span
from gongkai.site.supervision.figures.figure import Figure, Record, Value
from tests import cast

YEAR = Span(date(2020, 1, 1), date(2020, 12, 31))


def of_towns(organs: OrganQuerySet, _span: Span) -> Iterable[Record]:
    return [Record(organ.pk, "organ", organ.slug, organ.slug) for organ in organs if organ.kind == "town"]


TOWNS = Figure("test.towns", "镇", "个", "测试", of_towns)
SHARE = Figure("test.share", "率", "%", "测试", of_towns, share=lambda organs, span: {})


@pytest.mark.django_db
def test_a_count_is_the_number_of_its_records() -> None:
    county = cast.county()
    assert TOWNS.values(Organ.objects.all(), YEAR) == {
        county.wangshu.pk: Value(Decimal(1)),
        county.tingyu.pk: Value(Decimal(1)),
    }


@pytest.mark.django_db
def test_nothing_to_count_is_nought_and_no_share() -> None:
    county = cast.county()
    organs = Organ.objects.all()
    assert TOWNS.value(organs, YEAR, county.yunchuan.pk) == Value(Decimal(0))
    assert SHARE.value(organs, YEAR, county.wangshu.pk) == Value(None)


@pytest.mark.parametrize(("of", "small"), [(None, False), (29, True), (30, False)])
def test_a_share_of_under_thirty_is_small(of: int | None, small: bool) -> None:
    assert Value(Decimal(50), of).is_small is small
