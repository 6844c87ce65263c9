"""规范性文件 counted from records: what the tables of the annual report ask for.

Every figure is a count over dates, so that it can be asked for any past year again: for year Y,
in_force(Y) = in_force(Y-1) + disclosed(Y) - ended(Y), whatever happened within the year.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.timezone import get_current_timezone

from ..organs.models import Organ
from .models import Item, ItemVersion, Origin


@dataclass(frozen=True)
class Stock:
    """规范性文件 of a year, in documents 件."""

    year: int
    made: int
    """本年制发: formed in the year, public or not."""
    disclosed: int
    """本年新公开."""
    ended: int
    """本年废止、失效或撤下 of those that were public."""
    in_force: int
    """年末对外公开总数（现行有效）."""


FIGURES = ("made", "disclosed", "ended", "in_force")
"""The figures of ``Stock``, by the names of its fields."""


def of_year(organ: Organ, year: int) -> Stock:
    """The stock of one year, by counts of that year alone."""
    made, disclosed = (documents(organ, figure, year).count() for figure in ("made", "disclosed"))
    before, in_force = _in_force(organ, year - 1), _in_force(organ, year)
    return Stock(year, made, disclosed, before + disclosed - in_force, in_force)


def by_year(organ: Organ, last: int) -> list[Stock]:
    """The years up to ``last``, the newest first; from the first year with a document."""
    made = dict(_made(organ))
    disclosed = dict(_disclosed(organ))
    begun = min([*made, *disclosed, last])
    years = range(begun, last + 1)
    in_force = {year: _in_force(organ, year) for year in (begun - 1, *years)}
    return [
        Stock(
            year,
            made.get(year, 0),
            disclosed.get(year, 0),
            in_force[year - 1] + disclosed.get(year, 0) - in_force[year],
            in_force[year],
        )
        for year in reversed(years)
    ]


def documents(organ: Organ, figure: str, year: int) -> QuerySet[Item]:
    """The very documents that a figure of ``Stock`` counts, public or not. ``figure``: one of FIGURES."""
    if figure == "made":
        made = _newest(organ).filter(formed_on__year=year)
        return Item.objects.filter(pk__in=made.values("item"))
    if figure == "disclosed":
        return _documents(organ).filter(published_at__year=year)
    if figure == "in_force":
        return _documents(organ).filter(_binds(year))
    # What no longer binds at the end of the year, and bound at the end of the last or came in between.
    return (
        _documents(organ)
        .filter(_binds(year - 1) | Q(published_at__year=year))
        .exclude(pk__in=_documents(organ).filter(_binds(year)).values("pk"))
    )


def _documents(organ: Organ) -> QuerySet[Item]:
    return Item.objects.filter(organ=organ, current__normative=True)


def _made(organ: Organ) -> QuerySet[ItemVersion, tuple[int, int]]:
    """Formed here in a year: by the newest version of each, whether or not the public reads it."""
    by_year = _newest(organ).annotate(year=ExtractYear("formed_on")).values("year").annotate(n=Count("pk"))
    return by_year.order_by().values_list("year", "n")


def _newest(organ: Organ) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.newest().filter(item__organ=organ, normative=True, origin=Origin.MADE)


def _disclosed(organ: Organ) -> QuerySet[Item, tuple[int, int]]:
    by_year = _documents(organ).annotate(year=ExtractYear("published_at")).values("year")
    return by_year.annotate(n=Count("pk")).order_by().values_list("year", "n")


def _in_force(organ: Organ, year: int) -> int:
    return _documents(organ).filter(_binds(year)).count()


def _binds(year: int) -> Q:
    """Public at the end of a year, not ended by then."""
    last = date(year, 12, 31)
    end = datetime.combine(date(year + 1, 1, 1), time(), get_current_timezone())
    return Q(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end),
        Q(repealed_on__isnull=True) | Q(repealed_on__gt=last),
        Q(current__expires_on__isnull=True) | Q(current__expires_on__gte=last),
        published_at__lt=end,
    )
