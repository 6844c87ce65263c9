"""行政复议、行政诉讼情况 (table four): the fifteen cells of a year, and the disputes behind each."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gongkai.law.disputes.counting import FIRST_YEAR, Cell, Counted, Rule, Stage, Unit, counted
from gongkai.law.disputes.outcomes import COLUMNS, Proceeding

from ..ledger import actions as ledger
from ..organs import permissions
from ..organs.actions import Refused
from ..organs.models import Organ
from .models import Counting, Dispute, Instance

if TYPE_CHECKING:
    from ..accounts.models import User

ROWS = ("review", "suit_direct", "suit_after_review")
"""The groups of table four, by their ids in the forms."""
TOTAL = "total"


@dataclass(frozen=True)
class Table:
    """Table four of an organ and a year: where each of its disputes stands, by key, and by which rule."""

    rule: Rule
    placed: Mapping[int, Counted]

    @cached_property
    def cells(self) -> dict[Cell, int]:
        """All fifteen, totals with them."""
        tally = Counter(cell for one in self.placed.values() for cell in one.cells)
        found = {(row, name): tally[row, name] for row in ROWS for name in COLUMNS}
        return found | {(row, TOTAL): sum(found[row, name] for name in COLUMNS) for row in ROWS}

    def behind(self, row: str, name: str) -> list[int]:
        """Keys of the disputes that a cell counts."""
        return [
            key
            for key, one in self.placed.items()
            if any(group == row and name in (column, TOTAL) for group, column in one.cells)
        ]

    @cached_property
    def uncounted(self) -> dict[int, str]:
        """Keys of those that no cell counts, each with the reason."""
        return {key: one.reason for key, one in self.placed.items() if not one.cells}


def rule_of(organ: Organ, year: int) -> Rule:
    """How an organ counts in the table of a year; ours where nothing is set."""
    held = Counting.objects.holding(organ, year)
    return held.rule if held else Rule()


def table(organ: Organ, year: int) -> Table:
    """Table four, from three queries whatever the number of disputes. Raises ValueError before 2019.

    Disputes of the years before that were over by then are not asked for; all others are placed.
    """
    rule = rule_of(organ, year)
    first, last = date(year, 1, 1), date(year, 12, 31)
    in_hand = Q(concluded_on__isnull=True) | Q(concluded_on__gte=first)
    found = Dispute.objects.valid().filter(in_hand, organ=organ, filed_on__lte=last)
    stages: dict[int, list[Stage]] = defaultdict(list)
    rows = Instance.objects.filter(dispute__in=found).order_by("pk")
    for key, filed, outcome, ended in rows.values_list("dispute", "filed_on", "outcome", "concluded_on"):
        stages[key].append(Stage(filed, outcome or None, ended))
    placed = {
        key: counted(Proceeding(way), stages[key], year, rule, reviewed_on=reviewed)
        for key, way, reviewed in found.order_by("pk").values_list("pk", "proceeding", "reviewed_on")
    }
    return Table(rule, placed)


def column_counts(organ: Organ, year: int) -> dict[Cell, int]:
    """(group, column) → number, for the fifteen cells of table four."""
    return table(organ, year).cells


@transaction.atomic
def set_rule(
    organ: Organ,
    since_year: int,
    unit: Unit,
    carried_over: bool,
    basis: str,
    *,
    user: "User",
    at: datetime,
) -> Counting:
    """设置计数口径 from the report on a year on, for ``organ`` and those below without one of their own."""
    permissions.require(user, "disputes.counting", organ, on=localdate(at))
    if not FIRST_YEAR <= since_year <= localdate(at).year + 1:
        raise Refused(_("年度应在{first}和{last}之间").format(first=FIRST_YEAR, last=localdate(at).year + 1))
    if not basis.strip():
        raise Refused(_("请写明依据，例如：上级主管部门的填报要求"))
    row = Counting.objects.create(
        organ=organ,
        since_year=since_year,
        unit=unit,
        carried_over=carried_over,
        basis=basis.strip(),
        set_at=at,
        set_by=user,
    )
    ledger.record(
        row,
        "counting_set",
        user=user,
        organ=organ.slug,
        since_year=since_year,
        unit=unit,
        carried_over=carried_over,
        basis=row.basis,
    )
    return row
