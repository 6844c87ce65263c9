"""Codes from the time: the worked examples of RFC 6238, and what is near enough."""

from base64 import b32encode
from datetime import UTC, datetime

import pytest

from gongkai.site.accounts import totp

SECRET = b32encode(b"12345678901234567890").decode()
AT = datetime(2021, 1, 20, 1, 12, 15, tzinfo=UTC)
NOW = totp.step_at(AT)


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_examples_of_the_standard(second, code):
    at = datetime.fromtimestamp(second, UTC)
    assert totp.code_at(SECRET, totp.step_at(at)) == code
    assert totp.step_of(SECRET, code, at=at) == second // 30


@pytest.mark.parametrize(("ahead", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_wrong(ahead, accepted):
    code = totp.code_at(SECRET, NOW + ahead)
    assert (totp.step_of(SECRET, code, at=AT) == NOW + ahead) is accepted


def test_no_code_of_a_half_minute_already_used_or_before():
    for ahead in (-1, 0):
        assert totp.step_of(SECRET, totp.code_at(SECRET, NOW + ahead), at=AT, after=NOW) is None
    assert totp.step_of(SECRET, totp.code_at(SECRET, NOW + 1), at=AT, after=NOW) == NOW + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "口令", "二八七零八二"])
def test_what_is_no_code_is_wrong(typed):
    assert totp.step_of(SECRET, typed, at=AT) is None


def test_each_secret_is_new_and_of_160_bits():
    assert totp.new_secret() != totp.new_secret()
    assert len(totp.new_secret()) == 32


def test_the_square_names_the_site_and_the_user():
    found = totp.address_of(SECRET, issuer="政府", username="lin.xiao")
    assert found == f"otpauth://totp/%E6%94%BF%E5%BA%9C%3Alin.xiao?secret={SECRET}&issuer=%E6%94%BF%E5%BA%9C"
