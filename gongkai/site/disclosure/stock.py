"""规范性文件 counted from records: what the tables of the annual report ask for.

Every figure is a count over dates, so that it can be asked for any past year again: for year Y,
in_force(Y) = in_force(Y-1) + disclosed(Y) - ended(Y), whatever happened within the year.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils.timezone import get_current_timezone, localdate

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
    """The stock of one year, from two queries over the organ's normative documents alone."""
    made = _newest(organ).filter(formed_on__range=(date(year, 1, 1), date(year, 12, 31))).count()
    # One reading for all three; narrowed by the year, a database would read all that is no document too.
    counted = _documents(organ).aggregate(
        disclosed=Count("pk", filter=_disclosed_in(year)),
        before=Count("pk", filter=_in_force_at_end(year - 1)),
        after=Count("pk", filter=_in_force_at_end(year)),
    )
    disclosed, after = counted["disclosed"], counted["after"]
    return Stock(year, made, disclosed, counted["before"] + disclosed - after, after)


def by_year(organ: Organ, last: int) -> list[Stock]:
    """The years up to ``last``, the newest first; from the first year with a document."""
    made = dict(_made(organ))
    first = _documents(organ).aggregate(first=Min("published_at"))["first"]
    begun = min([*made, last, *([localdate(first).year] if first else [])])
    years = range(begun, last + 1)
    ends = {f"end_{year}": Count("pk", filter=_in_force_at_end(year)) for year in (begun - 1, *years)}
    came = {f"new_{year}": Count("pk", filter=_disclosed_in(year)) for year in years}
    counted = _documents(organ).aggregate(**ends, **came)
    return [
        Stock(
            year,
            made.get(year, 0),
            counted[f"new_{year}"],
            counted[f"end_{year - 1}"] + counted[f"new_{year}"] - counted[f"end_{year}"],
            counted[f"end_{year}"],
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
        return _documents(organ).filter(_in_force_at_end(year))
    # What no longer binds at the end of the year, and bound at the end of the last or came in between.
    return _documents(organ).filter(_in_force_at_end(year - 1) | _disclosed_in(year), _ended_by_end(year))


def _documents(organ: Organ) -> QuerySet[Item]:
    return Item.objects.filter(organ=organ, current__normative=True)


def _newest(organ: Organ) -> QuerySet[ItemVersion]:
    """The newest version of each that was made here, whether or not the public reads it."""
    return ItemVersion.objects.newest().filter(item__organ=organ, normative=True, origin=Origin.MADE)


def _made(organ: Organ) -> QuerySet[ItemVersion, tuple[int, int]]:
    """Formed here in a year: by the newest version of each, whether or not the public reads it."""
    by_year = _newest(organ).annotate(year=ExtractYear("formed_on")).values("year").annotate(n=Count("pk"))
    return by_year.order_by().values_list("year", "n")


def _disclosed_in(year: int) -> Q:
    return Q(published_at__gte=_new_year(year), published_at__lt=_new_year(year + 1))


def _in_force_at_end(year: int) -> Q:
    """Public at the end of a year, not ended by then."""
    last, end = date(year, 12, 31), _new_year(year + 1)
    return Q(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end),
        Q(repealed_on__isnull=True) | Q(repealed_on__gt=last),
        Q(current__expires_on__isnull=True) | Q(current__expires_on__gte=last),
        published_at__lt=end,
    )


def _ended_by_end(year: int) -> Q:
    """What is public and not in force at the end of a year; not in so many words, for days may be missing."""
    last = date(year, 12, 31)
    return Q(
        Q(withdrawn_at__lt=_new_year(year + 1)) | Q(repealed_on__lte=last) | Q(current__expires_on__lt=last)
    )


def _new_year(year: int) -> datetime:
    return datetime.combine(date(year, 1, 1), time(), get_current_timezone())
