"""What holds for every act on a report: one line, all or nothing, one at a time."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gongkai.site.annual_reports import actions, compile_actions, nil_actions, signoff
from gongkai.site.annual_reports.models import AnnualReport, Confirmation, Step, Version
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import Entry
from gongkai.site.ledger.verification import verify
from gongkai.site.organs.actions import Refused
from tests import cast
from tests.cast import AT, County
from tests.site import reports
from tests.site.reports import GRANTED
from tests.site.threads import meet_after, outcomes


def keeping(county: County) -> Callable[[], Any]:
    return lambda: reports.kept(county.wangshu, county.lin)


def uploading(county: County) -> Callable[[], Any]:
    source = reports.kept(county.wangshu, county.lin)
    return lambda: actions.upload(county.wangshu, 2020, source, user=county.lin, at=AT)


def compiling(county: County) -> Callable[[], Any]:
    return lambda: compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT)


def compiling_anew(county: County) -> Callable[[], Any]:
    draft = compiling(county)()
    return lambda: compile_actions.compile_report(
        county.wangshu, 2020, user=county.lin, at=AT, replacing=draft.digest
    )


def writing(county: County) -> Callable[[], Any]:
    draft = compiling(county)()
    return lambda: compile_actions.write_section(draft, 5, "报送还不够及时。", user=county.lin, at=AT)


def correcting(county: County) -> Callable[[], Any]:
    version = reports.draft(county.wangshu, county.lin)
    return lambda: actions.correct_cell(version, GRANTED, "7", reason="笔误", user=county.lin, at=AT)


def confirming(county: County) -> Callable[[], Any]:
    version = reports.draft(county.wangshu, county.lin)
    return lambda: actions.confirm(version, version.digest, user=county.he, at=AT)


def publishing(county: County) -> Callable[[], Any]:
    version = reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)
    return lambda: actions.publish(version, version.digest, show_findings=True, user=county.lin, at=AT)


def beginning_again(county: County) -> Callable[[], Any]:
    report = reports.of_wangshu(county).report
    return lambda: actions.start_correction(report, reason="漏报", user=county.lin, at=AT)


def discarding(county: County) -> Callable[[], Any]:
    version = reports.draft(county.wangshu, county.lin)
    return lambda: actions.discard(version, user=county.lin, at=AT)


def sending_up(county: County) -> Callable[[], Any]:
    version = reports.compiled(county)
    return lambda: signoff.take(version, Step.SENT, version.digest, user=county.lin, at=AT)


def examining(county: County) -> Callable[[], Any]:
    version = reports.taken(reports.compiled(county), Step.SENT, county.lin)
    return lambda: signoff.take(version, Step.EXAMINED, version.digest, user=county.he, at=AT)


def signing(county: County) -> Callable[[], Any]:
    version = reports.taken(reports.compiled(county), Step.SENT, county.lin)
    version = reports.taken(version, Step.EXAMINED, county.he)
    return lambda: signoff.take(version, Step.SIGNED, version.digest, user=county.song, at=AT)


def sending_back(county: County) -> Callable[[], Any]:
    version = reports.taken(reports.compiled(county), Step.SENT, county.lin)
    return lambda: signoff.send_back(
        version,
        Step.EXAMINED,
        version.digest,
        opinion="数有误",
        remarks=[(GRANTED, "应为7")],
        user=county.he,
        at=AT,
    )


def declaring_nil(county: County) -> Callable[[], Any]:
    return lambda: nil_actions.declare_nil(county.wangshu, 2020, user=county.lin, at=AT)


ACTS = {
    "sent_up": sending_up,
    "examined": examining,
    "signed": signing,
    "sent_back": sending_back,
    "nil_declared": declaring_nil,
    "file_kept": keeping,
    "uploaded": uploading,
    "compiled": compiling,
    "section_written": writing,
    "cell_corrected": correcting,
    "confirmed": confirming,
    "published": publishing,
    "correction_started": beginning_again,
    "discarded": discarding,
}


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_one_line_of_a_sound_ledger(county, act):
    do = ACTS[act](county)
    before = Entry.objects.count()
    do()
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert line.act == act and line.user in (county.lin, county.he, county.song)
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


def test_compiling_anew_is_one_line_and_names_what_it_replaced(county):
    do = compiling_anew(county)
    before = Entry.objects.count()
    do()
    line = Entry.objects.order_by("number").last()
    assert Entry.objects.count() == before + 1
    assert line.act == "compiled" and json.loads(line.detail)["replaced"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_compile_the_same_year_at_once_one_is_told(monkeypatch):
    county = cast.county()
    meet_after(monkeypatch, compile_actions, "locked")
    one_won(
        outcomes(
            lambda: compile_actions.compile_report(county.wangshu, 2020, user=county.lin, at=AT),
            lambda: compile_actions.compile_report(county.wangshu, 2020, user=county.gao, at=AT),
        )
    )
    assert Version.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_is_told(monkeypatch):
    county = cast.county()
    version = reports.draft(county.wangshu, county.lin)
    meet_after(monkeypatch, actions, "open_version")
    one_won(
        outcomes(
            lambda: actions.confirm(version, version.digest, user=county.he, at=AT),
            lambda: actions.confirm(version, version.digest, user=county.song, at=AT),
        )
    )
    assert Confirmation.objects.count() == 1
    assert Entry.objects.filter(act="confirmed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_is_told(monkeypatch):
    county = cast.county()
    version = reports.confirmed(reports.draft(county.wangshu, county.lin), county.he)
    meet_after(monkeypatch, actions, "open_version")
    one_won(
        outcomes(
            lambda: actions.publish(version, version.digest, show_findings=False, user=county.lin, at=AT),
            lambda: actions.publish(version, version.digest, show_findings=True, user=county.gao, at=AT),
        )
    )
    assert Entry.objects.filter(act="published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_upload_the_same_year_at_once_one_is_told(monkeypatch):
    county = cast.county()
    mine, theirs = reports.kept(county.wangshu, county.lin), reports.kept(county.wangshu, county.gao)
    meet_after(monkeypatch, actions, "locked")
    one_won(
        outcomes(
            lambda: actions.upload(county.wangshu, 2020, mine, user=county.lin, at=AT),
            lambda: actions.upload(county.wangshu, 2020, theirs, user=county.gao, at=AT),
        )
    )
    assert Version.objects.count() == AnnualReport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_corrected_while_it_is_confirmed_is_not_published(monkeypatch):
    """Whichever comes first, no confirmation stands beside a content nobody confirmed."""
    county = cast.county()
    version = reports.draft(county.wangshu, county.lin)
    meet_after(monkeypatch, actions, "open_version")
    found = outcomes(
        lambda: actions.confirm(version, version.digest, user=county.he, at=AT),
        lambda: actions.correct_cell(version, GRANTED, "7", reason="笔误", user=county.lin, at=AT),
    )
    after = reports.fresh(version)
    assert not isinstance(found[1], BaseException) and after.confirmation is None
    with pytest.raises(Refused):
        actions.publish(after, after.digest, show_findings=False, user=county.lin, at=AT)
