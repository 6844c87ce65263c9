"""What holds for every act of filing: one line, all or nothing, one at a time."""

from collections.abc import Callable
from typing import Any

import pytest

from gongkai.site.annual_reports.filing import actions, due, reminding, urging
from gongkai.site.annual_reports.models import Submission
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import Entry
from gongkai.site.ledger.verification import verify
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.cast import AT, ON, County
from tests.site import filed, reports
from tests.site.threads import meet_after, outcomes

LATE_AT = AT.replace(month=2, day=3)


def submitting(county: County) -> Callable[[], Any]:
    version = reports.of_wangshu(county)
    return lambda: actions.submit(version, user=county.lin, at=AT)


def taking_in(county: County) -> Callable[[], Any]:
    version, second = filed.entered(county.tingyu, county.fang), filed.colleague(county)
    return lambda: actions.take_in(version, version.digest, user=second, at=AT)


def remarking(county: County) -> Callable[[], Any]:
    submission = filed.submitted(county)
    return lambda: actions.remark(submission, filed.CELL, "请核对", user=county.fang, at=AT)


def dropping(county: County) -> Callable[[], Any]:
    remark = remarking(county)()
    return lambda: actions.drop_remark(remark, user=county.fang, at=AT)


def returning(county: County) -> Callable[[], Any]:
    submission = remarking(county)().submission
    return lambda: actions.give_back(submission, user=county.fang, at=AT)


def answering(county: County) -> Callable[[], Any]:
    remark = filed.returned(county).remarks.get()
    return lambda: actions.answer(remark, "explained", "无误", user=county.lin, at=AT)


def accepting(county: County) -> Callable[[], Any]:
    submission = filed.submitted(county)
    return lambda: actions.accept(submission, user=county.fang, at=AT)


def unlocking(county: County) -> Callable[[], Any]:
    submission = filed.accepted(county)
    return lambda: actions.unlock(submission, reason="漏计", user=county.fang, at=AT)


def setting_days(county: County) -> Callable[[], Any]:
    days = {"submit_on": ON, "publish_on": ON, "source": "通知"}
    return lambda: due.set_due(county.yunchuan, 2020, "town", **days, user=county.fang, at=AT)


def urging_all(county: County) -> Callable[[], Any]:
    both = ["wangshu", "tingyu"]
    return lambda: urging.urge(county.yunchuan, 2020, both, "请报送", user=county.fang, at=LATE_AT)


def reminding_all(_county: County) -> Callable[[], Any]:
    return lambda: reminding.run(LATE_AT)


ACTS = {
    "filing_submitted": submitting,
    "filing_collected": taking_in,
    "filing_remarked": remarking,
    "filing_remark_dropped": dropping,
    "filing_returned": returning,
    "filing_answered": answering,
    "filing_accepted": accepting,
    "filing_unlocked": unlocking,
    "filing_due_set": setting_days,
    "filing_urged": urging_all,
    "filing_reminded": reminding_all,
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_one_line_of_a_sound_ledger(county, act):
    do = ACTS[act](county)
    before = Entry.objects.count()
    do()
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert line.act == act
    assert verify().fault is None


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.django_db(transaction=True)
def test_an_act_whose_line_cannot_be_written_leaves_nothing(monkeypatch, act):
    do = ACTS[act](cast.county())
    before = reports.everything()

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("the ledger is full")

    monkeypatch.setattr(ledger, "record", fail)
    with pytest.raises(RuntimeError):
        do()
    assert reports.everything() == before


def one_won(found: list[Any]) -> None:
    assert len([one for one in found if isinstance(one, Refused)]) == 1, found
    assert len([one for one in found if not isinstance(one, BaseException)]) == 1, found
    assert verify().fault is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_submit_at_once_one_is_told(monkeypatch):
    county = cast.county()
    version = reports.of_wangshu(county)
    meet_after(monkeypatch, actions, "locked")
    one_won(
        outcomes(
            lambda: actions.submit(version, user=county.lin, at=AT),
            lambda: actions.submit(version, user=county.gao, at=AT),
        )
    )
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_one_who_accepts_and_one_who_returns_at_once_one_is_told(monkeypatch):
    county = cast.county()
    submission = filed.submitted(county)
    actions.remark(submission, "", "请核对", user=county.fang, at=AT)
    second = filed.colleague(county)
    meet_after(monkeypatch, actions, "locked")
    one_won(
        outcomes(
            lambda: actions.accept(submission, user=county.fang, at=AT),
            lambda: actions.give_back(submission, user=second, at=AT),
        )
    )
    after = filed.fresh(submission)
    assert (after.report.accepted is not None) == (after.state == Submission.State.ACCEPTED)
