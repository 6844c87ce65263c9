"""Writers at the same moment: no fork, no gap, and followers see the lines in order."""

import threading

import pytest
from django.db import transaction

from gongkai.site.accounts.models import User
from gongkai.site.ledger import actions as ledger
from gongkai.site.ledger.models import Entry
from gongkai.site.ledger.verification import verify
from tests.site.threads import at_once

WRITERS, EACH = 4, 10


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_chain_without_a_gap():
    def write() -> None:
        for time in range(EACH):
            with transaction.atomic():
                User.objects.exists()  # an act reads before it writes
                ledger.record(User, "tried", user=None, time=time)

    at_once(*[write] * WRITERS)
    numbers = list(Entry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * EACH + 1))
    assert verify().fault is None


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_follows_meanwhile_misses_nothing():
    seen: list[int] = []

    def write() -> None:
        for _ in range(EACH):
            with transaction.atomic():
                ledger.record(User, "tried", user=None)

    def follow() -> None:
        while len(seen) < 2 * EACH:
            seen.extend(line.number for line in ledger.after(seen[-1] if seen else 0))

    at_once(write, write, follow)
    assert seen == list(range(1, 2 * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_a_second_writer_waits_until_the_first_is_done():
    recorded, waiting = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            ledger.record(User, "first", user=None)
            recorded.set()
            assert not waiting.wait(0.3), "the second writer got through"

    def second() -> None:
        recorded.wait()
        with transaction.atomic():
            ledger.record(User, "second", user=None)
            waiting.set()

    at_once(first, second)
    assert [line.act for line in ledger.after(0)] == ["first", "second"]
