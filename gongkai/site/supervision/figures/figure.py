"""A figure: what it is called, what it counts of which organs, and the records behind it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.functional import Promise

from gongkai.annual_report.pictures import SMALL

from ...organs.models import OrganQuerySet
from ...spans import Span

Words = str | Promise


@dataclass(frozen=True)
class Record:
    """One thing that is counted; ``key`` names it among those of its ``kind`` for ever."""

    organ: int
    kind: str
    """item, case, column, hit, order, task, complaint …"""
    key: str
    title: str
    day: date | None = None
    """When it happened, or has been so since."""
    address: str = ""
    """The page in the office that shows it."""

    @cached_property
    def fingerprint(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Value:
    """What a figure says of an organ: ``number`` is None where nothing can be said.

    ``of``: how many it is a share of; None for a count.
    """

    number: Decimal | None
    of: int | None = None

    @property
    def is_small(self) -> bool:
        """True for a share of so few that it says nothing: it is told as counts, and ranked nowhere."""
        return self.of is not None and self.of < SMALL


Records = Callable[[OrganQuerySet, Span], Iterable[Record]]
Values = Callable[[OrganQuerySet, Span], Mapping[int, Value]]
Looked = Callable[[OrganQuerySet, Span], Collection[int]]


@dataclass(frozen=True)
class Figure:
    """``records`` are what it counts; of a share, those that speak against the organ.

    Both ask the database the same number of questions for any number of organs. ``values`` leaves out
    organs without anything: a count of them is nought, a share is not known.
    """

    code: str
    """``part.what``: ``orders.overdue``."""
    name: Words
    unit: Words
    note: Words
    """What counts, with the article or the source."""
    records: Records
    share: Values | None = None
    """Of a share: its numbers in per cent, with what they are of."""
    more_is_better: bool = False
    looked: Looked | None = None
    """Where somebody has to look first: the organs that were looked at by the end of the span.

    Nothing found of the others says nothing of them; None: the records tell all there is.
    """

    def values(self, organs: OrganQuerySet, span: Span) -> dict[int, Value]:
        """Organ → value."""
        if self.share is not None:
            return dict(self.share(organs, span))
        counted = Counter(record.organ for record in self.records(organs, span))
        return {organ: Value(Decimal(count)) for organ, count in counted.items()}

    def value(self, organs: OrganQuerySet, span: Span, organ: int) -> Value:
        """Of one organ; nought for a count without anything to count."""
        nothing = Value(None) if self.share is not None else Value(Decimal(0))
        return self.values(organs.filter(pk=organ), span).get(organ, nothing)
