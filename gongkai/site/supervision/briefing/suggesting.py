"""问题提示 of an organ and a year: the rules asked of its figures and of those of its peers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ... import spans
from ...annual_reports import improvement_actions
from ...annual_reports.improvement_models import Improvement, rows_of
from ...organs import permissions
from ...organs.actions import Refused
from ...organs.models import Organ, OrganQuerySet
from ...spans import Span
from ..figures.figure import Figure, Value
from ..figures.registry import figures
from .rules import Suggestion, rules, suggestion

if TYPE_CHECKING:
    from ...accounts.models import User


@dataclass(frozen=True)
class Suggested:
    """A suggestion with the figure that it is of; ``taken``: its problem is among those of the year."""

    suggestion: Suggestion
    figure: Figure
    evidence: str
    taken: bool


def peers_of(organ: Organ, on: date) -> OrganQuerySet:
    """同类机关: of its kind, under the same organ, and there on a day; without itself."""
    same = Organ.objects.existing(on).filter(kind=organ.kind, depth=organ.depth)
    found: OrganQuerySet = same.filter(path__startswith=organ.path[: -organ.steplen]).exclude(pk=organ.pk)
    return found


def values(figure: Figure, organs: OrganQuerySet, keys: Sequence[int], span: Span) -> dict[int, Value]:
    """Organ → value, of every organ asked for: a count of nothing is nought."""
    found = figure.values(organs, span)
    nothing = Value(None) if figure.share is not None else Value(Decimal(0))
    return {key: found.get(key, nothing) for key in keys}


def suggested(organ: Organ, year: int, on: date) -> list[Suggested]:
    """What the figures of a year speak of, as far as it has gone. Raises ValueError for one to come."""
    span = spans.year(year, on)
    known = figures()
    peers = list(peers_of(organ, span.last).values_list("pk", flat=True))
    asked: OrganQuerySet = Organ.objects.filter(pk__in=[organ.pk, *peers])
    alone: OrganQuerySet = Organ.objects.filter(pk=organ.pk)
    there = {row.problem for row in rows_of(organ, year)}
    found = []
    for rule in rules(span.last):
        figure = known[rule.figure]
        of_each = values(figure, asked, [organ.pk, *peers], span)
        value = of_each.pop(organ.pk)
        against = sum(1 for _one in figure.records(alone, span)) if value.of else 0
        made = suggestion(rule, value, against, of_each.values(), more_is_better=figure.more_is_better)
        if made:
            evidence = _("{span}，{told}").format(span=period(span), told=made.evidence)
            found.append(Suggested(made, figure, evidence, made.problem in there))
    return found


def period(span: Span) -> str:
    """In words: a whole year, or from day to day."""
    first, last = span.days
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return _("{year}年").format(year=first.year)
    until = _("{month}月{day}日").format(month=last.month, day=last.day)
    if first.year != last.year:
        until = _("{year}年{until}").format(year=last.year, until=until)
    return _("{year}年{month}月{day}日至{until}").format(
        year=first.year, month=first.month, day=first.day, until=until
    )


@transaction.atomic
def take_over(
    organ: Organ,
    year: int,
    code: str,
    *,
    measure: str,
    owner: str = "",
    due: date | None = None,
    user: "User",
    at: datetime,
) -> Improvement:
    """采纳提示: the problem with its evidence becomes a 改进事项; the measure is typed by people.

    Refused where the figures do not speak of it any more.
    """
    permissions.require(user, "annual_reports.correct", organ, on=localdate(at))
    one = next(
        (one for one in suggested(organ, year, localdate(at)) if one.suggestion.rule.code == code), None
    )
    if one is None:
        raise Refused(_("按现在的数据已没有这一问题，请刷新页面"))
    if one.taken:
        raise Refused(_("这一问题已经登记"))
    fields = {
        "problem": one.suggestion.problem,
        "evidence": one.evidence,
        "measure": measure,
        "owner": owner,
        "due": due,
    }
    return improvement_actions.record(organ, year, fields, user=user, at=at)
