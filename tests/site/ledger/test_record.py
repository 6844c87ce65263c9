"""Writing the ledger: one line for an act, in the act's own transaction, never changed."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.db.transaction import TransactionManagementError

from gongkai.site.accounts.models import User
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import FIRST_PREVIOUS, AppendOnly, Entry, Head


def test_a_line_says_who_did_what_to_which_subject_when(lin, zhou, clock):
    clock.at = datetime(2020, 11, 2, 1, 30, tzinfo=UTC)
    ledger.record(zhou, "role_given", user=lin, role="secrecy_reviewer")
    line = Entry.objects.get()
    assert (line.number, line.at) == (1, clock.at)
    assert (line.user, line.user_name, line.act) == (lin, "林晓（lin.xiao）", "role_given")
    assert (line.room, line.subject_type, line.subject_id) == ("accounts", "user", str(zhou.pk))
    assert line.subject_text == "周敏（zhou.min）"
    assert line.detail == '{"role":"secrecy_reviewer"}'


def test_the_name_stays_as_it_was_when_the_person_is_renamed(lin):
    ledger.record(lin, "signed_in", user=lin)
    User.objects.update(name="林小小")
    assert Entry.objects.get().user_name == "林晓（lin.xiao）"


def test_an_act_of_nobody_on_a_whole_register(db):
    ledger.record(User, "sign_in_failed", user=None)
    line = Entry.objects.get()
    assert (line.user, line.user_name, line.subject_id, line.subject_text) == (None, "", "", "用户")


def test_details_are_written_in_one_fixed_form(lin):
    ledger.record(lin, "tried", user=lin, b=date(2021, 1, 4), a=Decimal("1.50"), c=["甲", None, True])
    assert Entry.objects.get().detail == '{"a":"1.50","b":"2021-01-04","c":["甲",null,true]}'


@pytest.mark.parametrize("detail", [float("nan"), object()])
def test_a_detail_that_cannot_be_written_is_refused(lin, detail):
    with pytest.raises((TypeError, ValueError)):
        ledger.record(lin, "tried", user=lin, detail=detail)
    assert not Entry.objects.exists()


def test_a_long_title_is_cut_and_not_refused(db):
    user = User.objects.create_user("u", name="字" * 64)
    user.name = "字" * 500
    assert len(ledger.record(user, "tried", user=None).subject_text) == 200


def test_each_line_carries_the_hash_of_the_line_before(lin):
    lines = [ledger.record(lin, "tried", user=lin, time=time) for time in range(3)]
    assert [line.number for line in lines] == [1, 2, 3]
    assert lines[0].previous == FIRST_PREVIOUS
    assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:2]]
    assert all(line.hash == line.digest() for line in Entry.objects.all())
    assert str(Head.current()) == f"3:{lines[2].hash}"


def test_followers_read_on_after_the_last_line_they_saw(lin):
    for _ in range(5):
        ledger.record(lin, "tried", user=lin)
    assert [line.number for line in ledger.after(3)] == [4, 5]
    assert not ledger.after(5).exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    user = User.objects.create_user("u", name="甲")
    with pytest.raises(TransactionManagementError, match="同一事务"):
        ledger.record(user, "tried", user=user)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_takes_its_line_with_it():
    with transaction.atomic():
        ledger.record(User, "first", user=None)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ledger.record(User, "undone", user=None)
        raise ZeroDivisionError
    with transaction.atomic():
        ledger.record(User, "second", user=None)
    assert [(line.number, line.act) for line in ledger.after(0)] == [(1, "first"), (2, "second")]


def change(line: Entry) -> None:
    line.act = "other"
    line.save()


@pytest.mark.parametrize(
    "tamper",
    [
        change,
        lambda line: line.delete(),
        lambda line: Entry.objects.update(act="other"),
        lambda line: Entry.objects.filter(number=1).delete(),
        lambda line: Entry.objects.all().bulk_update([line], ["act"]),
        lambda line: Entry.objects.bulk_create([line]),
        lambda line: Entry.objects.update_or_create(number=1, defaults={"act": "other"}),
    ],
)
def test_a_line_is_never_changed_or_taken_out(lin, tamper):
    line = ledger.record(lin, "tried", user=lin)
    with pytest.raises(AppendOnly, match="只能追加"):
        tamper(line)
    assert Entry.objects.get().act == "tried"


def test_a_user_who_acted_cannot_be_deleted(lin):
    ledger.record(lin, "tried", user=lin)
    with pytest.raises(ProtectedError):
        lin.delete()


def test_the_canonical_form_is_fixed(lin):
    """Lines of years ago are verified with it: it may be extended, never changed."""
    line = Entry(
        number=7,
        at=datetime(2020, 11, 2, 1, 30, tzinfo=UTC),
        user_id=3,
        user_name="林晓（lin.xiao）",
        act="extended",
        room="applications",
        subject_type="application",
        subject_id="12",
        subject_text="云公开申〔2020〕3号",
        detail='{"on":"2020-11-02"}',
        previous="ab" * 32,
    )
    assert line.canonical().decode() == (
        '[7,"2020-11-02T01:30:00.000000+00:00",3,"林晓（lin.xiao）","extended","applications","application",'
        '"12","云公开申〔2020〕3号","{\\"on\\":\\"2020-11-02\\"}","' + "ab" * 32 + '"]'
    )
    assert json.loads(line.canonical())[9] == line.detail
    assert line.digest() == "e653d86ac827b53fb6706a0d56106c76da632a147357b09ea7741d19fa59e1e2"
