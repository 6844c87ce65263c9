"""Two officers at once: one wins, the other is told, and nothing is written twice."""

import pytest

from gongkai.site.applications.models import Application
from gongkai.site.disputes.actions import base, course
from gongkai.site.disputes.models import Instance
from gongkai.site.ledger.models import Entry
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.site.cases import at
from tests.site.disputed import answered, concluded, day, fresh, registered
from tests.site.threads import meet_after, outcomes

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2024-12-20")


@pytest.fixture
def county(transactional_db: None) -> cast.County:
    return cast.county()


def told(found: list[object]) -> list[str]:
    return [str(one) for one in found if isinstance(one, Refused)]


@pytest.mark.parametrize("seen", [True, False], ids=["from forms", "without forms"])
def test_of_two_who_conclude_one_wins(county, monkeypatch, seen):
    dispute = registered(county)
    edition = {"seen": dispute.edition} if seen else {}
    meet_after(monkeypatch, base.permissions, "require")

    def conclude(user, outcome):
        conclusion = course.Conclusion(outcome, day("2024-05-10"))
        return lambda: course.conclude(dispute, conclusion, user=user, at=NOW, **edition)

    found = outcomes(conclude(county.gao, "upheld"), conclude(county.lin, "revoked"))
    (words,) = told(found)
    assert ("刚刚由其他人登记过" if seen else "已经登记结果") in words
    assert Entry.objects.filter(act="concluded").count() == 1
    assert Instance.objects.get().outcome == fresh(dispute).outcome


def test_of_two_who_order_a_redo_one_opens_it(county, monkeypatch):
    dispute = concluded(county, registered(county, application=answered(county)), "ordered", "2024-05-10")
    meet_after(monkeypatch, base.permissions, "require")

    def order(user):
        return lambda: course.order_redo(dispute, day("2024-05-13"), user=user, at=NOW)

    assert len(told(outcomes(order(county.gao), order(county.lin)))) == 1
    assert Application.objects.exclude(redo_of=None).count() == 1
