"""The sample disputes: every outcome of either way, every group and instance, entered through the acts."""

from datetime import date

import pytest

from gongkai.law.disputes.outcomes import OUTCOMES, Proceeding
from gongkai.site.applications.models import Application
from gongkai.site.disputes import counting
from gongkai.site.disputes.models import Dispute, Instance, Level, State
from gongkai.site.ledger.verification import verify
from gongkai.site.sample import disputed as sample
from gongkai.site.sample import loading
from tests.site.cases import at
from tests.site.disputed import answered

pytestmark = pytest.mark.slow
NOW = at("2026-11-24")


@pytest.fixture
def known(db):
    return loading._organs(loading.county())


def test_there_is_one_of_everything(known):
    sample.load(loading.county(), known, NOW)
    for way in Proceeding:
        found = set(Instance.objects.filter(dispute__proceeding=way).values_list("outcome", flat=True))
        assert set(OUTCOMES[way]) <= found
    assert {one.state for one in Dispute.objects.all()} == {State.ANSWERING, State.CONCLUDED}
    assert set(Instance.objects.values_list("level", flat=True)) == set(Level.values)
    town, _people = known["wangshu"]
    years = range(2021, 2027)
    assert all(sum(counting.column_counts(town, year).values()) for year in years)
    held = {
        cell
        for slug in known
        for year in years
        for cell, count in counting.column_counts(known[slug][0], year).items()
        if count
    }
    assert len(held) == 15
    assert verify().fault is None


def test_a_dispute_takes_an_application_closed_before_and_the_recent_order_is_carried_out(county):
    known = {
        case.slug: (county.wangshu, {"disclosure": county.lin}) for case in (*sample._REVIEWS, *sample._SUITS)
    }
    old, recent = answered(county), answered(county, "2026-08-07")  # the old one on 2024-02-08
    sample.load({}, known, NOW, [old, recent])
    linked = Dispute.objects.get(application=old)
    assert linked.filed_on > date(2024, 2, 8)
    redone = Application.objects.get(redo_of__isnull=False)
    assert (redone.redo_of, redone.ordered_by.outcome) == (recent, "ordered")
