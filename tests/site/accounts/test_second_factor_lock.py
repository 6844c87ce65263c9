"""A code refused while codes are locked stays refused, even where the lock ends in the same moment."""

from datetime import timedelta

from django.conf import settings
from django.test import Client
from django.urls import reverse

from gongkai.site.accounts import second_factor
from gongkai.site.accounts import views as pages
from tests.cast import PASSWORD
from tests.site import factors


def test_a_lock_that_ends_between_two_questions_lets_nobody_in(county, clock, monkeypatch):
    factors.activated(county.lin, clock.at - timedelta(hours=1))
    factor = second_factor.of(county.lin)
    factor.failures = settings.AXES_FAILURE_LIMIT
    factor.failed_at = clock.at - settings.AXES_COOLOFF_TIME + timedelta(milliseconds=1)
    factor.save()
    check = second_factor.check

    def beside_another(user, code, *, at, address):
        outcome = check(user, code, at=at, address=address)
        assert check(user, "000000", at=at + timedelta(milliseconds=2), address=address) == "wrong"
        return outcome

    monkeypatch.setattr(pages.second_factor, "check", beside_another)
    client = Client()
    client.post(reverse("accounts:sign_in"), {"login": county.lin.username, "password": PASSWORD})
    answer = client.post(reverse("accounts:code"), {"code": "999999"})
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session
