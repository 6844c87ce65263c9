"""What tests of the site share with those in the browser."""

import os
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings

from gongkai.site import today

# How long an example takes is the machine's affair, not the rule's.
settings.register_profile("gongkai", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# GONGKAI_TEST_QUICKLY (make test): fewer examples; make test-all tries as many as hypothesis thinks right.
settings.register_profile("quick", settings.get_profile("gongkai"), max_examples=25)
settings.load_profile("quick" if os.environ.get("GONGKAI_TEST_QUICKLY") else "gongkai")


class Clock:
    """The clock of the site, stopped."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stops the clock of the site; ``clock.forward(minutes=30)`` moves it."""
    stopped = Clock(today.now())
    monkeypatch.setattr(today, "now", stopped)
    return stopped
