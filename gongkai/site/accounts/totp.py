"""One-time codes from the time and a shared secret (动态口令; RFC 6238, with the values that
authenticator programs take for granted: SHA-1, six figures, half a minute)."""

import hmac
from base64 import b32decode, b32encode
from datetime import datetime
from os import urandom
from urllib.parse import quote, urlencode

PERIOD = 30
DIGITS = 6
TOLERANCE = 1
"""Steps by which the clock of a telephone may be wrong, both ways."""


def new_secret() -> str:
    return b32encode(urandom(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of a half-minute (RFC 4226, 5.3)."""
    digest = hmac.digest(b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_at(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD


def step_of(secret: str, code: str, *, at: datetime, after: int = 0) -> int | None:
    """The half-minute whose code this is, close to ``at`` and later than ``after``; None: a wrong code."""
    now = step_at(at)
    for step in range(max(now - TOLERANCE, after + 1), now + TOLERANCE + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()):
            return step
    return None


def address_of(secret: str, *, issuer: str, username: str) -> str:
    """What the square says to an authenticator program."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
