"""What day it is in China."""

from datetime import UTC, date, datetime

from gongkai.site import today


def test_the_day_begins_at_midnight_in_beijing(clock):
    clock.at = datetime(2020, 12, 31, 15, 59, tzinfo=UTC)
    assert today.today() == date(2020, 12, 31)
    clock.forward(minutes=1)
    assert today.today() == date(2021, 1, 1)
