"""How organs stand: hits by severity, states of their columns, the last visit; in one query each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ...disclosure.health import PRESSING, Health, State
from ...organs.models import OrganQuerySet
from ..figures.figure import Figure
from ..figures.figure import Value as FigureValue
from .models import Hit, Severity, Spell, Visit

STRIP = 91
"""Days of a strip: a quarter."""


def with_counts(organs: OrganQuerySet) -> OrganQuerySet:
    """Organs with their open hits by severity, stale and empty columns, and the day of their last visit."""
    hits, spells = Hit.objects.open(), Spell.objects.filter(until__isnull=True)
    done = Visit.objects.filter(organ=OuterRef("pk"), state=Visit.State.DONE).order_by("-run__on")
    found: OrganQuerySet = organs.annotate(
        **{str(one.value): _counted(hits.filter(severity=one)) for one in Severity},
        stale=_counted(spells.filter(state=State.OVERDUE)),
        empty=_counted(spells.filter(state=State.EMPTY)),
        visited_on=Subquery(done.values("run__on")[:1]),
    )
    return found


def _counted(rows: QuerySet[Hit] | QuerySet[Spell]) -> Coalesce:
    counted = rows.filter(organ=OuterRef("pk")).order_by().values("organ").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Stretch:
    """A spell in a strip: where it begins and how long it is, in days of the strip."""

    state: str
    begin: int
    days: int
    words: str

    @property
    def height(self) -> int:
        """The more pressing the higher, so that no colour speaks alone; of twelve."""
        if self.state in (State.EMPTY, State.OVERDUE):
            return 12
        return 7 if self.state in PRESSING else 2

    @property
    def top(self) -> int:
        return 12 - self.height

    @property
    def css(self) -> str:
        if self.state == State.EXEMPT:
            return "rest"
        return {12: "bad", 7: "doubtful"}.get(self.height, "good")


@dataclass(frozen=True)
class Kept:
    """A column as it is today, and as it was in the quarter before."""

    health: Health
    strip: tuple[Stretch, ...]
    since: date | None
    """The first day of the spell that lasts."""

    @property
    def words(self) -> str:
        """The strip as one would read it aloud."""
        return "；".join(one.words for one in self.strip) or _("还没有巡检过")


def kept(found: Iterable[Health], organ: int, on: date) -> list[Kept]:
    """The columns of an organ with their strips; one query."""
    first = on - timedelta(days=STRIP - 1)
    spells: dict[int, list[Spell]] = defaultdict(list)
    for spell in Spell.objects.standing_in(first, on).filter(organ=organ).order_by("since"):
        spells[spell.column_id].append(spell)
    rows = []
    for one in found:
        held = spells[one.column.pk]
        last = held[-1].since if held and held[-1].until is None else None
        rows.append(Kept(one, tuple(_stretch(spell, first, on) for spell in held), last))
    return rows


def _stretch(spell: Spell, first: date, on: date) -> Stretch:
    begin, end = max(spell.since, first), min(spell.until or on, on)
    words = _("{since}至{until}{state}").format(since=begin, until=end, state=spell.get_state_display())
    return Stretch(spell.state, (begin - first).days, (end - begin).days + 1, words)


def in_words(figure: Figure, value: FigureValue) -> str:
    """A figure as a page says it: a share of few as counts alone."""
    if value.number is None:
        return _("无")
    if value.of is None:
        return _("{number}{unit}").format(number=value.number, unit=figure.unit)
    good = round(value.number * value.of / 100)
    if value.is_small:
        return _("{good}/{of}").format(of=value.of, good=good)
    return _("{share}%（{good}/{of}）").format(share=round(value.number, 1), of=value.of, good=good)
