"""Table four from the register: fifteen cells, the disputes behind each, the rule that is set."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.disputes.counting import Rule, Unit
from gongkai.law.disputes.outcomes import COLUMNS, OUTCOMES, column
from gongkai.site.disputes import counting
from gongkai.site.disputes.actions import registration
from gongkai.site.disputes.models import Dispute
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from gongkai.site.organs.permissions import Forbidden
from tests.cast import AT
from tests.site.cases import at
from tests.site.disputed import REVIEW, SUIT, appealed, concluded, day, registered

WAYS = {
    "review": (REVIEW, {}),
    "suit_direct": (SUIT, {}),
    "suit_after_review": (SUIT, {"reviewed_on": date(2024, 2, 20)}),
}
ENDED = "2024-06-03"


def every_outcome(county) -> Counter[tuple[str, str]]:
    """One dispute of each outcome in each group, and one pending; what the table should count."""
    wanted: Counter[tuple[str, str]] = Counter()
    for group, (way, facts) in WAYS.items():
        for code in OUTCOMES[way]:
            if code == "unlawful_anew":
                continue  # no outcome any more in 2024
            concluded(county, registered(county, way, **facts), code, ENDED)
            wanted[group, column(way, code, day(ENDED), on=date(2024, 12, 31))] += 1
        registered(county, way, **facts)
        wanted[group, "pending"] += 1
    return wanted


def test_every_outcome_in_every_group_counts_in_its_cell(county):
    wanted = every_outcome(county)
    cells = counting.column_counts(county.wangshu, 2024)
    assert len(cells) == 15
    assert {cell: count for cell, count in cells.items() if count and cell[1] != "total"} == wanted
    for row in counting.ROWS:
        assert cells[row, "total"] == sum(cells[row, name] for name in COLUMNS)
    assert sum(cells[row, "total"] for row in counting.ROWS) == Dispute.objects.count()


def test_every_dispute_is_behind_one_cell_or_declared_not_counted(county):
    every_outcome(county)
    registered(county, filed_on=day("2025-02-03"), at="2025-12-20")
    concluded(county, registered(county, filed_on=day("2023-02-03")), "upheld", "2023-03-03")
    for year in (2023, 2024, 2025):
        table = counting.table(county.wangshu, year)
        behind = [key for row in counting.ROWS for name in COLUMNS for key in table.behind(row, name)]
        assert len(behind) == len(set(behind))
        assert set(behind) | set(table.uncounted) == set(table.placed)
        assert not set(behind) & set(table.uncounted)
        for (row, name), count in table.cells.items():
            assert len(table.behind(row, name)) == count


def test_the_state_is_that_of_december_31(county):
    dispute = registered(county, at="2025-06-30")
    concluded(county, dispute, "revoked", "2025-01-02")
    cells = counting.column_counts(county.wangshu, 2024)
    assert (cells["review", "pending"], cells["review", "total"]) == (1, 1)
    cells = counting.column_counts(county.wangshu, 2025)
    assert (cells["review", "corrected"], cells["review", "total"]) == (1, 1)
    assert counting.column_counts(county.wangshu, 2026)["review", "total"] == 0


def test_what_is_void_and_what_is_another_organ_s_counts_nowhere(county):
    dispute = registered(county)
    assert counting.column_counts(county.wangshu, 2024)["review", "total"] == 1
    assert counting.column_counts(county.tingyu, 2024)["review", "total"] == 0
    registration.void(dispute, "重复登记", user=county.gao, at=at("2024-12-20"))
    assert counting.column_counts(county.wangshu, 2024)["review", "total"] == 0


def test_the_table_needs_as_many_queries_for_many_as_for_one(county):
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            counting.column_counts(county.wangshu, 2024)
        return len(context)

    registered(county)
    few = queries()
    for _number in range(6):
        concluded(county, registered(county, SUIT), "revoked", ENDED)
    assert queries() == few == 3


# The rule ----------------------------------------------------------------------------------------


def set_rule(county, organ=None, since=2021, unit=Unit.INSTANCE, carried=True, who="fang", at=AT):
    return counting.set_rule(
        organ or county.yunchuan, since, unit, carried, "县填报要求", user=getattr(county, who), at=at
    )


def test_a_rule_counts_from_its_year_on_for_the_organs_below(county):
    set_rule(county, since=2024, at=at("2024-12-20"))
    assert counting.rule_of(county.wangshu, 2023) == Rule()
    assert counting.rule_of(county.wangshu, 2024) == Rule(Unit.INSTANCE)
    set_rule(county, county.wangshu, since=2022, carried=False)
    assert counting.rule_of(county.wangshu, 2024) == Rule(Unit.INSTANCE, carried_over=False)
    assert counting.rule_of(county.tingyu, 2024) == Rule(Unit.INSTANCE)
    set_rule(county, county.wangshu, since=2022, unit=Unit.CASE)  # the later row of a year prevails
    assert counting.rule_of(county.wangshu, 2024) == Rule()


def test_by_instance_an_appeal_is_a_case_of_its_own(county):
    dispute = concluded(county, registered(county, SUIT), "claim_dismissed", ENDED)
    concluded(county, appealed(county, dispute, "2024-06-12"), "revoked", "2024-09-02")
    assert counting.column_counts(county.wangshu, 2024)["suit_direct", "total"] == 1
    set_rule(county)
    cells = counting.column_counts(county.wangshu, 2024)
    assert (cells["suit_direct", "upheld"], cells["suit_direct", "corrected"]) == (1, 1)


def test_only_a_supervisor_sets_the_rule_and_says_why(county):
    for who in ("lin", "gao", "he", "ye", "shen"):
        with pytest.raises(Forbidden):
            set_rule(county, county.wangshu, who=who)
    with pytest.raises(Refused, match="年度应在2019和2022之间"):
        set_rule(county, since=2018)
    with pytest.raises(Refused, match="请写明依据"):
        counting.set_rule(county.yunchuan, 2021, Unit.CASE, True, " ", user=county.fang, at=AT)
    set_rule(county)
    assert [line.act for line in Entry.objects.filter(room="disputes")] == ["counting_set"]
